"""The record of one error: from an exception to a Fault whose texts are still lazy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from i18n_wsgi.errors import (
    APIError,
    ErrorItem,
    check_status,
    code_of_name,
    is_error_status,
    undisguise,
)
from i18n_wsgi.messages import Message, as_text
from i18n_wsgi.placeholders import PlaceholderError, placeholders_of
from i18n_wsgi.statuses import status_text
from i18n_wsgi.twins import with_slot

if TYPE_CHECKING:
    from webob.exc import WSGIHTTPException


@dataclass(frozen=True, slots=True)
class Fault:
    """One error as it will be told, in no language yet.

    Attributes:
        status: the HTTP status.
        code: the stable, machine-readable code: ``book_not_found``.
        type: the class's name as clients may see it.
        title: what the status is called.
        explanation: what the status means.
        message: what happened this time; None when the client must not know.
        errors: the single things that are wrong, when there are several.
        headers: the exception's own response headers.
    """

    status: int
    code: str
    type: str
    title: str
    explanation: str
    message: str | None = None
    errors: tuple[ErrorItem, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedFault:
    """A fault in one language, with all that a format needs to render it.

    Attributes:
        source: the fault as described: the English texts and the raw parameters.
        language: the language tag of the body.
        direction: ``"ltr"`` or ``"rtl"``.
        languages: the tags of all languages that really occur in the texts, the body's first.
        labels: the words around the error on pages, by name.
        request_id: by which operators find the request in their log.
        traceback: the traceback, where the settings expose it.
    """

    source: Fault
    language: str
    direction: str
    languages: tuple[str, ...]
    title: str
    explanation: str
    message: str | None
    errors: tuple[ErrorItem, ...]
    labels: Mapping[str, str]
    request_id: str = ""
    traceback: str | None = None

    def items(self) -> list[dict[str, object]]:
        """The single errors as documents hold them, each with the raw parameters of its message."""
        return [
            {
                "pointer": shown.pointer,
                "code": shown.code,
                "detail": shown.message,
                "params": raw_params(item.message),
            }
            for shown, item in zip(self.errors, self.source.errors, strict=True)
        ]


Declaration: TypeAlias = "int | Callable[[BaseException], Fault | BaseException | int]"


class ErrorMap:
    """Which status an exception's class has, looked up along its inheritance line.

    A class is declared with a status, or with a callable that is given the exception and returns a
    status, the exception to tell in its place, or a whole Fault::

        ERRORS = ErrorMap({LookupFailed: 404, Locked: lambda exc: BookLocked(book=exc.key)})

    Below 500 clients read the exception's own text: its ``message``, else its first argument. Where a
    built-in class of Python was declared, or raised, they read it only if it is lazy: what a
    KeyError says was written for developers. The code is the name of the class that was declared.

    Raises:
        TypeError: a key is no class of exceptions.
        ValueError: a status is not one from 400 to 599.
    """

    def __init__(self, declared: Mapping[type[BaseException], Declaration] | None = None) -> None:
        self._declared = MappingProxyType(dict(declared or {}))
        for cls, declaration in self._declared.items():
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                raise TypeError(f"an ErrorMap declares classes of exceptions; {cls!r} is none")
            if not callable(declaration):
                check_status(declaration, f"the status of {cls.__name__}")

    def __or__(self, other: ErrorMap) -> ErrorMap:
        """Both maps in one; for a class that both declare, ``other`` decides."""
        return ErrorMap({**self._declared, **other._declared})

    def find(self, exc: BaseException) -> Declaration | None:
        """What the nearest declared class of an exception was declared with; None for none."""
        cls = self.class_of(exc)
        return None if cls is None else self._declared[cls]

    def class_of(self, exc: BaseException) -> type[BaseException] | None:
        """The nearest declared class of an exception; None for none.

        An APIError declares itself: classes above it, such as ``Exception``, have no say in it.
        """
        for cls in type(exc).__mro__:
            if cls in self._declared:
                return cls
            if cls is APIError:
                break
        return None


def describe(exc: BaseException, error_map: ErrorMap) -> Fault:
    """The fault of an exception. One that nobody declared is a 500 that tells nothing."""
    exc = undisguise(exc)
    declared = error_map.find(exc)
    if declared is None and is_timeout(exc):
        declared = 504
    # A callable may answer with another exception, which is looked up in turn; not without end.
    for _turn in range(10):
        if not callable(declared):
            break
        found = declared(exc)
        if isinstance(found, Fault):
            return found if is_error_status(found.status) else _fault_of_status(500)
        if isinstance(found, BaseException):
            exc, declared = found, error_map.find(found)
        else:
            declared = found
    status = declared if isinstance(declared, int) and is_error_status(declared) else None
    if isinstance(exc, APIError):
        own = exc.status if is_error_status(exc.status) else 500
        return _describe_api_error(exc, status or own)
    return _describe_declared(exc, status or 500, error_map.class_of(exc) or type(exc))


@lru_cache(maxsize=256)
def _fault_of_status(status: int) -> Fault:
    title, explanation = status_text(status)
    kind = title.title().replace(" ", "")
    return Fault(int(status), code_of_name(title), kind, title, explanation)


def _describe_declared(exc: BaseException, status: int, cls: type[BaseException]) -> Fault:
    fault = _fault_of_status(status)
    if status >= 500:
        return fault
    message = _as_text(message_of(exc))
    is_built_in = "builtins" in (type(exc).__module__, cls.__module__)
    if is_built_in and not isinstance(message, Message):
        message = None
    name = cls.__name__
    return replace(fault, code=code_of_name(name), type=name, message=message)


def _describe_api_error(exc: APIError, status: int) -> Fault:
    fault = _fault_of_status(status)
    is_safe = status < 500 if exc.safe is None else exc.safe
    if not is_safe:
        # A code that was made of the class's name would tell it.
        is_derived = exc.code == code_of_name(type(exc).__name__)
        return replace(fault, code=fault.code if is_derived else exc.code, headers=exc.headers)
    # What `replace` would do, twice as fast.
    return Fault(
        status=fault.status,
        code=exc.code,
        type=type(exc).__name__,
        title=fault.title,
        explanation=fault.explanation,
        message=_as_text(exc.message),
        errors=tuple(map(_with_text, exc.errors)),
        headers=exc.headers,
    )


def _with_text(item: ErrorItem) -> ErrorItem:
    text = _as_text(item.message) or ""
    return item if text is item.message else with_slot(item, "message", text)


def describe_webob(exc: WSGIHTTPException) -> Fault:
    """The fault of a webob error. Its own title, explanation and detail go before ours; from 500 on
    only what its class says, or what was marked for translation and so for the client's eyes."""
    stock = next(cls for cls in type(exc).__mro__ if cls.__module__ == "webob.exc")
    fault = _fault_of_status(exc.status_int)
    detail = _as_text(exc.detail)
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
    text = _as_text(getattr(exc, name))
    if exc.status_int >= 500 and not isinstance(text, Message):
        text = _as_text(getattr(type(exc), name))
    return None if text == getattr(stock, name) else text


