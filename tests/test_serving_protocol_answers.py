"""What the application is told, and what the client gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from wsgiref.validate import validator

import pytest

from tests.wire import answers, exchange, wired

HEAD = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
CLOSE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def environ_of(*requests: bytes, **options: Any) -> dict[str, Any]:
    """The environ of the last request."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.clear()
        seen.update(environ)
        start_response("200 OK", [])
        return [b"x"]

    with wired(application, **options) as address:
        exchange(address, *requests)
    return seen


def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with the body of the request."""
    body = environ["wsgi.input"].read(-1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]


def of_list(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"", b"hello"]


def of_generator(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b""
    yield b"hello"


def of_write(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"")
    write(b"hel")
    write(b"lo")
    return []


def of_status(status: str, *headers: tuple[str, str]) -> Any:
    def application(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response(status, list(headers))
        yield b"hello"

    return application


@pytest.mark.parametrize("application", [of_list, of_generator, of_write])
def test_head(application: Any) -> None:
    """An answer to HEAD has no body, though the application sends one."""
    with wired(application) as address:
        sent = exchange(address, HEAD + CLOSE)

    first, second = answers(sent, "HEAD")
    assert first.status == 200
    assert first["Transfer-Encoding"] is None
    assert second.body == b"hello"


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_status_without_body(status: str) -> None:
    """An answer that can't have a body has none, though the application sends one."""
    with wired(of_status(status)) as address:
        sent = exchange(address, CLOSE.replace(b"close", b"keep-alive") + CLOSE)

    assert [answer.status for answer in answers(sent)] == [int(status[:3])] * 2


def test_no_length_of_no_content() -> None:
    """An answer 204 has no Content-Length: RFC 9110, section 8.6."""
    with wired(of_status("204 No Content", ("Content-Length", "5"), ("X", "1"))) as address:
        [answer] = answers(exchange(address, CLOSE))

    assert (answer["Content-Length"], answer["X"]) == (None, "1")


def test_body_is_closed() -> None:
    """A body is closed though nobody may have it."""
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return Body([b"hello"])

    with wired(application) as address:
        exchange(address, HEAD + CLOSE)

    assert closed == [True, True]


