"""Errors that an application answers instead of raising them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import pytest
import webob
import webob.dec
import webob.exc

from i18n_wsgi import Debug, FaultMiddleware, Message, Middleware
from tests.conftest import Application, Body, answering, call

HTML = "text/html"


def returning(status: str, body: Any, *headers: tuple[str, str]) -> Application:
    """An application that answers this very response."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, list(headers))
        answer: Iterable[bytes] = body
        return answer

    return application


def ask(app: Application, **headers: str) -> webob.Response:
    return call(FaultMiddleware(app), headers={"Accept-Language": "fr", **headers})


@pytest.mark.parametrize(
    "body",
    [[], [b""], (), Body(), Body(b"", b"")],
    ids=["list", "blank", "tuple", "stream", "blanks"],
)
def test_empty(body: Any) -> None:
    """An error without a body is told as if it had been raised."""
    response = ask(returning("404 Not Found", body, ("Content-Type", "text/html")))

    assert response.status == "404 Not Found"
    assert response.json["title"] == "Introuvable"
    assert response.headers["Content-Language"] == "fr"
    assert getattr(body, "close_count", 1) == 1


@pytest.mark.parametrize("accept", [HTML, "application/json", "text/plain", ""])
@pytest.mark.parametrize("code", [400, 401, 404, 405, 406, 409, 411, 412, 429, 500, 503, 511])
def test_page_of_webob(code: int, accept: str) -> None:
    """So is one with the page that webob makes of it, whatever kind of page that is."""
    response = ask(webob.exc.status_map[code](), Accept=accept)

    assert response.status_code == code
    assert response.headers["Content-Language"] == "fr"


@pytest.mark.parametrize("accept", [HTML, "application/json", "text/plain"])
def test_detail(accept: str) -> None:
    """What the application gave webob to say is kept."""
    app = webob.exc.HTTPNotFound("<No> “book” & shelf.")

    response = ask(app, Accept=f"{accept}, application/problem+json;q=0.1")
    told = call(FaultMiddleware(app), headers={"Accept": accept}).text

    assert response.status_code == 404
    assert ("“book” &amp; shelf" if accept == HTML else "“book” & shelf.") in told


def test_detail_of_a_bug() -> None:
    """From 500 on it was written for developers."""
    response = ask(webob.exc.HTTPInternalServerError("password"), Accept="text/plain")

    assert "password" not in response.text


@pytest.mark.parametrize(
    "app",
    [
        returning("404 Not Found", [b"{}"], ("Content-Type", "application/json")),
        returning("404 Not Found", [b"404 Not Found\n\n"], ("Content-Type", "text/plain")),
        returning("404 Not Found", [b"\xff"], ("Content-Type", "text/html")),
        returning("404 Not Found", [b'{"message": 5}'], ("Content-Type", "application/json")),
        returning("404 Not Found", [b'["404"]'], ("Content-Type", "application/json")),
        returning("404 Not Found", [b"x" * 20_000]),
        returning("404 Gone fishing", [b"gone"]),
        returning("499 Closed", [b"closed"]),
        returning("200 OK", []),
        returning("304 Not Modified", []),
        returning("302 Found", [], ("Location", "/")),
        webob.Response(status=404, json_body={"error": "own"}),
        webob.exc.HTTPNotFound(json_body={"error": "own"}),
        webob.exc.HTTPNotFound("x", body_template="Own ${detail}"),
    ],
)
def test_untouched(app: Application) -> None:
    """A body of the application's own, and what is no error, is sent as it is."""
    expected = call(app)

    response = call(FaultMiddleware(app))

    assert (response.status, response.headerlist, response.body) == (
        expected.status,
        expected.headerlist,
        expected.body,
    )


@pytest.mark.parametrize("chunks", [[b"own"], [b"", b"own", b" page"]])
def test_untouched_stream(chunks: list[bytes]) -> None:
    """The same holds for a body that is streamed."""
    response = ask(returning("503 Service Unavailable", Body(*chunks)))

    assert response.body == b"".join(chunks)


