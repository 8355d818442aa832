"""The structure of a ``.po`` file (GNU gettext, "The Format of PO Files"), looked at more strictly than
Babel does, which mends or merges much without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A blank line, a comment, or a quoted text that is closed, behind a keyword or in continuation.
_LINE = re.compile(
    r"\s*(?:#.*|(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr|msgstr\[(?P<form>[0-5])\])\s*)?"
    r'"(?P<text>(?:[^"\\\x00]|\\[nrt"\\])*)"\s*)?'
)
_LETTERS = {"msgctxt": "c", "msgid": "i", "msgid_plural": "p", "msgstr": "s"}
# One entry as a word of those letters and the numbers of its plural forms.
_ENTRY = re.compile("c?i(?:s|p0(?:1(?:2(?:3(?:45?)?)?)?)?)")


@dataclass(slots=True)
class _Part:
    """A keyword with its text, and the line where it stands."""

    letter: str
    text: str
    line: int


def find_syntax_problems(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a catalog's structure: the line, from 1, and why. Empty when it is sound."""
    parts: list[_Part] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield number, f"this is no line of a catalog: {line[:60]!r}"
            return
        keyword, quoted = match["keyword"], match["text"]
        if keyword is not None:
            parts.append(_Part(match["form"] or _LETTERS[keyword], quoted, number))
        elif quoted is not None and parts:
            parts[-1].text += quoted
        elif quoted is not None:
            yield number, "a text stands before the first msgid"
            return
    yield from _find_entry_problems(parts)


def _find_entry_problems(parts: list[_Part]) -> Iterator[tuple[int, str]]:
    word = "".join(part.letter for part in parts)
    if not word.startswith("is") or parts[0].text:
        yield 1, 'there is no header: msgid "" and its msgstr come first'
        return
    seen: dict[tuple[str, ...], int] = {}
    position = 0
    while position < len(word):
        entry = _ENTRY.match(word, position)
        line = parts[position].line
        if entry is None:
            yield (
                line,
                "an entry is msgid and msgstr; or msgid, msgid_plural, msgstr[0], msgstr[1] ...",
            )
            return
        ids = [part for part in parts[position : entry.end()] if part.letter in "ci"]
        first = seen.setdefault(tuple(part.text for part in ids), line)
        if first != line:
            yield line, f"this msgid has an entry already, at line {first}"
        position = entry.end()
