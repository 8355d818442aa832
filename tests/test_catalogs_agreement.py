"""What the linter lets pass is compiled and served as it is; what the build or run time leaves out, the linter
calls an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_catalog, compile_usable
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from i18n_wsgi.toolchain.lint import lint_bytes
from tests.conftest import po_text

PLURAL = 'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
FORMS = 'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"\n'
SOUND = (
    'msgid "Book"\nmsgstr "Livre"\n\nmsgctxt "verb"\nmsgid "Book"\nmsgstr "Réserver"\n\n'
    f'#, python-format\n{PLURAL}{FORMS}\nmsgid "A %(x)s"\nmsgstr "Un %(x)s"\n'
)
HEADER = po_text("fr", "").decode()

# What stands behind the header, and whether the linter calls it an error.
FILES: dict[str, tuple[bytes, bool]] = {
    "sound": (po_text("fr", SOUND), False),
    "no entry": (po_text("fr", ""), False),
    "CRLF": (po_text("fr", SOUND).replace(b"\n", b"\r\n"), False),
    "byte order mark": (b"\xef\xbb\xbf" + po_text("fr", SOUND), True),
    "Latin-1 that is declared": (
        po_text("fr", SOUND).decode().replace("charset=utf-8", "charset=ISO-8859-1").encode("latin-1"),
        False,
    ),
    "Latin-1 that is not": (po_text("fr", SOUND).decode().encode("latin-1"), True),
    "no charset": (
        po_text("fr", SOUND).replace(b"text/plain; charset=utf-8", b"text/plain"),
        True,
    ),
    "UTF-16": (po_text("fr", SOUND).decode().encode("utf-16"), True),
    "NUL in a comment": (po_text("fr", "# \0\n" + SOUND), True),
    "NUL in a text": (po_text("fr", SOUND.replace("Livre", "Liv\0re")), True),
    "EOT in a msgid": (po_text("fr", SOUND.replace("Book", "Bo\x04ok")), True),
    "an odd escape": (po_text("fr", SOUND.replace("Livre", "Liv\\are")), True),
    "a number as escape": (po_text("fr", SOUND.replace("Livre", "Liv\\x41re")), True),
    "seven forms": (
        po_text("fr", PLURAL + "".join(f'msgstr[{n}] "%(n)d livre"\n' for n in range(7))),
        True,
    ),
    "one form": (po_text("fr", PLURAL + 'msgstr[0] "%(n)d livre"\n'), True),
    "an empty form": (po_text("fr", PLURAL + FORMS.replace("%(n)d livres", "")), True),
    "a gap between forms": (po_text("fr", PLURAL + FORMS.replace("[1]", "[2]")), True),
    "two entries": (po_text("fr", SOUND + '\nmsgid "Book"\nmsgstr "Bouquin"\n'), True),
    "one entry twice": (po_text("fr", SOUND + '\nmsgid "Book"\nmsgstr "Livre"\n'), True),
    "an obsolete twin": (po_text("fr", SOUND + '\n#~ msgid "Book"\n#~ msgstr "Bouquin"\n'), False),
    "an empty context": (po_text("fr", SOUND + '\nmsgctxt ""\nmsgid "Book"\nmsgstr "Bouquin"\n'), False),
    "previous texts": (po_text("fr", '#| msgid "Boook"\n' + SOUND), False),
    "a fuzzy header": (b"#, fuzzy\n" + po_text("fr", SOUND), False),
    "no header": (SOUND.encode(), True),
    "a late header": (b'msgid "First"\nmsgstr "Premier"\n\n' + po_text("fr", SOUND), True),
    "text between entries": (po_text("fr", SOUND + "\nhello\n\n" + 'msgid "Last"\nmsgstr "Dernier"\n'), True),
    "no plural rule": (
        (HEADER.replace('"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n', "") + SOUND).encode(),
        True,
    ),
    "the template's plural rule": (
        (
            HEADER.replace("nplurals=2; plural=(n > 1)", "nplurals=INTEGER; plural=EXPRESSION")
            + 'msgid "Book"\nmsgstr "Livre"\n'
        ).encode(),
        False,
    ),
    "a plural rule that fails": (po_text("fr", SOUND).replace(b"n > 1", b"n / 0"), True),
    "another language": (po_text("fr", SOUND).replace(b"Language: fr", b"Language: de"), True),
    "cut off": (po_text("fr", SOUND)[:-9], True),
    "without its last line end": (po_text("fr", SOUND)[:-1], False),
    "a lost placeholder": (po_text("fr", SOUND.replace("Un %(x)s", "Un")), True),
}  # fmt: skip


def errors_of(data: bytes) -> list[int]:
    """The lines of what the linter calls an error."""
    linted = lint_bytes(data, "fr.po", "fr")
    return [one.place.line for one in linted.findings if one.rule.severity == "error"]


def meant(data: bytes) -> dict[str, tuple[str, ...]]:
    """What the file says, by its own entries."""
    file = lint_bytes(data, "fr.po", "fr").file
    return {
        entry.key[1] if entry.key[0] is None else f"{entry.key[0]}\x04{entry.key[1]}": entry.texts
        for entry in file.live_entries()
        if entry.is_translated
    }


def served(compiled: bytes) -> dict[str, tuple[str, ...]]:
    texts = read_catalog(compiled).texts
    return {key: (text,) if isinstance(text, str) else text for key, text in texts.items()}


@pytest.mark.parametrize(("data", "is_error"), FILES.values(), ids=FILES)
def test_linter(data: bytes, is_error: bool) -> None:
    """The linter calls errors what is one."""
    assert bool(errors_of(data)) == is_error


@pytest.mark.parametrize("data", [data for data, is_error in FILES.values() if not is_error])
def test_sound(data: bytes, tmp_path: Path) -> None:
    """What it lets pass is compiled, and served at run time, as it is."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "shop.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)

    compiled = compile_catalog(data, "fr.po", "fr")

    assert served(compiled) == meant(data)
    catalog = PoFolderSource(tmp_path).read("shop", "fr")
    assert (catalog.texts, catalog.problems) == (read_catalog(compiled).texts, ())


