"""What systemd hands over, and what it is told; a test stands in for it."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from i18n_wsgi.serving.systemd import (
    inherited_socket,
    notify_ready,
    notify_reloading,
    notify_stopping,
)

# As systemd starts a service: with the socket as descriptor 3, and its process's own number.
_START = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
# What a server says of the socket that it is to listen on.
_TELL = """
import os
from types import SimpleNamespace
from i18n_wsgi.serving.sockets import ListenError, listen, url_of
try:
    both = [listen(SimpleNamespace(bind_host="192.0.2.1", bind_port=1, backlog=1)) for _ in "12"]
except ListenError as exc:
    print(exc)
else:
    both[0].close()
    print(url_of(both[1]), os.get_inheritable(3) or os.get_inheritable(both[1].fileno()))
"""


def told_with(handed: socket.socket, **environ: str) -> str:
    descriptor = handed.fileno()
    return subprocess.run(
        [sys.executable, "-c", _START, str(descriptor), "-W", "ignore", "-c", _TELL],
        env={**os.environ, "LISTEN_FDS": "1", **environ},
        pass_fds=[descriptor],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.strip()


# What it hands over


def test_handed_over() -> None:
    """Its socket goes before the settings, as often as it is asked for, and no child process has it."""
    with socket.create_server(("127.0.0.1", 0)) as handed:
        host, port = handed.getsockname()

        assert told_with(handed) == f"http://{host}:{port} False"


def test_handed_over_file() -> None:
    """It may be one of the file system."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as handed:
        handed.bind(f"{folder}/api.sock")
        handed.listen()

        assert told_with(handed) == f"unix:{folder}/api.sock False"


@pytest.mark.parametrize("count", ["2", "0", "", "-1", "one", "99999999999999999999"])
def test_count(count: str) -> None:
    """Anything but one socket is refused."""
    with socket.create_server(("127.0.0.1", 0)) as handed:
        assert told_with(handed, LISTEN_FDS=count) == (
            f"can't listen on what systemd hands over: LISTEN_FDS is {count!r}; one socket is served"
        )


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_no_listener(kind: int) -> None:
    """So is a socket that takes no connections."""
    with socket.socket(socket.AF_INET, kind) as handed:
        assert told_with(handed) == (
            "can't listen on what systemd hands over: it is no listening stream socket;"
            " its unit needs ListenStream and Accept=no"
        )


def test_no_socket() -> None:
    """So is what is no socket at all."""
    with Path(os.devnull).open() as handed:
        told = told_with(handed)  # type: ignore[arg-type]  # that is the test

    assert told.startswith("can't listen on what systemd hands over: ")


@pytest.mark.parametrize("owner", [None, "", "1", "me"])
def test_another_process(owner: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was handed over to another process, a parent for instance, is left alone."""
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.delenv("LISTEN_PID", raising=False)
    if owner is not None:
        monkeypatch.setenv("LISTEN_PID", owner)

    assert inherited_socket() is None


# What it is told


@pytest.fixture(params=["file", "abstract"])
def systemd(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[socket.socket]:
    """Where it listens for what services tell."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        place = f"{folder}/notify"
        name = place if request.param == "file" else f"@{place}"
        sock.bind(name.replace("@", "\0"))
        sock.settimeout(0)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield sock


def test_told(systemd: socket.socket) -> None:
    """It is told when the service is up, reloads and ends."""
    notify_ready()
    notify_reloading()
    notify_stopping()

    ready, reloading, stopping = (systemd.recv(100).decode() for _ in range(3))
    assert (ready, stopping) == ("READY=1", "STOPPING=1")
    state, _, moment = reloading.partition("\nMONOTONIC_USEC=")
    assert state == "RELOADING=1"
    assert moment.isdigit()


def test_no_systemd(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Without it nobody is told, and nobody wonders."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    notify_ready()

    assert caplog.messages == []


@pytest.mark.parametrize("place", ["/nosuch/notify", "vsock:2:1234", "@nobody", "/" + "a" * 200])
def test_nobody_there(
    place: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The service goes on where it can't be told; the log says so."""
    monkeypatch.setenv("NOTIFY_SOCKET", place)

    with caplog.at_level(logging.WARNING, "i18n_wsgi.serving"):
        notify_ready()

    assert caplog.messages[0].startswith(f"NOTIFY_SOCKET is {place}: ")


# What a server does with it

_SERVE = """
import logging
from i18n_wsgi import Server
from i18n_wsgi.settings import ServerSettings
logging.basicConfig(level=logging.INFO)
hosts = iter(["127.0.0.1", "127.0.0.2"])
settings = lambda: ServerSettings(bind_host=next(hosts), workers=1)
def answer(environ, start_response):
    start_response("200 OK", [])
    return [b"served"]
server = Server("library", settings(), configure=settings)
server.start(load=lambda: %s)
server.reload()
server.wait()
"""


def started_with(handed: socket.socket, load: str) -> subprocess.Popen[str]:
    """A server that is handed a socket, and reloads with another address."""
    descriptor = handed.fileno()
    return subprocess.Popen(
        [sys.executable, "-c", _START, str(descriptor), "-W", "ignore", "-c", _SERVE % load],
        env={**os.environ, "LISTEN_FDS": "1"},
        pass_fds=[descriptor],
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.frontdoor
def test_reload_of_a_file() -> None:
    """A reload leaves its file where it is, whatever the settings say."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as handed:
        handed.bind(f"{folder}/api")
        handed.listen()
        with started_with(handed, "answer") as process:
            assert process.stderr is not None
            told = [next(iter(process.stderr)) for _ in range(3)]
            assert "with 1 worker" in told[-1]
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(f"{folder}/api")
                client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                assert client.makefile().read().endswith("served")
            process.terminate()


@pytest.mark.frontdoor
def test_file_of_a_start_that_fails() -> None:
    """So does a start that fails: the next one is to be reached there."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as handed:
        handed.bind(f"{folder}/api")
        handed.listen()
        with started_with(handed, "1 / 0") as process:
            assert process.stderr is not None
            process.stderr.read()

        assert process.returncode == 1
        assert Path(folder, "api").exists()
