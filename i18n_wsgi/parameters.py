"""A message's parameters as its reader writes them: numbers, dates, sizes and lists (CLDR, through
Babel)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import ClassVar, Self, TypeAlias

from babel import Locale, localedata
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, get_timezone_gmt
from babel.numbers import NumberPattern, get_minus_sign_symbol, parse_pattern

from i18n_wsgi import cldr
from i18n_wsgi.messages import as_text, change_texts, is_huge
from i18n_wsgi.negotiation import direction_of, maximise, parse_tag
from i18n_wsgi.placeholders import Placeholder, render

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PLAIN_NUMBER = re.compile(r"(-?)([0-9]+)(\.[0-9]+)?([eE][+-][0-9]+)?")
_PRECISION = re.compile(r"(\.[0-9]*)?")
# Babel lacks CLDR 48's minimumGroupingDigits: these write 1234, and 12.345. (`es_` has no country.)
_LATE_GROUPING = (
    "be bg es_ es_EA es_ES es_GQ es_IC es_PH et hu hy ia ie it ka lv pl pt_CH pt_CV pt_GQ pt_GW pt_LU "
    "pt_MO pt_MZ pt_PT pt_ST pt_TL ru_UA sl sq"
)
_GROUPED_FROM = {"ee": 6, **dict.fromkeys(_LATE_GROUPING.split(), 5)}
# A subclass with a repr of its own, such as a namedtuple, is no list to its reader.
_LIST_REPRS = [kind.__repr__ for kind in (list, tuple, set, frozenset)]

# Tells text in the reader's language: lazy messages translated, anything else as it is.
Tell: TypeAlias = Callable[[str], str]


class ByteSize(int):
    """A number of bytes, which ``%(size)s`` tells in the unit that suits it, with one decimal.

        >>> str(ByteSize(1_500_000))
        '1.5 MB'

    A kilobyte has 1,000 bytes. To machines the size is its number.

    Raises:
        TypeError: it is made of what is no whole number.
    """

    _UNITS: ClassVar = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte")

    def __new__(cls, value: int) -> Self:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"value is {value!r}; allowed: an int")
        return super().__new__(cls, value)

    def __str__(self) -> str:
        return self.format_in("en")

    def format_in(self, locale: str) -> str:
        """The size as it is written in a locale."""
        power, amount = 0, Decimal(int(self))
        rounded = f"{amount:f}"
        while abs(Decimal(rounded)) >= 1000 and power < len(self._UNITS) - 1:
            power, amount = power + 1, amount / 1000
            rounded = f"{amount:.1f}".removesuffix(".0")
        unit = f"digital-{self._UNITS[power]}"
        return _with_unit(rounded, unit, locale, length="short" if power else "long")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit, which ``%(limit)s`` tells in words.

        >>> str(Quantity(30, "second"))
        '30 seconds'

    Attributes:
        value: how many.
        unit: CLDR's name of the unit, such as ``second``, ``meter``, ``kilometer-per-hour``.

    Raises:
        TypeError: the value is no number.
        ValueError: CLDR has no such unit.
    """

    value: int | float | Decimal
    unit: str

    def __post_init__(self) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float, Decimal)):
            raise TypeError(f"value is {self.value!r}; allowed: an int, a float, a Decimal")
        if _unit_name(self.unit) is None:
            raise ValueError(
                f"unit is {self.unit!r}; allowed: CLDR's names, such as second, meter, kilometer-per-hour"
            )

    def __str__(self) -> str:
        return self.format_in("en")

    def format_in(self, locale: str) -> str:
        """The quantity as it is written in a locale."""
        return _with_unit(str(self.value), self.unit, locale)


def tell_parameter(value: object, placeholder: Placeholder, locale: str, tell: Tell) -> str:
    """The parameter's value as the reader of a locale writes it, isolated in right-to-left text.

    What ``%`` lays out (``%(n)05d``), shows for developers (``%r``) or writes in another base stays as
    it is, and so does a whole number under ``%(id)s``: it is an id, a port, a year.

    Args:
        value: what was given.
        placeholder: what asks for it.
        locale: the reader's, in any spelling.
        tell: tells text that may be lazy.

    Raises:
        Exception: whatever the value raises when it is turned into text.
    """
    given = as_text(value)
    if given is not None:
        told = tell(given)
        text, is_localised = render(told, placeholder), told != given
    else:
        localised = _localised(value, placeholder, locale, tell)
        text, is_localised = (
            localised or render(change_texts(value, tell), placeholder),
            bool(localised),
        )
    if not is_rtl(locale):
        return text
    # The marks of direction in what is localised are CLDR's or the translator's, or isolate what it holds.
    return _isolate(text) if is_localised else isolated(text)


