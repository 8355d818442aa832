"""A whole fault in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate_fault
from tests.conftest import WriteCatalog

_ = translator("library").gettext
BOOK = _("Book %(book)s") % {"book": 9}
MARKED = _("Book")


@pytest.fixture
def catalogs(write_catalog: WriteCatalog) -> Catalogs:
    """French and Hebrew."""
    for locale, text in {"fr": "Livre", "he": "ספר"}.items():
        entries = (
            f'msgid "Book %(book)s"\nmsgstr "{text} %(book)s"\n\nmsgid "Book"\nmsgstr "{text}"\n'
        )
        root = write_catalog(locale, entries)
    return Catalogs(domain="library", locale_dir=str(root))


FAULT = Fault(404, "lost", "Lost", MARKED, MARKED, errors=(ErrorItem("/a", "lost", BOOK),))


def tell_fault(catalogs: Catalogs, locale: str, fault: Fault, *used: str) -> TranslatedFault:
    return translate_fault(
        fault,
        fault,
        locale,
        catalogs=catalogs,
        used=set(used),
        labels={"heading": MARKED},
        request_id="req-1",
        traceback=None,
    )


def test_fault(catalogs: Catalogs) -> None:
    """Every text of a fault is told, the format's labels too; the source keeps the English ones."""
    told = tell_fault(catalogs, "fr", replace(FAULT, message=BOOK))

    assert (told.title, told.explanation, told.message) == ("Livre", "Livre", "Livre 9")
    assert told.errors == (ErrorItem("/a", "lost", "Livre 9"),)
    assert told.labels == {"heading": "Livre"}
    assert told.source.message is BOOK


@pytest.mark.parametrize(
    ("locale", "used", "expected"),
    [
        ("fr", [], ("fr",)),
        ("fr", ["fr"], ("fr",)),
        ("fr", ["pt_BR", "de", "pl", "es", "it"], ("fr", "de", "es", "it", "pl", "pt-BR")),
        ("fr_CA", [], ("fr-CA", "fr")),
        ("it", [], ("it", "en")),
    ],
)
def test_languages(
    locale: str, used: list[str], expected: tuple[str, ...], catalogs: Catalogs
) -> None:
    """The languages of a fault are its own and all others that occur in its texts."""
    told = tell_fault(catalogs, locale, FAULT, *used)

    assert (told.language, told.languages) == (expected[0], expected)


@pytest.mark.parametrize(
    "plain",
    [
        {"title": "plain"},
        {"explanation": "plain"},
        {"message": "plain"},
        {"errors": (ErrorItem("/a", "lost", BOOK), ErrorItem("/b", "odd", "plain"))},
    ],
)
def test_plain_text_is_english(plain: dict[str, Any], catalogs: Catalogs) -> None:
    """A text that was not marked for translation makes English one of the languages."""
    assert tell_fault(catalogs, "fr", replace(FAULT, **plain)).languages == ("fr", "en")


@pytest.mark.parametrize(("locale", "expected"), [("he", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_direction(locale: str, expected: str, catalogs: Catalogs) -> None:
    """A fault has the direction of its language."""
    assert tell_fault(catalogs, locale, FAULT).direction == expected


def test_used_is_left_alone(catalogs: Catalogs) -> None:
    """The locales that were used so far are not written to."""
    used = {"fr"}

    translate_fault(
        FAULT, FAULT, "it", catalogs=catalogs, used=used, labels={}, request_id="", traceback=None
    )

    assert used == {"fr"}
