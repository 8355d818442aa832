"""Compiled catalogs, and what damages them."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from planted_texts import DUE_PLURAL, PLURALS, SOURCES, TEAMS, entries_of

_HEAD_SIZE = 28


class MoDamage(NamedTuple):
    """One mistake in a compiled catalog."""

    name: str
    damage: Callable[[bytes], bytes]
    languages: str = "fr ru ja"


@dataclass(frozen=True)
class Layout:
    """How a compiled catalog is written; each of these is sound."""

    order: str = "<"
    is_hashed: bool = False
    alignment: int = 1
    revision: int = 0


def compiled(texts: dict[bytes, bytes], layout: Layout = Layout()) -> bytes:
    """The catalog as .mo has it, as GNU gettext lays it out."""
    pairs = sorted(texts.items())
    return laid_out([key for key, _ in pairs], [value for _, value in pairs], layout)


def laid_out(keys: list[bytes], values: list[bytes], layout: Layout = Layout()) -> bytes:
    """The same, the entries in the order given."""
    hashes = _hash_table(keys) if layout.is_hashed else []
    keys_at, values_at = _HEAD_SIZE, _HEAD_SIZE + 8 * len(keys)
    hashes_at = values_at + 8 * len(keys)
    position = hashes_at + 4 * len(hashes)
    tables, body = [], b""
    for text in [*keys, *values]:
        padding = -position % layout.alignment
        tables += [len(text), position + padding]
        body += bytes(padding) + text + b"\0"
        position += padding + len(text) + 1
    revision = layout.revision
    head = [0x950412DE, revision, len(keys), keys_at, values_at, len(hashes), hashes_at]
    return (
        struct.pack(f"{layout.order}{len(head + tables + hashes)}I", *head, *tables, *hashes) + body
    )


def _hash_table(keys: list[bytes]) -> list[int]:
    """As the manual of gettext has it: open addressing, the step from the same hash."""
    size = next(
        n
        for n in range(max(3, len(keys) * 4 // 3) | 1, 9999, 2)
        if all(n % d for d in range(3, n, 2))
    )
    table = [0] * size
    for number, key in enumerate(keys, 1):
        code = _hashed(key.split(b"\0")[0])
        index, step = code % size, 1 + code % (size - 2)
        while table[index]:
            index = (index + step) % size
        table[index] = number
    return table


def _hashed(text: bytes) -> int:
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24) ^ high) if high else value
    return value


def sound_texts(language: str) -> dict[bytes, bytes]:
    """What the sound catalog of a language has, as .mo pairs."""
    head = (
        "Project-Id-Version: library 1.0\nReport-Msgid-Bugs-To: https://example.org/bugs\n"
        "PO-Revision-Date: 2026-02-05 10:00+0000\n"
        f"Last-Translator: Ana Lima <ana@gnu.org>\n"
        f"Language-Team: {TEAMS[language]} <team@gnu.org>\nLanguage: {language}\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[language]}\n"
    )
    found = {b"": head.encode()}
    for key, entry in entries_of(language).items():
        msgid = SOURCES[key][0] + (f"\0{DUE_PLURAL}" if key == "due" else "")
        found[msgid.encode()] = "\0".join(entry.forms.values()).encode()
    return found


def _word(index: int, value: int) -> Callable[[bytes], bytes]:
    """Another number at a place of the head or of the tables."""
    return lambda data: data[: index * 4] + struct.pack("<I", value) + data[index * 4 + 4 :]


def _swapped_keys(data: bytes) -> bytes:
    """The second and third key with their texts change places: no binary search finds them."""
    count, keys_at, values_at = struct.unpack_from("<III", data, 8)
    found = bytearray(data)
    for at in (keys_at, values_at):
        assert count > 3
        found[at + 8 : at + 24] = data[at + 16 : at + 24] + data[at + 8 : at + 16]
    return bytes(found)


def _one_key_twice(data: bytes) -> bytes:
    """The third key is the second again."""
    keys_at = struct.unpack_from("<I", data, 12)[0]
    return data[: keys_at + 16] + data[keys_at + 8 : keys_at + 16] + data[keys_at + 24 :]


def _joined(data: bytes) -> bytes:
    """What ends the first key is no NUL."""
    length, offset = struct.unpack_from("<II", data, _HEAD_SIZE + 8)
    return data[: offset + length] + b"x" + data[offset + length + 1 :]


def _replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    """Bytes of the same number in place of others, once, in a text rather than in a key."""
    assert len(old.encode()) == len(new.encode())

    def damage(data: bytes) -> bytes:
        before, found, after = data.rpartition(old.encode())
        assert found
        return before + new.encode() + after

    return damage


DAMAGES = [
    MoDamage("empty", lambda _: b"", "fr"),
    MoDamage("head cut", lambda data: data[:20], "fr"),
    MoDamage("tables cut", lambda data: data[:100], "fr"),
    MoDamage("texts cut", lambda data: data[: len(data) * 2 // 3]),
    MoDamage("last bytes cut", lambda data: data[:-3]),
    MoDamage("last NUL cut", lambda data: data[:-1]),
    MoDamage("bytes behind the end", lambda data: data + b"garbage"),
    MoDamage("another file behind the end", lambda data: data + data, "fr"),
    MoDamage("other magic", _word(0, 0x12345678)),
    MoDamage("magic turned", _word(0, 0xDE120495)),
    MoDamage("major revision 7", _word(1, 7 << 16)),
    MoDamage("huge count", _word(2, 0x7FFFFFFF)),
    MoDamage("count too high", _word(2, 40)),
    MoDamage("count too low", _word(2, 9)),
    MoDamage("table of keys beyond the end", _word(3, 0x00FFFFFF)),
    MoDamage("table of texts beyond the end", _word(4, 0x00FFFFFF)),
    MoDamage("table of texts is that of keys", _word(4, _HEAD_SIZE)),
    MoDamage("tables overlap", _word(4, _HEAD_SIZE + 8)),
    MoDamage("offset beyond the end", _word(10, 0x7FFFFFFF)),
    MoDamage("offset below nought", _word(10, 0xFFFFFFF0)),
    MoDamage("offset into the head", _word(10, 4)),
    MoDamage("length beyond the end", _word(9, 0x00FFFFFF)),
    MoDamage("length beyond numbers", _word(9, 0xFFFFFFFF)),
    MoDamage("length too short", _word(9, 5)),
    MoDamage("order", _swapped_keys),
    MoDamage("key twice", _one_key_twice),
    MoDamage("no NUL between texts", _joined),
    MoDamage("compressed", lambda data: gzip.compress(data, mtime=0), "fr"),
    MoDamage("text, not compiled", lambda _: b'msgid ""\nmsgstr "Language: fr\\n"\n', "fr"),
    MoDamage("read as text", lambda data: data.decode("utf-8", "replace").encode()),
    MoDamage("line ends of Windows", lambda data: data.replace(b"\n", b"\r\n")),
    MoDamage("charset unknown", _replaced("charset=UTF-8", "charset=UTF-9")),
    MoDamage("charset ASCII", _replaced("charset=UTF-8", "charset=ASCII")),
    MoDamage("charset absent", _replaced("charset=UTF-8", "_______=UTF-8")),
    MoDamage("placeholder lost", _replaced("%(target)s", "%(source)s")),
]


def _hash_damaged(change: Callable[[list[int]], list[int]]) -> Callable[[bytes], bytes]:
    def damage(data: bytes) -> bytes:
        size, at = struct.unpack_from("<II", data, 20)
        table = change(list(struct.unpack_from(f"<{size}I", data, at)))
        return data[:at] + struct.pack(f"<{size}I", *table) + data[at + 4 * size :]

    return damage


HASH_DAMAGES = [
    MoDamage("hash table turned round", _hash_damaged(lambda table: table[::-1]), "fr ru"),
    MoDamage("hash table empty", _hash_damaged(lambda table: [0] * len(table)), "de ja"),
    MoDamage(
        "hash table full of high numbers", _hash_damaged(lambda table: [9999] * len(table)), "fr"
    ),
    MoDamage("hash table beyond the end", _word(6, 0x00FFFFFF), "fr ar"),
    MoDamage("hash table of huge size", _word(5, 0x3FFFFFFF), "de"),
]
