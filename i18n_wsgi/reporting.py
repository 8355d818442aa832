"""One log record per fault, in English, whatever language the client gets."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault
from i18n_wsgi.masking import log_text, masked_exception

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ExcInfo: TypeAlias = (
    "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"
)

_LOG = logging.getLogger("i18n_wsgi")
# What needs no masking, which takes its time: a word, and a path of words that are too short for a secret.
_HARMLESS = re.compile(r"[A-Za-z0-9_-]{0,64}|(?:/[A-Za-z0-9_-]{0,16}){1,8}")
_ITEM_LIMIT = 5
_TEXT = "%s %s %s: %s [%s]"


def log_exception(
    err: BaseException,
    exc_info: ExcInfo,
    *,
    fault: Fault | None = None,
    environ: WSGIEnvironment | None = None,
    request_id: str = "",
    is_cut: bool = False,
    again: bool = False,
    by_client: bool = False,
    client_error_level: int | None = logging.INFO,
) -> None:
    """Write one record: ERROR with the traceback from status 500 on, INFO below. Never raises.

    Args:
        err: the exception that was caught.
        exc_info: what ``sys.exc_info()`` answered.
        fault: what the client is told of it; without it, it counts as a 500.
        environ: the request.
        request_id: the request's identifier.
        is_cut: whether the response had begun, so that all that is left is to cut it off. That is
            an ERROR whatever the status would have been.
        again: whether it came up while another one was told, so that the client's status is that one's.
        by_client: whether it is the client's doing, whatever the status: an unknown version of HTTP (505),
            a body that breaks off.
        client_error_level: the level below 500, and of what is the client's doing; None for no record.
    """
    status = 500 if fault is None else fault.status
    is_error = (status >= 500 or is_cut) and not by_client
    level = logging.ERROR if is_error else client_error_level
    if level is None or not _LOG.isEnabledFor(level):
        return
    request = environ or {}
    try:
        # These go where no formatter of ours is asked: they are masked at once, and plain text.
        extra = {
            "request_id": _plain(request_id),
            "status": status,
            "code": "" if fault is None else _plain(fault.code),
            "method": _plain(request.get("REQUEST_METHOD", "")),
            "path": _plain(_path_of(request)),
        }
        outcome = "was cut off" if is_cut else "failed again" if again else f"answered {status}"
        line = _ExceptionLine(err, with_cause=not is_error, items=fault.errors if fault else ())
        args = (extra["method"], extra["path"], outcome, line, extra["request_id"])
        shown = _masked(err, exc_info) if is_error else None
        # What `_LOG.log` would do, but for looking through the stack for its caller.
        record = _LOG.makeRecord(
            _LOG.name, level, __file__, 0, _TEXT, args, shown, "log_exception", extra
        )
        _LOG.handle(record)
    # A filter, a handler or a record factory may raise anything; the response survives.
    except Exception as failure:
        if logging.raiseExceptions:
            traceback.print_exception(masked_exception(failure))


def _masked(err: BaseException, exc_info: ExcInfo) -> ExcInfo:
    shown = masked_exception(err)
    # Outside of an `except` there is no current exception; then it is told as it stands.
    return type(err), shown, (exc_info and exc_info[2]) or shown.__traceback__


def _plain(value: object) -> str:
    return value if type(value) is str and _HARMLESS.fullmatch(value) else log_text(value)


class _ExceptionLine:
    """An exception in a line, by its class and text, and what it says is wrong one by one; with its cause,
    where no traceback tells that."""

    __slots__ = ("_exc", "_items", "_with_cause")

    def __init__(self, exc: BaseException, *, with_cause: bool, items: Sequence[ErrorItem]) -> None:
        self._exc = exc
        self._with_cause = with_cause
        self._items = items

    def __str__(self) -> str:
        shown = masked_exception(self._exc)
        told = f"{type(shown).__name__}: {shown}"
        first = self._items[:_ITEM_LIMIT]
        items = [log_text(f"{item.pointer} {item.code}: {item.message}") for item in first]
        if len(self._items) > _ITEM_LIMIT:
            items.append(f"{len(self._items) - _ITEM_LIMIT} more")
        if items:
            told += f" ({'; '.join(items)})"
        cause = shown.__cause__ if self._with_cause else None
        return told if cause is None else f"{told} (caused by {type(cause).__name__}: {cause})"

    __repr__ = __str__  # for collectors that show a record's arguments


def _path_of(environ: WSGIEnvironment) -> str:
    """The path as the client meant it (PEP 3333 hands UTF-8 over as Latin-1)."""
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    return path.encode("latin-1", "replace").decode("utf-8", "backslashreplace")
