"""Marks in Python sources: their texts, their comments, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.extraction.taking import keywords_of
from tests.extracting import taken


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('_("a")', "a"),
        ('marks.gettext("a")', "a"),
        ('gettext_noop("a")', "a"),
        ('ngettext("a", "b", n)', ("a", "b")),
        ('ngettext_noop("a", "b")', ("a", "b")),
        ('pgettext("c", "a")', ("c", "a")),
        ('pgettext_noop("c", "a")', ("c", "a")),
        ('npgettext("c", "a", "b", n)', ("c", ("a", "b"))),
        ('npgettext_noop("c", "a", "b")', ("c", ("a", "b"))),
        ('N_("a")', "a"),
        ('_("a" "b")', "ab"),
        ('_("a" +\n  "b")', "ab"),
        ('_(f"a")', "a"),
        ("_('''a\r\nb''')", "a\nb"),
        ('x = b"a"; _("a")', "a"),
        ("class A:\n    message = _('a')", "a"),
        ("""x = f"<p>{_('a')}</p>\"""", "a"),
        ("""x = f"{1:{_('a')}}\"""", "a"),
        ('_(("a"))', "a"),
        ('_(msgid="a")', "a"),
        ('_(message="a")', "a"),
        ('pgettext(message="a", context="c")', ("c", "a")),
        ('pgettext("c", msgid="a")', ("c", "a")),
        ('ngettext(plural="b", n=2, singular="a")', ("a", "b")),
        ('ngettext(n=2, plural="b", msgid1="a")', ("a", "b")),
        ('npgettext(n=2, plural="b", singular="a", context="c")', ("c", ("a", "b"))),
        ('dgettext(domain="d", message="a")', "a"),
        ('_("a", message="b")', "a"),
        ('_(txt="a")', "a"),
        ('_n = marks.ngettext; _n("a", "b", n)', ("a", "b")),
        ('p, lazy = marks.pgettext, marks.gettext; p("c", "a")', ("c", "a")),
        ('from gettext import gettext as tr; tr("a")', "a"),
        ('def f():\n    tr = marks.gettext\n    return tr("a")', "a"),
    ],
)
def test_marks(tmp_path: Path, source: str, text: object) -> None:
    """Each mark's text is found, and nothing is wrong with it."""
    found, texts = taken(tmp_path, a=source)

    assert ([*texts], found.findings) == ([text], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("a" if x else "b")', ["a", "b"]),
        ('_("a" if x else "b" if y else "c")', ["a", "b", "c"]),
        ('ngettext("a" if x else "b", "c", n)', [("a", "c"), ("b", "c")]),
    ],
)
def test_choice(tmp_path: Path, source: str, expected: list[object]) -> None:
    """Each branch of a condition is a text of its own."""
    found, texts = taken(tmp_path, a=source)

    assert ([*texts], found.findings) == (expected, [])


def test_deep(tmp_path: Path) -> None:
    """What is too deep for Python is told as that."""
    found, _texts = taken(tmp_path, a=f"x = {'-' * 50_000}1")

    (finding,) = found.findings
    assert finding.rule.code == "E601"
    assert finding.message.startswith("Python can't read it: ")


def test_own_marks(tmp_path: Path) -> None:
    """A mark may be given, as for pybabel."""
    _found, texts = taken(tmp_path, "trn:1,2", "tr", a='tr("a"); trn("b", "c", 1)')

    assert [*texts] == ["a", ("b", "c")]


def test_malformed_mark() -> None:
    """What is no mark is refused."""
    with pytest.raises(SettingsError, match="allowed: such as"):
        keywords_of(["tr:x"])


def test_translators_comment(tmp_path: Path) -> None:
    """A comment for translators reaches them."""
    _found, texts = taken(tmp_path, a='# Translators: a letter\n_("a")\n# other\n_("b")')

    assert texts == {"a": ["Translators: a letter"], "b": []}


