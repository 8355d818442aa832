"""One catalog in memory, read from the bytes of a ``.mo`` file (GNU gettext, "The Format of GNU MO
Files")."""

from __future__ import annotations

import gettext
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from email.parser import HeaderParser
from typing import IO, TypeAlias

from i18n_wsgi.catalogs.reading import MO_ORDERS

_MAX_SIZE = 16 * 1024 * 1024  # gcc's largest has a tenth
_MAX_HEADER_LENGTH = 65_536
_CONTEXT = "\x04"


# How many plural forms there are, and which one a count takes.
PluralRule: TypeAlias = tuple[int, Callable[[int], int]]


class CatalogError(ValueError):
    """A catalog can't be used. The message tells why, a line for each problem."""


@dataclass(frozen=True, slots=True)
class Catalog:
    r"""The translations of one domain in one locale.

    Attributes:
        texts: from the msgid (behind its context and ``\x04``, where it has one) to the
            translation: a single text, or for plurals a tuple of the forms.
        plural_index: from a count to the form's place in the tuple.
        single_counts: for each form, whether exactly one count takes it.
        form_of_one: the place of a form that 1, and beside it at most 0, takes; -1 for none.
        problems: what was left out of it and why, a line for each.
    """

    texts: Mapping[str, str | tuple[str, ...]]
    plural_index: Callable[[int], int]
    single_counts: tuple[bool, ...] = ()
    form_of_one: int = -1
    problems: tuple[str, ...] = ()

    def find(self, msgid: str, context: str | None = None) -> tuple[str, ...]:
        """All forms of a translation; empty where there is none."""
        key = msgid if context is None else f"{context}{_CONTEXT}{msgid}"
        found = self.texts.get(key, ())
        return (found,) if isinstance(found, str) else found


def read_file(file: IO[bytes]) -> Catalog:
    """The catalog in a ``.mo`` file. Of what is none, only the beginning is read.

    Raises:
        CatalogError: as ``read_catalog``, or it is too large.
        OSError: it can't be read.
    """
    start = file.read(4)
    _order_of(start)
    return read_catalog(start + read_limited(file))


def read_limited(file: IO[bytes]) -> bytes:
    """What is left of a file.

    Raises:
        CatalogError: that is too much.
        OSError: it can't be read.
    """
    data = file.read(_MAX_SIZE + 1)
    if len(data) > _MAX_SIZE:
        raise CatalogError(f"it is too large; allowed: {_MAX_SIZE // 1024**2} MiB")
    return data


def read_catalog(data: bytes) -> Catalog:
    """The catalog in the bytes of a ``.mo`` file.

    Raises:
        CatalogError: the bytes are no such file, cut off, or their header is unusable.
    """
    try:
        texts = _read_texts(data)
    except CatalogError:
        raise
    # A codec raises either, and not only for bytes that it can't read.
    except (struct.error, LookupError, ValueError) as exc:
        raise CatalogError(f"not a usable .mo file: {exc}") from exc
    header = texts.pop("", "")
    count, plural_index = plural_rule(str(header))
    singles = single_counts(count, plural_index)
    return Catalog(texts, plural_index, singles, form_of_one(plural_index))


def _read_texts(data: bytes) -> dict[str, str | tuple[str, ...]]:
    order = _order_of(data)
    count, ids_at, texts_at = struct.unpack_from(f"{order}3I", data, 8)

    def string_at(table: int, index: int) -> bytes:
        length, offset = struct.unpack_from(f"{order}2I", data, table + 8 * index)
        if offset + length > len(data):
            raise CatalogError("not a usable .mo file: it is cut off")
        return data[offset : offset + length]

    texts: dict[str, str | tuple[str, ...]] = {}
    charset, total, has_header = "utf-8", 0, False
    for index in range(count):
        msgid, msgstr = string_at(ids_at, index), string_at(texts_at, index)
        total += len(msgid) + len(msgstr)
        if total > len(data):  # a small file could hold gigabytes
            raise CatalogError("not a usable .mo file: its texts overlap")
        if not msgid:
            if has_header:
                raise CatalogError("not a usable .mo file: it has a second header")
            has_header = True
            charset = _headers(msgstr.decode("ascii", "replace")).get_content_charset(charset)
        singular, *plurals = msgid.decode(charset).split("\x00")
        text = msgstr.decode(charset)
        if text.strip("\x00"):  # gettext: an empty translation is none
            texts[singular] = tuple(text.split("\x00")) if plurals else text
    return texts


def _order_of(data: bytes) -> str:
    order = MO_ORDERS.get(data[:4])
    if order is None:
        raise CatalogError("not a .mo file: its first four bytes are not those of one")
    return order


def _headers(text: str) -> Headers:
    return HeaderParser().parsestr(text[:_MAX_HEADER_LENGTH])


def plural_rule(header: str) -> PluralRule:
    """How many plural forms a catalog's header declares, and which one a count takes.

    Raises:
        CatalogError: the header's Plural-Forms can't be read, or chooses a form that is not there.
    """
    found = _headers(header).get("Plural-Forms", "nplurals=2; plural=(n != 1);")
    declared = " ".join(str(found).split())  # it may go over several lines
    pairs = (part.partition("=") for part in declared.split(";"))
    parts = {name.strip(): value.strip() for name, _equals, value in pairs}
    try:
        count = int(parts["nplurals"])
        # gettext's own compiler of C expressions: it knows numbers, n and operators, nothing else.
        plural_index: Callable[[int], int] = gettext.c2py(parts["plural"])
        chosen = {plural_index(n) for n in _COUNTS}
    # Whatever a hostile expression raises (it may divide by zero), this catalog alone is lost.
    except Exception as exc:
        raise CatalogError(f"Plural-Forms can't be used: {declared!r}: {exc}") from exc
    if count > _MAX_FORM_COUNT:
        raise CatalogError(f"Plural-Forms has more than {_MAX_FORM_COUNT} forms: {declared!r}")
    if not chosen <= set(range(count)):
        raise CatalogError(f"Plural-Forms chooses a form that is not there: {declared!r}")
    return count, plural_index


# Enough counts to meet every form of every language's rule (CLDR, Language Plural Rules), and twice
# the forms that more than one number takes: French has one for whole millions.
_COUNTS = (*range(202), 1000, 10_000, 100_000, 1_000_000, 2_000_000)
_MAX_FORM_COUNT = 10  # CLDR has 6


def single_counts(count: int, plural_index: Callable[[int], int]) -> tuple[bool, ...]:
    """For each of ``count`` forms, whether exactly one number takes it."""
    chosen = [plural_index(n) for n in _COUNTS]
    return tuple(chosen.count(index) == 1 for index in range(count))


def form_of_one(plural_index: Callable[[int], int]) -> int:
    """The place of the form that 1, and beside it at most 0, takes; -1 where more counts take it."""
    index = plural_index(1)
    return -1 if any(plural_index(n) == index for n in _COUNTS if n > 1) else index
