"""One domain's catalogs: which file of several is used, when it is read, and files that can't be."""

from __future__ import annotations

import logging
import shutil
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.base import CatalogSource, Version
from i18n_wsgi.catalogs.checkout import CheckoutSource
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.domain import DomainCatalogs
from i18n_wsgi.catalogs.fallback import full_tag
from i18n_wsgi.catalogs.folder import FolderSource
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog, po_text

_ = translator("library").gettext
BOOK = 'msgid "Book"\nmsgstr "{}"\n'
MAGIC = 0x950412DE


def write(root: Path, locale: str, text: str, suffix: str = "mo") -> Path:
    """A catalog in which ``Book`` is ``text``."""
    source = po_text(locale, BOOK.format(text))
    path = root / locale / "LC_MESSAGES" / f"library.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compile_catalog(source, "any.po") if suffix == "mo" else source)
    return path


def catalogs_of(*sources: CatalogSource) -> DomainCatalogs:
    return DomainCatalogs("library", sources)


def text_of(catalogs: DomainCatalogs, locale: str) -> tuple[str, ...] | None:
    catalog = catalogs.catalog(locale)
    return None if catalog is None else catalog.find("Book")


@dataclass
class Counting:
    """A folder that tells how often each catalog was read, and may fail at it."""

    folder: FolderSource
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

    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))

    assert [text_of(catalogs, locale) for locale in ("de", "fr")] == [("Buch",), ("Livre",)]


@pytest.mark.parametrize("broken", [1, 2])
def test_next_source(broken: int, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In the place of files that can't be used comes the first that can, each told once."""
    for number in range(broken):
        write(tmp_path / str(number), "de", "Buch").write_bytes(b"broken")
    write(tmp_path / "sound", "de", "Schwarte")
    roots = [*map(str, range(broken)), "missing", "sound"]

    catalogs = catalogs_of(*(FolderSource(tmp_path / root) for root in roots))

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

    assert text_of(catalogs_of(FolderSource(tmp_path / "1")), locale) is None
    assert not caplog.records


def test_spellings(tmp_path: Path) -> None:
    """Locales that mean the same are kept together, as each place spells them, sorted."""
    for number, locale in enumerate(["pt_BR", "pt-br", "pt", "zh_TW", "zh_Hant", "sr@latin"]):
        write(tmp_path / str(number % 2), locale, "x")

    catalogs = catalogs_of(FolderSource(tmp_path / "0"), FolderSource(tmp_path / "1"))

    assert catalogs.spellings == {
        full_tag("pt"): ["pt", "pt-br", "pt_BR"],
        full_tag("zh-TW"): ["zh_Hant", "zh_TW"],
        full_tag("sr-Latn"): ["sr@latin"],
    }


def test_each_is_read_when_asked_for(tmp_path: Path) -> None:
    """A language that nobody asks for is not read; one that is, is read once."""
    for locale in ("de", "fr", "pl"):
        write(tmp_path, locale, locale)
    source = Counting(FolderSource(tmp_path))
    catalogs = catalogs_of(source)

    for _turn in range(3):
        catalogs.catalog("fr")
        catalogs.refresh()

    assert source.reads == ["fr"]


def test_read_by_many(tmp_path: Path) -> None:
    """Threads that ask for a language at the same time read it once."""
    write(tmp_path, "de", "Buch")
    source, barrier = Counting(FolderSource(tmp_path)), threading.Barrier(8)
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
    catalogs = catalogs_of(FolderSource(tmp_path))
    before = catalogs.catalog("de")

    assert catalogs.refresh() is False
    assert catalogs.catalog("de") is before


@pytest.mark.parametrize("suffix", ["mo", "po"])
def test_something_has_changed(suffix: str, tmp_path: Path) -> None:
    """A file that has changed is a change, once."""
    write(tmp_path, "de", "Buch", suffix)
    catalogs = catalogs_of(FolderSource(tmp_path), CheckoutSource(tmp_path))
    catalogs.catalog("de")

    write(tmp_path, "de", "Schwarte", suffix)

    assert [catalogs.refresh(), catalogs.refresh()] == [True, False]
    assert text_of(catalogs, "de") == ("Schwarte",)


def test_unread_file_has_changed(tmp_path: Path) -> None:
    """A change in a file that was not read yet is none."""
    write(tmp_path, "de", "Buch")
    catalogs = catalogs_of(FolderSource(tmp_path))

    write(tmp_path, "de", "Schwarte")

    assert catalogs.refresh() is False


def test_list_has_changed(tmp_path: Path) -> None:
    """A locale that comes or goes is a change, though none was read."""
    path = write(tmp_path, "de", "Buch")
    catalogs = catalogs_of(FolderSource(tmp_path))

    write(tmp_path, "fr", "Livre")
    found = [catalogs.refresh(), sorted(map(str, catalogs.spellings))]
    path.unlink()
    found += [catalogs.refresh(), sorted(map(str, catalogs.spellings))]

    assert found == [True, ["de-Latn-DE", "fr-Latn-FR"], True, ["fr-Latn-FR"]]


def test_earlier_place_gets_one(tmp_path: Path) -> None:
    """A catalog that comes to an earlier place goes before the one that was used."""
    write(tmp_path / "2", "de", "Buch")
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    write(tmp_path / "1", "de", "Schwarte")
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))


