"""Catalogs that change on disk while they are in use: real files, a clock that stands still.

Where a file changes, its size does: two states of one size, written within one tick of the file system's
clock, may be the same to whoever looks.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import base, expire_catalogs
from i18n_wsgi.catalogs.base import Version
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.mo_folder import MoFolderSource, SystemSource
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.translation import translate
from tests.conftest import po_text
from tests.shelf import BOOK, Shelf, entries_of

_MARKS = translator("library")
_ = _MARKS.gettext
BOOKS = _MARKS.ngettext("%(n)d book", "%(n)d books", "n")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time that the catalogs see: what ``now`` is set to."""
    seen = SimpleNamespace(now=1000.0)
    seen.monotonic = lambda: seen.now
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.time", seen)
    return seen


@pytest.fixture(params=["mo", "po"])
def shelf(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shelf]:
    """German, in a folder of ``.mo`` files; then in a source tree with its ``.po`` files."""
    package = tmp_path / "acme_shelf"
    package.mkdir()
    (package / "__init__.py").touch()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.syspath_prepend(tmp_path)
    root = tmp_path / "locale"
    shelf = Shelf(root, request.param, str(root) if request.param == "mo" else "acme_shelf:locale")
    shelf.write("de", "Buch")
    yield shelf
    sys.modules.pop("acme_shelf", None)


# Within a second


@pytest.mark.parametrize(("seconds", "expected"), [(0, "Buch"), (0.99, "Buch"), (1, "Schwarte")])
def test_changed(seconds: float, expected: str, shelf: Shelf, clock: SimpleNamespace) -> None:
    """A changed text shows after a second, not before."""
    before = shelf.told()

    shelf.write("de", "Schwarte")
    clock.now += seconds

    assert (before, shelf.told()) == ("Buch", expected)


@pytest.mark.parametrize(("seconds", "expected"), [(0.99, "Book"), (1, "Livre")])
def test_added(seconds: float, expected: str, shelf: Shelf, clock: SimpleNamespace) -> None:
    """An added language shows after a second, also to readers who asked for it before."""
    before = shelf.told("fr")

    shelf.write("fr", "Livre")
    clock.now += seconds

    assert (before, shelf.told("fr")) == ("Book", expected)


@pytest.mark.parametrize(("seconds", "expected"), [(0.99, "Buch"), (1, "Book")])
def test_removed(seconds: float, expected: str, shelf: Shelf, clock: SimpleNamespace) -> None:
    """Of a removed catalog the texts are gone after a second."""
    before = shelf.told()

    shelf.path("de").unlink()
    clock.now += seconds

    assert (before, shelf.told()) == ("Buch", expected)


def test_back_again(shelf: Shelf, clock: SimpleNamespace) -> None:
    """A catalog that comes back is used as if it had never gone."""
    content = shelf.path("de").read_bytes()

    told = [shelf.told()]
    for change in (shelf.path("de").unlink, lambda: shelf.path("de").write_bytes(content)):
        change()
        clock.now += 1
        told.append(shelf.told())

    assert told == ["Buch", "Book", "Buch"]


def test_again_and_again(shelf: Shelf, clock: SimpleNamespace) -> None:
    """Each change is seen, not only the first."""
    told = []
    for text in ("Band", "Wälzer", "Schwarte", "Druckwerk"):
        shelf.write("de", text)
        clock.now += 1
        told.append(shelf.told())

    assert told == ["Band", "Wälzer", "Schwarte", "Druckwerk"]


def test_after_a_long_time(shelf: Shelf, clock: SimpleNamespace) -> None:
    """After an hour in which nobody asked, the first who asks gets the new text."""
    before = shelf.told()

    shelf.write("de", "Schwarte")
    clock.now += 3600

    assert (before, shelf.told()) == ("Buch", "Schwarte")


def test_offer(shelf: Shelf, clock: SimpleNamespace) -> None:
    """The languages on offer, and what chooses among them, follow the files."""
    found = []
    for change in (lambda: None, lambda: shelf.write("fr", "Livre"), shelf.path("de").unlink):
        change()
        clock.now += 1
        matcher = shelf.catalogs.matcher
        found.append((shelf.catalogs.locales, matcher.best_match("fr, de;q=0.5")))

    assert found == [(("de", "en"), "de"), (("de", "en", "fr"), "fr"), (("en", "fr"), "fr")]


def test_offer_within_a_second(shelf: Shelf, clock: SimpleNamespace) -> None:
    """Before the second is over the matcher is the same object: nothing is made anew."""
    before = shelf.catalogs.matcher

    shelf.write("fr", "Livre")
    clock.now += 0.5

    assert shelf.catalogs.matcher is before


def test_nearer_locale(shelf: Shelf, clock: SimpleNamespace) -> None:
    """A catalog of the reader's own region, once it is there, goes before that of the language."""
    before = shelf.told("de-AT")

    shelf.write("de_AT", "Schmöker")
    clock.now += 1

    assert (before, shelf.told("de-AT"), shelf.told("de")) == ("Buch", "Schmöker", "Buch")


