"""The JSON body of a request."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pytest
import webob
import webob.exc
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi import JSONRequestDeserializer, Request, errors
from i18n_wsgi.settings import Settings, settings_from

READ = JSONRequestDeserializer()
SMALL = JSONRequestDeserializer(Settings(max_json_body_size=8, max_json_depth=2))

# A chunked body on a server that decodes it.
CHUNKED: dict[str, Any] = {
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}


def request_of(body: bytes = b"", method: str = "POST", **environ: object) -> Request:
    """A request as a server hands it over: its input can be read once, and not rewound."""
    request = Request.blank("/", method=method)
    request.environ |= {"wsgi.input": OneWay(body), "CONTENT_LENGTH": str(len(body))}
    request.environ |= environ
    return request


class OneWay(io.RawIOBase):
    """A socket's side of the input: it answers in small pieces and counts what was taken."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = io.BytesIO(body)
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._body.read(size if size < 4 else 4)
        self.taken += len(chunk)
        return chunk


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"CONTENT_LENGTH": ""}, False),
        ({"CONTENT_LENGTH": "000"}, False),
        ({"CONTENT_LENGTH": "2"}, True),
        ({"CONTENT_LENGTH": "2", "CONTENT_TYPE": "text/xml"}, False),
        (CHUNKED, True),
    ],
)
def test_has_body(environ: dict[str, Any], expected: bool) -> None:
    """A request has a JSON body when it brings bytes that are JSON by their own word."""
    assert READ.has_body(request_of(b"{}", **environ)) is expected


@pytest.mark.parametrize(
    ("body", "environ"),
    [
        (b'{"a": 1}', {}),
        (b'{"a": 1}', {"CONTENT_LENGTH": "0" * 30 + "8"}),
        (b'{"a": 1}, and the next request', {"CONTENT_LENGTH": "8"}),
        (b'{"a": 1}', CHUNKED),
        (b'{"a": 1}', CHUNKED | {"HTTP_TRANSFER_ENCODING": " Chunked "}),
        (b'{"a": 1}', CHUNKED | {"CONTENT_LENGTH": "2"}),  # RFC 9112, section 6.3
        (b'{"a": 1}', {"REQUEST_METHOD": "GET"}),
    ],
)
def test_body(body: bytes, environ: dict[str, Any]) -> None:
    """A body is read up to its length, or to its end where it is chunked."""
    request = request_of(body, **environ)

    assert SMALL.default(request) == {"body": {"a": 1}}


@pytest.mark.parametrize("environ", [{}, CHUNKED])
def test_body_again(environ: dict[str, Any]) -> None:
    """The body can be read again, as bytes and as a value."""
    request = request_of(b"[1]", **environ)
    READ.default(request)

    assert READ.default(request) == {"body": [1]}
    assert request.body == request.body == b"[1]"


@pytest.mark.parametrize("environ", [{}, {"CONTENT_TYPE": "text/xml"}, CHUNKED])
def test_no_body(environ: dict[str, Any]) -> None:
    """A request without a body gives no argument, whatever type it declares."""
    assert READ.default(request_of(**environ)) == {}


@pytest.mark.parametrize(
    "length", ["-1", "+8", " 8", "8, 8", "1_0", "0x8", "٨", "²", "8\r\n", "8.0", "\ud800"]
)
def test_unusable_length(length: str) -> None:
    """A Content-Length other than digits is a 400 (RFC 9110, section 8.6)."""
    with pytest.raises(errors.InvalidLength) as refused:
        READ.default(request_of(b'{"a": 1}', CONTENT_LENGTH=length))

    assert refused.value.params == {"received": length}


def test_truncated() -> None:
    """A body that ends before its length is a 400 that counts both."""
    with pytest.raises(errors.TruncatedBody) as refused:
        READ.default(request_of(b"[1]", CONTENT_LENGTH="8"))

    assert refused.value.params == {"received": 3, "expected": 8}


@pytest.mark.parametrize("length", ["9", "9" * 5000])
def test_declared_too_large(length: str) -> None:
    """A body that declares too many bytes is refused before any is read (RFC 9110, 15.5.14)."""
    request = request_of(b"[1, 2, 3]", CONTENT_LENGTH=length)

    with pytest.raises(errors.RequestLimitExceeded, match="8 bytes"):
        SMALL.default(request)

    assert request.environ["wsgi.input"].taken == 0


def test_text_too_large() -> None:
    """A text in hand is held to the same limit."""
    with pytest.raises(errors.RequestLimitExceeded):
        SMALL.from_json("[1, 2, 3]")


def test_chunked_too_large() -> None:
    """A chunked body is read no further than one byte past the limit."""
    request = request_of(b"[" * 100, **CHUNKED)

    with pytest.raises(errors.RequestLimitExceeded):
        SMALL.default(request)

    assert request.environ["wsgi.input"].taken == 9


