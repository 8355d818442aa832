"""What the linter says of ``.mo`` files, sound and damaged.

Those of ``tests/data/compiled`` were made of the ``.po`` files beside them by msgfmt (gettext 0.21) with the option
that their names tell, and by translate-toolkit 3.20.4.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.lint import lint_bytes
from i18n_wsgi.toolchain.mo_damage import Damage
from i18n_wsgi.toolchain.mo_file import read_mo
from tests.linting import catalog, codes, entry

FOLDER = Path(__file__).parent / "data/compiled"
FILES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.gmo"))}
SOURCE = FOLDER / "library.po"

EASY = catalog(
    entry("Book", "Livre"),
    entry("Desk", "Bureau"),
    entry("Page", "Pagée", "Pagées", plural="Pages"),
)
OURS = compile_catalog(EASY.encode(), "x.po")
HASHED = FILES["msgfmt"]
SYSTEM = FILES["msgfmt_system"]
# The numbers that a file begins with, as its words of four bytes; behind them come the sizes and places of the
# msgids, from the header's on.
COUNT, IDS_AT, TEXTS_AT, HASH_SIZE, HASH_AT, IDS = 2, 3, 4, 5, 6, 7


def babels(text: str) -> bytes:
    """The ``.mo`` file that Babel makes."""
    made = io.BytesIO()
    write_mo(made, read_po(io.StringIO(text)))
    return made.getvalue()


def polibs(text: str) -> bytes:
    """The ``.mo`` file that polib makes."""
    return bytes(polib.pofile(text).to_binary())


def word(data: bytes, number: int) -> int:
    return int(struct.unpack_from("<I", data, 4 * number)[0])


def with_words(data: bytes, words: dict[int, int]) -> bytes:
    """The file with other numbers, by their places in words of four bytes."""
    changed = bytearray(data)
    for number, value in words.items():
        struct.pack_into("<I", changed, 4 * number, value)
    return bytes(changed)


def text_at(number: int) -> int:
    """The word that says where the translation of an entry of our file stands, behind the one for its size."""
    return word(OURS, TEXTS_AT) // 4 + 2 * (number - 1) + 1


def hash_table(data: bytes) -> dict[int, int]:
    """The words of a file's hash table."""
    start = word(data, HASH_AT) // 4
    return {start + number: word(data, start + number) for number in range(word(data, HASH_SIZE))}


def found(data: bytes) -> list[Finding]:
    """What is told of it, besides what its texts are."""
    findings = lint_bytes(data, "x.mo", "fr").findings
    return [one for one in findings if one.rule.code[1] == "4"]


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_other_programs(data: bytes) -> None:
    """The files that other programs make are sound."""
    assert not lint_bytes(data, "x.mo", "fr").findings


@pytest.mark.parametrize("write", [babels, polibs])
def test_libraries(write: Callable[[str], bytes]) -> None:
    """The files that libraries make are sound."""
    assert not found(write(EASY))


def test_ours() -> None:
    """Our own files are sound, contexts among them."""
    assert not lint_bytes(compile_catalog(SOURCE.read_bytes(), "x.po"), "x.mo", "fr").findings


def test_babels_contexts() -> None:
    """Babel does not sort contexts, and the command gettext finds no Réserver in this one."""
    (finding,) = found(babels(SOURCE.read_text("utf-8")))

    assert (finding.rule.code, finding.piece) == ("E407", "Résumé")


def test_system_texts() -> None:
    """Texts that depend on the system are those of the .po file."""
    pairs = read_mo(SYSTEM).pairs

    assert pairs[2:] == [
        (b"%<PRIu64> shelves", b"%<PRIu64> rayons"),
        (b"%<PRIu32> of %<PRId64>", b"%<PRIu32> de %<PRId64>, pas plus"),
    ]


