"""Bringing a catalog up to its template, in place: what a translator wrote stays byte for byte, but for the lines
that the template has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polib import POEntry
from rapidfuzz import fuzz, process

from i18n_wsgi.catalogs.po_file import Entry, PoFile, PoText

Key = tuple[str | None, str]

# msgmerge's own measure of when a text is near enough to be a help.
_NEAR = 60.0
_WRAPPED = 80
_HEADER: Key = (None, "")
_COUNT = re.compile(r"nplurals\s*=\s*(\d{1,2})")
_CREATION_DATE = '"POT-Creation-Date:'


@dataclass
class Updated:
    """A catalog brought up to its template.

    Attributes:
        text: the whole file.
        kept, new, fuzzy, obsolete: how many entries were there already, had to be added without any
            translation, have been given one of a text like theirs, and are needed no more.
    """

    text: str
    kept: int = 0
    new: int = 0
    fuzzy: int = 0
    obsolete: int = 0


def update(text: str, template: PoFile, *, is_fuzzy_wanted: bool = True) -> Updated:
    """A catalog with the messages of its template.

    Args:
        text: the catalog's.
        template: the template. Neither has a syntax fault.
        is_fuzzy_wanted: whether a new message gets the translation of one that is like it, marked as
            fuzzy.
    """
    return _Update(PoFile(text), template, is_fuzzy_wanted=is_fuzzy_wanted).run()


class _New(list[str]):
    """The lines of an entry that stands where none stood: a blank line parts it from what is before it."""


class _Update:
    def __init__(self, file: PoFile, template: PoFile, *, is_fuzzy_wanted: bool) -> None:
        self._file = file
        self._text = "\n".join(file.lines)
        self._template = template
        self._is_fuzzy_wanted = is_fuzzy_wanted
        self._return = "\r" if file.lines[0].endswith("\r") else ""
        self._width = 0 if any(map(_is_unwrapped, file.lines)) else 78
        self._wanted = {entry.key: entry for entry in template.live_entries()}
        self._live = {entry.key: entry for entry in file.live_entries()}
        self._obsolete = {entry.key: entry for entry in file.entries if entry.is_obsolete}
        self._translated = [
            one for one in (*self._live.values(), *self._obsolete.values()) if any(one.texts)
        ]
        # Those that are needed no more come first: a near one found early makes the search quick.
        self._translated.sort(key=lambda one: (one.key in self._wanted, one.is_fuzzy))
        self._translated_msgids = [one.key[1] for one in self._translated]
        self._used: set[Key] = set()
        self._result = Updated("")
        # The blank lines at the end of the file stay as they are.
        size = len(file.lines)
        while size and not file.lines[size - 1].strip():
            size -= 1
        self._lines, self._end = file.lines[:size], file.lines[size:]

    def run(self) -> Updated:
        added = self._additions()
        text = self._joined(self._blocks(added))
        self._result.text = text if text == self._text else self._dated(text)
        return self._result

    def _blocks(self, added: Mapping[Key, list[_New]]) -> Iterator[list[str]]:
        """The lines of each entry, those of new ones in their places."""
        left: dict[Key, _New] = {}
        entries = self._file.entries
        yield self._lines[: entries[0].start - 1] if entries else []
        if self._file.header is None:
            yield from added.get(_HEADER, [])
        for entry in entries:
            lines = self._lines[entry.start - 1 : entry.stop - 1]
            if entry.is_obsolete:
                # One that is back, takes this one's place or goes on as another, is written anew.
                is_back = (entry.key in self._live) != (entry.key in self._wanted)
                if not is_back and entry.key not in self._used:
                    yield lines
            elif entry.is_header:
                yield lines
            elif entry.key in self._wanted:
                self._result.kept += 1
                yield self._refreshed(entry, self._wanted[entry.key], lines)
            elif any(entry.texts) and entry.key not in self._used:
                left[entry.key] = _New(_made_obsolete(lines))
            if not entry.is_obsolete:
                yield from added.get(entry.key, [])
        self._result.obsolete = len(left)
        yield from left.values()
        yield self._lines[len(self._file.lines) - len(self._file.end_comments) :]

    def _additions(self) -> dict[Key, list[_New]]:
        """The blocks of new messages, each behind the message that it follows in the template."""
        added: dict[Key, list[_New]] = {}
        anchor = _HEADER
        for key, entry in self._wanted.items():
            if key in self._live:
                anchor = key
            else:
                added.setdefault(anchor, []).append(_New(self._added(entry)))
        return added

    def _added(self, entry: Entry) -> list[str]:
        old = self._obsolete.get(entry.key)
        if old is None or not any(old.texts):
            old = self._like(entry)
        if old is None:
            self._result.new += 1
            return self._written(entry)
        self._used.add(old.key)
        if _is_same(old, entry) and not old.is_fuzzy:
            self._result.kept += 1
            return self._written(entry, old)
        self._result.fuzzy += 1
        return self._written(entry, old, is_fuzzy=True)

    def _like(self, entry: Entry) -> Entry | None:
        """The translated entry whose msgid is nearest to this one's."""
        if not self._is_fuzzy_wanted:
            return None
        found = process.extractOne(
            entry.key[1],
            self._translated_msgids,
            scorer=fuzz.ratio,
            score_cutoff=_NEAR,
        )
        if found is None:
            return None
        in_context = self._live.get((entry.key[0], found[0]))
        is_help = in_context is not None and any(in_context.texts)
        return in_context if is_help else self._translated[found[2]]

    def _refreshed(self, entry: Entry, wanted: Entry, lines: list[str]) -> list[str]:
        """An entry with what the template says of it now: comments, places, flags, its plural."""
        if not _is_same(entry, wanted):
            is_fuzzy = any(entry.texts)
            self._result.fuzzy += is_fuzzy
            return self._written(wanted, entry, is_fuzzy=is_fuzzy)
        flags = _flags(entry, wanted)
        is_told = all(_told(entry, kind) == _told(wanted, kind) for kind in ("#.", "#:"))
        if is_told and flags == entry.flags - {""}:
            return lines
        size = entry.comments[-1][0] - entry.start + 1 if entry.comments else 0
        before = lines[:size]
        return [*self._comments(entry, wanted, before), *lines[size:]]

    def _comments(self, entry: Entry, wanted: Entry, before: Sequence[str]) -> Iterator[str]:
        yield from filter(_is_translators, before)
        for kind in ("#.", "#:"):
            if _told(entry, kind) == _told(wanted, kind):
                yield from (line for line in before if line.lstrip().startswith(kind))
            else:
                yield from self._of_kind(wanted, kind)
        flags = _flags(entry, wanted)
        if flags == entry.flags - {""}:
            yield from (line for line in before if line.lstrip().startswith("#,"))
        else:
            yield from self._flags(flags)
        yield from (line for line in before if line.lstrip().startswith("#|"))

    def _written(
        self, wanted: Entry, old: Entry | None = None, *, is_fuzzy: bool = False
    ) -> list[str]:
        """A message as a new entry, with the translation of an old one."""
        made = POEntry(
            msgid=wanted.key[1],
            msgctxt=wanted.key[0],
            msgid_plural=_text_of(wanted.plural) or "",
        )
        texts = old.texts if old is not None else ()
        count = int(match[1]) if (match := _COUNT.search(self._plural_forms)) else 2
        if wanted.plural is None:
            made.msgstr = texts[0] if texts else ""
        else:
            forms = texts if len(texts) == count else texts[:1] * count or [""] * count
            made.msgstr_plural = dict(enumerate(forms))
        before = [] if old is None else [line for _number, line in old.comments]
        is_moved = old is not None and (old.key == wanted.key or old.key not in self._wanted)
        previous: list[str] = []
        if is_fuzzy and old is not None and old.is_fuzzy:
            # Its texts were for another msgid than it has.
            previous = [f"#|{line.partition('|')[2]}" for line in before if _is_previous(line)]
        elif is_fuzzy and old is not None:
            made.previous_msgid = old.key[1]
            made.previous_msgid_plural = _text_of(old.plural)
            made.previous_msgctxt = old.key[0]
        text = made.__unicode__(wrapwidth=self._width).rstrip("\n")
        flags = wanted.flags - {"fuzzy", ""} if old is None or not is_moved else _flags(old, wanted)
        flags = flags | {"fuzzy"} if is_fuzzy else flags - {"fuzzy"}
        return [
            *(line for line in before if is_moved and _is_translators(line)),
            *self._of_kind(wanted, "#."),
            *self._of_kind(wanted, "#:"),
            *self._flags(flags),
            *previous,
            *(line + self._return for line in text.split("\n")),
            self._return,
        ]

    def _of_kind(self, wanted: Entry, kind: str) -> Iterator[str]:
        for _number, line in wanted.comments:
            if line.startswith(kind):
                yield line.rstrip("\r") + self._return

    def _flags(self, flags: Iterable[str]) -> Iterator[str]:
        if told := sorted(flags, key=lambda flag: (flag != "fuzzy", flag)):
            yield f"#, {', '.join(told)}{self._return}"

    @property
    def _plural_forms(self) -> str:
        return self._file.fields.get("Plural-Forms", "")

    def _dated(self, text: str) -> str:
        """The text with the template's date, which alone is no reason to write a file."""
        date, own = (_creation_date(file) for file in (self._template, self._file))
        return text.replace(own, date, 1) if date and own else text

    def _joined(self, blocks: Iterable[list[str]]) -> str:
        lines: list[str] = []
        for block in filter(None, blocks):
            if isinstance(block, _New) and lines and lines[-1].strip():
                lines.append(self._return)
            lines += block
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, *self._end])


