"""Catalogs that are broken, and translations that don't fit: they cost themselves and nothing else."""

from __future__ import annotations

import logging
from pathlib import Path

import polib
import pytest

from i18n_wsgi.catalogs import Catalogs, Translation
from i18n_wsgi.messages import Message, translator
from tests.conftest import WriteCatalog, po_text

_MARKS = translator("library")
_ = _MARKS.gettext

BOOK = 'msgid "Book"\nmsgstr "{}"\n'
COUNT = 'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
BY_NAME = _("Book %(x)s") % {"x": 1, "y": "secret"}
BOOKS = _MARKS.ngettext("%(n)d book", "%(n)d books", "n")


def write_unchecked(root: Path, locale: str, entries: str, plural_forms: str = "") -> None:
    """A ``.mo`` file as a careless program makes it: whatever is in it, nothing is refused."""
    source, file = polib.pofile(po_text(locale, entries).decode()), polib.MOFile()
    file.extend(source)
    file.metadata = source.metadata
    file.metadata["Plural-Forms"] = plural_forms or source.metadata["Plural-Forms"]
    path = root / locale / "LC_MESSAGES" / "library.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(file.to_binary())


def catalogs_in(root: Path) -> Catalogs:
    return Catalogs(domain="library", locale_dir=str(root))


@pytest.mark.parametrize(
    ("entry", "message", "complaint"),
    [
        ('msgid "Book %(x)s"\nmsgstr "Buch"\n', BY_NAME, "%(x)s is lost"),
        ('msgid "Book %(x)s"\nmsgstr "%(x)s %(y)s"\n', BY_NAME, "%(y)s is not in the source"),
        ('msgid "Book %(x)s"\nmsgstr "50 % %(x)s"\n', BY_NAME, "stray %"),
        ('msgid "Book %(x)s"\nmsgstr "Buch %(x)d"\n', BY_NAME, "%(x)d is not in the source"),
        (COUNT + 'msgstr[0] "%(n)d Buch"\n', BOOKS % {"n": 5}, "of its 1 plural forms"),
        ('msgid "%(n)d book"\nmsgstr "%(n)d Buch"\n', BOOKS % {"n": 5}, "of its 1 plural forms"),
    ],
    ids=["lost", "foreign", "stray %", "other type", "form missing", "no plural"],
)
def test_bad_translation(
    entry: str, message: Message, complaint: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A translation that does not fit its source is not used, which is logged once."""
    write_unchecked(tmp_path, "de", entry)  # its first plural form is for 1 alone
    catalogs = catalogs_in(tmp_path)

    found = [catalogs.find(message, locale) for locale in ("de", "de_AT", "de")]

    assert found == [None, None, None]
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert repr(message.msgid) in record.getMessage()
    assert complaint in record.getMessage()


@pytest.mark.parametrize("rule", ["n == 5000 ? 1/0 : n != 1", "n == 5000 ? 0-1 : n != 1"])
def test_treacherous_rule(rule: str, tmp_path: Path) -> None:
    """A plural rule that fails for a rare count costs that count its translation, no more."""
    entry = f'{COUNT}msgstr[0] "%(n)d Buch"\nmsgstr[1] "%(n)d Bücher"\n'
    write_unchecked(tmp_path, "de", entry, f"nplurals=2; plural={rule};")
    catalogs = catalogs_in(tmp_path)

    found = [catalogs.find(BOOKS % {"n": n}, "de") for n in (5000, 4999)]

    assert found == [None, Translation("%(n)d Bücher", "de")]


def test_empty_form(tmp_path: Path) -> None:
    """A plural form that was left empty is missing, not an empty text."""
    entry = 'msgid "Book"\nmsgid_plural "Books"\nmsgstr[0] "Buch"\nmsgstr[1] ""\n'
    write_unchecked(tmp_path, "de", entry)
    catalogs = catalogs_in(tmp_path)

    found = [catalogs.find(_MARKS.ngettext("Book", "Books", n), "de") for n in (1, 2)]

    assert found == [Translation("Buch", "de"), None]


def test_source_with_stray_percent(tmp_path: Path) -> None:
    """A source text that is never filled may be translated with any percent signs."""
    write_unchecked(tmp_path, "de", 'msgid "100%"\nmsgstr "100 %"\n')

    assert catalogs_in(tmp_path).find(_("100%"), "de") == Translation("100 %", "de")


@pytest.mark.parametrize("damage", [b"", b"not a catalog", b"\xde\x12\x04\x95" + b"\xff" * 24])
def test_broken_catalog(
    damage: bytes, write_catalog: WriteCatalog, caplog: pytest.LogCaptureFixture
) -> None:
    """A catalog that can't be loaded costs its language, never a request; it is logged once."""
    write_catalog("fr", "")
    root = write_catalog("de", BOOK.format("Buch"))
    (root / "fr/LC_MESSAGES/library.mo").write_bytes(damage)
    catalogs = catalogs_in(root)

    found = [catalogs.find(_("Book"), locale) for locale in ("fr", "fr", "de")]

    assert found == [None, None, Translation("Buch", "de")]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
