"""Figures as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Goal(NamedTuple):
    """What is aimed at, and what was reached; ``is_met`` is None where it could not be measured."""

    text: str
    figure: str
    is_met: bool | None


def print_goals(found: Iterable[Goal]) -> None:
    """A row for each."""
    words = {True: "met", False: "MISSED", None: "not measured"}
    rows = [(goal.text, goal.figure, words[goal.is_met]) for goal in found]
    print_table("Goals", "", ("goal", "reached", ""), rows)


def print_table(title: str, note: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A title, what is to be known of the figures, and columns; all but the first are figures."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}\n{'-' * len(title)}")
    if note:
        print(note)
    for first, *others in lines:
        cells = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())


def microseconds(nanoseconds: float) -> str:
    """Three digits of it."""
    if math.isnan(nanoseconds):
        return "crashed"
    if math.isinf(nanoseconds):
        return "too long"
    value = nanoseconds / 1000
    decimal_count = max(0, 2 - int(math.log10(max(value, 1))))
    return f"{value:,.{decimal_count}f}"


def times(value: float, base: float) -> str:
    """How many times the base it is."""
    if not (math.isfinite(value) and base):
        return ""
    ratio = value / base
    return f"{ratio:,.1f} x" if ratio < 100 else f"{ratio:,.0f} x"


def percent(share: float) -> str:
    """With two decimals, never rounded up to what it isn't."""
    return f"{math.floor(share * 10_000) / 100:.2f} %"
