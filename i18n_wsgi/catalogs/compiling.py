"""From a ``.po`` file to the bytes of a ``.mo`` file; the same bytes everywhere, at any time."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from babel.messages.plurals import get_plural

from i18n_wsgi.catalogs.compiled import (
    CatalogError,
    PluralRule,
    form_of_one,
    plural_rule,
    single_counts,
)
from i18n_wsgi.catalogs.po_file import Entry, PoFile
from i18n_wsgi.catalogs.reading import MO_MAGIC, decode
from i18n_wsgi.masking import one_line
from i18n_wsgi.negotiation import maximise, parse_tag
from i18n_wsgi.placeholders import find_problem

_HEADER_BYTES = 28
# What stands in a .mo file between a context and a msgid, and between the forms of a plural.
_BEHIND_CONTEXT = "\x04"
_BETWEEN_FORMS = "\x00"


class Problem(NamedTuple):
    """Why an entry is not used.

    Attributes:
        line: where; of what is wrong with an entry's texts the line of its msgid.
        why: in English, without a newline.
    """

    line: int
    why: str


def compile_catalog(source: bytes, name: str, locale: str | None = None) -> bytes:
    """The ``.mo`` file of a ``.po`` file. Fuzzy and empty entries are left out, as gettext does.

    Args:
        source: the content of the ``.po`` file.
        name: what the file is called in errors.
        locale: the locale that the file is for; by default what its header says.

    Raises:
        CatalogError: something is wrong with it; a line for each problem, as ``name:line: why``.
    """
    compiled, problems = compile_usable(source, name, locale)
    if problems:
        raise CatalogError(_told(name, problems))
    return compiled


def compile_usable(
    source: bytes, name: str, locale: str | None = None
) -> tuple[bytes, list[Problem]]:
    """``compile_catalog`` without the entries that are wrong, and what is wrong, by line.

    Raises:
        CatalogError: the file can't be read as a whole.
    """
    file = PoFile(_decode(source, name))
    problems = [Problem(fault.place.line, one_line(fault.why)) for fault in file.faults]
    if file.header is None:
        problems = problems[:1] or [Problem(1, 'there is no header, an entry whose msgid is ""')]
    # What is broken at its end may be half of a file.
    if file.header is None or file.header.is_broken or file.entries[-1].is_broken:
        raise CatalogError(_told(name, problems))
    declared = file.fields.get("Language", "")
    plural_forms, rule = _plural_rule_of(file, locale or declared, name)
    if locale is not None and declared and _writing_of(declared) != _writing_of(locale):
        line = file.place_of_field("Language").line
        why = one_line(f"the header says {declared}, the folder {locale}")
        problems.append(Problem(line, why))
    fields = {
        "Content-Type": "text/plain; charset=utf-8",
        "Language": declared,
        "Plural-Forms": plural_forms,
    }
    texts = {"": "".join(f"{field}: {value}\n" for field, value in fields.items())}
    for entry in _living(file, problems):
        problem = _problem_of(entry, rule)
        if problem is None:
            texts[_key_of(entry)] = _BETWEEN_FORMS.join(entry.texts)
        else:
            problems.append(Problem(entry.line, one_line(problem)))
    return _mo_file(texts), sorted(problems)


def _told(name: str, problems: Iterable[Problem]) -> str:
    return "\n".join(f"{name}:{line}: {why}" for line, why in sorted(problems))


def _decode(source: bytes, name: str) -> str:
    read = decode(source)
    if read.bad_at >= 0:
        line = source.count(b"\n", 0, read.bad_at) + 1
        raise CatalogError(f"{name}:{line}: it is not {read.declared.upper() or 'UTF-8'}")
    return read.text


def _plural_rule_of(file: PoFile, locale: str, name: str) -> tuple[str, PluralRule]:
    """What the header declares, or else what its language has."""
    declared = file.fields.get("Plural-Forms", "")
    if not declared or "INTEGER" in declared:  # what a template has
        declared = str(get_plural(str(parse_tag(locale) or "").replace("-", "_") or None))
    try:
        return declared, plural_rule(f"Plural-Forms: {declared}\n")
    except CatalogError as exc:
        line = file.place_of_field("Plural-Forms").line
        raise CatalogError(f"{name}:{line}: {one_line(str(exc))}") from exc


def _writing_of(locale: str) -> tuple[str, ...]:
    """Language and script, however spelled: ``zh_TW`` and ``zh_Hant`` are the same."""
    tag = parse_tag(locale)
    return (locale,) if tag is None else maximise(tag)[:2]


def _living(file: PoFile, problems: list[Problem]) -> Iterator[Entry]:
    """The entries that a program shows, of each msgid the first."""
    seen: dict[tuple[str | None, str], int] = {}
    for entry in file.entries:
        if entry.is_obsolete or entry.msgid is None:
            continue
        first = seen.setdefault(entry.key, entry.line)
        if first != entry.line:
            why = f"this msgid has an entry already, at line {first}"
            problems.append(Problem(entry.line, why))
        elif entry.is_translated and not (entry.is_broken or entry.is_header):
            yield entry


def _problem_of(entry: Entry, rule: PluralRule) -> str | None:
    """Why an entry must not be used; None when it may."""
    if (odd := entry.odd_escape()) is not None:
        return f'{odd[1]} is none of \\n, \\r, \\t, \\" and \\\\'
    sources = tuple(text.value for text in (entry.msgid, entry.plural) if text is not None)
    forms, names = entry.texts, f"{entry.key[0]}{sources}"
    if any("\x00" in text for text in (names, *forms)) or _BEHIND_CONTEXT in names:
        return "a NUL or an EOT stands in a text"
    if entry.plural is None:
        return find_problem(sources, forms)
    count, plural_index = rule
    if len(forms) != count or not all(forms):
        given = sum(map(bool, forms))
        return f"{given} plural forms are given, the language has {count}: {sources[0]!r}"
    singles, of_one = single_counts(count, plural_index), form_of_one(plural_index)
    return find_problem(sources, forms, singles, of_one)


def _key_of(entry: Entry) -> str:
    context, msgid = entry.key
    before = "" if context is None else f"{context}{_BEHIND_CONTEXT}"
    behind = "" if entry.plural is None else f"{_BETWEEN_FORMS}{entry.plural.value}"
    return f"{before}{msgid}{behind}"


def _mo_file(texts: Mapping[str, str]) -> bytes:
    """The bytes of a ``.mo`` file (GNU gettext, "The Format of GNU MO Files"), without a hash table."""
    pairs = sorted((msgid.encode(), text.encode()) for msgid, text in texts.items())
    count = len(pairs)
    columns = [[msgid for msgid, _text in pairs], [text for _msgid, text in pairs]]
    offset = _HEADER_BYTES + 16 * count
    tables: list[int] = []
    for strings in columns:
        for string in strings:
            tables += len(string), offset
            offset += len(string) + 1
    texts_at = _HEADER_BYTES + 8 * count
    head = MO_MAGIC, 0, count, _HEADER_BYTES, texts_at, 0, _HEADER_BYTES + 16 * count
    data = b"".join(string + b"\x00" for strings in columns for string in strings)
    return struct.pack(f"<{7 + len(tables)}I", *head, *tables) + data
