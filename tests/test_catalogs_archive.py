"""Catalogs of a zipped package, which may be replaced while it is in use."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.archive import ArchiveSource
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.messages import Message
from i18n_wsgi.translation import translate
from tests.conftest import po_text

BOOK = Message("Book", domain="acme_zipped")


def write(archive: Path, **texts: str) -> Path:
    """A package in an archive, with one catalog a locale."""
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("acme_zipped/__init__.py", "")
        opened.writestr("acme_zipped/locale/README", "")
        for locale, text in texts.items():
            source = po_text(locale, f'msgid "Book"\nmsgstr "{text}"\n')
            path = f"acme_zipped/locale/{locale}/LC_MESSAGES/acme_zipped.mo"
            opened.writestr(path, compile_catalog(source, "any.po"))
    return archive


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A zipped package that can be imported, with German alone."""
    path = write(tmp_path / "acme.zip", de="Buch")
    monkeypatch.syspath_prepend(path)
    yield path
    sys.modules.pop("acme_zipped", None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time that the catalogs see: what ``now`` is set to."""
    seen = SimpleNamespace(now=1000.0)
    seen.monotonic = lambda: seen.now
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.time", seen)
    return seen


def source_in(archive: Path) -> ArchiveSource:
    return ArchiveSource(zipfile.Path(archive, "acme_zipped/locale/"))


def test_locales(archive: Path) -> None:
    """A folder in an archive has the locales that have a file of the domain."""
    source = source_in(archive)

    assert source.versions("acme_zipped").keys() == {"de"}
    assert source.versions("library").keys() == set()


@pytest.mark.parametrize("root", ["missing", "missing/", "acme_zipped/__init__.py"])
def test_no_folder(root: str, archive: Path) -> None:
    """What is no folder in the archive has none."""
    assert ArchiveSource(zipfile.Path(archive, root)).versions("acme_zipped") == {}


def test_describe(archive: Path) -> None:
    """A catalog is described by the archive's name and its own."""
    found = source_in(archive).describe("acme_zipped", "de")

    assert found == f"{archive}/acme_zipped/locale/de/LC_MESSAGES/acme_zipped.mo"


def test_other_resources(tmp_path: Path) -> None:
    """What is neither a folder nor an archive is read all the same, and does not change."""
    content = io.BytesIO(write(tmp_path / "acme.zip", de="Buch").read_bytes())
    with zipfile.ZipFile(content) as opened:
        source = ArchiveSource(zipfile.Path(opened, "acme_zipped/locale/"))
        found = [source.versions("acme_zipped") for _turn in range(2)]

    assert found[0] == found[1]
    assert found[0].keys() == {"de"}


def test_package(archive: Path) -> None:
    """A zipped package's catalogs are found as those of one on disk."""
    catalogs = Catalogs(domain="acme_zipped")

    assert not isinstance(files("acme_zipped"), Path)
    assert (catalogs.locales, translate(BOOK, "de", catalogs=catalogs)) == (("de", "en"), "Buch")


def replace(archive: Path) -> None:
    write(archive.with_name("new.zip"), de="Schwarte", fr="Livre").replace(archive)


def rewrite(archive: Path) -> None:
    write(archive, de="Schwarte", fr="Livre")


@pytest.mark.parametrize("change", [replace, rewrite])
def test_replaced(change: Callable[[Path], None], archive: Path, clock: SimpleNamespace) -> None:
    """Of an archive that was replaced the new texts show, and its new languages are on offer."""
    catalogs = Catalogs(domain="acme_zipped")
    told = [translate(BOOK, "de", catalogs=catalogs)]

    change(archive)
    clock.now += 1
    told += [translate(BOOK, locale, catalogs=catalogs) for locale in ("de", "fr")]

    assert told == ["Buch", "Schwarte", "Livre"]
    assert catalogs.locales == ("de", "en", "fr")


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"PK, cut off")])
def test_lost(
    change: Callable[[Path], None],
    archive: Path,
    clock: SimpleNamespace,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Of an archive that is gone or broken the old texts stay, which is told once."""
    catalogs = Catalogs(domain="acme_zipped")
    told = [translate(BOOK, "de", catalogs=catalogs)]

    change(archive)
    for _second in range(3):
        clock.now += 1
        told.append(translate(BOOK, "de", catalogs=catalogs))

    assert told == ["Buch"] * 4
    assert catalogs.locales == ("de", "en")
    assert len(caplog.records) == 1


def test_broken_then_mended(archive: Path, clock: SimpleNamespace) -> None:
    """An archive that was broken for a while is used when it is whole again."""
    catalogs = Catalogs(domain="acme_zipped")
    told = [translate(BOOK, "de", catalogs=catalogs)]

    for change in (lambda path: path.write_bytes(b""), rewrite):
        change(archive)
        clock.now += 1
        told.append(translate(BOOK, "de", catalogs=catalogs))

    assert told == ["Buch", "Buch", "Schwarte"]
