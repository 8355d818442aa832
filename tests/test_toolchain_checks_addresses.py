"""Web and e-mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import addresses
from tests.linting import catalog, codes, entry, lint

SEE = "See https://docs.library.org/en/help."


def found(text: str) -> list[str]:
    """The codes of what is wrong with addresses, without repeats."""
    ours = {rule.code for rule in addresses.RULES}
    return sorted({*codes(lint(text))} & ours)


def of(msgid: str, msgstr: str) -> list[str]:
    """What is wrong with one translation."""
    return found(catalog(entry(msgid, msgstr)))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        (SEE, "Voyez https://docs.library.net/en/help.", "E546"),
        (SEE, "Voyez https://docs.1ibrary.org/en/help.", "E546"),
        (SEE, "Voyez https://docs.librаry.org/en/help.", "E546"),
        (SEE, "Voyez https://docs.library.org@evil.net/en/help.", "E546"),
        (SEE, "Voyez https://docs.library.org.evil.net/en/help.", "E546"),
        (SEE, "Voyez http://evil.net/docs.library.org.", "E546"),
        (SEE, f"Voyez {SEE[4:]} et https://evil.net/", "E546"),
        (SEE, f"Voyez {SEE[4:]} et www.evil.net", "E546"),
        ("Read this", "Lisez ceci sur https://evil.net", "E546"),
        ("Read this", "Lisez ceci sur ftp://evil.net", "E546"),
        ("such as swift://library.org/x", "par exemple swift://evil.net/x", "E546"),
        ('<a href="/x">x</a>', '<a href="//evil.net/x">x</a>', "E546"),
        (SEE, "See https://docs。library。org/en/help", "E546"),
        (SEE, "Voyez https:// docs.library.org/en/help.", "E547"),
        (SEE, "Voyez l'aide.", "E547"),
        (SEE, "Voyez docs.library.org", "E547"),
        ("www.library.org", "le site", "E547"),
        (SEE, "Voyez https://docs.library.org/en/hlep.", "W548"),
        (SEE, "Voyez https://docs.library.org/en/", "W548"),
        (SEE, "Voyez https://docs.library.org/aide/admin", "W548"),
        (SEE, "Voyez http://docs.library.org/en/help.", "E551"),
        ("Write to help@library.org", "Écrivez à help@library.net", "E549"),
        ("Write to help@library.org", "Écrivez à aide@library.org", "E549"),
        ("Write to us", "Écrivez à help@evil.net", "E549"),
        ("Write to help@library.org", "Écrivez-nous", "E547"),
        ("Write to help@example.org", "Écrivez à help@evil.net", "E549"),
        ("such as name@example.com", "tel que nom@exemple.fr", "W553"),
        ("such as swift://example.com/x", "tel que swift://exemple.com/x", "W553"),
        ("such as https://www.example.com/x", "z. B. https://www.beispiel.de/x", "W553"),
        (SEE, "Voyez https://docs.exemple.org/en/help.", "E546"),
        ("such as https://example.com/x", "tel que https://exemple.com.evil.net/x", "E546"),
        ("such as swift://example.com/x", "etwa swift: //example.com/x", "E547"),
        ('<a href="mailto:a@library.org">A</a>', '<a href="mailto:b@evil.net">A</a>', "E549"),
    ],
)
def test_mistake(msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        (SEE, "Voyez https://docs.library.org/en/help."),
        (SEE, "Voyez HTTPS://docs.library.org/en/help"),
        ("http://a.org or https://a.org", "https://a.org ou http://a.org"),
        (SEE, "Voyez https://docs.library.org/fr/help/."),
        (SEE, "Voyez https://docs.library.org/pt-br/help"),
        (SEE, "https://docs.library.org/en/help をご覧ください"),
        (SEE, "https://docs.library.org/en/helpをご覧ください"),
        (SEE, "请看https://docs.library.org/en/help。"),
        (SEE, "请看（https://docs.library.org/en/help）。"),
        (SEE, "Voyez «\u00a0https://docs.library.org/en/help\u00a0»\u00a0!"),
        (SEE, "Voyez <https://docs.library.org/en/help>."),
        (SEE, "راجع https://docs.library.org/en/help؟"),
        ("See http://library.org", "Voyez http://www.library.org"),
        ("See https://library.org:", "Voyez https://library.org\u00a0:"),
        ("http://a.org and http://b.org", "http://b.org et http://a.org"),
        (
            "https://en.wikipedia.org/wiki/Time_zone",
            "https://fr.wikipedia.org/wiki/Fuseau_horaire",
        ),
        (
            "https://en.wikipedia.org/wiki/Time_zone",
            "https://ru.wikipedia.org/wiki/Часовой_пояс",
        ),
        ("http://%(host)s/%(path)s", "http://%(host)s/%(path)s"),
        ("See http://{host}:{port}/", "Voyez http://{host}:{port}/"),
        ("It must start with http://", "Il doit commencer par «\u00a0http://\u00a0»"),
        ("https://user:word@library.org/x", "https://user:word@library.org/x"),
        ("http://[::1]:8000/", "http://[::1]:8000/ ici"),
        ("and/or // comment", "et/ou // commentaire"),
        ("Write to help@library.org.", "help@library.org に送信"),
        ("Write to help@library.org.", "请写信给help@library.org。"),
        ("such as name@example.com", "tel que nom@example.com"),
        ("Follow @library", "Suivez @bibliotheque"),
        ("user@host", "utilisateur@hôte"),
        ("a@%(host)s", "a@%(host)s"),
    ],
)
def test_look_alike(msgid: str, msgstr: str) -> None:
    """What is no mistake is not told."""
    assert of(msgid, msgstr) == []


def test_place() -> None:
    """A finding says where it is."""
    text = catalog(entry(SEE, "Voyez https://evil.net/en/help."))
    (finding,) = [one for one in lint(text) if one.rule.code == "E546"]

    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("https://evil.net")
    assert finding.message == "evil.net is not in the msgid"


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in addresses.RULES:
        assert rule.code in found(catalog(rule.wrong + "\n"))
        assert rule.code not in found(catalog(rule.right + "\n"))


SOME = st.text(st.sampled_from("htps:/www.a@[]%{}?#\u3002 e"))


@settings(deadline=None)
@given(st.text() | SOME, st.text() | SOME)
def test_arbitrary_text(msgid: str, msgstr: str) -> None:
    """Nothing is raised."""
    of("https://" + msgid, "https://" + msgstr)


@pytest.mark.parametrize("piece", ["a", "a@", "http://", "a.", "www.", "//", "http://a/", "-@a"])
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x@y.org", piece * 20_000)
