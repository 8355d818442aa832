"""Numbers as their reader writes them (CLDR)."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.telling import MILLION, isolated, tell

LONG = 10**44 + 7  # 45 digits, more than a Decimal has by default
BIG_DECIMAL = Decimal("12345678901234567890.12345678901234567890")


class Shelf(enum.IntEnum):
    TOP = 1200

    def __str__(self) -> str:
        return "top"


@pytest.mark.parametrize("template", ["%(x)d", "%(x)i", "%(x)u", "%d", "%(x)ld"])
@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de", LONG, "100" + 13 * ".000" + ".007"),
        ("de", -LONG, "-100" + 13 * ".000" + ".007"),
        ("de", True, "1"),
        ("de", Shelf.TOP, "1.200"),
        ("de", 0, "0"),
        ("de", 999, "999"),
        ("de", MILLION, "1.234.567"),
        ("de", -MILLION, "-1.234.567"),
        ("de", -1234.99, "-1.234"),  # as %d does: the fraction is cut off
        ("de", Decimal("1E+5"), "100.000"),
        ("de", Decimal("-0.5"), "0"),
        ("de_CH", MILLION, "1’234’567"),
        ("fr", MILLION, "1 234 567"),
        ("pl", MILLION, "1 234 567"),
        ("ja", MILLION, "1,234,567"),
        ("hi", MILLION, "12,34,567"),  # lakhs
        ("mr", MILLION, "१२,३४,५६७"),
        ("bn_BD", MILLION, "১২,৩৪,৫৬৭"),
        ("fa", MILLION, isolated("۱٬۲۳۴٬۵۶۷")),
        ("ar_EG", MILLION, isolated("١٬٢٣٤٬٥٦٧")),
        ("he", MILLION, isolated("1,234,567")),
        ("sr@latin", MILLION, "1.234.567"),
        ("pt-br", MILLION, "1.234.567"),
        ("tlh", MILLION, "1234567"),  # unknown to CLDR
    ],
)
def test_whole_numbers(locale: str, value: float | Decimal, expected: str, template: str) -> None:
    """A count is grouped as in the reader's locale, and has its digits; none of them is lost."""
    assert tell(value, template, locale) == expected


@pytest.mark.parametrize(
    ("locale", "template", "value", "expected"),
    [
        ("de", "%(x)f", 0.1, "0,100000"),
        ("de", "%(x).f", 1234.5, "1.234"),
        ("de", "%(x).0f", 1234.5, "1.234"),
        ("de", "%(x).2f", 0, "0,00"),
        ("de", "%(x).2f", -0.001, "-0,00"),  # as in the English text
        ("de", "%(x).2f", 1234567.891, "1.234.567,89"),
        ("de", "%(x).2f", 10**22, "10" + 7 * ".000" + ",00"),
        ("de", "%(x).2f", Decimal("1.005"), "1,00"),  # as % rounds it
        ("de", "%(x).30f", 0.5, "0,5" + 29 * "0"),
        ("de", "%(x)F", 1234.5, "1.234,500000"),
        ("de", "%(x)g", 1234.5, "1.234,5"),
        ("de", "%(x)g", 2.50, "2,5"),
        ("de", "%(x)G", 100000, "100.000"),
        ("de", "%(x).3g", 0.012345, "0,0123"),
        ("fr", "%(x).1f", -1234.56, "-1 234,6"),
        ("mr", "%(x).2f", -1234.5, "-१,२३४.५०"),
        ("fa", "%(x).1f", 1234.5, isolated("۱٬۲۳۴٫۵")),
        ("ar_EG", "%(x).2f", 1.5, isolated("١٫٥٠")),
        ("tlh", "%(x).2f", 1234.5, "1234.50"),
    ],
)
def test_fractions(locale: str, template: str, value: float, expected: str) -> None:
    """A fraction has as many digits as its placeholder asks for, and the reader's separators."""
    assert tell(value, template, locale) == expected


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de", 0.1 + 0.2, "0,30000000000000004"),
        ("de", 1234.0, "1.234,0"),
        ("de", -0.0, "-0,0"),
        ("de", Decimal("1234.50"), "1.234,50"),  # trailing zeros say how precise it is
        ("de", Decimal("-1000000"), "-1.000.000"),
        ("de", Decimal("0.000001"), "0,000001"),
        ("de", BIG_DECIMAL, "12.345.678.901.234.567.890,12345678901234567890"),
        ("hi", Decimal("1234567.80"), "12,34,567.80"),
        ("mr", 0.5, "०.५"),
        ("fa", Decimal("-2.50"), isolated("\u200e−۲٫۵۰")),
        ("ar_EG", 1234.5, isolated("١٬٢٣٤٫٥")),
        ("tlh", Decimal("1234.50"), "1234.50"),
    ],
)
def test_fractions_as_text(locale: str, value: float | Decimal, expected: str) -> None:
    """A float or Decimal under %(x)s is written as the reader does, no digit more or less."""
    assert tell(value, "%(x)s", locale) == expected


