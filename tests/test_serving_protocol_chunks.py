"""Chunks that are refused: RFC 9112, section 7, on a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.wire import Address, answers, exchange, wired

NEXT = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"

calls: list[str] = []


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Notes that it was called, and answers with the body of the request."""
    calls.append(environ["PATH_INFO"])
    body = b"" if environ["PATH_INFO"] == "/unread" else environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    with wired(application) as address:
        yield address


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


BODIES = {
    "a size with a sign": b"+5\r\nhello\r\n",
    "a negative size": b"-5\r\nhello\r\n",
    "a size with 0x": b"0x5\r\nhello\r\n",
    "a size with an underscore": b"0_5\r\nhello\r\n",
    "a size with a blank before": b" 5\r\nhello\r\n",
    "a size with a blank behind": b"5 \r\nhello\r\n",
    "a size with a tab behind": b"5\t\r\nhello\r\n",
    "a size with a vertical tab": b"\x0b5\r\nhello\r\n",
    "an empty size": b"\r\nhello\r\n",
    "a size that is none": b"hello\r\n",
    "a size of two numbers": b"5 5\r\nhello\r\n",
    "a size with a comma": b"5,5\r\nhello\r\n",
    "a size beyond ASCII": b"\xb2\r\nhello\r\n",
    "a size in other digits": "٥\r\nhello\r\n".encode(),
    "a huge size": b"%s5\r\nhello\r\n" % (b"f" * 16),
    "a size with very many zeros": b"%s5\r\nhello\r\n" % (b"0" * 500),
    "a size that ends in LF": b"5\nhello\r\n",
    "a size that ends in CR": b"5\rhello\r\n",
    "a size that ends in CR, CR, LF": b"5\r\r\nhello\r\n",
    "NUL behind a size": b"5\0\r\nhello\r\n",
    "an extension without a name": b"5;\r\nhello\r\n",
    "an extension that ends in LF": b"5;a=b\nhello\r\n",
    "a CR in an extension": b"5;a\rb\r\nhello\r\n",
    "a control character in an extension": b"5;a=\x01\r\nhello\r\n",
    "an open quote in an extension": b'5;a="\r\nhello\r\n',
    "a line in a quoted extension": b'5;a="\r\n"\r\nhello\r\n',
    "an escaped line in an extension": b'5;a="\\\r\n"\r\nhello\r\n',
    "a bare LF in a quoted extension": b'5;a="\n"\r\nhello\r\n',
    "NUL in an extension": b'5;a="\0"\r\nhello\r\n',
    "an extension that is no token": b"5;a(b)\r\nhello\r\n",
    "an extension of two words": b"5;a b\r\nhello\r\n",
    "a size and a word": b"5 a\r\nhello\r\n",
    "a size with a form feed": b"5\x0c\r\nhello\r\n",
    "a size with a point": b"5.0\r\nhello\r\n",
    "a size in quotes": b'"5"\r\nhello\r\n',
    "a size with an h": b"5h\r\nhello\r\n",
    "two lines around a chunk": b"5\r\n\r\nhello\r\n",
    "a second end behind a chunk": b"5\r\nhello\r\n\r\n",
    "a last chunk without its last line": b"0\r\n",
    "a negative last chunk": b"-0\r\n",
    "a trailer with a bare CR": b"0\r\nX: a\rb\r\n",
    "a trailer without a name": b"0\r\n: 1\r\n",
    "a long extension": b"5;%s\r\nhello\r\n" % (b"a" * 10_000),
    "a chunk that is longer": b"5\r\nhello!\r\n",
    "a chunk that is shorter": b"5\r\nhell\r\n",
    "a chunk that ends in LF": b"5\r\nhello\n",
    "a chunk that ends in two letters": b"5\r\nhelloxx",
    "a chunk that ends in CR and a letter": b"5\r\nhello\rx",
    "a chunk without an end": b"5\r\nhello",
    "a trailer without a colon": b"0\r\nx\r\n",
    "a trailer with a blank before the colon": b"0\r\nX : 1\r\n",
    "a trailer that is folded": b"0\r\nX: 1\r\n 2\r\n",
    "a trailer with NUL": b"0\r\nX: \0\r\n",
    "a trailer that ends in LF": b"0\r\nX: 1\n",
    "an end of LF": b"0\r\n\n",
    "a last chunk that ends in LF": b"0\n",
    "a last chunk of two bytes": b"00x\r\n",
    "trailers without an end": b"0\r\n" + b"X: 1\r\n" * 2_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_invalid_chunks(server: Address, name: str) -> None:
    """Chunks with more than one reading are a 400, and so is all that comes behind them."""
    sent = exchange(server, CHUNKED + BODIES[name] + END + NEXT)

    [answer] = answers(sent)
    assert (answer.status, answer["Connection"]) == (400, "close")
    assert calls == ["/"]


@pytest.mark.parametrize("body", [b"", b"5", b"5\r\n", b"5\r\nhel", b"0\r\n", b"0\r\nX: 1\r\n"])
def test_cut_chunks(server: Address, body: bytes) -> None:
    """A chunked body that ends too early is none that has ended."""
    sent = exchange(server, CHUNKED + body, ends=True)

    [answer] = answers(sent)
    assert (answer.status, answer["Connection"]) == (400, "close")


@pytest.mark.parametrize("name", BODIES)
def test_unread_chunks(server: Address, name: str) -> None:
    """Nor does anything come behind chunks that the application leaves unread."""
    head = CHUNKED.replace(b" / ", b" /unread ")

    sent = exchange(server, head + BODIES[name] + END + NEXT)

    [answer] = answers(sent)
    assert (answer.status, answer["Connection"]) == (200, "close")
    assert calls == ["/unread"]


def test_second_reading() -> None:
    """An application that goes on reading behind malformed chunks gets no more of them."""
    read: list[object] = []

    def stubborn(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        for _ in range(3):
            try:
                read.append(environ["wsgi.input"].read(2))
            except ValueError as exc:
                read.append(type(exc).__name__)
        start_response("200 OK", [])
        return [b"done"]

    with wired(stubborn) as address:
        [answer] = answers(exchange(address, CHUNKED + b"2\r\nab\r\n0\r\nx\r\n\r\n" + NEXT))

    assert read == [b"ab", "BrokenBody", "BrokenBody"]
    assert answer["Connection"] == "close"
