"""Catalogs that are broken, misplaced or made to harm: each costs its language and one line."""

from __future__ import annotations

import logging
import shutil
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.domain import DomainCatalogs
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.mo_folder import MoFolderSource
from i18n_wsgi.catalogs.po_folder import PoFolderSource
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
    return DomainCatalogs("library", sources, Log())


def text_of(catalogs: DomainCatalogs, locale: str) -> tuple[str, ...] | None:
    catalog = catalogs.catalog(locale)
    return None if catalog is None else catalog.find("Book")


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
    "second header": mo_file([(b"", b""), (b"Book", b"Buch")]),
    "millions of headers": struct.pack("<5I", MAGIC, 0, 2_000_000, 20, 20) + bytes(16_000_000),
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
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.time", seen)
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
        mo_file([(b"Book", b"Buch"), (b"Shelf", b"")]),
        mo_file([(b"Book", b"Other"), (b"Book", b"Buch")]),
    ],
    ids=["big-endian", "no header", "empty", "rubbish", "two charsets", "long", "gaps", "twice"],
)
def test_odd_but_sound(content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that is odd but can be read is used."""
    write(tmp_path, "de", "x").write_bytes(content)

    assert text_of(catalogs_of(MoFolderSource(tmp_path)), "de") == ("Buch",)
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
    catalogs = catalogs_of(MoFolderSource(tmp_path), PoFolderSource(tmp_path))
    before = text_of(catalogs, "de")

    misplace(path)
    catalogs.refresh()

    found = [before, text_of(catalogs, "de"), text_of(catalogs, "fr")]
    assert found == [("Buch",), None, ("Livre",)]
    assert [*map(str, catalogs.spellings)] == ["fr-Latn-FR"]


HOSTILE_SOURCES = {
    "empty": (b"", "no header"),
    "no catalog": (b"#!/bin/sh\nexit 1\n", ":2: This is no line of a catalog"),
    "wrong charset": (po_text("de", BOOK.format("x")) + b"# B\xfccher\n", "it is not UTF-8"),
    "cut off": (po_text("de", BOOK.format("Buch"))[:-3], ":8: "),
    "plural rule": (
        po_text("de", BOOK.format("Buch")).replace(b"(n != 1)", b"9**9**9"),
        "Plural-Forms can't be used",
    ),
}


@pytest.mark.parametrize(("damage", "reason"), HOSTILE_SOURCES.values(), ids=HOSTILE_SOURCES)
def test_hostile_source(
    damage: bytes, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A ``.po`` file that can't be compiled costs its language and one line with file and reason."""
    path = write(tmp_path, "de", "x", "po")
    path.write_bytes(damage)
    catalogs = catalogs_of(PoFolderSource(tmp_path))

    for _turn in range(3):
        assert text_of(catalogs, "de") is None
        catalogs.refresh()

    (record,) = caplog.records
    assert str(path) in record.getMessage()
    assert reason in record.getMessage()
    assert len(record.getMessage().splitlines()) == 1
