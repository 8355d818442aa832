"""From a ``.po`` file to the bytes of a ``.mo`` file; the same bytes everywhere, at any time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.mofile import write_mo
from babel.messages.plurals import PLURALS
from babel.messages.pofile import PoFileError, read_po

from i18n_wsgi.catalogs.compiled import (
    CatalogError,
    PluralRule,
    form_of_one,
    plural_rule,
    single_counts,
)
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES
from i18n_wsgi.catalogs.syntax import find_syntax_problems
from i18n_wsgi.masking import one_line
from i18n_wsgi.negotiation import maximise, parse_tag
from i18n_wsgi.placeholders import find_problem

# What a header declares.
_DATE = re.compile(r'(?m)^"(?:POT-Creation|PO-Revision)-Date:[^"\n]*"')
_CHARSET = re.compile(rb"charset=([\w.:-]+)", re.IGNORECASE)


class _BareCatalog(BabelCatalog):
    """A catalog whose header holds what a reader of it needs, and no date, name or version."""

    bare_headers: list[tuple[str, str]]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self.bare_headers


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
        raise CatalogError("\n".join(problems))
    return compiled


def compile_usable(
    source: bytes, name: str, locale: str | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """``compile_catalog`` without the entries that are wrong, and what is wrong, a line for each.

    Raises:
        CatalogError: the file can't be read as a whole.
    """
    text, problems = _decode(source, name)
    lines = text.split("\n")
    for line, why, entry in find_syntax_problems(text):
        problems.append((line, why))
        if not entry:
            raise CatalogError("\n".join(_told(name, problems)))
        lines[entry.start - 1 : entry.stop - 1] = [""] * len(entry)
    text = "\n".join(lines)
    catalog = _parse(text, name)
    rule = _plural_rule_of(catalog, text, name)
    problems += _find_header_problems(catalog, text, locale, rule[0])
    bare = _BareCatalog(charset="utf-8")
    bare.bare_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Language", str(catalog.locale_identifier or "")),
        ("Plural-Forms", catalog.plural_forms),
    ]
    for message in _finished(catalog):
        problem = _problem_of(message, rule)
        if problem is None:
            bare.add(message.id, message.string, context=message.context)
        else:
            problems.append((message.lineno or 1, problem))
    compiled = io.BytesIO()
    write_mo(compiled, bare)
    return compiled.getvalue(), tuple(_told(name, problems))


def _told(name: str, problems: Iterable[tuple[int, str]]) -> Iterator[str]:
    for line, why in sorted(problems):
        yield f"{name}:{line}: {one_line(why)}"


def _decode(source: bytes, name: str) -> tuple[str, list[tuple[int, str]]]:
    """The text, and what is wrong with its charset when that is not UTF-8."""
    try:
        return source.decode("utf-8-sig"), []
    except UnicodeDecodeError as exc:
        line = source.count(b"\n", 0, exc.start) + 1
        why = f"it is not UTF-8: {exc.reason}"
    declared = _CHARSET.search(source)
    try:
        return source.decode(declared[1].decode() if declared else ""), [(line, why)]
    # A codec raises either, and not only for bytes that it can't read.
    except (LookupError, ValueError) as exc:
        raise CatalogError(f"{name}:{line}: {why}") from exc


def _parse(text: str, name: str) -> BabelCatalog:
    # Neither what is obsolete nor a date is of use here, and Babel stumbles over some of them.
    text = re.sub(r"(?m)^#~.*$", "#", text)
    header, blank, entries = text.partition("\n\n")
    text = _DATE.sub('""', header) + blank + entries
    try:
        return read_po(io.StringIO(text), abort_invalid=True, charset="utf-8")
    except PoFileError as exc:
        # Babel counts lines from 0, and quotes texts as they are.
        why = " ".join(str(exc).removesuffix(f" on {exc.lineno}").split())
        raise CatalogError(f"{name}:{exc.lineno + 1}: {why}") from exc
    # What Babel raises of its own accord for a header that it can't read.
    except (LookupError, ValueError) as exc:
        raise CatalogError(f"{name}:1: {exc}") from exc


def _finished(catalog: BabelCatalog) -> Iterator[BabelMessage]:
    for message in catalog:
        if message.id and not message.fuzzy and any(_texts(message.string)):
            yield message


def _plural_rule_of(catalog: BabelCatalog, text: str, name: str) -> PluralRule:
    try:
        return plural_rule(f"Plural-Forms: {catalog.plural_forms}\n")
    except CatalogError as exc:
        line = _line_of("Plural-Forms", text)
        raise CatalogError(f"{name}:{line}: {one_line(str(exc))}") from exc


def _find_header_problems(
    catalog: BabelCatalog, text: str, locale: str | None, count: int
) -> Iterator[tuple[int, str]]:
    declared = catalog.locale_identifier
    if locale is not None and declared and _writing_of(declared) != _writing_of(locale):
        yield _line_of("Language:", text), f"the header says {declared}, the folder {locale}"
    # Rules with more forms than CLDR's are in use, and in languages with many some with fewer.
    expected = _plural_count(locale or declared)
    if count < min(expected, 3):
        yield (
            _line_of("Plural-Forms", text),
            f"nplurals is {count}, the language has {expected} plural forms",
        )


def _writing_of(locale: str) -> tuple[str, ...]:
    """Language and script, however spelled: ``zh_TW`` and ``zh_Hant`` are the same."""
    tag = parse_tag(locale)
    return (locale,) if tag is None else maximise(tag)[:2]


def _plural_count(locale: str | None) -> int:
    tag = parse_tag(locale or "")
    if tag is None or locale in PSEUDO_LOCALES:  # those have English's
        return 1
    found = PLURALS.get(f"{tag.language}_{tag.region}") or PLURALS.get(tag.language)
    return 1 if found is None else found[0]


def _line_of(word: str, text: str) -> int:
    return text.count("\n", 0, max(text.find(word), 0)) + 1


def _texts(value: object) -> tuple[str, ...]:
    """Babel's one text, or its texts of a plural, always as a tuple."""
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value or ""),)


def _problem_of(message: BabelMessage, rule: PluralRule) -> str | None:
    count, plural_index = rule
    forms = _texts(message.string)
    if not message.pluralizable:
        return find_problem(_texts(message.id), forms)
    if len(forms) != count or not all(forms):
        given = sum(map(bool, forms))
        return f"{given} plural forms are given, the language has {count}: {message.id[0]!r}"
    singles, of_one = single_counts(count, plural_index), form_of_one(plural_index)
    return find_problem(_texts(message.id), forms, singles, of_one)
