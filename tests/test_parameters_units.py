"""Sizes and quantities as their reader writes them (CLDR)."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from i18n_wsgi.parameters import ByteSize, Quantity
from tests.telling import FSI, MILLION, PDI, isolated, tell


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (-1_500_000, "-1.5 MB"),
        (-999_950, "-1 MB"),
        (-1, "-1 byte"),
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1023, "1 kB"),
        (1_234, "1.2 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1 MB"),  # and not 1,000 kB
        (999_999_999, "1 GB"),
        (2 * 10**9, "2 GB"),
        (3_100_000_000_000, "3.1 TB"),
        (10**15, "1 PB"),
        (10**18, "1,000 PB"),
        (10**30, "1,000,000,000,000,000 PB"),
    ],
)
def test_byte_size(size: int, expected: str) -> None:
    """A size is told in the unit that suits it, when rounding reaches the next one, in that."""
    assert str(ByteSize(size)) == expected


@pytest.mark.parametrize("value", [1.5, 1.0, "1", b"1", Decimal(1), True, None])
def test_no_byte_size(value: Any) -> None:
    """What is no whole number of bytes is refused, with what was received."""
    with pytest.raises(TypeError, match=f"^value is {re.escape(repr(value))}; allowed: an int$"):
        ByteSize(value)


@pytest.mark.parametrize(
    "travel", [copy.copy, copy.deepcopy, lambda size: pickle.loads(pickle.dumps(size)), ByteSize]
)
def test_byte_size_travels(travel: Callable[[ByteSize], ByteSize]) -> None:
    """A copy of a size is one."""
    assert str(travel(ByteSize(1500))) == "1.5 kB"


@pytest.mark.parametrize(
    ("locale", "size", "expected"),
    [
        ("de", 1_500_000, "1,5 MB"),
        ("de", 1, "1 Byte"),
        ("fr", 1_500_000, "1,5 Mo"),
        ("fr", 2, "2 octets"),
        ("pl", 5, "5 bajtów"),
        ("ja", 0, "0 バイト"),
        ("fa", 1_500_000, isolated("۱٫۵ MB")),
        ("ar_EG", 999, isolated("٩٩٩ بايت")),
        ("tlh", 1_500_000, "1.5 MB"),
    ],
)
def test_byte_size_in_words(locale: str, size: int, expected: str) -> None:
    """A size has the unit's name and the digits of the reader's locale."""
    assert tell(ByteSize(size), "%(x)s", locale) == expected


@pytest.mark.parametrize(
    ("template", "expected"), [("%(x)d", "1.500.000"), ("%(x).1f", "1.500.000,0")]
)
def test_byte_size_as_number(template: str, expected: str) -> None:
    """Where a number is asked for, a size is its number of bytes."""
    assert tell(ByteSize(1_500_000), template, "de") == expected


def test_byte_size_for_machines() -> None:
    """To machines a size is its number, and so it is to arithmetic."""
    size = ByteSize(1500)

    assert json.dumps({"size": size}) == '{"size": 1500}'
    assert (size + 1, f"{size:d}", repr(size)) == (1501, "1500", "1500")


@pytest.mark.parametrize(
    ("locale", "quantity", "expected"),
    [
        ("de", Quantity(30, "second"), "30 Sekunden"),
        ("de", Quantity(1, "second"), "1 Sekunde"),
        ("de", Quantity(2, "duration-second"), "2 Sekunden"),
        ("de", Quantity(MILLION, "meter"), "1.234.567 Meter"),
        ("de", Quantity(-1.5, "celsius"), "-1,5 Grad Celsius"),
        ("de", Quantity(Decimal("1.50"), "kilometer-per-hour"), "1,50 Kilometer pro Stunde"),
        ("pl", Quantity(3, "hour"), "3 godziny"),
        ("pl", Quantity(5, "hour"), "5 godzin"),
        ("ja", Quantity(2, "celsius"), "摂氏 2 度"),
        ("he", Quantity(2, "hour"), isolated("שעתיים")),  # the dual says how many
        ("he", Quantity(-2, "hour"), isolated(isolated("\u200e-2") + " שעות")),
        ("ar", Quantity(1, "hour"), isolated("ساعة")),
        ("ar", Quantity(-1, "hour"), isolated(isolated("\u200e-1") + " ساعة")),
        ("ar", Quantity(1.0, "hour"), isolated("1.0 ساعة")),
        ("ar", Quantity(Decimal("2.0"), "hour"), isolated("2.0 ساعة")),
        ("es", Quantity(1234, "meter"), "1234 metros"),
        ("de", Quantity(1.5e22, "meter"), "1,5e+22 Meter"),
        ("de", Quantity(Decimal("1E+999999"), "meter"), "1E+999999 Meter"),
        ("fa", Quantity(30, "second"), isolated("۳۰ ثانیه")),
        ("tlh", Quantity(30, "second"), "30 seconds"),
        ("zu", Quantity(30, "day-person"), "30 day-person"),  # CLDR has it, but not in Zulu
        ("de", Quantity(math.nan, "meter"), "nan Meter"),
        ("de", Quantity(Decimal("Infinity"), "hour"), "Infinity Stunden"),
    ],
)
def test_quantity(locale: str, quantity: Quantity, expected: str) -> None:
    """A quantity is told in the reader's words."""
    assert tell(quantity, "%(x)s", locale) == expected


def test_quantity_of_nothing() -> None:
    """A quantity that is no number raises nothing."""
    assert str(Quantity(math.nan, "second")).startswith("nan")


@pytest.mark.parametrize("unit", ["foo", "seconds", "duration", "", None])
def test_unknown_unit(unit: str) -> None:
    """A unit that CLDR lacks is refused when the quantity is made, with what would be accepted."""
    with pytest.raises(ValueError, match=r"^unit is .*; allowed: CLDR's names, such as second"):
        Quantity(1, unit)


@pytest.mark.parametrize("value", ["1", None, True, 1j, [1]])
def test_wrong_value(value: float) -> None:
    """A value that is no number is refused when the quantity is made."""
    with pytest.raises(TypeError, match=r"^value is .*; allowed: an int, a float, a Decimal$"):
        Quantity(value, "second")


@pytest.mark.parametrize("value", [ByteSize(2000), Quantity(2, "hour")])
@pytest.mark.parametrize(("locale", "same"), [("en_XA", "en"), ("de_XX", "de"), ("tlh", "en")])
def test_format_in(value: ByteSize | Quantity, locale: str, same: str) -> None:
    """A size or quantity is told in any locale, in English where CLDR lacks it."""
    assert value.format_in(locale) == value.format_in(same)


LOCALES = (
    "ar ar_EG bg bn cs cy da de el es et fa fi fr ga he hi hr hu is ja ko lt lv mr mt my nb ne pl pt "
    "ro ru sk sl sv th tr uk ur vi zh"
)


@pytest.mark.parametrize("locale", LOCALES.split())
@pytest.mark.parametrize("unit", ["day", "hour", "second", "byte", "meter"])
def test_minus_is_shown(locale: str, unit: str) -> None:
    """Of a negative number neither the minus nor the number is lost in a unit's name."""
    for value in (-1, -2, -3, -1.5):
        number = tell(value, "%(x)s" if value == -1.5 else "%(x)d", locale)

        assert number.strip(FSI + PDI) in tell(Quantity(value, unit), "%(x)s", locale)