def assert_agreement(data: bytes) -> None:
    errors = errors_of(data)
    try:
        compiled, problems = compile_usable(data, "fr.po", "fr")
    except CatalogError:
        assert errors
        return
    texts = served(compiled)
    assert texts.items() <= meant(data).items() or errors
    assert errors or (not problems and texts == meant(data))


LINES = po_text("fr", SOUND).decode().split("\n")
PIECES = [
    '"', "\\", "%", "{", "msgid ", 'msgid ""', "msgctxt ", 'msgid_plural "s"', "msgstr[0] ", 'msgstr[2] "x"', "\0",
    "\x04", "#~ ", "#, fuzzy", "#| ", "\r", "\ufeff", "é", "<<<<<<< HEAD", "\\x41", "\\q", "", "  ",
    "Plural-Forms: nplurals=3; plural=0;\\n",
]  # fmt: skip


@settings(deadline=None, database=None, max_examples=500)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES)),
            st.integers(0, 40),
            st.integers(0, 12),
            st.sampled_from(PIECES),
        ),
        max_size=3,
    ),
    st.lists(
        st.tuples(st.integers(0, len(LINES)), st.integers(0, 2), st.sampled_from(LINES)), max_size=3
    ),
)
def test_changed_file(
    changes: list[tuple[int, int, int, str]], moves: list[tuple[int, int, str]]
) -> None:
    """So it is of any file, however it was changed."""
    lines = [*LINES]
    for number, count, line in moves:
        lines[number : number + count] = [line]
    for number, start, count, piece in changes:
        if number < len(lines):
            line = lines[number]
            lines[number] = line[:start] + piece + line[start + count :]

    assert_agreement("\n".join(lines).encode())


@settings(deadline=None, database=None, max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 4), st.binary(max_size=3)), max_size=3)
)
def test_changed_bytes(changes: list[tuple[int, int, bytes]]) -> None:
    """And whatever its bytes are."""
    data = po_text("fr", SOUND)
    for start, count, piece in changes:
        data = data[:start] + piece + data[start + count :]

    assert_agreement(data)
