"""A message's parameters as its reader writes them: numbers, dates, sizes and lists (CLDR, through
Babel)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import ClassVar, Literal, TypeAlias

from babel import Locale, localedata
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import NumberPattern, parse_pattern

from i18n_wsgi import cldr
from i18n_wsgi.messages import Message, as_text
from i18n_wsgi.negotiation import direction_of, language_of
from i18n_wsgi.placeholders import Placeholder, render

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BIDI_CONTROLS_OF_NESTED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PRECISION = re.compile(r"(\.[0-9]*)?")

# Tells text in the reader's language: lazy messages translated, anything else as it is.
Tell: TypeAlias = Callable[[str], str]


class ByteSize(int):
    """A number of bytes, which ``%(size)s`` tells in the unit that suits it, with one decimal.

        >>> str(ByteSize(1_500_000))
        '1.5 MB'

    A kilobyte has 1,000 bytes. To machines the size is its number.
    """

    _UNITS: ClassVar = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte")

    def __str__(self) -> str:
        return self.told_in("en")

    def told_in(self, locale: str | Locale) -> str:
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
        unit: CLDR's name of the unit, such as ``second``, ``meter``, ``kilometer-per-hour``. With one
            that Babel does not know the quantity is told as it stands, ``30 foo``.
    """

    value: int | float | Decimal
    unit: str

    def __str__(self) -> str:
        return self.told_in("en")

    def told_in(self, locale: str | Locale) -> str:
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
    if (given := as_text(value)) is not None:
        text = render(tell(given), placeholder)
    else:
        text = _localised(value, placeholder, locale, tell) or render(
            _told(value, tell), placeholder
        )
    if not is_rtl(locale):
        return text
    # What holds parameters of its own has them isolated already.
    is_filled = isinstance(value, Message) and value.params is not None
    return isolated(text, is_nested=is_filled or isinstance(value, (list, tuple)))


@lru_cache(maxsize=256)
def is_rtl(locale: str) -> bool:
    """Whether a locale is written from right to left."""
    return direction_of(locale) == "rtl"


def isolated(text: str, *, is_nested: bool = False) -> str:
    """The text, kept from changing the direction of what is around it; of a nested one the isolates in
    it stay."""
    if not text.isascii():
        text = (_BIDI_CONTROLS_OF_NESTED if is_nested else _BIDI_CONTROLS).sub("", text)
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def _told(value: object, tell: Tell) -> object:
    """The value with the messages told that are in it, if it is a dict, or in what a dict holds."""
    if (text := as_text(value)) is not None:
        return tell(text)
    if type(value) is dict:
        return {key: _told(item, tell) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_told(item, tell) for item in value)  # type: ignore[call-arg, attr-defined] # they hold items
    return value


def _localised(value: object, placeholder: Placeholder, locale: str, tell: Tell) -> str | None:
    """None for what is written as in English."""
    reader = _cldr_locale(locale)
    if reader is None:
        return None
    kind, form = placeholder.type, placeholder.form
    if kind in "diu" and not form and isinstance(value, (int, float, Decimal)):
        # A subclass may write itself in another way: a truth value, an enumeration.
        return _number(str(int(value)), reader)
    if kind in "fFgG" and isinstance(value, (int, float, Decimal)) and _PRECISION.fullmatch(form):
        return _number(render(value, placeholder), reader)
    if kind == "s" and not form:
        for types, told in _TOLD_AS:
            if isinstance(value, types):
                return told(value, reader, tell)
    return None


def _number(written: str, reader: Locale) -> str | None:
    """A number as Python wrote it, in the reader's way; None where it is not all digits."""
    if not (match := _PLAIN_NUMBER.fullmatch(written)):
        return None
    pattern = _pattern(reader, len(match[1] or ".") - 1)
    with localcontext() as context:
        context.prec = len(written)
        text = pattern.apply(Decimal(written), reader, numbering_system="default")
    return _in_own_digits(text, reader)


@lru_cache(maxsize=1024)
def _pattern(reader: Locale, decimals: int) -> NumberPattern:
    whole: str = reader.decimal_formats[None].pattern.partition(".")[0]
    return parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)


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


def _datetime(value: datetime.datetime, reader: Locale, _tell: Tell) -> str:
    # The long form names a time zone, which a naive value does not have.
    form = "long" if value.tzinfo else "medium"
    return _in_own_digits(format_datetime(value, form, locale=reader), reader)


def _time(value: datetime.time, reader: Locale, _tell: Tell) -> str:
    return _in_own_digits(format_time(value, "medium", locale=reader), reader)


def _timedelta(value: datetime.timedelta, reader: Locale, _tell: Tell) -> str:
    """In days, hours, minutes and seconds, those that are not 0."""
    sign, length = (-1, -value) if value < datetime.timedelta() else (1, value)
    minutes, seconds = divmod(Decimal(length.seconds), 60)
    hours, minutes = divmod(minutes, 60)
    seconds += (Decimal(length.microseconds) / 1_000_000).normalize()
    amounts = {"day": Decimal(length.days), "hour": hours, "minute": minutes, "second": seconds}
    counted = {unit: amount for unit, amount in amounts.items() if amount} or {"second": seconds}
    parts = [_with_unit(f"{sign * amount:f}", unit, reader) for unit, amount in counted.items()]
    return _joined(parts, reader, "unit")


def _list(value: list[object] | tuple[object, ...], reader: Locale, tell: Tell) -> str:
    item = Placeholder(None, "", "s")
    # Each is isolated by itself: the order of a list is that of the text around it.
    told = [tell_parameter(one, item, str(reader), tell) for one in value]
    return _joined(told, reader, "standard")


def _joined(parts: list[str], reader: Locale, style: Literal["standard", "unit"]) -> str:
    try:
        return format_list(parts, style=style, locale=reader)
    except KeyError:  # Babel lacks a pattern that CLDR has
        return ", ".join(parts)


def _size(value: ByteSize | Quantity, reader: Locale, _tell: Tell) -> str:
    return value.told_in(reader)


_TOLD_AS: tuple[tuple[type | tuple[type, ...], Callable[..., str | None]], ...] = (
    ((ByteSize, Quantity), _size),
    ((float, Decimal), _float),
    (datetime.datetime, _datetime),
    (datetime.date, _date),
    (datetime.time, _time),
    (datetime.timedelta, _timedelta),
    ((list, tuple), _list),
)


def _with_unit(written: str, unit: str, locale: str | Locale, length: str = "long") -> str:
    reader = Locale.parse(locale)
    number = _number(written, reader)
    if number is None:
        return f"{written} {unit}"
    pattern = _unit_pattern(str(reader), unit, length, reader.plural_form(Decimal(written)))
    return f"{number} {unit}" if pattern is None else pattern.format(number)


@lru_cache(maxsize=1024)
def _unit_pattern(reader: str, unit: str, length: str, plural_form: str) -> str | None:
    """How a number of units is written; None for a unit that is not in the locale's data.

    Babel's own ``format_unit`` has no other form to fall back on where a locale leaves one out.
    """
    units = localedata.load(reader)["unit_patterns"]
    # They are listed behind what they measure: duration-second.
    name = next((name for name in units if unit in (name, name.partition("-")[2])), None)
    for known in (length, "short", "long", "narrow"):
        forms = {} if name is None else units[name].get(known, {})
        if pattern := forms.get(plural_form) or forms.get("other"):
            return str(pattern)
    return None


@lru_cache(maxsize=256)
def _cldr_locale(locale: str) -> Locale | None:
    try:
        return Locale.parse(language_of(locale), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
