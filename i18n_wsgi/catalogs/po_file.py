"""A ``.po`` file as it was written (GNU gettext, "The Format of PO Files"): every text knows its place, every
line is kept, and what is no line of such a file is told and passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

_KEYWORD = re.compile(
    r'(?:(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<form>\d{1,2})\])?)[ \t\f\v]*(?=["\s]|$)'
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t\f\v\r]*')
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ODD_ESCAPE = re.compile(r'(?:[^\\]|\\[nrt"\\])*(\\[^nrt"\\])')
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
# What comes behind what: context, msgid, plural, its translations.
_RANKS = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


class Place(NamedTuple):
    """Where something stands in a file; both from 1."""

    line: int
    column: int


class SyntaxFault(NamedTuple):
    """A place where a file is no ``.po`` file.

    Attributes:
        place: where.
        why: in English, one sentence without its end.
        piece: what stands there.
    """

    place: Place
    why: str
    piece: str


class PoText:
    """A quoted text, which may go over several lines.

    Attributes:
        line: the line of its keyword.
        pieces: for each line the text between its quotes as it stands there, and its place.
    """

    __slots__ = ("_value", "line", "pieces")

    def __init__(self, line: int) -> None:
        self.line = line
        self.pieces: list[tuple[int, int, str]] = []
        self._value: str | None = None

    @classmethod
    def of_value(cls, line: int, value: str) -> PoText:
        """A text that stands in no ``.po`` file."""
        text = cls(line)
        text._value = value
        return text

    @property
    def escaped(self) -> str:
        """The text as it stands between the quotes, its lines joined."""
        pieces = self.pieces
        return pieces[0][2] if len(pieces) == 1 else "".join([piece[2] for piece in pieces])

    @property
    def value(self) -> str:
        """The text that is meant."""
        if self._value is None:
            text = self.escaped
            self._value = _ESCAPE.sub(_unescape, text) if "\\" in text else text
        return self._value

    def place_of(self, offset: int) -> Place:
        """Where the character of ``value`` with that number stands."""
        for line, column, text in self.pieces:
            at = 0
            while at < len(text):
                match = _ESCAPE.match(text, at)
                if offset == 0:
                    return Place(line, column + at)
                offset -= 1
                at = match.end() if match else at + 1
        if not self.pieces:
            return Place(self.line, 1)
        line, column, text = self.pieces[-1]
        return Place(line, column + len(text))


class Entry:
    """A message and its translation.

    Attributes:
        start: its first line, that of its comments where it has some.
        line: that of its msgid.
        stop: the line behind its last one.
        comments: its lines that begin with ``#``, each with its number.
        flags: what ``#,`` says: ``fuzzy``, ``python-format``.
        forms: the translations, by their number in brackets; 0 for one without.
        is_obsolete: whether its lines begin with ``#~``.
        is_broken: whether something about its structure is wrong.
    """

    __slots__ = (
        "comments", "context", "flags", "forms", "is_broken", "is_obsolete", "line", "msgid",
        "plural", "rank", "start", "stop",
    )  # fmt: skip

    def __init__(self, start: int) -> None:
        self.start = self.line = self.stop = start
        self.context: PoText | None = None
        self.msgid: PoText | None = None
        self.plural: PoText | None = None
        self.forms: dict[int, PoText] = {}
        self.comments: list[tuple[int, str]] = []
        self.flags: frozenset[str] = frozenset()
        self.is_obsolete = self.is_broken = False
        self.rank = -1

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalog finds it by."""
        context = None if self.context is None else self.context.value
        return context, "" if self.msgid is None else self.msgid.value

    @property
    def is_header(self) -> bool:
        return self.context is None and self.msgid is not None and not self.msgid.value

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def texts(self) -> tuple[str, ...]:
        """The translations, in the order of their numbers."""
        return tuple([self.forms[number].value for number in sorted(self.forms)])

    def odd_escape(self) -> tuple[Place, str] | None:
        """The first backslash of its texts with a letter that not every tool knows, and where."""
        for text in (self.context, self.msgid, self.plural, *self.forms.values()):
            for line, column, piece in text.pieces if text else ():
                match = _ODD_ESCAPE.match(piece) if "\\" in piece else None
                if match is not None:
                    return Place(line, column + match.start(1)), match[1]
        return None

    @property
    def is_translated(self) -> bool:
        """Whether a program would show it."""
        return not self.is_fuzzy and any(self.texts)


class PoFile:
    """What a file holds.

    Args:
        text: the file's.

    Attributes:
        lines: as they stand there, without their ends.
        entries: the header and the obsolete ones among them, in order.
        faults: where it is no ``.po`` file.
        end_comments: the lines behind the last entry that belong to none.
    """

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.entries: list[Entry] = []
        self.faults: list[SyntaxFault] = []
        self.end_comments: list[str] = []
        _Reader(self).read()

    @classmethod
    def of_entries(cls, entries: Iterable[Entry]) -> PoFile:
        """A file whose entries were read from elsewhere, such as a ``.mo`` file; it has no lines."""
        file = cls("")
        file.lines, file.entries = [], [*entries]
        return file

    @cached_property
    def header(self) -> Entry | None:
        """The first entry with an empty msgid."""
        return next((one for one in self.entries if one.is_header and not one.is_obsolete), None)

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The header's fields, by their names as gettext writes them; the first of each name."""
        fields: dict[str, str] = {}
        for line in self._header_text.split("\n"):
            name, colon, value = line.partition(":")
            if colon:
                fields.setdefault(name.strip(), value.strip())
        return fields

    def place_of_field(self, name: str) -> Place:
        """Where a field of the header stands, or the header."""
        if self.header is None:
            return Place(1, 1)
        offset = max(0, f"\n{self._header_text}".find(f"\n{name}:"))
        text = self.header.forms.get(0)
        return Place(self.header.line, 1) if text is None else text.place_of(offset)

    @property
    def _header_text(self) -> str:
        text = self.header.forms.get(0) if self.header else None
        return "" if text is None else text.value

    def live_entries(self) -> Iterator[Entry]:
        """All but the header, and what is obsolete or broken."""
        for entry in self.entries:
            if not (entry.is_obsolete or entry.is_broken or entry.is_header):
                yield entry