def _as_text(value: object) -> str | None:
    """What was given as a text: lazy where it was; of another exception its text, as in
    ``raise BookNotFound(exc)``. None where it can't be made: clients read no placeholders."""
    text = as_text(value)
    if text is None and isinstance(value, BaseException):
        own = message_of(value)
        text = own if isinstance(own, Message) else None
    if text is None:
        return None if value is None else _shown(value)
    return None if _has_gaps(text) else text


def _shown(value: object) -> str | None:
    try:
        return str.__str__(str(value))
    # An object's own __str__ may raise anything; the error that is being told survives.
    except Exception:
        return None


def _has_gaps(text: str) -> bool:
    """Whether placeholders are left: a parameter was forgotten when the error was raised, or raises."""
    is_unfilled = isinstance(text, Message) and text in (text.msgid, text.plural)
    return is_unfilled and bool(_names_in(text))


def message_of(exc: BaseException) -> str | None:
    """An exception's own text, still lazy where it was: its ``message``, else its first argument."""
    for value in (getattr(exc, "message", None), *exc.args[:1]):
        if text := as_text(value):
            return text
    return None


def is_fault(exc: BaseException) -> bool:
    """Whether it is told to the client; KeyboardInterrupt, SystemExit and GreenletExit pass."""
    return isinstance(exc, Exception) or is_timeout(exc)


def is_timeout(exc: BaseException) -> bool:
    """Whether it is eventlet's time-out, which is no ``Exception``; loads eventlet for nobody."""
    timeouts = sys.modules.get("eventlet.timeout")
    return timeouts is not None and isinstance(exc, timeouts.Timeout)


def raw_params(message: str | None) -> dict[str, object]:
    """The raw parameters that a message names; empty for text that is not lazy."""
    if not isinstance(message, Message):
        return {}
    given = message.named_params
    names = _names_in(message.msgid, message.plural or "")
    return {name: given[name] for name in names if name in given}


def _names_in(*templates: str) -> list[str]:
    """The parameters that templates name, in order; none where their placeholders are malformed."""
    try:
        found = [spec for template in templates for spec in placeholders_of(template)]
    except PlaceholderError:
        return []
    return list(dict.fromkeys(spec.name for spec in found if spec.name is not None))
