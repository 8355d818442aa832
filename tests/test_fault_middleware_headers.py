"""The headers of an error, and its answer to HEAD."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi import APIError, FaultMiddleware
from tests.conftest import call, raising


class NotFound(APIError):
    status = 404


class Unspeakable:
    def __str__(self) -> str:
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Retry-After", 30, ["30"]),
        ("X-One", "a\r\nSet-Cookie: b=c", ["a Set-Cookie: b=c"]),
        ("X-One", "\x00é\x7fł\ud800", [" é ??"]),
        ("X-One", Unspeakable(), ["<Unspeakable that can't be shown>"]),
        *[(name, "x", []) for name in ("", "X One", "X-One:", "X\r\nSet-Cookie", "Ł", "\ud800")],
        # Hop-by-hop headers are the server's (RFC 9110, section 7.6.1; PEP 3333).
        *[(name, "x", []) for name in ("Connection", "transfer-encoding", "Upgrade")],
        # These would be untrue of our body.
        *[(name, "x", []) for name in ("content-type", "Content-encoding", "status")],
        ("vary", "Cookie", []),
    ],
)
def test_own_headers(name: str, value: Any, expected: list[str]) -> None:
    """An exception's own headers are sent, made safe; none that can't be, or that is not its own."""
    app = FaultMiddleware(raising(NotFound(headers={name: value})))

    response = call(app)

    assert [shown for key, shown in response.headerlist if key == name] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Cookie", "Cookie, Accept, Accept-Language"),
        ("Accept", "Accept, Accept-Language"),
        ("X\r\nSet-Cookie: a=b", "X Set-Cookie: a=b, Accept, Accept-Language"),
        (5, "5, Accept, Accept-Language"),
    ],
)
def test_vary(value: Any, expected: str) -> None:
    """What the exception varies by is added to what we do (RFC 9110, section 12.5.5)."""
    app = FaultMiddleware(raising(NotFound(headers=[("vary", value)])))

    assert call(app).headers.getall("Vary") == [expected]


GENERATED = r"req-[0-9a-f-]{36}"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, GENERATED),
        ({"HTTP_X_REQUEST_ID": "my.request_1"}, "my.request_1"),
        *[({"HTTP_X_REQUEST_ID": odd}, GENERATED) for odd in ("", "a b", "a\n", "é", "x" * 129)],
        ({"HTTP_X_REQUEST_ID": "mine", "openstack.request_id": "req-7"}, "req-7"),
        ({"openstack.request_id": b"req-7"}, GENERATED),
        ({"openstack.request_id": "req\r\n"}, GENERATED),
        ({"openstack.request_id": Unspeakable()}, GENERATED),
    ],
)
def test_request_id(environ: dict[str, Any], expected: str) -> None:
    """The request's id is the one at hand if it can be trusted; header and body agree on it."""
    response = call(FaultMiddleware(raising(KeyError())), environ=environ)

    assert re.fullmatch(expected, response.headers["X-Request-Id"])
    assert response.json["request_id"] == response.headers["X-Request-Id"]
    openstack = response.headers["X-Request-Id"] if "openstack.request_id" in environ else None
    assert response.headers.get("X-Openstack-Request-Id") == openstack


def test_head() -> None:
    """HEAD gets the headers of GET and no body (RFC 9110, section 9.3.2)."""
    app = FaultMiddleware(raising(NotFound()))
    got, head = (
        call(app, method=method, headers={"X-Request-Id": "1"}) for method in ("GET", "HEAD")
    )

    assert (head.headerlist, head.body) == (got.headerlist, b"")


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=9)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4))
@settings(deadline=None, max_examples=100)
def test_any_header(pairs: list[tuple[str, str]]) -> None:
    """Whatever an exception's headers hold, what is sent is one line of Latin-1 each (PEP 3333)."""
    response = call(FaultMiddleware(raising(NotFound(headers=pairs))))

    for name, value in response.headerlist:
        assert re.fullmatch(rb"[!-9;-~]+", name.encode("ascii"))
        assert not re.search(rb"[\x00-\x1f\x7f]", value.encode("latin-1"))


def test_own_cache_control() -> None:
    """An exception that says how it may be cached is not contradicted."""

    class Busy(APIError):
        status = 503

    response = call(FaultMiddleware(raising(Busy(headers={"Cache-Control": "max-age=60"}))))

    assert response.headers.getall("Cache-Control") == ["max-age=60"]


def test_cors() -> None:
    """The CORS headers of the response that an error takes the place of stay; its other headers go."""

    def app(environ: Any, start_response: Any) -> Any:
        cors = [("Access-Control-Allow-Origin", "https://a.example"), ("Vary", "Origin")]
        start_response("200 OK", [*cors, ("ETag", '"x"'), ("X-One", "1")])
        raise NotFound

    response = call(FaultMiddleware(app))

    assert response.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert response.headers["Vary"] == "Origin, Accept, Accept-Language"
    assert not {"ETag", "X-One"} & set(response.headers)


def test_own_cors() -> None:
    """An exception's own CORS headers go before those of the response that it takes the place of."""

    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*")])
        raise NotFound(headers={"access-control-allow-origin": "https://a.example"})

    response = call(FaultMiddleware(app))

    assert response.headers.getall("Access-Control-Allow-Origin") == ["https://a.example"]


def test_headers_that_are_none() -> None:
    """Headers that an application started its response with may be anything."""

    def app(environ: Any, start_response: Any) -> Any:
        start_response(
            "200 OK", [("Access-Control-A\n", "x"), (5, 5), ("Access-Control-B", "a\nb")]
        )
        raise NotFound

    response = call(FaultMiddleware(app))

    assert response.status_code == 404
    assert response.headers["Access-Control-B"] == "a b"


@pytest.mark.parametrize("headers", [5, None, "x", [5], [("a",)], {"X-One": Unspeakable()}])
def test_impossible_headers(headers: Any) -> None:
    """Headers of an exception that are none cost themselves, not the response."""
    exc = NotFound()
    exc.headers = headers

    assert call(FaultMiddleware(raising(exc))).status_code == 404


def test_headers_as_a_mapping() -> None:
    """A mapping will do as headers."""
    exc = NotFound()
    exc.headers = {"Retry-After": 5}  # type: ignore[assignment]  # that is the point

    assert call(FaultMiddleware(raising(exc))).headers["Retry-After"] == "5"
