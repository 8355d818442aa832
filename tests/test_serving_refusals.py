"""Requests that the server refuses are told as an application's errors are."""

from __future__ import annotations

import json
import logging
import socket
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from i18n_wsgi import Debug, FaultMiddleware
from i18n_wsgi.serving.limits import Limits
from i18n_wsgi.serving.refusals import refuse_of, refuse_plainly
from tests.conftest import answering
from tests.frontdoor import serving
from tests.wire import answers, exchange, wired


def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with the body of the request."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [])
    return [body]


def test_told_by_the_fault_middleware() -> None:
    """The fault middleware tells them in the client's language and format."""
    environ = {
        "REQUEST_METHOD": "GET",
        "HTTP_ACCEPT_LANGUAGE": "fr",
        "HTTP_ACCEPT": "application/problem+json",
    }

    headers, body = FaultMiddleware(answering([])).refuse(environ, 431, "Too many headers.")

    assert ("Content-Type", "application/problem+json") in headers
    assert '"title": "En-têtes de requête trop volumineux"' in body.decode()
    assert "Content-Length" not in dict(headers)  # the server's


@pytest.mark.parametrize("status", [400, 408, 414, 417, 431, 501, 505])
def test_log(status: int, caplog: pytest.LogCaptureFixture) -> None:
    """What a client has done to be refused is no error of ours, whatever the status."""
    caplog.set_level(logging.INFO)

    FaultMiddleware(answering([])).refuse({"REQUEST_METHOD": "GET"}, status, "It is odd.")

    [record] = [record for record in caplog.records if f"answered {status}" in record.message]
    assert (record.levelno, record.exc_info) == (logging.INFO, None)


def test_within_others() -> None:
    """It is found within other middleware."""
    fault = FaultMiddleware(answering([]))

    assert refuse_of(Debug(Debug(fault))) == fault.refuse


def test_nobody_to_tell() -> None:
    """Where there is none, they are told plainly."""
    application = Debug(answering([]))
    application.application = application

    assert refuse_of(application) is refuse_plainly


GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
REFUSED = {
    "a first line": b"GET  / HTTP/1.1\r\n",
    "a long first line": b"GET /%s\r\n" % (b"x" * 10_000),
    "a long target": b"GET /%s HTTP/1.1\r\n" % (b"x" * 8_200),
    "a tunnel": b"CONNECT a:80 HTTP/1.1\r\n",
    "a fragment": b"GET /a#b HTTP/1.1\r\n",
    "a foreign target": b"GET ftp://a/ HTTP/1.1\r\n",
    "a target's host": b"GET http://a:b/ HTTP/1.1\r\n",
    "a version": b"GET / HTTP/2.0\r\n",
    "a header": GET + b"X : 1\r\n",
    "an end of a line": GET + b"X: 1\n",
    "too many headers": GET + b"X: 1\r\n" * 100,
    "no host": b"GET / HTTP/1.1\r\n",
    "a malformed host": b"GET / HTTP/1.1\r\nHost: a b\r\n",
    "two types": GET + b"Content-Type: text/plain\r\n" * 2,
    "an expectation": GET + b"Expect: 200-ok\r\n",
    "a length with chunks": GET + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
    "chunks in HTTP/1.0": b"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",
    "a coding": GET + b"Transfer-Encoding: gzip, chunked\r\n",
    "no end of chunks": GET + b"Transfer-Encoding: gzip\r\n",
    "a length": GET + b"Content-Length: +1\r\n",
    "a long length": GET + b"Content-Length: 1%s\r\n" % (b"0" * 20),
    "a late header": b"",
    "a late body": GET + b"Content-Length: 1\r\n",
    "a broken body": GET + b"Transfer-Encoding: chunked\r\n",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_in_one_language(kind: str) -> None:
    """Whatever is wrong with a request is told in the client's language alone."""
    fault = FaultMiddleware(answering([]))
    limits = Limits(body_seconds=0.1, header_seconds=0.3)
    french = b"Accept-Language: fr\r\nAccept: text/plain\r\n"
    request = REFUSED[kind] + french + b"\r\n" if kind != "a late header" else GET + french
    ends = b"x\r\n" if kind == "a broken body" else b""

    with wired(reading, refuse=fault.refuse, limits=limits) as address:
        [answer] = answers(exchange(address, request, ends))

    assert answer["Content-Language"] == "fr"


def test_limits_are_told() -> None:
    """Who sends too much learns how much is allowed, as a number that a program can read."""
    fault = FaultMiddleware(answering([]))
    asked = b"Accept: application/problem+json\r\nAccept-Language: ar\r\n\r\n"

    with wired(reading, refuse=fault.refuse, limits=Limits(url_bytes=20)) as address:
        [answer] = answers(exchange(address, b"GET /%s HTTP/1.1\r\n" % (b"x" * 20) + asked))

    told = json.loads(answer.body)
    assert told["params"] == {"limit": 20}
    assert told["source"]["detail"] == "The URI of a request may have 20 bytes at most."
    assert told["lang"] == answer["Content-Language"] == "ar"


@pytest.mark.frontdoor
def test_served(tmp_path: Path) -> None:
    """A client that sends nonsense to the command is told so in its language."""
    command = [sys.executable, "-m", "i18n_wsgi", "serve", "--port", "0"]
    with serving(*command, cwd=tmp_path) as running:
        address = urlsplit(running.url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as client:
            client.sendall(b"GET / HTTP/1.1\r\nAccept-Language: fr\r\n\r\n")
            with client.makefile("rb") as answer:
                text = answer.read().decode()

    assert text.startswith("HTTP/1.1 400 ")
    assert "Requête incorrecte" in text
    assert "La requête doit comporter exactement un en-tête Host." in text
    assert "\r\nContent-Language: fr\r\n" in text
