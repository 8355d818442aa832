"""What eventlet's server has to say: requests that were answered, and applications that failed."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING

import eventlet.wsgi

from i18n_wsgi.masking import log_text, masked_exception

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LOG = logging.getLogger(__name__)
_ACCESS = logging.getLogger("i18n_wsgi.access")

# The request that a green thread has in hand.
request_in_hand: ContextVar[WSGIEnvironment] = ContextVar("i18n_wsgi.serving.request")

# The environ key of what has been reported already, of a body that had begun.
_LATE_KEY = "i18n_wsgi.late"


class ServerLog:
    """Writes to two logs what eventlet's server writes to one."""

    def info(self, text: str) -> None:
        """A line of the access log, or the traceback of the exception in hand."""
        exc = sys.exception()
        if exc is None or not text.startswith("Traceback "):
            _ACCESS.info("%s", text)
        elif _has_gone(exc):
            _LOG.debug("A client has gone: %s", exc)
        elif _LATE_KEY not in (environ := request_in_hand.get({})):
            _LOG.error(
                "%s %s failed in the application",
                log_text(environ.get("REQUEST_METHOD")),
                log_text(environ.get("PATH_INFO")),
                exc_info=masked_exception(exc),
            )

    def debug(self, text: str) -> None:
        """What matters to eventlet only."""
        _LOG.debug("%s", log_text(text))

    error = debug  # of a body that nobody wanted


def _has_gone(exc: BaseException) -> bool:
    """Whether it was raised by sending, which eventlet's own code does, and not by the application."""
    step = exc.__traceback__.tb_next if exc.__traceback__ else None
    return step is not None and step.tb_frame.f_globals.get("__name__") == eventlet.wsgi.__name__
