"""The server's methods, as a service calls them in its own code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from i18n_wsgi.serving import Server
from i18n_wsgi.settings import ServerSettings
from tests.conftest import answering
from tests.workers import HUP, TERM, is_running, service, until

# A service as those of OpenStack are: the server is given a group of a ConfigOpts.
SCRIPT = """
import logging, signal
from oslo_config import cfg
from i18n_wsgi import Server
from i18n_wsgi.settings import server_options
from service import answer

logging.basicConfig(level=logging.INFO)
conf = cfg.ConfigOpts()
conf.register_opts(server_options(), group="i18n_wsgi_server")
conf(["--config-file", "api.conf"])
server = Server("library", conf.i18n_wsgi_server, 100)
"""
START = """
server.start(answer, default_port=8004)
print("Serving on", server.url, flush=True)
server.wait()
"""
RUN = """
server.listen()
print("Serving on", server.url, flush=True)
server.run_server(answer)
"""

frontdoor = pytest.mark.frontdoor


@pytest.fixture
def server() -> Iterator[Server]:
    """One that listens, and does not serve."""
    server = Server("library", ServerSettings(bind_port=0))
    server.configure_socket()
    yield server
    assert server.sock is not None
    server.sock.close()


def test_stash() -> None:
    """What is stashed is what the socket is made of."""
    stashed = Server("library", ServerSettings(bind_port=8004)).stash_conf_values()

    assert stashed == {
        "bind_host": "127.0.0.1",
        "bind_port": 8004,
        "backlog": 4096,
        "cert_file": None,
        "key_file": None,
    }


@pytest.mark.parametrize("changed", ["backlog", "cert_file", "nothing"])
def test_socket_is_kept(changed: str, server: Server) -> None:
    """Where the address has not changed, the socket stays."""
    before = server.sock

    server.configure_socket(server.stash_conf_values(), lambda name: name == changed)

    assert server.sock is before


@pytest.mark.parametrize("changed", ["bind_host", "bind_port"])
def test_new_socket(changed: str, server: Server) -> None:
    """Where it has, there is another one; the old one is not closed yet."""
    before = server.sock
    assert before is not None

    server.configure_socket(server.stash_conf_values(), lambda name: name == changed)

    assert server.sock is not before
    assert before.fileno() != -1
    before.close()


def test_nothing_to_run() -> None:
    """A server without an application is not started."""
    with pytest.raises(TypeError, match=r"start\(\) takes an application, or load="):
        Server("library", ServerSettings(bind_port=0)).start()


def test_load_that_fails() -> None:
    """Where the application can't be made, the port is given back."""
    server = Server("library", ServerSettings(bind_port=0))

    with pytest.raises(ZeroDivisionError):
        server.start(load=lambda: 1 / 0)  # type: ignore[arg-type, return-value]

    assert server.sock is None


def test_before_the_start() -> None:
    """Before the start there is nothing to reload, kill or wait for."""
    server = Server("library", ServerSettings())

    server.hup()
    server.kill_children()
    server.stop()
    server.wait()

    assert server.sock is None


@frontdoor
def test_group_of_a_conf(tmp_path: Path) -> None:
    """A reload reads the files of the ConfigOpts again whose group the server was given."""
    with service(tmp_path, SCRIPT + START, workers=1) as served:
        before = served.workers()
        served.configure(bind_port=0, workers=3)
        served.send(HUP)

        until(lambda: len(served.workers()) == 3 and not {*before} & {*served.workers()})
        assert served.get().startswith("one ")


@frontdoor
def test_load_of_no_application(tmp_path: Path) -> None:
    """Where it answers nothing that can be called, no worker serves it."""
    start = START.replace("answer,", 'load=lambda: open("yes").read() and answer,')
    (tmp_path / "yes").write_text("yes")
    with service(tmp_path, SCRIPT + start, workers=1) as served:
        before = served.workers()
        (tmp_path / "yes").write_text("")
        served.send(HUP)
        until(lambda: "the reload failed: " in served.printed())

        assert "the application is ''; allowed: what can be called" in served.printed()
        assert served.workers() == before
        assert served.get().startswith("one ")


@frontdoor
def test_bad_group_of_a_conf(tmp_path: Path) -> None:
    """A value that is none is refused; the next reload, with a good one, is not."""
    with service(tmp_path, SCRIPT + START, workers=1) as served:
        before = served.workers()
        served.configure(bind_port=0, workers="many")
        served.send(HUP)
        until(lambda: "the reload failed: " in served.printed())
        assert served.workers() == before
        served.configure(bind_port=0, workers=2)
        served.send(HUP)

        until(lambda: len(served.workers()) == 2 and not {*before} & {*served.workers()})


@frontdoor
def test_run_server(tmp_path: Path) -> None:
    """It serves in the process that calls it, whatever the settings say, until it is told to stop."""
    with service(tmp_path, SCRIPT + RUN, workers=2) as served:
        assert served.get().split()[1] == str(served.pid)
        assert served.workers() == []
        served.send(TERM)

        assert served.process.wait(20) == 0


@frontdoor
def test_kill_children(tmp_path: Path) -> None:
    """Its own signal handler may end all at once."""
    own = "signal.signal(signal.SIGUSR1, server.kill_children)\n"
    with service(tmp_path, SCRIPT + own + START, workers=2) as served:
        workers = served.workers()
        served.send(10)

        assert served.process.wait(20) == 0
        assert not any(map(is_running, workers))


@frontdoor
def test_reload(tmp_path: Path) -> None:
    """Or have it reload."""
    own = "signal.signal(signal.SIGUSR1, lambda *_args: server.reload())\n"
    with service(tmp_path, SCRIPT + own + START, workers=1) as served:
        before = served.workers()
        served.send(10)

        until(lambda: len(served.workers()) == 1 and served.workers() != before)


@frontdoor
def test_again(tmp_path: Path) -> None:
    """A server that has ended may be started again."""
    again = """
import threading, os
for _ in range(2):
    server.start(answer)
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGTERM]).start()
    server.wait()
"""
    with service(tmp_path, SCRIPT + again + START, workers=1) as served:
        assert served.get().startswith("one ")


def test_address() -> None:
    """It has one as long as it serves."""
    server = Server("library", ServerSettings(bind_port=0))
    server.start(answering([]))
    assert server.url == "http://{}:{}".format(*server.address)
    server.stop()

    with pytest.raises(RuntimeError, match="has not been started"):
        _ = server.url
