"""Pseudo-locales: English made strange, for a look at what is not marked or has no room to grow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

from i18n_wsgi.messages import Message
from i18n_wsgi.placeholders import SPEC, Placeholder, PlaceholderError, parse

ACCENTED, MIRRORED = "en_XA", "ar_XB"
PSEUDO_LOCALES = (MIRRORED, ACCENTED)

_ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "\u00c5\u00e5\u0181\u0180\u00c7\u00e7\u00d0\u00f0\u00c9\u00e9\u0191\u0192\u011c\u011d"
    "\u0124\u0125\u00ce\u00ee\u0134\u0135\u0136\u0137\u013b\u013c\u1e40\u1e41\u00d1\u00f1"
    "\u00d6\u00f6\u00de\u00fe\u01ea\u01eb\u0154\u0155\u0160\u0161\u0162\u0163\u00db\u00fb"
    "\u1e7c\u1e7d\u0174\u0175\u1e8a\u1e8b\u00dd\u00fd\u017d\u017e",
)
# Texts grow in translation, by about this much.
_GROWTH = 0.4
_PADDING = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
# What a program reads, not a person: placeholders, tags, entities, addresses.
_KEPT = re.compile(
    SPEC.pattern
    + r"|\$?\{(?:[^{}]|\{[^{}]*\})*\}|\{\{|\}\}|</?[A-Za-z!][^<>]*>|&#?\w+;|%\d+\$\w|\$\w+"
    r"|\b\w+://[^\s<>\"]+|[\w.+\-]+@[\w\-]+\.[\w.]+"
)
_RIGHT_TO_LEFT_OVERRIDE, _POP_DIRECTION = "\u202e", "\u202c"


def pseudo_text(message: Message, locale: str) -> str:
    """The message's template in a pseudo-locale, its placeholders as they are.

    ``en_XA`` has accents, brackets and 40 % more of it; ``ar_XB`` is mirrored.
    """
    is_plural = message.plural is not None and abs(message.number) != 1
    source = message.plural if is_plural and message.plural is not None else message.msgid
    try:
        parts = parse(source)
    except PlaceholderError:
        return source  # it is never filled, and so never marked up
    body = source.strip()
    if not body:
        return source
    start, _body, end = source.partition(body)
    made = _accented(body, parts) if locale == ACCENTED else _mirrored(body)
    return "".join([start, *made, end])


def _accented(source: str, parts: tuple[str | Placeholder, ...]) -> Iterator[str]:
    size = sum(len(part) for part in parts if isinstance(part, str))
    yield "["
    for piece, is_text in _pieces(source):
        yield piece.translate(_ACCENTS) if is_text else piece
    grown = 0
    for word in cycle(_PADDING):
        if grown >= size * _GROWTH:
            break
        grown += len(word) + 1
        yield f" {word}"
    yield "]"


def _mirrored(source: str) -> Iterator[str]:
    for piece, is_text in _pieces(source):
        yield f"{_RIGHT_TO_LEFT_OVERRIDE}{piece}{_POP_DIRECTION}" if is_text else piece


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """The source's pieces as they stand there, and whether a person reads them."""
    position = 0
    for kept in _KEPT.finditer(source):
        if kept.group() == "%%":
            continue
        if kept.start() > position:
            yield source[position : kept.start()], True
        yield kept.group(), False
        position = kept.end()
    if position < len(source):
        yield source[position:], True
