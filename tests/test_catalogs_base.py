"""What every source of catalogs does; a new source adds one line to SOURCES."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.compiled import CatalogError
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.mo_folder import MoFolderSource, SystemSource
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from tests.conftest import po_text

SOURCES: list[tuple[Callable[[Path], CatalogSource], str]] = [
    (MoFolderSource, "mo"),
    (SystemSource, "mo"),
    (PoFolderSource, "po"),
]
PLUGS = pytest.mark.parametrize(("make", "suffix"), SOURCES, ids=["mo", "system", "po"])


def write(root: Path, locale: str, domain: str, suffix: str) -> None:
    source = po_text(locale, f'msgid "Book"\nmsgstr "{locale}"\n')
    path = root / locale / "LC_MESSAGES" / f"{domain}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compile_catalog(source, "any.po") if suffix == "mo" else source)


@PLUGS
def test_locales(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """The locales of a domain are listed as their folders are called."""
    for locale in ("zh_Hant", "fr", "sr@latin"):
        write(tmp_path, locale, "library", suffix)
    write(tmp_path, "de", "shelf", suffix)

    found = make(tmp_path).versions("library")

    assert found.keys() == {"fr", "sr@latin", "zh_Hant"}


@PLUGS
def test_bystanders(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """Files, empty folders, and folders called like a catalog are passed over."""
    (tmp_path / "README").touch()
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "es" / "LC_MESSAGES" / f"library.{suffix}").mkdir(parents=True)
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "LC_MESSAGES").touch()

    assert make(tmp_path).versions("library") == {}


@PLUGS
@pytest.mark.parametrize("root", ["missing", "file"])
def test_no_folder(
    make: Callable[[Path], CatalogSource], suffix: str, root: str, tmp_path: Path
) -> None:
    """A root that is not there, or is a file, has no locales."""
    (tmp_path / "file").touch()

    assert make(tmp_path / root).versions("library") == {}


@PLUGS
def test_read(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A locale that was listed is read."""
    write(tmp_path, "sr@latin", "library", suffix)

    catalog = make(tmp_path).read("library", "sr@latin")

    assert catalog.find("Book") == ("sr@latin",)


@PLUGS
def test_too_large(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A catalog larger than 16 MiB is refused."""
    write(tmp_path, "de", "library", suffix)
    os.truncate(tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}", 10**10)

    with pytest.raises(CatalogError, match="too large; allowed: 16 MiB"):
        make(tmp_path).read("library", "de")


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

    versions = [source.versions("library")["de"], source.versions("library")["de"]]
    os.utime(path, (1, 1))
    versions.append(source.versions("library")["de"])
    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, (1, 1))
    versions.append(source.versions("library")["de"])
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, (1, 1))
    other.replace(path)
    versions.append(source.versions("library")["de"])

    assert versions[0] == versions[1]
    assert len(set(versions)) == 4


@PLUGS
def test_version_of_copy(
    make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path
) -> None:
    """A copy that keeps the size and the time of what it was made of is another version."""
    write(tmp_path, "de", "library", suffix)
    path = tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}"
    os.utime(path, (1, 1))
    before = make(tmp_path).versions("library")["de"]

    time.sleep(0.02)  # a tick of the file system's clock
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, (1, 1))

    assert make(tmp_path).versions("library")["de"] != before


@PLUGS
@pytest.mark.parametrize("error", [errno.EIO, errno.ESTALE, errno.ENOMEM])
def test_failing_disk(
    make: Callable[[Path], CatalogSource],
    suffix: str,
    error: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that fails does not mean that a catalog is gone."""
    write(tmp_path, "de", "library", suffix)
    source = make(tmp_path)

    def stat(path: str) -> os.stat_result:
        raise OSError(error, os.strerror(error), path)

    with monkeypatch.context() as patched:
        patched.setattr("i18n_wsgi.catalogs.base.os.stat", stat)
        with pytest.raises(OSError, match="library"):
            source.versions("library")


@PLUGS
def test_describe(make: Callable[[Path], CatalogSource], suffix: str, tmp_path: Path) -> None:
    """A catalog is described by its file's name, also where it is not there."""
    found = make(tmp_path).describe("library", "de")

    assert found == str(tmp_path / "de" / "LC_MESSAGES" / f"library.{suffix}")
