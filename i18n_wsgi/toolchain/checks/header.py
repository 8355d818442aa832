"""The header's fields: the language, and what the template left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.negotiation import maximise, parse_tag
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject

_OTHER_LANGUAGE = Rule(
    "E321",
    "The header names another language than the folder",
    "Write the language of the folder, or move the file to its own.",
    "Readers of the folder's language would get the other one.",
    '# fr/LC_MESSAGES/library.po\n"Language: de\\n"',
    '# fr/LC_MESSAGES/library.po\n"Language: fr\\n"',
)
_OTHER_REGION = Rule(
    "W322",
    "The header names another region than the folder",
    "Write the locale of the folder, or move the file to its own.",
    "The file may be a copy of that region's.",
    '# pt_PT/LC_MESSAGES/library.po\n"Language: pt_BR\\n"',
    '# pt_PT/LC_MESSAGES/library.po\n"Language: pt_PT\\n"',
)
_NO_LANGUAGE = Rule(
    "W323",
    "The header names no language",
    "Add Language: with the code of your language, as fr or pt_BR.",
    "Tools then guess it, and check with the wrong rules.",
    '"Language: \\n"',
    '"Language: fr\\n"',
)
_NO_CODE = Rule(
    "W324",
    "The header's language is no code",
    "Write the code of your language, as fr or pt_BR.",
    "Tools know languages by their codes.",
    '"Language: Français\\n"',
    '"Language: fr\\n"',
)
_FUZZY = Rule(
    "W325",
    "The header is fuzzy",
    "Fill the header in, and take the word fuzzy out.",
    "Some tools then leave the header or the whole catalog out.",
    '#, fuzzy\nmsgid ""\nmsgstr "Language: fr\\n"',
    'msgid ""\nmsgstr "Language: fr\\n"',
)
_LEFT_OVER = Rule(
    "W326",
    "The header still has a text of the template",
    "Fill the field in.",
    "Nobody knows whose translation it is, and when it was made.",
    '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"',
    '"Last-Translator: Marie Dupont <marie@example.org>\\n"',
)
_NO_FIELD = Rule(
    "W327",
    "A line of the header is no field",
    "Write a name, a colon, a blank and the value, and \\n at the end.",
    "Tools pass it over, or stop reading there.",
    '"Language fr\\n"',
    '"Language: fr\\n"',
)
_TWICE = Rule(
    "W328",
    "A field of the header stands there twice",
    "Keep the right one.",
    "Some tools read the first, others the last.",
    '"Language: fr\\n"\n"Language: fr\\n"',
    '"Language: fr\\n"',
)
_CONFLICT = Rule(
    "E329",
    "A field of the header stands there twice, with different values",
    "Keep the right one.",
    "Some tools read the first, others the last.",
    '"Language: fr\\n"\n"Language: de\\n"',
    '"Language: fr\\n"',
)

RULES = (
    _OTHER_LANGUAGE, _OTHER_REGION, _NO_LANGUAGE, _NO_CODE, _FUZZY, _LEFT_OVER, _NO_FIELD, _TWICE, _CONFLICT,
)  # fmt: skip

_FIELD = "Language"
# What xgettext and Babel write.
_LEFT_OVERS = re.compile(
    r"\b(?:PACKAGE VERSION|PROJECT VERSION|YEAR-MO-DA HO:MI\+ZONE|FULL NAME <EMAIL@ADDRESS>|EMAIL@ADDRESS"
    r"|LANGUAGE <LL@li\.org>|nplurals=INTEGER|plural=EXPRESSION)"
)
# The year of the first author is left in most catalogs of the world, and harms nobody.
_COMMENT_LEFT_OVERS = re.compile(r"SOME DESCRIPTIVE TITLE|YEAR THE PACKAGE'S COPYRIGHT HOLDER")
_NAME = re.compile(r"[A-Za-z][\w-]*(?=:)", re.ASCII)


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the header."""
    header = subject.file.header
    if header is None or subject.is_template:
        return
    yield from _check_language(subject)
    if header.is_fuzzy:
        place = Place(
            next((line for line, text in header.comments if "fuzzy" in text), header.line), 1
        )
        yield subject.in_file(_FUZZY, "The header is marked as fuzzy", place, "fuzzy")
    if not subject.is_compiled:
        yield from _check_left_overs(subject)
    yield from _check_fields(subject)


def _check_language(subject: Subject) -> Iterator[Finding]:
    declared = subject.file.fields.get(_FIELD, "")
    place = subject.file.place_of_field(_FIELD)
    if not declared:
        yield subject.in_file(_NO_LANGUAGE, "The header names no language", place)
        return
    tag = parse_tag(declared)
    asked = None if subject.locale is None else parse_tag(subject.locale)
    if asked is None:
        if tag is None:
            yield subject.in_file(_NO_CODE, f"This is no code: {declared}", place, declared)
        return
    told = f"The header says {declared}, the folder {subject.locale}"
    if tag is None or maximise(tag)[:2] != maximise(asked)[:2]:
        yield subject.in_file(_OTHER_LANGUAGE, told, place, declared)
    elif tag.region and asked.region and tag.region != asked.region:
        yield subject.in_file(_OTHER_REGION, told, place, declared)


def _check_left_overs(subject: Subject) -> Iterator[Finding]:
    header = subject.file.header
    assert header is not None
    for line, comment in header.comments:
        if match := _COMMENT_LEFT_OVERS.search(comment):
            message = f"Nobody has filled in {match[0]}"
            yield subject.in_file(_LEFT_OVER, message, Place(line, match.start() + 1), match[0])
    text = header.forms.get(0)
    seen_lines = set()
    for match in _LEFT_OVERS.finditer(text.value) if text else ():
        place = text.place_of(match.start()) if text else Place(1, 1)
        if place.line not in seen_lines:
            seen_lines.add(place.line)
            message = f"Nobody has filled in {match[0]}"
            yield subject.in_file(_LEFT_OVER, message, place, match[0])


def _check_fields(subject: Subject) -> Iterator[Finding]:
    header = subject.file.header
    text = header.forms.get(0) if header else None
    if text is None:
        return
    offset, seen = 0, dict[str, str]()
    for line in text.value.split("\n"):
        match = _NAME.match(line)
        if match is None:
            if line.strip() and not line[0].isspace():
                message = "No name and colon begin this line of the header"
                yield subject.in_file(_NO_FIELD, message, text.place_of(offset), line[:60])
        elif (name := match[0].lower()) in seen:
            rule = _TWICE if seen[name] == line.lower() else _CONFLICT
            message = f"The header has a second {match[0]}"
            yield subject.in_file(rule, message, text.place_of(offset), line[:60])
        else:
            seen[name] = line.lower()
        offset += len(line) + 1
