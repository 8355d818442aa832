"""What eventlet's server has to say: requests that were answered, and applications that failed."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

import eventlet.wsgi

from i18n_wsgi.errors import UnreadableBody, is_of
from i18n_wsgi.masking import LazyLogText, log_text, masked_exception

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LOG = logging.getLogger(__name__)
_ACCESS = logging.getLogger("i18n_wsgi.access")

# The request that a green thread has in hand.
request_in_hand: ContextVar[WSGIEnvironment] = ContextVar("i18n_wsgi.serving.request")

# The environ key that tells that a failure has been reported.
_LATE_KEY = "i18n_wsgi.late"


class Failed(Exception):
    """What eventlet is told of an application's failure, which has been reported."""


class ServerLog:
    """Writes to two logs what eventlet's server writes to one."""

    def info(self, text: str) -> None:
        """A line of the access log, or the traceback of the exception in hand."""
        exc = sys.exception()
        if exc is None or not text.startswith("Traceback "):
            _ACCESS.info("%s", text)
        elif _has_gone(exc):
            _LOG.debug("A client has gone: %s", exc)
        elif type(exc) is not Failed:
            report_failure(exc, request_in_hand.get({}))

    def debug(self, text: str) -> None:
        """What matters to eventlet only."""
        _LOG.debug("%s", log_text(text))

    error = debug  # of a body that nobody wanted


def report_failure(exc: BaseException, environ: WSGIEnvironment) -> None:
    """Log what a request's application has failed with; of one request once."""
    if _LATE_KEY in environ:
        return
    environ[_LATE_KEY] = True
    asked = [log_text(environ.get(name)) for name in ("REQUEST_METHOD", "PATH_INFO")]
    with suppress(Exception):  # a filter or a handler may raise anything; the server goes on
        if is_of(exc, UnreadableBody):
            _LOG.info("%s %s was cut off: %s", *asked, LazyLogText(exc))
        else:
            shown = masked_exception(exc)
            _LOG.error("%s %s failed in the application", *asked, exc_info=shown)


def _has_gone(exc: BaseException) -> bool:
    """Whether it was raised by sending, which eventlet's own code does, and not by the application."""
    step = exc.__traceback__.tb_next if exc.__traceback__ else None
    is_of_socket = isinstance(exc, OSError | ValueError)
    return (
        is_of_socket
        and step is not None
        and step.tb_frame.f_globals.get("__name__") == eventlet.wsgi.__name__
    )
