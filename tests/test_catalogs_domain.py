"""One domain's catalogs: which file of several is used, and when it is read."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.base import CatalogSource, Version
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.domain import DomainCatalogs
from i18n_wsgi.catalogs.fallback import full_tag
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.mo_folder import MoFolderSource
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from tests.conftest import po_text

BOOK = 'msgid "Book"\nmsgstr "{}"\n'


def write(root: Path, locale: str, text: str, suffix: str = "mo") -> Path:
    """A catalog in which ``Book`` is ``text``."""
    source = po_text(locale, BOOK.format(text))
    path = root / locale / "LC_MESSAGES" / f"library.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compile_catalog(source, "any.po") if suffix == "mo" else source)
    return path


def catalogs_of(*sources: CatalogSource) -> DomainCatalogs:
    return DomainCatalogs("library", sources, Log())


def text_of(catalogs: DomainCatalogs, locale: str) -> tuple[str, ...] | None:
    catalog = catalogs.catalog(locale)
    return None if catalog is None else catalog.find("Book")


@dataclass
class Counting:
    """A folder that tells how often each catalog was read, and may fail at it."""

    folder: MoFolderSource
    failure: Exception | None = None
    is_listed: bool = True
    reads: list[str] = field(default_factory=list)

    def versions(self, domain: str) -> Mapping[str, Version]:
        if not self.is_listed:
            raise PermissionError(13, "no entry", "/srv/secret")
        return self.folder.versions(domain)

    def read(self, domain: str, locale: str) -> bytes:
        self.reads.append(locale)
        if self.failure is not None:
            raise self.failure
        return self.folder.read(domain, locale)

    def describe(self, domain: str, locale: str) -> str:
        return self.folder.describe(domain, locale)


# Which file is used, and when it is read


def test_first_source(tmp_path: Path) -> None:
    """Of two places that have a locale the first is used, of others the one that has it."""
    write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    write(tmp_path / "2", "fr", "Livre")

    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))

    assert [text_of(catalogs, locale) for locale in ("de", "fr")] == [("Buch",), ("Livre",)]


@pytest.mark.parametrize("broken", [1, 2])
def test_next_source(broken: int, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In the place of files that can't be used comes the first that can, each told once."""
    for number in range(broken):
        write(tmp_path / str(number), "de", "Buch").write_bytes(b"broken")
    write(tmp_path / "sound", "de", "Schwarte")
    roots = [*map(str, range(broken)), "missing", "sound"]

    catalogs = catalogs_of(*(MoFolderSource(tmp_path / root) for root in roots))

    assert [text_of(catalogs, "de") for _turn in range(2)] == [("Schwarte",)] * 2
    assert len(caplog.records) == broken


def test_no_sources() -> None:
    """Without places there is nothing, and nothing is told."""
    catalogs = catalogs_of()

    assert (dict(catalogs.spellings), catalogs.catalog("de")) == ({}, None)


