"""From a ``.po`` file to the bytes of a ``.mo`` file; the same bytes everywhere, at any time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.mofile import write_mo
from babel.messages.plurals import PLURALS
from babel.messages.pofile import PoFileError, read_po

from i18n_wsgi.catalogs.compiled import CatalogError, form_of_one, plural_rule, single_counts
from i18n_wsgi.catalogs.syntax import find_syntax_problems
from i18n_wsgi.masking import one_line
from i18n_wsgi.negotiation import maximise, parse_tag
from i18n_wsgi.placeholders import find_problem


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
        CatalogError: the file is broken; a line for each problem, as ``name:line: why``.
    """
    text = _decode(source, name)
    problems = list(find_syntax_problems(text))
    if not problems:
        catalog = _parse(text, name)
        problems = list(_find_problems(catalog, text, locale))
    if problems:
        raise CatalogError("\n".join(f"{name}:{line}: {one_line(why)}" for line, why in problems))
    bare = _BareCatalog(charset="utf-8")
    bare.bare_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Language", str(catalog.locale_identifier or "")),
        ("Plural-Forms", catalog.plural_forms),
    ]
    for message in _usable(catalog):
        bare.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, bare)
    return compiled.getvalue()


def _decode(source: bytes, name: str) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = source.count(b"\n", 0, exc.start) + 1
        raise CatalogError(f"{name}:{line}: it is not UTF-8: {exc.reason}") from exc


def _parse(text: str, name: str) -> BabelCatalog:
    # What is obsolete is of no use here, and Babel stumbles over some of it.
    text = re.sub(r"(?m)^#~.*$", "#", text)
    try:
        return read_po(io.StringIO(text), abort_invalid=True, charset="utf-8")
    except PoFileError as exc:
        # Babel counts lines from 0, and quotes texts as they are.
        why = " ".join(str(exc).removesuffix(f" on {exc.lineno}").split())
        raise CatalogError(f"{name}:{exc.lineno + 1}: {why}") from exc
    # What Babel raises of its own accord for a header that it can't read.
    except (LookupError, ValueError) as exc:
        raise CatalogError(f"{name}:1: {exc}") from exc


def _usable(catalog: BabelCatalog) -> Iterator[BabelMessage]:
    for message in catalog:
        if message.id and not message.fuzzy and any(_texts(message.string)):
            yield message


def _find_problems(
    catalog: BabelCatalog, text: str, locale: str | None
) -> Iterator[tuple[int, str]]:
    declared = catalog.locale_identifier
    if locale is not None and declared and _writing_of(declared) != _writing_of(locale):
        yield _line_of("Language:", text), f"the header says {declared}, the folder {locale}"
    try:
        count, plural_index = plural_rule(f"Plural-Forms: {catalog.plural_forms}\n")
    except CatalogError as exc:
        yield _line_of("Plural-Forms", text), str(exc)
        return
    # Rules with more forms than CLDR's are in use, and in languages with many some with fewer.
    expected = _plural_count(locale or declared)
    if count < min(expected, 3):
        yield (
            _line_of("Plural-Forms", text),
            f"nplurals is {count}, the language has {expected} plural forms",
        )
    singles, of_one = single_counts(count, plural_index), form_of_one(plural_index)
    for message in _usable(catalog):
        if (problem := _problem_of(message, count, singles, of_one)) is not None:
            yield message.lineno or 1, problem


def _writing_of(locale: str) -> tuple[str, ...]:
    """Language and script, however spelled: ``zh_TW`` and ``zh_Hant`` are the same."""
    tag = parse_tag(locale)
    return (locale,) if tag is None else maximise(tag)[:2]


def _plural_count(locale: str | None) -> int:
    tag = parse_tag(locale or "")
    if tag is None:
        return 1
    found = PLURALS.get(f"{tag.language}_{tag.region}") or PLURALS.get(tag.language)
    return 1 if found is None else found[0]


def _line_of(word: str, text: str) -> int:
    return text.count("\n", 0, max(text.find(word), 0)) + 1


def _texts(value: object) -> tuple[str, ...]:
    """Babel's one text, or its texts of a plural, always as a tuple."""
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value or ""),)


def _problem_of(
    message: BabelMessage, count: int, singles: tuple[bool, ...], of_one: int
) -> str | None:
    forms = _texts(message.string)
    if message.pluralizable:
        if len(forms) != count or not all(forms):
            given = sum(map(bool, forms))
            return f"{given} plural forms are given, the language has {count}: {message.id[0]!r}"
        return find_problem(_texts(message.id), forms, singles, of_one)
    return find_problem(_texts(message.id), forms)
