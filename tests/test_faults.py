"""From an exception to a fault, and what of it a client may know."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import eventlet
import pytest
import webob.exc

from i18n_wsgi.errors import APIError, ErrorItem, HTTPExceptionDisguise, PathNotFound
from i18n_wsgi.faults import (
    ErrorMap,
    Fault,
    TranslatedFault,
    describe,
    describe_webob,
    raw_params,
)
from i18n_wsgi.faults.texts import message_of
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.statuses import status_text

_ = translator("library").gettext
NOTHING_DECLARED = ErrorMap()
SECRET = "password=hunter2"
ITEM = ErrorItem("/title", "required", _("%(field)s is missing.") % {"field": "title"})
TEAPOT = Fault(418, "teapot", "Teapot", "Teapot", "Short and stout.")


class BookNotFound(APIError):
    status = 404
    code = "E-42"
    message = _("Book %(book)s was not found.")
    headers = (("Retry-After", "5"),)


class ShelfBroken(APIError):
    status = 503
    message = _("Shelf %(shelf)s is broken.")
    headers = (("Retry-After", "5"),)


class ShelfClosed(ShelfBroken):
    safe = True


class SecretNotFound(BookNotFound):
    safe = False


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError


# What no type checker lets pass, and Python does.
HOSTILE: Any = Hostile()
CAUSE: Any = KeyError("Gone")
LAZY_CAUSE: Any = KeyError(_("Gone"))


# What nobody declared


@pytest.mark.parametrize(
    "exc",
    [
        TypeError(SECRET),
        ValueError(_(SECRET)),
        LookupError(SECRET),
        KeyboardInterrupt(SECRET),
        TimeoutError(SECRET),
        HTTPExceptionDisguise(KeyError(SECRET)),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
    ],
    ids=lambda exc: type(exc).__name__,
)
def test_undeclared(exc: BaseException) -> None:
    """An exception that nobody declared is a 500 that shows neither its text nor its type."""
    fault = describe(exc, NOTHING_DECLARED)

    assert (fault.status, fault.code) == (500, "internal_server_error")
    assert (fault.type, fault.message) == ("InternalServerError", None)
    assert SECRET not in repr(fault)


def test_eventlet_timeout() -> None:
    """An eventlet time-out, which is no Exception, is a 504 that says no more."""
    fault = describe(eventlet.Timeout(None, SECRET), NOTHING_DECLARED)

    assert (fault.status, fault.type, fault.message) == (503, "ServiceUnavailable", None)


def test_eventlet_is_not_loaded() -> None:
    """Describing an exception loads eventlet for nobody who does without it."""
    code = (
        "import sys; from i18n_wsgi.faults import *; describe(KeyError(), ErrorMap()); "
        "sys.exit('eventlet' in sys.modules or 'webob' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")


# API errors


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (SecretNotFound(book=9), (404, "NotFound", None)),
        (ShelfBroken(shelf=SECRET), (503, "ServiceUnavailable", None)),
        (ShelfClosed(shelf=1), (503, "ShelfClosed", "Shelf 1 is broken.")),
        (APIError(SECRET), (500, "InternalServerError", None)),
        (BookNotFound(book=9), (404, "BookNotFound", "Book 9 was not found.")),
        (
            HTTPExceptionDisguise(BookNotFound(book=9)),
            (404, "BookNotFound", "Book 9 was not found."),
        ),
        (BookNotFound(_("Gone")), (404, "BookNotFound", "Gone")),
        (BookNotFound(CAUSE), (404, "BookNotFound", "'Gone'")),  # as in `raise BookNotFound(exc)`
        (BookNotFound(HOSTILE), (404, "BookNotFound", None)),
    ],
    ids=lambda case: type(case).__name__,
)
def test_api_error(exc: Exception, expected: tuple[int, str, str | None]) -> None:
    """Message and class name are told below 500, from there on where they were declared safe."""
    fault = describe(exc, NOTHING_DECLARED)

    assert (fault.status, fault.type, fault.message) == expected


def test_unsafe_items() -> None:
    """What the client must not know it is not told item by item either."""
    assert describe(APIError(errors=[ITEM]), NOTHING_DECLARED).errors == ()


@pytest.mark.parametrize("exc", [BookNotFound(book=9), ShelfBroken(shelf=1)], ids=repr)
def test_headers(exc: APIError) -> None:
    """An error's own headers are kept, safe or not: Retry-After belongs to a 503."""
    assert describe(exc, NOTHING_DECLARED).headers == (("Retry-After", "5"),)


@pytest.mark.parametrize("exc", [BookNotFound(book=9), BookNotFound(LAZY_CAUSE)], ids=str)
def test_texts_stay_lazy(exc: APIError) -> None:
    """The texts of a fault can still be told in another language."""
    fault = describe(exc, NOTHING_DECLARED)

    assert [type(text) for text in (fault.title, fault.explanation, fault.message)] == [Message] * 3
    assert (fault.code, fault.title, fault.explanation) == ("E-42", *status_text(404))


