"""Secrets out of real values, by the keys of dicts and the names in pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from i18n_wsgi.masking.names import is_secret
from i18n_wsgi.masking.text import mask, one_line, text_of

_DEPTH_LIMIT = 8
_ITEM_LIMIT = 1_000
_TEXT_LIMIT = 65_536
_HIDDEN = "***"
_NAME_KEYS = ("name", "key", "id", "field", "header")


def masked_row(name: str, value: object) -> str:
    """``name = value`` as one line, with the secrets in the value masked, or all of it by its name."""
    shown = _HIDDEN if is_secret(name) else text_of(masked_value(value, _Shown), repr)
    return one_line(f"{mask(name)} = {shown}")


def masked_value(value: Any, leaf: Callable[[Any], Any] = lambda leaf: leaf) -> Any:
    """The same with its texts masked, and in dicts, lists and tuples what has a secret's name. Of what
    is too deep or too long the rest is left out; what is neither is made by ``leaf``.
    """
    return _masked(value, leaf, _DEPTH_LIMIT)


class _Shown:
    """An object whose ``repr`` is masked, and never raises."""

    def __init__(self, obj: object) -> None:
        self._obj = obj

    def __repr__(self) -> str:
        return mask(text_of(self._obj, repr)[:_TEXT_LIMIT])


def _masked(value: Any, leaf: Callable[[Any], Any], depth: int) -> Any:
    kind = next((kind for kind in _MASKS if issubclass(type(value), kind)), None)
    if kind is None:
        return leaf(value)
    if depth == 0:
        return "..."
    return _MASKS[kind](value, lambda item: _masked(item, leaf, depth - 1))


_Mask = Callable[[Any], Any]


def _dict(value: dict[Any, Any], inner: _Mask) -> dict[Any, Any]:
    items = list(islice(dict.items(value), _ITEM_LIMIT))
    is_named = any(key in _NAME_KEYS and is_name(item) for key, item in items if type(key) is str)
    return {
        key: _HIDDEN if is_name(key) or (is_named and key == "value") else inner(item)
        for key, item in items
    }


def _items(value: Any, items: Iterable[Any], inner: _Mask) -> list[Any]:
    shown = list(islice(items, _ITEM_LIMIT))
    if len(shown) == 2 and is_name(shown[0]):
        return [shown[0], _HIDDEN]
    return [inner(item) for item in shown]


def is_name(value: object) -> bool:
    """Whether it is the name of a secret, as text or bytes."""
    if type(value) is bytes:
        value = value.decode("latin-1")
    return type(value) is str and len(value) <= 200 and is_secret(value)


def _text(value: str, _inner: _Mask) -> str:
    return mask(str.__str__(value)[:_TEXT_LIMIT])


def _bytes(value: bytes, _inner: _Mask) -> bytes:
    return mask(bytes(value[:_TEXT_LIMIT]).decode("latin-1")).encode("latin-1")


# By the builtin class that a value is of, whatever its own class makes of its methods.
_MASKS: dict[type, Callable[[Any, _Mask], Any]] = {
    str: _text,
    bytes: _bytes,
    bytearray: _bytes,
    dict: _dict,
    list: lambda value, inner: _items(value, list.__iter__(value), inner),
    tuple: lambda value, inner: tuple(_items(value, tuple.__iter__(value), inner)),
}
