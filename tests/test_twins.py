"""Twins of exceptions. That every class has one is told in ``test_translation_classes.py``."""

from __future__ import annotations

from typing import Any

from i18n_wsgi.twins import make_twin, slots_of


class Slotted(Exception):
    __slots__ = ("empty", "hint", "nothing")

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint
        self.nothing = None


def names_of(exc: BaseException) -> dict[str, Any]:
    return {slot.__name__: value for slot, value in slots_of(exc)}


def test_slots() -> None:
    """The slots of an exception are those that hold something."""
    assert names_of(Slotted("lost")) == {"hint": "lost"}


def test_built_in_attributes() -> None:
    """The attributes that a built-in class has outside of the ``__dict__`` are slots as well."""
    assert names_of(ImportError("lost", name="books")) == {"msg": "lost", "name": "books"}


def test_no_slots() -> None:
    """Most exceptions have none."""
    assert names_of(ValueError("lost")) == {}


def test_twin() -> None:
    """A twin differs in what is asked for alone."""
    exc: Any = Slotted("lost")
    exc.shelf, exc.row = 4, 5
    (slot,) = [slot for slot, _value in slots_of(exc)]

    twin = make_twin(exc, ("perdu",), ("perdu",), {"row": 6}, {slot: "perdu"})

    assert (type(twin), twin.args, twin.hint) == (Slotted, ("perdu",), "perdu")
    assert (twin.shelf, twin.row) == (4, 6)
    assert (exc.args, exc.hint, exc.row) == (("lost",), "lost", 5)
