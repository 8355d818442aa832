"""Pseudo-locales: English made strange, to look at what is not marked or has no room to grow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from i18n_wsgi.catalogs import Catalogs, Translation
from i18n_wsgi.catalogs.pseudo import ACCENTED, MIRRORED, pseudo_text
from i18n_wsgi.errors import APIError
from i18n_wsgi.fault_middleware import FaultMiddleware
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.placeholders import placeholders_of
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog, call, raising

_MARKS = translator("library")
_ = _MARKS.gettext
BOOKS = _MARKS.ngettext("%(n)d book", "%(n)d books", "n")
RLO, PDF = "\u202e", "\u202c"
FSI, PDI = "\u2068", "\u2069"


@pytest.fixture
def root(write_catalog: WriteCatalog) -> Path:
    """German, with no text in it."""
    return write_catalog("de", "")


@pytest.fixture
def catalogs(root: Path) -> Catalogs:
    return Catalogs(domain="library", locale_dir=str(root), pseudo_locales=True)


# What is on offer


def test_offer(catalogs: Catalogs) -> None:
    """Switched on, both are on offer beside the languages that have catalogs."""
    assert catalogs.locales == ("ar_XB", "de", "en", "en_XA")


def test_off(root: Path) -> None:
    """Otherwise they are not, and a reader who asks for one gets English."""
    catalogs = Catalogs(domain="library", locale_dir=str(root))

    assert catalogs.locales == ("de", "en")
    assert catalogs.matcher.best_match("en-XA, ar-XB") is None
    assert [catalogs.find(_("Book"), locale) for locale in ("en_XA", "ar_XB")] == [None, None]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("en-GB, en;q=0.8", "en"),
        ("en-x-XA", "en"),
        ("*", "en"),
        ("ar", None),
        ("ar-EG, fa;q=0.5", None),
        ("de, en;q=0.5", "de"),
        ("en-XA", "en_XA"),
        ("EN-xa", "en_XA"),
        ("ar-XB", "ar_XB"),
        ("en-XA;q=0, *", "en"),
        ("ar-XB, en-XA;q=0.9", "ar_XB"),
    ],
)
def test_matching(header: str, expected: str | None, catalogs: Catalogs) -> None:
    """Only who asks for a pseudo-locale by its name gets one."""
    assert catalogs.matcher.best_match(header) == expected


@pytest.mark.parametrize("locale", ["en_XA", "en-XA", "en_xa", "EN-xa", "ar_XB", "ar-xb"])
def test_has(locale: str, catalogs: Catalogs) -> None:
    """Every message can be told in a pseudo-locale, of whatever domain."""
    assert catalogs.has(_("Book"), locale)
    assert catalogs.has(Message("Book", domain="shelf"), locale)


@pytest.mark.parametrize(("locale", "expected"), [("en_XA", "en_XA"), ("ar-XB", "ar_XB")])
def test_used(locale: str, expected: str, catalogs: Catalogs) -> None:
    """What was used is the pseudo-locale."""
    used: set[str] = set()

    translate(_("Book"), locale, catalogs=catalogs, used=used)

    assert used == {expected}


# Accented


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (_("Book"), "[Ɓööķ"),
        (_("ABC xyz"), "[ÅƁÇ ẋýž"),
        (_("Book %(x)s of %(y)d.") % {"x": "Eco", "y": 7}, "[Ɓööķ Eco öƒ 7."),
        (_("Book %(x)s"), "[Ɓööķ %(x)s"),
        (_("100%% of %(x)s") % {"x": "all"}, "[100% öƒ all"),
        (_("%(x)s") % {"x": _("Book")}, "[[Ɓööķ"),
        (_("%s and %s") % ("a", "b"), "[a åñð b"),
        (BOOKS % {"n": 1}, "[1 ƀööķ "),
        (BOOKS % {"n": -1}, "[-1 ƀööķ "),
        (BOOKS % {"n": 0}, "[0 ƀööķš"),
        (BOOKS % {"n": 5}, "[5 ƀööķš"),
        (_MARKS.pgettext("verb", "Book"), "[Ɓööķ"),
        (_("Größe 漢字"), "[Ĝŕöß"),
    ],
)
def test_accented(text: Message, start: str, catalogs: Catalogs) -> None:
    """In ``en_XA`` letters have accents and the text has brackets; what is filled in has not."""
    told = translate(text, "en_XA", catalogs=catalogs)

    assert told.startswith(start)
    assert told.endswith("]")


@pytest.mark.parametrize("size", [1, 4, 5, 17, 100, 2000])
def test_growth(size: int) -> None:
    """``en_XA`` is two fifths longer than English, and less than a word more than that."""
    grown = len(pseudo_text(_("x" * size), ACCENTED)) - len("[]") - size

    assert 0.4 * size <= grown < 0.4 * size + len(" three")


def test_growth_of_text_alone() -> None:
    """Names of placeholders are no text: what is filled in does not grow."""
    short, long = (pseudo_text(_(f"Book %({name})s"), ACCENTED) for name in ("x", "x" * 100))

    assert len(long) - len(short) == 99


def test_letters() -> None:
    """Every letter of English becomes another one, none of them the same, and stays in its case."""
    letters = "abcdefghijklmnopqrstuvwxyz"

    made = pseudo_text(_(letters + letters.upper()), ACCENTED)[1:53]

    assert len(set(made) - set(letters) - set(letters.upper())) == 52
    assert made[:26].islower()
    assert made[26:].isupper()


# Mirrored


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_("Book"), f"{RLO}Book{PDF}"),
        (_("Book %(x)s!"), f"{RLO}Book {PDF}%(x)s{RLO}!{PDF}"),
        (_("Book %(x)s!") % {"x": "Eco"}, f"{RLO}Book {PDF}{FSI}Eco{PDI}{RLO}!{PDF}"),
        (BOOKS % {"n": 1}, f"{FSI}1{PDI}{RLO} book{PDF}"),
        (BOOKS % {"n": 2}, f"{FSI}2{PDI}{RLO} books{PDF}"),
        (_(""), ""),
    ],
)
def test_mirrored(text: Message, expected: str, catalogs: Catalogs) -> None:
    """In ``ar_XB`` the text runs from right to left, between the parameters, which are isolated."""
    assert translate(text, "ar_XB", catalogs=catalogs) == expected


# Both


@pytest.mark.parametrize("locale", [ACCENTED, MIRRORED])
@pytest.mark.parametrize(
    "msgid",
    ["%(x)s", "%(x)05.2f%% of %(y)-10s", "%s %d", "%%", "a%(x)sb%(y)sc", "%(x)s%(x)s", "%(ünï)s"],
)
def test_placeholders(msgid: str, locale: str) -> None:
    """Placeholders are kept, each as it was and in their order, and so are doubled percent signs."""
    made = pseudo_text(_(msgid), locale)

    assert placeholders_of(made) == placeholders_of(msgid)
    assert made.count("%%") == msgid.count("%%")


@pytest.mark.parametrize("locale", [ACCENTED, MIRRORED])
@pytest.mark.parametrize("msgid", ["100%", "50 % of it", "%(x", "%(x)y", "%(a)s and %s"])
def test_malformed(msgid: str, locale: str, catalogs: Catalogs) -> None:
    """A source text that can't be filled is shown as it is."""
    assert catalogs.find(_(msgid), locale) == Translation(msgid, locale)


