"""The catalogs at run time: what they offer, and the text that a reader gets."""

from __future__ import annotations

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest

from i18n_wsgi.catalogs import (
    Catalogs,
    CatalogSource,
    Translation,
    current_catalogs,
    request_catalogs,
)
from i18n_wsgi.catalogs.mo_folder import MoFolderSource
from i18n_wsgi.messages import Message, translator
from tests.conftest import WriteCatalog

_MARKS = translator("library")
_ = _MARKS.gettext

BOOK = 'msgid "Book"\nmsgstr "{}"\n'
COUNT = 'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
BOOKS = _MARKS.ngettext("%(n)d book", "%(n)d books", "n")


def catalogs_in(root: Path, **options: object) -> Catalogs:
    return Catalogs(domain="library", locale_dir=str(root), **options)  # type: ignore[arg-type]


# What is on offer


def test_locales(write_catalog: WriteCatalog) -> None:
    """On offer are the locales of the service's domain, and English, sorted."""
    for locale in ("zh_Hant", "fr", "sr@latin"):
        root = write_catalog(locale, "")
    write_catalog("de", "", domain="shelf")

    assert catalogs_in(root).locales == ("en", "fr", "sr@latin", "zh_Hant")


@pytest.mark.parametrize(
    "name", ["C", "C.UTF-8", "POSIX", "templates", "__pycache__", ".git", "default", "root", "und"]
)
def test_no_language(name: str, write_catalog: WriteCatalog) -> None:
    """A folder that is not called like a language is none on offer."""
    root = write_catalog("de", "")
    shutil.copytree(root / "de", root / name)

    assert catalogs_in(root).locales == ("de", "en")


@pytest.mark.parametrize("name", ["fr.bak", "fr.20240101", "fr-old", "fr_x", "fr@old", "fr-backup"])
def test_put_aside(name: str, write_catalog: WriteCatalog) -> None:
    """A folder that was put aside is not used: a text that was withdrawn stays so."""
    root = write_catalog("fr", BOOK.format("Bouquin"))
    (root / "fr").rename(root / name)
    write_catalog("fr", "")
    catalogs = catalogs_in(root)

    assert catalogs.locales == ("en", "fr")
    assert catalogs.find(_("Book"), "fr") is None


def test_locales_of_ours(write_catalog: WriteCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service without catalogs offers the locales of ours."""
    root = write_catalog("eo", "", domain="i18n_wsgi")
    monkeypatch.setenv("I18N_WSGI_LOCALEDIR", str(root))

    offered = Catalogs(domain="library", locale_dir=str(root)).locales

    assert {"en", "eo", "de"} <= set(offered)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ((), ("de", "en", "fr", "zh_Hant")),
        (("zh-TW", "FR"), ("fr", "zh_Hant")),
        (("en-US",), ("en",)),
        (("it",), ()),
    ],
)
def test_languages(
    write_catalog: WriteCatalog, languages: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """The offer is narrowed to the languages that are set, in any spelling."""
    for locale in ("de", "fr", "zh_Hant"):
        root = write_catalog(locale, "")

    assert catalogs_in(root, languages=languages).locales == expected


def test_missing_domain(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A place without catalogs is logged once: it may be misspelled."""
    catalogs = catalogs_in(tmp_path / "lcoale")

    assert catalogs.locales is catalogs.locales

    (record,) = caplog.records
    assert str(tmp_path / "lcoale") in record.getMessage()


def test_missing_language(write_catalog: WriteCatalog, caplog: pytest.LogCaptureFixture) -> None:
    """Languages that are set and have no catalog are logged once, sorted."""
    catalogs = catalogs_in(write_catalog("fr", ""), languages=("it", "fr", "pl", "eo", "de"))

    assert catalogs.locales == catalogs.locales == ("fr",)

    (record,) = caplog.records
    assert record.getMessage().endswith(" de, eo, it, pl")


def test_matcher(write_catalog: WriteCatalog) -> None:
    """The matcher chooses among the locales on offer and prefers the default for a star."""
    for locale in ("ar", "fr"):
        root = write_catalog(locale, "")

    matcher = catalogs_in(root, default_language="fr").matcher

    assert [matcher.best_match(header) for header in ("ar-EG", "*", "it")] == ["ar", "fr", None]


# Which text a reader gets


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        *[(locale, None) for locale in ("", "C", "\0", "\ud800", "it", "fr_Arab", "zh_Hans", "en")],
        ("fr-CA", "fr"),
        ("FR_fr", "fr"),
        ("pt_BR", "pt_BR"),
        ("pt-br", "pt_BR"),
        ("pt", "pt"),
        ("es-MX", "es_419"),  # CLDR, Parent Locales
        ("es-AD", "es"),
        ("zh-HK", "zh_TW"),
        ("sr-Latn-ME", "sr@latin"),
        ("sr", "sr"),
        ("ca", "ca"),
        ("ca@valencia", "ca@valencia"),
    ],
)
def test_find(write_catalog: WriteCatalog, locale: str, expected: str | None) -> None:
    """A text comes from the catalog that is asked for, else from the next that is written alike."""
    for name in (
        "ca",
        "ca@valencia",
        "es",
        "es_419",
        "fr",
        "pt",
        "pt_BR",
        "sr",
        "sr@latin",
        "zh_TW",
    ):
        root = write_catalog(name, BOOK.format(name))

    found = catalogs_in(root).find(_("Book"), locale)

    assert found == (expected and Translation(expected, expected))