def test_exception_is_left_alone() -> None:
    """Describing changes nothing on the exception, which another thread may be raising too."""
    exc = BookNotFound(LAZY_CAUSE, errors=[ITEM])
    before = (dict(vars(exc)), exc.args)

    describe(exc, ErrorMap({BookNotFound: 410}))

    assert (vars(exc), exc.args) == before


def test_careless_subclass() -> None:
    """A subclass whose ``__init__`` calls no other is described like any other."""

    class Careless(BookNotFound):
        def __init__(self, book: int) -> None:
            self.book = book

    assert describe(Careless(9), NOTHING_DECLARED).type == "Careless"


# Texts and parameters


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (Exception(), None),
        (Exception(""), None),
        (Exception(9, "second"), None),
        (OSError(2, "No such file"), None),
        (type("E", (Exception,), {"message": 9})("x"), "x"),
        (type("E", (Exception,), {"message": "own"})("x"), "own"),
    ],
)
def test_message_of(exc: Exception, expected: str | None) -> None:
    """An exception's text is its ``message``, else its first argument, where that is one."""
    assert message_of(exc) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (None, {}),
        ("%(a)s", {}),
        (_("%(a)s"), {}),
        (_("%(a)s 5%") % {"a": 1}, {}),  # malformed, so nothing is asked for
        (_("%s") % {"a": 1}, {}),
        (_("%(a)s") % {"a": 1, "password": "hunter2"}, {"a": 1}),
        (_("%(b)s %(a)s %(b)s %(c)s") % {"a": 1, "b": [2]}, {"b": [2], "a": 1}),
        (Message("one", {"n": 1}, plural="%(n)d", n="n"), {"n": 1}),
    ],
)
def test_raw_params(message: str | None, expected: dict[str, object]) -> None:
    """Only parameters that a message names are told beside it, each as it was given."""
    assert raw_params(message) == expected


def test_items() -> None:
    """A translated fault lists its single errors with their shown texts and raw parameters."""
    source = replace(TEAPOT, errors=(ITEM, ErrorItem("", "odd", "plain")))
    shown = TranslatedFault(
        source=source,
        language="fr",
        direction="ltr",
        languages=("fr",),
        title="Théière",
        explanation="",
        message=None,
        errors=(replace(ITEM, message="title manque."), source.errors[1]),
        labels={},
    )

    assert shown.items() == [
        {
            "pointer": "/title",
            "code": "required",
            "detail": "title manque.",
            "params": {"field": "title"},
        },
        {"pointer": "", "code": "odd", "detail": "plain", "params": {}},
    ]


@pytest.mark.parametrize("params", [{}, {"bok": 9}])
def test_forgotten_parameter(params: dict[str, Any]) -> None:
    """A message that lacks a parameter is not told: clients never read a placeholder."""

    class ShelfNotFound(APIError):
        status = 404
        message = Message("Shelf %(shelf)s was not found.")

    assert describe(ShelfNotFound(**params), ErrorMap()).message is None


@pytest.mark.parametrize(
    "make",
    [BookNotFound, KeyError, webob.exc.HTTPNotFound],
    ids=["APIError", "built-in", "webob"],
)
@pytest.mark.parametrize("params", [{}, {"book": HOSTILE}], ids=["forgotten", "hostile"])
def test_unfilled(params: dict[str, Any], make: Any) -> None:
    """A message that can't be filled in is not told: clients never read a placeholder."""
    exc = make(_("Book %(book)s was not found.") % params)

    fault = describe(exc, ErrorMap({KeyError: 404, webob.exc.WSGIHTTPException: describe_webob}))

    assert (fault.status, fault.message) == (404, None)


def test_singular_without_number() -> None:
    """A singular text that leaves the number out has no gap."""
    text = Message("One book", {"n": 1}, plural="%(n)d books", n="n")

    assert describe(BookNotFound(text), ErrorMap()).message == "One book"


def test_unsafe_code() -> None:
    """Of an error that is not safe, not even the code tells the class's name."""

    class VaultKeyLost(APIError):
        status = 503

    assert describe(VaultKeyLost("x"), ErrorMap()).code == "service_unavailable"


@pytest.mark.parametrize("status", [200, 99, 600, "404", None])
def test_status_of_an_instance(status: Any) -> None:
    """A status that is none of an error, set on an instance, is a 500."""
    exc = APIError()
    exc.status = status  # type: ignore[misc]

    assert describe(exc, ErrorMap()).status == 500


def test_missing_parameter_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A text that lacks a parameter is not told; operators read once which it is."""
    exc = APIError(_("Shelf %(shelf)s of room %(room)s is full."), room=1)
    exc.safe = True  # type: ignore[misc]  # as a subclass would

    messages = [describe(exc, NOTHING_DECLARED).message for _turn in range(2)]

    assert messages == [None, None]
    assert [record.getMessage() for record in caplog.records] == [
        "Clients are not told 'Shelf %(shelf)s of room %(room)s is full.': it lacks shelf"
    ]


@pytest.mark.parametrize("code", ["a\nb", "a b", "", None, b"a", 5, ["a"]])
def test_impossible_code(code: Any) -> None:
    """A code that an object was given, and that can't be one, gives way to the class's name."""
    exc = PathNotFound(path="/")
    exc.code = code

    assert describe(exc, NOTHING_DECLARED).code == "path_not_found"
