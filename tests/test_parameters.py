"""A message's parameters as its reader writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime
import enum
import json
import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.localedata import locale_identifiers

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.parameters import ByteSize, Quantity, tell_parameter
from i18n_wsgi.placeholders import placeholders_of
from i18n_wsgi.translation import translate

_ = translator("library").gettext
FSI, PDI = "\u2068", "\u2069"
BOOK = _("Book")
MILLION = 1_234_567
LONG = 10**44 + 7  # 45 digits, more than a Decimal has by default
BIG_DECIMAL = Decimal("12345678901234567890.12345678901234567890")
MOMENT = datetime.datetime(2026, 1, 31, 22, 5, 9)


class Shelf(enum.IntEnum):
    TOP = 1200

    def __str__(self) -> str:
        return "top"


def loud(text: str) -> str:
    """A translation that shows: only what is lazy becomes upper case."""
    return str(text).upper() if isinstance(text, Message) else text


def tell(value: object, template: str, locale: str) -> str:
    """The value told for the one placeholder of a template, all of its spaces plain ones."""
    (placeholder,) = placeholders_of(template)
    told = tell_parameter(value, placeholder, locale, loud)
    return told.replace("\u00a0", " ").replace("\u202f", " ")


def isolated(text: str) -> str:
    return f"{FSI}{text}{PDI}"


# Numbers


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
        ("fa", Decimal("-2.50"), isolated("-۲٫۵۰")),
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
        ("%(x)s", {1234.5}),
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


# Dates and times


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de", datetime.date(1, 1, 1), "1. Januar 1"),
        ("de", datetime.date(9999, 12, 31), "31. Dezember 9999"),
        ("de", MOMENT.date(), "31. Januar 2026"),
        ("fr", MOMENT.date(), "31 janvier 2026"),
        ("ja", MOMENT.date(), "2026年1月31日"),
        ("mr", MOMENT.date(), "३१ जानेवारी, २०२६"),
        ("ar_EG", MOMENT.date(), isolated("٣١ يناير ٢٠٢٦")),
        ("tlh", MOMENT.date(), "2026-01-31"),
        ("de", MOMENT, "31.01.2026, 22:05:09"),
        ("ja", MOMENT, "2026/01/31 22:05:09"),
        ("tlh", MOMENT, "2026-01-31 22:05:09"),
        ("de", MOMENT.replace(tzinfo=datetime.UTC), "31. Januar 2026, 22:05:09 UTC"),
        ("de", MOMENT.replace(tzinfo=ZoneInfo("Europe/Berlin")), "31. Januar 2026, 22:05:09 MEZ"),
        ("tlh", MOMENT.replace(tzinfo=datetime.UTC), "2026-01-31 22:05:09+00:00"),
        ("de", MOMENT.time(), "22:05:09"),
        ("fa", MOMENT.time(), isolated("۲۲:۰۵:۰۹")),
        ("mr", datetime.time(0, 5), "१२:०५:०० AM"),
        ("tlh", MOMENT.time(), "22:05:09"),
    ],
)
def test_dates(locale: str, value: object, expected: str) -> None:
    """Dates and times are in the reader's words and digits; a zone is named where there is one."""
    assert tell(value, "%(x)s", locale) == expected


def test_zone_is_kept() -> None:
    """A moment is told in the zone that it was given in, and not in the server's."""
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=45))

    told = tell(MOMENT.replace(tzinfo=zone), "%(x)s", "de")

    assert told == "31. Januar 2026, 22:05:09 +0545"


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de", datetime.timedelta(), ["0 Sekunden"]),
        ("de", datetime.timedelta(microseconds=1), ["0,000001 Sekunden"]),
        ("de", datetime.timedelta(seconds=1.5), ["1,5 Sekunden"]),
        ("de", datetime.timedelta(seconds=10), ["10 Sekunden"]),
        ("de", datetime.timedelta(milliseconds=-250), ["-0,25 Sekunden"]),
        ("de", datetime.timedelta(days=-1, hours=1), ["-23 Stunden"]),
        ("de", -datetime.timedelta(days=1, seconds=2), ["-1 Tag", "-2 Sekunden"]),
        ("de", datetime.timedelta(days=MILLION), ["1.234.567 Tage"]),
        ("de", datetime.timedelta.min, ["-999.999.999 Tage"]),
        (
            "de",
            datetime.timedelta.max,
            ["999.999.999 Tage", "23 Stunden", "59 Minuten", "59,999999 Sekunden"],
        ),
        ("fr", datetime.timedelta(days=1, minutes=90), ["1 jour", "1 heure", "30 minutes"]),
        ("pl", datetime.timedelta(hours=2, minutes=5), ["2 godziny", "5 minut"]),
        ("ja", datetime.timedelta(days=2, hours=3), ["2 日", "3 時間"]),
        ("mr", datetime.timedelta(minutes=1, seconds=2.5), ["१ मिनिट", "२.५ सेकंद"]),
        ("ar_EG", datetime.timedelta(hours=3), ["٣ ساعات"]),
        ("es", datetime.timedelta(hours=1, minutes=5), ["1 hora", "5 minutos"]),
        ("tlh", datetime.timedelta(hours=1, minutes=5), ["1:05:00"]),
    ],
)
def test_durations(locale: str, value: datetime.timedelta, expected: list[str]) -> None:
    """A duration is told in days, hours, minutes and seconds, each once, those of 0 left out."""
    told = tell(value, "%(x)s", locale).strip(FSI + PDI)

    places = [told.index(part) for part in expected]
    assert places == sorted(places)
    assert told.startswith(expected[0])
    assert told.endswith(expected[-1])
    assert len(told) <= len(" und ".join(expected))  # and there is nothing else


