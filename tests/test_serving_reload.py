"""A reload on SIGHUP: new workers take over when they can serve, or not at all."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.certificates import make_certificates
from tests.workers import (
    HUP,
    KILL,
    PASTE,
    TERM,
    Service,
    clients,
    descriptor_count,
    is_running,
    running,
    service,
    until,
)

pytestmark = [
    pytest.mark.frontdoor,
    pytest.mark.skipif(
        not Path("/proc/self/stat").exists(), reason="only Linux tells of processes"
    ),
]

LOGGING = """
[loggers]
keys = root
[handlers]
keys = stderr
[formatters]
keys = short
[logger_root]
level = INFO
handlers = stderr
[handler_stderr]
class = StreamHandler
args = ()
formatter = short
[formatter_short]
format = the new log says %(message)s
"""


@pytest.mark.parametrize("pause_seconds", [0.0, 0.05], ids=["busy", "thinking"])
def test_nothing_is_lost(pause_seconds: float, tmp_path: Path) -> None:
    """Clients that keep their connections lose no request when workers take turns."""
    with service(tmp_path) as served:
        with clients(served, 8, pause_seconds) as busy:
            for _ in range(3):
                before = served.workers()
                served.send(HUP)
                until(lambda before=before: not {*before} & {*served.workers()})

    assert [client.failed for client in busy] == [[]] * 8


def test_new_code(tmp_path: Path) -> None:
    """The application's code is loaded anew."""
    with service(tmp_path) as served:
        served.program('"one"', '"two"')
        served.send(HUP)

        until(lambda: served.get().startswith("two "))


def test_request_in_hand(tmp_path: Path) -> None:
    """A request that an old worker has in hand is answered, by the code that it began with."""
    with service(tmp_path) as served:
        with clients(served, 1) as (client,):
            client._path = "/slow/1.5"
            count = len(client.answers)
            before = served.workers()
            served.program('"one"', '"two"')
            served.send(HUP)
            until(lambda: served.get().startswith("two "))
            until(lambda: len(client.answers) > count + 1)

        assert client.failed == []
        assert int(client.answers[count + 1].split()[1]) in before


def test_new_certificate(tmp_path: Path) -> None:
    """A certificate that has been replaced is shown to new clients."""
    make_certificates(tmp_path)
    with service(tmp_path, cert_file="server.pem", key_file="server.key") as served:
        before = _certificate_of(served)
        make_certificates(tmp_path)
        served.send(HUP)

        until(lambda: _certificate_of(served) != before)


def test_new_log(tmp_path: Path) -> None:
    """The paste file's settings of the log are read anew."""
    with service(tmp_path) as served:
        (tmp_path / "api.ini").write_text(PASTE + LOGGING)
        served.program("return answer", "import logging; logging.info('loaded'); return answer")
        served.send(HUP)

        until(lambda: "the new log says loaded" in served.printed())
        until(lambda: "the new log says The server i18n-wsgi listens" in served.printed())


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_workers(count: int, tmp_path: Path) -> None:
    """There may be fewer workers after it, or more."""
    with service(tmp_path) as served:
        before = served.workers()
        served.configure(bind_port=0, workers=count)
        served.send(HUP)

        until(lambda: len(served.workers()) == count and not {*before} & {*served.workers()})


def test_new_port(tmp_path: Path) -> None:
    """A new port is served when the old one is no longer."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with service(tmp_path) as served:
        old = served.host
        served.configure(bind_port=port, workers=2)
        served.send(HUP)
        until(lambda: _listens("127.0.0.1", port))

        assert served.get(host=f"127.0.0.1:{port}").startswith("one ")
        until(lambda: not _listens("127.0.0.1", int(old.rpartition(":")[2])))


@pytest.mark.parametrize(
    ("old", "new", "host"),
    [
        ("127.0.0.1", "0.0.0.0", "127.0.0.2"),
        ("0.0.0.0", "127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "::", "[::1]"),
        ("::", "127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "::", "[::1]"),
    ],
)
def test_new_address(old: str, new: str, host: str, tmp_path: Path) -> None:
    """Another address may have the same port, though one has the other's in it, and nothing is lost."""
    with service(tmp_path, bind_host=old) as served:
        port = served.host.rpartition(":")[2]
        served.host = f"127.0.0.1:{port}"
        with clients(served, 4) as busy:
            before = served.workers()
            served.configure(bind_host=new, bind_port=port, workers=2)
            served.send(HUP)
            until(lambda: not {*before} & {*served.workers()})

        assert [client.failed for client in busy] == [[]] * 4
        assert served.get(host=f"{host}:{port}").startswith("one ")
        assert _listens("127.0.0.2", int(port)) == (new != "127.0.0.1")


def test_new_address_in_vain(tmp_path: Path) -> None:
    """Where the workers can't begin, no client has come to the new address."""
    with service(tmp_path, bind_host="0.0.0.0") as served:
        port = served.host.rpartition(":")[2]
        served.host = f"127.0.0.1:{port}"
        served.configure(bind_host="127.0.0.1", bind_port=port, workers=2)
        served.program("return answer", "time.sleep(0.5); 1 / 0")
        with clients(served, 4) as busy:
            assert refused(served, "division by zero")

        assert [client.failed for client in busy] == [[]] * 4


