"""What a client may send, and how long it may take."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from threading import Event, Thread
from typing import Any

import pytest

from i18n_wsgi.serving.limits import Limits
from tests.wire import HELD_OUT_SECONDS, Address, answers, exchange, wired

GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
CLOSE = b"Connection: close\r\n\r\n"
LENGTH = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
SMALL = Limits(url_bytes=20, header_line_bytes=40, header_count=4, headers_bytes=100)
SHORT = 0.3


def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [])
    return [body]


@pytest.fixture(scope="module")
def small() -> Iterator[Address]:
    with wired(reading, limits=SMALL) as address:
        yield address


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /%s HTTP/1.1\r\nHost: a\r\n" % (b"x" * 19), 200),
        (b"GET /%s HTTP/1.1\r\nHost: a\r\n" % (b"x" * 20), 414),
        (b"GET /%s HTTP/1.1\r\nHost: a\r\n" % (b"x" * 100_000), 414),
        (b"x" * 100_000, 414),
        (GET + b"X: %s\r\n" % (b"x" * 37), 200),
        (GET + b"X: %s\r\n" % (b"x" * 38), 431),
        (GET + b"X: %s" % (b"x" * 100_000), 431),
        (GET + b"x" * 100_000, 431),
        (GET + b"X: 1\r\n" * 2, 200),
        (GET + b"X: 1\r\n" * 4, 431),
        (GET + b"X: 1\r\n" * 10_000, 431),
        (GET + b"X: %s\r\n" % (b"x" * 31) * 2, 200),
        (GET + b"X: %s\r\n" % (b"x" * 37) * 3, 431),
    ],
)
def test_size(small: Address, head: bytes, status: int) -> None:
    """What is longer than allowed is refused, and no more of it is read."""
    with socket.create_connection(small, timeout=HELD_OUT_SECONDS) as client:
        with suppress(ConnectionError):
            client.sendall(head + CLOSE)
        sent = b"".join(iter(partial(client.recv, 65_536), b""))

    assert [answer.status for answer in answers(sent)] == [status]


@pytest.mark.parametrize("size", [65_000, 200_000])
def test_large_heads(size: int) -> None:
    """A head may be as large as the limits say."""
    limits = Limits(header_line_bytes=size, headers_bytes=10 * size, header_count=1_000)
    seen: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.extend([environ["HTTP_X"], environ["HTTP_Y499"]])
        return reading(environ, start_response)

    with wired(application, limits=limits) as address:
        lines = b"".join(b"Y%d: %d\r\n" % (n, n) for n in range(500))
        exchange(address, GET + b"X: " + b"x" * (size - 10) + b"\r\n" + lines + CLOSE)

    assert seen == ["x" * (size - 10), "499"]


def trickling(address: Address, start: bytes, drop: bytes) -> bytes:
    """What comes back to a client that sends drop after drop."""
    ended = Event()
    with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:

        def trickle() -> None:
            with suppress(OSError):
                while not ended.wait(SHORT / 10):
                    client.sendall(drop)

        client.sendall(start)
        thread = Thread(target=trickle)
        thread.start()
        try:
            return b"".join(iter(partial(client.recv, 65_536), b""))
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize("start", [b"G", b"GET /", b"\r\n", GET, GET + b"X: "])
@pytest.mark.parametrize("drop", [b"", b"x"])
def test_slow_head(start: bytes, drop: bytes) -> None:
    """A head that takes too long is a 408, though it comes a byte at a time."""
    with wired(reading, limits=Limits(header_seconds=SHORT)) as address:
        [answer] = answers(trickling(address, start, drop))

    assert (answer.status, answer["Connection"]) == (408, "close")


@pytest.mark.parametrize("start", [LENGTH, CHUNKED, CHUNKED + b"ff\r\n", CHUNKED + b"0\r\nX:"])
@pytest.mark.parametrize("drop", [b"", b"1"])
def test_slow_body(start: bytes, drop: bytes) -> None:
    """A body that takes too long is a 408."""
    with wired(reading, limits=Limits(body_seconds=SHORT)) as address:
        [answer] = answers(trickling(address, start, drop))

    assert (answer.status, answer["Connection"]) == (408, "close")


def test_body_that_waited() -> None:
    """A body that has arrived is read however late the application asks for it."""
    import eventlet

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        eventlet.sleep(SHORT)
        return reading(environ, start_response)

    with wired(application, limits=Limits(body_seconds=SHORT / 10)) as address:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n" + CLOSE
        [answer] = answers(exchange(address, head + b"x" * 90_000))

    assert answer.body == b"x" * 90_000


@pytest.mark.parametrize("limits", [Limits(header_seconds=SHORT), Limits(idle_seconds=SHORT)])
def test_silent(limits: Limits) -> None:
    """A silent connection ends, without an answer: a new one after the time of a head, one that has
    been used after its own.
    """
    start = GET + b"\r\n" if limits.idle_seconds == SHORT else b""
    with wired(reading, limits=limits) as address:
        sent = exchange(address, start)

    assert len(answers(sent)) == bool(start)


def test_time_between_requests() -> None:
    """The time of a head is that of each request, and not of the connection."""
    with wired(reading, limits=Limits(header_seconds=SHORT)) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            statuses = []
            for _ in range(3):
                client.sendall(GET + b"\r\n")
                statuses.append(client.recv(65_536)[9:12])
                Event().wait(SHORT * 2 / 3)

    assert statuses == [b"200"] * 3


def test_client_that_takes_nothing() -> None:
    """An answer that nobody takes ends its request."""
    closed = Event()

    class Endless:
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b"x" * 65_536

        def close(self) -> None:
            closed.set()

    def application(environ: dict[str, Any], start_response: Any) -> Endless:
        start_response("200 OK", [])
        return Endless()

    with wired(application, limits=Limits(send_seconds=SHORT)) as address:
        with socket.create_connection(address) as client:
            client.sendall(GET + b"\r\n")

            assert closed.wait(HELD_OUT_SECONDS)
