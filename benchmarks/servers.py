"""The servers, each started for real, with two workers, on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import platform
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sysconfig import get_path
from typing import NamedTuple

import psutil
import trustme

WORKERS = 2
THREADS = 32  # a process, of servers that have threads: as many as there are clients
_START_SECONDS = 60.0
_HERE = Path(__file__).parent

_PASTE = """
[app:main]
paste.app_factory = i18n_wsgi:app_factory
i18n_wsgi.app_factory = served:make_app
"""
_PLAIN = f"""
import eventlet, eventlet.wsgi, os, sys, time
sock = eventlet.listen(("127.0.0.1", int(sys.argv[1])), backlog=4096)
for _ in range({WORKERS}):
    if os.fork() == 0:
        eventlet.monkey_patch(os=False)
        eventlet.hubs.use_hub()
        from served import application
        eventlet.wsgi.server(sock, application, log_output=False, debug=False, max_size=10_000)
        os._exit(0)
time.sleep(10**6)
"""
# The whole of it is patched, as Heat's own command does, or the parent's pipe would stop its workers.
_ORIGINAL = f"""
import eventlet, sys
eventlet.monkey_patch(os=False)
from oslo_config import cfg
from oslo_log import log
from heat.common import wsgi
log.register_options(cfg.CONF)
cfg.CONF([], project="heat", default_config_files=[])
log.setup(cfg.CONF, "heat")
group = cfg.CONF.heat_api
for name, value in dict(bind_host="127.0.0.1", bind_port=int(sys.argv[1]), workers={WORKERS}).items():
    cfg.CONF.set_override(name, value, group="heat_api")
from served import application
server = wsgi.Server("heat", group, threads=10_000)
server.start(application, default_port=0)
server.wait()
"""
_WAITRESS = f"""
import os, socket, sys, time
from served import application
from waitress import serve
sock = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096)
for _ in range({WORKERS}):
    if os.fork() == 0:
        serve(application, sockets=[sock], threads={THREADS}, connection_limit=10_000)
        os._exit(0)
time.sleep(10**6)
"""


class Files(NamedTuple):
    """What a command may name."""

    folder: Path
    certificate: Path | None = None
    key: Path | None = None


class Contender(NamedTuple):
    """A server: its distribution, what starts it, and whether it can be told to reload."""

    name: str
    distribution: str
    command: Callable[[int, Files], list[str]]
    reloads: bool = False
    has_tls: bool = False

    def release(self) -> str | None:
        """What is installed, or None."""
        with suppress(PackageNotFoundError):
            return f"{self.distribution} {version(self.distribution)}"
        return None


def _ours(port: int, files: Files) -> list[str]:
    lines = ["[i18n_wsgi_server]", f"bind_port = {port}", f"workers = {WORKERS}"]
    if files.certificate is not None:
        lines += [f"cert_file = {files.certificate}", f"key_file = {files.key}"]
    (files.folder / "api.conf").write_text("\n".join([*lines, ""]))
    (files.folder / "api.ini").write_text(_PASTE)
    return ["-m", "i18n_wsgi", "serve", "--config-file", "api.conf", "--paste", "api.ini"]


def _gunicorn(port: int, files: Files) -> list[str]:
    made = ["-m", "gunicorn", "-w", str(WORKERS), "-k", "gthread", "--threads", str(THREADS)]
    made += ["-b", f"127.0.0.1:{port}", "--keep-alive", "75", "--worker-connections", "10000"]
    if files.certificate is not None:
        made += ["--certfile", str(files.certificate), "--keyfile", str(files.key)]
    return [*made, "--log-level", "error", "served:application"]


def _granian(port: int, files: Files) -> list[str]:
    made = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    made += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-access-log"]
    made += ["--respawn-failed-workers"]
    if files.certificate is not None:
        made += ["--ssl-certificate", str(files.certificate), "--ssl-keyfile", str(files.key)]
    return [*made, "--log-level", "error", "served:application"]


def _uwsgi(port: int, files: Files) -> list[str]:
    # By its command's file, which it runs anew on SIGHUP.
    made = [
        str(Path(sys.executable).with_name("pyuwsgi")),
        "--master",
        "--lazy-apps",
        "--die-on-term",
    ]
    made += ["--http11-socket", f"127.0.0.1:{port}", "--processes", str(WORKERS)]
    made += ["--threads", str(THREADS), "--listen", "4096", "--disable-logging", "--need-app"]
    return [*made, "--so-keepalive", "--module", "served:application"]


def _script(text: str) -> Callable[[int, Files], list[str]]:
    return lambda port, _files: ["-W", "ignore", "-c", text, str(port)]


OURS = Contender("ours", "i18n_wsgi", _ours, reloads=True, has_tls=True)
EVENTLET = Contender("eventlet.wsgi", "eventlet", _script(_PLAIN))
ORIGINAL = Contender("the original", "openstack-heat", _script(_ORIGINAL), reloads=True)
CONTENDERS = (
    OURS,
    EVENTLET,
    ORIGINAL,
    Contender("gunicorn gthread", "gunicorn", _gunicorn, reloads=True, has_tls=True),
    Contender("granian", "granian", _granian, reloads=True, has_tls=True),
    Contender("uWSGI", "pyuwsgi", _uwsgi, reloads=True),
    Contender("waitress", "waitress", _script(_WAITRESS)),
)


class Service:
    """A server that runs; made by ``serving``."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> list[psutil.Process]:
        """Its child processes."""
        return psutil.Process(self.process.pid).children()

    def send(self, number: int) -> None:
        """A signal to the parent."""
        self.process.send_signal(number)

    def cpu_seconds(self) -> float:
        """What it has used of the processors, with all its processes."""
        root = psutil.Process(self.process.pid)
        all_times = [it.cpu_times() for it in (root, *root.children(recursive=True))]
        return sum(it.user + it.system for it in all_times)


