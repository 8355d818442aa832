"""A service with workers, run by the command for the tests that look after them."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.frontdoor import plain_environ

PATIENCE_SECONDS = 20.0

APPLICATION = """
import os
import time

import eventlet

VERSION = "one"
running = most = 0


def answer(environ, start_response):
    global running, most
    path = environ["PATH_INFO"]
    running += 1
    most = max(most, running)
    if path.startswith("/slow/"):
        eventlet.sleep(float(path.removeprefix("/slow/")))
    if path.startswith("/deaf/"):
        end = time.monotonic() + float(path.removeprefix("/deaf/"))
        while time.monotonic() < end:
            try:
                eventlet.sleep(0.1)
            except eventlet.Timeout:
                pass
    if path == "/die":
        os._exit(0)
    if path == "/spin":
        while True:
            pass
    if path == "/read":
        environ["wsgi.input"].read()
    running -= 1
    if path == "/bug":
        raise ValueError("a bug, password=" + "emases"[::-1])
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path == "/endless":
        return iter(lambda: b"x" * 65536, None)
    return [f"{VERSION} {os.getpid()} {most}".encode()]


def make_app(conf):
    return answer
"""
PASTE = """
[app:main]
paste.app_factory = i18n_wsgi:app_factory
i18n_wsgi.app_factory = service:make_app
"""


class Service:
    """A service, whose files may be changed while it runs."""

    process: subprocess.Popen[bytes]
    host: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command = [
            "-m",
            "i18n_wsgi",
            "serve",
            "--config-file",
            "api.conf",
            "--paste",
            "api.ini",
        ]
        self.environ = plain_environ()
        self._log = folder / "log"
        (folder / "service.py").write_text(APPLICATION)
        (folder / "api.ini").write_text(PASTE)

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=self.folder,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        line = re.compile(r"Serving .*?on (?:https?://)?(\S+).*\n")
        until(lambda: line.search(self.printed()) or self.process.poll() is not None)
        found = line.search(self.printed())
        assert found is not None, self.printed()
        self.host = found[1]

    def printed(self) -> str:
        return self._log.read_text("utf-8")

    def configure(self, **settings: object) -> None:
        lines = [f"{name} = {value}" for name, value in settings.items()]
        (self.folder / "api.conf").write_text("\n".join(["[i18n_wsgi_server]", *lines, ""]))

    def program(self, before: str, after: str) -> None:
        """Replace a part of the application's code."""
        text = APPLICATION.replace(before, after)
        # Python takes a file of the same size and second for the same.
        (self.folder / "service.py").write_text(f"{text}# {time.monotonic_ns()}\n")

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def workers(self) -> list[int]:
        return children_of(self.pid)

    def get(self, path: str = "/", host: str | None = None) -> str:
        connection = http.client.HTTPConnection(host or self.host, timeout=PATIENCE_SECONDS)
        connection.request("GET", path)
        with connection.getresponse() as response:
            text = response.read().decode()
        connection.close()
        return text


@contextmanager
def running(made: Service, **settings: object) -> Iterator[Service]:
    """A service with these settings, served."""
    made.configure(**settings)
    try:
        made.start()
        yield made
    finally:
        with suppress(ProcessLookupError):  # of its group, nothing is left
            os.killpg(made.pid, signal.SIGKILL)
        made.process.wait()


@contextmanager
def service(folder: Path, script: str = "", **settings: object) -> Iterator[Service]:
    """A new one, with these settings, served by the command or by a script."""
    made = Service(folder)
    if script:
        made.command = ["-W", "ignore", "-c", script]
    with running(made, **{"bind_port": 0, "workers": 2, **settings}):
        yield made


class Client(threading.Thread):
    """Sends one request after the other on a connection that it keeps; what failed is in ``failed``."""

    def __init__(self, host: str, path: str = "/", pause_seconds: float = 0.0) -> None:
        super().__init__()
        self.failed: list[str] = []
        self.answers: list[str] = []
        self._connection = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
        self._path = path
        self._pause_seconds = pause_seconds
        self._has_ended = threading.Event()

    def run(self) -> None:
        while not self._has_ended.wait(self._pause_seconds):
            try:
                self._connection.request("GET", self._path)
                with self._connection.getresponse() as response:
                    self.answers.append(response.read().decode())
            except (OSError, http.client.HTTPException) as exc:
                self.failed.append(repr(exc))
                self._connection.close()
        self._connection.close()

    def end(self) -> None:
        self._has_ended.set()
        self.join()


@contextmanager
def clients(service: Service, count: int, pause_seconds: float = 0.0) -> Iterator[list[Client]]:
    """As many clients at once."""
    made = [Client(service.host, pause_seconds=pause_seconds) for _ in range(count)]
    for client in made:
        client.start()
    try:
        until(lambda: all(client.answers for client in made))
        yield made
    finally:
        for client in made:
            client.end()


def until(is_so: Callable[[], object]) -> None:
    """Wait for something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in found.split()]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descriptor_count(pid: int) -> int:
    return len([*Path(f"/proc/{pid}/fd").iterdir()])


HUP = signal.SIGHUP
TERM = signal.SIGTERM
KILL = signal.SIGKILL
