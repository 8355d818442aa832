"""The texts of a ``.mo`` file that depend on the system (GNU gettext, "The Format of GNU MO Files", version 0.1):
``%<PRIu64>`` of a ``.po`` file stands in pieces in it, and a program in C puts them together."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from i18n_wsgi.toolchain.mo_damage import Damage, DamageError

_HEAD_BYTES = 48
_LAST = 0xFFFFFFFF
_NAME = re.compile(rb"PRI[A-Za-z0-9]{1,16}")


class SystemTexts:
    """What a file has of them.

    Args:
        data: its bytes.
        order: theirs, as ``struct`` has it.

    Attributes:
        pairs: each msgid and its translation, as the ``.po`` file has them.
        parts: which bytes belong to them: starts and sizes.

    Raises:
        DamageError: the file has no such texts where it says so.
    """

    def __init__(self, data: bytes, order: str) -> None:
        self.parts: list[tuple[int, int]] = []
        self._data, self._order, self._left = data, order, len(data)
        head = self._numbers(28, (_HEAD_BYTES - 28) // 4)
        name_count, names_at, count, ids_at, texts_at = head
        names = self._numbers(names_at, 2 * name_count)
        self._names = [
            self._take(at, size).rstrip(b"\x00")
            for size, at in zip(names[::2], names[1::2], strict=True)
        ]
        places = self._numbers(ids_at, count), self._numbers(texts_at, count)
        self.pairs = [
            (self._text(one), self._text(other)) for one, other in zip(*places, strict=True)
        ]

    def _text(self, at: int) -> bytes:
        (text_at,) = self._numbers(at, 1)
        return b"".join(self._pieces(at + 4, text_at)).removesuffix(b"\x00")

    def _pieces(self, at: int, text_at: int) -> Iterator[bytes]:
        while True:
            size, number = self._numbers(at, 2)
            piece = self._take(text_at, size)
            yield piece
            if number == _LAST:
                break
            if number >= len(self._names):
                why = f"A text has the piece {number} of {len(self._names)}"
                raise DamageError(Damage.CUT_OFF, why)
            name = self._names[number]
            # The other one that there is, a flag, stands for itself.
            yield b"<%b>" % name if _NAME.fullmatch(name) else name[:1]
            at, text_at = at + 8, text_at + size
        if not piece.endswith(b"\x00"):
            why = f"No NUL stands behind the text that ends at byte {text_at + size}"
            raise DamageError(Damage.UNENDED, why)

    def _numbers(self, at: int, count: int) -> tuple[int, ...]:
        return struct.unpack(f"{self._order}{count}I", self._take(at, 4 * count))

    def _take(self, at: int, size: int) -> bytes:
        if at + size > len(self._data):
            end, total = at + size, len(self._data)
            why = f"A text for each system would end at byte {end}, the file has {total}"
            raise DamageError(Damage.CUT_OFF, why)
        self._left -= size
        if self._left < 0:  # a small file could hold gigabytes
            why = "Its texts for each system share their bytes"
            raise DamageError(Damage.OVERLAP, why)
        if size:
            self.parts.append((at, size))
        return self._data[at : at + size]