def test_find_fills_gaps(write_catalog: WriteCatalog) -> None:
    """A text that a region's catalog lacks comes from that of the language."""
    write_catalog("de_AT", "")
    root = write_catalog("de", BOOK.format("Buch"))

    assert catalogs_in(root).find(_("Book"), "de_AT") == Translation("Buch", "de")


def test_context(write_catalog: WriteCatalog) -> None:
    """A text in a context is another text."""
    root = write_catalog("de", BOOK.format("Buch") + '\nmsgctxt "verb"\n' + BOOK.format("Buchen"))

    found = catalogs_in(root).find(_MARKS.pgettext("verb", "Book"), "de")

    assert found == Translation("Buchen", "de")


def test_domain_of_message(write_catalog: WriteCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message is looked up in its own domain, whatever the service's domain is."""
    root = write_catalog("de", BOOK.format("Buch"))
    write_catalog("de", BOOK.format("Regal"), domain="shelf")
    monkeypatch.setenv("SHELF_LOCALEDIR", str(root))

    found = catalogs_in(root).find(Message("Book", domain="shelf"), "de")

    assert found == Translation("Regal", "de")


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, 2), (1, 0), (2, 1), (-1, 0), (22, 1), (True, 0), (10**40, 2), ("many", 2), (None, 2)],
)
def test_plural(write_catalog: WriteCatalog, n: object, expected: int) -> None:
    """The count chooses the form by the catalog's rule; what is no count counts as 0."""
    forms = ["%(n)d książka", "%(n)d książki", "%(n)d książek"]
    entry = COUNT + "".join(f'msgstr[{index}] "{form}"\n' for index, form in enumerate(forms))
    root = write_catalog("pl", entry)

    found = catalogs_in(root).find(BOOKS % {"n": n}, "pl")

    assert found == Translation(forms[expected], "pl")


@pytest.mark.parametrize(
    ("locale", "has_it"), [("en", True), ("en_US", True), ("fr", True), ("it", False), ("", False)]
)
def test_has(write_catalog: WriteCatalog, locale: str, has_it: bool) -> None:
    """A message can be told in English always, in another language when it is translated."""
    root = write_catalog("fr", BOOK.format("Livre"))

    assert catalogs_in(root).has(_("Book"), locale) is has_it


def test_threads(write_catalog: WriteCatalog) -> None:
    """Threads that ask for the first text at the same time all get it."""
    root = write_catalog("de", BOOK.format("Buch"))
    catalogs, barrier = catalogs_in(root), threading.Barrier(8)

    def ask(_number: int) -> tuple[Translation | None, str | None]:
        barrier.wait(10)
        return catalogs.find(_("Book"), "de"), catalogs.matcher.best_match("de")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))

    assert found == {(Translation("Buch", "de"), "de")}


