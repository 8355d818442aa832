"""The error table behind a front door: by plain WSGI calls, or by a server's socket."""

from __future__ import annotations

import io
import json
import logging
import os
import socket
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper
from wsgiref.validate import validator

import webob

from i18n_wsgi import FaultMiddleware
from tests.frontdoor import ROOT, serving
from tests.hostile import ERRORS, rows

MAKERS = {name: make for name, _status, make in rows()}
_CLOSED = logging.getLogger("closed")


@dataclass
class Answer:
    """What a client gets, and what is logged meanwhile."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    records: list[dict[str, str]]

    def header(self, name: str) -> str:
        """The one header of a name."""
        [value] = [value for key, value in self.headers if key.lower() == name.lower()]
        return value

    def logged(self, name: str = "i18n_wsgi") -> list[dict[str, str]]:
        return [record for record in self.records if record["name"] == name]


Ask = Callable[..., Answer]


Make = Callable[[], BaseException]
TEXT = ("Content-Type", "text/plain")


class Failing:
    """A stream that fails behind its chunks."""

    def __init__(self, make: Make, *chunks: bytes) -> None:
        self._make = make
        self._chunks = iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise self._make()

    def close(self) -> None:
        _CLOSED.info("closed")


class File(io.BytesIO):
    def close(self) -> None:
        if not self.closed:
            _CLOSED.info("closed")
        super().close()


def raised(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    raise make()


def streamed(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [TEXT])
    return Failing(make)


def late(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [TEXT])
    return Failing(make, b"", b"first")


def measured(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [TEXT, ("Content-Length", "100")])
    return Failing(make, b"first")


def written(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [TEXT])(b"first")
    raise make()


def restarted(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """It tells the error itself."""
    write = start_response("200 OK", [TEXT])
    if environ["PATH_INFO"].endswith("late"):
        write(b"first")
    try:
        raise make()
    except Exception:
        start_response("418 Teapot", [TEXT], sys.exc_info())
    return [b"short and stout"]


def wrapped(make: Make, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [TEXT])
    wrap = environ.get("wsgi.file_wrapper", FileWrapper)
    file: Iterable[bytes] = wrap(File(b"file" * 10_000))
    return file


WAYS = {
    way.__name__: way for way in (raised, streamed, late, measured, written, restarted, wrapped)
}


def table(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Fails in the way and with the exception that the path names: ``/streamed/NAME``."""
    way, name, *_rest = environ["PATH_INFO"][1:].split("/")
    return WAYS[way](MAKERS[name], environ, start_response)


application = FaultMiddleware(table, error_map=ERRORS)


class _Kept(logging.Handler):
    """Keeps each record as a dictionary of texts; ``message`` alone, and all that a log would show."""

    def __init__(self, keep: Callable[[dict[str, str]], object]) -> None:
        super().__init__()
        self._keep = keep

    def emit(self, record: logging.LogRecord) -> None:
        self._keep(
            {
                "name": record.name,
                "level": record.levelname,
                "message": record.getMessage(),
                "all": self.format(record),
            }
        )


@contextmanager
def _logging_to(keep: Callable[[dict[str, str]], object]) -> Iterator[None]:
    root, handler = logging.getLogger(), _Kept(keep)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield
    root.removeHandler(handler)
    root.setLevel(before)


def call(path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a plain call, which WSGI's rules are checked in."""
    environ = webob.Request.blank(path, method=method).environ
    names = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    environ |= {"HTTP_X_REQUEST_ID": uuid.uuid4().hex, **names}
    records: list[dict[str, str]] = []
    with _logging_to(records.append):
        response = webob.Request(environ).send(validator(application))
        body = response.body
    return Answer(response.status_int, response.headerlist, body, records)


def ask_socket(url: str, log: TextIO, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer of a server, which writes its log there."""
    address = urlsplit(url)
    request_id = uuid.uuid4().hex
    fields = {"Host": "localhost", "X-Request-Id": request_id, "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in fields.items())]
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        with client.makefile("rb") as answer:
            status, *lines = iter(lambda: answer.readline().decode("latin-1").rstrip("\r\n"), "")
            body = answer.read()
    received = [(name, value.strip()) for name, _colon, value in (x.partition(":") for x in lines)]
    records = [json.loads(line) for line in log]  # those since the last request
    return Answer(int(status.split()[1]), received, body, records)


SERVERS = {
    "ours": ["tests.error_doors"],
    "gthread": [
        *("gunicorn", "tests.error_doors:application", "--bind", "127.0.0.1:0"),
        *("--worker-class", "gthread", "--threads", "2"),
    ],
    "gunicorn": ["gunicorn", "tests.error_doors:application", "--bind", "127.0.0.1:0"],
}


@contextmanager
def serve(server: str, folder: Path) -> Iterator[Ask]:
    """Asks the application on a server."""
    path = folder / "log.jsonl"
    path.touch()
    command = [sys.executable, "-W", "ignore", "-m", *SERVERS[server]]
    with (
        path.open(encoding="utf-8") as log,
        serving(*command, cwd=ROOT, ERROR_TABLE_LOG=str(path)) as running,
    ):
        log.read()  # what it says of its start
        yield partial(ask_socket, running.url, log)


def _log_to_file(path: str) -> None:
    def keep(record: dict[str, str]) -> None:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    logging.getLogger().addHandler(_Kept(keep))
    logging.getLogger().setLevel(logging.INFO)


if path := os.environ.get("ERROR_TABLE_LOG"):
    _log_to_file(path)

if __name__ == "__main__":
    from i18n_wsgi.serving import Server

    conf = SimpleNamespace(bind_host="127.0.0.1", bind_port=0, backlog=64)
    server = Server("table", conf)
    server.start(application)
    print("listens on {}:{}".format(*server.address), flush=True)
    server.wait()
