"""From a path to a controller's method and back."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import pytest
import routes
import webob
import webob.exc
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi import DefaultMethodController, HTTPExceptionDisguise, Request, Resource, Router
from i18n_wsgi.errors import InvalidArguments, MethodNotAllowed, PathNotFound
from tests.conftest import call


def show_route(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [repr(environ["wsgiorg.routing_args"][1]["name"]).encode()]


@pytest.fixture
def router() -> Router:
    mapper = routes.Mapper()
    for path, methods in [
        ("/books/{name}", ["GET", "HEAD"]),
        ("/books/{name}", ["PUT"]),
        ("/étagères/{name}", ["GET", "OPTIONS"]),
    ]:
        mapper.connect(path, controller=show_route, conditions={"method": methods})
    return Router(mapper)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/books/1", "1"),
        ("/%C3%A9tag%C3%A8res/%E2%9C%93", "✓"),
        ("/books/%00", "\x00"),
        ("/books/a%0D%0Ab", "a\r\nb"),
    ],
)
def test_route(router: Router, path: str, name: str) -> None:
    """A request goes to its route's application, with the path's variables as text."""
    assert call(router, path).text == repr(name)


@pytest.mark.parametrize("method", ["GET", "DELETE", "OPTIONS", "SPAM"])
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("", "/"),
        ("/books", "/books"),
        ("/books/1/x", "/books/1/x"),
        ("/books/%FF", "/books/%FF"),  # not UTF-8, so no route has it
        ("/%80%0A", "/%80%0A"),
    ],
)
def test_no_route(router: Router, method: str, path: str, shown: str) -> None:
    """A path that no route has is a 404, whatever the method."""
    with pytest.raises(PathNotFound) as refused:
        call(router, path, method=method)

    assert refused.value.params == {"path": shown}


@pytest.mark.parametrize("method", ["POST", "DELETE", "get", "SPAM", "\r\n"])
def test_no_method(router: Router, method: str) -> None:
    """A method that none of the path's routes has is a 405 with Allow (RFC 9110, 15.5.6)."""
    with pytest.raises(MethodNotAllowed) as refused:
        call(router, "/books/1", method=method)

    assert refused.value.headers == (("Allow", "GET, HEAD, PUT, OPTIONS"),)


def test_options(router: Router) -> None:
    """OPTIONS of a path that has no route for it is a 204 with Allow (RFC 9110, section 9.3.7)."""
    response = call(router, "/books/1", method="OPTIONS")

    assert response.status_code == 204
    assert response.headerlist == [("Allow", "GET, HEAD, PUT, OPTIONS")]


def test_own_options(router: Router) -> None:
    """A route for OPTIONS goes before our answer."""
    assert call(router, "/%C3%A9tag%C3%A8res/x", method="OPTIONS").text == "'x'"


def test_default_methods() -> None:
    """The controller for other methods can be a resource, as routes name it."""
    app = Resource(DefaultMethodController(), Arguments())

    response = call(routed(app, action="options", allowed_methods="GET,PUT", id="1"))

    assert response.headers["Allow"] == "GET,PUT"


class Arguments:
    """A deserializer that gives the same arguments every time."""

    def __init__(self, **arguments: object) -> None:
        self._arguments = arguments

    def default(self, request: Request) -> dict[str, object]:
        return dict(self._arguments)


