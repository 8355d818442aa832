"""A group of exceptions: told by what it holds."""

from __future__ import annotations

from typing import ClassVar

import eventlet
import pytest

from i18n_wsgi.errors import APIError, ErrorItem, HTTPExceptionDisguise
from i18n_wsgi.faults import ErrorMap, Fault, describe, is_fault
from i18n_wsgi.messages import Message, translator

_ = translator("library").gettext
MAP = ErrorMap({LookupError: 404, FileNotFoundError: 404})


class BadTitle(APIError):
    status = 422
    message = _("The title is too long.")


class BadISBN(APIError):
    status = 422
    message = _("The ISBN %(isbn)s is wrong.")


class Locked(APIError):
    status = 423
    headers = (("Retry-After", "5"), ("X-Shelf", "1"))


class Broken(APIError):
    safe = True
    message = _("The shelf broke.")


class ShelfErrors(ExceptionGroup[Exception]):
    """A service's own group."""

    status: ClassVar[int] = 409


def group(*members: Exception) -> ExceptionGroup[Exception]:
    return ExceptionGroup("for developers", members)


def told(fault: Fault) -> tuple[int, str, str, str | None]:
    return fault.status, fault.code, fault.type, fault.message


def items(fault: Fault) -> list[tuple[str, str, str]]:
    return [(item.pointer, item.code, item.message) for item in fault.errors]


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (
            group(BadTitle(), BadISBN(isbn=9)),
            (422, "unprocessable_content", "UnprocessableContent"),
        ),
        (group(BadTitle(), BadTitle()), (422, "bad_title", "BadTitle")),
        (
            group(BadTitle(), group(BadISBN(isbn=9))),
            (422, "unprocessable_content", "UnprocessableContent"),
        ),
        (group(BadTitle(), Locked()), (500, "internal_server_error", "InternalServerError")),
        (group(BadTitle(), ValueError("x")), (500, "internal_server_error", "InternalServerError")),
        (
            group(ValueError("x"), KeyError("x")),
            (500, "internal_server_error", "InternalServerError"),
        ),
        (
            group(TimeoutError(), TimeoutError()),
            (500, "internal_server_error", "InternalServerError"),
        ),
    ],
)
def test_status(exc: Exception, expected: tuple[int, str, str]) -> None:
    """It has the status, code and type that all it holds have in common; else it is a 500."""
    assert told(describe(exc, ErrorMap())) == (*expected, None)


def test_items() -> None:
    """All that it holds is told one by one."""
    given = BadTitle(errors=[ErrorItem("/title", "too_long", "At most 80 letters.")])

    fault = describe(group(given, BadISBN(isbn=9)), MAP)

    assert items(fault) == [
        ("/title", "too_long", "At most 80 letters."),
        ("", "bad_isbn", "The ISBN 9 is wrong."),
    ]


def test_items_are_lazy() -> None:
    """What it holds is still to be translated."""
    fault = describe(group(BadTitle(), BadTitle()), MAP)

    assert [type(item.message) for item in fault.errors] == [Message] * 2


def test_what_is_safe() -> None:
    """Of a mixture, clients read what they may read alone, and nothing of a bug."""
    fault = describe(group(BadTitle(), ValueError("secret"), Broken(), BadISBN(isbn=9)), MAP)

    assert [item.code for item in fault.errors] == ["bad_title", "broken", "bad_isbn"]
    assert fault.status == 500


def test_no_text() -> None:
    """What has no text of its own is told by its status."""
    fault = describe(group(KeyError("shelf"), FileNotFoundError("path")), MAP)

    assert items(fault) == [
        ("", "lookup_error", "The resource could not be found."),
        ("", "file_not_found_error", "The resource could not be found."),
    ]


def test_one_member() -> None:
    """A group of one is told as that one."""
    exc = BadISBN(isbn=9)

    assert describe(group(group(exc)), MAP) == describe(exc, MAP)


def test_text_of_the_group() -> None:
    """A group's own text is for developers, but for one that was marked for translation."""
    members = (BadTitle(), BadTitle())

    fault = describe(ExceptionGroup(_("The book is wrong."), members), MAP)

    assert (fault.message, type(fault.message)) == ("The book is wrong.", Message)


def test_declared_group() -> None:
    """A class of groups that was declared is told as such."""
    exc = ShelfErrors("x", [BadTitle(), ValueError()])

    fault = describe(exc, ErrorMap({ShelfErrors: lambda exc: exc.status}))

    assert told(fault) == (409, "shelf_errors", "ShelfErrors", "x")


def test_declared_group_in_a_group() -> None:
    """The same where another group holds it."""
    exc = ShelfErrors("x", [BadTitle(), ValueError()])

    fault = describe(group(exc, exc), ErrorMap({ShelfErrors: 409}))

    assert [item.code for item in fault.errors] == ["shelf_errors"] * 2


def test_headers() -> None:
    """Each header of what it holds is there once, if the status is."""
    other = Locked(headers={"retry-after": "9", "X-Room": "2"})

    fault = describe(group(Locked(), other), MAP)

    assert fault.headers == (("Retry-After", "5"), ("X-Shelf", "1"), ("X-Room", "2"))
    assert describe(group(Locked(), BadTitle()), MAP).headers == ()


def test_large_group() -> None:
    """A hundred items are told of a group, whatever it holds."""
    fault = describe(group(*[BadISBN(isbn=number) for number in range(10_000)]), MAP)

    assert (fault.status, len(fault.errors)) == (422, 100)


def test_many_items() -> None:
    """The same holds for an error that has more."""
    exc = BadTitle(errors=[ErrorItem("/title", "too_long", "x")] * 101)

    assert len(describe(exc, MAP).errors) == 100


def test_deep_group() -> None:
    """A group in a group, ten thousand deep, is told."""
    exc: Exception = BadTitle()
    for _level in range(10_000):
        exc = group(exc)

    assert describe(exc, MAP).code == "bad_title"


def test_disguise() -> None:
    """What webob was to overlook counts as what it is."""
    assert describe(group(HTTPExceptionDisguise(BadTitle())), MAP).code == "bad_title"


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (BaseExceptionGroup("x", [KeyboardInterrupt(), ValueError()]), False),
        (BaseExceptionGroup("x", [BaseExceptionGroup("x", [SystemExit()])]), False),
        (BaseExceptionGroup("x", [eventlet.Timeout(None), ValueError()]), True),
        (group(ValueError()), True),
    ],
)
def test_what_passes(exc: BaseException, expected: bool) -> None:
    """What must pass, passes in a group too."""
    assert is_fault(exc) == expected