# Sizes and units


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
        ("fa", Quantity(30, "second"), isolated("۳۰ ثانیه")),
        ("tlh", Quantity(30, "second"), "30 seconds"),
        ("de", Quantity(MILLION, "foo"), "1.234.567 foo"),  # not CLDR's
        ("de", Quantity(2, "duration"), "2 duration"),  # the start of a name is none
        ("de", Quantity(2, "digital"), "2 digital"),
        ("de", Quantity(math.nan, "foo"), "nan foo"),
        ("de", Quantity(Decimal("Infinity"), "foo"), "Infinity foo"),
    ],
)
def test_quantity(locale: str, quantity: Quantity, expected: str) -> None:
    """A quantity is told in the reader's words, and as it stands where CLDR lacks the unit."""
    assert tell(quantity, "%(x)s", locale) == expected


def test_quantity_of_nothing() -> None:
    """A quantity that is no number raises nothing."""
    assert str(Quantity(math.nan, "second")).startswith("nan")


# Lists and dicts


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("de", ["a"], "a"),
        ("de", ("a", "b"), "a und b"),
        ("de", ["a", "b", "c"], "a, b und c"),
        ("de", ["a", 1234, 1234.5, None, BOOK], "a, 1234, 1.234,5, None und BOOK"),
        ("de", [MOMENT.date(), ByteSize(1500)], "31. Januar 2026 und 1,5 kB"),
        ("de", [["a", BOOK], ("b",)], "a und BOOK und b"),
        ("de", [{"k": BOOK}], "{'k': 'BOOK'}"),
        ("de", [_("by %(who)s") % {"who": "Eco"}], "BY ECO"),
        ("de", [], "[]"),
        ("de", (), "()"),
        ("ja", ["a", "b", "c"], "a、b、c"),
        ("zh_Hant", ["a", "b", "c"], "a、b和c"),
        ("mr", [0.5, "b"], "०.५ आणि b"),
        ("tlh", ["a", 1], "['a', 1]"),
        ("tlh", ["a", (BOOK, [BOOK])], "['a', ('BOOK', ['BOOK'])]"),
    ],
)
def test_lists(locale: str, value: object, expected: str) -> None:
    """A list or tuple is told as the reader enumerates, each item by itself; an empty one stays."""
    assert tell(value, "%(x)s", locale) == expected


@pytest.mark.parametrize("locale", ["de", "tlh"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"k": BOOK}, "{'k': 'BOOK'}"),
        ({"k": {"deep": BOOK}, 1: "x"}, "{'k': {'deep': 'BOOK'}, 1: 'x'}"),
        ({"k": [BOOK, ("x", BOOK)]}, "{'k': ['BOOK', ('x', 'BOOK')]}"),
        ({}, "{}"),
    ],
)
def test_dicts(locale: str, value: object, expected: str) -> None:
    """A dict is shown as Python does, the messages in it translated."""
    assert tell(value, "%(x)s", locale) == expected


@pytest.mark.parametrize("value", [["a", BOOK], ("a", BOOK), {"k": BOOK}])
def test_value_is_untouched(value: list[object] | dict[str, object]) -> None:
    """What was given keeps its lazy messages: another reader is told from it."""
    before = repr(value)

    tell(value, "%(x)s", "de")

    assert repr(value) == before
    assert any(item is BOOK for item in (value.values() if isinstance(value, dict) else value))


def test_endless_list() -> None:
    """A list that holds itself leaves the reader with the English text."""
    endless: list[object] = []
    endless.append(endless)
    text = _("%(x)s") % {"x": endless}

    assert translate(text, "fr") == str(text)


# From right to left