def with_reader(method: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that adds an argument."""

    @functools.wraps(method)
    def call_with_reader(controller: Books, req: Request) -> Any:
        return method(controller, req, reader=1)

    return call_with_reader


class Books:
    title = "an attribute, no action"

    def show(self, req: Request, **named: object) -> dict[str, object]:
        return named

    def find(self, req: Request, book: str, copy: int = 0) -> list[object]:
        return [book, copy]

    def fail(self, req: Request, **named: object) -> None:
        self.find(req)  # type: ignore[call-arg]  # the bug that is looked for

    def count(self, req: Request) -> int:
        return len(5)  # type: ignore[arg-type]  # another one

    @with_reader
    def lend(self, req: Request, reader: int) -> int:
        return len(reader)  # type: ignore[arg-type]  # and one behind a decorator

    def refuse(self, req: Request) -> None:
        raise webob.exc.HTTPConflict("in use")

    def move(self, req: Request) -> None:
        raise webob.exc.HTTPFound(location="/elsewhere")

    def answer(self, req: Request) -> webob.Response:
        return webob.Response(b"done", status=202)

    def repeat(self, req: Request, value: object) -> object:
        return value

    def default(self, req: Request, **named: object) -> str:
        return "default"


def routed(app: Resource, **route: object) -> Callable[..., Any]:
    """The resource behind a route with these variables."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "wsgiorg.routing_args": ((), route)}, start_response)

    return application


def books(action: str | None, *, arguments: Arguments | None = None, **route: object) -> Any:
    app = Resource(Books(), arguments or Arguments())
    return call(routed(app, action=action, **route))


ODD_NAMES = {"obj": "1", "args": "2", "kwargs": "3", "method": "4"}


def test_arguments() -> None:
    """The controller gets what the route and the deserializer give, under any names."""
    response = books("show", arguments=Arguments(body=None, action="x"), **ODD_NAMES)

    assert response.json == {**ODD_NAMES, "body": None, "action": "x"}


def test_names_of_the_router() -> None:
    """What only the router needs is kept from the controller."""
    assert books("show", controller="c", format="f").json == {}


@pytest.mark.parametrize("action", ["unknown", None, ""])
def test_default_action(action: str | None) -> None:
    """An action without a method goes to the method `default`."""
    assert books(action, book="1").json == "default"


def test_no_routing() -> None:
    """Without a router around it a resource has the default action only."""
    assert call(Resource(Books(), Arguments())).json == "default"


@pytest.mark.parametrize("route", [{}, {"book": "1", "shelf": "2"}, {"book": "1", "req": "2"}])
def test_arguments_that_do_not_fit(route: dict[str, object]) -> None:
    """Arguments other than those of the controller's signature are a 400 that names its own."""
    with pytest.raises(InvalidArguments) as refused:
        books("find", **route)

    assert refused.value.params == {"expected": "book, copy"}


@pytest.mark.parametrize("action", ["fail", "count", "lend"])
def test_bug_in_controller(action: str) -> None:
    """A TypeError from the inside of a controller is a bug, not a bad request."""
    with pytest.raises(TypeError):
        books(action)


def test_no_such_method() -> None:
    """An object that has neither the action nor a default is a bug of the service."""
    with pytest.raises(AttributeError, match="default"):
        call(routed(Resource(object(), Arguments()), action="show"))


@pytest.mark.parametrize("action", ["refuse", "move"])
def test_webob_error(action: str) -> None:
    """A webob error leaves a resource disguised, so that a webob middleware lets it pass."""
    with pytest.raises(HTTPExceptionDisguise) as raised:
        books(action)

    assert raised.value.exc is raised.value.__cause__


def test_response() -> None:
    """A controller's own response is sent as it is."""
    response = books("answer")

    assert (response.status_code, response.body) == (202, b"done")


def test_stream() -> None:
    """An iterator is passed on as it is, to be read and closed by the server."""
    app = routed(Resource(Books(), Arguments()), action="repeat", value=(chunks := iter([b"1"])))

    assert app(Request.blank("/").environ, lambda *_: None) is chunks


@pytest.mark.parametrize("value", [None, [], "é", {"a": [1, 1.5, True]}, "\ud800 & \U0001f4da"])
def test_json(value: object) -> None:
    """A result is written as JSON in UTF-8; lone surrogates, which it lacks, are escaped."""
    response = books("repeat", value=value)

    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.body.decode("utf-8")) == value


@pytest.mark.parametrize("value", [float("nan"), [float("-inf")], b"bytes", {"a": {1}}])
def test_not_json(value: object) -> None:
    """A result that JSON can't hold is a bug; nothing that only looks like JSON is sent (RFC 8259)."""
    with pytest.raises((TypeError, ValueError)):
        books("repeat", value=value)


def test_own_serializer() -> None:
    """A serializer's method for the action goes before its default one."""

    class Serializer:
        def show(self, response: webob.Response, result: object) -> None:
            response.text = f"shown: {result}"

    app = Resource(Books(), Arguments(), Serializer())

    assert call(routed(app, action="show", book="1")).text == "shown: {'book': '1'}"


@given(st.binary(max_size=12))
@settings(deadline=None, max_examples=200)
def test_any_path(path: bytes) -> None:
    """Whatever bytes a path holds, it has a route or is a 404 whose text can be sent."""
    router = Router(routes.Mapper())

    with pytest.raises(PathNotFound) as refused:
        call(router, "/", environ={"PATH_INFO": "/" + path.decode("latin-1")})

    assert str(refused.value).encode()
