"""Letters that were read in a wrong charset or lost, and escapes that were left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import spoiled
from tests.linting import PLURALS, catalog, codes, entry, lint

CODES = {rule.code for rule in spoiled.RULES}


def found(text: str) -> list[str]:
    """The codes of what is wrong, without repeats."""
    return sorted(CODES & {*codes(lint(text))})


def of(msgid: str, msgstr: str, language: str = "fr") -> list[str]:
    """What is wrong with one translation."""
    return found(catalog(entry(msgid, msgstr), language=language))


def misread(text: str, charset: str = "latin-1") -> str:
    """UTF-8, taken for another charset."""
    return text.encode().decode(charset)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "expected"),
    [
        ("fr", "Not found", misread("Pas trouvé"), "E510"),
        ("fr", "Student", misread("élève"), "E510"),
        ("fr", "The page", misread("L’article", "cp1252"), "E510"),
        ("fr", "Is it?", misread("Est-ce\u00a0?"), "E510"),
        ("pl", "It was", misread("było", "cp1252"), "E510"),
        ("pl", "Books", misread("część książki"), "E510"),
        ("ru", "File", misread("файл"), "E510"),
        ("el", "File", misread("μέρα"), "E510"),
        ("hi", "File", misread("पुस्तक"), "E510"),
        ("ja", "File", misread("見つかりません"), "E510"),
        ("de", "Fine", misread("gut \U0001f600"), "E510"),
        ("ru", "Not found", "?? ???????", "E511"),
        ("ru", "File %(name)s", "%(name)s: ????, ????", "E511"),
        ("ja", "File", "????", "E511"),
        ("ru", "The book %(name)s was lost", " %(name)s  ", "E511"),
        ("ru", "The book {name} was lost", " {name} .", "E511"),
        ("el", "File", "&#945;&#946;", "W512"),
        ("fr", "The page", "L&#39;article", "W512"),
        ("fr", "Say yes", "Dites &quot;oui&quot;", "W512"),
        ("de", "Search and find", "Suchen &amp; finden", "W512"),
        ("fr", "100% sure.", "100%% sûr.", "W516"),
        ("fr", "fifty percent", "50 %%", "W516"),
    ],
)
def test_mistake(language: str, msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr, language)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        ("fr", "Say “coffee”", "Dites «\u00a0café\u00a0»"),
        ("fr", "Say “coffee”…", "Dites «\u00a0café\u00a0»…"),
        ("fr", "COFFEE: “É”", "CAFÉ\u00a0: “É”"),
        ("fr", "At: x", "À\u00a0: x"),
        ("de", "The letter “Ä”", "Der Buchstabe „Ä“"),
        ("de", "He wrote “hello”", "Er schrieb „Gruß“"),
        ("de", "Fun – but", "Spaß–aber"),
        ("pt", "SISTER", "“IRMÃ”, “MANHÃ»"),
        ("ro", "Bread…", "PÂ…"),
        ("vi", "Vietnamese", "Tiếng Việt đã được"),
        ("is", "Þ and ð", "Þ… og ð°"),
        ("ru", "Ã©", "Ã©"),
        ("ru", "File", "файл"),
        ("fr", "Really???", "Vraiment ???"),
        ("fr", "Really?", "Vraiment ??"),
        ("fr", "?? or ???", "?? ou ???"),
        ("ja", "Page %(n)s", "%(n)s"),
        ("ja", "%(a)s of the %(b)s", "%(b)s: %(a)s"),
        ("fr", "One two three", ""),
        ("fr", "Wait!", "&nbsp;Attendez\u00a0!"),
        ("fr", "R&amp;D", "R&amp;D"),
        ("fr", "<b>a</b>", "<b>l&#39;a</b>"),
        ("fr", "Search", "Recherche & développement"),
        ("fr", "50%% of it", "50 %% de cela"),
        ("fr", "50%% of %(a)s", "50 %% de %(a)s"),
        ("fr", "%(a)s of 50% or so", "%(a)s de 50 %%"),
    ],
)
def test_look_alike(language: str, msgid: str, msgstr: str) -> None:
    """What is right is not told."""
    assert of(msgid, msgstr, language) == []


def test_what_was_meant() -> None:
    """A finding says what the letters should be, and where."""
    (finding,) = [one for one in lint(catalog(entry("Not found", "Pas trouvÃ©"))) if one.piece]

    assert finding.message == "Ã© should be é"
    assert finding.place.column == len('msgstr "Pas trouv') + 1


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in spoiled.RULES:
        assert rule.code in found(catalog(rule.wrong + "\n"))
        assert rule.code not in found(catalog(rule.right + "\n"))


@settings(deadline=None)
@given(st.text(), st.text("Ãâ©€™¤à?& #39;é"), st.sampled_from([*PLURALS, "x", ""]))
def test_arbitrary_text(msgid: str, msgstr: str, language: str) -> None:
    """Nothing is raised."""
    of(msgid, msgstr, language)


@pytest.mark.parametrize("piece", ["Ã©", "à¤", "ð", "?? ", "&#", "aÄ…", "Ä"])
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x", piece * 20_000)
