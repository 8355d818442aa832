"""An exception as a log shows it."""

from __future__ import annotations

import itertools
import traceback
from typing import Any

import pytest

from i18n_wsgi.masking import masked_exception


class Guarded(Exception):
    """Nothing can be asked of it."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError


def raised(exc: Exception, cause: BaseException | None = None) -> Exception:
    """An exception with a traceback, and a cause."""
    try:
        raise exc from cause
    except Exception as caught:
        return caught


def chain(*members: BaseException) -> BaseException:
    """The first of several exceptions, each caused by the next."""
    for exc, cause in itertools.pairwise(members):
        exc.__cause__ = cause
    return members[0]


def told(exc: BaseException) -> str:
    """Its traceback, as logging makes it."""
    shown = masked_exception(exc)
    return "".join(traceback.format_exception(type(exc), shown, shown.__traceback__))


def test_traceback() -> None:
    """The traceback is that of the exception itself."""
    exc = raised(LookupError("no shelf"), raised(ValueError("no number")))

    assert told(exc) == "".join(traceback.format_exception(exc))


def test_context() -> None:
    """What an exception was raised while handling is told."""
    exc = LookupError("no shelf")
    exc.__context__ = ValueError("no number")

    assert "ValueError: no number" in told(exc)


def test_suppressed_context() -> None:
    """What was hidden by ``raise … from None`` stays hidden."""
    exc = LookupError("no shelf")
    exc.__context__ = ValueError("no number")
    exc.__suppress_context__ = True

    assert "ValueError" not in told(exc)


@pytest.mark.parametrize("text", ["password=opensesame", "\n2026-01-01 INFO forged", "\x1b[2J"])
def test_texts(text: str) -> None:
    """The texts of all that a traceback tells are masked, and one line each."""
    exc = chain(LookupError(text), ValueError(text), ExceptionGroup(text, [OSError(text)]))
    exc.add_note(text)

    lines = told(exc)

    assert "opensesame" not in lines
    assert "\x1b" not in lines
    assert not any(line.startswith("2026") for line in lines.splitlines())


def test_ring() -> None:
    """Exceptions that are each other's cause are told once."""
    one, other = LookupError("one"), ValueError("other")

    assert told(chain(one, other, one)).count("LookupError: one") == 1


def test_long_chain() -> None:
    """Of a chain without end the nearest hundred are told."""
    exc = chain(*[ValueError(number) for number in range(10_000)])

    assert told(exc).count("ValueError") == 100


def test_large_group() -> None:
    """Of a large group as many are told as Python would, and the number of all."""
    lines = told(ExceptionGroup("many", [ValueError(number) for number in range(10_000)]))

    assert "many (10000 sub-exceptions)" in lines
    assert lines.count("ValueError") == 15


def test_guarded() -> None:
    """An exception that answers no question is told by its class."""
    assert told(Guarded()) == f"{__name__}.Guarded: <Guarded that can't be shown>\n"


def test_hostile_notes() -> None:
    """Notes that are none cost nothing but themselves."""
    exc = ValueError("x")
    exc.__notes__ = 5  # type: ignore[assignment]  # that is the point

    assert told(exc) == "ValueError: x\n"


def test_hostile_name() -> None:
    """A class's name, too, is one line."""
    exc = type("Bad\nname", (Exception,), {})()

    assert len(told(exc).splitlines()) == 1


def test_class() -> None:
    """Handlers can ask for its class, and what its attributes are; texts among them are masked."""
    exc = OSError(5, "password=opensesame")

    shown: Any = masked_exception(exc)

    assert isinstance(shown, OSError)
    assert (shown.errno, shown.strerror) == (5, "password=***")
    assert "opensesame" not in repr(shown) + repr(shown.args)


def test_laziness() -> None:
    """An exception's text is made when it is asked for."""
    exc = ValueError("early")
    shown = masked_exception(exc)

    exc.args = ("late",)

    assert str(shown) == "late"


def test_attributes() -> None:
    """What attributes hold is masked too, by its names; all that is no container stays what it is."""
    exc: Any = ValueError("x")
    exc.params, exc.body, exc.response = {"password": 5, "a": 1}, b"token=x", object()

    shown: Any = masked_exception(exc)

    assert shown.params == {"password": "***", "a": 1}
    assert shown.body == b"token=***"
    assert shown.response is exc.response


def test_vars() -> None:
    """The exception itself is not among the attributes that reporters of errors list."""
    assert not vars(masked_exception(ValueError("x")))