@pytest.mark.parametrize("is_back", [False, True], ids=["to a port", "back"])
def test_file_and_port(is_back: bool, tmp_path: Path) -> None:
    """There may be a port in the place of a file, and a file in that of a port."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "api")
        places = [f"unix:{file}", "127.0.0.1"]
        old, new = reversed(places) if is_back else places
        with service(tmp_path, bind_host=old) as served:
            before = served.workers()
            served.configure(bind_host=new, bind_port=0, workers=2)
            served.send(HUP)
            until(lambda: not {*before} & {*served.workers()})

            assert file.exists() == is_back


def test_port_of_a_file(tmp_path: Path) -> None:
    """Where a file is served, the port is no matter."""
    with TemporaryDirectory() as folder:
        with service(tmp_path, bind_host=f"unix:{folder}/api") as served:
            before = served.workers()
            served.configure(bind_host=f"unix:{folder}/api", bind_port=1, workers=2)
            served.send(HUP)

            until(lambda: not {*before} & {*served.workers()})


def test_worker_that_cannot_be(tmp_path: Path) -> None:
    """Where the system allows no other process or descriptor, the workers go on."""
    with service(tmp_path) as served:
        before = served.workers()
        count = descriptor_count(served.pid)
        limits = resource.prlimit(served.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(served.pid, resource.RLIMIT_NOFILE, (count + 1, limits[1]))
        served.send(HUP)
        until(lambda: "reload failed: can't start a worker: Too many open" in served.printed())
        assert served.workers() == before
        resource.prlimit(served.pid, resource.RLIMIT_NOFILE, limits)
        served.send(HUP)

        until(lambda: not {*before} & {*served.workers()})


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that refuses one reload after the other."""
    with service(tmp_path_factory.mktemp("steady")) as served:
        yield served


def refused(served: Service, told: str) -> bool:
    """Whether a reload fails with this line in the log, and nothing else changes."""
    before = served.workers()
    seen = len(served.printed())
    served.send(HUP)
    until(lambda: "the reload failed: " in served.printed()[seen:])
    until(lambda: served.workers() == before)
    line = served.printed()[seen:].partition("the reload failed: ")[2].splitlines()[0]
    return told in line and served.get().startswith("one ")


def test_taken_port(steady: Service) -> None:
    """A port that is taken is told in a line, and the workers go on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        steady.configure(bind_port=port, workers=2)

        assert refused(steady, f"can't listen on 127.0.0.1:{port}: ")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"workers": "many"}, "workers is 'many'; allowed: a whole number"),
        (
            {"workers": 0},
            "workers is 0; allowed at a reload: 1 to 1024; 0 only a new start can bring",
        ),
        ({"idle_timeout": 10**19}, "allowed: a whole number, 1 to 31536000"),
        ({"cert_file": "missing.pem", "key_file": "missing.pem"}, "cert_file is 'missing.pem'"),
    ],
    ids=["invalid", "none", "endless", "certificate"],
)
def test_bad_settings(settings: dict[str, object], told: str, steady: Service) -> None:
    """So are settings that can't be used."""
    steady.program("", "")
    steady.configure(**{"bind_port": 0, "workers": 2, **settings})

    assert refused(steady, told)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise OSError('no database')", "no database"),
        ("1 / 0", "division by zero"),
        ("raise OSError('+')", "+"),
        ("os._exit(0)", "its exit status was 0"),
        ("os.kill(os.getpid(), 9)", "signal 9 ended it"),
        ("if not os.path.exists('once'): open('once', 'w'); os._exit(0)", "its exit status was 0"),
    ],
)
def test_bad_code(code: str, told: str, steady: Service) -> None:
    """So is an application that can't be loaded, by all workers or by one, however it fails."""
    steady.configure(bind_port=0, workers=2)
    steady.program("return answer", f"{code}\n    return answer")

    assert refused(steady, told)


def test_line_of_a_refusal(tmp_path: Path) -> None:
    """A refusal is one line of the log, which says what failed, and where."""
    with service(tmp_path) as served:
        served.program("return answer", "return nosuch")
        before = served.printed()

        assert refused(served, "name 'nosuch' is not defined")
        reloads, failed = served.printed().removeprefix(before).splitlines()
    assert reloads.endswith(" reloads")
    assert re.search(r"NameError: name 'nosuch' is not defined \(\S+/service.py:\d+\)$", failed)


def test_bad_paste_file(tmp_path: Path) -> None:
    """So is a paste file that leads nowhere."""
    with service(tmp_path) as served:
        file = tmp_path / "api.ini"
        file.write_text(file.read_text("utf-8").replace("service:make_app", "nosuch:make_app"))

        assert refused(served, "nosuch:make_app")


