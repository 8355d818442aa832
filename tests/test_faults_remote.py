"""Errors that were raised in another process, as oslo.messaging makes them anew."""

from __future__ import annotations

import json

import pytest

from i18n_wsgi.errors import APIError
from i18n_wsgi.faults import ErrorMap, Fault, describe
from i18n_wsgi.messages import Message, translator

_ = translator("library").gettext


class BookNotFound(APIError):
    status = 404
    message = _("Book %(book)s was not found.")


class ShelfGone(APIError):
    status = 410
    code = "E-42"
    message = _("The shelf is gone.")


class LookupFailed(Exception):
    """A service's own exception, which knows nothing of us."""


def sent(exc: Exception) -> Exception:
    """What the receiver gets: oslo.messaging sends the text, the arguments and ``kwargs`` as JSON, makes an
    object of the class, and gives it a subclass whose text has the sender's traceback."""
    parts = json.loads(json.dumps([exc.args, getattr(exc, "kwargs", {}), str(exc)]))
    args, kwargs, text = parts
    cls = type(exc)
    made: Exception = cls(*args, **kwargs)
    shown = f"{text}\nTraceback (most recent call last):\n  password"
    made.__class__ = type(f"{cls.__name__}_Remote", (cls,), {"__str__": lambda self: shown})
    made.__class__.__module__ = f"{cls.__module__}_Remote"
    return made


def told(fault: Fault) -> tuple[int, str, str, str | None]:
    return fault.status, fault.code, fault.type, fault.message


@pytest.mark.parametrize(
    "exc",
    [
        BookNotFound(book=9),
        BookNotFound("No such book."),
        BookNotFound("Not %(book)s.", book=9),
        ShelfGone(),
        LookupFailed("lost"),
    ],
)
def test_same(exc: Exception) -> None:
    """It is told as what it was, without the sender's traceback."""
    error_map = ErrorMap({LookupFailed: 404})

    assert told(describe(sent(exc), error_map)) == told(describe(exc, error_map))


@pytest.mark.parametrize("exc", [BookNotFound(book=9), ShelfGone()])
def test_translatable(exc: Exception) -> None:
    """A message that was filled by the sender can still be translated."""
    message = describe(sent(exc), ErrorMap()).message

    assert isinstance(message, Message)
    assert (message, message.domain) == (str(exc), "library")


def test_other_text() -> None:
    """A text of one's own stays plain text."""
    assert type(describe(BookNotFound("Book 8 was not found.", book=9), ErrorMap()).message) is str
