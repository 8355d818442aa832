"""What the log has of requests, with errors that no middleware of ours has told."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from i18n_wsgi.serving.server_log import ServerLog
from tests.frontdoor import serving
from tests.wire import exchange, wired
from tests.workers import Service, service, until

pytestmark = pytest.mark.frontdoor


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("log"), workers=0, access_log=True) as served:
        yield served


def ask(host: str | None, port: int | None, request: bytes) -> None:
    """Send a request, and see the beginning of its answer."""
    with socket.create_connection((host, port), timeout=20) as client:
        client.sendall(request)
        client.recv(100)


def ask_for(served: Service, path: str, *headers: str) -> None:
    host, port = served.host.split(":")
    lines = [f"GET {path} HTTP/1.1", "Host: a", "Connection: close", *headers, "", ""]
    ask(host, int(port), "\r\n".join(lines).encode("latin-1"))


def test_failure(served: Service) -> None:
    """An application's bug is logged with its traceback, its secrets masked."""
    ask_for(served, "/bug?1")

    until(lambda: "GET /bug failed in the application\nTraceback" in served.printed())
    assert "ValueError: a bug" in served.printed()
    assert "sesame" not in served.printed()


def fails(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise ValueError


def streams(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [])
    yield b"hello"
    raise ValueError


def never_begins(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    return [b"hello"]


def answers_no_bytes(environ: dict[str, Any], start_response: Any) -> list[Any]:
    start_response("200 OK", [])
    return [None]


@pytest.mark.parametrize("application", [fails, streams, never_begins, answers_no_bytes])
def test_one_record(application: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever an application does wrong is one record, with a traceback."""
    with wired(application, log=ServerLog()) as address:
        exchange(address, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.message.endswith("failed in the application")
    assert record.exc_info is not None


def test_client_that_goes(served: Service) -> None:
    """A client that goes before it has all of its answer is no bug."""
    ask_for(served, "/endless")

    until(lambda: '"GET /endless HTTP/1.1" 200' in served.printed())
    assert "GET /endless failed" not in served.printed()


def test_access(served: Service) -> None:
    """The access log names who was connected, whatever a header says, and escapes what was sent."""
    ask_for(served, "/caf\xe9\x1b[0m", "X-Forwarded-For: 6.6.6.6")

    until(lambda: "[0m HTTP/1.1" in served.printed())
    line = next(line for line in served.printed().splitlines() if "[0m HTTP/1.1" in line)
    assert "i18n_wsgi.access: 127.0.0.1 - - [" in line
    assert line.isprintable()


def test_told_once(tmp_path: Path) -> None:
    """What the fault middleware has reported is not logged again."""
    command = [sys.executable, "-m", "i18n_wsgi", "serve", "--port", "0"]
    with serving(*command, cwd=tmp_path) as running:
        address = urlsplit(running.url)
        request = b"GET /demo/stream/3 HTTP/1.1\r\nHost: a\r\n\r\n"
        with socket.create_connection((address.hostname, address.port), timeout=20) as client:
            client.sendall(request)
            while client.recv(1000):
                pass
        _status, printed = running.stop()

    assert printed.count("Traceback") == 1
    assert "failed in the application" not in printed
