"""Catalogs in memory: read from the bytes of ``.mo`` files, ours and other people's."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.catalogs.compiled import (
    CatalogError,
    form_of_one,
    plural_rule,
    read_catalog,
    single_counts,
)
from i18n_wsgi.catalogs.compiling import compile_catalog
from tests.conftest import HEADERS, po_text

ENTRIES = """
msgid "Book %(book)s"
msgstr "Książka %(book)s"

msgctxt "verb"
msgid "Book"
msgstr "Zarezerwuj"

msgid "%(n)d book"
msgid_plural "%(n)d books"
msgstr[0] "%(n)d książka"
msgstr[1] "%(n)d książki"
msgstr[2] "%(n)d książek"
"""
GOOD = compile_catalog(po_text("pl", ENTRIES), "pl.po")


def mo_file(*pairs: tuple[bytes, bytes], order: str = "<") -> bytes:
    """The bytes of a ``.mo`` file with any texts, the header's among them."""
    texts = [text for column in zip(*pairs, strict=True) for text in column]
    offset, blob = 28 + 8 * len(texts), b""
    table = []
    for text in texts:
        table += [len(text), offset + len(blob)]
        blob += text + b"\0"
    head = [0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0]
    return struct.pack(f"{order}{7 + len(table)}I", *head, *table) + blob


def header(value: str) -> tuple[bytes, bytes]:
    return b"", f"Content-Type: text/plain; charset=utf-8\n{value}\n".encode()


def test_finds_texts() -> None:
    """A text is found by its msgid and context, a plural by its singular."""
    catalog = read_catalog(GOOD)

    assert catalog.find("Book %(book)s") == ("Książka %(book)s",)
    assert catalog.find("Book", "verb") == ("Zarezerwuj",)
    assert catalog.find("%(n)d book") == ("%(n)d książka", "%(n)d książki", "%(n)d książek")


@pytest.mark.parametrize(
    ("msgid", "context"),
    [
        ("", None),
        ("Book", None),
        ("Book", ""),
        ("%(n)d books", None),
        ("\ud800", "\0"),
        ("Boo", "k"),
    ],
)
def test_finds_nothing(msgid: str, context: str | None) -> None:
    """What is not in the catalog, its header included, has no forms."""
    assert read_catalog(GOOD).find(msgid, context) == ()


def test_foreign_file() -> None:
    """A file that another program wrote is read like one of ours."""
    foreign = polib.pofile(po_text("pl", ENTRIES).decode()).to_binary()

    assert read_catalog(foreign).texts == read_catalog(GOOD).texts


@pytest.mark.parametrize("order", "<>")
def test_byte_order(order: str) -> None:
    """Files of both byte orders are read."""
    catalog = read_catalog(mo_file((b"Book", b"Buch"), order=order))

    assert catalog.find("Book") == ("Buch",)


def test_charset() -> None:
    """Texts are in the charset that the header declares."""
    declared = (b"", b"Content-Type: text/plain; charset=ISO-8859-2\n")

    catalog = read_catalog(mo_file(declared, (b"Book", "Książka".encode("iso-8859-2"))))

    assert catalog.find("Book") == ("Książka",)


def test_charset_in_a_text() -> None:
    """A text that looks like a header declares nothing."""
    lookalike = (b"A", b"Content-Type: text/plain; charset=ISO-8859-2\n")

    catalog = read_catalog(mo_file(lookalike, (b"Book", "Książka".encode())))

    assert catalog.find("Book") == ("Książka",)


@pytest.mark.parametrize("msgid", [b"Book", b"Book\0Books"])
@pytest.mark.parametrize("msgstr", [b"", b"\0", b"\0\0"])
def test_empty_is_missing(msgid: bytes, msgstr: bytes) -> None:
    """An empty translation is none."""
    assert read_catalog(mo_file((msgid, msgstr))).find("Book") == ()


# Broken files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"abc",
        b"\0" * 28,
        GOOD[:4],
        GOOD[:20],
        GOOD[:-6],
        GOOD[:8] + b"\xff\xff\xff\xff" + GOOD[12:],  # as many texts
        GOOD[:12] + b"\xff\xff\xff\xff" + GOOD[16:],  # a table behind the end
        mo_file((b"Book", b"\xff")),
        *(
            mo_file((b"", b"Content-Type: text/plain; charset=" + charset + b"\n"), (b"a", b"\xff"))
            for charset in (b"nope", b"hex", b"undefined", b"punycode", b"utf\0-8", b"utf-16", b"")
        ),
        mo_file(header("Plural-Forms: nplurals=2; plural=n/0;")),
    ],
)
def test_broken_file(data: bytes) -> None:
    """A file that can't be read is refused in one line."""
    with pytest.raises(CatalogError) as caught:
        read_catalog(data)

    assert len(str(caught.value).splitlines()) == 1


