"""Whose fault a TypeError is."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from i18n_wsgi.calls import misfitted, parameter_names


def told(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that says what it decorates."""

    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> Any:
        return function(*args, **kwargs)

    return call


def untold(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that does not."""
    return lambda *args, **kwargs: function(*args, **kwargs)  # noqa: PLW0108  # it is to hide it


def adding(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that adds an argument."""

    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> Any:
        return function(*args, reader=1, **kwargs)

    return call


def hiding(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that keeps an argument for itself."""

    @functools.wraps(function)
    def call(controller: object, req: object) -> Any:
        return function(controller, req, reader=1)

    return call


def overfeeding(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that adds an argument which nobody takes."""

    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> Any:
        return function(*args, shelf=1, **kwargs)

    return call


def broken(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator with a bug."""

    @functools.wraps(function)
    def call(*args: object, **kwargs: object) -> Any:
        return function(len(5), *args, **kwargs)  # type: ignore[arg-type]

    return call


class Holder:
    """A decorator that is a class."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __get__(self, obj: object, cls: type) -> Callable[..., Any]:
        return functools.partial(self.function, obj)


class Callee:
    def __call__(self, req: object, book: str) -> object:
        return book + 1  # type: ignore[operator]


class Books:
    def show(self, req: object, book: str) -> object:
        return book + 1  # type: ignore[operator]

    def only_named(self, req: object, *, book: str) -> object:
        return self.show(req, book)

    def only_placed(self, req: object, book: str = "1", /) -> object:
        return self.show(req, book)

    def open(self, req: object, *args: object, **kwargs: object) -> object:
        return self.show(req)  # type: ignore[call-arg]

    def again(self, req: object, book: str = "1") -> object:
        return self.again(req, shelf=book)  # type: ignore[call-arg]

    @untold
    def recalled(self, req: object, book: str = "1") -> object:
        return self.recalled(req, shelf=book)

    def passed_on(self, req: object, book: str) -> object:
        """Takes a book."""

    is_told = told(show)
    is_untold = untold(show)
    both = told(untold(show))
    twice = told(told(show))
    is_broken = broken(show)
    is_overfed = overfeeding(show)
    held = Holder(show)
    placed = functools.partialmethod(show)
    callee = Callee()
    in_c = abs

    @staticmethod
    def static(req: object, book: str) -> object:
        return book + 1  # type: ignore[operator]

    @classmethod
    def of_class(cls, req: object, book: str) -> object:
        return book + 1  # type: ignore[operator]

    @adding
    def added(self, req: object, book: str, reader: int) -> object:
        return book + reader  # type: ignore[operator]

    @hiding
    def hidden(self, req: object, reader: int) -> object:
        return len(reader)  # type: ignore[arg-type]

    @untold
    def unnamed(self, req: object, book: str) -> object:
        return book + 1  # type: ignore[operator]


class Shelf(Books):
    def passed_on(self, req: object, **kwargs: Any) -> object:
        return super().passed_on(req, **kwargs)


SHOW = ("is_untold", "both", "held")


def judge(name: str, kwargs: dict[str, object]) -> bool:
    """Whether the TypeError that a method of Books raises is blamed on its arguments."""
    books = Books()
    method = getattr(books, name)
    attribute = "show" if name in SHOW else name
    try:
        method("req", **kwargs)
    except TypeError as exc:
        found = misfitted(exc, method, ("req",), kwargs, owner=books, attribute=attribute)
        return found is not None
    raise AssertionError("no TypeError")


TAKE_BOOK = [
    "show",
    "only_named",
    "is_told",
    "is_untold",
    "both",
    "twice",
    "held",
    "placed",
    "callee",
    "static",
    "of_class",
    "added",
    "unnamed",
]


@pytest.mark.parametrize("name", TAKE_BOOK)
@pytest.mark.parametrize(
    "kwargs", [{}, {"shelf": "1"}, {"book": "1", "shelf": "2"}, {"book": "1", "req": "2"}]
)
def test_misfit(name: str, kwargs: dict[str, object]) -> None:
    """Arguments that are missing, unknown or given twice don't fit, decorated or not."""
    assert judge(name, kwargs)


@pytest.mark.parametrize("name", TAKE_BOOK)
def test_inside(name: str) -> None:
    """A TypeError from the inside of a method is the method's own, decorated or not."""
    assert not judge(name, {"book": "1"})


@pytest.mark.parametrize(
    ("name", "kwargs", "expected"),
    [
        ("only_placed", {"book": "1"}, True),
        ("only_placed", {}, False),
        ("open", {"shelf": "1"}, False),  # takes anything, and calls another method wrongly
        ("again", {}, False),  # calls itself wrongly
        ("recalled", {}, False),
        ("recalled", {"page": "1"}, True),
        ("is_overfed", {"book": "1"}, False),
        ("hidden", {}, False),
        ("hidden", {"book": "1"}, True),
        ("hidden", {"reader": "1"}, True),  # the decorator's own, which it does not take
        ("is_broken", {"book": "1"}, False),
        ("in_c", {}, False),
        ("in_c", {"book": "1"}, True),
    ],
)
def test_blame(name: str, kwargs: dict[str, object], expected: bool) -> None:
    """Odd signatures are judged by what they take."""
    assert judge(name, kwargs) is expected


def test_no_signature() -> None:
    """What has no signature can't be misfitted: nothing shows that the arguments are at fault."""
    assert misfitted(TypeError("max expected"), max, (), {}) is None


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Books().show, ["book"]),
        (Books().is_told, ["book"]),
        (Books().only_named, ["book"]),
        (Books().hidden, ["reader"]),
        (Books().open, None),
        (Books().is_untold, None),
        (lambda req: 1, []),
        (lambda: 1, []),
        (lambda *args: 1, []),
    ],
)
def test_names(function: Callable[..., Any], expected: list[str] | None) -> None:
    """The names of a signature's parameters are known but where it takes any and names none."""
    assert parameter_names(inspect.signature(function), 1) == expected


@pytest.mark.parametrize(
    ("name", "kwargs", "expected"),
    [
        ("show", {"shelf": "1"}, ["book"]),
        ("is_told", {"shelf": "1"}, ["book"]),
        ("hidden", {"shelf": "1"}, []),  # the rest is the decorator's to give
        ("passed_on", {"shelf": "1"}, ["book"]),
        ("passed_on", {"req": "1"}, None),
    ],
)
def test_misfitted(name: str, kwargs: dict[str, object], expected: list[str] | None) -> None:
    """It is told which signature it is that the arguments don't fit."""
    shelf = Shelf()
    method = getattr(shelf, name)
    with pytest.raises(TypeError) as caught:
        method("req", **kwargs)

    found = misfitted(caught.value, method, ("req",), kwargs, owner=shelf, attribute=name)

    assert found is not None
    assert parameter_names(found, 1) == expected
