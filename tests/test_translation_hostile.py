"""Exceptions that are made of odd things: they are told, or stay as they are, and nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from babel.support import LazyProxy

from i18n_wsgi import Catalogs, translate, translate_exception
from i18n_wsgi.messages import Message, translator
from tests.conftest import WriteCatalog

_ = translator("library").gettext
FOUND = Message("Not Found")


class Loaded:
    """As Django's request.user: whoever looks at it loads it."""

    @property
    def __class__(self) -> Any:
        raise RuntimeError("no database")


def carrying(value: object) -> Exception:
    exc = ValueError(FOUND)
    exc.odd = value
    return exc


def endless() -> list[object]:
    items: list[object] = []
    items.append(items)
    return items


@pytest.mark.parametrize(
    "make",
    [Loaded, endless, lambda: json.loads("[" * 600 + "]" * 600), lambda: ([FOUND],), dict],
)
def test_odd_attribute(make: Callable[[], object]) -> None:
    """Whatever an exception carries, its text is told."""
    exc = carrying(value := make())

    assert str(translate_exception(exc, "fr")) == "Introuvable"
    assert exc.odd is value


def test_shared_member() -> None:
    """A member that many groups share is told once, however they are nested."""
    group: Exception = ValueError(FOUND)
    for _turn in range(60):
        group = ExceptionGroup("of two", [group, group])

    twin = translate_exception(group, "fr")

    assert isinstance(twin, ExceptionGroup)
    assert twin.exceptions[0] is twin.exceptions[1]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1.0, "one"), (2.0, "many"), (1.5, "many"), (float("nan"), "many"), ("1", "many")],
)
def test_count_that_is_no_int(count: object, expected: str) -> None:
    """A count that is a whole number counts, whatever its type; any other is told as many."""
    message = translator("library").ngettext("one", "many", "n") % {"n": count}

    assert message == expected


def test_numbers_of_the_reader(write_catalog: WriteCatalog) -> None:
    """Numbers are written as in the reader's country, though the texts are of the language at large."""
    folder = write_catalog("es", 'msgid "%(n)d books"\nmsgstr "%(n)d libros"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    books = translator("library").gettext("%(n)d books") % {"n": 1234567}

    assert translate(books, "es_MX", catalogs=catalogs) == "1,234,567 libros"
    assert translate(books, "es", catalogs=catalogs) == "1.234.567 libros"


def test_nested_isolates(write_catalog: WriteCatalog) -> None:
    """In right-to-left text each item of a list is isolated, and the list as a whole."""
    folder = write_catalog("he", 'msgid "by %(names)s"\nmsgstr "\u05de %(names)s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    text = translator("library").gettext("by %(names)s") % {"names": ["Ann", "Bob\u202e"]}

    told = translate(text, "he", catalogs=catalogs)

    assert told.startswith("\u05de \u2068\u2068Ann\u2069")
    assert told.endswith("\u2068Bob\u2069\u2069")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("shelf %(n)s", "\u2068\u05e1 \u2068\u200e-1.5\u2069\u2069"),  # CLDR's own mark is kept
        ("room %(n)s", "\u2068room -1.5\u2069"),
    ],
    ids=["told", "English"],
)
def test_nested_message(source: str, expected: str, write_catalog: WriteCatalog) -> None:
    """In right-to-left text a message in a message is isolated, in whatever language it is."""
    entries = 'msgid "by %(who)s"\nmsgstr "\u05de %(who)s"\n\nmsgid "shelf %(n)s"\nmsgstr "\u05e1 %(n)s"\n'
    catalogs = Catalogs(domain="library", locale_dir=str(write_catalog("he", entries)))
    nested = translator("library").gettext(source) % {"n": -1.5}

    told = translate(_("by %(who)s") % {"who": nested}, "he", catalogs=catalogs)

    assert told == f"\u05de {expected}"


def test_nested_english_is_raw(write_catalog: WriteCatalog) -> None:
    """What a message in English holds can't break out of its isolate."""
    folder = write_catalog("he", 'msgid "by %(who)s"\nmsgstr "\u05de %(who)s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    nested = _("room %(n)s") % {"n": "a\u2069\u202eb"}

    told = translate(_("by %(who)s") % {"who": nested}, "he", catalogs=catalogs)

    assert told == "\u05de \u2068room ab\u2069"


def test_english_has_no_isolates(write_catalog: WriteCatalog) -> None:
    """In an English text nothing is isolated, though a message in it could be told from right to left."""
    folder = write_catalog("he", 'msgid "shelf %(n)s"\nmsgstr "\u05e1 %(n)s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    nested = _("shelf %(n)s") % {"n": "a"}

    told = translate(_("by %(who)s") % {"who": nested}, "he", catalogs=catalogs)

    assert told == "by shelf a"


def test_lazy_parameter_of_another_library(write_catalog: WriteCatalog) -> None:
    """A lazy string of Babel's may be a parameter."""
    folder = write_catalog("fr", 'msgid "by %(who)s"\nmsgstr "de %(who)s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    text = translator("library").gettext("by %(who)s") % {"who": LazyProxy(str, "Ann")}

    assert translate(text, "fr", catalogs=catalogs) == "de Ann"