@lru_cache(maxsize=256)
def is_rtl(locale: str) -> bool:
    """Whether a locale is written from right to left."""
    return direction_of(locale) == "rtl"


def isolated(text: str) -> str:
    """Raw text, kept from changing the direction of what is around it."""
    return _isolate(text if text.isascii() else _BIDI_CONTROLS.sub("", text))


def _isolate(text: str) -> str:
    # An isolate ends with its paragraph (UAX #9, section 3.3.2).
    return f"{_FIRST_STRONG_ISOLATE}{' '.join(text.splitlines())}{_POP_ISOLATE}"


def _localised(value: object, placeholder: Placeholder, locale: str, tell: Tell) -> str | None:
    """None for what is written as in English."""
    reader = _cldr_locale(locale)
    if reader is None:
        return None
    kind, form = placeholder.type, placeholder.form
    if (
        kind in "diu"
        and not form
        and isinstance(value, (int, float, Decimal))
        and not is_huge(value)
    ):
        # A subclass may write itself in another way: a truth value, an enumeration.
        return _number(str(int(value)), reader)
    if kind in "fFgG" and isinstance(value, (int, float, Decimal)) and _PRECISION.fullmatch(form):
        return _number(render(value, placeholder), reader)
    if kind == "s" and not form:
        for types, write in _FORMATTERS:
            if isinstance(value, types):
                return write(value, reader, tell)
    return None


def _number(written: str, reader: Locale) -> str | None:
    """A number as Python wrote it, in the reader's way; None where it is not all digits."""
    if not (match := _PLAIN_NUMBER.fullmatch(written)):
        return None
    sign, whole, fraction, power = match.groups("")
    pattern = _pattern(reader, max(len(fraction) - 1, 0))
    with localcontext() as context:
        context.prec = len(written)
        text = pattern.apply(
            Decimal(whole + fraction),
            reader,
            group_separator=len(whole) >= _grouped_from(reader),
            numbering_system="default",
        )
    power = power.replace("-", _minus(reader))
    return _in_own_digits(f"{sign and _minus(reader)}{text}{power}", reader)


def _minus(reader: Locale) -> str:
    # Babel itself writes all numbers with a hyphen.
    return get_minus_sign_symbol(reader, numbering_system="default")


@lru_cache(maxsize=1024)
def _pattern(reader: Locale, decimals: int) -> NumberPattern:
    whole: str = reader.decimal_formats[None].pattern.partition(".")[0]
    return parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)


def _grouped_from(reader: Locale) -> int:
    """The number of digits from which on a whole number is grouped."""
    country = f"{reader.language}_{reader.territory or ''}"
    return _GROUPED_FROM.get(reader.language) or _GROUPED_FROM.get(country, 4)


def _in_own_digits(text: str, reader: Locale) -> str:
    # Babel writes all numbers in ASCII digits.
    digits = _digits(reader)
    return text.translate(digits) if digits else text


@lru_cache(maxsize=256)
def _digits(reader: Locale) -> dict[int, int] | None:
    zero = cldr.ZEROS.get(reader.default_numbering_system)
    return {ord("0") + digit: ord(zero) + digit for digit in range(10)} if zero else None


def _float(value: float | Decimal, reader: Locale, _tell: Tell) -> str | None:
    return _number(str(value), reader)


def _date(value: datetime.date, reader: Locale, _tell: Tell) -> str:
    return _in_own_digits(format_date(value, "long", locale=reader), reader)


def _moment(value: datetime.datetime | datetime.time, reader: Locale, _tell: Tell) -> str | None:
    """None where the time zone can't be told."""
    write = format_datetime if isinstance(value, datetime.datetime) else format_time
    try:
        offset = value.utcoffset()
        # The long form names a time zone, which a naive value does not have.
        told = write(value, "medium" if offset is None else "long", locale=reader)
        if offset is not None:
            # Babel writes -03:30 as -0430, and any offset without a word.
            babels = get_timezone_gmt(value, "short", locale=reader)
            told = told.replace(babels, _offset(offset, reader))
    # A zone may raise anything; the reader gets what % makes of the value.
    except Exception:
        return None
    return _in_own_digits(told, reader)


def _offset(offset: datetime.timedelta, reader: Locale) -> str:
    """CLDR's short localised GMT format: ``GMT-3:30``."""
    sign = "+" if offset > datetime.timedelta() else _minus(reader)
    written = sign + str(abs(offset)).removesuffix(":00").removesuffix(":00") if offset else ""
    return str(reader.zone_formats["gmt"] % written)


