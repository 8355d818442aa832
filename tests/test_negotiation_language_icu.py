"""ICU's data-driven test of its LocaleMatcher, as far as it speaks of what there is here.

Rows with a ``@favor`` or a ``@threshold`` set what `best_match_language` has no setting for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from i18n_wsgi.negotiation import best_match_language

DATA = Path(__file__).parent / "data" / "localeMatcherTest.txt"
# The spelling that was offered is answered, where ICU answers the tag that replaced it.
OFFERED_SPELLING = {"tlh": "i-klingon"}


class Row(NamedTuple):
    number: int
    desired: str
    supported: list[str]
    expected: str
    otherwise: str


def read_rows() -> Iterator[Row]:
    """The rows, with what they expect where nothing matches: the default, else the first, else null."""
    parameters: dict[str, str] = {}
    for number, line in enumerate(DATA.read_text("utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if text.startswith("** test"):
            parameters = {}
        elif text.startswith("@"):
            name, _equals, value = text.partition("=")
            parameters[name] = value.strip()
        elif ">>" in text and not (parameters.get("@favor") or parameters.get("@threshold")):
            desired, _arrow, expectation = text.partition(">>")
            expected = expectation.partition("|")[0].strip()
            listed = parameters.get("@supported", "")
            supported = [locale.strip() for locale in listed.split(",") if locale.strip()]
            otherwise = parameters.get("@default") or next(iter(supported), "null")
            yield Row(
                number,
                desired.strip(),
                supported,
                OFFERED_SPELLING.get(expected, expected),
                otherwise,
            )


ROWS = list(read_rows())


def test_row_count() -> None:
    """Each of ICU 78's rows that can be tested is tested."""
    assert len(ROWS) == 498


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line {row.number}")
def test_row(row: Row) -> None:
    """What ICU's test expects is answered."""
    chosen = best_match_language(row.desired, row.supported)

    assert (chosen or row.otherwise) == row.expected


def test_any_order() -> None:
    """What is answered in ICU's rows does not depend on the order of what is on offer."""
    changed = [
        row.number
        for row in ROWS
        if best_match_language(row.desired, row.supported)
        != best_match_language(row.desired, row.supported[::-1])
    ]

    assert changed == []


def test_matches() -> None:
    """Most rows expect a match, so that what is expected where nothing matches can't hide mistakes."""
    matched = [row for row in ROWS if best_match_language(row.desired, row.supported) is not None]

    assert len(matched) > 400
