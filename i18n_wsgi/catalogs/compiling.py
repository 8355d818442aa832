"""From a ``.po`` file to the bytes of a ``.mo`` file; the same bytes everywhere, at any time."""

from __future__ import annotations

import io
import re

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from i18n_wsgi.catalogs.compiled import CatalogError, plural_rule, single_counts
from i18n_wsgi.placeholders import find_problem

# A blank line, a comment, or a quoted text that is closed, behind a keyword or in continuation.
_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s*)?"(?:[^"\\]|\\.)*"\s*)?'
)


class _BareCatalog(BabelCatalog):
    """A catalog whose header holds what a reader of it needs, and no date, name or version."""

    bare_headers: list[tuple[str, str]]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self.bare_headers


def compile_catalog(source: bytes, name: str) -> bytes:
    """The ``.mo`` file of a ``.po`` file. Fuzzy and empty entries are left out, as gettext does.

    Args:
        source: the content of the ``.po`` file.
        name: what the file is called in errors.

    Raises:
        CatalogError: the file is broken, as ``name:line: why``.
    """
    catalog = _parse(source, name)
    plural_forms = catalog.plural_forms
    bare = _BareCatalog(charset="utf-8")
    bare.bare_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Language", str(catalog.locale_identifier or "")),
        ("Plural-Forms", plural_forms),
    ]
    try:
        count, plural_index = plural_rule(f"Plural-Forms: {plural_forms}\n")
    except CatalogError as exc:
        line = _line_of(source, source.find(b"Plural-Forms"))
        raise CatalogError(f"{name}:{line}: {exc}") from exc
    singles = single_counts(count, plural_index)
    for message in catalog:
        if not message.id or message.fuzzy or not any(_texts(message.string)):
            continue
        if (problem := _problem_of(message, count, singles)) is not None:
            raise CatalogError(f"{name}:{message.lineno}: {problem}")
        bare.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, bare)
    return compiled.getvalue()


def _parse(source: bytes, name: str) -> BabelCatalog:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = _line_of(source, exc.start)
        raise CatalogError(f"{name}:{line}: it is not UTF-8: {exc.reason}") from exc
    # Babel takes a text without its closing quote for a shorter one, so lines are looked at first.
    for number, line_text in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line_text):
            raise CatalogError(f"{name}:{number}: this is no line of a catalog: {line_text!r}")
    try:
        return read_po(io.StringIO(text), abort_invalid=True, charset="utf-8")
    except PoFileError as exc:
        # Babel counts lines from 0, and quotes texts as they are.
        why = " ".join(str(exc).removesuffix(f" on {exc.lineno}").split())
        raise CatalogError(f"{name}:{exc.lineno + 1}: {why}") from exc
    # What Babel raises of its own accord for a header that it can't read.
    except (LookupError, ValueError) as exc:
        raise CatalogError(f"{name}:1: {exc}") from exc


def _line_of(source: bytes, offset: int) -> int:
    return source.count(b"\n", 0, max(offset, 0)) + 1


def _texts(value: object) -> tuple[str, ...]:
    """Babel's one text, or its texts of a plural, always as a tuple."""
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value or ""),)


def _problem_of(message: BabelMessage, count: int, singles: tuple[bool, ...]) -> str | None:
    forms = _texts(message.string)
    if message.pluralizable:
        if len(forms) != count or not all(forms):
            given = sum(map(bool, forms))
            return f"{given} plural forms are given, the language has {count}: {message.id[0]!r}"
    return find_problem(_texts(message.id), forms, singles if message.pluralizable else ())
