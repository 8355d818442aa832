"""From a path to a controller's method and back."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import webob
import webob.exc

from i18n_wsgi import HTTPExceptionDisguise, Request, Resource
from tests.conftest import call


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

    def sort(self, req: Request, order: str, **named: object) -> str:
        return order

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


def test_own_request() -> None:
    """A subclass chooses which kind of request the controller is given."""

    class OwnRequest(Request):
        pass

    class OwnResource(Resource):
        request_class = OwnRequest

    class Controller:
        def show(self, req: Request) -> str:
            return type(req).__name__

    assert call(routed(OwnResource(Controller(), Arguments()), action="show")).json == "OwnRequest"


def test_no_routing() -> None:
    """Without a router around it a resource has the default action only."""
    assert call(Resource(Books(), Arguments())).json == "default"


def test_webob_error() -> None:
    """A webob error leaves a resource disguised, so that a webob middleware lets it pass."""
    with pytest.raises(HTTPExceptionDisguise) as raised:
        books("refuse")

    assert raised.value.exc is raised.value.__cause__


@pytest.mark.parametrize("chosen", [KeyError, lambda exc: KeyError(exc)])  # noqa: PLW0108  # a function
def test_disguise_of_choice(chosen: Callable[..., Exception]) -> None:
    """A host disguises webob errors in its own way, by a class or a function."""

    class Own(Resource):
        disguise = chosen

    with pytest.raises(KeyError):
        call(routed(Own(Books(), Arguments()), action="refuse"))


@pytest.mark.parametrize("role", ["deserializer", "serializer"])
def test_webob_error_of_others(role: str) -> None:
    """So does that of a deserializer or serializer."""

    class Refusing:
        def default(self, *args: object) -> None:
            raise webob.exc.HTTPNotAcceptable

    parts: dict[str, Any] = {"deserializer": Arguments(), "serializer": None, role: Refusing()}

    with pytest.raises(HTTPExceptionDisguise):
        call(routed(Resource(Books(), **parts), action="show"))


def test_answered_webob_error() -> None:
    """A webob error that is answered is as one that is raised."""
    with pytest.raises(HTTPExceptionDisguise):
        books("repeat", value=webob.exc.HTTPNotFound())


def test_answered_body() -> None:
    """One that has a body of its own is sent as it is."""
    response = books("repeat", value=webob.exc.HTTPNotFound(json_body={"own": 1}))

    assert (response.status_code, response.json) == (404, {"own": 1})


def test_redirect() -> None:
    """A redirect is no error but a response."""
    response = books("move")

    assert (response.status_code, response.headers["Location"]) == (
        302,
        "http://localhost/elsewhere",
    )


def test_response() -> None:
    """A controller's own response is sent as it is."""
    response = books("answer")

    assert (response.status_code, response.body) == (202, b"done")


def test_application() -> None:
    """A controller may answer any WSGI application."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("418 I'm a teapot", [])
        return [environ["PATH_INFO"].encode()]

    response = books("repeat", value=application)

    assert (response.status_code, response.body) == (418, b"/")


def test_stream() -> None:
    """An iterator is passed on as it is, to be read and closed by the server."""
    app = routed(Resource(Books(), Arguments()), action="repeat", value=(chunks := iter([b"1"])))

    assert app(Request.blank("/").environ, lambda *_: None) is chunks


def test_head_of_stream() -> None:
    """The stream that HEAD has no use for is closed."""
    closed = []

    def stream() -> Iterator[bytes]:
        try:
            yield b"1"
        finally:
            closed.append(True)

    chunks = stream()
    next(chunks)

    response = call(
        routed(Resource(Books(), Arguments()), action="repeat", value=chunks), method="HEAD"
    )

    assert (response.body, closed) == (b"", [True])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/xml", "application/xml"),
        ("text/xml, */*;q=0.1", "text/xml"),
        ("text/*", "text/xml"),
        ("application/xml;q=0.5, application/json;q=0.6", "application/json"),
        (
            "text/html",
            "application/json",
        ),  # neither: a result in another format is better than none
        ("application/json;q=0", "application/json"),
    ],
)
def test_format(accept: str | None, expected: str) -> None:
    """Without a serializer the client's Accept decides, and caches are told."""
    app = routed(Resource(Books(), Arguments()), action="repeat", value="é")

    response = call(app, headers={"Accept": accept} if accept else {})

    assert response.headers["Content-Type"] == expected
    assert response.headers["Vary"] == "Accept"
    assert "é" in response.body.decode()


def test_head() -> None:
    """HEAD gets the headers of GET without the body (RFC 9110, section 9.3.2)."""
    app = routed(Resource(Books(), Arguments()), action="repeat", value="1")

    response = call(app, method="HEAD")

    assert (response.headers["Content-Length"], response.body) == ("3", b"")


def test_none() -> None:
    """None is a result as any other."""
    assert books("repeat", value=None).body == b"null"


@pytest.mark.parametrize("value", [float("nan"), b"bytes", {"a": {1}}])
def test_not_serializable(value: object) -> None:
    """A result that can't be written is a bug."""
    with pytest.raises((TypeError, ValueError)):
        books("repeat", value=value)


def test_own_serializer() -> None:
    """A serializer's method for the action goes before its default one."""

    class Serializer:
        def show(self, response: webob.Response, result: object) -> None:
            response.text = f"shown: {result}"

    app = Resource(Books(), Arguments(), Serializer())

    assert call(routed(app, action="show", book="1")).text == "shown: {'book': '1'}"


def test_request_of_response() -> None:
    """A serializer finds the request in the response that it fills in."""

    class Serializer:
        def default(self, response: webob.Response, result: object) -> None:
            response.text = response.request.path

    app = Resource(Books(), Arguments(), Serializer())

    assert call(routed(app, action="show"), "/books/1").text == "/books/1"
