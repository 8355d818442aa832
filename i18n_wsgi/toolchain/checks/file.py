"""A ``.po`` file as a whole: its lines, and which entries it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_wsgi.catalogs.po_file import Entry, Place, PoFile, SyntaxFault
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject

_SOUND = 'msgid "Book"\nmsgstr "Livre"'

_SYNTAX = Rule(
    "E301",
    "A line is none of a catalog",
    "Write it as the other entries have it: msgid and msgstr, each with a text in double quotes.",
    "Tools refuse the file, or lose the entry.",
    'msgid "Book\nmsgstr "Livre"',
    _SOUND,
)
_CUT_OFF = Rule(
    "E302",
    "The file ends inside of an entry",
    "Take the whole file from where you have it, or complete its last entry.",
    "The file was cut off; entries behind this place are lost.",
    'msgid "Book"\nmsgstr "Liv',
    _SOUND,
)
_NO_CATALOG = Rule(
    "E303",
    "The file is no catalog",
    "Put the .po file here.",
    "Nothing in it is a message.",
    "<!DOCTYPE html>",
    _SOUND,
)
_CONFLICT = Rule(
    "E304",
    "A merge was not finished",
    "Keep one of the two versions, and take the lines with the marks out.",
    "git has written both versions into the file; no tool can read it.",
    '<<<<<<< HEAD\nmsgid "Book"\nmsgstr "Livre"\n=======\nmsgid "Book"\nmsgstr "Bouquin"\n>>>>>>> fr',
    _SOUND,
)
_EMPTY = Rule(
    "E305",
    "The file has no entry",
    "Make it again from the template, or take it out.",
    "A language without a message is no language.",
    "# French",
    'msgid ""\nmsgstr "Language: fr\\n"',
)
_NO_HEADER = Rule(
    "E306",
    "The header is missing",
    'Begin the file with an entry whose msgid is "", as the template does.',
    "Without it a program knows neither the charset nor the plural forms.",
    _SOUND,
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + _SOUND,
)
_LATE_HEADER = Rule(
    "E307",
    "The header is not the first entry",
    'Move the entry whose msgid is "" to the beginning of the file.',
    "Tools read the charset from the first entry.",
    _SOUND + '\n\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"',
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + _SOUND,
)
_DUPLICATE = Rule(
    "E308",
    "A message has two entries",
    "Take one of them out.",
    "gettext refuses the file.",
    f"{_SOUND}\n\n{_SOUND}",
    _SOUND,
)
_CONFLICTING = Rule(
    "E309",
    "A message has two entries that differ",
    "Decide which translation is right, and take the other entry out.",
    "gettext refuses the file, and nobody knows which of them a program shows.",
    f'{_SOUND}\n\nmsgid "Book"\nmsgstr "Bouquin"',
    _SOUND,
)
_FUZZY = Rule(
    "W310",
    "A translation is fuzzy",
    "See whether it is right, and take the word fuzzy out.",
    "A program shows the English text until somebody has looked at it.",
    '#, fuzzy\nmsgid "Book"\nmsgstr "Livret"',
    _SOUND,
)
_OBSOLETE = Rule(
    "W311",
    "An obsolete entry has the msgid of a living one",
    "Take the obsolete lines, those with #~, out.",
    "The message is in use; the old translation misleads whoever looks for it.",
    f'{_SOUND}\n\n#~ msgid "Book"\n#~ msgstr "Bouquin"',
    _SOUND,
)
_ESCAPE = Rule(
    "E312",
    "A backslash is followed by an unknown letter",
    'Write \\n, \\r, \\t, \\" or \\\\; for a backslash that is text write \\\\.',
    "Not every tool knows others; the backslash or the letter is lost, or the file is refused.",
    'msgid "Folder C:\\\\books"\nmsgstr "Dossier C:\\books"',
    'msgid "Folder C:\\\\books"\nmsgstr "Dossier C:\\\\books"',
)

_SEPARATOR = Rule(
    "E313",
    "A msgid has a character that separates texts",
    "Ask the developers to take it out of the msgid or its context.",
    "In a compiled catalog NUL and EOT (U+0000, U+0004) stand between texts; no program finds the entry.",
    'msgid "Book\x00"\nmsgstr "Livre"',
    _SOUND,
)

_HALF = Rule(
    "E314",
    "Only a part of the entry is obsolete",
    "Write #~ before all of its lines, or before none.",
    "gettext refuses the file, and other tools lose the entry.",
    'msgid "Book"\n#~ msgstr "Livre"',
    _SOUND,
)

RULES = (
    _SYNTAX, _CUT_OFF, _NO_CATALOG, _CONFLICT, _EMPTY, _NO_HEADER, _LATE_HEADER, _DUPLICATE, _CONFLICTING,
    _FUZZY, _OBSOLETE, _ESCAPE, _SEPARATOR, _HALF,
)  # fmt: skip

_MAX_FAULTS = 100
_CONFLICT_MARK = re.compile(r"(?:<{7}|>{7}|\|{7}|={7})(?:\s|$)")
# What a file that is no catalog begins with.
_BEGINNINGS = (
    (b"\x1f\x8b", "packed by gzip"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"BZh", "packed by bzip2"),
    (b"\xfd7zXZ", "packed by xz"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"version https://git-lfs", "a pointer of Git LFS"),
    (b"<?xml", "XML"),
    (b"<", "HTML or XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_ESCAPE_PIECE = re.compile(r"\\(.)", re.DOTALL)
_SEPARATORS = re.compile("[\\x00\\x04]")
_ODD_ESCAPE = re.compile(r'\\[^nrt"\\\r\n]')


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the file's structure."""
    file = subject.file
    if subject.is_compiled:
        yield from _check_compiled(subject)
    elif not file.entries:
        yield from _tell_no_catalog(subject)
        return
    yield from _check_faults(subject)
    if file.header is None:
        if file.entries:
            yield subject.in_file(_NO_HEADER, 'No entry has the msgid ""')
    elif not subject.is_compiled:
        first = next(entry for entry in file.entries if not entry.is_obsolete)
        if first is not file.header:
            message = f"The header stands here, the first entry at line {first.line}"
            yield subject.in_entry(_LATE_HEADER, file.header, message)
    yield from _check_entries(subject)
    if any(map(_ODD_ESCAPE.search, file.lines)):
        yield from _check_escapes(subject)


