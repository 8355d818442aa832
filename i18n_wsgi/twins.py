"""Twins: other objects of the same class, equal but for what is asked to differ.

Nothing here is written to but what was made here. A class's own ``__new__``, ``__init__``, ``__setattr__``
and properties are passed by: they may want other arguments, and may forbid writing.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MemberDescriptorType
from typing import Any, TypeVar

ExceptionT = TypeVar("ExceptionT", bound=BaseException)
ValueT = TypeVar("ValueT")

CONTAINERS = (list, tuple, dict, set, frozenset, deque)

_args = vars(BaseException)["args"]
# Where an exception came from.
_origin = [vars(BaseException)[name] for name in ("__traceback__", "__cause__", "__context__")]
# Which is set when a cause is.
_suppress_context = vars(BaseException)["__suppress_context__"]
# What a group is made of, which can't be written later.
_group = [vars(BaseExceptionGroup)[name] for name in ("message", "exceptions")]
# The one built-in attribute that is no member; it raises until it is set.
_written = vars(OSError)["characters_written"]


def args_of(exc: BaseException) -> tuple[Any, ...]:
    """An exception's ``args``, whatever its class makes of that name."""
    args: tuple[Any, ...] = _args.__get__(exc)
    return args


def hollow_twin(exc: ExceptionT, slots: Mapping[Any, Any]) -> ExceptionT:
    """An exception of the same class with nothing in it yet but, in a group, its message and members."""
    state = [slots[slot] for slot in _group] if isinstance(exc, BaseExceptionGroup) else ()
    return _hollow(exc, *state)


def fill_twin(
    twin: ExceptionT,
    exc: ExceptionT,
    args: tuple[Any, ...],
    attributes: Mapping[str, Any],
    slots: Mapping[Any, Any],
) -> None:
    """Make a hollow twin like its exception: with these texts, and the same traceback, cause, context.

    Raises:
        AttributeError: the class keeps something that nobody can write.
    """
    own = vars(twin)
    own.update(attributes)
    # Lists are copied, webob's headers among them: work on the twin must not touch the original.
    for name, value in attributes.items():
        if type(value) is list:
            own[name] = value.copy()
    if "_headerlist" in own:  # webob's view of it would still write to the original's
        own["_headers"] = None
    _fill_slots(twin, slots)
    _args.__set__(twin, args)
    for descriptor in _origin:
        if (value := descriptor.__get__(exc)) is not None:  # as it is in a new exception
            descriptor.__set__(twin, value)
    _suppress_context.__set__(twin, _suppress_context.__get__(exc))


def with_slot(value: ValueT, name: str, told: object) -> ValueT:
    """The twin of a value that is no exception, with something else in one of its slots."""
    twin = _hollow(value)
    if hasattr(value, "__dict__"):
        vars(twin).update(vars(value))
    _fill_slots(
        twin, {slot: told if slot.__name__ == name else own for slot, own in slots_of(value)}
    )
    return twin


def with_items(container: ValueT, items: Iterable[Any]) -> ValueT:
    """A container of the same class with other items, which for a dict are pairs; itself where its class
    can't be rebuilt."""
    try:
        return _rebuilt(container, items)  # type: ignore[no-any-return]  # it is of the same class
    # A class of one's own may refuse anything.
    except Exception:
        return container


def _rebuilt(container: Any, items: Iterable[Any]) -> Any:
    kind: Any = next(kind for kind in CONTAINERS if isinstance(container, kind))
    if kind is tuple:
        return tuple.__new__(type(container), items)
    if kind is frozenset:
        return type(container)(items)
    twin = copy.copy(container)
    if twin is container:
        raise TypeError("it has no copy")
    if kind is dict:
        dict.update(twin, items)
        return twin
    kind.clear(twin)
    (set.update if kind is set else kind.extend)(twin, items)
    return twin


def slots_of(value: object) -> Iterator[tuple[Any, Any]]:
    """What an object keeps elsewhere than in its ``__dict__``: in ``__slots__`` and built-in
    attributes, those that are filled."""
    cls: type = type(value)
    for slot in _slots_of(cls):
        try:
            yield slot, slot.__get__(value)
        except AttributeError:
            continue


def _fill_slots(twin: object, slots: Mapping[Any, Any]) -> None:
    new = dict(slots_of(twin)) if slots else {}
    for slot, value in slots.items():
        # What is None already is not set: an OSError would show a file name that was set to None.
        if new.get(slot, new) is not value and slot not in _group:
            slot.__set__(twin, value.copy() if type(value) is list else value)


def _hollow(value: ValueT, *state: object) -> ValueT:
    cls: type = type(value)
    twin: ValueT = _maker_of(cls).__new__(cls, *state)
    return twin


@lru_cache(maxsize=256)
def _maker_of(cls: type) -> Any:  # Any: only `object` has no `__base__`
    """The nearest class whose ``__new__`` is written in C."""
    while getattr(vars(cls).get("__new__"), "__self__", None) is not cls:
        cls = cls.__base__ or object
    return cls


@lru_cache(maxsize=256)
def _slots_of(cls: type) -> tuple[Any, ...]:
    members = [member for base in cls.__mro__ for member in vars(base).copy().values()]
    return tuple(
        member
        for member in members
        if (isinstance(member, MemberDescriptorType) and member is not _suppress_context)
        or member is _written
    )
