"""A ``.mo`` file as it was written (GNU gettext, "The Format of GNU MO Files"): what can be read of it is,
and what is wrong with it is told."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from i18n_wsgi.catalogs.po_file import Entry, PoFile, PoText
from i18n_wsgi.catalogs.reading import MO_ORDERS, is_text_codec
from i18n_wsgi.toolchain.mo_damage import Damage, DamageError, Fault
from i18n_wsgi.toolchain.mo_system import SystemTexts

_HEADER_SIZE = 28
_CONTEXT = b"\x04"
# gettext passes over smaller tables, and needs no more of a sound one for each msgid.
_LEAST_HASH_SIZE = 3
_MOST_TURNS = 100
_SPOILING = {
    Damage.NO_MO, Damage.VERSION, Damage.CUT_OFF, Damage.OVERLAP, Damage.CHARSET, Damage.UNDECODABLE,
}  # fmt: skip
_Spans = Sequence[tuple[int, int]]


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

    @property
    def is_readable(self) -> bool:
        """Whether its texts are what was meant."""
        return _SPOILING.isdisjoint(fault.damage for fault in self.faults)

    @cached_property
    def po_file(self) -> PoFile:
        """The entries as those of a ``.po`` file; their places are their numbers."""
        return PoFile.of_entries(
            [_entry_of(number, *pair, self.charset) for number, pair in enumerate(self.pairs, 1)]
        )

    def _read(self) -> None:
        data = self._data
        order = MO_ORDERS.get(data[:4])
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
        if not self._has_tables(tables):
            return
        numbers = f"{order}{2 * count}I"
        ids = _paired(struct.unpack_from(numbers, data, ids_at))
        texts = _paired(struct.unpack_from(numbers, data, texts_at))
        if not self._read_strings(ids, texts):
            return
        if minor and not self._read_system_texts(order, tables):
            return
        self._find_overlaps([(0, _HEADER_SIZE), *tables], ids, texts)
        self._find_nuls()
        self._find_charset()
        keys = [msgid.partition(b"\x00")[0] for msgid, _text in self.pairs]
        self._find_disorder(keys[:count])
        self._find_duplicates(keys)
        if hash_size >= _LEAST_HASH_SIZE:
            table = struct.unpack_from(f"{order}{hash_size}I", data, hash_at)
            self._check_hash(table, keys[:count])

    def _has_tables(self, tables: _Spans) -> bool:
        for start, size in tables:
            if start + size > len(self._data):
                why = f"A table would end at byte {start + size}, the file has {len(self._data)}"
                self._fault(Damage.CUT_OFF, 0, why)
                return False
            if start % 4 and size:
                self._fault(Damage.MISALIGNED, 0, f"A table begins at byte {start}", str(start))
        return True

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

    def _read_system_texts(self, order: str, tables: list[tuple[int, int]]) -> bool:
        try:
            found = SystemTexts(self._data, order)
        except DamageError as exc:
            self._fault(exc.damage, 0, exc.why)
            return False
        self.pairs += found.pairs
        tables += found.parts
        return True

    def _find_overlaps(self, tables: _Spans, ids: _Spans, texts: _Spans) -> None:
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
            if start < end and not (number and part[:2] == previous[:2]):
                why = f"Byte {start} belongs to two parts"
                self._fault(Damage.OVERLAP, number or previous[2], why, str(start))
                return
            end, previous = max(end, start + size), part
        if (rest := self._data[end:]).strip(b"\x00"):
            why = f"{len(rest)} bytes stand behind the last text"
            self._fault(Damage.TRAILING, 0, why, rest[:20].decode("ascii", "replace"))

    def _find_nuls(self) -> None:
        """Texts that end before their end; one NUL makes a plural of a msgid."""
        for number, (msgid, text) in enumerate(self.pairs, 1):
            behind_nul = msgid.partition(b"\x00")[2]
            is_torn = b"\x00" in behind_nul or _CONTEXT in behind_nul
            if is_torn or (b"\x00" in text and b"\x00" not in msgid):
                what = "msgid" if is_torn else "translation"
                self._fault(Damage.ENDED_TWICE, number, f"A NUL stands inside of the {what}")

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

    def _find_disorder(self, keys: Sequence[bytes]) -> None:
        for number, (one, other) in enumerate(pairwise(keys), 2):
            if one > other:
                why = "This msgid belongs before the last one"
                self._fault(Damage.ORDER, number, why, self._shown(other))

    def _find_duplicates(self, keys: Sequence[bytes]) -> None:
        seen: dict[bytes, int] = {}
        for number, key in enumerate(keys, 1):
            if seen.setdefault(key, number) != number:
                why = f"Entry {seen[key]} has the same msgid"
                self._fault(Damage.DUPLICATE, number, why, self._shown(key))

    def _check_hash(self, table: Sequence[int], keys: Sequence[bytes]) -> None:
        """Whether gettext would find each msgid by the table."""
        if stray := next((one for one in table if one > len(keys)), 0):
            why = f"Its hash table names entry {stray} of {len(keys)}"
            self._fault(Damage.HASH, 0, why, str(stray))
        size, turns = len(table), _MOST_TURNS * len(keys)
        for key, number in {key: number for number, key in reversed([*enumerate(keys, 1)])}.items():
            value = _hash(key)
            at, step = value % size, 1 + value % (size - 2)
            while turns and table[at] not in (number, 0):
                at, turns = (at + step) % size, turns - 1
            if table[at] != number:
                why = "The hash table does not lead to this msgid"
                self._fault(Damage.HASH, number, why, self._shown(key))

    def _shown(self, key: bytes) -> str:
        return key.decode(self.charset, "replace")

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
