"""Placeholders that a translation must have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.placeholders import find_problem
from i18n_wsgi.toolchain.checks.placeholders import RULES
from tests.linting import catalog, codes, entry, lint

OURS = tuple(rule.code for rule in RULES)


def found(text: str) -> list[str]:
    """The codes of this check's findings."""
    return [code for code in codes(lint(text)) if code in OURS]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        # by name
        ("Book %(book)s is gone", "Le livre est parti", "E101"),
        ("%(min)d and %(max)d", "%(min)d i %(min)d", "E101"),
        ("Book %(book)s is gone", "Le livre (book)s est parti", "E101"),
        ("Book %(book)s is gone", "Le livre {book} est parti", "E101"),
        ("Book %(book)s is gone", "Le livre 6(book)s est parti", "E101"),
        ("Book %(book)s is gone", "Le livre %(book)s de %(shelf)s", "E102"),
        ("Not found", "%(book)s introuvable", "E102"),
        ("Book %(book)s is gone", "Le livre %(book)s est %s", "E102"),
        ("Book %(book)s is gone", "Le livre %(livre)s est parti", "E103"),
        ("Book %(book)s is gone", "Le livre %(Book)s est parti", "E103"),
        ("Book %(book)s is gone", "Le livre %(bok)s est parti", "E103"),
        ("%(count)d books", "%(count)s livres", "E104"),
        ("%(name)s is gone", "%(name)d est parti", "E104"),
        ("%(size).1f MB", "%(size).4f Mo", "E105"),
        ("%(done)d%% of %(file)s", "%(done)d % de %(file)s", "E106"),
        ("%(done)d%% of %(file)s", "%(file)s : %(done)d%", "E106"),
        ("Book %(book)s is gone", "Le livre %(book) est parti", "E107"),
        ("Book %(book)s is gone", "Le livre %(book)", "E106"),
        ("Book %(book)s is gone", "Le livre %(book est parti", "E106"),
        ("Book %(book)s is gone", "Le livre % (book)s est parti", "E107"),
        ("Book %(book)s is gone", "Le livre %( book )s est parti", "E107"),
        ("Book %(book)s is gone", "Le livre %(book) s est parti", "E107"),
        ("Book %(book)s is gone", "Le livre %(book\u200b)s est parti", "E108"),
        ("Book %(book)s is gone", "Le livre ％(book)s est parti", "E108"),
        ("Book %(book)s is gone", "Le livre %（book）s est parti", "E108"),
        ("Book %(book)s is gone", "Le livre ％（book）ｓ est parti", "E108"),
        ("%(count)d books", "%(count)999999999d livres", "E110"),
        ("%(size)f MB", "%(size).99999f Mo", "E110"),
        ("%(count)d books", "%(count)n livres", "E112"),
        ("%(count)d books", "%(count)y livres", "E112"),
        ("Book %(book)s is gone", "Le livre %%(book)s est parti", "E114"),
        ("%(done)d% of %(file)s", "%(done)d %% de %(file)s", "E115"),
        # without a name
        ("%s has %d books", "%s a des livres", "E101"),
        ("%s is gone", "C’est parti", "E101"),
        ("%s is gone", "%s de %s est parti", "E102"),
        ("%s is gone", "%d est parti", "E104"),
        ("%s has %d books", "%d livres chez %s", "E109"),
        ("%s is gone", "% s est parti", "E107"),
        ("%s is gone", "％s est parti", "E108"),
        ("%s is gone", "%n est parti", "E112"),
        ("%s is gone", "%%s est parti", "E101"),
        ("%s is gone", "%(name)s est parti", "E102"),
        # in braces
        ("Hello {name}", "Bonjour", "E101"),
        ("Hello {name} {rank}", "Bonjour {nom}", "E101"),
        ("Hello {name}", "Bonjour {name} {rank}", "E102"),
        ("Hello {name}", "Bonjour {nom}", "E103"),
        ("Hello {name}", "Bonjour {Name}", "E103"),
        ("{size:.1f} MB", "{size:.4f} Mo", "E105"),
        ("Hello {name}", "Bonjour {name!r}", "E105"),
        ("Hello {name}", "Bonjour { name }", "E107"),
        ("Hello {name}", "Bonjour ｛name｝", "E108"),
        ("{count} books", "{count:>999999999} livres", "E110"),
        ("Hello {user}", "Bonjour {user.password}", "E111"),
        ("Hello {user}", "Bonjour {user[password]}", "E111"),
        ("Hello {user}", "Bonjour {user.__class__.__init__.__globals__}", "E111"),
        ("{0} of {1}", "{} de {1}", "E106"),
        ("{} of {}", "{} de {1}", "E106"),
        ("Hello {name}", "Bonjour {name", "E113"),
        ("Hello {name}", "Bonjour name}", "E113"),
        ("Hello {name}", "Bonjour {{name}}", "E114"),
        ("{} of {}", "{} de", "E101"),
        ("{} of {}", "{} de {} {}", "E102"),
        ("{0} of {1}", "{0} de {2}", "E103"),
        ("%(book)s of %(a)s% here", "%(book)s", "E115"),
    ],
)
def test_mistake(msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    flags = "python-format" if expected == "E115" else ""

    assert expected in found(catalog(entry(msgid, msgstr, flags=flags)))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        ("%d of %s", "%2$s : %1$d", []),
        ("%d pages", "%'d pages", []),
        ("%d pages", "%Id صفحه", []),
        ("%*d of %%", "%% de %*d", []),
        ("%<PRIu64> bytes", "%<PRIu64> octets", []),
        ("%d of %s", "%2$s", ["E101"]),
        ("%s is gone", "parti", ["E101"]),
        ("%d of %s", "%s de %d", ["E104", "E104"]),
        ("%ld bytes", "%d octets", ["E104"]),
        ("%s is gone", "%s est parti %n", ["E102"]),
        ("%s is gone", "%s est à 5 %!", ["E106"]),
        ("%(a)s is gone", "parti", ["E101"]),  # a program in Python
    ],
)
def test_c_format(msgid: str, msgstr: str, expected: list[str]) -> None:
    """What a program in C fills has its numbers and its types."""
    assert found(catalog(entry(msgid, msgstr, flags="c-format"))) == expected


