"""Secrets out of a text that comes in pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from i18n_wsgi.masking import PieceMasker, mask, one_line

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
    *(
        "gAAAAABkS-abcdefghijklmnopqrstu",
        "eyJhbGciOiJ9.eyJz.s",
        "glpat-abcdefghijklmnopq",
        "sk_live_",
    ),
    *("https://", "bob:a@hun", "ter2@host/", "value", "name", "Cookie: ", "|\n ", "\n b", "UUID("),
    *("<key>", "</key>", "'a'", "a'b", "%22", "&quot;", "} ", '"name":"password",', '"value":"s"'),
    *("Content-Type: a\r\n", 'name="', "key=", "=hunter2 ", '<input value="'),
]


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

    assert "s" not in shown.removeprefix("token='").removesuffix("(the rest is not shown)")


def test_pieces_are_shown_early() -> None:
    """A piece without a secret is shown when it comes."""
    masker = PieceMasker()

    assert [masker.feed(piece) for piece in ("a", "b\n", '{"token": "s"}\n')] == [
        "a",
        r"b\n",
        r'{"token": "***"}\n',
    ]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{'token': '", "', 'a': 1}"),
        ("token=", " end"),
        ("-----BEGIN PRIVATE KEY", "-----END"),
        ("<token>", "</token>"),
        ("https://bob:x@host, pwd=", "&a=1"),
    ],
)
def test_long_secret(begin: str, end: str) -> None:
    """What comes after a secret is shown, however long it was."""
    masker = PieceMasker()

    shown = "".join(map(masker.feed, [begin, *["s"] * 200_000, end])) + masker.end()

    assert shown == mask(f"{begin}s{end}")


def test_rest() -> None:
    """It is said once that there is more, where the end of a secret can't be known any more."""
    masker = PieceMasker()

    shown = "".join(map(masker.feed, ["token: [", *["s"] * 200_000, "] a"])) + masker.end()

    assert shown == "token: *** (the rest is not shown)"


_TEXTS = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


@settings(deadline=None, database=None, max_examples=500)
@given(_TEXTS, st.lists(st.integers(0, 150), max_size=8))
@example("x gAAAAABkS-abcdefghijklmnopqrstu y", [12])
@example('Bearer "name":"password", ', [14])
@example("&quot;pin&quot;: &quot;s&quot;", [18])
@example("{'token': <Secret s>}", [18])
@example("token: !x |\n  s\na: 1", [10, 11, 13])
@example("('token', UUID('s'))", [13])
@example("https://bob:a@hunter2@host/", [17])
@example("<key>token</key><value>s</value>", [15])
@example('<input value="s" name="token">', [16])
def test_pieces(text: str, cuts: list[int]) -> None:
    """However a text is cut, what is shown of it is what is shown of the whole."""
    masker, bounds = PieceMasker(), [0, *sorted(cuts), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(bounds)]

    shown = "".join(map(masker.feed, pieces)) + masker.end()

    assert shown == one_line(mask(text))
