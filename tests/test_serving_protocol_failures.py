"""What becomes of an answer whose application fails, wherever it does."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from eventlet import Timeout
from greenlet import GreenletExit

from i18n_wsgi import FaultMiddleware
from i18n_wsgi.serving.limits import Limits
from tests.hostile_classes import LEAK, SECRET, Classless, Closed, Numb, Properties, Refusing
from tests.wire import HELD_OUT_SECONDS, Address, answers, exchange, wired

GET = b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
CLOSE = b"GET /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
CHUNKED = b"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
TEXT = [("Content-Type", "text/plain")]
END = b"0\r\n\r\n"
LOG = "i18n_wsgi.serving.server_log"

Make = Callable[[], BaseException]


class Body:
    """Chunks, behind which it fails, in one way or the other."""

    def __init__(self, *chunks: bytes, then: Make | None = None, close: Make | None = None) -> None:
        self._chunks = iter(chunks)
        self._then = then
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise self._then() if self._then else StopIteration

    def close(self) -> None:
        if self._close:
            raise self._close()


class Listed(list[bytes]):
    """A list that is none."""

    make: Make

    def __iter__(self) -> Iterator[bytes]:
        raise self.make()


def unreadable(make: Make) -> Any:
    def begin(_self: object) -> Any:
        raise make()

    return type("Unreadable", (), {"__iter__": begin})()


def at_once(make: Make, environ: Any, start_response: Any) -> Any:
    raise make()


def begun(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    raise make()


def no_iterator(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    return unreadable(make)


def first(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    return Body(b"", then=make)


def unstarted(make: Make, environ: Any, start_response: Any) -> Any:
    return Body(b"", then=make)


def headers(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", unreadable(make))
    return [b"hello"]


def late(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    return Body(b"hello", then=make)


def late_twice(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    return Body(b"hello", then=make, close=make)


def written(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)(b"hello")
    raise make()


def listed(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    body = Listed([b"hello"])
    body.make = make
    return body


def closing(make: Make, environ: Any, start_response: Any) -> Any:
    start_response("200 OK", TEXT)
    return Body(b"hello", close=make)


def hooked(make: Make, environ: Any, start_response: Any) -> Any:
    def fail(_environ: object) -> None:
        raise make()

    environ["eventlet.posthooks"].append((fail, (), {}))
    start_response("200 OK", TEXT)
    return [b"hello"]


EARLY = [at_once, begun, no_iterator, first, unstarted, headers]
LATE = [late, late_twice, written]
LAST = [closing, hooked]
EXCEPTIONS: dict[str, Make] = {
    "ValueError": lambda: ValueError(LEAK),
    "OSError": lambda: OSError(5, LEAK),
    "TimeoutError": TimeoutError,
    "StopIteration": StopIteration,
    "Refusing": Refusing,
    "Numb": Numb,
    "Properties": Properties,
    "Closed": Closed,
    "Classless": Classless,
    "GreenletExit": GreenletExit,
    "SystemExit": lambda: SystemExit(3),
    "KeyboardInterrupt": KeyboardInterrupt,
    "Timeout": lambda: Timeout(None),
}
every_exception = pytest.mark.parametrize("name", EXCEPTIONS)


def failing(way: Any, make: Make) -> Any:
    """Fails but at ``/fine``."""

    def application(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/fine":
            return way(make, environ, start_response)
        start_response("200 OK", TEXT)
        return [b"fine"]

    return application


def is_alive(address: Address) -> bool:
    return answers(exchange(address, CLOSE))[0].body == b"fine"


def records(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name.startswith("i18n_wsgi")]


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert SECRET not in caplog.text
    return [record.message for record in records(caplog) if record.levelno >= logging.ERROR]


@every_exception
@pytest.mark.parametrize("way", EARLY)
def test_early(way: Any, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Before anything has been sent, the client gets a 500, the log one record, and others what they want."""
    if (name, way) in {("StopIteration", first), ("StopIteration", unstarted)}:
        pytest.skip("that is how an iterator ends")
    with wired(failing(way, EXCEPTIONS[name])) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

        assert is_alive(address)
    status = 503 if name == "Timeout" else 500  # as the fault middleware has it
    assert (answer.status, answer["Connection"]) == (status, "close")
    assert failures(caplog) == ["GET /a failed in the application"]