class _Reader:
    def __init__(self, file: PoFile) -> None:
        self._file = file
        self._entry: Entry | None = None
        self._text: PoText | None = None

    def read(self) -> None:
        number = 0
        for number, line in enumerate(self._file.lines, 1):
            first = line[:1]
            if first == '"':
                self._take_quoted(number, line, 0)
            elif first == "#":
                self._take_comment(number, line)
            elif first == "m":
                self._take_keyword(number, line, 0)
            elif first and not line.isspace():
                at = len(line) - len(line.lstrip(" \t\f\v"))
                if line[at : at + 1] == '"':
                    self._take_quoted(number, line, at)
                elif line[at : at + 1] == "#":
                    self._take_comment(number, line[at:])
                else:
                    self._take_keyword(number, line, at)
        self._end_entry(number + 1)

    def _take_comment(self, number: int, line: str) -> None:
        if line.startswith("#~") and not line.startswith("#~|"):
            at = len(line) - len(line[2:].lstrip(" \t\f\v"))
            if line[at : at + 1] == '"':
                self._take_quoted(number, line, at)
            elif line[at:].strip():
                self._take_keyword(number, line, at, is_obsolete=True)
            return
        entry = self._entry
        if entry is None or entry.rank >= 0:
            entry = self._begin_entry(number)
        entry.comments.append((number, line))
        if line.startswith("#,"):
            entry.flags = entry.flags.union(flag.strip() for flag in line[2:].split(","))

    def _take_keyword(self, number: int, line: str, at: int, *, is_obsolete: bool = False) -> None:
        match = _KEYWORD.match(line, at)
        if match is None:
            self._fault(number, at, "This is no line of a catalog", line[at : at + 60])
            return
        word, form = match["word"], match["form"]
        rank, entry = _RANKS[word], self._entry
        if entry is None or rank < entry.rank or (rank == entry.rank and rank < 2):
            entry = self._begin_entry(number)
        text = self._text = PoText(number)
        if rank == 1:
            entry.msgid, entry.line = text, number
        elif rank == 0:
            entry.context = text
        elif rank == entry.rank and form is None:
            self._fault(number, at, f"There is a second {word} in one entry", word)
        elif rank == 2:
            entry.plural = text
        else:
            self._take_form(entry, text, form, number, at)
        entry.rank = rank
        entry.is_obsolete = entry.is_obsolete or is_obsolete
        self._take_quoted(number, line, match.end())

    def _take_form(
        self, entry: Entry, text: PoText, form: str | None, number: int, at: int
    ) -> None:
        index = int(form or 0)
        if (form is None) != (entry.plural is None):
            why = "A plural has msgstr[0], msgstr[1] ..., what is none has msgstr"
            self._fault(number, at, why, "msgstr")
        elif index in entry.forms:
            self._fault(number, at, f"There is a second msgstr[{index}] in one entry", "msgstr")
        elif index != len(entry.forms):
            self._fault(number, at, f"msgstr[{len(entry.forms)}] is missing before it", "msgstr")
        entry.forms.setdefault(index, text)

    def _take_quoted(self, number: int, line: str, at: int) -> None:
        if self._text is None:
            self._fault(number, at, "A text stands before the first msgid", line[at : at + 60])
            return
        match = _QUOTED.fullmatch(line, at)
        if match is None:
            self._tell_quoted(number, line, at)
            return
        self._text.pieces.append((number, match.start(1) + 1, match[1]))

    def _tell_quoted(self, number: int, line: str, at: int) -> None:
        rest = line[at:]
        match = _QUOTED.match(line, at)
        if not rest.startswith('"'):
            why = "A text stands between double quotes"
        elif match is None:
            why = "The text's closing quote is missing"
        else:
            why = 'Behind the closing quote nothing may stand; inside of a text write \\"'
            at, rest = match.end(), line[match.end() :]
        self._fault(number, at, why, rest[:60])

    def _begin_entry(self, number: int) -> Entry:
        self._end_entry(number)
        self._entry = Entry(number)
        self._text = None
        return self._entry

    def _end_entry(self, number: int) -> None:
        entry = self._entry
        if entry is None:
            return
        entry.stop = number
        if entry.rank < 0:
            self._file.end_comments = self._file.lines[entry.start - 1 : number - 1]
            return
        if entry.msgid is None:
            self._fault(entry.start, 0, "The msgid of this entry is missing", "")
        elif not entry.forms and not entry.is_broken:
            self._fault(entry.line, 0, "The msgstr of this entry is missing", "msgid")
        self._file.entries.append(entry)

    def _fault(self, number: int, at: int, why: str, piece: str) -> None:
        if self._entry is not None:
            self._entry.is_broken = True
        self._file.faults.append(SyntaxFault(Place(number, at + 1), why, piece.rstrip("\r")))


def _unescape(match: re.Match[str]) -> str:
    body = match[1]
    if body in _ESCAPED:
        return _ESCAPED[body]
    if body[0] == "x" and len(body) > 1:
        return chr(int(body[1:], 16))
    if body[0] in "01234567":
        return chr(int(body, 8))
    return body