def _timedelta(value: datetime.timedelta, reader: Locale, _tell: Tell) -> str:
    """In days, hours, minutes and seconds, those that are not 0."""
    sign, length = (-1, -value) if value < datetime.timedelta() else (1, value)
    minutes, seconds = divmod(Decimal(length.seconds), 60)
    hours, minutes = divmod(minutes, 60)
    seconds += (Decimal(length.microseconds) / 1_000_000).normalize()
    amounts = {"day": Decimal(length.days), "hour": hours, "minute": minutes, "second": seconds}
    counted = {unit: amount for unit, amount in amounts.items() if amount} or {"second": seconds}
    parts = [
        _with_unit(f"{sign * amount:f}", unit, str(reader)) for unit, amount in counted.items()
    ]
    return _joined(parts, reader, "unit", "unit-short", "standard")


def _list(value: Collection[object], reader: Locale, tell: Tell) -> str | None:
    """None for one that is empty, or writes itself in another way."""
    cls = type(value)
    if not value or cls.__repr__ not in _LIST_REPRS or cls.__str__ is not object.__str__:
        return None
    item = Placeholder(None, "", "s")
    # Each is isolated by itself: the order of a list is that of the text around it.
    told = [tell_parameter(one, item, str(reader), tell) for one in value]
    if isinstance(value, (set, frozenset)):  # it has another order in each process
        told.sort()
    return _joined(told, reader, "standard")


def _joined(parts: list[str], reader: Locale, *styles: str) -> str:
    """One or more parts as CLDR's list patterns join them; what a style lacks is taken from the next.

    Babel's own ``format_list`` looks at one style alone, and takes its time over long lists.
    """
    patterns = [reader.list_patterns.get(style, {}) for style in styles]
    start, middle, end, pair = (
        next(pattern[place] for pattern in patterns if place in pattern)
        for place in ("start", "middle", "end", "2")
    )
    if len(parts) < 3:
        return str(pair.format(*parts)) if len(parts) == 2 else parts[0]
    # These two have nothing before or after their parts.
    head = start.format(parts[0], middle.format("", "").join(parts[1:-1]))
    return str(end.format(head, parts[-1]))


def _size(value: ByteSize | Quantity, reader: Locale, _tell: Tell) -> str:
    return value.format_in(str(reader))


_FORMATTERS: tuple[tuple[type | tuple[type, ...], Callable[..., str | None]], ...] = (
    ((ByteSize, Quantity), _size),
    ((float, Decimal), _float),
    ((datetime.datetime, datetime.time), _moment),
    (datetime.date, _date),
    (datetime.timedelta, _timedelta),
    ((list, tuple, set, frozenset), _list),
)


def _with_unit(written: str, unit: str, locale: str, length: str = "long") -> str:
    reader = _cldr_locale(locale) or Locale("en")
    number = _number(written, reader)
    is_plain = written.lstrip("-").replace(".", "", 1).isdecimal()
    form = reader.plural_form(Decimal(written)) if is_plain else "other"
    pattern = _unit_pattern(str(reader), unit, length, form)
    if "{0}" not in pattern and not written.isdecimal():
        # "An hour", "two hours" in one word: there is no place for a minus or a fraction.
        pattern = _unit_pattern(str(reader), unit, length, "other")
    if written.startswith("-") and is_rtl(str(reader)):
        # CLDR's minus has a direction, which is not that of the words.
        number = _isolate(number or written)
    return pattern.format(number or written)


@lru_cache(maxsize=1024)
def _unit_pattern(reader: str, unit: str, length: str, plural_form: str) -> str:
    """How a number of units is written, with the unit's own name where the locale's data lacks it.

    Babel's own ``format_unit`` has no other form to fall back on where a locale leaves one out.
    """
    lengths = localedata.load(reader)["unit_patterns"].get(_unit_name(unit), {})
    for known in (length, "short", "long", "narrow"):
        forms = lengths.get(known, {})
        if pattern := forms.get(plural_form) or forms.get("other"):
            return str(pattern)
    return f"{{0}} {unit}"


@lru_cache(maxsize=256)
def _unit_name(unit: str) -> str | None:
    """``duration-second`` for ``second``; None for what is no unit."""
    names = localedata.load("en")["unit_patterns"]
    return next((name for name in names if unit in (name, name.partition("-")[2])), None)


@lru_cache(maxsize=256)
def _cldr_locale(locale: str) -> Locale | None:
    """The nearest that CLDR has in the same language and script, or None."""
    if (tag := parse_tag(locale)) is None:
        return None
    full = maximise(tag)
    for wanted in (tag, full, full._replace(region="")):
        try:
            found = Locale.parse(str(wanted), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        # Babel may answer with another script.
        its_tag = parse_tag(str(found))
        if its_tag is not None and maximise(its_tag)[:2] == full[:2]:
            return found
    return None
