"""A folder of ``.po`` files; the contract of a source is in test_catalogs_base."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.catalogs.compiled import CatalogError
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from tests.conftest import po_text

ENTRIES = {
    "a placeholder is lost": 'msgid "%(x)s"\nmsgstr "x"\n',
    "a second time": 'msgid "Book"\nmsgstr "Bouquin"\n',
    "another escape": 'msgid "Bell"\nmsgstr "\\a"\n',
    "a number as escape": 'msgid "A"\nmsgstr "\\x41"\n',
    "a form is missing": 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n',
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_broken_entry(entry: str, tmp_path: Path) -> None:
    """An entry that the build would refuse costs itself: what is wrong is told with path and line."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    before, behind = 'msgid "Book"\nmsgstr "Livre"\n\n', '\nmsgid "Gone"\nmsgstr "Parti"\n'
    path.write_bytes(po_text("fr", before + entry + behind))

    catalog = PoFolderSource(tmp_path).read("library", "fr")

    assert catalog.texts == {"Book": "Livre", "Gone": "Parti"}
    (problem,) = catalog.problems
    assert problem.startswith((f"{path}:10: ", f"{path}:11: ", f"{path}:12: "))


def test_header_of_another_language(tmp_path: Path) -> None:
    """A header that the build would refuse is told of, and costs nothing."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    text = po_text("fr", 'msgid "Gone"\nmsgstr "Allé"\n').decode()
    path.write_bytes(text.replace("Language: fr", "Language: de").encode())

    catalog = PoFolderSource(tmp_path).read("library", "fr")

    assert catalog.texts == {"Gone": "Allé"}
    assert len(catalog.problems) == 1


def test_broken_catalog(tmp_path: Path) -> None:
    """A ``.po`` file whose structure is broken is refused with its path and line."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(po_text("fr", 'msgid "Book"\nmsgstr "Liv'))

    with pytest.raises(CatalogError) as caught:
        PoFolderSource(tmp_path).read("library", "fr")

    assert str(caught.value).startswith(f"{path}:8: ")


def test_read_is_fresh(tmp_path: Path) -> None:
    """What was saved last is read, with no compiling by hand in between."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    source = PoFolderSource(tmp_path)
    path.write_bytes(po_text("fr", 'msgid "Book"\nmsgstr "Livre"\n'))
    before = source.read("library", "fr")

    path.write_bytes(po_text("fr", 'msgid "Book"\nmsgstr "Bouquin"\n'))

    assert before.texts == {"Book": "Livre"}
    assert source.read("library", "fr").texts == {"Book": "Bouquin"}
