"""Text that is safe to log."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_utils import strutils

from i18n_wsgi.masking import LazyLogText, PieceMasker, log_text, mask, named, one_line, text_of
from i18n_wsgi.messages import Message

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# What a text with secrets is made of.
PARTS = [
    *"pas\n=:,\"'\\ [](){}<>/@%&;-.0",
    *(
        "password",
        "token",
        "author",
        "auth",
        "://",
        "--",
        "Bearer ",
        "Basic ",
        "eyJabcdef",
        "gAAAA",
    ),
    *(
        "\r\n\r\n",
        "=>",
        "%3D",
        "</",
        '"""',
        "-----BEGIN PRIVATE KEY",
        "-----END",
        "x" * 40,
        '{"',
        '": ',
    ),
]


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
        ("URI", "/a?access_token=%41&b=c", "URI = '/a?access_token=***&b=c'"),
    ],
)
def test_named(name: str, value: object, expected: str) -> None:
    """A value whose name is that of a secret is not shown."""
    assert named(name, value) == expected


def test_long_text() -> None:
    """What is logged of a text is bounded, and a secret at the bound is masked."""
    shown = log_text("x" * 9_980 + "password='" + "s" * 100)

    assert shown == "x" * 9_980 + "password='***... (90 more characters)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"password": 17, "a": 1}', '{"password": ***, "a": 1}'),
        ('{"password":\n "s", "a": 1}', '{"password":\n "***", "a": 1}'),
        ('{"tokens": ["s", "]"], "a": 1}', '{"tokens": ***, "a": 1}'),
        ('{"token": {"id": [1, {"}": 2}]}, "a": 1}', '{"token": ***, "a": 1}'),
        (r'{"session": "a\"s", "a": 1}', '{"session": "***", "a": 1}'),
        (r'"{\"password\": \"a\\\"s\", \"a\": 1}"', r'"{\"password\": \"***\", \"a\": 1}"'),
        ('{"jwt": "s', '{"jwt": "***'),
        ('{"jwt": "s\\', '{"jwt": "***'),
        ('{"jwt": [s', '{"jwt": ***'),
        ("password='a''s', a=1", "password='***', a=1"),
        ('password = """a "s" """, a=1', 'password = """***""", a=1'),
        ("password => b's'", "password => b'***'"),
        ("password: a s\nb: 1", "password: ***\nb: 1"),
        ("pwd=s otp=17 a=1", "pwd=*** otp=*** a=1"),
        ("Authorization: Bearer s", "Authorization: ***"),
        ('Authorization: Digest a="b", response="s"\na', "Authorization: ***\na"),
        ("Cookie: a=b; c=s", "Cookie: ***"),
        ("HTTP_COOKIE=a=b; c=s\na", "HTTP_COOKIE=***\na"),
        ("HTTP_X_AUTH='s'", "HTTP_X_AUTH='***'"),
        ("?oauth=s&a=1", "?oauth=***&a=1"),
        ("?X-Amz-Signature=s&a=1", "?X-Amz-Signature=***&a=1"),
        ("?next=%2F%3Ftoken%3Ds&a=1", "?next=%2F%3Ftoken%3D***&a=1"),
        ("auth[password]=s&a=1", "auth[password]=***&a=1"),
        ("('X-Auth-Token', 's'), ('a', 'b')", "('X-Auth-Token', '***'), ('a', 'b')"),
        ("(b'authorization', b's')", "(b'authorization', b'***')"),
        ("<password>s</password><a>1</a>", "<password>***</password><a>1</a>"),
        ('<n:token a="b"><id>s</id></n:token>', '<n:token a="b">***</n:token>'),
        ("<token>s", "<token>***"),
        ("<token/><a>1</a>", "<token/><a>1</a>"),
        ('<input name="token" value="s"><a>', '<input name="token" ***><a>'),
        ('name="pin"\r\n\r\ns\ns\r\n--b', 'name="pin"\r\n\r\n***\n--b'),
        ("--os-password s --a b", "--os-password *** --a b"),
        ('password "s" a', 'password "***" a'),
        ("https://bob:s@s@host/a@b", "https://bob:***@host/a@b"),
        ("http://host:80/a @b", "http://host:80/a @b"),
        ("it got Bearer s", "it got Bearer ***"),
        ("it got Basic Ym9iOnM=", "it got Basic ***"),
        ("Basic things first", "Basic things first"),
        ("it got eyJhbGciOiJ9.eyJzdWIiOiJ9.s-_s too", "it got *** too"),
        ("it got gAAAAABkS-abcdefghijklmnopqrstu== too", "it got *** too"),
        ("-----BEGIN RSA PRIVATE KEY-----s", "-----BEGIN RSA PRIVATE KEY***"),
        ("-----BEGIN PUBLIC KEY-----a", "-----BEGIN PUBLIC KEY-----a"),
        ("a token has expired", "a token has expired"),
        ('["token", 5, "author", "x"]', '["token", 5, "author", "x"]'),
        ("{'author': 'Ann', 'shipping': 'x'}", "{'author': 'Ann', 'shipping': 'x'}"),
        ("", ""),
    ],
)
def test_mask(text: str, expected: str) -> None:
    """What a secret's name stands before, or what has a secret's form, is masked; nothing else is."""
    assert mask(text) == expected