@pytest.mark.parametrize(
    "declared", ["text/xml", "application/xml", "application/x-www-form-urlencoded"]
)
def test_body_of_another_type(declared: str) -> None:
    """A body that is not JSON by its own word is a 415, unread, that says what is accepted
    (RFC 9110, section 15.5.16)."""
    request = request_of(b"<a/>", CONTENT_TYPE=f"{declared.title()}; charset=utf-8")

    with pytest.raises(errors.InvalidContentType, match=f"A body of type {declared}") as refused:
        READ.default(request)

    assert refused.value.headers == (("Accept", "application/json"),)
    assert request.environ["wsgi.input"].taken == 0


def test_type_in_query() -> None:
    """What is refused is the type that counts, that of the query."""
    request = request_of(b"[]", "GET", QUERY_STRING="ContentType=XML", CONTENT_TYPE="text/plain")

    with pytest.raises(errors.InvalidContentType, match="A body of type xml"):
        READ.default(request)


class Wrapping(JSONRequestDeserializer):
    """A service's own: it overlooks the bodies of GET requests, and wraps others."""

    def has_body(self, request: webob.Request) -> bool:
        return super().has_body(request) and request.method != "GET"

    def from_json(self, datastring: str | bytes) -> Any:
        return {"wrapped": super().from_json(datastring)}


@pytest.mark.parametrize(
    ("method", "expected"), [("POST", {"body": {"wrapped": [1]}}), ("GET", {})]
)
def test_subclass(method: str, expected: dict[str, Any]) -> None:
    """A subclass decides what counts as a body, and what becomes of its text."""
    assert Wrapping().default(request_of(b"[1]", method)) == expected


def test_subclass_and_another_type() -> None:
    """What is no JSON is refused, whatever a subclass overlooks."""
    with pytest.raises(errors.InvalidContentType):
        Wrapping().default(request_of(b"<a/>", "GET", CONTENT_TYPE="text/xml"))


@pytest.mark.parametrize(
    "text", ['{"a": "é"}', '{"a": "é"}'.encode(), '{"a": "é"}'.encode("utf-16")]
)
def test_json(text: str | bytes) -> None:
    """JSON may come as text or as bytes."""
    assert READ.from_json(text) == {"a": "é"}


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("allow_json_nan", "NaN"),
        ("allow_json_duplicate_keys", '{"a": 1, "a": 2}'),
        ("allow_json_lone_surrogates", r'"\ud800"'),
        ("allow_json_lone_surrogates", '"\ud800"'),
    ],
)
def test_allowed(setting: str, text: str) -> None:
    """What is no sound JSON is refused until the settings allow it."""
    with pytest.raises(errors.InvalidRequest):
        READ.from_json(text)

    JSONRequestDeserializer(settings_from(None, {setting: "true"})).from_json(text)


def test_too_deep() -> None:
    """The settings say how deep a body may be nested."""
    with pytest.raises(errors.JSONTooDeep, match="2 levels"):
        SMALL.from_json("[[[]]]")


@given(st.binary(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_bytes(body: bytes) -> None:
    """Whatever bytes a client sends, they are read or refused as its own error."""
    with suppress(errors.InvalidRequest):
        READ.default(request_of(body))


class Broken:
    """What a server hands over of a client that sends no sound chunks, or has gone."""

    def __init__(self, exc: Exception) -> None:
        self._exc = exc

    def read(self, _size: int) -> bytes:
        raise self._exc


class InvalidChunkSize(Exception):
    """A server's own, such as gunicorn's."""


@pytest.mark.parametrize(
    ("exc", "environ"),
    [
        (ValueError("bad chunk"), CHUNKED),
        (InvalidChunkSize("zz"), CHUNKED),
        (ConnectionResetError(), {"CONTENT_LENGTH": "3"}),
    ],
)
def test_unreadable_body(exc: Exception, environ: dict[str, Any]) -> None:
    """A body that the server can't read is the client's error, and no bug of ours."""
    with pytest.raises(errors.InvalidRequest):
        READ.default(request_of(**environ | {"wsgi.input": Broken(exc)}))


@pytest.mark.parametrize(
    ("exc", "environ"),
    [
        (errors.RequestLimitExceeded(limit=3), CHUNKED),
        (webob.exc.HTTPRequestEntityTooLarge(), CHUNKED),
        (AttributeError("a bug"), {"CONTENT_LENGTH": "3"}),
        (AttributeError("a bug"), CHUNKED),
        (KeyError("a bug"), CHUNKED),
        (MemoryError(), CHUNKED),
    ],
)
def test_error_of_a_middleware(exc: Exception, environ: dict[str, Any]) -> None:
    """What a middleware raises that wraps the input is left as it is."""
    with pytest.raises(type(exc)):
        READ.default(request_of(**environ | {"wsgi.input": Broken(exc)}))


@pytest.mark.parametrize(
    "environ",
    [
        {"wsgi.input_terminated": False},
        {"wsgi.input_terminated": False, "CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "gzip, chunked"},
        {"HTTP_TRANSFER_ENCODING": "chunked,chunked"},
    ],
)
def test_body_without_end(environ: dict[str, Any]) -> None:
    """A body that has no length, nor an end that the server tells, is a 411: it could last for ever."""
    with pytest.raises(errors.LengthRequired):
        READ.default(request_of(b"[1]", **CHUNKED | environ))
