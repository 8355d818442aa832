"""Exceptions that are made of odd things: they are told, or stay as they are, and nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from i18n_wsgi import translate_exception
from i18n_wsgi.messages import Message, translator

FOUND = Message("Not Found")


class Loaded:
    """As Django's request.user: whoever looks at it loads it."""

    @property
    def __class__(self) -> Any:
        raise RuntimeError("no database")


def carrying(value: object) -> Exception:
    exc = ValueError(FOUND)
    exc.odd = value
    return exc


def endless() -> list[object]:
    items: list[object] = []
    items.append(items)
    return items


@pytest.mark.parametrize(
    "make",
    [Loaded, endless, lambda: json.loads("[" * 600 + "]" * 600), lambda: ([FOUND],), dict],
)
def test_odd_attribute(make: Callable[[], object]) -> None:
    """Whatever an exception carries, its text is told."""
    exc = carrying(value := make())

    assert str(translate_exception(exc, "fr")) == "Introuvable"
    assert exc.odd is value


def test_shared_member() -> None:
    """A member that many groups share is told once, however they are nested."""
    group: Exception = ValueError(FOUND)
    for _turn in range(60):
        group = ExceptionGroup("of two", [group, group])

    twin = translate_exception(group, "fr")

    assert isinstance(twin, ExceptionGroup)
    assert twin.exceptions[0] is twin.exceptions[1]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1.0, "one"), (2.0, "many"), (1.5, "many"), (float("nan"), "many"), ("1", "many")],
)
def test_count_that_is_no_int(count: object, expected: str) -> None:
    """A count that is a whole number counts, whatever its type; any other is told as many."""
    message = translator("library").ngettext("one", "many", "n") % {"n": count}

    assert message == expected