@pytest.mark.parametrize("application", [of_list, of_generator, of_write, reading])
@pytest.mark.parametrize(
    "request_",
    [
        b"GET /a?b=c HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        b"HEAD /%C3%A9 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        POST + b"Content-Length: 5\r\n\r\nhello",
        CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_validator(application: Any, request_: bytes) -> None:
    """The validator of wsgiref has nothing against the environ, nor against what is done with an answer."""
    method = request_.split(b" ")[0].decode()

    def careful(environ: dict[str, Any], start_response: Any) -> Any:
        environ["wsgi.input"].read(-1)
        # The validator wants nothing in the answer to HEAD.
        return (of_list if method == "HEAD" else application)(environ, start_response)

    with wired(validator(careful)) as address:
        sent = exchange(address, request_ + CLOSE)

    assert {answer.status for answer in answers(sent, method)} == {200}


READERS = {
    "all": lambda stream: stream.read(),
    "a negative size": lambda stream: stream.read(-1),
    "too much": lambda stream: stream.read(1_000),
    "bytes": lambda stream: b"".join(iter(lambda: stream.read(1), b"")),
    "readline": lambda stream: b"".join(iter(stream.readline, b"")),
    "a negative line": lambda stream: b"".join(iter(lambda: stream.readline(-1), b"")),
    "short lines": lambda stream: b"".join(iter(lambda: stream.readline(2), b"")),
    "long lines": lambda stream: b"".join(iter(lambda: stream.readline(1_000), b"")),
    "readlines": lambda stream: b"".join(stream.readlines()),
    "some lines": lambda stream: b"".join(iter(lambda: b"".join(stream.readlines(1)), b"")),
    "iteration": b"".join,
}


@pytest.mark.parametrize("head", [b"Content-Length: 6\r\n\r\na\nbc\nd", b"", b"chunked"])
@pytest.mark.parametrize("reader", READERS)
def test_body_ends(reader: str, head: bytes) -> None:
    """However it is read, a body ends before the next request."""
    chunks = b"Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n3\r\nc\nd\r\n0\r\n\r\n"

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = READERS[reader](environ["wsgi.input"])
        start_response("200 OK", [])
        return [body]

    with wired(application) as address:
        sent = exchange(address, POST + (chunks if head == b"chunked" else head or b"\r\n") + CLOSE)

    assert [answer.body for answer in answers(sent)] == [b"a\nbc\nd" if head else b"", b""]


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_protocol(version: str) -> None:
    """The application is told the request's version of HTTP."""
    environ = environ_of(CLOSE.replace(b"HTTP/1.1", version.encode()))

    assert environ["SERVER_PROTOCOL"] == version


def test_environ() -> None:
    """All that PEP 3333 wants is there, with its type."""
    environ = environ_of(CLOSE)

    assert environ["wsgi.input_terminated"] is True
    assert environ["wsgi.multithread"] is True
    assert environ["wsgi.multiprocess"] is False
    assert environ["wsgi.run_once"] is False
    assert environ["wsgi.url_scheme"] == "http"
    assert (environ["QUERY_STRING"], environ["PATH_INFO"]) == ("", "/")
    assert environ["REMOTE_ADDR"] == environ["SERVER_NAME"] == "127.0.0.1"
    assert int(environ["SERVER_PORT"]) > 0
    assert all(type(value) is str for name, value in environ.items() if "." not in name)


def test_multiprocess() -> None:
    """Whether there are other processes is for who starts the server to say."""
    assert environ_of(CLOSE, environ={"wsgi.multiprocess": True})["wsgi.multiprocess"] is True


@pytest.mark.parametrize("name", ["CONTENT_TYPE", "CONTENT_LENGTH", "headers_raw"])
def test_not_told(name: str) -> None:
    """What the client did not say is not made up."""
    assert name not in environ_of(CLOSE)


def test_type() -> None:
    """What the client says of the body's type is told as it is."""
    environ = environ_of(CLOSE[:-2] + b"Content-Type: a/b; c\r\n\r\n")

    assert environ["CONTENT_TYPE"] == "a/b; c"


def test_length_without_blanks() -> None:
    """The length is told without the blanks around it."""
    environ = environ_of(POST + b"Content-Length:  1 \t\r\nConnection: close\r\n\r\nx")

    assert environ["CONTENT_LENGTH"] == "1"


@pytest.mark.parametrize("name", ["X_Forwarded_For", "X_Forwarded-For", "Transfer_Encoding"])
def test_underscores(name: str) -> None:
    """A header with an underscore, which looks like another one in the environ, is not told."""
    environ = environ_of(CLOSE[:-2] + name.encode() + b": chunked\r\n\r\n")

    assert f"HTTP_{name.upper().replace('-', '_')}" not in environ


def test_told_to_continue() -> None:
    """A client that waits is told to continue when its body is asked for."""
    with wired(reading) as address:
        sent = exchange(
            address, POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n", b"hi", CLOSE
        )

    assert sent.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert b"\r\n\r\nhi" in sent


@pytest.mark.parametrize("application", [of_list, of_generator, of_write])
def test_not_told_to_continue(application: Any) -> None:
    """A client whose body nobody asked for gets the answer, and is told that the connection ends."""
    with wired(application) as address:
        sent = exchange(
            address, POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n" + CLOSE
        )

    [answer] = answers(sent)
    assert (answer.status, answer["Connection"]) == (200, "close")


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi",
        b"POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: something\r\n\r\nhi",
        POST + b"Expect: 100-continue\r\nConnection: close\r\n\r\n",
    ],
)
def test_no_need_to_continue(request_: bytes) -> None:
    """Nobody without a body, nor with HTTP/1.0, is told to continue: RFC 9110, section 10.1.1."""
    with wired(reading) as address:
        sent = exchange(address, request_)

    assert sent.startswith(b"HTTP/1.1 200 OK\r\n")


def test_pipelined() -> None:
    """Requests that come at once are answered in their order."""
    many = [POST + b"Content-Length: %d\r\n\r\n%d" % (len(str(n)), n) for n in range(50)]

    with wired(reading) as address:
        sent = exchange(address, b"".join(many) + CLOSE)

    assert [answer.body for answer in answers(sent)] == [*(b"%d" % n for n in range(50)), b""]


def test_half_closed() -> None:
    """A client that ends its side behind the last request gets all answers."""
    with wired(of_generator) as address:
        sent = exchange(address, CLOSE.replace(b"close", b"keep-alive") * 2, ends=True)

    assert [answer.body for answer in answers(sent)] == [b"hello", b"hello"]


@pytest.mark.parametrize("value", ["a\r\nX: 1", "a\nb", "a\rb", "a\0b"])
@pytest.mark.parametrize("place", range(3))
def test_forged_header(value: str, place: int) -> None:
    """An answer whose headers would end too early is a 500."""
    status, name, text = ("" if at == place else "x" for at in range(3))

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(f"200 {status or value}", [(name or value, text or value)])
        return [b"hello"]

    with wired(application) as address:
        [answer] = answers(exchange(address, CLOSE))

    assert answer.status == 500