def _check_compiled(subject: Subject) -> Iterator[Finding]:
    if subject.name.lower().endswith((".po", ".pot")):
        message = "This is a compiled catalog (.mo)"
        yield subject.in_file(_NO_CATALOG, message)


def _tell_no_catalog(subject: Subject) -> Iterator[Finding]:
    """What a file without an entry is instead."""
    file, start = subject.file, subject.data.lstrip()[:40]
    if not file.faults:
        what = "is empty" if not subject.data.strip() else "has comments only"
        yield subject.in_file(_EMPTY, f"The file {what}")
        return
    found = [what for beginning, what in _BEGINNINGS if start.startswith(beginning)]
    binary = ["no text"] if b"\x00" in subject.data else []
    what = (*found, *binary, "no catalog")[0]
    fault = file.faults[0]
    yield subject.in_file(_NO_CATALOG, f"The file is {what}", fault.place, fault.piece)


def _check_faults(subject: Subject) -> Iterator[Finding]:
    file = subject.file
    for fault in file.faults[:_MAX_FAULTS]:
        rule, why = _SYNTAX, fault.why
        if _CONFLICT_MARK.match(file.lines[fault.place.line - 1]):
            rule, why = _CONFLICT, "git has put a mark of a conflict here"
        elif _is_cut_off(file, fault):
            rule = _CUT_OFF
        yield subject.in_file(rule, why, fault.place, fault.piece)
    if (rest := len(file.faults) - _MAX_FAULTS) > 0:
        place = file.faults[_MAX_FAULTS].place
        yield subject.in_file(_SYNTAX, f"From here on {rest} further places are wrong", place)
    last = next((line for line in reversed(file.end_comments) if line.strip()), "")
    if last.startswith(("#:", "#,", "#.", "#|")):
        number = _last_line(file)
        message = "The file ends with the comments of an entry, and without the entry"
        yield subject.in_file(_CUT_OFF, message, Place(number, 1), last)