def test_earlier_place_loses_one(tmp_path: Path) -> None:
    """A catalog that was removed gives way to that of the next place."""
    path = write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    path.unlink()
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))


def test_later_place_changes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Behind a file that can't be used, the one that is used instead is loaded anew."""
    write(tmp_path / "1", "de", "x").write_bytes(b"broken")
    write(tmp_path / "2", "de", "Buch")
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
    before = text_of(catalogs, "de")

    write(tmp_path / "2", "de", "Schwarte")
    catalogs.refresh()

    assert (before, text_of(catalogs, "de")) == (("Buch",), ("Schwarte",))
    assert len(caplog.records) == 1


def test_loaded_goes_before_next_place(tmp_path: Path) -> None:
    """Of a file that breaks, the texts that were loaded stay, and not those of the next place."""
    path = write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "de", "Schwarte")
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
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
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
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
    catalogs = catalogs_of(FolderSource(tmp_path / "1"), FolderSource(tmp_path / "2"))
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
    catalogs = catalogs_of(FolderSource(tmp_path))

    catalogs.refresh()

    assert [*map(str, catalogs.spellings)] == ["de-Latn-DE"]
    assert text_of(catalogs, "de") == ("Buch",)
    assert not caplog.records


def test_place_that_cant_be_listed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A place that can't be listed costs its own languages, which is told once, with the place."""
    write(tmp_path / "1", "de", "Buch")
    write(tmp_path / "2", "fr", "Livre")
    closed = Counting(FolderSource(tmp_path / "1"), is_listed=False)
    catalogs = catalogs_of(closed, FolderSource(tmp_path / "2"))

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

    catalogs = catalogs_of(FolderSource(tmp_path), CheckoutSource(tmp_path))

    assert [*map(str, catalogs.spellings)] == ["de-Latn-DE"]
    assert text_of(catalogs, "de") == ("Buch",)


def test_listing_fails_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of a place that can't be listed any more, all stays as it was, which is told once."""
    write(tmp_path, "de", "Buch")
    source = Counting(FolderSource(tmp_path))
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
    source = Counting(FolderSource(tmp_path))
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
    source = Counting(FolderSource(tmp_path), failure)
    catalogs = catalogs_of(source)

    found = [text_of(catalogs, "de"), catalogs.refresh(), text_of(catalogs, "de")]

    assert found == [None, False, None]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert str(tmp_path / "de" / "LC_MESSAGES" / "library.mo") in record.getMessage()


# Hostile files