@pytest.mark.parametrize("locale", ["it", "", "../de", "de/LC_MESSAGES/..", "\0", "x" * 300])
def test_unlisted_locale(locale: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A locale that no place has costs nothing, however it is spelled."""
    write(tmp_path, "de", "Buch")

    assert text_of(catalogs_of(MoFolderSource(tmp_path / "1")), locale) is None
    assert not caplog.records


def test_spellings(tmp_path: Path) -> None:
    """Locales that mean the same are kept together, as each place spells them, sorted."""
    for number, locale in enumerate(["pt_BR", "pt-br", "pt", "zh_TW", "zh_Hant", "sr@latin"]):
        write(tmp_path / str(number % 2), locale, "x")

    catalogs = catalogs_of(MoFolderSource(tmp_path / "0"), MoFolderSource(tmp_path / "1"))

    assert catalogs.spellings == {
        full_tag("pt"): ["pt", "pt-br", "pt_BR"],
        full_tag("zh-TW"): ["zh_Hant", "zh_TW"],
        full_tag("sr-Latn"): ["sr@latin"],
    }


def test_each_is_read_when_asked_for(tmp_path: Path) -> None:
    """A language that nobody asks for is not read; one that is, is read once."""
    for locale in ("de", "fr", "pl"):
        write(tmp_path, locale, locale)
    source = Counting(MoFolderSource(tmp_path))
    catalogs = catalogs_of(source)

    for _turn in range(3):
        catalogs.catalog("fr")
        catalogs.refresh()

    assert source.reads == ["fr"]


def test_read_by_many(tmp_path: Path) -> None:
    """Threads that ask for a language at the same time read it once."""
    write(tmp_path, "de", "Buch")
    source, barrier = Counting(MoFolderSource(tmp_path)), threading.Barrier(8)
    catalogs = catalogs_of(source)

    def ask(_number: int) -> tuple[str, ...] | None:
        barrier.wait(10)
        return text_of(catalogs, "de")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))

    assert (found, source.reads) == ({("Buch",)}, ["de"])


# What has changed


def test_nothing_has_changed(tmp_path: Path) -> None:
    """Where nothing has changed, a catalog stays the same object."""
    write(tmp_path, "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path))
    before = catalogs.catalog("de")

    assert catalogs.refresh() is False
    assert catalogs.catalog("de") is before


@pytest.mark.parametrize("suffix", ["mo", "po"])
def test_something_has_changed(suffix: str, tmp_path: Path) -> None:
    """A file that has changed is a change, once."""
    write(tmp_path, "de", "Buch", suffix)
    catalogs = catalogs_of(MoFolderSource(tmp_path), PoFolderSource(tmp_path))
    catalogs.catalog("de")

    write(tmp_path, "de", "Schwarte", suffix)

    assert [catalogs.refresh(), catalogs.refresh()] == [True, False]
    assert text_of(catalogs, "de") == ("Schwarte",)


def test_unread_file_has_changed(tmp_path: Path) -> None:
    """A change in a file that was not read yet is none."""
    write(tmp_path, "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path))

    write(tmp_path, "de", "Schwarte")

    assert catalogs.refresh() is False


def test_list_has_changed(tmp_path: Path) -> None:
    """A locale that comes or goes is a change, though none was read."""
    path = write(tmp_path, "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path))

    write(tmp_path, "fr", "Livre")
    found = [catalogs.refresh(), sorted(map(str, catalogs.spellings))]
    path.unlink()
    found += [catalogs.refresh(), sorted(map(str, catalogs.spellings))]

    assert found == [True, ["de-Latn-DE", "fr-Latn-FR"], True, ["fr-Latn-FR"]]


def test_earlier_place_gets_one(tmp_path: Path) -> None:
    """A catalog that comes to an earlier place goes before the one that was used."""
    write(tmp_path / "2", "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    write(tmp_path / "1", "de", "Schwarte")
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))


def test_earlier_place_loses_one(tmp_path: Path) -> None:
    """A catalog that was removed gives way to that of the next place."""
    path = write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    path.unlink()
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))


def test_later_place_changes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Behind a file that can't be used, the one that is used instead is loaded anew."""
    write(tmp_path / "1", "de", "x").write_bytes(b"broken")
    write(tmp_path / "2", "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    write(tmp_path / "2", "de", "Schwarte")
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))
    assert len(caplog.records) == 1


def test_loaded_goes_before_next_place(tmp_path: Path) -> None:
    """Of a file that breaks, the texts that were loaded stay, and not those of the next place."""
    path = write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    catalogs.catalog("de")

    path.write_bytes(b"broken")
    catalogs.refresh()

    assert text_of(catalogs, "de") == ("Buch",)


@pytest.mark.parametrize("rewritten", [b"broken", b"broken again", None])
def test_change_behind_a_broken_one(rewritten: bytes | None, tmp_path: Path) -> None:
    """Whatever becomes of a file that can't be used, each change of the next place's is seen."""
    path = write(tmp_path / "1", "de", "x")
    path.write_bytes(b"broken before")
    write(tmp_path / "2", "de", "Buch")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    told = [text_of(catalogs, "de")]

    path.unlink()
    if rewritten is not None:
        path.write_bytes(rewritten)
    for text in ("Schwarte", "Druckwerk"):
        catalogs.refresh()
        write(tmp_path / "2", "de", text)
        catalogs.refresh()
        told.append(text_of(catalogs, "de"))

    assert told == [("Buch",), ("Schwarte",), ("Druckwerk",)]


