"""Text that is safe to log."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.masking import LazyLogText, log_text, one_line, text_of
from i18n_wsgi.messages import Message

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Hostile:
    """An object that can't be shown."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def __str__(self) -> str:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[return-value]  # that is the point


class HostileText(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\r\nERROR forged", r"\r\nERROR forged"),
        ("\0", r"\x00"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x7f\x9b", r"\x7f\x9b"),
        ("\x85\u2028\u2029", r"\x85\u2028\u2029"),
        ("\ud800 \udfff", r"\ud800 \udfff"),
        ("\t", r"\t"),
        ("", ""),
        ("'\"\\ ü é\u00a0書 \U0001f4d6", "'\"\\ ü é\u00a0書 \U0001f4d6"),
        (Message("a\nb"), r"a\nb"),
        ("\n" * 100_000, r"\n" * 100_000),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    """Controls, line separators and lone surrogates are escaped; all other characters stay."""
    assert one_line(text) == expected


@pytest.mark.parametrize("control", BIDI_CONTROLS, ids=lambda control: f"U+{ord(control):04X}")
def test_bidi_controls(control: str) -> None:
    """No bidi control is left to turn a line around (Unicode, UAX 9)."""
    assert one_line(f"a{control}b") == f"a\\u{ord(control):04x}b"


def test_no_character_breaks_a_line() -> None:
    """Nothing that Python knows as the end of a line is left."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))

    assert len(one_line(everything).splitlines()) == 1


@settings(deadline=None, database=None)
@given(st.text("a\\n\n\0\ud800\u202e'\"x", max_size=12))
def test_one_line_is_stable(text: str) -> None:
    """Escaped text holds nothing unsafe any more: escaping it once more changes nothing."""
    once = one_line(text)

    assert one_line(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        (Hostile(RuntimeError("\n")), "<Hostile that can't be shown>"),
        (Hostile(RecursionError()), "<Hostile that can't be shown>"),
        (Hostile(SystemExit()), "<Hostile that can't be shown>"),
        (Hostile(None), "<Hostile that can't be shown>"),  # no str at all
        (Hostile(HostileText("x")), "x"),
        (HostileText("x"), "<HostileText that can't be shown>"),
        (ValueError(Hostile(RuntimeError())), "<ValueError that can't be shown>"),
        (10**5000, "<int that can't be shown>"),  # more digits than int() allows
        (b"\n", r"b'\n'"),
        (None, "None"),
        (Message("Book %(book)s", {"book": 9}), "Book 9"),
    ],
    ids=lambda case: type(case).__name__,
)
def test_text_of(obj: object, expected: str) -> None:
    """An object's own text, or the name of its class when there is none to be had."""
    assert text_of(obj) == expected


def test_interrupt_passes() -> None:
    """What must pass, such as KeyboardInterrupt, passes."""
    with pytest.raises(KeyboardInterrupt):
        text_of(Hostile(KeyboardInterrupt()))


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        ("password='hunter2'", "password='***'"),
        ("adminPass=hunter2\n", r"adminPass=***\n"),
        ({"auth_token": "hunter2"}, "{'auth_token': '***'}"),
        (ValueError("token=hunter2"), "token=***"),
        (Message("password=%(password)s", {"password": "hunter2"}), "password=***"),
        (Hostile(RuntimeError("password=hunter2")), "<Hostile that can't be shown>"),
        (Hostile(HostileText("x")), "x"),
        ("Book 9 at /books/9", "Book 9 at /books/9"),
    ],
    ids=lambda case: type(case).__name__,
)
def test_log_text(obj: object, expected: str) -> None:
    """In a log record an object is one line without secrets, and never an exception."""
    assert str(LazyLogText(obj)) == expected


def test_log_text_is_lazy() -> None:
    """An object that is logged is looked at only when a handler formats the record."""
    obj = Hostile("early")
    lazy = LazyLogText(obj)

    obj.answer = "late"

    assert f"{lazy}" == "late"


def test_long_text() -> None:
    """What is logged of a text is bounded, and a secret at the bound is masked."""
    shown = log_text("x" * 9_980 + "password='" + "s" * 100)

    assert shown == "x" * 9_980 + "password='***... (90 more characters)"
