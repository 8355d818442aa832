"""A ``.mo`` file as it was written (GNU gettext, "The Format of GNU MO Files"): what can be read of it is,
and what is wrong with it is told."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from i18n_wsgi.catalogs.po_file import Entry, PoFile, PoText
from i18n_wsgi.catalogs.reading import is_text_codec

_ORDERS = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}
_HEADER_SIZE = 28
_CONTEXT = b"\x04"
_Spans = Sequence[tuple[int, int]]


class Damage(Enum):
    """What can be wrong with a file."""

    NO_MO = auto()
    VERSION = auto()
    CUT_OFF = auto()
    OVERLAP = auto()
    MISALIGNED = auto()
    UNENDED = auto()
    ORDER = auto()
    DUPLICATE = auto()
    HASH = auto()
    TRAILING = auto()
    CHARSET = auto()
    UNDECODABLE = auto()


class Fault(NamedTuple):
    """One thing that is wrong with a file.

    Attributes:
        damage: what.
        entry: the number of the entry, from 1; 0 for the file itself.
        why: in English, one sentence without its end.
        piece: what offends.
    """

    damage: Damage
    entry: int
    why: str
    piece: str = ""


class MoFile:
    """What a file holds.

    Args:
        data: its bytes.

    Attributes:
        pairs: the bytes of each msgid, and of its translation.
        faults: what is wrong with it.
        charset: what its header declares; UTF-8 where that can't be used.
    """

    def __init__(self, data: bytes) -> None:
        self.pairs: list[tuple[bytes, bytes]] = []
        self.faults: list[Fault] = []
        self.charset = "utf-8"
        self._data = data
        self._read()

    def as_po_file(self) -> PoFile:
        """The entries as those of a ``.po`` file; their places are their numbers."""
        return PoFile.of_entries(
            [_entry_of(number, *pair, self.charset) for number, pair in enumerate(self.pairs, 1)]
        )

    def _read(self) -> None:
        data = self._data
        order = _ORDERS.get(data[:4])
        if order is None:
            why = "The file is empty" if not data else "It does not begin with the number of one"
            self._fault(Damage.NO_MO, 0, why, data[:4].hex())
            return
        if len(data) < _HEADER_SIZE:
            self._fault(Damage.CUT_OFF, 0, f"It ends after {len(data)} bytes, inside of its head")
            return
        head = struct.unpack_from(f"{order}6I", data, 4)
        revision, count, ids_at, texts_at, hash_size, hash_at = head
        major, minor = revision >> 16, revision & 0xFFFF
        if major > 1:
            self._fault(Damage.VERSION, 0, f"Its version is {major}.{minor}", f"{major}.{minor}")
            return
        tables = [(ids_at, 8 * count), (texts_at, 8 * count)]
        if hash_size:
            tables.append((hash_at, 4 * hash_size))
        for start, size in tables:
            if start + size > len(data):
                why = f"A table would end at byte {start + size}, the file has {len(data)}"
                self._fault(Damage.CUT_OFF, 0, why)
                return
            if start % 4 and size:
                self._fault(Damage.MISALIGNED, 0, f"A table begins at byte {start}", str(start))
        numbers = f"{order}{2 * count}I"
        ids = _paired(struct.unpack_from(numbers, data, ids_at))
        texts = _paired(struct.unpack_from(numbers, data, texts_at))
        if not self._read_strings(ids, texts):
            return
        self._find_overlaps([(0, _HEADER_SIZE), *tables], ids, texts, is_plain=minor == 0)
        self._find_charset()
        self._find_disorder()
        if hash_size:
            table = struct.unpack_from(f"{order}{hash_size}I", data, hash_at)
            self._check_hash(table, plain_count=count, is_plain=minor == 0)

    def _read_strings(self, ids: _Spans, texts: _Spans) -> bool:
        """Read each text; whether all could be."""
        data, size, total = self._data, len(self._data), 0
        for number, ((id_size, id_at), (text_size, text_at)) in enumerate(
            zip(ids, texts, strict=True), 1
        ):
            id_end, text_end = id_at + id_size, text_at + text_size
            total += id_size + text_size
            if max(id_end, text_end) > size:
                why = f"A text would end at byte {max(id_end, text_end)}, the file has {size}"
                self._fault(Damage.CUT_OFF, number, why)
                return False
            if total > size:  # a small file could hold gigabytes
                self._fault(Damage.OVERLAP, number, "Its texts share their bytes")
                return False
            for end, what in ((id_end, "msgid"), (text_end, "translation")):
                if data[end : end + 1] != b"\x00":
                    why = f"No NUL stands behind the {what}"
                    self._fault(Damage.UNENDED, number, why, data[end : end + 1].hex())
            self.pairs.append((data[id_at:id_end], data[text_at:text_end]))
        return True

    def _find_overlaps(self, tables: _Spans, ids: _Spans, texts: _Spans, *, is_plain: bool) -> None:
        """Bytes that belong to two parts, and those at the end that belong to none."""
        parts = [(start, size, 0) for start, size in tables if size]
        for spans in (ids, texts):
            # With its NUL.
            parts += [(at, size + 1, number) for number, (size, at) in enumerate(spans, 1)]
        parts.sort()
        end, previous = 0, (0, 0, 0)
        for part in parts:
            start, size, number = part
            # Two texts that are the same may be one.
            if start < end and part[:2] != previous[:2]:
                why = f"Byte {start} belongs to two parts"
                self._fault(Damage.OVERLAP, number or previous[2], why, str(start))
                return
            end, previous = max(end, start + size), part
        # A file of version 0.1 may have further tables.
        if is_plain and (rest := self._data[end:]).strip(b"\x00"):
            why = f"{len(rest)} bytes stand behind the last text"
            self._fault(Damage.TRAILING, 0, why, rest[:20].decode("ascii", "replace"))

    def _find_charset(self) -> None:
        header = next((text for msgid, text in self.pairs if not msgid), b"")
        _name, found, rest = header.lower().partition(b"charset=")
        declared = rest.split(b"\n")[0].split(b";")[0].strip().decode("ascii", "replace")
        is_ascii = all(msgid.isascii() and text.isascii() for msgid, text in self.pairs)
        if found and not is_text_codec(declared):
            self._fault(Damage.CHARSET, 1, f"Nobody knows the charset {declared}", declared)
        elif not found and not is_ascii:
            self._fault(Damage.CHARSET, 1, "The header declares no charset")
        elif found:
            self.charset = declared
        if is_ascii:
            return
        for number, (msgid, text) in enumerate(self.pairs, 1):
            try:
                msgid.decode(self.charset)
                text.decode(self.charset)
            except ValueError as exc:
                self._fault(Damage.UNDECODABLE, number, f"It is not {self.charset}: {exc}")

    def _find_disorder(self) -> None:
        keys = [msgid.partition(b"\x00")[0] for msgid, _text in self.pairs]
        for number, (one, other) in enumerate(pairwise(keys), 2):
            if one > other:
                shown = other.decode(self.charset, "replace")
                self._fault(Damage.ORDER, number, "This msgid belongs before the last one", shown)
        seen: dict[bytes, int] = {}
        for number, key in enumerate(keys, 1):
            if seen.setdefault(key, number) != number:
                why = f"Entry {seen[key]} has the same msgid"
                shown = key.decode(self.charset, "replace")
                self._fault(Damage.DUPLICATE, number, why, shown)

    def _check_hash(self, table: Sequence[int], *, plain_count: int, is_plain: bool) -> None:
        """Whether gettext would find each msgid by the table, which it uses when that has three places."""
        size, seen = len(table), set()
        if size <= 2:
            self._fault(Damage.HASH, 0, f"Its hash table has {size} places, too few to be used")
            return
        if is_plain and (stray := next((one for one in table if one > plain_count), 0)):
            why = f"Its hash table names entry {stray} of {plain_count}"
            self._fault(Damage.HASH, 0, why, str(stray))
        for number, (msgid, _text) in enumerate(self.pairs, 1):
            key = msgid.partition(b"\x00")[0]
            if key in seen:
                continue
            seen.add(key)
            value = _hash(key)
            at, step = value % size, 1 + value % (size - 2)
            for _turn in range(size):
                found = table[at]
                if found in (number, 0):
                    break
                at = (at + step) % size
            if found != number:
                why = "The hash table does not lead to this msgid"
                self._fault(Damage.HASH, number, why, key.decode(self.charset, "replace"))

    def _fault(self, damage: Damage, entry: int, why: str, piece: str = "") -> None:
        self.faults.append(Fault(damage, entry, why, piece[:60]))


@lru_cache(maxsize=1)
def read_mo(data: bytes) -> MoFile:
    """What a file holds; of the same one once."""
    return MoFile(data)


def _paired(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return [*zip(numbers[::2], numbers[1::2], strict=True)]


def _hash(key: bytes) -> int:
    """P. J. Weinberger's, as gettext has it."""
    value = 0
    for byte in key:
        value = (value << 4) + byte
        if value > 0xFFFFFFF:
            high = value & 0xF0000000
            value = (value ^ high >> 24) & 0xFFFFFFF
    return value


def _entry_of(number: int, msgid: bytes, text: bytes, charset: str) -> Entry:
    def texts_of(data: bytes) -> Iterator[PoText]:
        for part in data.split(b"\x00"):
            yield PoText.of_value(number, part.decode(charset, "replace"))

    entry = Entry(number)
    entry.stop, entry.rank = number + 1, 3
    context, is_in_context, rest = msgid.partition(_CONTEXT)
    if is_in_context:
        entry.context = next(texts_of(context))
    entry.msgid, *plurals = texts_of(rest if is_in_context else msgid)
    if plurals:
        entry.plural = plurals[0]
        entry.forms = dict(enumerate(texts_of(text)))
    else:
        entry.forms = {0: PoText.of_value(number, text.decode(charset, "replace"))}
    return entry
