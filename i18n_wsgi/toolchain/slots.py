"""What stands for a value in a text, however badly it is written: the pieces that ``%`` and ``str.format`` fill,
and those that were meant to be such."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from i18n_wsgi.placeholders import SPEC, Placeholder, as_compared

_TYPES = frozenset("diouxXeEfFgGcrsa")
_WIDEST = 200

_SIGNS = "%\uff05\ufe6a\u066a"
_SIGN = re.compile(f"[{_SIGNS}]")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2069\u202a-\u202e\ufeff"
_GAP = rf"[\s{_INVISIBLE}]*"
# What was meant to be a placeholder of ``%``.
_LOOSE_PERCENT = re.compile(
    rf"[{_SIGNS}]{_GAP}(?:[(\uff08\ufe59](?P<name>[^()\uff08\uff09\ufe59\ufe5a%]*)[)\uff09\ufe5a]{_GAP})?"
    rf"[#0\-+]*[0-9]*(?:\.[0-9]*)?{_GAP}[hlL]?(?P<type>[a-zA-Z\uff41-\uff5a\uff21-\uff3a]?)"
)
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_BLANK = re.compile(rf"[\s{_INVISIBLE}]+")
_UNFINISHED = re.compile(r"%\((?P<name>[^()%]*)\)?")
_DIGITS = re.compile("[0-9]+")

_C_SPEC = re.compile(
    r"%(?:(?P<number>[1-9][0-9]?)\$)?[-#0+ 'I]*(?:[1-9][0-9]{0,2}|\*)?(?:\.(?:[0-9]{1,3}|\*)?)?"
    r"(?P<size>hh|ll|[hlLqjzt]?)(?P<type>[diouxXeEfFgGaAcCsSpnm%]|<PRI[A-Za-z]+[0-9]*>)"
)
_BRACE = re.compile("[{}\uff5b\uff5d]")
_CLOSED = re.compile("[{\uff5b](?P<field>[^{}\uff5b\uff5d]*(?:\\{[^{}]*\\}[^{}]*)*)[}\uff5d]")
_FIELD = re.compile(
    r"(?P<name>[^!:\[.]*)(?P<access>(?:\.[^!:\[.]*|\[[^\]]*\])*)(?P<form>(?:![^:]*)?(?::.*)?)",
    re.DOTALL,
)
_IDENTIFIER = re.compile(r"(?:[^\W\d]\w*|\d+)?")


class Flaw(Enum):
    """Why a piece is not what it was meant to be."""

    STRAY = auto()  # a sign that starts nothing
    BLANKS = auto()
    LOOK_ALIKE = auto()
    TYPELESS = auto()
    BOMB = auto()
    ESCAPED = auto()
    UNBALANCED = auto()  # a brace
    NO_NAME = auto()  # braces around what is no name


class Slot(NamedTuple):
    """What a piece stands for: ``%(name)05.2f`` has the name ``name``, the form ``05.2``, the type ``f``;
    ``{user.name!r:>5}`` the name ``user``, the form ``!r:>5``, the type ``.name``.

    The name is None for one of ``%`` without a name; those of ``str.format`` and of C have numbers.
    """

    name: str | None
    form: str = ""
    type: str = ""

    def __str__(self) -> str:
        if self.type.isalpha():
            name = "" if self.name is None else f"({self.name})"
            if self.name and self.name.isdigit():  # C's
                name = f"{self.name}$"
            return f"%{name}{self.form}{self.type}"
        return f"{{{self.name}{self.type}{self.form}}}"


class Piece(NamedTuple):
    """A part of a text that stands for a value, or was meant to.

    Attributes:
        start: where it begins.
        text: what it is.
        slot: what it stands for, or was probably meant to.
        flaw: what is wrong with it; None for nothing.
    """

    start: int
    text: str
    slot: Slot
    flaw: Flaw | None = None


def percent_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text that ``%`` fills."""
    position = 0
    while match := _SIGN.search(text, position):
        start = match.start()
        if text.startswith("%%", start):
            position = start + 2
            meant = SPEC.match(text, start + 1)
            if meant is not None and meant["name"]:
                yield Piece(start, f"%{meant[0]}", _slot_of(meant), Flaw.ESCAPED)
            continue
        piece = _percent_piece(text, start)
        position = start + max(1, len(piece.text))
        # Such a sign by itself is the percent sign of the language.
        if text[start] == "%" or piece.slot.type:
            yield piece


