"""Text that is safe to log."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_utils import strutils

from i18n_wsgi import masking
from i18n_wsgi.masking import LazyLogText, PieceMasker, named, one_line, text_of
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


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HTTP_AUTHORIZATION", "Basic b3Blbg==", "HTTP_AUTHORIZATION = ***"),
        ("Set-Cookie", "id=1", "Set-Cookie = ***"),
        ("QUERY_STRING", "a=1&token=x", "QUERY_STRING = 'a=1&token=***'"),
        ("a\n", "b\n", r"a\n = 'b\n'"),
        ("HTTP_HOST", "localhost", "HTTP_HOST = 'localhost'"),
        (
            "raw",
            (("X-Auth-Token", "a 'b'"), ("A", "b")),
            "raw = (('X-Auth-Token', \"***\"), ('A', 'b'))",
        ),
        ("raw", [(b"authorization", b"Basic x")], "raw = [(b'authorization', b'***')]"),
        ("vars", {"api_key": "x", "key": "y"}, "vars = {'api_key': '***', 'key': 'y'}"),
        ("QUERY_STRING", "api-key=x&key=y", "QUERY_STRING = 'api-key=***&key=y'"),
        ("URI", "/a?access_token=%41&b=c", "URI = '/a?access_token=***'"),
    ],
)
def test_named(name: str, value: object, expected: str) -> None:
    """A value whose name is that of a secret is not shown."""
    assert named(name, value) == expected


def test_every_secret_of_oslo_waits() -> None:
    """All that oslo.utils masks by name is known as a secret before its value is there."""
    shown = {key for key in strutils._SANITIZE_KEYS if PieceMasker().feed(f"{key}=")}

    assert shown == set()


def test_endless_line() -> None:
    """A line that speaks of a secret is not waited for without end."""
    masker = PieceMasker()

    shown = [masker.feed("token " + "x" * 32_000) for _ in range(3)]

    assert [bool(text) for text in shown] == [False, False, True]


@given(st.lists(st.text("pas\n=\"' "), max_size=8))
def test_pieces(pieces: list[str]) -> None:
    """However a text is cut, what is shown of it is what is shown of the whole."""
    masker, whole = PieceMasker(), "".join(pieces)

    shown = "".join(map(masker.feed, pieces)) + masker.end()

    assert shown == one_line(masking._mask_all(whole))