def test_loaded_stays_while_next_place_changes(tmp_path: Path) -> None:
    """The texts of a file that broke stay, too, when that of the next place changes."""
    path = write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    catalogs = catalogs_of(MoFolderSource(tmp_path / "1"), MoFolderSource(tmp_path / "2"))
    catalogs.catalog("de")

    for damage in (b"broken", b"broken again"):
        path.write_bytes(damage)
        catalogs.refresh()
    write(tmp_path / "2", "de", "Druckwerk")
    catalogs.refresh()

    assert text_of(catalogs, "de") == ("Buch",)


# Places and files that fail


def test_locale_that_cant_be_looked_at(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A locale whose folder can't be looked at costs no other language."""
    write(tmp_path, "de", "Buch")
    for name, target in {"fr": "x" * 300, "es": "es", "it": "missing"}.items():
        (tmp_path / name).symlink_to(target)
    catalogs = catalogs_of(MoFolderSource(tmp_path))

    catalogs.refresh()

    assert [*map(str, catalogs.spellings)] == ["de-Latn-DE"]
    assert text_of(catalogs, "de") == ("Buch",)
    assert not caplog.records


def test_place_that_cant_be_listed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A place that can't be listed costs its own languages, which is told once, with the place."""
    write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "fr", "Livre")
    closed = Counting(MoFolderSource(tmp_path / "1"), is_listed=False)
    catalogs = catalogs_of(closed, MoFolderSource(tmp_path / "2"))

    for _turn in range(3):
        catalogs.refresh()

    assert [*map(str, catalogs.spellings)] == ["fr-Latn-FR"]
    (record,) = caplog.records
    assert "/srv/secret" in record.getMessage()


@pytest.mark.parametrize("suffix", ["mo", "po"])
def test_odd_folders(suffix: str, tmp_path: Path) -> None:
    """A folder that is odd costs no other language, nor does one that nobody may read."""
    path = write(tmp_path, "de", "Buch", suffix)
    (tmp_path / "es").symlink_to("es")
    (tmp_path / "it").touch()
    for locale in ("fr", "pl"):
        (tmp_path / locale / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pl" / "LC_MESSAGES" / path.name).symlink_to(path.name)
    (tmp_path / "fr" / "LC_MESSAGES").chmod(0)

    catalogs = catalogs_of(MoFolderSource(tmp_path), PoFolderSource(tmp_path))

    assert [*map(str, catalogs.spellings)] == ["de-Latn-DE"]
    assert text_of(catalogs, "de") == ("Buch",)


def test_listing_fails_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of a place that can't be listed any more, all stays as it was, which is told once."""
    write(tmp_path, "de", "Buch")
    source = Counting(MoFolderSource(tmp_path))
    catalogs = catalogs_of(source)

    source.is_listed = False
    found = [catalogs.refresh(), catalogs.refresh(), text_of(catalogs, "de")]
    write(tmp_path, "fr", "Livre")
    source.is_listed = True
    found += [catalogs.refresh(), text_of(catalogs, "fr")]

    assert found == [False, False, ("Buch",), True, ("Livre",)]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("is_loaded", [True, False])
def test_reading_fails_for_a_while(
    is_loaded: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that the disk did not give is asked for again, and told once."""
    write(tmp_path, "de", "Buch")
    source = Counting(MoFolderSource(tmp_path))
    catalogs = catalogs_of(source)
    before = text_of(catalogs, "de") if is_loaded else None

    write(tmp_path, "de", "Schwarte")
    source.failure = OSError(24, "Too many open files")
    for _turn in range(3):
        catalogs.refresh()
        assert text_of(catalogs, "de") == before
    source.failure = None
    catalogs.refresh()

    assert text_of(catalogs, "de") == ("Schwarte",)
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "failure", [OSError(5, "I/O error"), MemoryError(), RecursionError("deep"), KeyError("odd")]
)
def test_any_failure(failure: Exception, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a place raises when it is read, it costs that language alone, and is told once."""
    write(tmp_path, "de", "Buch")
    source = Counting(MoFolderSource(tmp_path), failure)
    catalogs = catalogs_of(source)

    found = [text_of(catalogs, "de"), catalogs.refresh(), text_of(catalogs, "de")]

    assert found == [None, False, None]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert str(tmp_path / "de" / "LC_MESSAGES" / "library.mo") in record.getMessage()
