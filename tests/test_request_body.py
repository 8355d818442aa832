"""The JSON body of a request."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import webob
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi import JSONRequestDeserializer, errors
from i18n_wsgi.settings import Settings, settings_from
from tests.bodies import CHUNKED, ENDED, EVENTLET, request_of

READ = JSONRequestDeserializer()
SMALL = JSONRequestDeserializer(Settings(max_json_body_size=8, max_json_depth=2))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"CONTENT_LENGTH": ""}, False),
        ({"CONTENT_LENGTH": "000"}, False),
        ({"CONTENT_LENGTH": "2"}, True),
        ({"CONTENT_LENGTH": "2", "CONTENT_TYPE": "text/xml"}, False),
        (CHUNKED, True),
        (ENDED, True),
        (ENDED | {"CONTENT_LENGTH": "0"}, False),
        (ENDED | {"CONTENT_TYPE": "text/xml"}, False),
    ],
)
def test_has_body(environ: dict[str, Any], expected: bool) -> None:
    """A request has a JSON body when it brings bytes that are JSON by their own word."""
    assert READ.has_body(request_of(b"{}", **environ)) is expected


def test_looking_for_a_body() -> None:
    """A body that was looked for is still there, to its first byte; no more of it has been taken."""
    request = request_of(b"[1]\n[2]", **ENDED)
    socket = request.environ["wsgi.input"]
    READ.has_body(request)

    assert READ.has_body(request)
    assert socket.taken == 1
    assert list(request.environ["wsgi.input"]) == [b"[1]\n", b"[2]"]


def test_waiting_client() -> None:
    """A client that waits to be told to continue is not told so by the look for its body."""
    request = request_of(b"[1]", **CHUNKED, HTTP_EXPECT="100-continue")

    assert READ.has_body(request)
    assert request.environ["wsgi.input"].taken == 0


@pytest.mark.parametrize(
    ("body", "environ"),
    [
        (b'{"a": 1}', {}),
        (b'{"a": 1}', {"CONTENT_LENGTH": "0" * 30 + "8"}),
        (b'{"a": 1}, and the next request', {"CONTENT_LENGTH": "8"}),
        (b'{"a": 1}', CHUNKED),
        (b'{"a": 1}', CHUNKED | {"HTTP_TRANSFER_ENCODING": " Chunked "}),
        (b'{"a": 1}', CHUNKED | {"CONTENT_LENGTH": "2"}),  # RFC 9112, section 6.3
        (b'{"a": 1}', EVENTLET),
        (b'{"a": 1}', ENDED),
        (b'{"a": 1}', {"REQUEST_METHOD": "GET"}),
    ],
)
def test_body(body: bytes, environ: dict[str, Any]) -> None:
    """A body is read up to its length, or to its end where it has none."""
    request = request_of(body, **environ)

    assert SMALL.default(request) == {"body": {"a": 1}}


@pytest.mark.parametrize("environ", [{}, CHUNKED, EVENTLET, ENDED])
def test_body_again(environ: dict[str, Any]) -> None:
    """The body can be read again, as bytes and as a value."""
    request = request_of(b"[1]", **environ)
    READ.default(request)

    assert READ.default(request) == {"body": [1]}
    assert request.body == request.body == b"[1]"


@pytest.mark.parametrize("environ", [CHUNKED, EVENTLET, ENDED])
def test_length_of_a_read_body(environ: dict[str, Any]) -> None:
    """A body that has been read has a length, and no chunks (RFC 9112, section 7.1.3)."""
    request = request_of(b"[1]", **environ)
    READ.default(request)

    assert request.content_length == 3
    assert "Transfer-Encoding" not in request.headers


@pytest.mark.parametrize("declared", ["", "text/xml"])
@pytest.mark.parametrize("environ", [{}, CHUNKED, EVENTLET, ENDED])
def test_no_body(environ: dict[str, Any], declared: str) -> None:
    """A request without a body gives no argument, whatever type it declares."""
    assert READ.default(request_of(CONTENT_TYPE=declared, **environ)) == {}


@pytest.mark.parametrize("environ", [CHUNKED, EVENTLET, ENDED])
def test_length_of_no_body(environ: dict[str, Any]) -> None:
    """A body that was looked for and is none has no byte, for whoever asks next."""
    request = request_of(**environ)
    READ.has_body(request)

    assert (request.content_length, request.body) == (0, b"")


def test_no_body_where_nothing_tells() -> None:
    """A server that does not say that a body ends is asked for none: it could wait for ever."""
    request = request_of(b"the next request", "GET", CONTENT_LENGTH="")

    assert READ.default(request) == {}
    assert request.environ["wsgi.input"].taken == 0


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


@pytest.mark.parametrize("environ", [CHUNKED, ENDED])
def test_too_large_without_length(environ: dict[str, Any]) -> None:
    """A body without a length is read no further than one byte past the limit."""
    request = request_of(b"[" * 100, **environ)
    socket = request.environ["wsgi.input"]

    with pytest.raises(errors.RequestLimitExceeded):
        SMALL.default(request)

    assert socket.taken == 9


@pytest.mark.parametrize("environ", [{}, CHUNKED, ENDED])
def test_nothing_allowed(environ: dict[str, Any]) -> None:
    """Where no byte is allowed, a body is refused, and a request without one is not."""
    deserializer = JSONRequestDeserializer(Settings(max_json_body_size=0))

    assert deserializer.default(request_of(**environ)) == {}
    with pytest.raises(errors.RequestLimitExceeded):
        deserializer.default(request_of(b"1", **environ))


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


@pytest.mark.parametrize("environ", [CHUNKED, EVENTLET, ENDED])
def test_body_of_another_type_without_length(environ: dict[str, Any]) -> None:
    """Of one that has no length only the first byte has been taken, and can be read again."""
    request = request_of(b"<a/>", CONTENT_TYPE="text/xml", **environ)
    socket = request.environ["wsgi.input"]

    with pytest.raises(errors.InvalidContentType):
        READ.default(request)

    assert socket.taken == 1
    assert request.environ["wsgi.input"].read() == b"<a/>"


def test_type_in_query() -> None:
    """What is refused is the type that counts, that of the query."""
    request = request_of(b"[]", "GET", QUERY_STRING="ContentType=XML", CONTENT_TYPE="text/plain")

    with pytest.raises(errors.InvalidContentType, match="A body of type xml"):
        READ.default(request)


@pytest.mark.parametrize("coding", ["gzip", "identity, br", "x\x00"])
def test_encoded_body(coding: str) -> None:
    """A body that is compressed is a 415, unread, that says what is accepted (RFC 9110, section 8.4)."""
    request = request_of(b"\x1f\x8b", HTTP_CONTENT_ENCODING=coding)

    with pytest.raises(errors.InvalidContentEncoding) as refused:
        READ.default(request)

    assert (refused.value.status, refused.value.params["received"]) == (415, coding)
    assert refused.value.headers == (("Accept-Encoding", "identity"),)
    assert request.environ["wsgi.input"].taken == 0


@pytest.mark.parametrize("coding", ["", "identity", " Identity ,, identity"])
def test_body_as_it_is(coding: str) -> None:
    """The encoding that is none changes nothing."""
    assert READ.default(request_of(b"[1]", HTTP_CONTENT_ENCODING=coding)) == {"body": [1]}


def test_encoded_nothing() -> None:
    """Where there is no body its encoding doesn't matter."""
    assert READ.default(request_of(HTTP_CONTENT_ENCODING="gzip")) == {}


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
