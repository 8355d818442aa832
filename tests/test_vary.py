"""What a response depends on besides its URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import webob
import webob.exc

from i18n_wsgi import FaultMiddleware, Request
from i18n_wsgi.vary import merged_vary, with_vary


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("Accept",), "Accept"),
        (("Origin, accept", "Accept", "Accept-Language"), "Origin, accept, Accept-Language"),
        (("Cookie,,  , COOKIE ",), "Cookie"),
        (("Cookie, *", "Accept"), "*"),
        (("", "Accept"), "Accept"),
        ((), ""),
    ],
)
def test_merged(fields: tuple[str, ...], expected: str) -> None:
    """Each name is there once, whatever its case; an asterisk stands for all (RFC 9110, section 12.5.5)."""
    assert merged_vary(*fields) == expected


def test_headers() -> None:
    """Of several fields one is left; other headers stay as they are."""
    headers = [("Vary", "Origin"), ("X-One", "1"), ("vary", "Cookie"), ("X-One", "2")]

    assert with_vary(headers, ["Accept"]) == [
        ("X-One", "1"),
        ("X-One", "2"),
        ("Vary", "Origin, Cookie, Accept"),
    ]


def answering_after(look: Callable[[Request], object], *vary: str) -> Any:
    """An application that answers after it has looked at the request."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        look(Request(environ))
        start_response("200 OK", [("Vary", value) for value in vary])
        return [b"a"]

    return FaultMiddleware(application)


@pytest.mark.parametrize(
    ("look", "vary", "expected"),
    [
        (lambda request: request.best_match_language(), (), ["Accept-Language"]),
        (lambda request: request.locale, (), ["Accept-Language"]),
        (lambda request: request.best_match_content_type(), (), ["Accept"]),
        (lambda request: request.best_match_language(), ("Origin",), ["Origin, Accept-Language"]),
        (lambda request: request.best_match_language(), ("*",), ["*"]),
        (
            lambda request: (request.best_match_content_type(), request.best_match_language()),
            ("cookie", "accept-language"),
            ["cookie, accept-language, Accept"],
        ),
        (lambda request: request.path, (), []),
        (lambda request: request.path, ("Origin", "Cookie"), ["Origin", "Cookie"]),
    ],
)
def test_success(
    look: Callable[[Request], object], vary: tuple[str, ...], expected: list[str]
) -> None:
    """A success that was negotiated says by what; another one is left alone."""
    response = webob.Request.blank("/").send(answering_after(look, *vary))

    assert response.headers.getall("Vary") == expected


def test_copied_environ() -> None:
    """A copy of the environ, as filters make them, is as good."""
    app = answering_after(lambda request: Request(dict(request.environ)).best_match_language())

    assert webob.Request.blank("/").send(app).headers["Vary"] == "Accept-Language"


def test_redirect() -> None:
    """A redirect that is raised says by what it was chosen, and keeps the CORS headers that were there."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*"), ("X-One", "1")])
        language = Request(environ).best_match_language()
        raise webob.exc.HTTPFound(location=f"/{language}/", headers=[("Vary", "Origin")])

    response = webob.Request.blank("/").send(FaultMiddleware(app))

    assert response.status_code == 302
    assert response.headers.getall("Vary") == ["Origin, Accept-Language"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-One" not in response.headers


def test_plain_redirect() -> None:
    """One that depends on nothing says nothing."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise webob.exc.HTTPFound(location="/elsewhere")

    assert "Vary" not in webob.Request.blank("/").send(FaultMiddleware(app)).headers
