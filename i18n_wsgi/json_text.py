"""JSON as strangers send it: read exactly, or refused with the place where it is wrong."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from math import isinf
from typing import Any, NoReturn

from i18n_wsgi.errors import (
    DuplicateKey,
    InvalidEncoding,
    InvalidJSON,
    JSONTooDeep,
    LoneSurrogate,
    UnreadableNumber,
)

# A string, also one that does not end. Possessive, so that no text makes it try again.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?"?'
_NUMBER = r"-?(?:[0-9]++(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|Infinity)|NaN"
_PART = re.compile(rf"{_STRING}|[][{{}},:]|{_NUMBER}", re.DOTALL)
_BRACKETS = re.compile(rf'[^][{{}}"]*+(?:{_STRING}[^][{{}}"]*+)*+([][{{}}]*+)', re.DOTALL)
_STEPS = dict(zip(b"[{]}", (1, 1, -1, -1), strict=True))
_UNMARKED = bytes(set(range(256)) - set(b'[{]}"'))

# An escape in a string; of a surrogate pair both halves are one.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F]..)|.)",
    re.DOTALL,
)

# How much of a key or a number an error repeats.
_SHOWN_CHARACTERS = 60


class JSONReader:
    """Reads JSON texts (RFC 8259).

    Args:
        max_depth: how deep arrays and objects may be nested, in levels.
        allow_nan: whether NaN, Infinity and numbers that become one (``1e999``) are read.
        allow_duplicate_keys: whether an object may have a key twice; the last one counts.
        allow_lone_surrogates: whether half a surrogate pair is read, which no UTF-8 text can hold.
    """

    def __init__(
        self,
        max_depth: int,
        *,
        allow_nan: bool = False,
        allow_duplicate_keys: bool = False,
        allow_lone_surrogates: bool = False,
    ) -> None:
        self._max_depth = max_depth
        self._allow_lone_surrogates = allow_lone_surrogates
        self._decoding = "surrogatepass" if allow_lone_surrogates else "strict"
        self._decoder = json.JSONDecoder(
            object_pairs_hook=None if allow_duplicate_keys else _unique,
            parse_constant=None if allow_nan else _refuse_number,
            parse_float=None if allow_nan else _finite,
        )

    def read(self, data: bytes) -> Any:
        """The value of a JSON text in UTF-8, UTF-16 or UTF-32.

        Raises:
            InvalidJSON: it is none; a subclass says what is wrong with it.
            InvalidEncoding: it is in none of these encodings.
            JSONTooDeep: it is nested too deep.
        """
        text = self._decode(data)
        openings = text.count("[") + text.count("{")
        if openings > self._max_depth and _depth_of(text) > self._max_depth:
            raise JSONTooDeep(limit=self._max_depth)
        try:
            value = self._decoder.decode(text)
        except json.JSONDecodeError as exc:
            raise InvalidJSON(**_place_behind(text[: exc.pos])) from exc
        except RecursionError as exc:  # allowed, yet more than this Python can
            raise JSONTooDeep(limit=self._max_depth) from exc
        except _Duplicate as exc:
            raise _duplicate_in(text) from exc
        except ValueError as exc:  # a number that _finite refused, or that int() did
            raise _unreadable_in(text, str(exc)) from exc
        if not self._allow_lone_surrogates and ("\\ud" in text or "\\uD" in text):
            _refuse_lone_surrogates(text)
        return value

    def _decode(self, data: bytes) -> str:
        start = data[:2]
        # All other encodings begin with a zero or a byte order mark.
        plain = start.isascii() and 0 not in start
        encoding = "utf-8" if plain else json.detect_encoding(data).removesuffix("-sig")
        try:
            text = data.decode(encoding, self._decoding)
        except UnicodeDecodeError as exc:
            sound = data[: exc.start].decode(encoding, self._decoding).removeprefix("\ufeff")
            raise InvalidEncoding(
                encoding=encoding[:6].upper(), position=exc.start + 1, **_place_behind(sound)
            ) from exc
        return text.removeprefix("\ufeff")


class _Duplicate(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise _Duplicate
    return value


def _finite(number: str) -> float:
    value = float(number)
    if isinf(value):
        _refuse_number(number)
    return value


def _refuse_number(number: str) -> NoReturn:
    raise ValueError(number)


def _depth_of(text: str) -> int:
    """How many levels of brackets a text has, without those in its strings."""
    # A string without brackets, as most are, leaves two quotes, which go; one with brackets keeps
    # them apart, unless it has quotes of its own.
    marks = text.encode("utf-8", "replace").translate(None, _UNMARKED).replace(b'""', b"")
    if b'"' in marks or '\\"' in text:
        marks = "".join(_BRACKETS.findall(text)).encode()
    return max(accumulate(map(_STEPS.__getitem__, marks)), default=0)


# Any, because an error takes other keyword arguments beside its parameters.
def _place_behind(text: str) -> dict[str, Any]:
    """The line and column that follow a text, from 1."""
    return {"line": text.count("\n") + 1, "column": len(text) - text.rfind("\n")}


def _parts_of(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0]) for match in _PART.finditer(text))


def _duplicate_in(text: str) -> DuplicateKey:
    parts = _parts_of(text)
    keys: list[set[str]] = []  # of each object or array that is open
    last, last_offset = "", 0
    while True:  # it is there: it has been read
        offset, part = next(parts)
        if part in "[{":
            keys.append(set())
        elif part in "]}":
            keys.pop()
        elif part == ":":
            key = json.loads(last) if "\\" in last else last[1:-1]
            if key in keys[-1]:
                return DuplicateKey(key=_shown(key), **_place_behind(text[:last_offset]))
            keys[-1].add(key)
        last, last_offset = part, offset


def _unreadable_in(text: str, number: str) -> UnreadableNumber:
    max_digits = sys.get_int_max_str_digits()
    offset, part = next(
        (offset, part)
        for offset, part in _parts_of(text)
        if part == number
        or (part.lstrip("-").isdecimal() and 0 < max_digits < len(part.lstrip("-")))
    )
    return UnreadableNumber(received=_shown(part), **_place_behind(text[:offset]))


def _refuse_lone_surrogates(text: str) -> None:
    for match in _ESCAPE.finditer(text):
        if match[1]:
            raise LoneSurrogate(received=match[0], **_place_behind(text[: match.start()]))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
