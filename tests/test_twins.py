"""Twins of exceptions and of values. That every class has one is told in ``test_translation_classes.py``."""

from __future__ import annotations

import os
from collections import OrderedDict, defaultdict, deque, namedtuple
from typing import Any

import pytest

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.twins import args_of, fill_twin, hollow_twin, slots_of, with_items, with_slot

Shelf = namedtuple("Shelf", "room row")


class Slotted(Exception):
    __slots__ = ("empty", "hint", "nothing")

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint
        self.nothing = None


class Pages(list[Any]):
    pass


class Refusing(list[Any]):
    def __copy__(self) -> Refusing:
        return self


def names_of(exc: BaseException) -> dict[str, Any]:
    return {slot.__name__: value for slot, value in slots_of(exc)}


def doubled(container: Any) -> list[Any]:
    if isinstance(container, dict):
        return [(key, value * 2) for key, value in container.items()]
    return [item * 2 for item in container]


def test_slots() -> None:
    """The slots of an exception are those that hold something, be it None."""
    assert names_of(Slotted("lost")) == {"hint": "lost", "nothing": None}


def test_built_in_attributes() -> None:
    """The attributes that a built-in class has outside of the ``__dict__`` are slots as well."""
    exc = BlockingIOError(11, "lost", 7)

    assert names_of(exc) == {
        "errno": 11,
        "strerror": "lost",
        "filename": None,
        "filename2": None,
        "characters_written": 7,
    }


def test_no_slots() -> None:
    """Most exceptions have none."""
    assert names_of(ValueError("lost")) == {}


def test_args() -> None:
    """The arguments of an exception are those that it was made with, whatever its class says."""

    class Odd(Exception):
        args = property(lambda self: 1 / 0)  # type: ignore[assignment]  # that is the test

    assert args_of(Odd("lost")) == ("lost",)


def test_twin() -> None:
    """A twin differs in what is asked for alone."""
    exc: Any = Slotted("lost")
    exc.shelf, exc.row = 4, 5
    slots = {slot: "perdu" if value == "lost" else value for slot, value in slots_of(exc)}

    twin = hollow_twin(exc, slots)
    fill_twin(twin, exc, ("perdu",), {**vars(exc), "row": 6}, slots)

    assert (type(twin), twin.args, twin.hint, twin.nothing) == (Slotted, ("perdu",), "perdu", None)
    assert (twin.shelf, twin.row) == (4, 6)
    assert (exc.args, exc.hint, exc.row) == (("lost",), "lost", 5)


def test_item() -> None:
    """An item's twin is of its class, whatever its constructor wants."""

    class Own(ErrorItem):
        def __init__(self, shelf: int) -> None:
            super().__init__("/a", "lost", "lost")
            object.__setattr__(self, "shelf", shelf)

    item = Own(4)

    twin: Any = with_slot(item, "message", "perdu")

    assert (type(twin), twin.shelf, twin.pointer, twin.message) == (Own, 4, "/a", "perdu")
    assert item.message == "lost"


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ([1, 2], [2, 4]),
        ((1, 2), (2, 4)),
        ({"a": 1}, {"a": 2}),
        ({1, 2}, {2, 4}),
        (frozenset([1, 2]), frozenset([2, 4])),
        (deque([1, 2], maxlen=2), deque([2, 4], maxlen=2)),
        (OrderedDict(b=1, a=2), OrderedDict(b=2, a=4)),
        (defaultdict(int, a=1), defaultdict(int, a=2)),
        (Shelf(1, 2), Shelf(2, 4)),
        (Pages([1, 2]), Pages([2, 4])),
    ],
    ids=repr,
)
def test_container(container: Any, expected: Any) -> None:
    """A container with other items is another one, of the same class."""
    before = repr(container)

    changed = with_items(container, doubled(container))

    assert (type(changed), repr(changed)) == (type(container), repr(expected))
    assert repr(container) == before


@pytest.mark.parametrize(
    "container", [Refusing([1, 2]), os.terminal_size((1, 2))], ids=["copy", "C"]
)
def test_container_that_refuses(container: Any) -> None:
    """A container of a class that can't be rebuilt stays as it is."""
    assert with_items(container, doubled(container)) is container
    assert [*container] == [1, 2]
