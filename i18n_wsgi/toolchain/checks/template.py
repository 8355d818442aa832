"""A catalog beside its template: the same messages, as the program has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from i18n_wsgi.catalogs.po_file import Entry, Place
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject

_RIGHT = 'msgid "Book not found."\nmsgstr "Livre introuvable."'

_EDITED = Rule(
    "E351",
    "A msgid is not that of the template",
    "Write the msgid as the template has it. If the English text has changed, update the catalog.",
    "The program looks the message up by its msgid, and would not find the translation.",
    'msgid "Book was not found."\nmsgstr "Livre introuvable."',
    _RIGHT,
)
_CONTEXT = Rule(
    "E352",
    "A context is not that of the template",
    "Write msgctxt as the template has it, or take it out where it has none.",
    "The program looks the message up by its context and its msgid.",
    'msgctxt "livre"\n' + _RIGHT,
    _RIGHT,
)
_PLURAL = Rule(
    "E353",
    "A plural is not that of the template",
    "Write msgid_plural as the template has it, or take it out where it has none.",
    "The program asks for a text of each number, and the catalog has others.",
    'msgid "%d book"\nmsgstr "%d livre"',
    'msgid "%d book"\nmsgid_plural "%d books"\nmsgstr[0] "%d livre"\nmsgstr[1] "%d livres"',
)
_FLAG = Rule(
    "W354",
    "A flag of the template is lost",
    "Write the flags as the template has them.",
    "Tools check the placeholders of entries with python-format only.",
    'msgid "%d books"\nmsgstr "%d livres"',
    '#, python-format\nmsgid "%d books"\nmsgstr "%d livres"',
)
_MISSING = Rule(
    "W355",
    "A message of the template is missing",
    "Update the catalog from the template.",
    "Nobody can translate what is not there.",
    "# French",
    _RIGHT,
)
_UNKNOWN = Rule(
    "W356",
    "A message is not in the template",
    "Update the catalog from the template.",
    "The program has no such message any more.",
    'msgid "Card catalogue"\nmsgstr "Fichier"',
    _RIGHT,
)

RULES = (_EDITED, _CONTEXT, _PLURAL, _FLAG, _MISSING, _UNKNOWN)

Key = tuple[str | None, str]

# Comparing takes about 50 µs a pair.
_MAX_COMPARISONS = 10_000
_LEAST_RATIO = 0.75
_NO_LETTER = re.compile(r"[\W_]+")


def check(subject: Subject) -> Iterator[Finding]:
    """Where the catalog and its template differ; nothing without a template."""
    if subject.template is None or not subject.file.entries:
        return
    wanted = {entry.key: entry for entry in subject.template.live_entries()}
    given = {entry.key: entry for entry in subject.file.live_entries()}
    for key, entry in given.items():
        if key in wanted:
            yield from _check_pair(subject, entry, wanted[key])
    missing = [key for key in wanted if key not in given]
    edited = _EditedMessages(missing)
    for key, entry in given.items():
        if key not in wanted:
            yield edited.finding_of(subject, entry)
    if not subject.is_compiled:  # which leaves untranslated ones out
        yield from _tell_missing(subject, wanted, given, edited.left)


def _check_pair(subject: Subject, entry: Entry, wanted: Entry) -> Iterator[Finding]:
    one, other = (None if of.plural is None else of.plural.value for of in (entry, wanted))
    if one != other:
        told = f"The plural in the template is {other!r}" if other else "It has none there"
        if entry.plural is not None:
            yield subject.in_text(_PLURAL, entry, entry.plural, told)
        else:
            yield subject.in_entry(_PLURAL, entry, told)
    if subject.is_compiled:
        return
    for flag in sorted(wanted.flags - entry.flags):
        if flag.endswith("-format") and not flag.startswith("no-"):
            if f"no-{flag}" not in entry.flags:
                yield subject.in_entry(_FLAG, entry, f"The template says {flag}")


class _EditedMessages:
    """Which missing messages those stand for that the template lacks.

    Attributes:
        left: the missing ones that no other was found for.
    """

    def __init__(self, missing: Sequence[Key]) -> None:
        self.left = dict.fromkeys(missing)
        self._comparisons = _MAX_COMPARISONS
        self._by_msgid: dict[str, list[Key]] = defaultdict(list)
        self._by_letters: dict[str, list[Key]] = defaultdict(list)
        for key in missing:
            self._by_msgid[key[1]].append(key)
            self._by_letters[_letters_of(key)].append(key)

    def finding_of(self, subject: Subject, entry: Entry) -> Finding:
        """What is wrong with an entry that the template lacks."""
        key = entry.key
        for found in self._by_msgid.get(key[1], ()):
            if found in self.left:
                del self.left[found]
                told = "no context" if found[0] is None else f"the context {found[0]!r}"
                message = f"In the template this msgid has {told}"
                text = entry.context or entry.msgid
                assert text is not None
                return subject.in_text(_CONTEXT, entry, text, message)
        similar = self._similar_to(key)
        if similar is None:
            return subject.in_entry(_UNKNOWN, entry, "The template has no such message")
        del self.left[similar]
        assert entry.msgid is not None
        at, piece = _difference(entry.msgid.value, similar[1])
        message = f"The template has {similar[1]!r}"
        return subject.in_text(_EDITED, entry, entry.msgid, message, piece=piece, offset=at)

    def _similar_to(self, key: Key) -> Key | None:
        for found in self._by_letters.get(_letters_of(key), ()):
            if found in self.left:
                return found
        matcher = SequenceMatcher(None, "", key[1])
        best, best_ratio = None, _LEAST_RATIO
        for other in self.left:
            sizes = len(other[1]), len(key[1])
            # No ratio can be better than that of the lengths.
            if other[0] != key[0] or 2 * min(sizes) < best_ratio * sum(sizes):
                continue
            self._comparisons -= 1
            if self._comparisons < 0:
                break
            matcher.set_seq1(other[1])
            if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
                ratio = matcher.ratio()
                if ratio > best_ratio:
                    best, best_ratio = other, ratio
        return best


def _letters_of(key: Key) -> str:
    return _NO_LETTER.sub("", key[1]).casefold()


def _difference(text: str, other: str) -> tuple[int, str]:
    """Where a text differs from another, and what it has there."""
    start = 0
    while start < min(len(text), len(other)) and text[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(text), len(other)) - start and text[-1 - end] == other[-1 - end]:
        end += 1
    return start, text[start : len(text) - end]


def _tell_missing(
    subject: Subject, wanted: dict[Key, Entry], given: dict[Key, Entry], left: dict[Key, None]
) -> Iterator[Finding]:
    """Each message that is missing, at the one behind which the template has it."""
    line = 1
    for key in wanted:
        if key in given:
            line = given[key].line
        elif key in left:
            message = f"Behind this entry the template has {key[1]!r}"
            yield Finding(subject.name, Place(line, 1), _MISSING, key[1], message)
