"""Broken ``.po`` files: what is told of them, and what is left of them."""

from __future__ import annotations

import pytest

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_usable

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'  # four lines
BEFORE = 'msgid "first"\nmsgstr "premier"\n\n'  # three lines
BEHIND = '\n\nmsgid "last"\nmsgstr "dernier"\n'


def found(text: str) -> tuple[dict[str, str | tuple[str, ...]], list[int]]:
    """What can be used of a file, and the lines of what can't."""
    compiled, problems = compile_usable(text.encode(), "fr.po")
    return dict(read_catalog(compiled).texts), [problem.line for problem in problems]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ('msgid "a\nmsgstr "b"', 8),
        ('msgid "a"\nmsgstr "b" "c"', 9),
        ('msgid "a"\nmsgstr "b"c"', 9),
        ('msgid "a"\nmsgstr "\\q"', 8),
        ('msgid "a"\nmsgstr "\\x41"', 8),
        ('msgid "a"\nmsgstr "\x00"', 8),
        ('msgctxt "\x04"\nmsgid "a"\nmsgstr "b"', 9),
        ('msgid "a"\nmsgstring "b"', 9),
        ('msgid "a"\nmsgstr[9] "b"', 9),
        ('msgid "a"', 8),
        ('# a comment\nmsgstr "b"', 8),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"', 10),
        ('msgid "a"\nmsgstr[0] "b"\nmsgstr[1] "c"', 9),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr "b"', 10),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[1] "b"', 10),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[0] "c"', 11),
        ('msgctxt "x"\nmsgctxt "y"\nmsgid "a"\nmsgstr "b"', 8),
    ],
)
def test_broken_entry(entry: str, line: int) -> None:
    """A broken entry is told with its line, and costs itself alone."""
    texts, lines = found(HEADER + BEFORE + entry + BEHIND)

    assert lines[0] == line
    assert {"first", "last"} <= texts.keys()
    assert "a" not in texts


@pytest.mark.parametrize(
    "second",
    [
        'msgid "a"\nmsgstr "c"',
        'msgid ""\n"a"\nmsgstr "b"',
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "c"',
    ],
)
def test_second_entry(second: str) -> None:
    """Of two entries of a msgid the first is used."""
    texts, lines = found(f'{HEADER}msgid "a"\nmsgstr "b"\n\n{second}\n')

    assert (texts, lines) == ({"a": "b"}, [8])


def test_second_entry_of_what_is_obsolete() -> None:
    """What is obsolete is no entry."""
    assert found(f'{HEADER}#~ msgid "a"\n#~ msgstr "c"\n\nmsgid "a"\nmsgstr "b"\n') == (
        {"a": "b"},
        [],
    )


def test_conflict() -> None:
    """The marks that git leaves are told, with what stands there twice."""
    ours, theirs = 'msgid "a"\nmsgstr "b"', 'msgid "a"\nmsgstr "c"'
    both = f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> other\n"

    texts, lines = found(f"{HEADER}{BEFORE}{both}{BEHIND}")

    assert (texts, lines) == ({"last": "dernier"}, [8, 11, 12, 14])


def test_escape_in_header() -> None:
    """An odd escape in a header does no harm."""
    assert found(HEADER.replace("fr", "fr \\x41")) == ({}, [])


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing\n", 'msgid "a"\nmsgstr "b"\n', '"a"\n', "{}"]
)
def test_no_header(text: str) -> None:
    """A catalog without its header is none."""
    with pytest.raises(CatalogError, match=r"^fr.po:1: "):
        found(text)


@pytest.mark.parametrize(
    "entries",
    [
        "",
        '# a\n#. b\n#: c.py:1\n#, fuzzy\n#| msgid "d"\nmsgid "a"\nmsgstr ""\n',
        '#~ msgid "gone"\n#~ msgstr "parti"\n',
        'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n',
        '\tmsgid  "a \\"\\\\ \\n"\r\nmsgstr ""\n  "b"\n',
    ],
)
def test_sound(entries: str) -> None:
    """What gettext takes is taken."""
    assert found(HEADER + entries)[1] == []