@pytest.mark.parametrize(
    "source",
    [
        '# Translators: a\n_("a")',
        '_(\n    # Translators: a\n    "a")',
        '_(  # Translators: a\n    "a")',
        '_("a"  # Translators: a\n)',
        '# Translators: a\nraise APIError(\n    _("a"))',
        '# Translators: a\nraise APIError(\n    key=1,\n    message=_("a"))',
        'raise APIError(\n    # Translators: a\n    message=_("a"))',
        'raise APIError(  # Translators: a\n    key=1, message=_("a"))',
        '# Translators: a\nraise APIError(  # why\n    _("a"))',
        '# Translators: a\nx = {\n    1: 2,\n    3: _("a")}',
        '# Translators: a\nx = [y for y in foo(\n    _("a"))]',
        'x = """\f"""\n# Translators: a\n_("a")',
    ],
)
def test_place_of_comment(tmp_path: Path, source: str) -> None:
    """A comment for translators stands above the mark or its statement, or inside of the mark, and is told once."""
    _found, texts = taken(tmp_path, a=f'{source}\n_("next")')

    assert texts == {"a": ["Translators: a"], "next": []}


def test_long_comment(tmp_path: Path) -> None:
    """The lines below the first one belong to it."""
    _found, texts = taken(tmp_path, a='# Translators: a\n# b\nfoo(\n    _("a"))')

    assert texts == {"a": ["Translators: a", "b"]}


@pytest.mark.parametrize(
    "source", ['# Translators: x\n\n_("a")', '# Translators: x\nif x:\n    y = 1\n    _("a")']
)
def test_comment_of_another(tmp_path: Path, source: str) -> None:
    """A comment that stands farther away is no text's."""
    _found, texts = taken(tmp_path, a=source)

    assert texts == {"a": []}


def test_order(tmp_path: Path) -> None:
    """Texts come as a reader meets them."""
    source = """f(x=_("a"))[_("b")](_("c") if _("d") else {_("e"): _("f"), _("g"): f"{_('h')}"})"""
    _found, texts = taken(tmp_path, a=f'{source}\n@d(_("i"))\ndef f(x=_("j")): return _("k")')

    assert [*texts] == [*"abcdefghijk"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('_("a %s" % "b")', "a %s"),
        ('_("a {}".format("b"))', "a {}"),
        ('_("a" + x + "b")', "ab"),
        ('_(x or "a")', "a"),
        ('_("a" if x else y)', "a"),
        ('_(x["b"]); _("a")', "a"),
        ('pgettext(x, "a")', "a"),
    ],
)
def test_text_of_wrong_mark(tmp_path: Path, source: str, text: str) -> None:
    """A template has of a wrong mark what pybabel finds of it."""
    _found, texts = taken(tmp_path, a=source)

    assert [*texts] == [text]


@pytest.mark.parametrize(
    ("source", "code", "piece"),
    [
        ("_(msgid=x)", "W606", "x"),
        ('ngettext(n=n, plural=x, singular="a")', "W606", "x"),
        ('_(f"a {x}")', "W602", 'f"a {x}"'),
        ('_("a %s" % x)', "W603", '"a %s" % x'),
        ('_("a {}".format(x))', "W604", '"a {}".format(x)'),
        ('_("a " + x)', "W605", '"a " + x'),
        ("_(x)", "W606", "x"),
        ("_(x.title())", "W606", "x.title()"),
        ('_("a" if x else y)', "W606", '"a" if x else y'),
        ('_(x or "b")', "W606", 'x or "b"'),
        ('_(b"a")', "W607", 'b"a"'),
        ('_("")', "W608", '""'),
        ('ngettext("a", b, 1)', "W606", "b"),
        ('pgettext(c, "a")', "W606", "c"),
        ('é = _(f"a {x}")', "W602", 'f"a {x}"'),
    ],
)
def test_wrong_marks(tmp_path: Path, source: str, code: str, piece: str) -> None:
    """What can't be translated is told where it stands, once, and does not hide the next text."""
    found, texts = taken(tmp_path, a=f'\n{source}\n_("next")')

    (finding,) = found.findings
    assert (finding.rule.code, finding.piece, finding.place.line) == (code, piece, 2)
    assert finding.place.column == source.rindex(piece) + 1
    assert "next" in texts