def test_new_port_in_vain(tmp_path: Path) -> None:
    """A new port is given back where the workers can't begin."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with service(tmp_path) as served:
        served.configure(bind_port=port, workers=2)
        served.program("return answer", "1 / 0")

        assert refused(served, "division by zero")
        assert not _listens("127.0.0.1", port)


def test_new_file(tmp_path: Path) -> None:
    """A socket of the file system may be elsewhere after it; the old file is gone."""
    with TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        with service(tmp_path, bind_host=f"unix:{old}") as served:
            served.configure(bind_host=f"unix:{new}", workers=2)
            served.send(HUP)

            until(lambda: new.exists() and not old.exists())


def test_reload_after_a_refused_one(tmp_path: Path) -> None:
    """What was refused does not stand in the way of the next one."""
    with service(tmp_path) as served:
        before = served.workers()
        served.program("return answer", "1 / 0")
        served.send(HUP)
        served.program('"one"', '"two"')
        served.send(HUP)

        until(lambda: not {*before} & {*served.workers()})
        assert served.get().startswith("two ")


def test_one_at_a_time(tmp_path: Path) -> None:
    """Signals that come during a reload are one more reload, and leave no worker behind."""
    with service(tmp_path) as served:
        before = served.workers()
        for _ in range(5):
            served.send(HUP)
        until(lambda: not {*before} & {*served.workers()} and len(served.workers()) == 2)
        served.send(TERM)

        assert served.process.wait(20) == 0
        assert served.printed().count(" reloads\n") in (1, 2)


def test_during_the_start(tmp_path: Path) -> None:
    """One that is asked for while the first workers begin comes after the start, and may be refused."""
    made = Service(tmp_path)
    made.program("return answer", "open('began', 'w'); time.sleep(1); return answer")
    with ThreadPoolExecutor() as threads:
        made.configure(bind_port=0, workers=1)
        started = threads.submit(made.start)
        try:
            until((tmp_path / "began").exists)
            made.send(HUP)
            made.program("return answer", "1 / 0")
            started.result()
            until(lambda: "the reload failed: " in made.printed())

            assert made.get().startswith("one ")
        finally:
            os.killpg(made.pid, KILL)
            made.process.wait()


def test_stop_during_a_reload(tmp_path: Path) -> None:
    """Told to stop while new workers begin, it does, and the old ones answer what they have in hand."""
    with service(tmp_path) as served, ThreadPoolExecutor() as threads:
        answer = threads.submit(served.get, "/slow/2")
        served.program("return answer", "open('began', 'w'); time.sleep(60)")
        served.send(HUP)
        until((tmp_path / "began").exists)
        served.send(TERM)

        assert answer.result().startswith("one ")
        assert served.process.wait(20) == 0


def test_worker_that_is_held(tmp_path: Path) -> None:
    """An old worker that does not hear, as it has been stopped, is ended when its time is up."""
    with service(tmp_path, graceful_timeout=1) as served:
        before = served.workers()
        os.kill(before[0], signal.SIGSTOP)
        served.send(HUP)

        until(lambda: not {*before} & {*served.workers()})
        assert "is killed: it took too long" in served.printed()


def test_systemd(tmp_path: Path) -> None:
    """systemd is told when a reload begins, and that it is over, also where it was refused."""  # noqa: D403
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(f"{folder}/notify")
        told.settimeout(20)
        made = Service(tmp_path)
        made.environ["NOTIFY_SOCKET"] = f"{folder}/notify"
        with running(made, bind_port=0, workers=1):
            said = [told.recv(100)]
            for code in ("", "1 / 0; "):
                made.program("return answer", f"{code}return answer")
                made.send(HUP)
                said += [told.recv(100).partition(b"\n")[0], told.recv(100)]
            made.send(TERM)
            said.append(told.recv(100))

    assert said == [b"READY=1", *[b"RELOADING=1", b"READY=1"] * 2, b"STOPPING=1"]


def test_systemd_without_workers(tmp_path: Path) -> None:
    """A reload is over for it there too; the log says what it brings."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(f"{folder}/notify")
        told.settimeout(20)
        made = Service(tmp_path)
        made.environ["NOTIFY_SOCKET"] = f"{folder}/notify"
        with running(made, bind_port=0, workers=0):
            said = [told.recv(100)]
            made.send(HUP)
            said += [told.recv(100).partition(b"\n")[0], told.recv(100)]

            assert "Catalogs are read anew" in made.printed()
    assert said == [b"READY=1", b"RELOADING=1", b"READY=1"]


def test_twenty_times(tmp_path: Path) -> None:
    """Twenty of them leave no process and no descriptor behind."""
    with service(tmp_path, workers=1) as served:
        seen: set[int] = set()
        count = descriptor_count(served.pid)
        for _ in range(20):
            (worker,) = served.workers()
            seen.add(worker)
            served.send(HUP)
            until(lambda worker=worker: worker not in served.workers())
        until(lambda: len(served.workers()) == 1)

        assert (len(seen), descriptor_count(served.pid)) == (20, count)
        assert not any(map(is_running, seen))


def _certificate_of(served: Service) -> str:
    host, port = served.host.split(":")
    return ssl.get_server_certificate((host, int(port)), timeout=20)


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port)).close()
    except ConnectionRefusedError:
        return False
    return True