@pytest.mark.parametrize("flags", ["", "python-format"])
@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(a)s and %(b)s", "%(b)s et %(a)s"),  # in another order
        ("%(a)s is gone", "%(a)s, oui, %(a)s est parti"),  # twice
        ("%(done)d%% done", "%(done)d%% fait"),
        ("%(done)d%% done", "%(done)d ％ fait"),  # another percent sign
        ("%s has %d books", "%s a %d livres"),
        ("%i books", "%i livres"),
        ("%i books", "%d livres"),
        ("%(name)-10s|", "%(name)-24s|"),
        ("Use %%(name)s for %(name)s", "Utilisez %%(name)s pour %(name)s"),
    ],
)
def test_sound_percent(msgid: str, msgstr: str, flags: str) -> None:
    """What a program fills in well is left alone."""
    assert found(catalog(entry(msgid, msgstr, flags=flags))) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "flags"),
    [
        ("100% of it", "100 % de tout", ""),
        ("100% of it", "100 % de tout", "python-format"),  # which Babel believes of it
        ("Save 50% today", "Économisez 50 % aujourd’hui", ""),
        ("50 percent", "50 %", ""),
        ("50 percent", "50 % de", "no-python-format"),
        ('Send {"a": 1}', 'Envoyez {"b": 1}', ""),
        ("Send {a: [x, y]}", "Envoyez {a: [u, v]}", "python-brace-format"),
        ("A set is {}", "Un ensemble est {}", ""),
        ("{a} and {b}", "{b} et {a}", "python-brace-format"),
        ("{{{a}}} and {{{{b}}}}", "{{{a}}} et {{{{b}}}}", "python-brace-format"),
        ("{} and {}", "{1} et {0}", ""),
        ("Hello {user.name}", "Bonjour {user.name}", ""),
        ("Hello {name}", "Bonjour", "no-python-brace-format"),
        ("%(name)s {x}", "%(name)s {y}", ""),
    ],
)
def test_look_alike(msgid: str, msgstr: str, flags: str) -> None:
    """What only looks like a placeholder is left alone."""
    assert found(catalog(entry(msgid, msgstr, flags=flags))) == []


