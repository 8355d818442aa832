"""What the protocol serves, however odd it is: RFC 9110 and RFC 9112, on a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from wsgiref.validate import validator

import pytest

from tests.wire import Address, answers, exchange, wired

NEXT = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
HOST = b"Host: a\r\n"
GET = b"GET / HTTP/1.1\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
END = b"0\r\n\r\n"


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with the path and the body of the request."""
    body = environ["wsgi.input"].read(-1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%s %s" % (environ["PATH_INFO"].encode("latin-1"), body)]


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    with wired(application) as address:
        yield address


VALID = {
    "the plainest": (GET + HOST, b"", b"/ "),
    "no blank behind a colon": (GET + b"Host:a\r\n", b"", b"/ "),
    "many blanks around a value": (GET + b"Host: \t a \t \r\n", b"", b"/ "),
    "an empty value": (GET + HOST + b"X:\r\n", b"", b"/ "),
    "all that a token may hold": (GET + HOST + b"!#$%&'*+-.^_`|~09Az: 1\r\n", b"", b"/ "),
    "a value beyond ASCII": (GET + HOST + b"X: \xc3\xa9\xff\r\n", b"", b"/ "),
    "a tab in a value": (GET + HOST + b"X: a\tb\r\n", b"", b"/ "),
    "an empty line before": (b"\r\n" + GET + HOST, b"", b"/ "),
    "an empty host": (GET + b"Host:\r\n", b"", b"/ "),
    "a host with a port": (GET + b"Host: a.example:8080\r\n", b"", b"/ "),
    "a host with an empty port": (GET + b"Host: a:\r\n", b"", b"/ "),
    "IPv6": (GET + b"Host: [::1]:80\r\n", b"", b"/ "),
    "IPv4 in IPv6": (GET + b"Host: [::ffff:192.0.2.1]\r\n", b"", b"/ "),
    "a host with an underscore": (GET + b"Host: a_b\r\n", b"", b"/ "),
    "a host with percents": (GET + b"Host: %C3%A9\r\n", b"", b"/ "),
    "a URL": (b"GET http://b.example:1/x?y=1 HTTP/1.1\r\n" + HOST, b"", b"/x "),
    "a URL without a path": (b"GET HTTP://b HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "a URL with a query only": (b"GET https://b?x HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "HTTP/1.2": (b"GET / HTTP/1.2\r\n" + HOST, b"", b"/ "),
    "a URL without a path of HTTP/1.0": (
        b"GET http://b HTTP/1.0\r\nConnection: keep-alive\r\n",
        b"",
        b"/ ",
    ),
    "a change to HTTP/2": (
        GET
        + HOST
        + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n",
        b"",
        b"/ ",
    ),
    "a length that is named as an option": (
        POST + b"Connection: Content-Length\r\nContent-Length: 1\r\n",
        b"x",
        b"/ x",
    ),
    "an asterisk": (b"OPTIONS * HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "a URL without a path for OPTIONS": (b"OPTIONS http://b HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "a URL in the query": (b"GET /?to=http://a/ HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "percents": (b"GET /%C3%A9%zz HTTP/1.1\r\n" + HOST, b"", b"/\xc3\xa9%zz "),
    "characters that should be escaped": (
        b'GET /"<>[]{}|^` HTTP/1.1\r\n' + HOST,
        b"",
        b'/"<>[]{}|^` ',
    ),
    "two slashes": (b"GET //a HTTP/1.1\r\n" + HOST, b"", b"/a "),
    "two slashes of a URL": (b"GET http://b//a HTTP/1.1\r\n" + HOST, b"", b"/a "),
    "an unknown method": (b"M-SEARCH / HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "a method in lower case": (b"get / HTTP/1.1\r\n" + HOST, b"", b"/ "),
    "a GET with a body": (GET + HOST + b"Content-Length: 1\r\n", b"x", b"/ x"),
    "a length with zeros": (POST + b"Content-Length: 0005\r\n", b"hello", b"/ hello"),
    "a length of none": (POST + b"Content-Length: 0\r\n", b"", b"/ "),
    "a length with blanks": (POST + b"Content-Length:  \t5 \t\r\n", b"hello", b"/ hello"),
    "a header that looks like a length": (POST + b"Content_Length: 5\r\n", b"", b"/ "),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\n\r\n", b"/ hello"),
    "CHUNKED": (POST + b"transfer-encoding:CHUNKED \r\n", b"5\r\nhello\r\n0\r\n\r\n", b"/ hello"),
    "chunks without any": (POST + b"Transfer-Encoding: chunked\r\n", END, b"/ "),
    "sizes with zeros": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"005\r\nhello\r\n000\r\n\r\n",
        b"/ hello",
    ),
    "sizes in both cases": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"A\r\nhellohello\r\na\r\nhellohello\r\n0\r\n\r\n",
        b"/ hellohellohellohello",
    ),
    "extensions": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b'5;a;b=c ; d="e;\\"\t f"\r\nhello\r\n0;x\r\n\r\n',
        b"/ hello",
    ),
    "trailers": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"5\r\nhello\r\n0\r\nX: 1\r\nY:\r\n\r\n",
        b"/ hello",
    ),
    "trailers that look like a head": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"5\r\nhello\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nHost: b\r\n\r\n",
        b"/ hello",
    ),
    "a chunk that looks like a request": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(NEXT), NEXT),
        b"/ " + NEXT,
    ),
    "a body that looks like a request": (
        POST + b"Content-Length: %d\r\n" % len(NEXT),
        NEXT,
        b"/ " + NEXT,
    ),
    "the largest port": (GET + b"Host: a:65535\r\n", b"", b"/ "),
    "a chunk that looks like the end": (
        POST + b"Transfer-Encoding: chunked\r\n",
        b"5\r\n0\r\n\r\n\r\n0\r\n\r\n",
        b"/ 0\r\n\r\n",
    ),
    "options of the connection": (GET + HOST + b"Connection: Keep-Alive, X\r\n", b"", b"/ "),
    "an expectation": (POST + b"Expect: 100-Continue\r\nContent-Length: 0\r\n", b"", b"/ "),
    "HTTP/1.0 that stays": (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n", b"", b"/ "),
    "a body in HTTP/1.0": (
        b"POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n",
        b"x",
        b"/ x",
    ),
    "99 headers": (GET + HOST + b"X: 1\r\n" * 99, b"", b"/ "),
}


