"""Secrets out of real values, by the keys of dicts and the names in pairs."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from i18n_wsgi.masking.names import is_secret
from i18n_wsgi.masking.text import mask, one_line, text_of

_DEPTH_LIMIT = 8
# Of one container, and of all that one value holds.
_ITEM_LIMIT = 1_000
_COUNT_LIMIT = 10_000
_TEXT_LIMIT = 65_536
_HIDDEN = "***"
_NAME_KEYS = ("name", "key", "id", "field", "header")


def masked_row(name: str, value: object) -> str:
    """``name = value`` as one line, with the secrets in the value masked, or all of it by its name."""
    shown = _HIDDEN if is_secret(name) else text_of(value, _masked_repr)
    return one_line(f"{mask(name)} = {shown}")


def masked_value(value: Any) -> Any:
    """The value with its texts masked, and in dicts, lists and tuples what has a secret's name: a copy
    if there is any. What is too deep or too long is cut; what is neither text nor such stays.
    """
    try:
        return _Copy(lambda leaf: leaf).of(value, _DEPTH_LIMIT)
    # The keys of a dict may raise anything when they are looked at; the log record survives.
    except Exception:
        return f"<{type(value).__name__} that can't be shown>"


def _masked_repr(value: object) -> str:
    return repr(_Copy(_Shown).of(value, _DEPTH_LIMIT))


class _Shown:
    """An object whose ``repr`` is masked, and never raises."""

    def __init__(self, obj: object) -> None:
        self._obj = obj

    def __repr__(self) -> str:
        return mask(text_of(self._obj, repr)[:_TEXT_LIMIT])


class _Copy:
    def __init__(self, leaf: Callable[[Any], Any]) -> None:
        self._leaf = leaf
        self._left_count = _COUNT_LIMIT

    def of(self, value: Any, depth: int) -> Any:
        self._left_count -= 1
        copy = next((copy for kind, copy in _COPIES.items() if issubclass(type(value), kind)), None)
        if copy is None:
            return self._leaf(value)
        return copy(self, value, depth - 1) if depth and self._left_count > 0 else "..."

    def of_dict(self, value: dict[Any, Any], depth: int) -> Any:
        items = list(islice(dict.items(value), _ITEM_LIMIT + 1))
        is_named = any(
            _text(key).lower() in _NAME_KEYS and is_secret(_text(at)) for key, at in items
        )
        names = {"value"} if is_named else ()
        copies = [
            (
                self.of_text(key, depth) if type(key) is str else key,
                _HIDDEN
                if is_secret(_text(key)) or _text(key).lower() in names
                else self.of(item, depth),
            )
            for key, item in items[:_ITEM_LIMIT]
        ]
        return (
            value
            if all(map(_is_same, items, copies)) and len(items) == len(copies)
            else dict(copies)
        )

    def of_list(self, value: list[Any], depth: int) -> Any:
        return self._items(value, list.__iter__(value), depth)

    def of_tuple(self, value: tuple[Any, ...], depth: int) -> Any:
        copies = self._items(value, tuple.__iter__(value), depth)
        return tuple(copies) if type(copies) is list else copies

    def of_text(self, value: str, _depth: int) -> str:
        masked = mask(text := _text(value)[:_TEXT_LIMIT])
        return value if masked == text == str.__str__(value) else masked

    def of_bytes(self, value: bytes, _depth: int) -> bytes:
        return mask(_text(value)[:_TEXT_LIMIT]).encode("latin-1")

    def _items(self, value: Any, items: Iterable[Any], depth: int) -> Any:
        shown = list(islice(items, _ITEM_LIMIT + 1))
        is_pair = len(shown) == 2 and is_secret(_text(shown[0]))
        copies = (
            [shown[0], _HIDDEN]
            if is_pair
            else [self.of(item, depth) for item in shown[:_ITEM_LIMIT]]
        )
        return value if _is_same(shown, copies) else copies


def _text(value: Any) -> str:
    """The text that it is, or nothing."""
    if issubclass(type(value), (bytes, bytearray)):
        return bytes(memoryview(value)).decode("latin-1")
    return str.__str__(value) if issubclass(type(value), str) else ""


def _is_same(items: Sequence[Any], copies: Sequence[Any]) -> bool:
    return len(items) == len(copies) and all(map(operator.is_, items, copies))


# By the builtin class that a value is of, whatever its own class makes of its methods.
_COPIES: dict[type, Callable[[_Copy, Any, int], Any]] = {
    str: _Copy.of_text,
    bytes: _Copy.of_bytes,
    bytearray: _Copy.of_bytes,
    dict: _Copy.of_dict,
    list: _Copy.of_list,
    tuple: _Copy.of_tuple,
}
