"""From a path and a method to a WSGI application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import webob
from routes.util import URLGenerator

from i18n_wsgi.errors import MethodNotAllowed, PathNotFound
from i18n_wsgi.paths import path_of, shown_path
from i18n_wsgi.request import Request
from i18n_wsgi.response import close

if TYPE_CHECKING:
    import routes
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from routes.route import Route

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class DefaultMethodController:
    """Answers OPTIONS, and the methods that a resource does not have."""

    def options(
        self, req: webob.Request, allowed_methods: str | Iterable[str], *args: Any, **kwargs: Any
    ) -> webob.Response:
        """204 with ``Allow``, RFC 9110, section 9.3.7."""
        return webob.Response(status=204, headerlist=[("Allow", _as_list(allowed_methods))])

    def reject(
        self, req: webob.Request, allowed_methods: str | Iterable[str], *args: Any, **kwargs: Any
    ) -> webob.Response:
        """405 with ``Allow``, RFC 9110, section 15.5.6.

        Raises:
            MethodNotAllowed: always.
        """
        allowed = _as_list(allowed_methods)
        raise MethodNotAllowed(
            method=req.method,
            path=shown_path(req.environ),
            allowed=allowed,
            headers={"Allow": allowed},
        )


class Router:
    """Sends each request to the WSGI application that its route names as ``controller``.

    The route's variables are in ``environ["wsgiorg.routing_args"]``; of a variable ``path_info`` the
    application makes its own path. A route for GET answers HEAD too.

    Args:
        mapper: a ``routes.Mapper``.

    Raises:
        PathNotFound: no route has the path, or the one that has it leads to no application.
        MethodNotAllowed: the path has routes, none for the method.
    """

    # Answers for the methods that a path has no route for; a subclass may have one of its own.
    method_controller: DefaultMethodController = DefaultMethodController()

    def __init__(self, mapper: routes.Mapper) -> None:
        self.map = mapper

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        found = self._match_head(environ) if is_head else self._match(environ)
        if found is None:
            return self._answer_unmatched(environ, start_response)
        body = self._hand_over(*found, environ, start_response)
        return _discard(body) if is_head and not _takes(found[1], "HEAD") else body

    def _match_head(self, environ: WSGIEnvironment) -> tuple[dict[str, Any], Route] | None:
        """The first route for HEAD or GET (RFC 9110, section 9.3.2)."""
        found = self._match(environ)
        environ["REQUEST_METHOD"] = "GET"
        try:
            for_get = self._match(environ)
        finally:
            environ["REQUEST_METHOD"] = "HEAD"
        matches = [match for match in (found, for_get) if match is not None]
        return min(matches, key=lambda match: self.map.matchlist.index(match[1]), default=None)

    def _match(self, environ: WSGIEnvironment) -> tuple[dict[str, Any], Route] | None:
        path = path_of(environ)
        # The `$` that ends a route's expression also matches before a last line feed.
        if path is None or path.endswith("\n"):
            return None
        found = self.map.routematch(path, environ)
        if not found or not found[1]:
            return None
        match, route = found[:2]  # a mapper that debugs adds a log
        leads_on = route.redirect or callable(match.get("controller"))
        return (match, route) if leads_on and _takes(route, environ["REQUEST_METHOD"]) else None

    def _hand_over(
        self,
        match: dict[str, Any],
        route: Route,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        # No `routes.url` as RoutesMiddleware has it: it holds the environ, which would hold it.
        environ["wsgiorg.routing_args"] = ((), match)
        environ["routes.route"] = route
        if route.redirect:
            location = URLGenerator(self.map, environ)(f"_redirect_{id(route)}", **match)
            return _redirect(route.redirect_status, location, start_response)
        if "path_info" in match:
            _move_mount_point(environ, match["path_info"] or "")
        application: WSGIApplication = match["controller"]
        return application(environ, start_response)

    def _answer_unmatched(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        allowed = self._allowed_methods(environ)
        if not allowed:
            raise PathNotFound(path=shown_path(environ))
        request = Request(environ)
        controller = self.method_controller
        answer = controller.options if request.method == "OPTIONS" else controller.reject
        response: WSGIApplication = answer(request, ", ".join(allowed))
        return response(environ, start_response)

    def _allowed_methods(self, environ: WSGIEnvironment) -> list[str]:
        known = dict.fromkeys(_METHODS)
        for route in self.map.matchlist:
            known.update(dict.fromkeys(_methods_of(route)))
        # The server as a whole (RFC 9110, section 9.3.7).
        if environ["REQUEST_METHOD"] == "OPTIONS" and environ.get("PATH_INFO") == "*":
            allowed = [name for name in known if any(_takes(it, name) for it in self.map.matchlist)]
        else:
            allowed = [name for name in known if self._match({**environ, "REQUEST_METHOD": name})]
        if "GET" in allowed and "HEAD" not in allowed:
            allowed.insert(allowed.index("GET") + 1, "HEAD")
        return [*(name for name in allowed if name != "OPTIONS"), "OPTIONS"] if allowed else []


def _as_list(methods: str | Iterable[str]) -> str:
    """Methods as a header lists them."""
    return methods if isinstance(methods, str) else ", ".join(methods)


def _methods_of(route: Route) -> Sequence[str]:
    """The methods that a route names; none where it takes any."""
    methods = (route.conditions or {}).get("method", ())
    # In a text the mapper finds each piece: "GET" has "GE".
    return re.split(r"[,\s]+", methods) if isinstance(methods, str) else methods


def _takes(route: Route, method: str) -> bool:
    methods = _methods_of(route)
    return not methods or method in methods


def _move_mount_point(environ: WSGIEnvironment, rest: str) -> None:
    """Leave the application the rest of the path, as if it were mounted where that begins."""
    path = environ.get("PATH_INFO", "")
    rest = rest.encode().decode("latin-1")
    mount_point = path.removesuffix(rest).removesuffix("/")
    if rest and not rest.startswith("/"):
        rest = f"/{rest}"
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + mount_point
    environ["PATH_INFO"] = rest or path[len(mount_point) :]


def _redirect(status: str, location: str, start_response: StartResponse) -> Iterable[bytes]:
    # With two slashes in front, from a path's variable, it would lead to another host.
    if location.startswith("//"):
        location = "/" + location.lstrip("/")
    headers = [("Location", location), ("Content-Type", "text/plain"), ("Content-Length", "0")]
    start_response(status, headers)
    return []


def _discard(body: Iterable[bytes]) -> Iterable[bytes]:
    """No body in place of one. An application may begin its response as late as with the first chunk."""
    try:
        next(iter(body), None)
    finally:
        close(body)
    return []
