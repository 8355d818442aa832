"""Catalogs in a folder or in a package's data; the contract is in test_catalogs_base."""

from __future__ import annotations

import zipfile
from pathlib import Path

from i18n_wsgi.catalogs.folder import FolderSource
from tests.conftest import WriteCatalog


def test_zipped(write_catalog: WriteCatalog, tmp_path: Path) -> None:
    """A folder within a zip file, as a zipped package has it, is as good as one on disk."""
    path = write_catalog("fr", 'msgid "Book"\nmsgstr "Livre"\n') / "fr/LC_MESSAGES/library.mo"
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.write(path, "library/locale/fr/LC_MESSAGES/library.mo")
        archive.writestr("library/locale/README", "")

    with zipfile.ZipFile(tmp_path / "library.zip") as archive:
        source = FolderSource(zipfile.Path(archive, "library/locale/"))

        assert source.locales("library") == ["fr"]
        assert source.read("library", "fr") == path.read_bytes()


def test_link(write_catalog: WriteCatalog) -> None:
    """A locale may be a link to another one's folder."""
    root = write_catalog("nb", 'msgid "Book"\nmsgstr "Bok"\n')
    (root / "no").symlink_to("nb")

    assert FolderSource(root).locales("library") == ["nb", "no"]