def _is_cut_off(file: PoFile, fault: SyntaxFault) -> bool:
    """Whether it is the file's end that makes the fault."""
    number, last = _last_line(file), file.entries[-1]
    if fault.place.line == number and (fault.piece.startswith('"') or file.lines[-1]):
        return True
    is_whole = last.msgid is not None and last.forms
    return not is_whole and last.start <= fault.place.line <= last.line and last.stop > number


def _last_line(file: PoFile) -> int:
    """The number of the last line that is not blank."""
    number = len(file.lines)
    while number > 1 and not file.lines[number - 1].strip():
        number -= 1
    return number


def _check_entries(subject: Subject) -> Iterator[Finding]:
    """What entries have the same key, and which of them are fuzzy."""
    seen: dict[tuple[str | None, str], Entry] = {}
    obsolete: list[Entry] = []
    for entry in subject.file.entries:
        if entry.is_obsolete:
            obsolete.append(entry)
            yield from _check_whole(subject, entry)
            continue
        if entry.msgid is None:
            continue
        if not subject.is_compiled:
            yield from _check_separators(subject, entry)
        first = seen.setdefault(entry.key, entry)
        if first is not entry and not subject.is_compiled:
            yield _of_duplicate(subject, first, entry)
        if "fuzzy" in entry.flags and not entry.is_header and any(entry.texts):
            line = next((one for one, text in entry.comments if "fuzzy" in text), entry.line)
            yield Finding(
                subject.name,
                Place(line, 1),
                _FUZZY,
                entry.key[1],
                "The entry is marked as fuzzy",
                "fuzzy",
            )
    for entry in obsolete:
        living = seen.get(entry.key)
        if living is not None and entry.msgid is not None and not entry.is_header:
            message = f"The message is in use, at line {living.line}"
            yield subject.in_entry(_OBSOLETE, entry, message)


def _check_whole(subject: Subject, entry: Entry) -> Iterator[Finding]:
    for number in range(entry.line, entry.stop):
        line = subject.file.lines[number - 1]
        if line.lstrip().startswith(("msg", '"')):
            message = "This line is not obsolete, and others of its entry are"
            yield Finding(subject.name, Place(number, 1), _HALF, entry.key[1], message, line)
            return


def _check_separators(subject: Subject, entry: Entry) -> Iterator[Finding]:
    for text in (entry.context, entry.msgid, entry.plural):
        match = _SEPARATORS.search(text.value) if text is not None else None
        if text is not None and match is not None:
            told = f"U+{ord(match[0]):04X} stands here"
            yield subject.in_text(_SEPARATOR, entry, text, told, piece=match[0])


def _of_duplicate(subject: Subject, first: Entry, entry: Entry) -> Finding:
    one, other = (None if of.plural is None else of.plural.value for of in (first, entry))
    if one != other:
        told = "with another plural" if one and other else "once with a plural and once without"
        message = f"The same msgid stands at line {first.line}, {told}"
        return subject.in_entry(_CONFLICTING, entry, message)
    if first.texts != entry.texts:
        message = f"The same msgid stands at line {first.line}, with another translation"
        return subject.in_entry(_CONFLICTING, entry, message)
    message = f"The same msgid stands at line {first.line}"
    return subject.in_entry(_DUPLICATE, entry, message)


def _check_escapes(subject: Subject) -> Iterator[Finding]:
    for entry in subject.file.live_entries():
        texts = (entry.context, entry.msgid, entry.plural, *entry.forms.values())
        for text in texts:
            for line, column, piece in text.pieces if text else ():
                for match in _ESCAPE_PIECE.finditer(piece) if "\\" in piece else ():
                    if match[1] not in 'nrt"\\':
                        msgid = entry.msgid.value if entry.msgid else ""
                        place = Place(line, column + match.start())
                        message = f"Not every tool knows {match[0]}"
                        yield Finding(subject.name, place, _ESCAPE, msgid, message, match[0])
