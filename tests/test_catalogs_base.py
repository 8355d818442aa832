"""What every source of catalogs does; a new source adds one line to SOURCES."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.checkout import CheckoutSource
from i18n_wsgi.catalogs.compiled import read_catalog
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.folder import FolderSource
from tests.conftest import po_text

SOURCES: list[tuple[Callable[[Path], CatalogSource], str]] = [
    (FolderSource, "mo"),
    (CheckoutSource, "po"),
]
PLUGS = pytest.mark.parametrize(("make", "suffix"), SOURCES, ids=["folder", "checkout"])


def write(root: Path, locale: str, domain: str, suffix: str) -> None:
    source = po_text(locale, f'msgid "Book"\nmsgstr "{locale}"\n')
    path = root / locale / "LC_MESSAGES" / f"{domain}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compile_catalog(source, "any.po") if suffix == "mo" else source)


@PLUGS
def test_locales(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """The locales of a domain are listed sorted, as their folders are called."""
    for locale in ("zh_Hant", "fr", "sr@latin"):
        write(tmp_path, locale, "library", suffix)
    write(tmp_path, "de", "shelf", suffix)

    found = make(tmp_path).locales("library")

    assert found == ["fr", "sr@latin", "zh_Hant"]


@PLUGS
def test_bystanders(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """Files, empty folders, and folders called like a catalog are passed over."""
    (tmp_path / "README").touch()
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "es" / "LC_MESSAGES" / f"library.{suffix}").mkdir(parents=True)
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "LC_MESSAGES").touch()

    assert make(tmp_path).locales("library") == []


@PLUGS
@pytest.mark.parametrize("root", ["missing", "file"])
def test_no_folder(
    make: Callable[[Path], CatalogSource], suffix: str, root: str, tmp_path: Path
) -> None:
    """A root that is not there, or is a file, has no locales."""
    (tmp_path / "file").touch()

    assert make(tmp_path / root).locales("library") == []


@PLUGS
def test_read(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A locale that was listed is read as the bytes of a ``.mo`` file."""
    write(tmp_path, "sr@latin", "library", suffix)

    data = make(tmp_path).read("library", "sr@latin")

    assert read_catalog(data).find("Book") == ("sr@latin",)


@PLUGS
def test_gone(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """Reading a locale whose file has gone meanwhile is an OSError."""
    with pytest.raises(OSError, match="library"):
        make(tmp_path).read("library", "fr")


@PLUGS
def test_version(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A catalog's version is another one when its file has another size, time or number."""
    write(tmp_path, "de", "library", suffix)
    path = tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}"
    source = make(tmp_path)

    versions = [source.version("library", "de"), source.version("library", "de")]
    os.utime(path, (1, 1))
    versions.append(source.version("library", "de"))
    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, (1, 1))
    versions.append(source.version("library", "de"))
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, (1, 1))
    other.replace(path)
    versions.append(source.version("library", "de"))

    assert versions[0] == versions[1] is not None
    assert len(set(versions)) == 4


@PLUGS
def test_version_of_copy(
    make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path
) -> None:
    """A copy that keeps the size and the time of what it was made of is another version."""
    write(tmp_path, "de", "library", suffix)
    path = tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}"
    os.utime(path, (1, 1))
    before = make(tmp_path).version("library", "de")

    time.sleep(0.02)  # a tick of the file system's clock
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, (1, 1))

    assert make(tmp_path).version("library", "de") != before


@PLUGS
@pytest.mark.parametrize("locale", ["fr", "de", "es", "", "..", "x" * 300, "nul\0nul", "\ud800"])
def test_no_version(
    make: Callable[[Path], CatalogSource], suffix: str, locale: str, tmp_path: Path
) -> None:
    """A catalog that is not there has no version, nor has what is no file."""
    (tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}").mkdir(parents=True)
    (tmp_path / "es").touch()

    assert make(tmp_path).version("library", locale) is None


@PLUGS
def test_describe(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A catalog is described by its file's name, also where it is not there."""
    found = make(tmp_path).describe("library", "de")

    assert found == str(tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}")


def test_version_in_archive(tmp_path: Path) -> None:
    """A catalog in an archive is always the same one, and one that is not there is none."""
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.writestr("locale/de/LC_MESSAGES/library.mo", "any")

    with zipfile.ZipFile(tmp_path / "library.zip") as archive:
        source = FolderSource(zipfile.Path(archive, "locale/"))
        versions = [source.version("library", locale) for locale in ("de", "de", "fr")]

    assert versions[0] == versions[1] is not None
    assert versions[2] is None
