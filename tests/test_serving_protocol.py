"""What the protocol refuses: RFC 9110 and RFC 9112, on a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.wire import Address, answers, exchange, wired

NEXT = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
HOST = b"Host: a\r\n"
GET = b"GET / HTTP/1.1\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
END = b"0\r\n\r\n"

calls: list[str] = []


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Notes that it was called, and answers with the body of the request."""
    calls.append(environ["PATH_INFO"])
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%s %s" % (environ["PATH_INFO"].encode("latin-1"), body)]


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    with wired(application) as address:
        yield address


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


# RFC 9112, section 3
REQUEST_LINES = {
    "two blanks": (b"GET  / HTTP/1.1\r\n", 400),
    "a leading blank": (b" GET / HTTP/1.1\r\n", 400),
    "a trailing blank": (b"GET / HTTP/1.1 \r\n", 400),
    "a trailing tab": (b"GET / HTTP/1.1\t\r\n", 400),
    "NUL at the end": (b"GET / HTTP/1.1\0\r\n", 400),
    "a byte order mark": (b"\xef\xbb\xbfGET / HTTP/1.1\r\n", 400),
    "a form feed": (b"GET\x0c/ HTTP/1.1\r\n", 400),
    "all in tabs": (b"GET\t/\tHTTP/1.1\r\n", 400),
    "a tab": (b"GET\t/ HTTP/1.1\r\n", 400),
    "a vertical tab": (b"GET /\x0bHTTP/1.1\r\n", 400),
    "a no-break space": (b"GET /\xa0x HTTP/1.1\r\n", 400),
    "a blank in the target": (b"GET /a b HTTP/1.1\r\n", 400),
    "a control character in the target": (b"GET /a\x01 HTTP/1.1\r\n", 400),
    "NUL in the target": (b"GET /a\0 HTTP/1.1\r\n", 400),
    "DEL in the target": (b"GET /a\x7f HTTP/1.1\r\n", 400),
    "a byte beyond ASCII in the target": (b"GET /\xc3\xa9 HTTP/1.1\r\n", 400),
    "a fragment": (b"GET /a#b HTTP/1.1\r\n", 400),
    "no target": (b"GET HTTP/1.1\r\n", 400),
    "no method": (b"/ HTTP/1.1\r\n", 400),
    "nothing but blanks": (b"   \r\n", 400),
    "a method that is no token": (b"G(T / HTTP/1.1\r\n", 400),
    "a control character in the method": (b"GE\x00T / HTTP/1.1\r\n", 400),
    "a method beyond ASCII": (b"G\xc9T / HTTP/1.1\r\n", 400),
    "a bare LF": (b"GET / HTTP/1.1\n", 400),
    "a bare CR": (b"GET /\rx HTTP/1.1\r\n", 400),
    "two CRs": (b"GET / HTTP/1.1\r\r\n", 400),
    "two empty lines before": (b"\r\n\r\nGET / HTTP/1.1\r\n", 400),
    "a bare LF before": (b"\nGET / HTTP/1.1\r\n", 400),
    "a relative target": (b"GET a HTTP/1.1\r\n", 400),
    "an asterisk for GET": (b"GET * HTTP/1.1\r\n", 400),
    "an authority for GET": (b"GET a:80 HTTP/1.1\r\n", 400),
    "CONNECT": (b"CONNECT a:80 HTTP/1.1\r\n", 501),
    "another scheme": (b"GET ftp://a/ HTTP/1.1\r\n", 400),
    "a URL without a host": (b"GET http:///x HTTP/1.1\r\n", 400),
    "a URL with a port only": (b"GET http://:80/ HTTP/1.1\r\n", 400),
    "a URL with a user": (b"GET http://b@a/ HTTP/1.1\r\n", 400),
    "a URL with a user and a password": (b"GET http://b:c@a/ HTTP/1.1\r\n", 400),
    "a URL with a bad port": (b"GET http://a:x/ HTTP/1.1\r\n", 400),
    "a URL with a huge port": (b"GET http://a:65536/ HTTP/1.1\r\n", 400),
    "a URL with bad IPv6": (b"GET http://[::1::]/ HTTP/1.1\r\n", 400),
    "a URL with a backslash": (b"GET http://a\\b/ HTTP/1.1\r\n", 400),
    "a URL with a fragment": (b"GET http://a/#b HTTP/1.1\r\n", 400),
    "an asterisk and more": (b"OPTIONS *a HTTP/1.1\r\n", 400),
    "no version": (b"GET /\r\n", 400),
    "HTTP/0.9": (b"GET / HTTP/0.9\r\n", 505),
    "HTTP/2.0": (b"GET / HTTP/2.0\r\n", 505),
    "HTTP/3.1": (b"GET / HTTP/3.1\r\n", 505),
    "HTTP/1.10": (b"GET / HTTP/1.10\r\n", 400),
    "a version with a blank": (b"GET / HTTP/ 1.1\r\n", 400),
    "a version in other digits": ("GET / HTTP/١.١\r\n".encode(), 400),
    "HTTP/01.1": (b"GET / HTTP/01.1\r\n", 400),
    "HTTP/1": (b"GET / HTTP/1\r\n", 400),
    "HTTP/+1.1": (b"GET / HTTP/+1.1\r\n", 400),
    "HTTP/1_0.1": (b"GET / HTTP/1_0.1\r\n", 400),
    "HTTP in lower case": (b"GET / http/1.1\r\n", 400),
    "another protocol": (b"GET / ICY/1.1\r\n", 400),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "a handshake of TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400),
}
# RFC 9112, section 5; RFC 9110, section 5
HEADERS = {
    "a blank before the colon": (b"X : 1\r\n", 400),
    "a tab before the colon": (b"X\t: 1\r\n", 400),
    "a blank before the colon of a length": (b"Content-Length : 5\r\n", 400),
    "a blank before the colon of a coding": (b"Transfer-Encoding : chunked\r\n", 400),
    "a folded line": (b"X: 1\r\n 2\r\n", 400),
    "a folded line by a tab": (b"X: 1\r\n\t2\r\n", 400),
    "a folded coding": (b"Transfer-Encoding:\r\n chunked\r\n", 400),
    "a first line that is blank": (b" \r\nX: 1\r\n", 400),
    "no colon": (b"X\r\n", 400),
    "no name": (b": 1\r\n", 400),
    "a name that is no token": (b"X(y): 1\r\n", 400),
    "a name with a blank": (b"X y: 1\r\n", 400),
    "a name with a quote": (b'X": 1\r\n', 400),
    "a name with a slash": (b"X/y: 1\r\n", 400),
    "a name with a comma": (b"X,y: 1\r\n", 400),
    "a colon alone": (b":\r\n", 400),
    "a name beyond ASCII": (b"X\xe9: 1\r\n", 400),
    "a control character in a name": (b"X\x01: 1\r\n", 400),
    "NUL in a value": (b"X: a\0b\r\n", 400),
    "a vertical tab in a value": (b"X: a\x0bb\r\n", 400),
    "a vertical tab before a coding": (b"Transfer-Encoding: \x0bchunked\r\n", 400),
    "a form feed behind a coding": (b"Transfer-Encoding: chunked\x0c\r\n", 400),
    "NUL behind a coding": (b"Transfer-Encoding: chunked\0\r\n", 400),
    "NUL in the name of a coding": (b"Transfer-Encoding\0: chunked\r\n", 400),
    "a form feed before a length": (b"Content-Length: \x0c5\r\n", 400),
    "a vertical tab behind a length": (b"Content-Length: 5\x0b\r\n", 400),
    "a folded length": (b"Content-Length:\r\n\t5\r\n", 400),
    "a bare CR before a length": (b"\rContent-Length: 5\r\n", 400),
    "a bare CR before a coding": (b"X: 1\r\n\rTransfer-Encoding: chunked\r\n", 400),
    "a bare CR behind the name of a coding": (b"Transfer-Encoding\r: chunked\r\n", 400),
    "a control character in a value": (b"X: a\x1bb\r\n", 400),
    "DEL in a value": (b"X: a\x7fb\r\n", 400),
    "a bare CR in a value": (b"X: a\rContent-Length: 5\r\n", 400),
    "a bare LF": (b"X: a\nY: b\r\n", 400),
    "a bare LF before the last line": (b"X: a\r\n\n", 400),
    "two CRs": (b"X: a\r\r\n", 400),
    "a line of another format": (b"From me Mon Jan 1\r\n", 400),
    "two types": (b"Content-Type: a/b\r\nContent-Type: c/d\r\n", 400),
    "another expectation": (b"Expect: 200-ok\r\n", 417),
    "two expectations": (b"Expect: 100-continue\r\nExpect: x\r\n", 417),
}
# RFC 9112, section 3.2
HOSTS = {
    "no host": (b"", 400),
    "two hosts": (b"Host: a\r\nHost: b\r\n", 400),
    "the same host twice": (b"Host: a\r\nhost: a\r\n", 400),
    "a host with a blank": (b"Host: a b\r\n", 400),
    "a list of hosts": (b"Host: a, b\r\n", 400),
    "hosts with a comma": (b"Host: a,b\r\n", 400),
    "a host with a path": (b"Host: a/b\r\n", 400),
    "a host with a user": (b"Host: b@a\r\n", 400),
    "a host with a query": (b"Host: a?b\r\n", 400),
    "a host with a scheme": (b"Host: http://a\r\n", 400),
    "a host beyond ASCII": (b"Host: \xe9\r\n", 400),
    "a port that is none": (b"Host: a:b\r\n", 400),
    "a negative port": (b"Host: a:-1\r\n", 400),
    "a port with a sign": (b"Host: a:+80\r\n", 400),
    "a port beyond all": (b"Host: a:65536\r\n", 400),
    "a port only": (b"Host: :80\r\n", 400),
    "a huge port": (b"Host: a:123456\r\n", 400),
    "two ports": (b"Host: a:80:81\r\n", 400),
    "an open bracket": (b"Host: [::1\r\n", 400),
    "IPv6 without brackets": (b"Host: ::1\r\n", 400),
    "no IPv6 in the brackets": (b"Host: [x]\r\n", 400),
    "IPv4 in brackets": (b"Host: [192.0.2.1]\r\n", 400),
    "too much of IPv6": (b"Host: [1:2:3:4:5:6:7:8:9]\r\n", 400),
    "IPv6 of colons": (b"Host: [:::]\r\n", 400),
    "IPv6 with a zone": (b"Host: [fe80::1%25eth0]\r\n", 400),
    "something behind IPv6": (b"Host: [::1]a\r\n", 400),
    "a host with half an escape": (b"Host: a%2\r\n", 400),
    "a host with a fragment": (b"Host: a#b\r\n", 400),
    "a host with a backslash": (b"Host: a\\b\r\n", 400),
    "a host with a tab": (b"Host: a\tb\r\n", 400),
    "no host beside a URL": (b"X-Host: a\r\n", 400),
}
# RFC 9112, section 6
FRAMINGS = {
    "a length with a sign": (b"Content-Length: +5\r\n", 400),
    "a negative length": (b"Content-Length: -5\r\n", 400),
    "a length in hexadecimal": (b"Content-Length: 0x5\r\n", 400),
    "a length with an underscore": (b"Content-Length: 1_0\r\n", 400),
    "a length with a point": (b"Content-Length: 5.0\r\n", 400),
    "a length with an exponent": (b"Content-Length: 1e1\r\n", 400),
    "a length of two numbers": (b"Content-Length: 5 5\r\n", 400),
    "a list of lengths": (b"Content-Length: 5, 5\r\n", 400),
    "a length and a comma": (b"Content-Length: 5,\r\n", 400),
    "an empty length": (b"Content-Length:\r\n", 400),
    "a length that is no number": (b"Content-Length: five\r\n", 400),
    "a length in other digits": (b"Content-Length: \xb2\r\n", 400),
    "a length in Arabic digits": ("Content-Length: ٥\r\n".encode(), 400),
    "a list of lengths without a blank": (b"Content-Length: 5,5\r\n", 400),
    "a list of different lengths": (b"Content-Length: 5, 6\r\n", 400),
    "a comma and a length": (b"Content-Length: ,5\r\n", 400),
    "a length with a no-break space": (b"Content-Length: 5\xa0\r\n", 400),
    "a length and an empty one": (b"Content-Length: 5\r\nContent-Length:\r\n", 400),
    "a quoted length": (b'Content-Length: "5"\r\n', 400),
    "a huge length": (b"Content-Length: %s\r\n" % (b"9" * 30), 413),
    "a length that takes minutes to read": (b"Content-Length: %s\r\n" % (b"9" * 9_000), 413),
    "two lengths": (b"Content-Length: 5\r\nContent-Length: 6\r\n", 400),
    "a length twice": (b"Content-Length: 5\r\ncontent-length: 5\r\n", 400),
    "a coding and a length": (b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
    "a length and a coding": (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
    "an unknown coding and a length": (b"Content-Length: 5\r\nTransfer-Encoding: x\r\n", 400),
    "an empty coding and a length": (b"Content-Length: 5\r\nTransfer-Encoding:\r\n", 400),
    "an empty coding": (b"Transfer-Encoding:\r\n", 400),
    "a coding that is not chunked": (b"Transfer-Encoding: gzip\r\n", 400),
    "identity": (b"Transfer-Encoding: identity\r\n", 400),
    "a coding like chunked": (b"Transfer-Encoding: xchunked\r\n", 400),
    "a coding that ends like chunked": (b"Transfer-Encoding: chunked-x\r\n", 400),
    "chunked with a comma": (b"Transfer-Encoding: chunked,\r\n", 400),
    "a comma with chunked": (b"Transfer-Encoding: , chunked\r\n", 400),
    "chunked and an empty one": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding:\r\n", 400),
    "chunked and identity": (b"Transfer-Encoding: chunked, identity\r\n", 400),
    "chunked and a word": (b"Transfer-Encoding: chunked x\r\n", 400),
    "chunked with a no-break space": (b"Transfer-Encoding: \xa0chunked\r\n", 400),
    "chunked in Latin-1 letters": (b"Transfer-Encoding: chun\xe7ed\r\n", 400),
    "chunked in wide letters": ("Transfer-Encoding: ｃhunked\r\n".encode(), 400),
    "chunked with a Kelvin sign": ("Transfer-Encoding: chun\u212aed\r\n".encode(), 400),
    "chunked with a parameter": (b"Transfer-Encoding: chunked;x=1\r\n", 400),
    "chunked in quotes": (b'Transfer-Encoding: "chunked"\r\n', 400),
    "chunked and another": (b"Transfer-Encoding: chunked, gzip\r\n", 400),
    "another and chunked": (b"Transfer-Encoding: gzip, chunked\r\n", 501),
    "chunked twice": (b"Transfer-Encoding: chunked, chunked\r\n", 400),
    "chunked in two headers": (b"Transfer-Encoding: chunked\r\n" * 2, 400),
    "another before chunked": (b"Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n", 501),
    "another after chunked": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", 400),
}
INVALID = {
    **{f"{name} in the first line": (line + HOST, s) for name, (line, s) in REQUEST_LINES.items()},
    **{f"{name} in a header": (GET + HOST + lines, s) for name, (lines, s) in HEADERS.items()},
    **{
        f"{name} in the first header": (GET + lines + HOST, s)
        for name, (lines, s) in HEADERS.items()
    },
    **{name: (GET + lines, s) for name, (lines, s) in HOSTS.items()},
    "two hosts of HTTP/1.0": (b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n", 400),
    "no host beside one in the target": (b"GET http://a/ HTTP/1.1\r\n", 400),
    **{name: (POST + lines, s) for name, (lines, s) in FRAMINGS.items()},
    "a coding in HTTP/1.0": (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", 400),
    "a length with a sign in HTTP/1.0": (b"POST / HTTP/1.0\r\nContent-Length: +5\r\n", 400),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid(server: Address, name: str) -> None:
    """It is refused, and so is all that comes behind it."""
    head, status = INVALID[name]

    sent = exchange(server, head + b"\r\n" + END + NEXT)

    [answer] = answers(sent)
    assert (answer.status, answer["Connection"]) == (status, "close")
    assert answer.body.startswith(b"%d " % status)
    assert calls == []


@pytest.mark.parametrize("head", [b"G", GET, GET + HOST, GET + HOST + b"X", b"\r\n"])
def test_cut_head(server: Address, head: bytes) -> None:
    """A request that ends within its head is none."""
    sent = exchange(server, head, ends=True)

    assert sent == b"" or answers(sent)[0].status == 400
    assert calls == []


def test_enough_requests() -> None:
    """There are more than seventy invalid requests, none of them twice."""
    assert len({head for head, _status in INVALID.values()}) == len(INVALID) > 70