@pytest.mark.parametrize("locale", ["he", "ar_EG", "fa", "ur", "yi", "ckb", "az_Arab", "ar_XB"])
@pytest.mark.parametrize(
    "value", ["Eco", "", 7, None, 1234.5, MOMENT, ByteSize(5), Quantity(5, "foo"), ["a"], {"k": 1}]
)
def test_isolation(locale: str, value: object) -> None:
    """In text from right to left every parameter is isolated (UAX #9, section 2.4.2)."""
    told = tell(value, "%(x)s", locale)

    assert (told[0], told[-1]) == (FSI, PDI)
    assert told.count(FSI) == told.count(PDI)


@pytest.mark.parametrize("locale", ["de", "en", "ja", "az_Latn", "en_XA", "tlh", "C", ""])
def test_no_isolation(locale: str) -> None:
    """In text from left to right parameters are told without marks of direction."""
    assert tell("Eco", "%(x)s", locale) == "Eco"


CONTROLS = [
    *"\u061c\u200e\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("wrap", [str, Message], ids=["plain", "lazy"])
def test_stray_controls(control: str, wrap: type[str]) -> None:
    """A parameter can't break out of its isolate: its own marks of direction are taken out."""
    told = tell(wrap(f"a{control}b{control}"), "%(x)s", "he")

    assert told.lower() == isolated("ab")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["a", "ב"], f"{isolated('a')} ו{isolated('ב')}"),
        (("a",), isolated("a")),
        ([1, 1234.5, None], f"{isolated('1')}, {isolated('1,234.5')} ו{isolated('None')}"),
        ([["a"], "c"], f"{isolated(isolated('a'))} ו{isolated('c')}"),
    ],
)
def test_isolated_items(value: object, expected: str) -> None:
    """Each item of a list is isolated by itself: the list runs as the text around it does."""
    assert tell(value, "%(x)s", "he") == isolated(expected)


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_stray_controls_in_lists(control: str) -> None:
    """An item of a list can't break out either."""
    told = tell([f"a{control}", f"b{control}"], "%(x)s", "he")

    assert told == isolated(f"{isolated('a')} ו{isolated('b')}")


# All of Babel's locales


def test_any_locale() -> None:
    """In none of Babel's locales does a parameter raise or come out empty."""
    sample = sorted(locale_identifiers())[::18]
    values = {
        "%(x)d": [MILLION, -1],
        "%(x).2f": [1234.5],
        "%(x)g": [0.5],
        "%(x)s": [
            Decimal("-1234.50"),
            MOMENT.date(),
            MOMENT,
            MOMENT.replace(tzinfo=datetime.UTC),
            MOMENT.time(),
            datetime.timedelta(days=2, hours=3, minutes=4, seconds=5.5),
            -datetime.timedelta(hours=5),
            ["a", "b", "c"],
            *map(ByteSize, (1, 2, 1500, 2 * 10**9)),
            Quantity(3, "second"),
            Quantity(Decimal("2.5"), "kilometer-per-hour"),
        ],
    }

    told = [
        tell(value, template, locale).strip(FSI + PDI)
        for locale in sample
        for template, group in values.items()
        for value in group
    ]

    assert len(sample) >= 60
    assert all(told)


# English

VALUES = [
    MILLION,
    1234.5,
    Decimal("1234.50"),
    MOMENT,
    MOMENT.date(),
    datetime.timedelta(minutes=90),
    ["a", BOOK],
    ("a", 1),
    {"k": BOOK},
    ByteSize(1_500_000),
    Quantity(30, "second"),
    "\u202eEco\u2069",
    None,
]


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Catalogs:
    """Catalogs without one for English."""
    root: Path = tmp_path_factory.mktemp("locale")
    (root / "de" / "LC_MESSAGES").mkdir(parents=True)
    return Catalogs(domain="library", locale_dir=str(root))


@pytest.mark.parametrize("locale", [None, "en", "en_US", "en-GB"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_english_is_never_altered(value: object, locale: str | None, german: Catalogs) -> None:
    """The English source text is what % makes of it: no grouping, no isolation."""
    text = _("Seen: %(x)s.") % {"x": value}

    told = translate(text, locale, catalogs=german)

    assert str(text) == told == f"Seen: {value!s}."


@pytest.mark.parametrize("template", ["%(x)d", "%(x).2f", "%(x)g", "%(x)05d"])
@pytest.mark.parametrize("locale", [None, "en"])
def test_english_numbers(template: str, locale: str | None, german: Catalogs) -> None:
    """A number in the English source text is not grouped."""
    text = _(template) % {"x": MILLION}

    assert str(text) == translate(text, locale, catalogs=german) == template % {"x": MILLION}