@pytest.mark.parametrize("pieces", [1, 1_000_000])
@pytest.mark.parametrize("name", VALID)
def test_valid(server: Address, name: str, pieces: int) -> None:
    """It is served, and so is the next request on the connection, however the bytes arrive."""
    head, body, expected = VALID[name]
    last = b"GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    whole = head + b"\r\n" + body + last

    sent = exchange(
        server, *([whole] if pieces == 1 else [whole[i : i + 1] for i in range(len(whole))])
    )

    assert [answer.body for answer in answers(sent)] == [expected, b"/last "]


@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")
@pytest.mark.parametrize("name", VALID)
def test_validator(name: str) -> None:
    """The validator of wsgiref has nothing against any of them."""
    head, body, expected = VALID[name]

    with wired(validator(application)) as address:
        [answer] = answers(exchange(address, head + b"\r\n" + body, ends=True))

    assert (answer.status, answer.body) == (200, expected)


def test_version() -> None:
    """A newer version 1 is understood, and told, as the newest that there is: RFC 9110, section 2.5."""

    def version(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["SERVER_PROTOCOL"].encode()]

    with wired(version) as address:
        sent = exchange(address, b"GET / HTTP/1.9\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert answers(sent)[0].body == b"HTTP/1.1"


def test_url_names_the_host() -> None:
    """A URL's host goes before that of the header: RFC 9112, section 3.2.2."""

    def host(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["HTTP_HOST"].encode()]

    with wired(host) as address:
        sent = exchange(
            address, b"GET http://b:1/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        )

    assert answers(sent)[0].body == b"b:1"


@pytest.mark.parametrize("option", [b"close", b"Close", b"x, close", b"close, keep-alive"])
def test_connection_close(server: Address, option: bytes) -> None:
    """A client that says close, wherever in the list, gets one answer."""
    sent = exchange(server, GET + HOST + b"Connection: " + option + b"\r\n\r\n" + NEXT)

    [answer] = answers(sent)
    assert answer["Connection"] == "close"
