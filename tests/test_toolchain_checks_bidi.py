"""Characters that turn the reading direction."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import bidi
from tests.linting import PLURALS, catalog, codes, entry, lint


def of(msgid: str, msgstr: str, language: str = "fr") -> list[str]:
    """The codes of what is wrong with the direction of one translation, without repeats."""
    return found(catalog(entry(msgid, msgstr), language=language))


def found(text: str) -> list[str]:
    """The codes of what is wrong with the directions of a catalog, without repeats."""
    ours = {rule.code for rule in bidi.RULES}
    return sorted({*codes(lint(text))} & ours)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "expected"),
    [
        ("fr", "Not found", "\u202eIntrouvable\u202c", "E522"),
        ("he", "Not found", "\u202eלא נמצא", "E522"),
        ("ar", "Not found", "\u202dغير موجود\u202c", "E522"),
        ("ar", "Not found", "\u2067غير موجود", "E523"),
        ("ar", "Not found", "غير موجود\u2069", "E523"),
        ("ar", "Not found", "\u2068a\u2069\u2069غير", "E523"),
        ("he", "Not found", "לא \u202bנמצא", "E523"),
        ("he", "Not found", "לא נמצא\u202c", "E523"),
        ("he", "Not found", "\u2067לא \u202bנמצא\u2069", "E523"),
        ("he", "Not found", "\u202b\u2067לא נמצא\u202c\u2069", "E523"),
        ("de", "Not found", "\u202bNicht gefunden", "E523"),
        ("he", "Not found", "\u202aלא נמצא", "E523"),
        ("", "Not found", "\u202bלא נמצא", "E523"),
        ("he", "Not found", "\u202bלא נמצא", "W531"),
        ("ckb", "{}th", "\u202b{}هەم", "W531"),
        ("de", "Not found", "\u202aNicht gefunden", "W531"),
        ("fr", "Not found", "Introuvable &#8238;.", "E522"),
        ("fr", "<b>A</b>", "<b>A&#x202E;B</b>", "E522"),
    ],
)
def test_mistake(language: str, msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr, language)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        ("ar", "Open %(file)s", "افتح \u2068%(file)s\u2069"),
        ("he", "Open %(file)s", "פתח \u2066%(file)s\u2069 \u2067א\u2069"),
        ("he", "Open", "\u2067פתח \u2066a\u2069\u2069"),
        ("he", "Open", "\u202bפתח\u202c"),
        ("ar_XB", "Book", "\u202eBook\u202c"),
        ("fr", "Write &#8238; here", "Ici, écrivez &#8238;"),
        ("fr", "<b>A</b>", "<b>A&#8288;B</b>"),
    ],
)
def test_look_alike(language: str, msgid: str, msgstr: str) -> None:
    """What is right in its language is not told."""
    assert of(msgid, msgstr, language) == []


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in bidi.RULES:
        assert rule.code in found(catalog(rule.wrong + "\n"))
        assert found(catalog(rule.right + "\n")) == []


SOME = st.text(st.sampled_from("aא\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@settings(deadline=None)
@given(SOME, SOME, st.sampled_from([*PLURALS, "x", ""]))
def test_arbitrary_text(msgid: str, msgstr: str, language: str) -> None:
    """Nothing is raised."""
    of(msgid, msgstr, language)


@pytest.mark.parametrize("piece", ["\u2068", "\u202b\u2069", "\u202b", "\u202c"])
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x", piece * 20_000, "ru")
