"""One log record per fault, in English, on one line, whatever it holds."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from i18n_wsgi.errors import APIError, ErrorItem, PathNotFound
from i18n_wsgi.faults import ErrorMap, describe
from i18n_wsgi.messages import translator
from i18n_wsgi.reporting import log_exception

_ = translator("library").gettext
NO_EXC_INFO = (None, None, None)


class Hostile(Exception):
    def __str__(self) -> str:
        raise RuntimeError


class BookLocked(APIError):
    status = 423
    message = _("Book %(book)s is locked.")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="i18n_wsgi")


@pytest.fixture
def add_filter() -> Iterator[Callable[[Callable[[logging.LogRecord], bool]], None]]:
    """Adds a filter to our logger until the end of the test."""
    logger = logging.getLogger("i18n_wsgi")
    added: list[Any] = []

    def add(new: Callable[[logging.LogRecord], bool]) -> None:
        added.append(new)
        logger.addFilter(new)

    yield add
    for each in added:
        logger.removeFilter(each)


def log(exc: BaseException, **options: Any) -> None:
    """Logs an exception as whoever has caught it."""
    try:
        raise exc
    except type(exc):
        log_exception(exc, sys.exc_info(), **options)


@pytest.mark.parametrize(
    ("exc", "is_cut", "level", "has_traceback"),
    [
        (BookLocked(book=9), True, logging.ERROR, True),  # the response had begun
        (BookLocked(book=9), False, logging.INFO, False),
        (PathNotFound(path="/"), False, logging.INFO, False),
        (APIError(), False, logging.ERROR, True),
        (KeyError("x"), False, logging.ERROR, True),
    ],
    ids=lambda case: type(case).__name__,
)
def test_level(
    exc: Exception,
    is_cut: bool,
    level: int,
    has_traceback: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """From 500 on it is an ERROR with the traceback, below an INFO without; once in any case."""
    log(exc, fault=describe(exc, ErrorMap()), is_cut=is_cut)

    assert [record.levelno for record in caplog.records] == [level]
    assert (caplog.records[0].exc_info is not None) == has_traceback


def test_as_the_original(caplog: pytest.LogCaptureFixture) -> None:
    """With the two arguments of heat.common.wsgi it is the record of a 500."""
    exc = KeyError("x")

    log(exc)

    assert caplog.records[0].getMessage() == "  answered 500: KeyError: 'x' []"
    assert caplog.records[0].exc_info is not None
    assert isinstance(caplog.records[0].exc_info[1], KeyError)


def test_no_current_exception(caplog: pytest.LogCaptureFixture) -> None:
    """Outside of an ``except`` the traceback is that which the exception itself has."""
    log_exception(ValueError("late"), NO_EXC_INFO)

    assert "NoneType" not in caplog.text
    assert caplog.text.count("ValueError: late") == 2  # in the line, and as the traceback


def test_line(caplog: pytest.LogCaptureFixture) -> None:
    """The line tells the request, the status, the class, the English text and the request's id."""
    exc = BookLocked(book=9)
    environ = {"REQUEST_METHOD": "PUT", "SCRIPT_NAME": "/v1", "PATH_INFO": "/books/9"}

    log(exc, fault=describe(exc, ErrorMap()), environ=environ, request_id="req-1")

    expected = "PUT /v1/books/9 answered 423: BookLocked: Book 9 is locked. [req-1]"
    assert caplog.records[0].getMessage() == expected


def test_cause(caplog: pytest.LogCaptureFixture) -> None:
    """Where there is no traceback, the line tells the cause."""
    exc = BookLocked(book=9)
    exc.__cause__ = OSError("disk full\npassword=hunter2")

    log(exc, fault=describe(exc, ErrorMap()), environ={}, request_id="req-1")

    assert r"(caused by OSError: disk full\npassword=***)" in caplog.records[0].getMessage()