@pytest.mark.parametrize(
    ("headers", "is_told"),
    [
        ([], True),
        ([("Content-Length", "0"), ("Content-Type", "text/html")], True),
        ([("Content-Type", "application/json")], False),
        ([("Content-Length", "17")], False),
    ],
)
def test_head(headers: list[tuple[str, str]], is_told: bool) -> None:
    """To HEAD, an error is told unless its headers describe a body of the application's own."""
    app = FaultMiddleware(returning("404 Not Found", [], *headers))

    response = call(app, method="HEAD")

    assert ("X-Request-Id" in response.headers, response.body) == (is_told, b"")


def test_headers() -> None:
    """Headers that don't describe the body that is replaced stay."""
    headers = [
        ("Allow", "GET"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Access-Control-Allow-Origin", "*"),
        ("ETag", '"x"'),
        ("Content-Disposition", "attachment"),
    ]

    response = ask(returning("405 Method Not Allowed", [], *headers))

    kept = [pair for pair in response.headerlist if pair in headers]
    assert kept == headers[:4]


def test_unregistered_status() -> None:
    """A status that no one has registered is told by its class."""
    response = ask(returning("499 Client Closed Request", []))

    assert (response.status_code, response.json["code"]) == (499, 499)


def test_lazy_detail_of_a_response() -> None:
    """A detail that webob has put into its page is in the language of the source code, and said to be."""

    @webob.dec.wsgify  # type: ignore[untyped-decorator]  # webob has no types
    def app(request: webob.Request) -> webob.Response:
        return webob.exc.HTTPNotFound(Message("Not Found"))

    response = ask(app)

    assert response.json["error"]["message"] == "Not Found"
    assert response.headers["Content-Language"] == "fr, en"


def test_log(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged once, as one that is raised."""
    caplog.set_level(logging.INFO, logger="i18n_wsgi")

    ask(returning("503 Service Unavailable", []))

    told = [record for record in caplog.records if record.name == "i18n_wsgi"]
    assert [(record.levelno, record.status) for record in told] == [(logging.ERROR, 503)]


@pytest.mark.parametrize("step", ["process_request", "process_response"])
def test_answer_of_a_middleware(step: str) -> None:
    """A webob error that a middleware answers is told as if it had been raised, lazy texts and all."""

    class Refusing(Middleware):
        pass

    setattr(Refusing, step, lambda self, _: webob.exc.HTTPForbidden(Message("Not Found")))
    app = FaultMiddleware(Refusing(answering([b"a"])))

    response = call(app, headers={"Accept-Language": "fr"})

    assert response.json["error"]["message"] == "Introuvable"
    assert response.headers["Content-Language"] == "fr"


@pytest.mark.parametrize("step", ["process_request", "process_response"])
def test_own_body_of_a_middleware(step: str) -> None:
    """One that has a body of its own is sent as it is."""

    class Refusing(Middleware):
        pass

    setattr(Refusing, step, lambda self, _: webob.exc.HTTPForbidden(json_body={"own": 1}))

    response = call(FaultMiddleware(Refusing(answering([b"a"]))))

    assert (response.status_code, response.json) == (403, {"own": 1})


@pytest.mark.parametrize("app", [webob.exc.HTTPNotFound("gone"), returning("404 Not Found", [])])
def test_behind_the_printer(app: Application, capsys: pytest.CaptureFixture[str]) -> None:
    """A filter that looks at each chunk, such as ``Debug``, changes nothing."""
    response = ask(Debug(app))

    assert response.json["title"] == "Introuvable"


def test_own_body_behind_the_printer(capsys: pytest.CaptureFixture[str]) -> None:
    """A body of the application's own is sent whole behind one, too."""
    app = returning("404 Not Found", [b"own ", b"", b"page"], ("Content-Length", "8"))

    assert ask(Debug(app)).body == b"own page"


def test_not_stored() -> None:
    """What said of a 500 that it may be stored goes with its page."""
    headers = [("Cache-Control", "public, max-age=3600"), ("Expires", "tomorrow")]

    response = ask(returning("500 Internal Server Error", [], *headers))

    assert response.headers.getall("Cache-Control") == ["no-store"]
    assert "Expires" not in response.headers


def test_stored() -> None:
    """A 404 may be stored if the application says so."""
    response = ask(returning("404 Not Found", [], ("Cache-Control", "max-age=60")))

    assert response.headers["Cache-Control"] == "max-age=60"
