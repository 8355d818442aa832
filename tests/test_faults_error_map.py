"""The error map: which class of exceptions is told with which status."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import eventlet
import pytest

from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.faults import ErrorMap, Fault, describe
from i18n_wsgi.messages import Message, translator

_ = translator("library").gettext
TEAPOT = Fault(418, "teapot", "Teapot", "Teapot", "Short and stout.", "Tip me over.")
UNDECLARED = (500, "internal_server_error", "InternalServerError", None)


class BookNotFound(APIError):
    status = 404
    code = "E-42"
    message = _("Book %(book)s was not found.")


class LookupFailed(LookupError):
    """A service's own exception, which knows nothing of us."""


class BookLookupFailed(LookupFailed):
    pass


def told(fault: Fault) -> tuple[int, str, str, str | None]:
    return fault.status, fault.code, fault.type, fault.message


@pytest.mark.parametrize(
    ("exc", "declared", "expected"),
    [
        # Declarations that lead nowhere.
        (LookupFailed("x"), lambda exc: exc, UNDECLARED),
        (LookupFailed("x"), lambda exc: None, UNDECLARED),
        (LookupFailed("x"), lambda exc: True, UNDECLARED),
        (LookupFailed("x"), lambda exc: 200, UNDECLARED),
        (LookupFailed("x"), lambda exc: "404", UNDECLARED),
        (LookupFailed("x"), lambda exc: KeyError("x"), UNDECLARED),
        (LookupFailed("x"), 500, UNDECLARED),
        (LookupFailed("x"), 503, (503, "service_unavailable", "ServiceUnavailable", None)),
        # By status.
        (LookupFailed("x"), 404, (404, "lookup_failed", "LookupFailed", "x")),
        (LookupFailed("x"), HTTPStatus.GONE, (410, "lookup_failed", "LookupFailed", "x")),
        (LookupFailed(), 404, (404, "lookup_failed", "LookupFailed", None)),
        (LookupFailed(""), 404, (404, "lookup_failed", "LookupFailed", None)),
        (LookupFailed(9), 404, (404, "lookup_failed", "LookupFailed", None)),
        (BookLookupFailed("x"), 404, (404, "lookup_failed", "LookupFailed", "x")),
        # By a callable.
        (LookupFailed("x"), lambda exc: 404, (404, "lookup_failed", "LookupFailed", "x")),
        (LookupFailed("x"), lambda exc: TEAPOT, told(TEAPOT)),
        (LookupFailed("x"), lambda exc: BookNotFound("y"), (404, "E-42", "BookNotFound", "y")),
        (LookupFailed("x"), BookNotFound, (404, "E-42", "BookNotFound", "x")),
    ],
)
def test_declared(
    exc: BaseException, declared: Any, expected: tuple[int, str, str, str | None]
) -> None:
    """A class is declared with a status or a callable; what is no status of an error is a 500."""
    assert told(describe(exc, ErrorMap({LookupFailed: declared}))) == expected


@pytest.mark.parametrize(
    ("exc", "declared", "status"),
    [
        (BookNotFound(), {Exception: 500}, 404),  # it declares itself, and is nearer
        (BookNotFound(), {BaseException: lambda exc: 503}, 404),
        (BookNotFound(), {APIError: 409}, 409),
        (BookNotFound(), {Exception: 500, BookNotFound: 410}, 410),
        (BookLookupFailed(), {BookLookupFailed: 410, LookupFailed: 404}, 410),
        (BookLookupFailed(), {LookupFailed: 404, BookLookupFailed: 410}, 410),
        (BookLookupFailed(), {Exception: 500, LookupError: 404}, 404),
        (type("BookLookupFailed", (Exception,), {})(), {BookLookupFailed: 404}, 500),  # by name
        (eventlet.Timeout(None), {eventlet.Timeout: 503}, 503),
    ],
)
def test_nearest_class(exc: BaseException, declared: dict[Any, Any], status: int) -> None:
    """The nearest class along the inheritance line decides, never a name or the order."""
    assert describe(exc, ErrorMap(declared)).status == status


def test_another_status_for_an_api_error() -> None:
    """An API error that a map gives another status keeps its code, headers and single errors."""
    item = ErrorItem("/title", "required", _("A book needs a title."))
    exc = BookNotFound(book=9, headers={"X-Shelf": "3"}, errors=[item])

    fault = describe(exc, ErrorMap({BookNotFound: 410}))

    assert told(fault) == (410, "E-42", "BookNotFound", "Book 9 was not found.")
    assert (fault.title, fault.headers, fault.errors) == ("Gone", (("X-Shelf", "3"),), (item,))


def test_a_5xx_hides_an_api_error() -> None:
    """An API error that a map makes a 5xx no longer tells its text and type."""
    fault = describe(BookNotFound(book=9), ErrorMap({BookNotFound: 503}))

    assert told(fault) == (503, "E-42", "ServiceUnavailable", None)


def test_chain() -> None:
    """An exception that stands in for another is looked up in turn."""
    errors = ErrorMap(
        {
            LookupFailed: lambda exc: KeyError(9),
            KeyError: lambda exc: BookNotFound(book=exc.args[0]),
            BookNotFound: 410,
        }
    )

    fault = describe(LookupFailed(), errors)

    assert told(fault) == (410, "E-42", "BookNotFound", "Book 9 was not found.")


def test_endless_chain() -> None:
    """A map that sends two exceptions round in circles ends in a 500."""
    errors = ErrorMap({KeyError: lambda exc: IndexError(), IndexError: lambda exc: KeyError()})

    assert told(describe(KeyError(), errors)) == UNDECLARED


def test_later_map_decides() -> None:
    """Of two maps in one the second decides; both stay as they were."""
    first, second = ErrorMap({KeyError: 404, OSError: 503}), ErrorMap({KeyError: 410})

    both = first | second

    assert [describe(exc, both).status for exc in (KeyError(), OSError())] == [410, 503]
    assert [describe(KeyError(), each).status for each in (first, second)] == [404, 410]


@pytest.mark.parametrize("status", [200, 302, 600, True, 404.0, "404", None])
def test_impossible_declaration(status: Any) -> None:
    """A status that is none of an error is refused when it is declared."""
    with pytest.raises(ValueError, match="the status of KeyError is"):
        ErrorMap({KeyError: status})


@pytest.mark.parametrize(
    ("exc", "message"),
    [
        (KeyError("/srv/library/shelf-7"), None),
        (IndexError("list index out of range"), None),
        (KeyError(Message("There is no shelf 7.")), "There is no shelf 7."),
    ],
)
def test_built_in_exceptions(exc: Exception, message: str | None) -> None:
    """Of a built-in exception clients read lazy text only, under the name of the declared class."""
    fault = describe(exc, ErrorMap({LookupError: 404}))

    assert told(fault) == (404, "lookup_error", "LookupError", message)


@pytest.mark.parametrize("key", ["LookupError", LookupError(), int])
def test_no_class(key: Any) -> None:
    """What is declared is a class of exceptions."""
    with pytest.raises(TypeError, match="declares classes of exceptions"):
        ErrorMap({key: 404})


def test_class_below_a_built_in_one() -> None:
    """Declaring a built-in class tells no text of classes below it: they may be anyone's."""

    class ZoneMissing(KeyError):
        pass

    fault = describe(ZoneMissing("/srv/zones/x"), ErrorMap({LookupError: 404}))

    assert told(fault) == (404, "lookup_error", "LookupError", None)
