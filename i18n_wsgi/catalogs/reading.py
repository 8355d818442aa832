"""The bytes of a catalog as text, whatever they are."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_CHARSET = re.compile(rb"(?im)^[^#\r\n]*\bcharset=([^\s\"\\;]{1,40})")
_PLAIN = bytes([*range(0x20, 0x7F), 0x0A, 0x09])
# Each with the codec that takes its mark away, and the one that writes no mark; the longer ones first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
MO_MAGIC = 0x950412DE
# What a .mo file begins with, by the order of the bytes of its numbers, as struct has it.
MO_ORDERS = {MO_MAGIC.to_bytes(4, "little"): "<", MO_MAGIC.to_bytes(4, "big"): ">"}


class Decoded(NamedTuple):
    """What a file's bytes say.

    Attributes:
        text: without a mark of its bytes' order; with U+FFFD for what can't be read.
        codec: what it was read with: ``utf-8``, ``utf-8-sig``, ``utf-16``, or what the header declares.
        declared: the charset that the header declares; empty for none.
        bad_at: the number of the first byte that can't be read; -1 where all could.
    """

    text: str
    codec: str
    declared: str
    bad_at: int = -1


def is_compiled(data: bytes, name: str) -> bool:
    """Whether a file is to be read as a ``.mo`` file: it begins like one, or is only called so."""
    if data[:4] in MO_ORDERS:
        return True
    return name.lower().endswith(".mo") and _CHARSET.search(data, 0, 65536) is None


def decode(data: bytes) -> Decoded:
    """The text of a file: with its mark, as UTF-8, or else as its header declares."""
    found = _CHARSET.search(data)
    declared = found[1].decode("ascii", "replace") if found else ""
    codec = _codec_by_bytes(data)
    if codec == "utf-8" and b"\x1b" in data and is_text_codec(declared):
        codec = declared  # of seven bits, as ISO-2022-JP
    try:
        return Decoded(data.decode(codec), codec, declared)
    # A codec raises either, and not only for bytes that it can't read.
    except (LookupError, ValueError) as exc:
        bad_at = exc.start if isinstance(exc, UnicodeDecodeError) else 0
    if codec == "utf-8" and is_text_codec(declared) and not is_utf8(declared):
        try:
            return Decoded(data.decode(declared), declared, declared)
        except ValueError as exc:
            bad_at = exc.start if isinstance(exc, UnicodeDecodeError) else 0
    return Decoded(data.decode(codec, "replace"), codec, declared, bad_at)


def encode_like(text: str, data: bytes) -> bytes:
    """A text in the charset of a file, with its mark.

    Raises:
        UnicodeEncodeError: the charset lacks a letter.
    """
    for mark, _codec, bare in _MARKS:
        if data.startswith(mark):
            return mark + text.encode(bare)
    return text.encode(decode(data).codec)


def is_text_codec(name: str) -> bool:
    """Whether Python knows a charset, and has it write ASCII as itself, as gettext asks for."""
    try:
        b"\xff".decode(name, "replace")  # IDNA and Punycode can't
        return _PLAIN.decode(name).encode("ascii") == _PLAIN
    # What a codec raises is its own choice, and some are none of text.
    except Exception:
        return False


def is_utf8(name: str) -> bool:
    """Whether a charset's name means UTF-8."""
    try:
        return codecs.lookup(name).name in {"utf-8", "utf-8-sig"}
    # An unknown name, or none at all.
    except (LookupError, ValueError):
        return False


def _codec_by_bytes(data: bytes) -> str:
    for mark, codec, _bare in _MARKS:
        if data.startswith(mark):
            return codec
    start = data[:256]
    if start.count(0) * 3 > len(start):  # every other byte of UTF-16 in Latin characters
        even, odd = start[::2].count(0), start[1::2].count(0)
        if not even and odd * 2 > len(start[1::2]):
            return "utf-16-le"
        if not odd and even * 2 > len(start[::2]):
            return "utf-16-be"
    return "utf-8"
