"""From a route's action to a controller's method and back to a response."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import isroutine
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar

import webob
import webob.exc

from i18n_wsgi.calls import misfitted, parameter_names
from i18n_wsgi.errors import HTTPExceptionDisguise, InvalidArguments, InvalidRequest, PathNotFound
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.paths import shown_path
from i18n_wsgi.request import Request
from i18n_wsgi.response import close
from i18n_wsgi.returned_errors import is_plain_error
from i18n_wsgi.serializers import (
    JSONResponseSerializer,
    ResponseSerializer,
    TextXMLResponseSerializer,
    XMLResponseSerializer,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Resource:
    """A WSGI application out of a deserializer, a controller and a serializer.

    Each may have a method for the route's action (``index``, ``show``, ``create``, ...), or one named
    ``default`` for all others. The deserializer's answers a dict that becomes keyword arguments of
    the controller's, next to those of the route; the controller's answers a value that is
    serialized, an iterator of bytes that is streamed, or a response or other WSGI application. The
    serializer's fills in a ``webob.Response``; without one the client's Accept decides which of
    ``serializers`` writes the result.

    A method is a public function or method, or another callable that the class itself has (a
    ``functools.partialmethod``), but for the names in ``not_actions`` of the class, its helpers.

    Raises:
        PathNotFound: the controller has neither the action nor a default.
        InvalidArguments: the arguments don't fit the controller's signature. Python's own TypeError
            shows it, of the method, of what it decorates or of a base's method of that name; where a
            decorator raises another in its place, or a method that takes anything passes it on to one
            of another name, it is that code's bug, and 500.
        HTTPExceptionDisguise: one of the three raised or answered a webob error.
    """

    # In the server's order of preference; the first for a client that accepts none.
    serializers: Sequence[ResponseSerializer] = (
        JSONResponseSerializer(),
        XMLResponseSerializer(),
        TextXMLResponseSerializer(),
    )

    # What the three are given; a subclass may have one of its own.
    request_class: type[Request] = Request

    # Carries a webob error past webob's middlewares to the fault middleware, as ``Middleware`` has it.
    disguise: ClassVar[Callable[[webob.exc.WSGIHTTPException], Exception]] = HTTPExceptionDisguise

    def __init__(self, controller: Any, deserializer: Any, serializer: Any = None) -> None:
        self.controller = controller
        self.deserializer = deserializer
        self.serializer = serializer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            response = self._respond(self.request_class(environ))
        except webob.exc.WSGIHTTPException as exc:
            if exc.status_int >= 400:
                raise type(self).disguise(exc) from exc  # a function there is no method
            answer: WSGIApplication = exc
            return answer(environ, start_response)
        return response(environ, start_response)

    def _respond(self, request: Request) -> WSGIApplication:
        arguments = self.get_action_args(request.environ)
        action = arguments.pop("action", None) or "default"
        found = _method_for(self.controller, action)
        if found is None:
            raise PathNotFound(path=shown_path(request.environ))
        arguments |= self.dispatch(self.deserializer, action, request)
        try:
            result = self.dispatch(self.controller, action, request, **arguments)
        except TypeError as exc:
            name, method = found
            signature = misfitted(
                exc, method, (request,), arguments, owner=self.controller, attribute=name
            )
            if signature is None:
                raise
            names = parameter_names(signature, given_count=1)
            if names is None:
                raise InvalidArguments(InvalidRequest.message) from exc
            raise InvalidArguments(expected=", ".join(names) or "—") from exc
        return self._serialize(request, action, result)

    def _serialize(self, request: Request, action: str, result: Any) -> WSGIApplication:
        if is_plain_error(result):
            raise result
        if callable(result):
            application: WSGIApplication = result
            return application
        if isinstance(result, Iterator):
            return _Reply([("Content-Type", "application/octet-stream")], result)
        if self.serializer is not None:
            response: WSGIApplication = webob.Response(request=request)
            self.dispatch(self.serializer, action, response, result)
            return response
        accept = request.environ.get("HTTP_ACCEPT")
        chosen = best_match_format(accept, self.serializers) or self.serializers[0]
        body = chosen.encode(result)
        headers = [
            ("Content-Type", chosen.media_type),
            ("Content-Length", str(len(body))),
            ("Vary", "Accept"),
        ]
        return _Reply(headers, [body])

    def dispatch(
        self, obj: Any = None, action: str | None = None, /, *args: Any, **kwargs: Any
    ) -> Any:
        """What the object's method for an action answers, or its ``default`` method.

        Both are given by position, then variables of a route that have their names are passed on; or
        by name, as ``obj`` and ``action``.

        Raises:
            AttributeError: it has neither.
        """
        if action is None:
            action, obj = str(kwargs.pop("action")), kwargs.pop("obj", obj)
        found = _method_for(obj, action)
        if found is None:
            raise AttributeError(f"{type(obj).__name__} has neither {action!r} nor 'default'")
        return found[1](*args, **kwargs)

    def get_action_args(self, request_environment: WSGIEnvironment) -> dict[str, Any]:
        """What the route knows of the request, without the names that are the router's own."""
        _positional, named = request_environment.get("wsgiorg.routing_args") or ((), {})
        arguments = dict(named)
        arguments.pop("controller", None)
        arguments.pop("format", None)
        return arguments


class _Reply:
    """A response that needs nothing that webob has."""

    def __init__(self, headers: list[tuple[str, str]], body: Iterable[bytes]) -> None:
        self._headers = headers
        self._body = body

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", self._headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._body
        close(self._body)
        return []


def _method_for(obj: Any, action: str) -> tuple[str, Callable[..., Any]] | None:
    """An object's method for an action, with its name; None where it has none. An action may be the
    client's own word, as in a route ``/{action}``."""
    helpers = getattr(type(obj), "not_actions", ())
    for name in (action, "default"):
        if name.startswith("_") or name in helpers:
            continue
        method: Any = getattr(obj, name, None)
        if method is None:
            continue
        # Nearly all are bound methods, which is told soonest.
        if type(method) is MethodType or isroutine(method) or _is_callable_of(obj, name, method):
            return name, method
    return None


def _is_callable_of(obj: object, name: str, value: object) -> bool:
    return hasattr(type(obj), name) and callable(value) and not isinstance(value, type)
