"""The structure of a .po file."""

from __future__ import annotations

import pytest

from i18n_wsgi.catalogs.syntax import find_syntax_problems

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'  # four lines


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ('msgid "a\nmsgstr "b"\n', 5),
        ('msgid "a"\nmsgstr "b" "c"\n', 6),
        ('msgid "a"\nmsgstr "b"c"\n', 6),
        ('msgid "a"\nmsgstr "\\q"\n', 6),
        ('msgid "a"\nmsgstr "\x00"\n', 6),
        ('msgid "a"\nmsgstring "b"\n', 6),
        ('msgid "a"\nmsgstr[9] "b"\n', 6),
        ('msgid "a"\n', 5),
        ('msgstr "b"\n', 5),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 7),
        ('msgid "a"\nmsgstr[0] "b"\nmsgstr[1] "c"\n', 5),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n', 5),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[1] "b"\n', 5),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[0] "c"\n', 8),
        ('msgctxt "x"\nmsgctxt "y"\nmsgid "a"\nmsgstr "b"\n', 5),
        ('msgid "a"\nmsgstr "b"\n\nmsgid ""\n"a"\nmsgstr "c"\n', 8),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "c"\n', 8),
    ],
)
def test_broken(entries: str, line: int) -> None:
    """What gettext would refuse is found, with its line."""
    found = list(find_syntax_problems(HEADER + entries))

    assert [problem.line for problem in found] == [line]


def test_entry() -> None:
    """A broken entry is told with its lines, from its comments on."""
    entries = (
        'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid "c"\nmsgstr ""\n"\\x41"\n\nmsgid "d"\nmsgstr ""\n'
    )

    (problem,) = find_syntax_problems(HEADER + entries)

    assert (problem.line, problem.entry) == (10, range(7, 12))


def test_escape_in_header() -> None:
    """An odd escape in a header does no harm."""
    assert list(find_syntax_problems(HEADER.replace("fr", "fr \\x41"))) == []


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", 'msgid "a"\nmsgstr "b"\n', '"a"\n'])
def test_no_header(text: str) -> None:
    """A catalog without its header is none."""
    assert [problem.line for problem in find_syntax_problems(text)] == [1]


@pytest.mark.parametrize(
    "entries",
    [
        "",
        '# a\n#. b\n#: c.py:1\n#, fuzzy\n#| msgid "d"\nmsgid "a"\nmsgstr ""\n',
        '#~ msgid "gone"\n#~ msgstr "parti"\n',
        'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\nmsgstr[2] "d"\n',
        '\tmsgid  "a \\"\\\\ \\n"\r\nmsgstr ""\n  "b"\n',
    ],
)
def test_sound(entries: str) -> None:
    """What gettext takes is taken."""
    assert list(find_syntax_problems(HEADER + entries)) == []
