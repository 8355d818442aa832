"""From an exception to a Fault whose texts are still lazy."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from i18n_wsgi.errors import (
    APIError,
    ErrorItem,
    code_of_name,
    is_code,
    is_error_status,
    is_of,
    undisguise,
)
from i18n_wsgi.faults.error_map import ErrorMap
from i18n_wsgi.faults.records import Fault
from i18n_wsgi.faults.texts import message_of, shown_text
from i18n_wsgi.messages import Message, as_text
from i18n_wsgi.statuses import status_text
from i18n_wsgi.twins import with_slot

_ITEM_LIMIT = 100


def describe(exc: BaseException, error_map: ErrorMap) -> Fault:
    """The fault of an exception. One that nobody declared is a 500 that tells nothing; a group is told
    by what it holds."""
    exc = undisguise(exc)
    declared = error_map.find(exc)
    if declared is None and is_timeout(exc):
        declared = 503
    # A callable may answer with another exception, which is looked up in turn; not without end.
    for _turn in range(10):
        if not callable(declared):
            break
        found = declared(exc)
        if isinstance(found, Fault):
            return found if is_error_status(found.status) else fault_of_status(500)
        if isinstance(found, BaseException):
            exc, declared = found, error_map.find(found)
        else:
            declared = found
    status = declared if isinstance(declared, int) and is_error_status(declared) else None
    if is_of(exc, APIError):
        own = exc.status if is_error_status(exc.status) else 500
        return _describe_api_error(exc, status or own)
    if status is None and is_of(exc, BaseExceptionGroup):
        return _describe_group(exc, error_map)
    return _describe_declared(exc, status or 500, error_map.class_of(exc) or type(exc))


@lru_cache(maxsize=256)
def fault_of_status(status: int) -> Fault:
    """What is told of an error of which only the status is known."""
    title, explanation = status_text(status)
    kind = title.title().replace(" ", "")
    return Fault(int(status), code_of_name(title), kind, title, explanation)


def name_of(cls: type) -> str:
    """A class's name as clients may see it. For what was raised in another process, oslo.messaging makes a
    subclass ``BookNotFound_Remote``."""
    return cls.__name__.removesuffix("_Remote")


def _describe_declared(exc: BaseException, status: int, cls: type[BaseException]) -> Fault:
    fault = fault_of_status(status)
    if status >= 500:
        return fault
    message = shown_text(message_of(exc))
    is_built_in = "builtins" in (type(exc).__module__, cls.__module__)
    if is_built_in and not isinstance(message, Message):
        message = None
    name = name_of(cls)
    return replace(fault, code=code_of_name(name), type=name, message=message)


def _describe_api_error(exc: APIError, status: int) -> Fault:
    fault = fault_of_status(status)
    is_safe = status < 500 if exc.safe is None else exc.safe
    code = exc.code
    if code is not type(exc).code and not is_code(code):  # the class's own was looked at
        code = code_of_name(name_of(type(exc)))
    if not is_safe:
        # A code that was made of the class's name would tell it.
        is_derived = code == code_of_name(name_of(type(exc)))
        return replace(fault, code=fault.code if is_derived else code, headers=exc.headers)
    # What `replace` would do, twice as fast.
    return Fault(
        status=fault.status,
        code=code,
        type=name_of(type(exc)),
        title=fault.title,
        explanation=fault.explanation,
        message=shown_text(exc.message),
        errors=_items_in(exc.errors),
        headers=exc.headers,
    )


def _items_in(errors: tuple[ErrorItem, ...]) -> tuple[ErrorItem, ...]:
    try:
        return tuple(map(_with_text, errors[:_ITEM_LIMIT]))
    # What an exception has by that name may be anything; its status survives.
    except Exception:
        return ()


def _with_text(item: ErrorItem) -> ErrorItem:
    text = shown_text(item.message) or ""
    return item if text is item.message else with_slot(item, "message", text)


def _describe_group(group: BaseExceptionGroup[BaseException], error_map: ErrorMap) -> Fault:
    """Of one status, if all that it holds have that; else a 500. Either with what clients may read."""
    faults = [describe(exc, error_map) for exc in _members_of(group, error_map)]
    if len(faults) == 1:
        return faults[0]
    statuses = {fault.status for fault in faults}
    is_uniform = len(statuses) == 1
    fault = fault_of_status(statuses.pop() if is_uniform else 500)
    message = as_text(group.message)
    return replace(
        fault,
        code=_common((each.code for each in faults), fault.code),
        type=_common((each.type for each in faults), fault.type),
        message=message if isinstance(message, Message) else None,
        errors=tuple(islice(_items_of(faults), _ITEM_LIMIT)),
        headers=tuple(_headers_of(faults)) if is_uniform else (),
    )


def _items_of(faults: Iterable[Fault]) -> Iterator[ErrorItem]:
    for fault in faults:
        if fault.errors:
            yield from fault.errors
        elif fault.message is not None:
            yield ErrorItem("", fault.code, fault.message)
        elif fault.status < 500:
            yield ErrorItem("", fault.code, fault.explanation)


def _headers_of(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """Each header as the first one has it."""
    found: list[tuple[str, str]] = []
    for fault in faults:
        known = {name.lower() for name, _value in found}
        found += [pair for pair in fault.headers if pair[0].lower() not in known]
    return found


def _common(values: Iterable[str], otherwise: str) -> str:
    """What all of them are."""
    different = set(values)
    return different.pop() if len(different) == 1 else otherwise


def _members_of(
    group: BaseExceptionGroup[BaseException], error_map: ErrorMap
) -> Iterator[BaseException]:
    """What a group and the groups in it hold; one whose class was declared counts as a whole."""
    found: list[BaseException] = list(reversed(_held_by(group)))
    while found:
        exc = found.pop()
        if is_of(exc, BaseExceptionGroup) and error_map.find(exc) is None:
            found += reversed(_held_by(exc))
        else:
            yield exc


def is_fault(exc: BaseException) -> bool:
    """Whether it is told to the client; KeyboardInterrupt, SystemExit and GreenletExit pass, alone or in a
    group."""
    found = [exc]
    while found:
        exc = found.pop()
        if is_of(exc, BaseExceptionGroup):
            found += _held_by(exc)
        elif not is_of(exc, Exception) and not is_timeout(exc):
            return False
    return True


def _held_by(group: BaseExceptionGroup[BaseException]) -> tuple[BaseException, ...]:
    """What a group really holds, past a property of that name, which may raise."""
    held: tuple[BaseException, ...] = BaseExceptionGroup.exceptions.__get__(group)
    return held


def is_timeout(exc: BaseException) -> bool:
    """Whether it is eventlet's time-out, which is no ``Exception``; loads eventlet for nobody."""
    timeouts = sys.modules.get("eventlet.timeout")
    return timeouts is not None and is_of(exc, timeouts.Timeout)
