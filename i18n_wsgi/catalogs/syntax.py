"""The structure of a ``.po`` file (GNU gettext, "The Format of PO Files"), looked at more strictly than
Babel does, which mends or merges much without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

# A blank line, a comment, or a quoted text that is closed, behind a keyword or in continuation.
_LINE = re.compile(
    r"\s*(?:#.*|(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr|msgstr\[(?P<form>[0-5])\])\s*)?"
    r'"(?P<text>(?:[^"\\\x00]|\\[^\x00])*)"\s*)?'
)
# What Babel does not read; gettext does.
_ODD_ESCAPE = re.compile(r"(?:[^\\]|\\[nrt\"\\])*(\\[^nrt\"\\])")
_LETTERS = {"msgctxt": "c", "msgid": "i", "msgid_plural": "p", "msgstr": "s"}
# One entry as a word of those letters and the numbers of its plural forms.
_ENTRY = re.compile("c?i(?:s|p0(?:1(?:2(?:3(?:45?)?)?)?)?)")


class SyntaxProblem(NamedTuple):
    """What is wrong with a catalog's structure.

    Attributes:
        line: where, from 1.
        why: in English.
        entry: the lines of the one entry that it costs, its comments included; empty where it costs
            the whole file.
    """

    line: int
    why: str
    entry: range = range(0)


@dataclass(slots=True)
class _Part:
    """A keyword with its text, and the lines where it stands."""

    letter: str
    text: str
    line: int
    last_line: int


def find_syntax_problems(text: str) -> Iterator[SyntaxProblem]:
    """What is wrong with a catalog's structure. Empty when it is sound."""
    parts: list[_Part] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield SyntaxProblem(number, f"this is no line of a catalog: {line[:60]!r}")
            return
        keyword, quoted = match["keyword"], match["text"]
        if keyword is not None:
            parts.append(_Part(match["form"] or _LETTERS[keyword], quoted, number, number))
        elif quoted is not None and parts:
            parts[-1].text += quoted
            parts[-1].last_line = number
        elif quoted is not None:
            yield SyntaxProblem(number, "a text stands before the first msgid")
            return
    yield from _find_entry_problems(parts)


def _find_entry_problems(parts: list[_Part]) -> Iterator[SyntaxProblem]:
    word = "".join(part.letter for part in parts)
    if not word.startswith("is") or parts[0].text:
        yield SyntaxProblem(1, 'there is no header: msgid "" and its msgstr come first')
        return
    seen: dict[tuple[str, ...], int] = {}
    position, start = 0, 1
    while position < len(word):
        match = _ENTRY.match(word, position)
        line = parts[position].line
        if match is None:
            why = "an entry is msgid and msgstr; or msgid, msgid_plural, msgstr[0], msgstr[1] ..."
            yield SyntaxProblem(line, why)
            return
        entry = parts[position : match.end()]
        lines = range(start, entry[-1].last_line + 1)
        first = seen.setdefault(tuple(part.text for part in entry if part.letter in "ci"), line)
        if first != line:
            yield SyntaxProblem(line, f"this msgid has an entry already, at line {first}", lines)
        elif position and (odd := _find_odd_escape(entry)):  # of a header little is used
            yield SyntaxProblem(*odd, lines)
        position, start = match.end(), lines.stop


def _find_odd_escape(entry: list[_Part]) -> tuple[int, str] | None:
    for part in entry:
        if found := _ODD_ESCAPE.match(part.text):
            return part.line, f'{found[1]} is none of \\n, \\r, \\t, \\" and \\\\'
    return None
