"""What the servers serve: a tiny 200, an answer that takes its time, and a 404 told by the fault middleware."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from i18n_wsgi import APIError, FaultMiddleware
from i18n_wsgi.sample.errors import BookNotFound

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BODY = b'{"book": 1}'


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """``/slow/0.3`` takes that many seconds; ``/read`` reads the body first; ``/missing`` is a 404."""
    path = environ["PATH_INFO"]
    if path.startswith("/slow/"):
        time.sleep(float(path.removeprefix("/slow/")))  # eventlet's where eventlet is
    elif path == "/read":
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    elif path == "/missing":
        error: APIError = BookNotFound(book=999)
        raise error
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY)))]
    start_response("200 OK", headers)
    return [_BODY]


application = FaultMiddleware(answer, domain="i18n_wsgi_sample", locale_dir="i18n_wsgi:locale")


def make_app(_conf: object) -> WSGIApplication:
    """What the paste file names."""
    # No other server of the comparison writes the log of a 404: they leave logging as Python has it.
    logging.getLogger("i18n_wsgi").setLevel(logging.WARNING)
    return application
