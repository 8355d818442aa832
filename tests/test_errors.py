"""The exceptions that a service raises."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest

from i18n_wsgi import errors
from i18n_wsgi.errors import (
    APIError,
    ErrorItem,
    HTTPExceptionDisguise,
    PathNotFound,
    check_status,
    code_of_name,
    undisguise,
)
from i18n_wsgi.messages import Message, translator

_ = translator("library").gettext


class BookNotFound(APIError):
    status = 404
    message = _("Book %(book)s was not found.")


class BookLocked(BookNotFound):
    status = HTTPStatus.LOCKED
    code = "E-42"
    headers = (("Retry-After", "5"),)

    def __init__(self, book: int, reader: str) -> None:
        super().__init__(book=book, reader=reader)


# The tree


def classes_drawn() -> dict[str, tuple[int, str]]:
    """Each class drawn in the module's docstring, with its depth and what stands behind it."""
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    ([│├└─ ]*)([A-Z]\w+) +(.+)", line):
            branch, name, text = found.groups()
            drawn[name] = (len(branch) // 4, text)
    return drawn


def test_tree_is_complete() -> None:
    """The tree at the head of the module shows every exception, and nothing else."""
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }

    assert set(classes_drawn()) == defined


@pytest.mark.parametrize("name", sorted(set(classes_drawn()) - {"HTTPExceptionDisguise"}))
def test_tree_is_true(name: str) -> None:
    """A class stands in the tree as deep as it is, with the status that it introduces."""
    cls: type[APIError] = getattr(errors, name)
    depth, text = classes_drawn()[name]
    parent = cls.__mro__[1]

    assert depth == cls.__mro__.index(APIError)
    assert parent is Exception or parent.__name__ in classes_drawn()
    if cls.status != getattr(parent, "status", None):
        assert text.startswith(str(cls.status))


@pytest.mark.parametrize("name", sorted(set(classes_drawn()) - {"HTTPExceptionDisguise"}))
def test_own_messages_are_lazy(name: str) -> None:
    """Every exception of ours has a lazy message, but for the root."""
    message = getattr(errors, name).message

    assert isinstance(message, Message) or name == "APIError"


# Declaring


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("JSONTooDeep", "json_too_deep"),
        ("InvalidJSON", "invalid_json"),
        ("HTTP2Error", "http2_error"),
        ("E", "e"),
        ("", ""),
        ("book_lost", "book_lost"),
        ("URI Too Long", "uri_too_long"),
        ("BookNotFound", "book_not_found"),
    ],
)
def test_code_of_name(name: str, code: str) -> None:
    """A code is the name in snake case; an abbreviation is one word."""
    assert code_of_name(name) == code


@pytest.mark.parametrize("status", [None, "404", 404.0, True, 0, -404, 200, 399, 600, 10**20])
def test_impossible_status(status: object) -> None:
    """A class whose status is that of no error can't be declared, and the error says why."""
    with pytest.raises(
        ValueError, match=re.escape(f"status of Odd is {status!r}; errors have one")
    ):
        type("Odd", (APIError,), {"status": status})


@pytest.mark.parametrize("status", [400, 599, HTTPStatus.NOT_FOUND])
def test_possible_status(status: int) -> None:
    """Any integer from 400 to 599 is a status of an error."""
    check_status(status, "the status")


def test_mixed_in_status() -> None:
    """A status that comes in with another base class is checked too."""

    class Mixin:
        status = 200

    with pytest.raises(ValueError, match="status of Odd is 200"):
        type("Odd", (Mixin, APIError), {})


@pytest.mark.parametrize(
    ("cls", "code"),
    [
        (APIError, "api_error"),
        (errors.InvalidJSON, "invalid_json"),  # not that of its parent
        (BookNotFound, "book_not_found"),
        (BookLocked, "E-42"),
    ],
)
def test_code(cls: type[APIError], code: str) -> None:
    """The code is that of the class, made from its name where it declares none."""
    assert cls.code == code


# Raising


def test_params_fill_the_message() -> None:
    """The parameters fill the class's message, which stays lazy and is the text of the exception."""
    exc = BookNotFound(book=9)

    assert (str(exc), exc.params) == ("Book 9 was not found.", {"book": 9})
    assert isinstance(exc.args[0], Message)
    assert exc.message is exc.args[0]


def test_raising_leaves_the_class() -> None:
    """What one exception says does not reach its class, and so not the next one."""
    BookNotFound(book=9, headers={"X-Shelf": "3"})

    assert BookNotFound.message == "Book %(book)s was not found."
    assert (BookNotFound.headers, BookNotFound.params) == ((), {})