def test_flag_of_the_system() -> None:
    """A flag that not every system has stands for itself."""
    pairs = read_mo(SYSTEM.replace(b"PRIu32\0", b"I" + bytes(6))).pairs

    assert pairs[3] == (b"%I of %<PRId64>", b"%I de %<PRId64>, pas plus")


def test_small_hash_table() -> None:
    """A hash table so small that gettext passes over it does no harm."""
    data = OURS + b"\0" * (-len(OURS) % 4 + 8)

    assert not found(with_words(data, {HASH_SIZE: 2, HASH_AT: len(data) - 8}))


TABLE = hash_table(HASHED)
LEADING = next(number for number, entry in TABLE.items() if entry == 3)

# The words of the first text for each system: its place, and of each piece the size and what follows it.
PIECE = word(SYSTEM, word(SYSTEM, 10) // 4) // 4

# What is told, at which entry.
DAMAGED = {
    "empty": ("E401", 1, b""),
    "no such number": ("E401", 1, b"\0" + OURS[1:40]),
    "version 2": ("E402", 1, with_words(OURS, {1: 2 << 16})),
    "4 billion entries": ("E403", 1, with_words(OURS, {COUNT: 0xFFFFFFFF})),
    "one more than there are": ("E403", 5, with_words(OURS, {COUNT: word(OURS, COUNT) + 1})),
    "table behind the end": ("E403", 1, with_words(OURS, {IDS_AT: len(OURS)})),
    "table at 4 GB": ("E403", 1, with_words(OURS, {TEXTS_AT: 0xFFFFFFFC})),
    "hash table of 16 GB": ("E403", 1, with_words(HASHED, {HASH_SIZE: 0xFFFFFFFF})),
    "hash table behind the end": ("E403", 1, with_words(HASHED, {HASH_AT: len(HASHED) - 4})),
    "msgid of 4 GB": ("E403", 2, with_words(OURS, {IDS + 2: 0xFFFFFFFF})),
    "msgid behind the end": ("E403", 3, with_words(OURS, {IDS + 5: len(OURS)})),
    "translation behind the end": ("E403", 4, with_words(OURS, {text_at(4): len(OURS) - 3})),
    "translation at 4 GB": ("E403", 4, with_words(OURS, {text_at(4): 0xFFFFFFFF})),
    "4 billion texts for each system": ("E403", 1, with_words(SYSTEM, {9: 0xFFFFFFFF})),
    "pieces behind the end": ("E403", 1, with_words(SYSTEM, {PIECE: len(SYSTEM)})),
    "no such piece": ("E403", 1, with_words(SYSTEM, {PIECE + 2: 9})),
    "piece of all the file": ("E404", 1, with_words(SYSTEM, {PIECE: 0, PIECE + 1: len(SYSTEM)})),
    "pieces without an end": ("E406", 1, SYSTEM.replace(b" rayons\0", b" rayons.")),
    "texts in each other": ("E404", 4, with_words(OURS, {text_at(3): word(OURS, text_at(4)) - 3})),
    "text in its table": ("E404", 2, with_words(OURS, {text_at(2): 28})),
    "one table twice": ("E404", 1, with_words(OURS, {TEXTS_AT: word(OURS, IDS_AT)})),
    "texts of all the file": (
        "E404",
        2,
        with_words(OURS, {text_at(2) - 1: len(OURS) - 29, text_at(2): 28}),
    ),
    "table at an odd place": ("W405", 1, with_words(OURS, {IDS_AT: word(OURS, IDS_AT) + 1})),
    "msgid without an end": ("E406", 2, OURS.replace(b"Book\0", b"Book.")),
    "translation without an end": ("E406", 4, OURS[:-1] + b"."),
    "wrong order": ("E407", 3, OURS.replace(b"Book", b"Look")),
    "duplicate": ("E408", 3, OURS.replace(b"Desk", b"Book")),
    "hash table names no entry": ("E409", 1, with_words(HASHED, {LEADING: 99})),
    "hash table leads nowhere": ("E409", 3, with_words(HASHED, {LEADING: 0})),
    "hash table leads to another": ("E409", 3, with_words(HASHED, {LEADING: 4})),
    "hash table without an end": ("E409", 3, with_words(HASHED, dict.fromkeys(TABLE, 4))),
    "something behind it": ("W410", 1, OURS + b"tail"),
    "something behind texts for each system": ("W410", 1, SYSTEM + b"tail"),
    "unknown charset": ("E411", 1, OURS.replace(b"charset=utf-8", b"charset=utf-9")),
    "charset of no text": ("E411", 1, OURS.replace(b"charset=utf-8", b"charset=rot13")),
    "no charset": ("E411", 1, OURS.replace(b"charset", b"letters")),
    "wrong charset": ("E412", 4, OURS.replace(b"charset=utf-8", b"charset=ascii")),
    "half a letter": ("E412", 4, OURS.replace(b"\xc3\xa9es", b"\xc3ees")),
    "NUL in a translation": ("E413", 3, OURS.replace(b"Bureau", b"Bur\0au")),
    "NUL in a plural": ("E413", 4, OURS.replace(b"Page\0Pages", b"Page\0Pa\0es")),
    "NUL in a context": ("E413", 4, OURS.replace(b"Page\0Pages", b"Pa\0e\x04Pages")),
}


@pytest.mark.parametrize(("code", "number", "data"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damage(code: str, number: int, data: bytes) -> None:
    """Each kind of damage is told, at the number of its entry."""
    assert (code, number) in [(one.rule.code, one.place.line) for one in found(data)]


@pytest.mark.parametrize("data", [OURS, *FILES.values()], ids=["ours", *FILES])
def test_cut_off(data: bytes) -> None:
    """Of a file that is cut off at any place an error is told."""
    for size in range(len(data)):
        assert codes(found(data[:size]), "E"), size


@pytest.mark.parametrize("data", [OURS, *FILES.values()], ids=["ours", *FILES])
def test_each_byte(data: bytes) -> None:
    """Whatever one byte is, nothing is raised, and entries that are told are there."""
    for at in range(len(data)):
        for byte in (0, 1, 0x7F, 0xFF):
            changed = data[:at] + bytes([byte]) + data[at + 1 :]
            last = max(len(read_mo(changed).pairs) + 1, 1)
            assert all(1 <= finding.place.line <= last for finding in found(changed))


@given(st.data())
def test_any_numbers(data: st.DataObject) -> None:
    """Whatever the numbers of a file are, nothing is raised."""
    base = data.draw(st.sampled_from([OURS, HASHED, SYSTEM]))
    small = st.integers(0, len(base) + 4)
    numbers = st.dictionaries(st.integers(1, 40), small | st.integers(0, 0xFFFFFFFF), max_size=6)

    lint_bytes(with_words(base, data.draw(numbers)), "x.mo", "fr")


def test_texts_that_grow() -> None:
    """A small file whose texts would be gigabytes is told before they are read."""
    count = 20_000
    start, size = 28, 28 + 16 * count
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28, 0, 0)
    data = head + struct.pack("<2I", size - 28 - 1, start) * 2 * count

    (finding,) = [one for one in found(data) if one.rule.code == "E404"]
    assert finding.message == "Its texts share their bytes"


def test_long_walks_in_a_hash_table() -> None:
    """A hash table that leads to no entry, and has no end, is told without a walk through it for each entry."""
    count = size = 20_011
    texts = {f"{number:05}": "x" for number in range(count - 1)}
    source = catalog(*(entry(msgid, text) for msgid, text in texts.items()))
    made = compile_catalog(source.encode(), "x.po")
    made += b"\0" * (-len(made) % 4)

    data = with_words(made, {HASH_SIZE: size, HASH_AT: len(made)}) + struct.pack("<I", 1) * size
    assert {fault.damage for fault in read_mo(data).faults} == {Damage.HASH}