def mo_file(
    texts: Iterable[tuple[bytes, bytes]] = ((b"Book", b"Buch"),),
    header: bytes | None = b"Content-Type: text/plain; charset=utf-8\n",
    *,
    order: str = "<",
) -> bytes:
    """A ``.mo`` file with this very content."""
    pairs = [*([] if header is None else [(b"", header)]), *texts]
    position = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    content = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack(f"{order}2I", len(pair[column]), position + len(content)))
            content += pair[column] + b"\0"
    head = struct.pack(f"{order}7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(tables) + content


def with_word(position: int, value: int) -> bytes:
    """A sound file with one of its 32-bit words replaced."""
    return mo_file()[: 4 * position] + struct.pack("<I", value) + mo_file()[4 * position + 4 :]


def with_rule(rule: str) -> bytes:
    return mo_file(
        header=f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {rule}\n".encode()
    )


def with_charset(charset: str, text: bytes = b"B\xfccher") -> bytes:
    header = f"Content-Type: text/plain; charset={charset}\n".encode()
    return mo_file([(b"Book", text)], header)


def overlapping() -> bytes:
    """A small file of which each text is nearly the whole file: together they take a lot of memory."""
    content = bytearray(mo_file([(b"%d" % number, b"x" * 100) for number in range(50)]))
    for index in range(1, 51):  # behind the header
        struct.pack_into("<2I", content, 28 + 8 * 51 + 8 * index, len(content) - 28, 28)
    return bytes(content)


# In a sound file the words are: magic, revision, count, ids' table, texts' table, two of a hash table,
# then length and offset of each: ids 7 to 10, texts 11 to 14.
HOSTILE = {
    "empty": b"",
    "a few bytes": b"\xde\x12",
    "no catalog": b"#!/bin/sh\nexit 1\n" * 10,
    "magic alone": struct.pack("<I", MAGIC),
    "head alone": mo_file()[:28],
    "cut in its tables": mo_file()[:40],
    "cut in its texts": mo_file()[:-6],
    "count of billions": with_word(2, 0xFFFFFFFF),
    "count that overflows": with_word(2, 0x20000001),
    "more than there are": with_word(2, 9),
    "ids beyond the end": with_word(3, 0x7FFFFFFF),
    "texts beyond the end": with_word(4, 0xFFFFFFF0),
    "100 MB of an id": with_word(9, 100_000_000),
    "100 MB of text": with_word(13, 100_000_000),
    "negative length": with_word(13, 0xFFFFFFFF),
    "id beyond the end": with_word(10, 0xFFFFFFFF),
    "text beyond the end": with_word(14, 100_000_000),
    "length and offset that overflow": with_word(13, 0xFFFFFFFF - 80),
    "overlapping texts": overlapping(),
    "9**9**9": with_rule("nplurals=2; plural=9**9**9;"),
    "shifted": with_rule("nplurals=2; plural=1<<999999999;"),
    "division by zero": with_rule("nplurals=2; plural=n/0;"),
    "remainder of zero": with_rule("nplurals=2; plural=n%0;"),
    "Python": with_rule("nplurals=2; plural=__import__('os').abort();"),
    "nested": with_rule(f"nplurals=2; plural={'(' * 400}n{')' * 400};"),
    "endless": with_rule(f"nplurals=2; plural={'n+' * 100_000}n;"),
    "product of giants": with_rule(f"nplurals=2; plural={'*'.join(['9' * 4000] * 200)};"),
    "form that is not there": with_rule("nplurals=2; plural=n;"),
    "no forms": with_rule("nplurals=0; plural=0;"),
    "negative forms": with_rule("nplurals=-1; plural=0;"),
    "a million forms": with_rule("nplurals=1000000; plural=0;"),
    "number of a million digits": with_rule(f"nplurals={'9' * 1_000_000}; plural=0;"),
    "no rule": with_rule("nplurals=2;"),
    "unknown charset": with_charset("klingon"),
    "charset of another kind": with_charset("hex"),
    "wrong charset": with_charset("utf-8"),
    "too narrow charset": with_charset("us-ascii"),
    "too wide charset": with_charset("utf-32"),
    "path as charset": with_charset("../../etc/passwd"),
    "endless charset": with_charset("x" * 100_000),
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time that the catalogs see: what ``now`` is set to."""
    seen = SimpleNamespace(now=1000.0)
    seen.monotonic = lambda: seen.now
    monkeypatch.setattr("i18n_wsgi.catalogs.time", seen)
    return seen


@pytest.mark.parametrize("damage", HOSTILE.values(), ids=HOSTILE)
def test_hostile(
    damage: bytes,
    write_catalog: WriteCatalog,
    clock: SimpleNamespace,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A hostile file costs its language and one line that names it; the reader gets English."""
    root = write_catalog("fr", BOOK.format("Livre"))
    path = write(root, "de", "Buch")
    path.write_bytes(damage)
    catalogs = Catalogs(domain="library", locale_dir=str(root))

    told = []
    for locale in ("de", "fr", "de-AT", "de"):
        told.append(translate(_("Book"), locale, catalogs=catalogs))
        clock.now += 2

    assert told == ["Book", "Livre", "Book", "Book"]
    (record,) = caplog.records
    before, reason = record.getMessage().split(f"{path}: ")
    assert (record.levelno, before.splitlines()) == (
        logging.ERROR,
        ["The de catalog of library can't be used: "],
    )
    assert reason
    assert len(reason.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        mo_file(order=">"),
        mo_file(header=None),
        mo_file(header=b""),
        mo_file(header=b": :\0\n\nno header at all\n"),
        mo_file(header=b"Content-Type: text/plain; charset=UTF-8; charset=hex\n"),
        mo_file(header=b"X: " + b"x" * 1_000_000),
        mo_file([(b"Book", b"Buch"), (b"", b""), (b"Shelf", b"")]),
        mo_file([(b"Book", b"Other"), (b"Book", b"Buch")]),
    ],
    ids=["big-endian", "no header", "empty", "rubbish", "two charsets", "long", "gaps", "twice"],
)
def test_odd_but_sound(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that is odd but can be read is used."""
    write(tmp_path, "de", "x").write_bytes(content)

    assert text_of(catalogs_of(FolderSource(tmp_path)), "de") == ("Buch",)
    assert not caplog.records


def put_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


def put_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("suffix", ["mo", "po"])
@pytest.mark.parametrize(
    "misplace",
    [put_folder, lambda file: put_file(file.parent), lambda file: put_file(file.parents[1])],
    ids=["file", "LC_MESSAGES", "locale"],
)
def test_misplaced(misplace: Callable[[Path], None], suffix: str, tmp_path: Path) -> None:
    """A folder in the place of a file, or a file in that of a folder, is no catalog."""
    path = write(tmp_path, "de", "Buch", suffix)
    write(tmp_path, "fr", "Livre", suffix)
    catalogs = catalogs_of(FolderSource(tmp_path), CheckoutSource(tmp_path))
    before = text_of(catalogs, "de")

    misplace(path)
    catalogs.refresh()

    found = [before, text_of(catalogs, "de"), text_of(catalogs, "fr")]
    assert found == [("Buch",), None, ("Livre",)]
    assert [*map(str, catalogs.spellings)] == ["fr-Latn-FR"]


HOSTILE_SOURCES = {
    "empty": (b"", "no header"),
    "no catalog": (b"#!/bin/sh\nexit 1\n", ":2: "),
    "wrong charset": (po_text("de", BOOK.format("x")) + b"# B\xfccher\n", "it is not UTF-8"),
    "cut off": (po_text("de", BOOK.format("Buch"))[:-3], ":8: "),
    "another language": (po_text("pl", BOOK.format("Buch")), "the header says pl"),
    "plural rule": (
        po_text("de", BOOK.format("Buch")).replace(b"(n != 1)", b"9**9**9"),
        "Plural-Forms can't be used",
    ),
    "lost placeholder": (po_text("de", 'msgid "%(x)s"\nmsgstr "x"\n'), "%(x)s is lost"),
    "two mistakes": (
        po_text("de", 'msgid "%(x)s"\nmsgstr "x"\n\nmsgid "%(y)s"\nmsgstr "y"\n'),
        "%(y)s is lost",
    ),
}


@pytest.mark.parametrize(("damage", "reason"), HOSTILE_SOURCES.values(), ids=HOSTILE_SOURCES)
def test_hostile_source(
    damage: bytes, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A ``.po`` file that can't be compiled costs its language and one line with file and reason."""
    path = write(tmp_path, "de", "x", "po")
    path.write_bytes(damage)
    catalogs = catalogs_of(CheckoutSource(tmp_path))

    for _turn in range(3):
        assert text_of(catalogs, "de") is None
        catalogs.refresh()

    (record,) = caplog.records
    assert str(path) in record.getMessage()
    assert reason in record.getMessage()
    assert len(record.getMessage().splitlines()) == 1
