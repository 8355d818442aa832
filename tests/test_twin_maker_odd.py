"""Exceptions of odd classes: they have twins of those classes, or stay as they are, and nothing breaks."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.messages import Message
from i18n_wsgi.twin_maker import TwinMaker

FOUND = Message("found")


def told(exc: Any) -> Any:
    """The twin, with the messages in it in upper case."""
    return TwinMaker(str.upper).twin_of(exc)


class Unhashable(type):
    __hash__ = None  # type: ignore[assignment]

    def __eq__(cls, other: object) -> bool:
        return cls is other


class Unwilling(type):
    def __getattr__(cls, name: str) -> object:
        raise (AttributeError if name.startswith("__") else RuntimeError)(
            name
        )  # pytest asks for some


class Raising:
    def __get__(self, exc: object, cls: type) -> object:
        raise RuntimeError("no message")


class WithUnwillingClass(Exception, metaclass=Unwilling):
    pass


class WithRaisingMessage(Exception):
    message = Raising()


class WithReadOnlyArgs(Exception):
    args = property(lambda self: ("others",))  # type: ignore[assignment]  # that is the test


class WithRaisingArgs(Exception):
    args = Raising()  # type: ignore[assignment]  # that is the test


class CallingItselfBuiltIn(Exception):
    __module__ = "builtins"

    def __new__(cls, *args: object, shelf: int = 4) -> CallingItselfBuiltIn:
        return super().__new__(cls, *args)


class WithOddNew(Exception):
    def __new__(cls, text: str) -> WithOddNew:
        if not isinstance(text, Message):
            raise TypeError("lazy ones only")
        return super().__new__(cls, text)


@pytest.mark.parametrize(
    "cls",
    [
        WithUnwillingClass,
        WithRaisingMessage,
        WithReadOnlyArgs,
        WithRaisingArgs,
        CallingItselfBuiltIn,
        WithOddNew,
    ],
)
def test_odd_class(cls: type[BaseException]) -> None:
    """The twin of an exception of an odd class is of that class, and told."""
    twin = told(cls(FOUND))

    assert type(twin) is cls
    assert BaseException.__str__(twin) == "FOUND"


class Item(ErrorItem):
    def __init__(self) -> None:
        super().__init__("/a", "lost", FOUND)


def test_odd_item() -> None:
    """An item whose class has a constructor of its own is told, and stays of that class."""
    (item,) = told(ValueError(Item())).args

    assert (type(item), item.message) == (Item, "FOUND")


class Hopeless(Exception, metaclass=Unhashable):
    pass


def test_class_without_twins(caplog: pytest.LogCaptureFixture) -> None:
    """An exception of which no twin can be made stays as it is; its class is logged once."""
    exc = Unhashable("Unlogged", (Exception,), {})(FOUND)

    with caplog.at_level(logging.WARNING):
        assert [told(exc), told(exc)] == [exc, exc]

    (record,) = caplog.records
    assert record.getMessage() == (
        "Exceptions of <class 'tests.test_twin_maker_odd.Unlogged'> stay in English: "
        "making a twin raises <class 'TypeError'>"
    )


def test_member_without_twins() -> None:
    """In a group it costs itself alone."""
    exc = Hopeless(FOUND)

    twin = told(ExceptionGroup("group", [exc, ValueError(FOUND)]))

    assert twin.exceptions[0] is exc
    assert twin.exceptions[1].args == ("FOUND",)


def test_group_of_those_without_twins() -> None:
    """A group of none but such stays itself."""
    group = ExceptionGroup("group", [Hopeless(FOUND)])

    assert told(group) is group
