"""From a path and a method to an application."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import pytest
import routes
import webob
from hypothesis import given, settings
from hypothesis import strategies as st
from routes.middleware import RoutesMiddleware

from i18n_wsgi import DefaultMethodController, Request, Resource, Router
from i18n_wsgi.errors import MethodNotAllowed, PathNotFound
from tests.conftest import call


def show_route(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [repr(environ["wsgiorg.routing_args"][1]["name"]).encode()]


def show_place(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [f"{environ['SCRIPT_NAME']} {environ['PATH_INFO']}".encode("latin-1")]


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


def routed_by(path: str, controller: object = show_place, **options: Any) -> Router:
    """A router with one route."""
    mapper = routes.Mapper()
    mapper.connect(path, controller=controller, **options)
    return Router(mapper)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["GET"], "GET, HEAD, OPTIONS"),
        (["POST", "OPTIONS"], "POST, OPTIONS"),
        (["REPORT", "PUT"], "PUT, REPORT, OPTIONS"),
        ("GET,PATCH", "GET, HEAD, PATCH, OPTIONS"),
        ("PUT, DELETE", "PUT, DELETE, OPTIONS"),
    ],
)
def test_allow(given: object, expected: str) -> None:
    """Allow names the methods of the path's routes, HEAD where there is GET, and OPTIONS."""
    with pytest.raises(MethodNotAllowed) as refused:
        call(routed_by("/", conditions={"method": given}), method="SPAM")

    assert refused.value.headers == (("Allow", expected),)


@pytest.mark.parametrize("method", ["GE", "T,P", ",", "E"])
def test_piece_of_method(method: str) -> None:
    """Where a route names its methods in one text, a piece of it is no method."""
    with pytest.raises(MethodNotAllowed):
        call(routed_by("/", conditions={"method": "GET,PUT"}), method=method)


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_server_options(router: Router, path: str) -> None:
    """`OPTIONS *` asks for the methods of the whole server (RFC 9110, section 9.3.7)."""
    response = call(router, path, method="OPTIONS", environ={"PATH_INFO": "*"})

    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, PUT, OPTIONS"


def test_any_method() -> None:
    """A route that names no method takes all."""
    assert call(routed_by("/"), method="SPAM").text == " /"


def test_no_routes() -> None:
    """A mapper without routes has no path."""
    with pytest.raises(PathNotFound):
        call(Router(routes.Mapper()))


@pytest.mark.parametrize("path", ["/books/index", "/named", "/none"])
def test_route_to_nothing(path: str) -> None:
    """A route that leads to no application is a 404; the client's own word is none."""
    mapper = routes.Mapper()
    mapper.connect("/{controller}/{action}")
    mapper.connect("/named", controller="books")
    mapper.connect("/none")

    with pytest.raises(PathNotFound):
        call(Router(mapper), path)


def test_mapper_that_debugs() -> None:
    """A mapper with `debug` set answers differently, and is understood."""
    router = routed_by("/")
    router.map.debug = True

    assert call(router).text == " /"


@pytest.mark.parametrize("path", ["/books", "/books/"])
def test_trailing_slash(path: str) -> None:
    """A trailing slash is a matter of the mapper, which may allow it."""
    assert call(routed_by("/books{slash:/?}"), path).text == f" {path}"


@pytest.mark.parametrize("path", ["/books/", "//books", "/books//", "/books%0A"])
def test_other_paths(path: str) -> None:
    """Another path is another path where the mapper does not say so."""
    with pytest.raises(PathNotFound):
        call(routed_by("/books"), path)


def test_minimized_route() -> None:
    """A minimized route may lack its last parts, which have defaults."""
    router = routed_by("/{name}/{page}", show_route, page="1", _minimize=True)

    assert call(router, "/books").text == "'books'"


def test_function_condition() -> None:
    """A route's condition may be a function; what it writes into the environ stays."""

    def admit(environ: dict[str, Any], match: dict[str, Any]) -> bool:
        environ["reader"] = "Genly Ai"
        return "HTTP_X_KEY" in environ

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["reader"].encode()]

    router = routed_by("/", application, conditions={"function": admit, "method": ["GET"]})

    assert call(router, headers={"X-Key": "1"}).text == "Genly Ai"
    with pytest.raises(PathNotFound):
        call(router, method="POST")


def test_sub_domain() -> None:
    """A route's condition may be a sub-domain."""
    router = routed_by("/", conditions={"sub_domain": ["api"]})
    router.map.sub_domains = True

    assert call(router, base_url="http://api.example.org").text == " /"
    with pytest.raises(PathNotFound):
        call(router, base_url="http://www.example.org")


def test_nothing_left_behind() -> None:
    """A request is gone when it has been answered: nothing that it left refers to itself."""

    class Environ(dict[str, Any]):
        """A dict that can be watched."""

    environ = Environ(Request.blank("/").environ)
    gone = weakref.ref(environ)

    routed_by("/")(environ, lambda *_: None)
    del environ

    assert gone() is None


def test_routes_middleware() -> None:
    """A resource can stand behind RoutesMiddleware instead of a router."""

    class Books:
        def show(self, req: Request, book: str) -> str:
            return book

    class Nothing:
        def default(self, req: Request) -> dict[str, object]:
            return {}

    mapper = routes.Mapper()
    mapper.connect("/books/{book}", controller="books", action="show")

    response = call(RoutesMiddleware(Resource(Books(), Nothing()), mapper), "/books/1")

    assert response.json == "1"


def test_default_methods() -> None:
    """The controller for other methods can be a resource, as routes name it."""

    class Nothing:
        def default(self, req: Request) -> dict[str, object]:
            return {}

    resource = Resource(DefaultMethodController(), Nothing())

    response = call(routed_by("/{id}", resource, action="options", allowed_methods="GET,PUT"), "/1")

    assert (response.status_code, response.headers["Allow"]) == (204, "GET,PUT")


@pytest.mark.parametrize("methods", ["GET, PUT", ["GET", "PUT"]])
def test_options_of_choice(methods: Any) -> None:
    """A service may give the methods as a text or a list."""
    response = DefaultMethodController().options(Request.blank("/"), methods)

    assert response.headers["Allow"] == "GET, PUT"


def test_method_controller() -> None:
    """A subclass chooses what answers methods that have no route."""

    class Silent(DefaultMethodController):
        def reject(self, req: webob.Request, *args: Any, **kwargs: Any) -> webob.Response:
            return webob.Response(status=404)

    class OwnRouter(Router):
        method_controller = Silent()

    mapper = routed_by("/", conditions={"method": ["GET"]}).map

    assert call(OwnRouter(mapper), method="PUT").status_code == 404


@given(st.binary(max_size=12))
@settings(deadline=None, max_examples=200)
def test_any_path(path: bytes) -> None:
    """Whatever bytes a path holds, it has a route or is a 404 whose text can be sent."""
    router = Router(routes.Mapper())

    with pytest.raises(PathNotFound) as refused:
        call(router, "/", environ={"PATH_INFO": "/" + path.decode("latin-1")})

    assert str(refused.value).encode()