@pytest.mark.parametrize(
    "part",
    [
        *(
            "token",
            "token ",
            "token:",
            '"token":',
            "token='",
            "token,",
            '"token"\\',
            '"token": \\"',
        ),
        *(
            "<token>",
            "<token",
            "<token/>",
            '<input name="token"',
            "--token ",
            "-",
            "[",
            '{"token":[',
        ),
        *("://a", "://a:", "://a:@", "bearer ", "basic a", "eyJaaaaa.", "gAAAA", "-----BEGIN "),
        *("-----BEGIN PRIVATE KEY", 'token"\n\n', "Auth", "apikey", "\\", '"', "x"),
    ],
)
def test_hostile_text(part: str) -> None:
    """Masking a text a thousand times as long takes no more than a thousand times as long. (Otherwise
    this would run for hours.)"""
    text = part * (300_000 // len(part))

    assert len(mask(text)) <= len(text) + len("***") * text.count(part)


@pytest.mark.parametrize("key", strutils._SANITIZE_KEYS)
def test_secrets_of_oslo(key: str) -> None:
    """All that oslo.utils masks by name is masked."""
    assert mask(f"{{'{key}': 17, 'a': 1}}") == f"{{'{key}': ***, 'a': 1}}"


def test_a_name_alone() -> None:
    """A secret's name is no secret, though oslo.utils takes what follows a dash for one."""
    assert mask(repr(KeyError("secret-key"))) == "KeyError('secret-key')"


@pytest.mark.parametrize(
    "pieces",
    [
        ["token='", *["s"] * 70_000, "' end"],
        ["[" * 70_000, "token: [", "s" * 70_000, "s"],
        ["-----BEGIN PRIVATE KEY-----", "s" * 70_000, "s", "-----END"],
    ],
    ids=["letters", "brackets", "key"],
)
def test_endless_secret(pieces: list[str]) -> None:
    """What comes after a secret that is not waited for any longer is never shown."""
    masker = PieceMasker()

    shown = "".join(map(masker.feed, pieces)) + masker.end()

    assert "s" not in shown.removeprefix("token='").replace("***", "")


def test_pieces_are_shown_early() -> None:
    """A piece without a secret is shown when it comes."""
    masker = PieceMasker()

    assert [masker.feed(piece) for piece in ("a", "b\n", '{"token": "s"}\n')] == [
        "a",
        r"b\n",
        r'{"token": "***"}\n',
    ]


@settings(deadline=None, database=None, max_examples=500)
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_pieces(pieces: list[str]) -> None:
    """However a text is cut, what is shown of it is what is shown of the whole."""
    masker, whole = PieceMasker(), "".join(pieces)

    shown = "".join(map(masker.feed, pieces)) + masker.end()

    assert shown == one_line(mask(whole))
