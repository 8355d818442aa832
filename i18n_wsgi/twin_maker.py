"""An exception's twin in which all that is lazy has been told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, lru_cache
from operator import is_
from types import NoneType
from typing import Any

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.messages import Message, as_text
from i18n_wsgi.twins import (
    CONTAINERS,
    ExceptionT,
    args_of,
    fill_twin,
    hollow_twin,
    slots_of,
    with_items,
    with_slot,
)

_LOG = logging.getLogger(__name__)
# Attributes that hold text by custom: ours, and those of webob's errors.
_TEXT_ATTRIBUTES = ("message", "explanation", "detail", "title")
# Of exceptions nested more deeply those inside stay as they are.
_MAX_DEPTH = 50
# And of containers in containers, which may hold a client's body.
_MAX_ITEM_DEPTH = 4

# What is no lazy text and holds none.
_NEVER_LAZY = frozenset([str, NoneType, bool, int, float, bytes])


class TwinMaker:
    """Makes the twins of an exception and of those that it holds, for one reader.

    Args:
        translate: tells a message to the reader.
    """

    __slots__ = ("_depth", "_open", "_told_count", "_translate", "_translated", "_twins")

    def __init__(self, translate: Callable[[Message], str]) -> None:
        self._translate = translate
        # For speed only: most exceptions hold one message twice, in an attribute and in their arguments.
        self._translated: dict[int, tuple[Message, str]] = {}
        # One exception may be held by several, and by itself: the twins that are done, and those that
        # are being made, hollow, or None until somebody asks for them.
        self._twins: dict[int, tuple[BaseException, BaseException]] = {}
        self._open: dict[int, BaseException | None] = {}
        self._depth = 0
        self._told_count = 0

    def tell(self, value: Any, depth: int = 0) -> Any:
        """A lazy text translated, also in a container, an error's item or another exception; what has
        none as it is."""
        cls = type(value)
        if cls is Message:
            return self._tell_message(value)
        if issubclass(cls, CONTAINERS):
            return self._tell_items(value, depth)
        if issubclass(cls, BaseException):
            return self._twin_of_held(value)
        if issubclass(cls, ErrorItem):
            message = self.tell(value.message)
            return value if message is value.message else with_slot(value, "message", message)
        text = as_text(value)
        return self._tell_message(text) if isinstance(text, Message) else value

    def _tell_message(self, message: Message) -> str:
        self._told_count += 1
        found = self._translated.get(id(message))
        if found is None:
            # The message is kept as well: none that is made later has its id.
            found = self._translated[id(message)] = (message, self._translate(message))
        return found[1]

    def _tell_items(self, container: Any, depth: int) -> Any:
        if depth == _MAX_ITEM_DEPTH:
            return container
        # Copied first: another thread may write to it.
        held = dict.copy(container) if isinstance(container, dict) else None
        items = [*(container if held is None else held.values())]
        try:
            if _NEVER_LAZY.issuperset(map(type, items)):
                return container
        except TypeError:  # a class without a hash
            pass
        depth += 1
        told = [self.tell(item, depth) for item in items]
        if all(map(is_, told, items)):
            return container
        return with_items(container, told if held is None else zip(held, told, strict=True))

    def _twin_of_held(self, exc: BaseException) -> BaseException:
        key = id(exc)
        if key in self._open:
            # A group is made of its members, and can't be there before them.
            if isinstance(exc, BaseExceptionGroup):
                return exc
            twin = self._open[key] = self._open[key] or hollow_twin(exc, {})
            return twin
        if key not in self._twins:
            return self.twin_of(exc) if self._depth < _MAX_DEPTH else exc
        twin = self._twins[key][1]
        self._told_count += twin is not exc
        return twin

    def twin_of(self, exc: ExceptionT) -> ExceptionT:
        """The twin, or ``exc`` itself where nothing in it is lazy, and where none can be made."""
        key, told_count = id(exc), self._told_count
        self._open[key] = None
        self._depth += 1
        try:
            twin = self._make(exc)
        # A class may do anything; the error that is being told survives.
        except Exception as failure:
            _report(type.__repr__(type(exc)), type.__repr__(type(failure)))
            twin, self._told_count = exc, told_count
        self._depth -= 1
        del self._open[key]
        self._twins[key] = (exc, twin)
        return twin

    def _make(self, exc: ExceptionT) -> ExceptionT:
        told_count = self._told_count
        attributes = vars(exc).copy()  # it may be growing in another thread
        for name, value in attributes.items():
            if type(value) not in _NEVER_LAZY:
                attributes[name] = self.tell(value)
        cls: type = type(exc)
        declared, computed = _texts_of(cls)
        for name in declared:
            if name not in attributes:
                try:
                    value = getattr(cls, name)
                except Exception:  # noqa: S112  # a descriptor may raise anything
                    continue
                if type(value) not in _NEVER_LAZY and (shown := self.tell(value)) is not value:
                    attributes[name] = shown
        slots = {slot: self.tell(value) for slot, value in slots_of(exc)}
        args = tuple(map(self.tell, args_of(exc)))
        if self._told_count == told_count and not computed:
            return exc
        twin: Any = self._open[id(exc)] or hollow_twin(exc, slots)
        fill_twin(twin, exc, args, attributes, slots)
        for name in computed:
            with suppress(Exception):  # a property may, too
                vars(twin)[name] = self.tell(getattr(twin, name))
        return exc if self._told_count == told_count else twin


@lru_cache(maxsize=256)
def _texts_of(cls: type) -> tuple[list[str], list[str]]:
    """The attributes in which a class declares texts, those that hold them by custom and those of its own
    that are lazy; and the texts that it computes once, which then are attributes like others."""
    nobody = TwinMaker(str.__str__)
    attributes = {
        name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()
    }
    computed = [
        name for name in _TEXT_ATTRIBUTES if isinstance(attributes.get(name), cached_property)
    ]
    # Texts to choose from are kept in dicts.
    lazy = [
        name
        for name, value in attributes.items()
        if not isinstance(value, dict) and nobody.tell(value) is not value
    ]
    declared = [name for name in _TEXT_ATTRIBUTES if name in attributes and name not in computed]
    return list(dict.fromkeys(declared + lazy)), computed


@lru_cache(maxsize=256)
def _report(cls: str, failure: str) -> None:
    """Log that exceptions of a class can't be translated, once."""
    _LOG.warning("Exceptions of %s stay in English: making a twin raises %s", cls, failure)