def _creation_date(file: PoFile) -> str | None:
    header = file.header
    lines = file.lines[header.start - 1 : header.stop - 1] if header else []
    return next((line.rstrip("\r") for line in lines if line.startswith(_CREATION_DATE)), None)


def _text_of(text: PoText | None) -> str | None:
    return None if text is None else text.value


def _is_same(entry: Entry, other: Entry) -> bool:
    return entry.key == other.key and _text_of(entry.plural) == _text_of(other.plural)


def _is_unwrapped(line: str) -> bool:
    """Whether a line is too long, and could have been wrapped."""
    return len(line) > _WRAPPED and line[:1] in '"m' and " " in line[:_WRAPPED].partition('"')[2]


def _is_translators(line: str) -> bool:
    comment = line.lstrip()
    return comment.startswith("#") and comment[1:2] not in tuple(".:,|~")


def _is_previous(comment: str) -> bool:
    return comment.startswith(("#|", "#~|"))


def _told(entry: Entry, kind: str) -> object:
    """What the comments of a kind say, however they are laid out."""
    told = [line[2:].strip() for _number, line in entry.comments if line.startswith(kind)]
    return " ".join(told).split() if kind == "#:" else told


def _flags(entry: Entry, wanted: Entry) -> frozenset[str]:
    """The template's, and what a translator has added, such as ``no-wrap``."""
    own = (flag for flag in entry.flags if flag and not flag.endswith("-format"))
    return wanted.flags - {"fuzzy", ""} | frozenset(own)


def _made_obsolete(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        comment = line.lstrip()
        if not comment.startswith("#"):
            yield f"#~ {line}" if comment else line
        elif comment.startswith("#|"):
            yield f"#~{comment[1:]}"
        elif not comment.startswith(("#.", "#:")):
            yield line
