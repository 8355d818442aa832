"""What is told of a webob error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from i18n_wsgi.faults.describing import fault_of_status
from i18n_wsgi.faults.records import Fault
from i18n_wsgi.faults.texts import shown_text
from i18n_wsgi.messages import Message

if TYPE_CHECKING:
    from webob.exc import WSGIHTTPException


def describe_webob(exc: WSGIHTTPException) -> Fault:
    """The fault of a webob error. Its own title, explanation and detail go before ours; from 500 on
    only what its class says, or what was marked for translation and so for the client's eyes."""
    stock = next(cls for cls in type(exc).__mro__ if cls.__module__ == "webob.exc")
    fault = fault_of_status(exc.status_int)
    detail = shown_text(exc.detail)
    is_safe = fault.status < 500 or isinstance(detail, Message)
    return replace(
        fault,
        type=(type(exc) if is_safe else stock).__name__,
        title=_own_text(exc, stock, "title") or fault.title,
        explanation=_own_text(exc, stock, "explanation") or fault.explanation,
        message=detail if is_safe and detail else None,
        headers=tuple(exc.headers.items()),
    )


def _own_text(exc: WSGIHTTPException, stock: type[WSGIHTTPException], name: str) -> str | None:
    text = shown_text(getattr(exc, name))
    if exc.status_int >= 500 and not isinstance(text, Message):
        text = shown_text(getattr(type(exc), name))
    return None if text == getattr(stock, name) else text