def test_threads_make_once(write_catalog: WriteCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that ask for the first time list a domain's places once, and make one matcher."""
    places: list[str] = []

    def find_slowly(domain: str, *_: object) -> list[CatalogSource]:
        places.append(domain)
        time.sleep(0.05)
        return [MoFolderSource(root)]

    root = write_catalog("de", BOOK.format("Buch"))
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.find_sources", find_slowly)
    catalogs, barrier = catalogs_in(root), threading.Barrier(8)

    def ask(number: int) -> object:
        barrier.wait(10)
        return catalogs.matcher if number % 2 else catalogs.find(_("Book"), "de")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))

    assert places == ["library"]
    assert len(found) == 2


def test_found_is_bounded(write_catalog: WriteCatalog) -> None:
    """What readers ask for is not kept without end: neither texts nor locales."""
    catalogs = catalogs_in(write_catalog("de", BOOK.format("Buch")))

    for number in range(9000):
        catalogs.find(_(f"Book {number}"), f"de-x-{number}")

    known = catalogs._known
    assert 0 < len(known.found) < 9000
    assert 0 < len(known.chains) < 9000
    assert catalogs.find(_("Book"), "de-x-1") == Translation("Buch", "de")


def test_domains_are_bounded(write_catalog: WriteCatalog) -> None:
    """However many domains are asked for, few are kept; the service's own is one of them."""
    catalogs = catalogs_in(write_catalog("de", BOOK.format("Buch")))

    for number in range(200):
        catalogs.find(Message("Book", domain=f"domain{number}"), "de")
        assert catalogs.find(_("Book"), "de") == Translation("Buch", "de")

    assert "library" in catalogs._domains
    assert len(catalogs._domains) <= 64


def test_domain_that_was_dropped(
    write_catalog: WriteCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not kept is found again, as it is by then."""
    root = write_catalog("de", BOOK.format("Regal"), domain="shelf")
    monkeypatch.setenv("SHELF_LOCALEDIR", str(root))
    catalogs = catalogs_in(root)
    catalogs.find(Message("Book", domain="shelf"), "de")

    for number in range(64):
        catalogs.find(Message("Book", domain=f"domain{number}"), "de")
    write_catalog("de", BOOK.format("Brett"), domain="shelf")

    assert catalogs.find(Message("Book", domain="shelf"), "de") == Translation("Brett", "de")


@pytest.mark.parametrize("domain", ["../library", "a b", "x" * 9000 + "/"])
def test_no_domain_is_not_kept(domain: str, write_catalog: WriteCatalog) -> None:
    """Of a name that is no domain's nothing is kept to be looked at again."""
    catalogs = catalogs_in(write_catalog("de", ""))

    catalogs.find(Message("Book", domain=domain), "de")

    assert catalogs._domains.keys() == set()


@pytest.mark.parametrize("plural", [None, "Books"])
@pytest.mark.parametrize(
    "parts", [{"domain": None}, {"domain": 5}, {"domain": ["library"]}, {"context": ["verb"]}]
)
def test_no_text(parts: dict[str, Any], plural: str | None, write_catalog: WriteCatalog) -> None:
    """A message whose domain or context is no text has no translation, and raises nothing."""
    message = Message("Book", **{"domain": "library", "plural": plural, **parts})

    assert catalogs_in(write_catalog("de", BOOK.format("Buch"))).find(message, "de") is None


# The catalogs of the request in hand


def test_current_catalogs(write_catalog: WriteCatalog) -> None:
    """Within a request its catalogs are the current ones, and in its context only."""
    catalogs = catalogs_in(write_catalog("de", ""))

    def of_request() -> Catalogs:
        request_catalogs.set(catalogs)
        return current_catalogs()

    assert copy_context().run(of_request) is catalogs
    assert current_catalogs() is not catalogs


def test_default_catalogs() -> None:
    """Outside of requests there is one set of catalogs, those that need no settings."""
    catalogs = copy_context().run(current_catalogs)

    assert catalogs is current_catalogs()
    assert "de" in catalogs.locales