def tell(text: str) -> None:
    """Progress, for whoever waits."""
    sys.stderr.write(f"... {text}\n")


def print_releases(title: str, releases: Mapping[Contender, str | None]) -> None:
    """Who was measured."""
    print(title)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    for contender, release in releases.items():
        print(
            f"{contender.name}: {release or f'MISSING: {contender.distribution} is not installed'}"
        )


class NotServed(Exception):
    """A server did not start."""


@contextmanager
def serving(
    command: Callable[[int, Files], list[str]], folder: Path, *, is_tls: bool = False
) -> Iterator[Service]:
    """A server, until it is no longer needed; what it prints is in the folder's ``log``."""
    files = _with_certificate(folder) if is_tls else Files(folder)
    port = _free_port()
    # uWSGI reloads by the Python that the virtual environment is made of, which knows none of it.
    found = [str(_HERE), os.environ.get("PYTHONPATH"), str(_HERE.parent), get_path("purelib")]
    path = os.pathsep.join(filter(None, found))
    environ = {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # a command of the table above
            [sys.executable, *command(port, files)],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # it may signal its group
        )
    try:
        _await_answer(process, port, folder, is_tls=is_tls)
        yield Service(process, port)
    finally:
        with suppress(ProcessLookupError):  # of its group, nothing is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await_answer(
    process: subprocess.Popen[bytes], port: int, folder: Path, *, is_tls: bool
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if is_tls:
            context = ssl._create_unverified_context()  # noqa: S323, SLF001
            asked: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", port, timeout=5, context=context
            )
        else:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/", headers={"Connection": "close"})
            if asked.getresponse().status == 200:
                time.sleep(0.5)  # the other worker may still be on its way
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()
    raise NotServed((folder / "log").read_text("utf-8", "replace")[-2000:])


def _with_certificate(folder: Path) -> Files:
    files = Files(folder, folder / "cert.pem", folder / "key.pem")
    made = trustme.CA().issue_cert("localhost", "127.0.0.1")
    assert files.certificate is not None
    assert files.key is not None
    made.private_key_pem.write_to_path(files.key)
    files.certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
    return files


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