@settings(deadline=None, database=None, max_examples=500)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))))
def test_damaged_file(damages: Sequence[tuple[int, bytes]]) -> None:
    """A damaged file is read or refused; nothing else can happen."""
    data = bytearray(GOOD)
    for position, damage in damages:
        data[position : position + len(damage)] = damage

    try:
        found = read_catalog(bytes(data)).find("Book", "verb")
    except CatalogError:
        found = ()

    assert all(isinstance(text, str) for text in found)


# Plural-Forms


@pytest.mark.parametrize(
    ("declared", "counts", "expected"),
    [
        ("", [0, 1, 2], [1, 0, 1]),  # no header at all: as in English
        ("Language: fr", [0, 1, 2], [1, 0, 1]),
        ("Plural-Forms: nplurals=2;\n plural=\n\t(n > 1)", [0, 1, 2], [0, 0, 1]),
        ("PLURAL-FORMS:nplurals = 1 ;plural = 0", [0, 1, 2], [0, 0, 0]),
        (f"Plural-Forms: {HEADERS['pl']}", [1, 2, 5, 12, 22, 10**40], [0, 1, 2, 2, 1, 2]),
        (f"Plural-Forms: {HEADERS['ar']}", [0, 1, 2, 3, 11, 100], [0, 1, 2, 3, 4, 5]),
    ],
)
def test_plural_rule(declared: str, counts: list[int], expected: list[int]) -> None:
    """The rule in the header says which form a count takes."""
    _count, plural_index = plural_rule(declared)

    assert [plural_index(n) for n in counts] == expected


@pytest.mark.parametrize(
    "declared",
    [
        "",
        "nonsense",
        "nplurals=2",
        "plural=0",
        "nplurals=0; plural=0",
        "nplurals=-1; plural=0",
        "nplurals=1; plural=n > 1",
        "nplurals=2; plural=0-1",
        "nplurals=2; plural=n/0",
        "nplurals=2; plural=n**n",
        "nplurals=1000000000; plural=0",  # would fill the memory
        f"nplurals=2; plural={'(' * 400}n{')' * 400}",
        f"nplurals=2; plural={'n*' * 400}n",
        "nplurals=2; plural=__import__('os')",
        "nplurals=2; plural=n.real",
        "nplurals=2; plural=(n > 1)\n\tx",
    ],
)
def test_bad_plural_rule(declared: str) -> None:
    """A rule that can't be used, or chooses a form that is not there, is refused in one line."""
    with pytest.raises(CatalogError, match="^Plural-Forms ") as caught:
        plural_rule(f"Plural-Forms: {declared}")

    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (HEADERS["fr"], (False, False)),  # 0 and 1 share the first form
        (HEADERS["ja"], (False,)),
        (HEADERS["ar"], (True, True, True, False, False, False)),
        # French with the form that CLDR calls "many": whole millions.
        ("nplurals=3; plural=n < 2 ? 0 : n % 1000000 == 0 ? 1 : 2;", (False, False, False)),
    ],
)
def test_single_counts(declared: str, expected: tuple[bool, ...]) -> None:
    """A form is single when exactly one number takes it."""
    assert single_counts(*plural_rule(f"Plural-Forms: {declared}")) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("n != 1", 0),
        ("n > 1", 0),
        ("n == 1 ? 1 : 0", 1),
        ("0", -1),  # Japanese: all counts
        ("n % 10 != 1", -1),  # Russian: 21, 31
    ],
)
def test_form_of_one(rule: str, expected: int) -> None:
    """The form of 1 is one that no count but 0 shares with it."""
    _count, plural_index = plural_rule(f"Plural-Forms: nplurals=2; plural={rule};\n")

    assert form_of_one(plural_index) == expected


def test_overlapping_texts() -> None:
    """A file whose entries share one long text is refused: it would take memory without end."""
    count, text = 50, b"x" * 1000
    ids_at, texts_at = 28, 28 + 8 * count
    start = texts_at + 8 * count
    ids = b"".join(struct.pack("<2I", 1, start) for _number in range(count))
    texts = b"".join(struct.pack("<2I", len(text), start + 1) for _number in range(count))
    head = struct.pack("<7I", 0x950412DE, 0, count, ids_at, texts_at, 0, start)

    with pytest.raises(CatalogError, match="its texts overlap"):
        read_catalog(head + ids + texts + b"a" + text)
