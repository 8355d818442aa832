"""What of an exception is told in its twin, whatever its class is like."""

from __future__ import annotations

import inspect
import sys
import threading
from collections import OrderedDict, deque, namedtuple
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from i18n_wsgi.messages import Message
from i18n_wsgi.twin_maker import TwinMaker

FOUND = Message("found")
Shelf = namedtuple("Shelf", "room row")


def told(exc: Any) -> Any:
    """The twin, with the messages in it in upper case."""
    return TwinMaker(str.upper).twin_of(exc)


def carrying(value: object, text: object = "plain") -> Any:
    exc: Any = ValueError(text)
    exc.held = value
    return exc


# What is told


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [FOUND]}, {"a": ["FOUND"]}),
        ({"a": FOUND, "b": 1}, {"a": "FOUND", "b": 1}),
        (OrderedDict(a=FOUND), OrderedDict(a="FOUND")),
        (Shelf(FOUND, 1), Shelf("FOUND", 1)),
        (frozenset([FOUND]), frozenset(["FOUND"])),
        (deque([FOUND], 3), deque(["FOUND"], 3)),
        ({FOUND}, {"FOUND"}),
    ],
    ids=repr,
)
def test_containers(value: object, expected: object) -> None:
    """Lazy texts in a container of any kind are told, in another one of the same class."""
    exc = carrying(value)
    before = repr(value)

    twin = told(exc)

    assert (type(twin.held), twin.held) == (type(value), expected)
    assert exc.held is value
    assert repr(value) == before


@pytest.mark.parametrize("value", [{FOUND: 1}, {"a": 1}, deque([1]), [[[[[FOUND]]]]]], ids=repr)
def test_containers_without_text(value: object) -> None:
    """What has no lazy text, keys of dicts aside, or has it too deep, is left alone."""
    exc = carrying(value)

    assert told(exc) is exc


@pytest.mark.parametrize(
    ("wrap", "unwrap"),
    [
        (lambda exc: exc, lambda held: held),
        (lambda exc: [exc], lambda held: held[0]),
        (lambda exc: {"a": (exc,)}, lambda held: held["a"][0]),
    ],
    ids=["it", "list", "dict"],
)
def test_held_exception(wrap: Any, unwrap: Any) -> None:
    """An exception that another one holds is told with it."""
    inner = ValueError(FOUND)

    twin = told(carrying(wrap(inner)))

    assert unwrap(twin.held).args == ("FOUND",)
    assert inner.args == (FOUND,)


def test_argument() -> None:
    """An exception that another one was made of is told with it, and so is its text."""
    assert str(told(KeyError(ValueError(FOUND)))) == "ValueError('FOUND')"


@pytest.mark.parametrize("wrap", [lambda exc: exc, lambda exc: [exc]], ids=["it", "list"])
def test_itself(wrap: Any) -> None:
    """An exception that holds itself, as Django's ValidationError does, has a twin that holds itself."""
    exc = carrying(None, FOUND)
    exc.held = wrap(exc)

    twin = told(exc)

    assert twin is not exc
    assert twin.held == wrap(twin)


def test_itself_without_text() -> None:
    """One that holds itself and nothing lazy is its own twin."""
    exc = carrying(None)
    exc.held = [exc]

    assert told(exc) is exc


def test_two_of_each_other() -> None:
    """Two exceptions that hold each other have twins that do."""
    one, other = carrying(None), carrying(None, FOUND)
    one.held, other.held = [other], one

    twin = told(one)

    assert twin.held[0].args == ("FOUND",)
    assert twin.held[0].held is twin


def test_group_of_itself() -> None:
    """A group whose member holds it is told."""
    member = carrying(None, FOUND)
    member.held = group = ExceptionGroup("group", [member])

    twin = told(group)

    assert twin.exceptions[0].args == ("FOUND",)


def test_cached_property() -> None:
    """A text that is computed once is told, though nobody has asked for it yet."""

    class Computed(Exception):
        @cached_property
        def message(self) -> str:
            return FOUND

    exc = Computed()

    assert told(exc).message == "FOUND"
    assert vars(exc) == {}


def test_cached_property_that_raises() -> None:
    """One that raises costs no other text."""

    class Computed(Exception):
        @cached_property
        def message(self) -> str:
            raise RuntimeError

    assert told(Computed(FOUND)).args == ("FOUND",)


def test_texts_to_choose_from() -> None:
    """A dict of texts on a class is no text of the exception."""
    exc = type("Choosing", (Exception,), {"texts": {"a": FOUND}})()

    assert told(exc) is exc


# What is kept


@dataclass(frozen=True, slots=True)
class Frozen(Exception):
    text: str
    other: object = None


class Slotted(Exception):
    __slots__ = ("other", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.other = None


@pytest.mark.parametrize("cls", [Frozen, Slotted])
def test_slot_of_none(cls: Any) -> None:
    """A slot that holds None holds it in the twin."""
    twin = told(cls(FOUND))

    assert (twin.text, twin.other) == ("FOUND", None)


def test_list_in_slot() -> None:
    """A twin shares no list with the original, in a slot neither."""
    exc = Slotted(FOUND)
    exc.other = ["plain"]

    twin = told(exc)

    assert twin.other == exc.other
    assert twin.other is not exc.other


def test_characters_written() -> None:
    """How much had been written before it would block is known of the twin."""
    assert told(BlockingIOError(11, FOUND, 7)).characters_written == 7


def test_class() -> None:
    """A twin is of the same class, even where its arguments would make another."""
    exc = OSError()
    exc.args = (2, FOUND)

    twin = told(exc)

    assert (type(twin), twin.args) == (OSError, (2, "FOUND"))


def test_growing() -> None:
    """Another thread may write to the exception meanwhile."""
    exc = carrying([FOUND], FOUND)
    is_done = threading.Event()

    def grow() -> None:
        count = 0
        while not is_done.is_set():
            count += 1
            setattr(exc, f"a{count % 500}", count)
            vars(exc).pop(f"a{(count + 250) % 500}", None)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        assert {told(exc).args for _turn in range(500)} == {("FOUND",)}
    finally:
        is_done.set()
        thread.join()


def test_deep_stack() -> None:
    """Where next to no stack is left, exceptions deep inside stay as they are, and nothing breaks."""
    exc = ValueError(FOUND)
    for _level in range(60):
        exc = carrying(exc, FOUND)

    def descend(depth: int) -> Any:
        return descend(depth - 1) if depth else told(exc)

    left = sys.getrecursionlimit() - len(inspect.stack(0))
    twins = [descend(left - kept) for kept in range(40, 200, 20)]

    assert {type(twin) for twin in twins} == {ValueError}
    assert told(exc).held.args == ("FOUND",)
