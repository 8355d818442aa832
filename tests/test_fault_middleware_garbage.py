"""What a request leaves to the garbage collector: nothing."""

from __future__ import annotations

import gc
import logging
from typing import Any

import pytest
import webob.exc

from i18n_wsgi import APIError, FaultMiddleware
from tests.conftest import Application, Body, answering, raising
from tests.test_returned_errors import returning


class NotFound(APIError):
    status = 404


def writing(environ: Any, start_response: Any) -> Any:
    """An application that fails behind its first byte."""
    start_response("200 OK", [])(b"a")
    raise NotFound


@pytest.mark.parametrize(
    "app",
    [
        answering([b"a"]),
        answering(Body(b"a", b"b")),
        raising(NotFound()),
        raising(KeyError("x")),
        raising(ExceptionGroup("x", [NotFound(), KeyError()])),
        raising(webob.exc.HTTPFound(location="/")),
        returning("404 Not Found", []),
        returning("404 Not Found", Body()),
        writing,
        answering(Body(b"a", then=KeyError())),
    ],
)
def test_nothing_is_left(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    """No object is left in a cycle, whatever becomes of a request."""
    middleware = FaultMiddleware(app)
    caplog.set_level(logging.CRITICAL + 1)  # it keeps what it catches

    def ask() -> None:
        environ = {"REQUEST_METHOD": "GET", "wsgi.url_scheme": "http", "SERVER_NAME": "a"}
        try:
            body = middleware({**environ, "SERVER_PORT": "80"}, lambda *_: lambda _chunk: None)
            list(body)
        except (NotFound, KeyError):
            pass

    ask()
    gc.collect()
    gc.disable()
    try:
        for _turn in range(50):
            ask()
        left = gc.collect()
    finally:
        gc.enable()

    assert left < 50
