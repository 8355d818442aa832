"""Middleware that looks at requests and responses: the base class, and a printer for debugging."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import webob
import webob.dec

from i18n_wsgi.masking import LazyLogText
from i18n_wsgi.request import Request
from i18n_wsgi.response import close

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from oslo_config import cfg


class Middleware:
    """Calls the next application; override one of the two methods, or ``__call__``."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def process_request(self, request: Request) -> webob.Response | None:
        """Called on each request. A response ends it here; None passes it on."""
        return None

    def process_response(self, response: webob.Response) -> webob.Response:
        """Called on each response, which may be changed or replaced."""
        return response

    @webob.dec.wsgify(RequestClass=Request)  # type: ignore[untyped-decorator]  # webob has no types
    def __call__(self, request: Request) -> webob.Response:
        response = self.process_request(request)
        if response is not None:
            return response
        return self.process_response(request.get_response(self.application))


class Debug(Middleware):
    """Prints each request and response that passes, for use while developing."""

    @webob.dec.wsgify(RequestClass=Request)  # type: ignore[untyped-decorator]  # webob has no types
    def __call__(self, request: Request) -> webob.Response:
        _print_table("REQUEST ENVIRON", request.environ.items())
        response = request.get_response(self.application)
        _print_table("RESPONSE HEADERS", response.headers.items())
        body, length = response.app_iter, response.content_length
        response.app_iter = _ClosingBody(self.print_generator(body), body)
        response.content_length = length  # webob forgets it with the old body
        return response

    @staticmethod
    def print_generator(app_iter: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks of a body unchanged, each printed when it passes."""
        print("*" * 40, "BODY", file=sys.stdout)
        for part in app_iter:
            print(LazyLogText(part.decode("utf-8", "backslashreplace")), file=sys.stdout)
            sys.stdout.flush()
            yield part
        print(file=sys.stdout)


class _ClosingBody:
    """The chunks of a body on their way through a generator, which can't close it when it was never
    started; PEP 3333 asks for ``close()`` in any case."""

    def __init__(self, chunks: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        close(self._body)


def _print_table(heading: str, rows: Iterable[tuple[str, Any]]) -> None:
    print("*" * 40, heading, file=sys.stdout)
    for name, value in rows:
        # Name and value together, so that masking knows a password by its name.
        print(LazyLogText(f"{name} = {value!r}"), file=sys.stdout)
    print(file=sys.stdout)


def debug_filter(app: WSGIApplication, conf: cfg.ConfigOpts, **local_conf: str) -> Debug:
    """``Debug`` as a paste.deploy filter: ``i18n_wsgi.filter_factory = i18n_wsgi:debug_filter``."""
    return Debug(app)