def test_domains_at_once(
    shelf: Shelf, clock: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the files of two domains change at a time, both show after a second."""
    path = tmp_path / "other" / "de" / "LC_MESSAGES" / "records.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compile_catalog(po_text("de", entries_of("Platte")), "any.po"))
    monkeypatch.setenv("RECORDS_LOCALEDIR", str(tmp_path / "other"))
    texts = (BOOK, Message("Book", domain="records"))
    before = [translate(text, "de", catalogs=shelf.catalogs) for text in texts]

    shelf.write("de", "Schwarte")
    path.write_bytes(compile_catalog(po_text("de", entries_of("Schallplatte")), "any.po"))
    clock.now += 1

    told = [translate(text, "de", catalogs=shelf.catalogs) for text in texts]
    assert (before, told) == (["Buch", "Platte"], ["Schwarte", "Schallplatte"])


def test_added_text(shelf: Shelf, clock: SimpleNamespace) -> None:
    """A text that was missing shows when it has been added."""
    shelf.write_entries("de", 'msgid "Shelf"\nmsgstr "Regal"\n')
    before = shelf.told()

    shelf.write("de", "Buch")
    clock.now += 1

    assert (before, shelf.told()) == ("Book", "Buch")


def test_plurals(shelf: Shelf, clock: SimpleNamespace) -> None:
    """Plural texts are reloaded with the rest."""
    entry = 'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
    told = []

    for text in ("Buch", "Schwarte"):
        shelf.write_entries("de", f'{entry}msgstr[0] "%(n)d {text}"\nmsgstr[1] "%(n)d {text}s"\n')
        clock.now += 1
        told += [translate(BOOKS % {"n": n}, "de", catalogs=shelf.catalogs) for n in (1, 2)]

    assert told == ["1 Buch", "2 Buchs", "1 Schwarte", "2 Schwartes"]


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_mended_text(shelf: Shelf, clock: SimpleNamespace) -> None:
    """A translation that does not fit its source is used when it has been mended."""
    good = shelf.content("de", 'msgid "Book %(x)s"\nmsgstr "Buch %(x)s"\n')
    other = shelf.content("de", 'msgid "Book %(x)s"\nmsgstr "Buch %(x)s !"\n')
    bad = other.replace(b"%(x)s !", b"%(yyy)s")
    text = _("Book %(x)s") % {"x": 9}
    told = []

    for content in (good, bad, good):
        shelf.path("de").unlink()
        shelf.path("de").write_bytes(content)
        clock.now += 1
        told.append(translate(text, "de", catalogs=shelf.catalogs))

    assert told == ["Buch 9", "Book 9", "Buch 9"]


# At once


def test_expire(shelf: Shelf, clock: SimpleNamespace) -> None:
    """After ``expire`` the change shows at once."""
    before = shelf.told()

    shelf.write("de", "Schwarte")
    shelf.catalogs.expire()

    assert (before, shelf.told()) == ("Buch", "Schwarte")


def test_expire_offer(shelf: Shelf, clock: SimpleNamespace) -> None:
    """After ``expire`` an added language is on offer at once."""
    before = shelf.catalogs.locales

    shelf.write("fr", "Livre")
    shelf.catalogs.expire()

    assert (before, shelf.catalogs.locales) == (("de", "en"), ("de", "en", "fr"))


def test_expire_all(shelf: Shelf, clock: SimpleNamespace, tmp_path: Path) -> None:
    """``expire_catalogs`` does so for all catalogs of the process."""
    other = Shelf(tmp_path / "other", "mo", str(tmp_path / "other"))
    other.write("de", "Band")
    before = [shelf.told(), other.told()]

    shelf.write("de", "Schwarte")
    other.write("de", "Wälzer")
    expire_catalogs()

    assert (before, [shelf.told(), other.told()]) == (["Buch", "Band"], ["Schwarte", "Wälzer"])


# What is broken

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _content: b"",
    "half": lambda content: content[: len(content) // 2],
    "without its end": lambda content: content[:-5],
    "another file": lambda _content: b"#!/bin/sh\nexit 1\n",
    "zeros": lambda content: bytes(len(content) + 1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_broken(
    damage: str, shelf: Shelf, clock: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a file that breaks, the texts stay as they were; that is told once, with its name."""
    told = [shelf.told()]

    shelf.path("de").write_bytes(DAMAGES[damage](shelf.path("de").read_bytes()))
    for _second in range(3):
        clock.now += 1
        told.append(shelf.told())

    assert told == ["Buch"] * 4
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert str(shelf.path("de")) in record.getMessage()


@pytest.mark.parametrize("damage", DAMAGES)
def test_mended(damage: str, shelf: Shelf, clock: SimpleNamespace) -> None:
    """A file that broke is used when it has been mended."""
    content = shelf.content("de", entries_of("Schwarte"))
    told = [shelf.told()]

    for state in (DAMAGES[damage](content), content):
        shelf.path("de").write_bytes(state)
        clock.now += 1
        told.append(shelf.told())

    assert told == ["Buch", "Buch", "Schwarte"]


def test_broken_then_removed(shelf: Shelf, clock: SimpleNamespace) -> None:
    """The texts that stayed go when the broken file does."""
    told = [shelf.told()]

    for change in (lambda: shelf.path("de").write_bytes(b""), shelf.path("de").unlink):
        change()
        clock.now += 1
        told.append(shelf.told())

    assert told == ["Buch", "Buch", "Book"]


def test_broken_from_the_start(
    shelf: Shelf, clock: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that was broken when it was first read is told once, and used when it has been mended."""
    shelf.path("de").write_bytes(b"")

    told = []
    for _second in range(3):
        told.append(shelf.told())
        clock.now += 1
    shelf.write("de", "Buch")
    told.append(shelf.told())

    assert told == ["Book", "Book", "Book", "Buch"]
    assert len(caplog.records) == 1


def test_broken_twice(
    shelf: Shelf, clock: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that is broken in another way is told again."""
    shelf.told()

    for damage in (b"", b"broken"):
        shelf.path("de").write_bytes(damage)
        clock.now += 1
        shelf.told()

    assert len(caplog.records) == 2


def test_others_are_untouched(shelf: Shelf, clock: SimpleNamespace) -> None:
    """A file that breaks costs no other language anything, nor is one kept from changing."""
    shelf.write("fr", "Livre")
    before = [shelf.told("fr"), shelf.told("de")]

    shelf.path("de").write_bytes(b"")
    shelf.write("fr", "Bouquin")
    clock.now += 1

    assert (before, [shelf.told("fr"), shelf.told("de")]) == (
        ["Livre", "Buch"],
        ["Bouquin", "Buch"],
    )


# What it costs


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """Counts how often each catalog is looked at, and read, by domain and locale."""
    counted: Counter[tuple[str, str]] = Counter()
    look, read = base.version_of, MoFolderSource.read

    def version_of(path: str) -> Version | None:
        found = look(path)
        if found is not None:
            folder, file = Path(path).parents[1], Path(path)
            counted["version", f"{file.stem} {folder.name}"] += 1
        return found

    def counted_read(self: MoFolderSource, domain: str, locale: str) -> bytes:
        counted["read", f"{domain} {locale}"] += 1
        return read(self, domain, locale)

    monkeypatch.setattr(base, "version_of", version_of)
    monkeypatch.setattr(MoFolderSource, "read", counted_read)
    return counted


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_one_look_a_second(
    shelf: Shelf, clock: SimpleNamespace, looks: Counter[tuple[str, str]]
) -> None:
    """A catalog is looked at once a second, however often it is used."""
    shelf.write("fr", "Livre")
    shelf.told()
    looks.clear()

    for _second in range(5):
        clock.now += 1
        for _request in range(20):
            shelf.told()
            shelf.catalogs.matcher.best_match("de")

    assert looks == {("version", "library de"): 5, ("version", "library fr"): 5}


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_unused_for_long(
    shelf: Shelf, clock: SimpleNamespace, looks: Counter[tuple[str, str]]
) -> None:
    """While nobody asks, nobody looks: the disk is at rest."""
    shelf.told()
    looks.clear()

    clock.now += 3600
    shelf.told()

    assert looks == {("version", "library de"): 1}


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_one_change_is_read_once(
    shelf: Shelf, clock: SimpleNamespace, looks: Counter[tuple[str, str]]
) -> None:
    """Only what has changed is read, once."""
    shelf.write("fr", "Livre")
    for locale in ("de", "fr"):
        shelf.told(locale)
    looks.clear()

    shelf.write("de", "Schwarte")
    for _second in range(3):
        clock.now += 1
        shelf.told()

    assert looks["read", "library de"] == 1
    assert looks["read", "library fr"] == 0


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_calls(shelf: Shelf, clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second's look costs one stat for each catalog and one listing for each folder."""
    for number in range(44):
        shutil.copytree(shelf.root / "de", shelf.root / f"de_{number:03}")
    system = shelf.root.parent / "system"
    for locale in ("fr", "it", "pl"):
        (system / locale / "LC_MESSAGES").mkdir(parents=True)
    sources = [MoFolderSource(shelf.root), SystemSource(system)]
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.find_sources", lambda *_: sources)
    shelf.told()
    calls: Counter[str] = Counter()
    for name in ("stat", "listdir"):
        counted = partial(_counted, calls, name, getattr(os, name))
        monkeypatch.setattr(f"i18n_wsgi.catalogs.base.os.{name}", counted)

    clock.now += 1
    for _request in range(20):
        shelf.told()

    assert calls == {"stat": 45, "listdir": 2}


def _counted(calls: Counter[str], name: str, call: Callable[[str], object], path: str) -> object:
    calls[name] += 1
    return call(path)


@pytest.mark.parametrize("shelf", ["mo"], indirect=True)
def test_each_version_is_read_once(
    shelf: Shelf, clock: SimpleNamespace, looks: Counter[tuple[str, str]]
) -> None:
    """Each state of a file is read once, by whatever number of requests it is asked for."""
    for text in ("Buch", "Schwarte", "Band"):
        shelf.write("de", text)
        for _second in range(3):
            shelf.told()
            clock.now += 1

    assert looks["read", "library de"] == 3
