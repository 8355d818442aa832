"""The members of an Accept or Accept-Language header, and how much each is wished for.

Nothing here can be made slow or large by what is sent: a header that is longer than any real client's is
cut off behind a whole member, no regular expression is run, and what is remembered has a limit.
"""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TypeVar

# More than any real client sends; the rest of a longer header is not read.
MAX_HEADER_LENGTH = 1024
MAX_MEMBER_COUNT = 16
MAX_PARAMETER_COUNT = 5
MAX_QUOTE_COUNT = 2 * MAX_MEMBER_COUNT
MAX_MEMBER_QUOTE_COUNT = 2 * MAX_PARAMETER_COUNT

BLANKS = " \t"
# What browsers write; anything else is read letter by letter.
_COMMON_WEIGHTS = {"q=0": 0.0, "q=1": 1.0, **{f"q=0.{tenth}": tenth / 10 for tenth in range(10)}}
_weight_of = itemgetter(1)

# What is wished for, as it stands in the header, and how much: 0 to 1.
Wish = tuple[str, float]
ValueT = TypeVar("ValueT")


class Memo(dict[str, ValueT]):
    """What was found for a text that a client sent. It forgets everything when it is full."""

    MAX_SIZE = 512
    MAX_TEXT_LENGTH = 256

    def keep(self, text: str, value: ValueT) -> ValueT:
        """The value, which is remembered unless the text is too long."""
        if len(text) <= self.MAX_TEXT_LENGTH:
            if len(self) >= self.MAX_SIZE:
                self.clear()
            self[text] = value
        return value


def read_wishes(header: str) -> list[Wish]:
    """The members by falling weight, of equals the first one first; what is refused (``q=0``) last.

    A member whose weight can't be read is left out, alone.
    """
    wishes = []
    is_sorted, last = True, 1.0
    for member in split_members(header):
        value, semicolon, parameters = member.partition(";")
        weight: float | None = 1.0
        if semicolon and (weight := _COMMON_WEIGHTS.get(parameters)) is None:
            weight = _weight_among(parameters)
        value = value.strip(BLANKS)
        if value and weight is not None:
            wishes.append((value, weight))
            is_sorted, last = is_sorted and weight <= last, weight
    if not is_sorted:
        wishes.sort(key=_weight_of, reverse=True)  # stable, though reversed
    return wishes


def split_members(header: str) -> list[str]:
    """The first `MAX_MEMBER_COUNT` members as they stand; empty ones are none (RFC 9110, section 5.6.1)."""
    return [*islice(filter(str.strip, cut_to_members(header).split(",")), MAX_MEMBER_COUNT)]


def cut_to_members(header: str) -> str:
    """The header, or as many whole members as are read of a longer one."""
    if len(header) <= MAX_HEADER_LENGTH:
        return header
    # A member that is cut in two would say something else: `en;q=0` might become `en`.
    return header[:MAX_HEADER_LENGTH].rpartition(",")[0]


def split_quoted_members(header: str) -> list[str]:
    """``split_members`` for a header that may have quoted strings."""
    if '"' not in header:
        return split_members(header)
    members = split_outside_quotes(cut_to_members(header), ",")
    return [*islice(filter(str.strip, members), MAX_MEMBER_COUNT)]


def split_outside_quotes(text: str, separator: str) -> list[str]:
    """``text.split(separator)``, but for separators in quoted strings (RFC 9110, section 5.6.4).

    A quoted string is a parameter's value: a quote that stands elsewhere, or is never closed, is a
    character like any other.
    """
    # As long as the text, without what looks like the end of a quoted string.
    plain = text.replace(r"\\", "__").replace(r"\"", "__")
    parts = [""]
    start = seen = 0
    for _quote in range(MAX_QUOTE_COUNT):
        opening = plain.find('"', seen)
        closing = plain.find('"', opening + 1) if opening >= 0 else -1
        if closing < 0:
            break
        seen = opening + 1
        if plain[start:opening].rstrip(BLANKS).endswith("="):
            first, *others = text[start:opening].split(separator)
            parts[-1] += first
            parts += others
            parts[-1] += text[opening : closing + 1]
            start = seen = closing + 1
    first, *others = text[start:].split(separator)
    parts[-1] += first
    return parts + others


def _weight_among(parameters: str) -> float | None:
    if ";" not in parameters and parameters[:2] == "q=":
        return read_weight(parameters[2:])
    weight: float | None = 1.0
    found = parameters.split(";", MAX_PARAMETER_COUNT)
    if len(found) > MAX_PARAMETER_COUNT:
        return None
    for parameter in found:
        name, _equals, text = parameter.partition("=")
        if name.strip(BLANKS) in ("q", "Q"):
            weight = read_weight(text)
    return weight


def read_weight(text: str) -> float | None:
    """A ``qvalue`` (RFC 9110, section 12.4.2).

    Returns:
        0 to 1; None for what can't be read. A zero left out (``.5``, as Java sends it) and more than
        three decimals are put up with.
    """
    text = text.strip(BLANKS)
    whole, _point, decimals = text.partition(".")
    if not decimals:
        return float(whole) if whole in ("0", "1") else None
    if not (whole in ("0", "1", "") and decimals.isdecimal() and decimals.isascii()):
        return None
    weight = float(text)
    return weight if weight <= 1 else None