def _percent_piece(text: str, start: int) -> Piece:
    strict = SPEC.match(text, start)
    if strict is not None:
        slot = _slot_of(strict)
        if slot.name is not None and (name := _INVISIBLES.sub("", slot.name).strip()) != slot.name:
            flaw = Flaw.BLANKS if slot.name.isascii() else Flaw.LOOK_ALIKE
            return Piece(start, strict[0], slot._replace(name=name), flaw)
        if any(int(digits) > _WIDEST for digits in _DIGITS.findall(strict["form"][:4000])):
            return Piece(start, strict[0], slot, Flaw.BOMB)
        return Piece(start, strict[0], slot, None if slot.type in _TYPES else Flaw.TYPELESS)
    loose = _LOOSE_PERCENT.match(text, start)
    if loose is not None and loose["type"]:
        plain = unicodedata.normalize("NFKC", loose[0]).replace("\u066a", "%")
        meant = SPEC.fullmatch(_BLANK.sub("", plain))
        if meant is not None:
            flaw = Flaw.BLANKS if loose[0].isascii() else Flaw.LOOK_ALIKE
            return Piece(start, loose[0], _slot_of(meant), flaw)
    unfinished = _UNFINISHED.match(text, start)
    if unfinished is not None:
        return Piece(start, unfinished[0], Slot(unfinished["name"].strip()), Flaw.STRAY)
    return Piece(start, "%", Slot(None), Flaw.STRAY)


def c_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text that C's ``printf`` fills. Those without a number have theirs."""
    position, count = 0, 0
    while (start := text.find("%", position)) >= 0:
        match = _C_SPEC.match(text, start)
        if match is None:
            position = start + 1
            yield Piece(start, "%", Slot(None), Flaw.STRAY)
            continue
        position = match.end()
        if match["type"] in "%m":  # which take no value
            continue
        for _star in range(match[0].count("*")):
            count += 1
            yield Piece(start, match[0], Slot(str(count), "", "d"))
        count += 1
        kind = "".join(filter(str.isalpha, match["size"] + match["type"].replace("i", "d")))
        yield Piece(start, match[0], Slot(match["number"] or str(count), "", kind))


def _slot_of(match: re.Match[str]) -> Slot:
    return Slot(*as_compared(Placeholder(*match.group("name", "form", "type"))))


def brace_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text that ``str.format`` fills. Those without a name have its number."""
    position, unnamed_count = 0, 0
    while match := _BRACE.search(text, position):
        start = match.start()
        if text[start : start + 2] in ("{{", "}}"):
            position = start + 2
            closed = _CLOSED.match(text, start + 1)
            if closed is not None and text.startswith("}", closed.end()):
                if _IDENTIFIER.fullmatch(name := closed["field"].strip()):
                    position = closed.end() + 1
                    yield Piece(start, text[start:position], Slot(name), Flaw.ESCAPED)
            continue
        closed = _CLOSED.match(text, start)
        if closed is None:
            position = start + 1
            if text[start] in "{}":
                yield Piece(start, text[start], Slot(None), Flaw.UNBALANCED)
            continue
        position = closed.end()
        piece = _brace_piece(closed)
        if piece.slot.name == "":
            piece = piece._replace(slot=piece.slot._replace(name=str(unnamed_count)))
            unnamed_count += 1
        yield piece


def _brace_piece(closed: re.Match[str]) -> Piece:
    start, whole = closed.start(), closed[0]
    field = unicodedata.normalize("NFKC", closed["field"])
    parts = _FIELD.fullmatch(field)
    if parts is None:
        return Piece(start, whole, Slot(None), Flaw.NO_NAME)
    name, access, form = parts.group("name", "access", "form")
    plain = _BLANK.sub("", name)
    slot = Slot(plain, form, access)
    if not _IDENTIFIER.fullmatch(plain):
        return Piece(start, whole, Slot(None), Flaw.NO_NAME)
    if whole[0] != "{" or whole[-1] != "}" or field != closed["field"]:
        return Piece(start, whole, slot, Flaw.LOOK_ALIKE)
    if plain != name:
        return Piece(start, whole, slot, Flaw.BLANKS)
    if any(int(digits) > _WIDEST for digits in _DIGITS.findall(form[:4000])):
        return Piece(start, whole, slot, Flaw.BOMB)
    return Piece(start, whole, slot)
