"""Requests that the server refuses are told as an application's errors are."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from i18n_wsgi import Debug, FaultMiddleware
from i18n_wsgi.serving.refusals import refuse_of, refuse_plainly
from tests.conftest import answering
from tests.frontdoor import serving


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