@every_exception
@pytest.mark.parametrize("way", LATE)
def test_late(way: Any, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Behind the first chunk no last one comes, the log has one record, and others get what they want."""
    if name == "StopIteration" and way in {late, late_twice}:
        pytest.skip("that is how an iterator ends")
    with wired(failing(way, EXCEPTIONS[name])) as address:
        sent = exchange(address, GET + CLOSE)

        assert is_alive(address)
    assert sent.startswith(b"HTTP/1.1 200 OK\r\n")
    assert sent.endswith(b"\r\n\r\n5\r\nhello\r\n")
    assert failures(caplog) == ["GET /a failed in the application"]


@pytest.mark.parametrize("way", LATE)
def test_late_to_old_client(way: Any) -> None:
    """A client of HTTP/1.0, for whom a body may end with the connection, sees that reset."""
    with wired(failing(way, ValueError)) as address, pytest.raises(ConnectionResetError):
        exchange(address, GET.replace(b"1.1", b"1.0"))


@pytest.mark.parametrize("way", EARLY)
def test_early_to_old_client(way: Any) -> None:
    """It gets a 500 where there is time for that, and its connection ends as others do."""
    with wired(failing(way, ValueError)) as address:
        [answer] = answers(exchange(address, GET.replace(b"1.1", b"1.0")))

    assert answer.status == 500


@every_exception
@pytest.mark.parametrize("way", LAST)
def test_last(way: Any, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """What fails behind the answer leaves that whole, and ends the connection."""
    with wired(failing(way, EXCEPTIONS[name])) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

        assert is_alive(address)
    assert (answer.status, answer.body) == (200, b"hello")
    # An OSError of a hook may be one of sending the answer.
    assert len(failures(caplog)) == 1 or (way is hooked and name in {"OSError", "TimeoutError"})


@every_exception
def test_odd_list(name: str) -> None:
    """Nor does a list end the server that raises when it is read."""
    with wired(failing(listed, EXCEPTIONS[name])) as address:
        exchange(address, GET + CLOSE)

        assert is_alive(address)


@every_exception
def test_refusing_hook(name: str) -> None:
    """Nor does what tells a refusal."""

    def refuse(*_told: object) -> Any:
        exc = EXCEPTIONS[name]()
        raise exc

    with wired(failing(late, EXCEPTIONS[name]), refuse=refuse) as address:
        [answer] = answers(exchange(address, b"GET / HTTP/2.0\r\n\r\n"))

        assert is_alive(address)
    assert answer.status == 505


@every_exception
def test_told(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """What the fault middleware has reported is not reported again."""
    if name == "StopIteration":
        pytest.skip("that is how an iterator ends")
    with wired(FaultMiddleware(failing(late, EXCEPTIONS[name]))) as address:
        sent = exchange(address, GET + CLOSE)

        assert is_alive(address)
    assert sent.endswith(b"\r\n\r\n5\r\nhello\r\n")
    assert len(failures(caplog)) == 1


MISUSES: dict[str, tuple[Any, ...]] = {
    "no status": ("", TEXT),
    "an odd status": ("OK", TEXT),
    "a status that is none": (None, TEXT),
    "no headers": ("200 OK", None),
    "headers without values": ("200 OK", ["Content-Type"]),
    "a name in bytes": ("200 OK", [(b"X", "1")]),
    "a value beyond Latin-1": ("200 OK", [("X", "€")]),
    "a name beyond Latin-1": ("200 OK", [("€", "1")]),
    "a status beyond Latin-1": ("200 €", TEXT),
    "a control character in a value": ("200 OK", [("X", "a\x08b")]),
    "a control character in a status": ("200 O\x7fK", TEXT),
    "a folded value": ("200 OK", [("X", "a\r\n b")]),
    "another header in a value": ("200 OK", [("X", "a\r\nB: c")]),
    "a blank behind a name": ("200 OK", [("Content-Length ", "5")]),
    "no name": ("200 OK", [("", "5")]),
    "a colon in a name": ("200 OK", [("A:B", "5")]),
    "a status with a sign": ("+200 OK", TEXT),
    "a status as Python writes it": ("2_0_0 OK", TEXT),
    "a status of too many digits": ("99999 OK", TEXT),
    "a status that ends nothing": ("100 Continue", TEXT),
    "a status of no class": ("600 Odd", TEXT),
    "too little": ("200 OK",),
    "two lengths": ("200 OK", [("Content-Length", "5"), ("content-length", "9")]),
    "one length twice": ("200 OK", [("Content-Length", "5"), ("Content-Length", "5")]),
    "a negative length": ("200 OK", [("Content-Length", "-5")]),
    "a length with a sign": ("200 OK", [("Content-Length", "+5")]),
    "a length with a blank": ("200 OK", [("Content-Length", " 5")]),
    "a length as Python writes it": ("200 OK", [("Content-Length", "0_5")]),
    "a length of other digits": ("200 OK", [("Content-Length", "²")]),
    "no length": ("200 OK", [("Content-Length", "")]),
}


@pytest.mark.parametrize("misuse", MISUSES)
def test_misuse(misuse: str, caplog: pytest.LogCaptureFixture) -> None:
    """An application that begins its answer wrongly is told so, and the client gets a 500."""

    def way(_make: object, environ: Any, start_response: Any) -> list[bytes]:
        start_response(*MISUSES[misuse])
        return [b"hello"]

    with wired(failing(way, ValueError)) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

        assert is_alive(address)
    assert (answer.status, answer.body) == (500, b"")
    assert failures(caplog) == ["GET /a failed in the application"]


@pytest.mark.parametrize("chunk", ["hello", 5, memoryview(b"hello"), [b"hello"]])
@pytest.mark.parametrize("container", [list, iter])
def test_no_bytes(container: Any, chunk: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A body of what is no bytes is a 500."""

    def way(_make: object, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", TEXT)
        return container([chunk, b"hello"])

    with wired(failing(way, ValueError)) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

    assert (answer.status, failures(caplog)) == (500, ["GET /a failed in the application"])


def beginning_again(_make: object, environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Length", "5")])
    start_response("404 Not Found", TEXT)
    return [b"hello"]


def test_second_beginning() -> None:
    """An answer has one beginning: PEP 3333, "The start_response() Callable"."""
    with wired(failing(beginning_again, ValueError)) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

    assert answer.status == 500


@pytest.mark.parametrize("with_exception", [False, True])
def test_late_second_beginning(with_exception: bool) -> None:
    """One that comes too late lifts no limit: what follows is not sent."""

    def way(_make: object, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        yield b"he"
        exc = ValueError("late")
        with suppress(BaseException):
            start_response("200 OK", TEXT, *([(ValueError, exc, None)] if with_exception else []))
        yield b"llo, and another answer"

    with wired(failing(way, ValueError)) as address:
        found = answers(exchange(address, GET + CLOSE))

    assert [answer.body for answer in found] == [b"hello", b"fine"]


def test_headers_that_come_one_by_one() -> None:
    """Headers that are a generator are not lost."""

    def way(_make: object, environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", (one for one in [("X-Odd", "yes")]))
        return [b"hello"]

    with wired(failing(way, ValueError)) as address:
        answer, _fine = answers(exchange(address, GET + CLOSE))

    assert answer["X-Odd"] == "yes"


def test_connection_that_the_application_ends() -> None:
    """An application's Connection: close is heeded, and said once."""

    def way(_make: object, environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Connection", "Close"), ("Keep-Alive", "timeout=9")])
        return [b"hello"]

    with wired(failing(way, ValueError)) as address:
        [answer] = answers(exchange(address, GET))

    assert answer.head.lower().count("connection: close") == 1
    assert answer["Keep-Alive"] is None


@pytest.mark.parametrize("result", [None, 5, [b"hello"], [], iter([b"hello"]), iter([])])
def test_no_beginning(result: Any) -> None:
    """One that does not begin its answer, or answers with nothing to read, gets a 500 for it."""
    with wired(failing(lambda *_arguments: result, ValueError)) as address:
        [answer] = answers(exchange(address, GET + CLOSE))

        assert is_alive(address)
    assert (answer.status, answer.body) == (500, b"")


# Lengths that are not true


def as_list(start: Any, chunks: list[bytes]) -> Any:
    start()
    return chunks


def as_stream(start: Any, chunks: list[bytes]) -> Any:
    start()
    return iter(chunks)


def as_late_stream(start: Any, chunks: list[bytes]) -> Any:
    yield b""
    start()
    yield from chunks


def as_written(start: Any, chunks: list[bytes]) -> Any:
    write = start()
    for chunk in chunks:
        write(chunk)
    return []


WAYS_TO_SEND = [as_list, as_stream, as_late_stream, as_written]


def sending(send: Any, chunks: list[bytes]) -> Any:
    def application(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/a":
            start_response("200 OK", TEXT)
            return [b"fine"]
        headers = [*TEXT, ("Content-Length", "5")]
        return send(partial(start_response, "200 OK", headers), chunks)

    return application


@pytest.mark.parametrize("send", WAYS_TO_SEND)
@pytest.mark.parametrize(
    "chunks", [[b"hello, you"], [b"hello", b", you"], [b"he", b"llo, ", b"you"]]
)
def test_more_than_announced(
    send: Any, chunks: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """No byte is sent behind the length that was announced, where the next answer begins."""
    with wired(sending(send, chunks)) as address:
        first, second = answers(exchange(address, GET + CLOSE))

    assert (first.body, second.body) == (b"hello", b"fine")
    assert failures(caplog) == ["GET /a failed in the application"]


@pytest.mark.parametrize("send", WAYS_TO_SEND)
def test_fewer_than_announced(send: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The connection ends where fewer come, or the client would take the next answer for the rest."""
    with wired(sending(send, [b"he", b"l"])) as address:
        sent = exchange(address, GET + CLOSE)

    assert sent.startswith(b"HTTP/1.1 200 OK\r\n")
    assert sent.endswith(b"\r\n\r\nhel")
    assert failures(caplog) == ["GET /a failed in the application"]


@pytest.mark.parametrize("send", WAYS_TO_SEND)
def test_announced(send: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A length that is true is left as it is."""
    with wired(sending(send, [b"he", b"llo"])) as address:
        first, second = answers(exchange(address, GET + CLOSE))

    assert (first.body, second.body) == (b"hello", b"fine")
    assert failures(caplog) == []


def test_own_transfer_encoding() -> None:
    """How an answer is framed is the server's to say."""

    def application(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [*TEXT, ("Transfer-Encoding", "chunked"), ("Content-Length", "5")])
        return [b"hello"]

    with wired(application) as address:
        [answer] = answers(exchange(address, CLOSE))

    assert (answer.body, answer["Transfer-Encoding"]) == (b"hello", None)


def test_own_transfer_encoding_beside_a_length(caplog: pytest.LogCaptureFixture) -> None:
    """The length counts where it says both, and no byte comes behind it."""

    def application(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [*TEXT, ("Transfer-Encoding", "chunked"), ("Content-Length", "5")])
        return [b"hello, you"]

    with wired(application) as address:
        [answer] = answers(exchange(address, CLOSE))

    assert answer.body == b"hello"


# The client's fault

SIZED = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


def reading_first(_make: object, environ: Any, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", TEXT)
    yield b""
    yield environ["wsgi.input"].read() + b"."


def reading_late(_make: object, environ: Any, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", TEXT)
    yield b"hello"
    yield environ["wsgi.input"].read()


def bare(application: Any) -> Any:
    return application


BAD_BODIES = {
    "malformed chunks": (CHUNKED + b"5x\r\n", False, 400),
    "chunks that end too early": (CHUNKED + b"5\r\nhe", True, 400),
    "a chunk that no memory holds": (CHUNKED + b"f" * 15 + b"\r\nhe", True, 400),
    "chunks that are too slow": (CHUNKED + b"5\r\nhe", False, 408),
    "too few bytes": (SIZED % 5 + b"he", True, 400),
    "bytes that no memory holds": (SIZED % 10**17 + b"he", True, 400),
    "bytes that are too slow": (SIZED % 5 + b"he", False, 408),
}
LIMITS = Limits(body_seconds=0.3)


@pytest.mark.parametrize("wrap", [bare, FaultMiddleware])
@pytest.mark.parametrize("bad", BAD_BODIES)
def test_bad_body(wrap: Any, bad: str, caplog: pytest.LogCaptureFixture) -> None:
    """A stream that trips over the client's body before its first chunk is a refusal, and no error of ours."""
    sent, ends, status = BAD_BODIES[bad]

    with (
        caplog.at_level(logging.INFO),
        wired(wrap(failing(reading_first, ValueError)), limits=LIMITS) as address,
    ):
        [answer] = answers(exchange(address, sent, ends=ends))

    assert (answer.status, answer["Connection"]) == (status, "close")
    assert answer.body != b""
    assert failures(caplog) == []


def out_of_time(timeout: Any) -> Any:
    """Gives the body a tenth of a second, then answers."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        try:
            with timeout():
                told = environ["wsgi.input"].read()
        except BaseException as exc:
            told = type(exc).__name__.encode()
        start_response("200 OK", TEXT)
        return [environ["PATH_INFO"].encode(), told]

    return application


TIMEOUTS = [lambda: Timeout(0.1), lambda: Timeout(0.1, TimeoutError)]


@pytest.mark.parametrize(
    ("timeout", "name"), [*zip(TIMEOUTS, [b"Timeout", b"TimeoutError"], strict=True)]
)
def test_time_out_of_the_application(timeout: Any, name: bytes) -> None:
    """A time-out that the application has set is no fault of the client's, and reaches the application."""
    with wired(out_of_time(timeout)) as address:
        [answer] = answers(exchange(address, SIZED % 5 + b"he"))

    assert answer.body == b"/" + name


@pytest.mark.parametrize("timeout", TIMEOUTS)
def test_rest_of_a_body(timeout: Any) -> None:
    """Nothing behind a body whose reading was broken off is taken for a request."""
    hidden = b"GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

    with wired(out_of_time(timeout)) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            client.sendall(SIZED % 5 + b"he")
            sent = client.recv(65_536)
            client.sendall(b"llo" + hidden)
            sent += b"".join(iter(partial(client.recv, 65_536), b""))

    [answer] = answers(sent)
    assert answer["Connection"] == "close"


@pytest.mark.parametrize("wrap", [bare, FaultMiddleware])
@pytest.mark.parametrize("bad", BAD_BODIES)
def test_late_bad_body(wrap: Any, bad: str, caplog: pytest.LogCaptureFixture) -> None:
    """Behind its first chunk it is cut off, and the log has one line for information."""
    sent, ends, _status = BAD_BODIES[bad]

    with (
        caplog.at_level(logging.INFO),
        wired(wrap(failing(reading_late, ValueError)), limits=LIMITS) as address,
    ):
        got = exchange(address, sent, ends=ends)

    assert got.endswith(b"\r\n\r\n5\r\nhello\r\n")
    [record] = [record for record in records(caplog) if "was cut off" in record.message]
    assert (record.levelno, record.exc_info) == (logging.INFO, None)
    assert failures(caplog) == []
