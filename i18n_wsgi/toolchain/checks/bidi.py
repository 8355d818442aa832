"""Characters that turn the reading direction (UAX #9): what forces it, and what is left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from i18n_wsgi.negotiation import direction_of
from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject
from i18n_wsgi.toolchain.scripts import code_point_of, is_pseudo

_FORCED = Rule(
    "E522",
    "A text forces the reading direction",
    "Take the character out; around a foreign word use an isolate, U+2068 and U+2069.",
    "An override shows letters in another order than they are written in: a way to cheat.",
    'msgid "Open %(file)s"\nmsgstr "Ouvrir \u202e%(file)s"',
    'msgid "Open %(file)s"\nmsgstr "Ouvrir \u2068%(file)s\u2069"',
)
_UNBALANCED = Rule(
    "E523",
    "A change of the reading direction is not closed, or not opened",
    "Close each isolate with U+2069 and each embedding with U+202C, the inner one first.",
    "What stands behind the text is turned too.",
    'msgid "Open %(file)s"\nmsgstr "Ouvrir \u2068%(file)s"',
    'msgid "Open %(file)s"\nmsgstr "Ouvrir \u2068%(file)s\u2069"',
)
_NEEDLESS = Rule(
    "W531",
    "A text begins with the direction that it has anyway",
    "Take the character out.",
    "The embedding is not closed. Here it turns nothing; in a page of the other direction it turns what follows.",
    'msgid "Not found."\nmsgstr "\u202aIntrouvable."',
    'msgid "Not found."\nmsgstr "Introuvable."',
)

RULES = (_FORCED, _UNBALANCED, _NEEDLESS)

_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS = {"ltr": "\u202a", "rtl": "\u202b"}
_ISOLATES = "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ESCAPED_OVERRIDE = re.compile(r"&#(?:x0*202[de]|0*823[78]);?", re.IGNORECASE)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    start: int


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation turns the reading direction as it should not."""
    language = subject.language
    own = _EMBEDDINGS[direction_of(language)] if language else ""
    for entry, text, sources in () if is_pseudo(language) else subject.pairs:
        value = text.value
        for match in islice(_ESCAPED_OVERRIDE.finditer(value), MOST):
            piece, at = match[0], match.start()
            if not any(piece in source for source in sources):
                told = f"{piece} turns the text"
                yield subject.in_text(_FORCED, entry, text, told, piece=piece, offset=at)
        if value.isascii() or not _TURNS.search(value):
            continue
        known = frozenset("".join(sources))
        for rule, message, start in islice(_troubles(value, known, own), MOST):
            yield subject.in_text(rule, entry, text, message, piece=value[start], offset=start)


def _troubles(value: str, known: frozenset[str], own: str) -> Iterator[_Trouble]:
    """What forces a direction, is open at the end of the text, or closes nothing."""
    opened: list[tuple[int, str]] = []
    isolate_count = 0
    for match in _TURNS.finditer(value):
        at, char = match.start(), match[0]
        if char in _OVERRIDES and char not in known:
            yield _Trouble(_FORCED, f"{code_point_of(char)} turns the text", at)
        if char not in (_POP, _POP_ISOLATE):
            opened.append((at, char))
            isolate_count += char in _ISOLATES
        elif char == _POP and opened and opened[-1][1] not in _ISOLATES:
            opened.pop()
        elif char == _POP_ISOLATE and isolate_count:
            isolate_count -= 1
            while opened[-1][1] not in _ISOLATES:
                yield _unclosed(*opened.pop(), own)
            opened.pop()
        else:
            yield _Trouble(_UNBALANCED, f"{code_point_of(char)} closes nothing", at)
    for at, char in opened:
        if char not in _OVERRIDES or char in known:  # the others are told
            yield _unclosed(at, char, own)


def _unclosed(at: int, char: str, own: str) -> _Trouble:
    rule = _NEEDLESS if at == 0 and char == own else _UNBALANCED
    return _Trouble(rule, f"{code_point_of(char)} is not closed", at)