def test_items(caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong one by one is in the line, the first five of it."""
    items = [ErrorItem(f"/{number}", "bad", "password=x") for number in range(7)]
    exc = BookLocked(book=9, errors=items)

    log(exc, fault=describe(exc, ErrorMap()))

    told = caplog.records[0].getMessage()
    assert "Book 9 is locked. (/0 bad: password=***; /1 bad:" in told
    assert "/4 bad: password=***; 2 more)" in told


def test_again(caplog: pytest.LogCaptureFixture) -> None:
    """What came up while another error was told is no answer."""
    log(KeyError("x"), again=True)

    assert "failed again: KeyError" in caplog.records[0].getMessage()


def test_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    """A response that had begun is said to have been cut off: no status was answered."""
    log(BookLocked(book=9), fault=describe(BookLocked(), ErrorMap()), is_cut=True)

    assert "was cut off: BookLocked" in caplog.records[-1].getMessage()


def test_fields(caplog: pytest.LogCaptureFixture) -> None:
    """The same is there as fields, for those who log JSON or count."""
    exc = BookLocked(book=9)
    environ = {"REQUEST_METHOD": "PUT", "PATH_INFO": "/books/9"}

    log(exc, fault=describe(exc, ErrorMap()), environ=environ, request_id="req-1")

    names = ("status", "code", "method", "path", "request_id")
    fields = [getattr(caplog.records[0], name) for name in names]
    assert fields == [423, "book_locked", "PUT", "/books/9", "req-1"]


@pytest.mark.parametrize(
    ("path_info", "path"),
    [
        ("/b\u00c3\u00bccher", "/bücher"),
        ("/\u00e6\u009b\u00b8", "/書"),
        ("/b\u00fccher", r"/b\xfccher"),  # Latin-1, which is no UTF-8
        ("/\u00ff\u0000", r"/\xff\x00"),
        ("/書\ud800", "/??"),  # a server that decoded what it must not decode
        ("", ""),
    ],
)
def test_path(path_info: str, path: str, caplog: pytest.LogCaptureFixture) -> None:
    """The path is told as the client meant it, for PEP 3333 hands UTF-8 over as Latin-1."""
    log(KeyError("x"), environ={"PATH_INFO": path_info})

    assert vars(caplog.records[0])["path"] == path


@pytest.mark.parametrize(
    ("exc", "options", "expected"),
    [
        (ValueError("a\r\nERROR forged"), {}, r"ValueError: a\r\nERROR forged"),
        (ValueError("password=hunter2"), {}, "password=***"),
        (ValueError("\ud800\x1b[2J\u202e"), {}, r"\ud800\x1b[2J\u202e"),
        (ValueError("100% %s %(path)s"), {}, "ValueError: 100% %s %(path)s ["),
        (Hostile(), {}, "Hostile: <Hostile that can't be shown> ["),
        (PathNotFound(path="\n"), {}, r"There is nothing at \n."),
        (KeyError(), {"environ": {"PATH_INFO": "/\r\n?password=hunter2"}}, r"/\r\n?password=*** "),
        (KeyError(), {"environ": {"REQUEST_METHOD": "GET\n"}}, r"GET\n "),
        (KeyError(), {"environ": {"REQUEST_METHOD": None, "PATH_INFO": 9}}, "None 9 answered"),
        (KeyError(), {"environ": {}}, "  answered 500"),
        (KeyError(), {"request_id": "r\nERROR forged"}, r"[r\nERROR forged]"),
    ],
    ids=lambda case: type(case).__name__,
)
def test_hostile(
    exc: Exception, options: dict[str, Any], expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing that a client or an exception says forges a record, tells a secret or stops it."""
    log(exc, **options)

    line = caplog.records[0].getMessage()
    assert expected in line
    assert line.isprintable()


def test_nothing_is_formatted_for_nobody() -> None:
    """An exception is not even looked at when no handler takes the record."""
    shown: list[str] = []

    class Watched(Exception):
        def __str__(self) -> str:
            shown.append("shown")
            return ""

    logging.getLogger("i18n_wsgi").setLevel(logging.CRITICAL)

    log(Watched())

    assert shown == []


def test_failing_filter(
    add_filter: Callable[[Callable[[logging.LogRecord], bool]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A filter that raises does not stop the response; both exceptions go to stderr."""

    def fail(record: logging.LogRecord) -> bool:
        raise OSError("the disk is full")

    add_filter(fail)

    log(KeyError("the book"))

    told = capsys.readouterr().err
    assert "the disk is full" in told
    assert "the book" in told


def test_failing_filter_in_production(
    add_filter: Callable[[Callable[[logging.LogRecord], bool]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where logging's own failures are silenced, so are these (``logging.raiseExceptions``)."""
    monkeypatch.setattr(logging, "raiseExceptions", False)

    def fail(record: logging.LogRecord) -> bool:
        raise OSError("the disk is full")

    add_filter(fail)

    log(KeyError("the book"))

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("environ", "name", "expected"),
    [
        ({"PATH_INFO": "/a\nb"}, "path", r"/a\nb"),
        ({"PATH_INFO": "/reset/password=opensesame"}, "path", "/reset/password=***"),
        ({"REQUEST_METHOD": "GET\r\nX"}, "method", r"GET\r\nX"),
        ({"REQUEST_METHOD": 5}, "method", "5"),
    ],
)
def test_hostile_fields(
    environ: dict[str, Any], name: str, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A record's fields are masked, plain, single lines: formatters write them as they are."""
    log(KeyError("x"), environ=environ)

    found = vars(caplog.records[0])[name]
    assert (found, type(found)) == (expected, str)
