"""One log record per fault, in English, whatever language the client gets."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

from i18n_wsgi.faults import Fault
from i18n_wsgi.masking import LazyLogText

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ExcInfo: TypeAlias = (
    "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"
)

_LOG = logging.getLogger("i18n_wsgi")


def log_exception(
    err: BaseException,
    exc_info: ExcInfo,
    *,
    fault: Fault | None = None,
    environ: WSGIEnvironment | None = None,
    request_id: str = "",
) -> None:
    """Write one record: ERROR with the traceback from status 500 on, INFO below. Never raises.

    Args:
        err: the exception that was caught.
        exc_info: what ``sys.exc_info()`` answered.
        fault: what the client is told of it; without it, it counts as a 500.
        environ: the request.
        request_id: the request's identifier.
    """
    status = 500 if fault is None else fault.status
    request = environ or {}
    extra: dict[str, Any] = {
        "request_id": request_id,
        "status": status,
        "code": "" if fault is None else fault.code,
        "method": request.get("REQUEST_METHOD", ""),
        "path": f"{request.get('SCRIPT_NAME', '')}{request.get('PATH_INFO', '')}",
    }
    _LOG.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "%s %s answered %s: %s: %s [%s]",
        extra["method"],
        LazyLogText(extra["path"]),
        status,
        type(err).__name__,
        LazyLogText(err),
        request_id,
        exc_info=exc_info if status >= 500 else None,
        extra=extra,
    )
