"""Twins of exceptions: other objects of the same class, equal but for what is asked to differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MemberDescriptorType
from typing import Any, TypeVar

ExceptionT = TypeVar("ExceptionT", bound=BaseException)

_set = BaseException.__setattr__


def make_twin(
    exc: ExceptionT,
    args: tuple[Any, ...],
    state: tuple[Any, ...],
    attributes: Mapping[str, Any],
    slots: Mapping[MemberDescriptorType, Any],
) -> ExceptionT:
    """The twin of an exception, with its traceback, cause, context and notes.

    Args:
        exc: the exception. It is not written to.
        args: the twin's ``args``.
        state: what its built-in class is made of.
        attributes: those that differ.
        slots: those that differ.
    """
    # The class's own `__new__`, `__init__` and `__setattr__` are passed by: they may want other
    # arguments than those in `args`, and may forbid writing.
    cls: type = type(exc)
    twin: ExceptionT = _built_in(cls).__new__(cls, *state)
    own = vars(twin)
    own.update(vars(exc))
    # Lists are copied, webob's headers among them: work on the twin must not touch the original.
    for name, value in own.items():
        if type(value) is list:
            own[name] = value.copy()
    own.update(attributes)
    if "_headerlist" in own:  # webob's view of it would still write to the original's
        own["_headers"] = None
    for slot, value in slots_of(exc):
        try:
            slot.__set__(twin, slots.get(slot, value))
        except AttributeError:  # it is read-only, and filled by `__new__`
            continue
    _set(twin, "args", args)
    # A new exception has none of these.
    if exc.__cause__ is not None:
        _set(twin, "__cause__", exc.__cause__)
    if exc.__context__ is not None:
        _set(twin, "__context__", exc.__context__)
    _set(twin, "__suppress_context__", exc.__suppress_context__)
    if exc.__traceback__ is not None:
        _set(twin, "__traceback__", exc.__traceback__)
    return twin


def slots_of(exc: BaseException) -> Iterator[tuple[MemberDescriptorType, Any]]:
    """What an exception keeps elsewhere than in its ``__dict__``: in ``__slots__`` and built-in
    attributes, those that are filled."""
    cls: type = type(exc)
    for slot in _slots_of(cls):
        try:
            value = slot.__get__(exc)
        except AttributeError:
            continue
        if value is not None:  # an OSError would show a file name that was set to None
            yield slot, value


@lru_cache(maxsize=256)
def _built_in(cls: type) -> Any:  # Any: only `object` has no `__base__`
    while cls.__module__ != "builtins" and cls.__base__ is not None:
        cls = cls.__base__
    return cls


@lru_cache(maxsize=256)
def _slots_of(cls: type) -> tuple[MemberDescriptorType, ...]:
    members = [member for base in cls.__mro__ for member in vars(base).values()]
    return tuple(
        member
        for member in members
        if isinstance(member, MemberDescriptorType) and member.__name__ != "__suppress_context__"
    )
