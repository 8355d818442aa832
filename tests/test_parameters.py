"""A message's parameters as its reader writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.messages import translator
from i18n_wsgi.parameters import ByteSize, Quantity
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog
from tests.telling import BOOK, FSI, MILLION, PDI, isolated, tell

_ = translator("library").gettext
MOMENT = datetime.datetime(2026, 1, 31, 22, 5, 9)


# From right to left


@pytest.mark.parametrize("locale", ["he", "ar_EG", "fa", "ur", "yi", "ckb", "az_Arab", "ar_XB"])
@pytest.mark.parametrize(
    "value", ["Eco", "", 7, None, 1234.5, MOMENT, ByteSize(5), Quantity(5, "hour"), ["a"], {"k": 1}]
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
def test_stray_controls(control: str) -> None:
    """A parameter can't break out of its isolate: its own marks of direction are taken out."""
    assert tell(f"a{control}b{control}", "%(x)s", "he") == isolated("ab")


BREAKS = "\n\r\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("end", [*BREAKS, "\r\n"], ids=ascii)
@pytest.mark.parametrize("make", [str, _], ids=["text", "message"])
def test_paragraph_ends(end: str, make: Callable[[str], str]) -> None:
    """What ends a paragraph would end the isolate: it is a space there."""
    assert tell(make(f"A{end}B"), "%(x)s", "he") == isolated("A B")


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


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en_XA", "January 31, 2026"),  # pseudo-locales
        ("ar_XB", isolated("31 يناير 2026")),
        ("en_150", "31 January 2026"),
        ("zh_Hant_US", "2026年1月31日"),
        ("es_FR", "31 de enero de 2026"),
        ("sr_Latn_US", "31. januar 2026."),
        ("uz_Arab_IR", isolated("۳۱ نچی جنوری ۲۰۲۶")),
        ("pa_Arab_IN", isolated("۳۱ جنوری ۲۰۲۶")),
        ("my", "၂၀၂၆ ဇန်နဝါရီ ၃၁"),
        ("ne", "२०२६ जनवरी ३१"),
        ("ar", isolated("31 يناير 2026")),
        ("hi", "31 जनवरी 2026"),
        # Nothing is in this script, or of this language.
        ("de_Cyrl", "2026-01-31"),
        ("ur_Latn", "2026-01-31"),
        ("ku_Arab", isolated("2026-01-31")),
        ("x-klingon", "2026-01-31"),
        ("und", "2026-01-31"),
        ("C", "2026-01-31"),
        ("", "2026-01-31"),
    ],
)
def test_nearest_locale(locale: str, expected: str) -> None:
    """Where CLDR lacks a locale its nearest one in the script is taken, else the source's way."""
    assert tell(MOMENT.date(), "%(x)s", locale) == expected


# What can't be told


class Cursed(datetime.tzinfo):
    def utcoffset(self, _moment: datetime.datetime | None) -> datetime.timedelta:
        raise RuntimeError("there is no such zone")


@pytest.mark.parametrize(
    ("placeholder", "value"),
    [
        ("%(x)d", 10**5000),  # more digits than Python writes
        ("%(x)s", 10**5000),
        ("%(x)s", Quantity(10**5000, "second")),
        ("%(x)d", math.nan),
        ("%(x)d", math.inf),
        ("%(x)f", 10**5000),
        ("%(x).2f", Decimal("sNaN")),
        ("%(x)s", MOMENT.replace(tzinfo=Cursed())),
        ("%(x)s", [MOMENT.replace(tzinfo=Cursed())]),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_untellable(placeholder: str, value: object, write_catalog: WriteCatalog) -> None:
    """A parameter that can't be written leaves the reader with the English text."""
    source = f"Seen: {placeholder}."
    root = write_catalog("de", f'msgid "{source}"\nmsgstr "Gesehen: {placeholder}."\n')
    text = _(source) % {"x": value}

    told = translate(text, "de", catalogs=Catalogs(domain="library", locale_dir=str(root)))

    assert told == str(text)


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