@pytest.mark.parametrize("locale", [ACCENTED, MIRRORED])
def test_unfit_parameters(locale: str, catalogs: Catalogs) -> None:
    """With parameters that don't fit the reader gets the English text."""
    text = _("Book %(x)d") % {"x": "nine"}

    assert translate(text, locale, catalogs=catalogs) == "Book %(x)d"


@pytest.mark.parametrize("locale", ["en", "de", "en_US", "ar"])
def test_other_locales(locale: str, catalogs: Catalogs) -> None:
    """No other locale falls back on a pseudo-locale."""
    found = catalogs.find(_("Book"), locale)

    assert found in (None, Translation("Book", "en"))


# What clients get


class BookLost(APIError):
    status = 404
    message = _("Book %(book)s was not found.")


def fault_middleware(root: Path, **options: object) -> FaultMiddleware:
    return FaultMiddleware(
        raising(BookLost(book="Eco")),
        domain="library",
        locale_dir=str(root),
        pseudo_locales=True,
        **options,
    )


def test_fault_accented(root: Path) -> None:
    """The whole body is accented, and labelled ``en-XA``."""
    response = call(fault_middleware(root), headers={"Accept-Language": "en-XA"})

    assert response.headers["Content-Language"] == "en-XA"
    assert response.json["error"]["message"].startswith("[Ɓööķ Eco ŵåš ñöţ ƒöûñð.")
    assert response.json["title"].startswith("[Ñöţ Ƒöûñð")
    assert response.json["explanation"].startswith("[")


def test_page_mirrored(root: Path) -> None:
    """The page is labelled ``ar-XB`` and runs from right to left."""
    headers = {"Accept-Language": "ar-XB", "Accept": "text/html"}

    response = call(fault_middleware(root), headers=headers)

    assert response.headers["Content-Language"] == "ar-XB"
    assert re.search(r'<html lang="ar-XB" dir="rtl">', response.text)
    assert f"{RLO}Book {PDF}" in response.text


@pytest.mark.parametrize("header", ["en", "en-US,en;q=0.9", "*", None, "fr", "en-XC"])
def test_fault_in_english(header: str | None, root: Path) -> None:
    """Who reads English, or nothing that is on offer, gets plain English."""
    headers = {} if header is None else {"Accept-Language": header}

    response = call(fault_middleware(root), headers=headers)

    assert response.headers["Content-Language"] == "en"
    assert response.json["error"]["message"] == "Book Eco was not found."


def test_english_stays(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The English source of a problem, and the log, are plain English."""
    headers = {"Accept-Language": "en-XA", "Accept": "application/problem+json"}
    caplog.set_level("INFO")

    response = call(fault_middleware(root), headers=headers)

    assert response.json["source"]["detail"] == "Book Eco was not found."
    assert any("Book Eco was not found." in record.getMessage() for record in caplog.records)
