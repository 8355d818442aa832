"""What lazy texts of Django, Babel and Flask-Babel say in English: what they were made of."""

from __future__ import annotations

import copy
import sys
from dataclasses import dataclass
from types import ModuleType

import pytest
from babel.support import LazyProxy

from i18n_wsgi.errors import APIError
from i18n_wsgi.messages import ForeignText, as_text
from i18n_wsgi.translation import translate, translate_exception
from tests.lazy_strings import ACTIVE, LazyPlural, Promise, install

FORMS = {
    "en": ("%(n)d character", "%(n)d characters"),
    "fr": ("%(n)d caractère", "%(n)d caractères"),
    "de": ("%(n)d character", "%(n)d characters"),
}
DAYS = {"en": ("%d day", "%d days"), "fr": ("%d jour", "%d jours")}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Puts the stand-in for Django in place; answers the languages that it is asked for."""
    return install(monkeypatch)


# Django's plurals


class TooLong(APIError):
    message = LazyPlural(FORMS)  # type: ignore[assignment]  # it is no str


@pytest.mark.parametrize(
    ("locale", "n", "expected"),
    [
        (None, 1, "1 character"),
        (None, 2, "2 characters"),
        ("fr", 1, "1 caractère"),
        ("fr", 2000, "2 000 caractères"),
        ("it", 2, "2 characters"),
    ],
)
def test_plural(locale: str | None, n: int, expected: str, asked: list[str]) -> None:
    """A plural that is counted when it is filled is filled, and told, as one of ours."""
    told = translate_exception(TooLong(n=n), locale)

    assert str(told).replace("\u202f", " ") == expected


def test_plural_says_something(asked: list[str]) -> None:
    """Until then its text is the plural one."""
    assert as_text(LazyPlural(FORMS)) == "%(n)d characters"


@pytest.mark.parametrize("n", [1, 2])
def test_plural_that_is_not_translated(n: int, asked: list[str]) -> None:
    """A plural that comes back in English counts as English."""
    used: set[str] = set()

    translate_exception(TooLong(n=n), "de", used=used)

    assert used == {"en"}


@pytest.mark.parametrize(("n", "expected"), [(1, ("1 day", "1 jour")), (3, ("3 days", "3 jours"))])
def test_plural_without_a_name(n: int, expected: tuple[str, str], asked: list[str]) -> None:
    """One that counts what it is filled with counts it."""
    text = as_text(LazyPlural(DAYS, name=None))
    assert isinstance(text, ForeignText)

    filled = text % n

    assert (filled, translate(filled, "fr")) == expected


def test_plural_in_a_context(asked: list[str]) -> None:
    """A context is handed back to where it came from, also by a copy."""
    text = as_text(LazyPlural(FORMS, context="password"))
    assert isinstance(text, ForeignText)

    filled = copy.copy(text % {"n": 2})

    assert (filled.context, translate(filled, "fr")) == ("password", "2 caractères")


class Empty(Promise):
    """It can't be pickled."""

    __slots__ = ()

    def __str__(self) -> str:
        return ""

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError


def test_empty_text(asked: list[str]) -> None:
    """Whatever else is empty stays so."""
    assert as_text(Empty()) == ""


# Babel's and Flask-Babel's


def gettext(*_args: object, **_kwargs: object) -> str:
    return "Weg"


def pgettext(*_args: object, **_kwargs: object) -> str:
    return "Weg"


def dngettext(*_args: object, **_kwargs: object) -> str:
    return "Weg"


MADE = [
    (LazyProxy(gettext, "Gone"), "Gone"),
    (LazyProxy(lambda _text: "Weg", "100%"), "100%"),
    (LazyProxy(gettext, "%(who)s is gone", who="Joe"), "Joe is gone"),
    (LazyProxy(gettext, "%(who)s is gone", whom="Joe"), "%(who)s is gone"),
    (LazyProxy(gettext, "%(num)d is gone", "%(num)d are gone", 1), "1 is gone"),
    (LazyProxy(gettext, "%(num)d is gone", "%(num)d are gone", 2), "2 are gone"),
    (LazyProxy(pgettext, "of a book", "Gone"), "Gone"),
    (LazyProxy(dngettext, "library", "one is gone", "all are gone", 2), "all are gone"),
    (LazyProxy(gettext), "Weg"),
    (LazyProxy(gettext, 404), "Weg"),
]


@pytest.mark.parametrize(("lazy", "expected"), MADE, ids=[expected for _lazy, expected in MADE])
def test_proxy(lazy: LazyProxy, expected: str) -> None:
    """In English a proxy is the text that its function is given; without one it is what it says."""
    text = as_text(lazy)

    assert isinstance(text, ForeignText)
    assert (text, text.msgid, translate(text, None)) == (expected, expected, expected)


@pytest.mark.parametrize("lazy", [lazy for lazy, _expected in MADE])
def test_proxy_told(lazy: LazyProxy) -> None:
    """To a reader it is what it says."""
    assert translate(lazy, "de") == "Weg"  # type: ignore[arg-type]  # it is no str


def test_flask_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask-Babel's lazy strings are of a class of its own, and keep the same."""

    @dataclass
    class LazyString:
        _func: object
        _args: tuple[object, ...]
        _kwargs: dict[str, object]

    module = ModuleType("flask_babel.speaklater")
    vars(module)["LazyString"] = LazyString
    monkeypatch.setitem(sys.modules, "flask_babel.speaklater", module)

    assert as_text(LazyString(gettext, ("%(who)s is gone",), {"who": "Joe"})) == "Joe is gone"


def test_active_language_of_django(asked: list[str]) -> None:
    """The language that is active in the thread has no say in a plural."""
    token = ACTIVE.set("fr")

    text = str(TooLong(n=2))

    ACTIVE.reset(token)
    assert text == "2 characters"
