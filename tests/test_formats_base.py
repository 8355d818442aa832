"""What is made of values that JSON does not have, or too many of."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.formats.base import MAX_PARAMS_LENGTH, plain
from i18n_wsgi.messages import Message
from i18n_wsgi.parameters import Quantity
from tests.shown import Unspeakable


def of_laughs() -> list[object]:
    """Few lists with a billion paths through them."""
    value: list[object] = []
    for _level in range(7):
        value = [value] * 100
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**53 - 1, 2**53 - 1),
        (2**53, "9007199254740992"),  # other parsers would round it (RFC 8259, section 6)
        (-(2**53), "-9007199254740992"),
        (math.inf, "inf"),
        (True, True),
        (Message("%(a)s") % {"a": 1}, "1"),
        (date(2024, 2, 29), "2024-02-29"),
        (b"\xff", r"b'\xff'"),
        ({1: (2, None)}, {"1": [2, None]}),
        (Quantity(3, "meter"), {"value": 3, "unit": "meter"}),
        (range(3), [0, 1, 2]),
        (Unspeakable(), "<Unspeakable that can't be shown>"),
        ({Unspeakable(): 1}, {"<Unspeakable that can't be shown>": 1}),
        pytest.param(10**5000, "<int that can't be shown>", id="huge"),
    ],
)
def test_json_value(value: object, expected: object) -> None:
    """A value that JSON does not have, or not for everyone, becomes text."""
    assert plain(value) == expected


JSON_VALUES = st.none() | st.booleans() | st.text(max_size=9) | st.floats(-1e300, 1e300)


@given(st.dictionaries(st.text(max_size=9), st.lists(JSON_VALUES, max_size=3), max_size=3))
@settings(deadline=None, max_examples=50)
def test_json_round_trip(document: dict[str, Any]) -> None:
    """A value that JSON has comes back as it was."""
    assert json.loads(json.dumps(plain(document))) == document


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 10**6, "x" * (MAX_PARAMS_LENGTH - 1) + "…"),
        (["x" * 10**6, "y"], ["x" * (MAX_PARAMS_LENGTH - 2) + "…"]),
        ([1] * 10**6, [1] * (MAX_PARAMS_LENGTH - 1) + ["…"]),
        ({"x" * 10**6: 1, "y": 2}, {"x" * (MAX_PARAMS_LENGTH - 2) + "…": 1, "…": "…"}),
    ],
    ids=["text", "text in a list", "list", "key"],
)
def test_bounds(value: object, expected: object) -> None:
    """Where there is no room for more, "…" stands in its place."""
    assert plain(value) == expected


def test_laughs() -> None:
    """Few values with many paths through them are cut as well, at any depth."""
    assert len(json.dumps(plain(of_laughs()), ensure_ascii=False)) < 5 * MAX_PARAMS_LENGTH


def test_depth() -> None:
    """What is nested too deep is left out."""
    assert plain([[[[[[[[[1]]]]]]]]]) == [[[[[[[["…"]]]]]]]]
