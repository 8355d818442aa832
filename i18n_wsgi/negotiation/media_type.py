"""The format that a client gets of those on offer, by its Accept header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from i18n_wsgi.negotiation.members import (
    BLANKS,
    MAX_HEADER_LENGTH,
    MAX_MEMBER_QUOTE_COUNT,
    MAX_PARAMETER_COUNT,
    Memo,
    read_weight,
    split_outside_quotes,
    split_quoted_members,
)

# RFC 9110, section 5.6.2.
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class HasMediaType(Protocol):
    """What ``best_match_format`` chooses among."""

    @property
    def media_type(self) -> str: ...


FormatT = TypeVar("FormatT", bound=HasMediaType)


class _Range(NamedTuple):
    """A media range, or a media type on offer: names in lower case, values as they are."""

    kind: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float


_ranges_of: Memo[list[_Range]] = Memo()


def best_match_format(header: str | None, formats: Sequence[FormatT]) -> FormatT | None:
    """The format that suits an Accept header best (RFC 9110, section 12.5.1); of equals the first.

    A format weighs what the most specific range that covers it weighs. A range with parameters covers
    what has the same ones; ``charset=utf-8`` goes without saying.

    Args:
        header: the header's value, several lines joined with commas; None when the client sent none,
            which accepts everything.
        formats: objects with a ``media_type``, in the server's order of preference.

    Returns:
        None when no format is acceptable, or there is none.
    """
    if not formats:
        return None
    if not header:
        return formats[0]
    ranges = _ranges_of.get(header) if len(header) <= Memo.MAX_TEXT_LENGTH else None
    if ranges is None:
        ranges = _ranges_of.keep(header, _read_ranges(header))
    best, best_weight = None, 0.0
    for candidate in formats:
        weight = _weight_of(candidate.media_type, ranges)
        if weight > best_weight:
            best, best_weight = candidate, weight
            if weight == 1:
                break
    return best


def _read_ranges(header: str) -> list[_Range]:
    """The ranges that can be read, in the order in which they decide; that of all for an empty list."""
    members = split_quoted_members(header)
    if not members and len(header) <= MAX_HEADER_LENGTH and not header.strip(f"{BLANKS},"):
        members = ["*/*"]
    ranges = [found for member in members if (found := _read(member)) is not None]
    return sorted(ranges, key=_rank, reverse=True)


def _rank(range_: _Range) -> tuple[object, ...]:
    kind, subtype, parameters, weight = range_
    # The most specific decides; of two that are alike the refusal, else the heavier.
    return kind != "*", subtype != "*", len(parameters), not weight, weight


def _weight_of(media_type: str, ranges: Iterable[_Range]) -> float:
    offered = _read_offered(media_type)
    if offered is None:
        return 0.0
    for kind, subtype, parameters, weight in ranges:
        if (
            kind in ("*", offered.kind)
            and subtype in ("*", offered.subtype)
            and parameters <= offered.parameters
        ):
            return weight
    return 0.0


def _read(member: str) -> _Range | None:
    """A media range with its parameters and weight; None for what can't be read."""
    full_type, *parameters = _split(member)
    if len(parameters) > MAX_PARAMETER_COUNT:
        return None
    kind, _slash, subtype = full_type.strip(BLANKS).lower().partition("/")
    if not (_is_token(kind) and _is_token(subtype)) or (kind == "*" and subtype != "*"):
        return None
    weight: float | None = 1.0
    found = set()
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        name, value = name.strip(BLANKS).lower(), value.strip(BLANKS)
        if name == "q":
            weight = read_weight(value)
            break  # what stands behind it says nothing of the type
        if not name and not equals:  # as behind a last semicolon
            continue
        if value[:1] == value[-1:] == '"' and len(value) > 1:
            value = _unquote(value)
        elif not _is_token(value):
            return None
        if not _is_token(name):
            return None
        if (name, value.lower()) != ("charset", "utf-8"):  # the encoding of all that is offered
            found.add((name, value))
    return None if weight is None else _Range(kind, subtype, frozenset(found), weight)


def _split(member: str) -> list[str]:
    if '"' not in member or member.count('"') > MAX_MEMBER_QUOTE_COUNT:
        return member.split(";", MAX_PARAMETER_COUNT + 1)
    return split_outside_quotes(member, ";")


_read_offered = lru_cache(maxsize=256)(_read)


def _is_token(text: str) -> bool:
    return text != "" and _TOKEN.issuperset(text)


def _unquote(value: str) -> str:
    """The text of a quoted string (RFC 9110, section 5.6.4)."""
    pieces = value[1:-1].split("\\\\")
    return "\\".join(piece.replace("\\", "") for piece in pieces)
