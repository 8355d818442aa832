"""From a path to a controller's method and back to a response."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import webob
import webob.exc

from i18n_wsgi.errors import (
    HTTPExceptionDisguise,
    InvalidArguments,
    MethodNotAllowed,
    PathNotFound,
)
from i18n_wsgi.request import Request

if TYPE_CHECKING:
    import routes
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Router:
    """Sends each request to the WSGI application that its route names as ``controller``.

    Args:
        mapper: a ``routes.Mapper``.
    """

    def __init__(self, mapper: routes.Mapper) -> None:
        self.map = mapper
        self._default = DefaultMethodController()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = _path_of(environ)
        match = None if path is None else self._match(path, environ)
        if match is None:
            return self._answer_unmatched(path, environ, start_response)
        environ["wsgiorg.routing_args"] = ((), match)
        application: WSGIApplication = match["controller"]
        return application(environ, start_response)

    def _match(self, path: str, environ: WSGIEnvironment) -> dict[str, Any] | None:
        # The `$` that ends a route's expression also matches before a last line feed.
        if path.endswith("\n"):
            return None
        match: dict[str, Any] | None = self.map.match(path, environ)
        return match

    def _answer_unmatched(
        self, path: str | None, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        allowed = [] if path is None else self._allowed_methods(path, environ)
        if not allowed:
            raise PathNotFound(path=path if path is not None else quote(_raw_path(environ)))
        request = Request(environ)
        names = ", ".join(allowed)
        if request.method == "OPTIONS":
            response: WSGIApplication = self._default.options(request, names)
        else:
            response = self._default.reject(request, names)
        return response(environ, start_response)

    def _allowed_methods(self, path: str, environ: WSGIEnvironment) -> list[str]:
        allowed = [
            method
            for method in _METHODS
            if self._match(path, {**environ, "REQUEST_METHOD": method}) is not None
        ]
        return [*allowed, "OPTIONS"] if allowed else []


class DefaultMethodController:
    """Answers OPTIONS, and the methods that a resource does not have."""

    def options(
        self, req: webob.Request, allowed_methods: str, *args: Any, **kwargs: Any
    ) -> webob.Response:
        """204 with ``Allow``, RFC 9110, section 9.3.7."""
        return webob.Response(status=204, headerlist=[("Allow", allowed_methods)])

    def reject(
        self, req: webob.Request, allowed_methods: str, *args: Any, **kwargs: Any
    ) -> webob.Response:
        """405 with ``Allow``, RFC 9110, section 15.5.6.

        Raises:
            MethodNotAllowed: always.
        """
        raise MethodNotAllowed(
            method=req.method,
            path=req.path_info,
            allowed=allowed_methods,
            headers={"Allow": allowed_methods},
        )


class Resource:
    """A WSGI application out of a deserializer, a controller and a serializer.

    Each may have a method for the route's action (``index``, ``show``, ``create``, ...), or one named
    ``default`` for all others. The deserializer's answers a dict that becomes keyword arguments of
    the controller's, next to those of the route; the controller's answers a value that is
    serialized, an iterator of bytes that is streamed, or a response.
    """

    def __init__(self, controller: Any, deserializer: Any, serializer: Any = None) -> None:
        self.controller = controller
        self.deserializer = deserializer
        self.serializer = serializer or JSONResponseSerializer()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._respond(request)
        except webob.exc.HTTPException as exc:
            # Disguised, or a webob middleware on its way out would send it as it is.
            raise HTTPExceptionDisguise(exc) from exc
        return response(environ, start_response)

    def _respond(self, request: Request) -> WSGIApplication:
        arguments = self.get_action_args(request.environ)
        action = arguments.pop("action", None) or "default"
        arguments |= self.dispatch(self.deserializer, action, request)
        result = self.dispatch(self.controller, action, request, **arguments)
        response: WSGIApplication = self._serialize(request, action, result)
        return response

    def _serialize(self, request: Request, action: str, result: Any) -> webob.Response:
        if isinstance(result, webob.Response):
            return result
        response = webob.Response(request=request)
        if isinstance(result, Iterator):
            response.content_type = "application/octet-stream"
            response.app_iter = result
        else:
            self.dispatch(self.serializer, action, response, result)
        return response

    # By position: a route may have a variable that is named `obj` or `action`.
    def dispatch(self, obj: Any, action: str, /, *args: Any, **kwargs: Any) -> Any:
        """What the object's method for an action answers, or its ``default`` method.

        Raises:
            InvalidArguments: the arguments don't fit the method's signature.
        """
        method = getattr(obj, action, None) or obj.default
        try:
            return method(*args, **kwargs)
        except TypeError as exc:
            # Raised by the call itself, not inside of the method: there is no frame of it.
            if exc.__traceback__ is not None and exc.__traceback__.tb_next is None:
                _check_arguments(method, args, kwargs)
            raise

    def get_action_args(self, request_environment: WSGIEnvironment) -> dict[str, Any]:
        """What the route knows of the request, without the names that are the router's own."""
        _positional, named = request_environment.get("wsgiorg.routing_args", ((), {}))
        return {
            name: value for name, value in named.items() if name not in ("controller", "format")
        }


def _check_arguments(method: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    signature = inspect.signature(method)
    try:
        signature.bind(*args, **kwargs)
    except TypeError as exc:
        expected = list(signature.parameters)[len(args) :]
        raise InvalidArguments(expected=", ".join(expected)) from exc


class JSONResponseSerializer:
    """Writes a controller's result as JSON."""

    def default(self, response: webob.Response, result: Any) -> None:
        """Fill in the response's body and Content-Type.

        Raises:
            TypeError: the result holds what JSON does not have.
            ValueError: it holds NaN or an infinity (RFC 8259, section 6), or itself.
        """
        response.content_type = "application/json"
        response.charset = None
        text = json.dumps(result, ensure_ascii=False, allow_nan=False)
        # Lone surrogates, which UTF-8 does not have, become the escapes that JSON has for them.
        response.body = text.encode("utf-8", "backslashreplace")


def _raw_path(environ: WSGIEnvironment) -> bytes:
    path: str = environ.get("PATH_INFO") or "/"
    return path.encode("latin-1")


def _path_of(environ: WSGIEnvironment) -> str | None:
    """The path as text; None when it is not UTF-8 (PEP 3333 hands it over as Latin-1)."""
    try:
        return _raw_path(environ).decode("utf-8")
    except UnicodeError:
        return None
