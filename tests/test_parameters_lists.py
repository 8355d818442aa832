"""Lists and dicts as their reader writes them (CLDR)."""

from __future__ import annotations

import datetime
from collections import OrderedDict, defaultdict, deque
from typing import NamedTuple

import pytest

from i18n_wsgi.messages import translator
from i18n_wsgi.parameters import ByteSize
from i18n_wsgi.translation import translate
from tests.telling import BOOK, tell

_ = translator("library").gettext
MOMENT = datetime.datetime(2026, 1, 31, 22, 5, 9)


class Place(NamedTuple):
    shelf: object
    row: object


class Version(tuple[int, ...]):
    __slots__ = ()

    def __str__(self) -> str:
        return ".".join(map(str, self))


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
        ("de", {10}, "10"),
        ("de", {BOOK, "b", "a"}, "BOOK, a und b"),  # in one order, whatever the process
        ("de", frozenset(["b", "a"]), "a und b"),
        ("de", set(), "set()"),
        ("de", Place(1, 2), "Place(shelf=1, row=2)"),
        ("de", Version((1, 2)), "1.2"),
        ("ti", ["a", "b", "c"], "a፣ bን cን"),
        ("tlh", ["a", 1], "['a', 1]"),
        ("tlh", ["a", (BOOK, [BOOK])], "['a', ('BOOK', ['BOOK'])]"),
    ],
)
def test_lists(locale: str, value: object, expected: str) -> None:
    """A list, tuple or set is told as the reader enumerates, each item by itself; an empty one, or
    one that writes itself, stays."""
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Place("a", BOOK), "Place(shelf='a', row='BOOK')"),
        (deque([BOOK]), "deque(['BOOK'])"),
        (OrderedDict(k=BOOK), repr(OrderedDict(k="BOOK"))),
        (defaultdict(list, k=[BOOK]), "defaultdict(<class 'list'>, {'k': ['BOOK']})"),
        ({BOOK: 1}.keys(), "dict_keys(['BOOK'])"),
        ({"k": BOOK}.values(), "dict_values(['BOOK'])"),
        ({"k": BOOK}.items(), "dict_items([('k', 'BOOK')])"),
        ({"k": {BOOK}}, "{'k': {'BOOK'}}"),
        ({"k": frozenset([BOOK])}, "{'k': frozenset({'BOOK'})}"),
        ({"k": 4 * [BOOK]}, "{'k': ['BOOK', 'BOOK', 'BOOK', 'BOOK']}"),
        (Version((1, 2)), "1.2"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_collections(value: object, expected: str) -> None:
    """Other collections are shown as Python does, the messages in them translated."""
    assert tell(value, "%(x)s", "de") == expected


def test_depth() -> None:
    """A message that lies deeper than any list for readers is shown in English."""
    assert tell({1: {2: {3: {4: BOOK, 5: {6: BOOK}}}}}, "%(x)s", "de") == (
        "{1: {2: {3: {4: 'BOOK', 5: {6: 'Book'}}}}}"
    )


@pytest.mark.parametrize("value", [["a", BOOK], ("a", BOOK), {"k": BOOK}])
def test_value_is_untouched(value: list[object] | dict[str, object]) -> None:
    """What was given keeps its lazy messages: another reader is told from it."""
    before = repr(value)

    tell(value, "%(x)s", "de")

    assert repr(value) == before
    assert any(item is BOOK for item in (value.values() if isinstance(value, dict) else value))


def test_long_list() -> None:
    """Nothing is left out of a long list."""
    value = list(range(10_000))

    told = tell(value, "%(x)s", "de")

    assert told == ", ".join(map(str, value[:-1])) + " und 9999"


def test_generator_is_not_consumed() -> None:
    """A generator is left for its owner."""
    value = (item for item in ["a", "b"])

    assert tell(value, "%(x)s", "de") == str(value)
    assert list(value) == ["a", "b"]


def test_endless_list() -> None:
    """A list that holds itself leaves the reader with the English text."""
    endless: list[object] = []
    endless.append(endless)
    text = _("%(x)s") % {"x": endless}

    assert translate(text, "fr") == str(text)