@pytest.mark.parametrize("locale", ["de", "mr", "tlh"])
@pytest.mark.parametrize("template", ["%(x)s", "%(x)f", "%(x).2f", "%(x)g"])
@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "-nan"])
@pytest.mark.parametrize("make", [float, Decimal])
def test_no_numbers(
    make: Callable[[str], float | Decimal], number: str, template: str, locale: str
) -> None:
    """NaN and infinity have no digits: they are what % makes of them."""
    value = make(number)

    assert tell(value, template, locale) == template.replace("(x)", "") % value


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("es", 1234, "1234"),
        ("es", -1234, "-1234"),
        ("es", 1234.5, "1234,5"),
        ("es", Decimal("9999.50"), "9999,50"),
        ("es", 12345, "12.345"),
        ("es", 12345.5, "12.345,5"),
        ("es_ES", 1234, "1234"),
        ("es_MX", 1234, "1,234"),
        ("es_AR", 1234, "1.234"),
        ("pt_PT", 1234, "1234"),
        ("pt_PT", 12345, "12 345"),
        ("pt_BR", 1234, "1.234"),
        ("pl", 1234, "1234"),
        ("pl", 12345, "12 345"),
        ("pl_PL", 1234, "1234"),
        ("ru_UA", 1234, "1234"),
        ("ru", 1234, "1 234"),
        ("ee", 12345, "12345"),
        ("ee", 123456, "123,456"),
    ],
)
def test_late_grouping(locale: str, value: float | Decimal, expected: str) -> None:
    """Some group thousands from five digits on (CLDR, minimumGroupingDigits)."""
    assert tell(value, "%(x)d" if isinstance(value, int) else "%(x)s", locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("de", "-12"),
        ("sv", "−12"),
        ("he", isolated("\u200e-12")),
        ("fa", isolated("\u200e−۱۲")),
        ("ar_EG", isolated("\u061c-١٢")),
    ],
)
def test_minus(locale: str, expected: str) -> None:
    """The minus is CLDR's, with the mark that keeps it before its number."""
    assert tell(-12, "%(x)d", locale) == expected


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("%(x)s", Decimal("1.5E+5"), "1,5E+5"),
        ("%(x)s", Decimal("-1.5E-7"), "-1,5E-7"),
        ("%(x)s", 1.5e300, "1,5e+300"),
        ("%(x)g", 1234567.0, "1,23457e+06"),
        ("%(x)g", -1e22, "-1e+22"),
    ],
)
def test_fractions_of_powers(template: str, value: float | Decimal, expected: str) -> None:
    """Before its power a number has the reader's separator."""
    assert tell(value, template, "de") == expected


@pytest.mark.parametrize(
    ("locale", "expected"), [("sv", "1e−07"), ("fa", isolated("۱e\u200e−۰۷")), ("de", "1e-07")]
)
def test_minus_of_powers(locale: str, expected: str) -> None:
    """The minus of a power is the reader's, as the number's is."""
    assert tell(1e-7, "%(x)s", locale) == expected


@pytest.mark.parametrize(
    "value", [1e22, 1e-7, Decimal("1E+5"), Decimal("0E-10"), Decimal("sNaN"), Decimal("NaN12")]
)
def test_powers(value: float | Decimal) -> None:
    """Under %(x)s a number that Python writes with letters stays so."""
    assert tell(value, "%(x)s", "de") == str(value)


@pytest.mark.parametrize("locale", ["de", "mr", "fr"])
@pytest.mark.parametrize(
    "value", [0, 1234567, -1234567, LONG, True, False, None, b"raw", Shelf.TOP]
)
def test_identifiers(value: object, locale: str) -> None:
    """A whole number under %(x)s is an id, a port or a year, and stays as it is."""
    assert tell(value, "%(x)s", locale) == str(value)


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("%(x)05d", 42),
        ("%(x)+d", MILLION),
        ("%(x)-10d", MILLION),
        ("%(x)10d", MILLION),
        ("%(x).9d", MILLION),
        ("%(x)10.2f", 1234.5),
        ("%(x)+.2f", 1234.5),
        ("%(x)#.2g", 1234.5),
        ("%(x)010s", 1234.5),
        ("%(x)-10s", "Eco"),
        ("%(x)10s", 1234.5),
        ("%(x).3s", 1234.5),
        ("%(x)10s", datetime.date(2026, 1, 31)),
        ("%(x)10s", ["a", "b"]),
        ("%(x)s", {"a": 1234.5}),
        ("%(x)r", 1234.5),
        ("%(x)r", ["a", 1234.5]),
        ("%(x)a", "é"),
        ("%(x)e", 1234.5),
        ("%(x)E", Decimal("1234.5")),
        ("%(x)x", MILLION),
        ("%(x)#o", MILLION),
        ("%(x)X", MILLION),
        ("%(x)c", 1234),
    ],
)
def test_layout(template: str, value: object) -> None:
    """What is laid out, shown for developers or in another base is what % makes of it."""
    assert tell(value, template, "de") == template.replace("(x)", "") % (value,)


@pytest.mark.parametrize("template", ["%(x)d", "%(x)f"])
def test_wrong_type(template: str) -> None:
    """What is no number raises under a number's placeholder, as % does."""
    with pytest.raises(TypeError):
        tell("12", template, "de")