@pytest.mark.parametrize(
    ("language", "forms", "expected"),
    [
        ("de", ("ein Buch", "%(n)d Bücher"), []),
        ("fr", ("un livre", "%(n)d livres"), ["E101"]),  # 0 takes it too
        ("pl", ("jedna książka", "%(n)d książki", "%(n)d książek"), []),
        ("ru", ("одна книга", "%(n)d книги", "%(n)d книг"), ["E101"]),  # 21, 31 ...
        ("ar", ("لا كتب", "كتاب", "كتابان", "%(n)d كتب", "%(n)d كتاباً", "%(n)d كتاب"), []),
        ("ja", ("一冊",), ["E101"]),
        ("de", ("%(n)d Buch", "viele Bücher"), ["E101"]),
        ("de", ("%(x)d Buch", "%(n)d Bücher"), ["E102"]),
    ],
)
def test_plural(language: str, forms: tuple[str, ...], expected: list[str]) -> None:
    """A form that exactly one number takes may leave the number out."""
    text = catalog(entry("%(n)d book", *forms, plural="%(n)d books"), language=language)

    assert found(text) == expected


def test_singular_without_number() -> None:
    """Where the msgid itself leaves the number out, the form that 1 takes may do so."""
    text = catalog(entry("one book", "un livre", "%(n)d livres", plural="%(n)d books"))

    assert found(text) == []


@pytest.mark.parametrize(
    ("first", "expected"), [("ein Buch von %(who)s", []), ("ein Buch", ["E101"])]
)
def test_only_the_number(first: str, expected: list[str]) -> None:
    """What is no number may not be left out."""
    forms = (first, "%(n)d Bücher von %(who)s")
    text = catalog(
        entry("%(n)d book of %(who)s", *forms, plural="%(n)d books of %(who)s"), language="de"
    )

    assert found(text) == expected


def test_torn_number() -> None:
    """Where the number may be left out, it may still not be left there torn."""
    text = catalog(
        entry("%(n)d book", "6(n)d Buch", "%(n)d Bücher", plural="%(n)d books"), language="de"
    )

    assert found(text) == ["E101"]


def test_place() -> None:
    """A finding says where the piece stands, in a text of several lines."""
    text = catalog(
        'msgid "%(book)s is gone"\nmsgstr ""\n"Le\\tlivre "\n"« %(livre)s » est parti"\n'
    )

    (finding,) = [one for one in lint(text) if one.rule.code == "E103"]

    assert (finding.place, finding.piece) == (Place(16, 4), "%(livre)s")


@pytest.mark.parametrize("flags", ["fuzzy", "fuzzy, python-format"])
def test_fuzzy(flags: str) -> None:
    """What is not shown is not looked at."""
    assert found(catalog(entry("%(a)s", "nichts", flags=flags))) == []


@pytest.mark.parametrize(
    ("msgstr", "expected"), [("Le livre est parti", ["E101"]), ("%(book)s est parti", [])]
)
def test_flag_against_checks(msgstr: str, expected: list[str]) -> None:
    """A flag that switches checks off does not make a program fill a text that it refuses."""
    text = catalog(entry("Book %(book)s is gone", msgstr, flags="no-python-format"))

    assert found(text) == expected


def test_obsolete() -> None:
    """Nor is what is obsolete."""
    assert found(catalog('#~ msgid "%(a)s is gone"\n#~ msgstr "parti"\n')) == []


ODD = st.text("%(){}ads nx.1％（）｛｝ [:!é") | st.text()


@given(ODD, ODD)
def test_anything(msgid: str, msgstr: str) -> None:
    """Nothing is raised, whatever the texts are."""
    for flags in ("", "python-format, python-brace-format"):
        found(catalog(entry(msgid, msgstr, flags=flags)))


@given(
    st.lists(st.sampled_from(["%(a)s", "%(b)d", "%s", "%%", "a", " ", "%"]), max_size=4),
    st.lists(st.sampled_from(["%(a)s", "%(b)d", "%(c)s", "%s", "%%", "a", " ", "%"]), max_size=4),
)
def test_run_time(source: list[str], translated: list[str]) -> None:
    """What is refused at run time is an error, of a text that a program fills."""
    msgid, msgstr = "x" + "".join(source), "x" + "".join(translated)
    if find_problem((msgid,), (msgstr,)):
        assert found(catalog(entry(msgid, msgstr, flags="python-format")))


@pytest.mark.parametrize("piece", ["%(", "%(a)", "%", "% (a) s", "{a", "%%(a)s"])
def test_garbage(piece: str) -> None:
    """A text of garbage is not told piece by piece."""
    assert len(found(catalog(entry("Book %(book)s", piece * 20_000)))) <= 20


def test_both_kinds() -> None:
    """Where a msgid has placeholders with and without a name, a foreign one is still told."""
    assert "E102" in found(catalog(entry("%(a)s %s x", "%(a)s %s %(shelf)s")))
