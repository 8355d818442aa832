"""Middleware: the base class, and the printer for debugging."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import webob
import webob.exc

from i18n_wsgi import Debug, FaultMiddleware, HTTPExceptionDisguise, Middleware, Request
from i18n_wsgi.errors import PathNotFound
from tests.conftest import Body, answering, call, raising


class OwnDisguise(Exception):
    """What another fault middleware takes off."""


def test_passes() -> None:
    """By itself a middleware changes nothing."""
    response = call(Middleware(answering([b"a", b"b"], ("X-One", "1"))))

    assert (response.headers["X-One"], response.body) == ("1", b"ab")


def test_request_class() -> None:
    """A middleware is handed our request and hands on its environ, changes included."""

    class Marking(Middleware):
        def process_request(self, request: Request) -> None:
            request.environ["seen"] = request.best_match_language()

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["seen"].encode()]

    assert call(Marking(application), headers={"Accept-Language": "ja"}).text == "ja"


def test_answered_early() -> None:
    """A response to the request ends it there."""

    class Refusing(Middleware):
        def process_request(self, request: Request) -> webob.Response:
            return webob.Response(status=204)

        def process_response(self, response: webob.Response) -> webob.Response:
            raise AssertionError("not for one's own response")

    assert call(Refusing(raising(AssertionError()))).status_code == 204


def test_response_replaced() -> None:
    """A response may be replaced on its way out."""

    class Replacing(Middleware):
        def process_response(self, response: webob.Response) -> webob.Response:
            return webob.Response(body=response.body[::-1])

    assert call(Replacing(answering([b"a", b"b"]))).body == b"ba"


def test_response_changed() -> None:
    """A response that was changed on its way needs not be answered."""

    class Changing(Middleware):
        def process_response(self, response: webob.Response) -> None:
            response.headers["X-One"] = "1"

    response = call(Changing(answering([b"a"])))

    assert (response.headers["X-One"], response.body) == ("1", b"a")


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.parametrize(
    "exc", [PathNotFound(path="/"), HTTPExceptionDisguise(KeyError()), KeyError()]
)
def test_errors_pass(wrap: type[Middleware], exc: Exception) -> None:
    """An error passes through unchanged, for the fault middleware to tell."""
    with pytest.raises(type(exc)) as raised:
        call(wrap(raising(exc)))

    assert raised.value is exc


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_closes(wrap: type[Middleware], method: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A body is closed even when no chunk of it was asked for (PEP 3333)."""
    body = Body(b"a", b"b")

    wrapped = wrap(answering(body))(Request.blank("/", method=method).environ, lambda *_: None)
    wrapped.close()

    assert body.close_count == 1


def refuse(response: webob.Response) -> None:
    raise webob.exc.HTTPConflict


def rewrite(response: webob.Response) -> None:
    response.body = b"new"


@pytest.mark.parametrize(
    "process",
    [
        rewrite,
        refuse,
        lambda _response: 1 / 0,
        lambda _response: webob.Response(b"new"),
        lambda _response: webob.exc.HTTPConflict(),
        lambda _response: webob.exc.HTTPFound(location="/elsewhere"),
        lambda _response: "new",
        lambda _response: answering([b"new"]),
        lambda response: webob.Response(response.body),
        lambda response: webob.Response(app_iter=map(bytes.upper, response.app_iter)),
        lambda response: webob.Response(app_iter=Body(b"new")),
    ],
)
def test_closes_what_is_not_sent(process: Callable[[webob.Response], Any]) -> None:
    """The application's body is closed once, whatever a middleware puts in its place (PEP 3333)."""

    class Processing(Middleware):
        def process_response(self, response: webob.Response) -> Any:
            return process(response)

    body = Body(b"a", b"b")

    with suppress(HTTPExceptionDisguise, ZeroDivisionError):
        call(Processing(answering(body)))

    assert body.close_count == 1


def test_stream_in_a_stream() -> None:
    """A body that is made of the application's one is whole."""

    class Loud(Middleware):
        def process_response(self, response: webob.Response) -> webob.Response:
            return webob.Response(app_iter=map(bytes.upper, response.app_iter))

    assert call(Loud(answering(Body(b"a", b"b")))).body == b"AB"


def test_same_body() -> None:
    """A body that is left alone stays the very object that a server knows, its length told."""

    class Marking(Middleware):
        def process_response(self, response: webob.Response) -> None:
            response.headers["X-One"] = "1"

    sent: list[Any] = []
    body = Body(b"ab")
    app = Marking(answering(body, ("Content-Length", "2")))

    assert app(Request.blank("/").environ, lambda *begun: sent.append(begun)) is body
    assert ("Content-Length", "2") in sent[0][1]


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.usefixtures("capsys")
def test_disguises(wrap: type[Middleware]) -> None:
    """A webob error is disguised, or webob would send it as it is."""
    error = webob.exc.HTTPConflict()

    with pytest.raises(HTTPExceptionDisguise) as raised:
        call(wrap(raising(error)))

    assert raised.value.exc is error


@pytest.mark.parametrize("method", ["process_request", "process_response"])
def test_webob_errors_are_told(method: str) -> None:
    """A webob error that a middleware raises is told by the fault middleware."""

    def refuse(self: Middleware, passing: object) -> None:
        raise webob.exc.HTTPUnauthorized(headers=[("WWW-Authenticate", "Basic")])

    refusing = type("Refusing", (Middleware,), {method: refuse})
    response = call(FaultMiddleware(refusing(answering([b""]))), headers={"Accept-Language": "fr"})

    assert (response.status_int, response.content_language) == (401, ("fr",))
    assert response.headers["WWW-Authenticate"] == "Basic"


@pytest.mark.parametrize("chosen", [OwnDisguise, lambda exc: OwnDisguise(exc)])  # noqa: PLW0108  # a function
def test_disguise_of_choice(chosen: Callable[..., Exception]) -> None:
    """A host disguises webob errors in its own way, by a class or a function."""

    class Own(Middleware):
        disguise = chosen

    with pytest.raises(OwnDisguise):
        call(Own(raising(webob.exc.HTTPConflict())))


def test_redirect_is_an_answer() -> None:
    """A redirect that is raised is no error."""

    class Redirecting(Middleware):
        def process_request(self, request: Request) -> None:
            raise webob.exc.HTTPFound(location="/elsewhere")

    assert call(Redirecting(answering([]))).status_int == 302


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.usefixtures("capsys")
def test_streams_that_fail_early(wrap: type[Middleware]) -> None:
    """A stream that fails before its first chunk is a whole error response behind a middleware too."""
    assert (
        call(FaultMiddleware(wrap(answering(Body(then=PathNotFound(path="/")))))).status_int == 404
    )


def test_write() -> None:
    """What an application sends by way of write() is a part of the body (PEP 3333)."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])(b"written, ")
        return [b"returned"]

    assert call(Middleware(application)).body == b"written, returned"