@pytest.mark.parametrize("name", ["message", "self", "code", "status", "params", "safe", "args"])
def test_any_parameter_name(name: str) -> None:
    """A parameter may have the name of an attribute: it fills the text and changes nothing else."""
    params: dict[str, Any] = {name: "x"}

    exc = BookNotFound(_(f"<%({name})s>"), **params)

    assert str(exc) == "<x>"
    assert (exc.code, exc.status, exc.safe) == ("book_not_found", 404, None)


@pytest.mark.parametrize(
    ("exc", "text"),
    [
        (APIError(), ""),
        (APIError(book=9), ""),
        (BookNotFound(""), ""),  # said to be empty, not left out
        (BookNotFound(), "Book %(book)s was not found."),
        (BookNotFound(other=1), "Book %(book)s was not found."),
        (BookNotFound(_("No %(what)s") % {"what": "book"}), "No book"),
        (BookNotFound(_("%(a)s %(b)s") % {"a": 1}, b=2), "1 2"),
        (BookNotFound("plain 100%"), "plain 100%"),
    ],
)
def test_text(exc: APIError, text: str) -> None:
    """A message at the raise goes before the class's; what can't be filled stays unfilled."""
    assert str(exc) == text


def test_ready_message() -> None:
    """A message that is raised without parameters is kept as it is."""
    message = _("Half of it: %(share)s%%.") % {"share": 50}

    assert BookNotFound(message).message is message


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Shelf": "3"},
        [("X-Shelf", "3")],
        (pair for pair in [("X-Shelf", "3")]),
    ],
    ids=["mapping", "list", "generator"],
)
def test_headers(headers: Any) -> None:
    """Headers at the raise follow those of the class."""

    class Busy(APIError):
        headers: tuple[tuple[str, str], ...] = (("Retry-After", "5"),)

    exc = Busy(headers=headers)

    assert exc.headers == (("Retry-After", "5"), ("X-Shelf", "3"))


def test_errors_are_kept() -> None:
    """Several errors given by any iterable can be read more than once."""
    items = [ErrorItem("/title", "required", _("A book needs a title."))]

    exc = APIError(errors=iter(items))

    assert exc.errors == exc.errors == tuple(items)


def test_subclass_without_init() -> None:
    """A subclass whose ``__init__`` calls no other has all attributes all the same."""

    class Careless(APIError):
        def __init__(self, book: int) -> None:
            self.book = book

    exc = Careless(9)

    assert (exc.message, exc.params, exc.headers, exc.errors) == (None, {}, (), ())


# Travelling


@pytest.mark.parametrize(
    "travel", [copy.copy, copy.deepcopy, lambda exc: pickle.loads(pickle.dumps(exc))]
)
def test_travelling(travel: Callable[[BookLocked], BookLocked]) -> None:
    """A copied or unpickled exception keeps everything, whatever arguments its class takes."""
    exc = BookLocked(9, "Ada")
    exc.add_note("second try")
    exc.code = "E-43"

    twin = travel(exc)

    assert type(twin) is BookLocked
    assert vars(twin) == vars(exc)
    assert type(twin.message) is Message
    assert twin.args == exc.args


def test_disguise() -> None:
    """A disguised error is found again; any other exception is its own face."""
    inner, other = PathNotFound(path="/"), KeyError("x")

    assert undisguise(HTTPExceptionDisguise(inner)) is inner
    assert undisguise(other) is other


def test_disguise_reads_alike() -> None:
    """In a log a disguised error reads as the error itself."""
    assert str(HTTPExceptionDisguise(PathNotFound(path="/x"))) == "There is nothing at /x."


def test_plain_text_is_filled() -> None:
    """A text that was not marked is filled in all the same, and stays plain."""

    class ShelfLost(APIError):
        message = "Shelf %(shelf)s is lost, 100%% sure."

    message = ShelfLost(shelf=7).message

    assert (message, type(message)) == ("Shelf 7 is lost, 100% sure.", str)


@pytest.mark.parametrize("headers", [["x"], "Allow", {1: "a"}, [("a", "b", "c")]])
def test_headers_that_are_none(headers: Any) -> None:
    """Headers that no server could send are refused where the error is made."""
    with pytest.raises(TypeError, match="a pair of a name and a value was expected"):
        BookNotFound(book=9, headers=headers)


@pytest.mark.parametrize("errors", [["x"], "x", [("/title", "required", "A title is required.")]])
def test_items_that_are_none(errors: Any) -> None:
    """Items of another kind are refused where the error is made."""
    with pytest.raises(TypeError, match="an ErrorItem.* was expected"):
        BookNotFound(book=9, errors=errors)


@pytest.mark.parametrize("name", ["errors", "headers"])
def test_taken_parameters(name: str) -> None:
    """A message can't name what every error takes as an argument: it would never be filled."""
    with pytest.raises(ValueError, match=f"the message of Broken names {name}"):
        type("Broken", (APIError,), {"message": Message(f"%({name})d wrong")})
