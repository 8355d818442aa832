"""The catalogs that we ship: complete, sound, and up to date with the source code."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from i18n_wsgi.catalogs.compiling import compile_catalog

ROOT = Path(__file__).parent.parent
LOCALES = ["ar", "de", "es", "fr", "ja", "pl", "pt_BR", "zh_Hans", "zh_Hant"]
SOURCES = {"i18n_wsgi": "i18n_wsgi", "i18n_wsgi_sample": "i18n_wsgi/sample"}
CATALOGS = [(locale, domain) for locale in LOCALES for domain in SOURCES]
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def path_of(locale: str, domain: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / f"{domain}.po"


def ids_of(file: polib.POFile) -> set[tuple[str | None, str, str]]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in file}


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_language_is_listed() -> None:
    """The languages of this test are those that have a folder."""
    folders = sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())

    assert folders == LOCALES


@pytest.mark.parametrize("domain", SOURCES)
def test_template_is_fresh(domain: str) -> None:
    """A template has exactly the messages of the source code; `make catalogs` brings it up."""
    with (ROOT / "babel.cfg").open() as mapping_file:
        methods, _options = parse_mapping_cfg(mapping_file)
    in_code = {
        (context, *(ids if isinstance(ids, tuple) else (ids, "")))
        for name, _line, ids, _comments, context in extract_from_dir(
            ROOT / SOURCES[domain], method_map=methods
        )
        if domain == "i18n_wsgi_sample" or not name.startswith("sample")
    }

    template = polib.pofile(str(ROOT / "locale" / f"{domain}.pot"))

    assert ids_of(template) == in_code


@pytest.mark.parametrize(("locale", "domain"), CATALOGS)
def test_catalog_has_every_message(locale: str, domain: str) -> None:
    """A catalog has the messages of its template, no more and no fewer."""
    template = polib.pofile(str(ROOT / "locale" / f"{domain}.pot"))

    catalog = polib.pofile(str(path_of(locale, domain)))

    assert ids_of(catalog) == ids_of(template)


@pytest.mark.parametrize(("locale", "domain"), CATALOGS)
def test_catalog_is_translated(locale: str, domain: str) -> None:
    """Every message is translated, in every plural form, and none is fuzzy."""
    catalog = polib.pofile(str(path_of(locale, domain)))

    assert catalog.percent_translated() == 100
    assert catalog.fuzzy_entries() == []


@pytest.mark.parametrize(("locale", "domain"), CATALOGS)
def test_catalog_compiles(locale: str, domain: str) -> None:
    """Every catalog passes the build's check."""
    path = path_of(locale, domain)

    compiled = compile_catalog(path.read_bytes(), path.name)

    assert len(polib.mofile(compiled)) == len(polib.pofile(str(path)))


@pytest.mark.parametrize(("locale", "domain"), CATALOGS)
def test_no_bidi_controls(locale: str, domain: str) -> None:
    """Isolating parameters is the program's work, so no text has bidi controls of its own."""
    catalog = polib.pofile(str(path_of(locale, domain)))

    marked = [e.msgid for e in catalog if BIDI_CONTROLS & set("".join(texts_of(e)))]

    assert marked == []


@pytest.mark.parametrize(("locale", "domain"), CATALOGS)
def test_same_end(locale: str, domain: str) -> None:
    """A text ends like its source: a sentence with a full stop, a heading without."""
    catalog = polib.pofile(str(path_of(locale, domain)))

    different = [
        entry.msgid
        for entry in catalog
        for text in texts_of(entry)
        if entry.msgid.endswith(".") != text.endswith((".", "。", "."))
    ]

    assert different == []
