"""Messages that oslo.i18n made, told through our catalogs."""

from __future__ import annotations

import pytest
from oslo_i18n import _message as oslo

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog

ENTRIES = """
msgid "Book"
msgstr "Livre"

msgctxt "verb"
msgid "Book"
msgstr "Réserver"

msgid "by %(who)s"
msgstr "de %(who)s"

msgid "%s of %d"
msgstr "%s sur %d"

msgid "%(n)d book"
msgid_plural "%(n)d books"
msgstr[0] "%(n)d livre"
msgstr[1] "%(n)d livres"
"""
BOOK = oslo.Message("Book", domain="library")
BY = oslo.Message("by %(who)s", domain="library")
# oslo.i18n 6.9 can't make the text of these two itself.
VERB = oslo.Message(("verb", "Book"), "Book", domain="library")
BOOKS = oslo.Message(("%(n)d book", "%(n)d books", 2), "%(n)d books", domain="library")


class OddText(str):
    """Some other library's text, whose attributes are called like those of oslo.i18n's."""

    __slots__ = ()
    domain = "library"

    @property
    def msgid(self) -> str:
        raise RuntimeError("not loaded")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOOK, "Livre"),
        (BY % {"who": "Eco"}, "de Eco"),
        (BY % {"who": BOOK}, "de Livre"),
        (oslo.Message("%s of %d", domain="library") % ("a", 2), "a sur 2"),
        (VERB, "Réserver"),
        (BOOKS % {"n": 2}, "2 livres"),
        (oslo.Message("Book", domain="shelf"), "Book"),
        (OddText("Buch"), "Buch"),
    ],
)
def test_oslo(text: str, expected: str, write_catalog: WriteCatalog) -> None:
    """Messages of oslo.i18n are told in all their forms; other people's texts stay as they are."""
    catalogs = Catalogs(domain="library", locale_dir=str(write_catalog("fr", ENTRIES)))

    assert translate(text, "fr", catalogs=catalogs) == expected
