"""How a refused request is answered, and what the access log says of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.wire import answers, exchange, wired

CLOSE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with the body of the request."""
    body = environ["wsgi.input"].read(-1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]


BAD = b" / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n"


def test_refused_plainly() -> None:
    """A refusal is plain English, with its length."""
    with wired(reading) as address:
        [answer] = answers(exchange(address, b"POST" + BAD))

    assert answer.head.startswith("HTTP/1.1 400 Bad Request\r\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.body == (
        b"400 Bad Request\n\n"
        b"The Content-Length header must be one number, the length of the body in bytes.\n"
    )
    assert answer["Content-Length"] == str(len(answer.body))


@pytest.mark.parametrize("start", [b"HEAD" + BAD, b"HEAD /" + b"x" * 10_000])
def test_refused_head(start: bytes) -> None:
    """A refused HEAD gets no body."""
    with wired(reading) as address:
        sent = exchange(address, start)

    assert sent.endswith(b"\r\n\r\n")


def test_refused_by_hook() -> None:
    """The hook makes headers and body, and knows what the client reads."""
    told: list[Any] = []

    def refuse(environ: dict[str, Any], status: int, reason: str) -> Any:
        told.append((environ, status, reason))
        return [("Content-Language", "fr")], "non, désolé".encode()

    with wired(reading, refuse=refuse) as address:
        lines = b"Accept: text/html\r\nAccept-Language: fr\r\nAccept-Language: de\r\nX : 1\r\n"
        [answer] = answers(
            exchange(address, b"POST /%C3%A9?b HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n")
        )

    [(environ, status, _reason)] = told
    assert answer.body.decode() == "non, désolé"
    assert answer["Content-Language"] == "fr"
    assert status == 400
    assert environ["HTTP_ACCEPT"] == "text/html"
    assert environ["HTTP_ACCEPT_LANGUAGE"] == "fr,de"
    assert (environ["REQUEST_METHOD"], environ["QUERY_STRING"]) == ("POST", "b")
    assert environ["PATH_INFO"] == "/\xc3\xa9"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.parametrize(
    "head",
    [
        b"GET /%s HTTP/1.1\r\n" % (b"x" * 20_000),
        b"GET / HTTP/2.0\r\n",
        b"GET  / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\nHost: a\n",
        b"GET / HTTP/1.1\r\nX: %s\r\n" % (b"x" * 20_000),
        b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 200,
        b"GET / HTTP/1.1\r\nX : 1\r\n",
    ],
)
def test_language_of_a_refused_client(head: bytes) -> None:
    """What the client reads is heard though it comes behind what is refused."""
    told: list[Any] = []

    def refuse(environ: dict[str, Any], status: int, reason: str) -> Any:
        told.append(environ)
        return [], b""

    with wired(reading, refuse=refuse) as address:
        exchange(address, head + b"Accept-Language: fr\r\n\r\nAccept-Language: de\r\n\r\n")

    assert told[0]["HTTP_ACCEPT_LANGUAGE"] == "fr"


def test_head_by_hook() -> None:
    """An answer to HEAD has no length where the hook makes no body for it."""
    with wired(reading, refuse=lambda *_told: ([], b"")) as address:
        sent = exchange(address, b"HEAD" + BAD)

    assert b"Content-Length" not in sent


@pytest.mark.parametrize("line", [b"Accept: a\0b", b"Accept : a", b"Accept-Language: \x1b"])
def test_what_a_refused_client_reads(line: bytes) -> None:
    """A hook is given no header that is malformed itself."""
    told: list[Any] = []

    def refuse(environ: dict[str, Any], status: int, reason: str) -> Any:
        told.append(environ)
        return [], b""

    with wired(reading, refuse=refuse) as address:
        exchange(address, b"GET / HTTP/1.1\r\n" + line + b"\r\n\r\n")

    assert not {"HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"} & set(told[0])


def test_hook_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """Where the hook fails, the refusal is plain, and the log says so."""

    def refuse(environ: dict[str, Any], status: int, reason: str) -> Any:
        raise LookupError("no catalog")

    with wired(reading, refuse=refuse) as address:
        [answer] = answers(exchange(address, b"POST" + BAD))

    assert answer.body.startswith(b"400 Bad Request\n")
    assert "no catalog" in caplog.text


def test_chunks_by_hook() -> None:
    """Chunks that an application trips over are told by the hook, too."""

    def refuse(environ: dict[str, Any], status: int, reason: str) -> Any:
        return [("X-Path", environ["PATH_INFO"])], b"non"

    with wired(reading, refuse=refuse) as address:
        [answer] = answers(
            exchange(
                address, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"
            )
        )

    assert (answer.status, answer["X-Path"], answer.body) == (400, "/", b"non")
    assert answer.head.count("Connection: close") == 1


def test_large_refused_request() -> None:
    """A client that is still sending sees why it is refused."""
    with wired(reading) as address:
        sent = exchange(address, b"POST" + BAD + b"x" * 60_000)

    assert answers(sent)[0].status == 400


# The access log


def logged(*requests: bytes) -> list[str]:
    log: list[str] = []
    with wired(reading, log=log) as address:
        for request in requests:
            exchange(address, request)
    return [line for line in log if " - - [" in line]


def test_log() -> None:
    """A request is a line of the access log."""
    [line] = logged(CLOSE)

    assert re.match(r'127\.0\.0\.1 - - \[[^]]+\] "GET / HTTP/1\.1" 200 [0-9]+ [0-9.]+$', line)


def test_log_of_forged_address() -> None:
    """The log names who is connected, whatever X-Forwarded-For says."""
    [line] = logged(CLOSE[:-2] + b"X-Forwarded-For: 192.0.2.1\r\n\r\n")

    assert line.startswith("127.0.0.1 - - ")


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (b'/"200', '"GET /%22200 HTTP/1.1" 200'),
        (b"/?password=secret", '"GET /?password=*** HTTP/1.1" 200'),
        (b"/\x1b[2J", r'"GET /\x1b[2J HTTP/1.1" 400'),
        (b"/\x85", r'"GET /\x85 HTTP/1.1" 400'),
        (b'/" 200 ', '"GET /%22 200  HTTP/1.1" 400'),
    ],
)
def test_log_of_odd_target(target: bytes, shown: str) -> None:
    """Nothing in a request ends its field in the log, nor does it reach a terminal raw."""
    [line] = logged(CLOSE.replace(b" / ", b" " + target + b" "))

    assert shown in line
