"""Dates, times and durations as their reader writes them (CLDR)."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.telling import FSI, MILLION, PDI, isolated, tell

MOMENT = datetime.datetime(2026, 1, 31, 22, 5, 9)


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

    assert told == "31. Januar 2026, 22:05:09 GMT+5:45"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-210, "GMT-3:30"), (-570, "GMT-9:30"), (-30, "GMT-0:30"), (-300, "GMT-5"), (60, "GMT+1")],
)
@pytest.mark.parametrize("value", [MOMENT, MOMENT.time()], ids=["datetime", "time"])
def test_offsets(value: datetime.datetime | datetime.time, minutes: int, expected: str) -> None:
    """A zone without a name is told as CLDR's localised GMT format."""
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))

    assert tell(value.replace(tzinfo=zone), "%(x)s", "de").endswith(f"22:05:09 {expected}")


@pytest.mark.parametrize(
    ("locale", "zone", "expected"),
    [
        ("fr", "America/New_York", "HNE"),
        ("de", "America/New_York", "GMT-5"),
        ("fr", "America/Argentina/Buenos_Aires", "UTC-3"),
        ("de", "Europe/London", "GMT"),
        ("sv", "America/St_Johns", "GMT−3:30"),
        ("mr", "Europe/Berlin", "[GMT]+१"),
    ],
)
def test_zones(locale: str, zone: str, expected: str) -> None:
    """A zone has the reader's name for it, or else its offset in the reader's way and digits."""
    assert tell(MOMENT.replace(tzinfo=ZoneInfo(zone)), "%(x)s", locale).endswith(f" {expected}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.datetime.min, "1. Januar 1, 00:00:00 GMT-3:30:52"),  # St. John's own time
        (datetime.datetime.max, "31. Dezember 9999, 23:59:59 GMT-3:30"),
    ],
)
def test_ends_of_time(value: datetime.datetime, expected: str) -> None:
    """The first moment and the last are told in their zone."""
    told = tell(value.replace(tzinfo=ZoneInfo("America/St_Johns")), "%(x)s", "de")

    assert told == expected


def test_time_in_a_zone_of_dates() -> None:
    """A time of day whose zone's offset depends on the date is told without one."""
    value = MOMENT.time().replace(tzinfo=ZoneInfo("Europe/Berlin"))

    assert tell(value, "%(x)s", "de") == "22:05:09"


class Nameless(datetime.tzinfo):
    def utcoffset(self, _moment: datetime.datetime | None) -> datetime.timedelta:
        return datetime.timedelta(hours=3)


class Offsetless(datetime.tzinfo):
    def utcoffset(self, _moment: datetime.datetime | None) -> None:
        return None


def test_nameless_zone() -> None:
    """What a zone that lacks methods leaves of a moment is what % makes of it."""
    value = MOMENT.replace(tzinfo=Nameless())

    assert tell(value, "%(x)s", "de") == str(value)


def test_offsetless_zone() -> None:
    """A moment of a zone without an offset is told as one without a zone."""
    assert tell(MOMENT.replace(tzinfo=Offsetless()), "%(x)s", "de") == "31.01.2026, 22:05:09"


class Birthday(datetime.date):
    """A date of one's own."""


def test_subclass() -> None:
    """A date's subclass is told as a date."""
    assert tell(Birthday(2026, 1, 31), "%(x)s", "de") == "31. Januar 2026"


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
        ("ar", datetime.timedelta(days=2, hours=2), ["يومان", "ساعتان"]),  # not one of them twice
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
