"""What the linter says of a file as a whole: its lines, its bytes, its header, its template."""

from __future__ import annotations

import encodings
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.toolchain.lint import lint_bytes
from tests.linting import catalog, codes, entry

SOUND = catalog(entry("Book", "Livre"), entry("Shelf", "Étagère"))
COMPILED = compile_catalog(SOUND.encode(), "x.po")

PLANTED = {
    "quote": ("E301", SOUND.replace('"Livre"', '"Livre')),
    "quote-inside": ("E301", SOUND.replace("Livre", 'Li"vre')),
    "cut off in a text": ("E302", SOUND.rstrip()[:-2]),
    "cut off behind a msgid": ("E302", SOUND + '\nmsgid "Page"\n'),
    "cut off in a comment": ("E302", SOUND + "\n#: books.py:1\n"),
    "html": ("E303", "<!DOCTYPE html>\n<p>Not found</p>\n"),
    "gzip": ("E303", b"\x1f\x8b\x08\x00\x00abc\xff"),
    "conflict": ("E304", SOUND + "\n<<<<<<< HEAD\n" + entry("Page", "Page")),
    "empty": ("E305", ""),
    "comments": ("E305", "# nothing\n"),
    "no header": ("E306", entry("Book", "Livre")),
    "late header": ("E307", entry("Page", "Page") + "\n" + SOUND),
    "duplicate": ("E308", SOUND + "\n" + entry("Book", "Livre")),
    "conflicting": ("E309", SOUND + "\n" + entry("Book", "Bouquin")),
    "other plural": ("E309", SOUND + "\n" + entry("Book", "Livre", "Livres", plural="Books")),
    "fuzzy": ("W310", SOUND + "\n" + entry("Page", "Pagée", flags="fuzzy")),
    "obsolete": ("W311", SOUND + '\n#~ msgid "Book"\n#~ msgstr "Bouquin"\n'),
    "half obsolete": ("E314", SOUND + '\nmsgid "Page"\n#~ msgstr "Pages"\n'),
    "half live": ("E314", SOUND + '\n#~ msgid "Page"\nmsgstr "Pages"\n'),
    "escape": ("E312", SOUND + '\nmsgid "Path"\nmsgstr "Che\\qmin"\n'),
    "UTF-16": ("E331", SOUND.encode("utf-16")),
    "BOM": ("E332", "\ufeff" + SOUND),
    "no charset": ("E333", SOUND.replace("; charset=UTF-8", "")),
    "no charset, ASCII": (
        "W334",
        SOUND.replace("; charset=UTF-8", "").replace("É", "E").replace("è", "e"),
    ),
    "CHARSET": ("E335", SOUND.replace("UTF-8", "CHARSET")),
    "quoted": ("E335", SOUND.replace("UTF-8", "'UTF-8'")),
    "rot13": ("E335", SOUND.replace("UTF-8", "rot13")),
    "declared other": ("E336", SOUND.replace("UTF-8", "ISO-8859-1")),
    "not decodable": ("E336", SOUND.encode("latin-1")),
    "Mac Roman": ("W337", SOUND.replace("UTF-8", "mac-roman").encode("mac-roman")),
    "CRLF": ("W338", SOUND.replace("\n", "\r\n")),
    "NUL": ("E339", "# a\x00\n" + SOUND),
    "control": ("W340", "# a\x1b\n" + SOUND),
    "long": ("W341", SOUND + "\n" + entry("Page", "é" * 20_000)),
    "no end": ("W342", SOUND + "# cut of"),
    "language": ("E321", SOUND.replace("Language: fr", "Language: de")),
    "no language": ("W323", SOUND.replace("Language: fr", "Language:")),
    "fuzzy header": ("W325", "#, fuzzy\n" + SOUND),
    "left over": ("W326", SOUND.replace("library 1.0", "PACKAGE VERSION")),
    "no field": ("W327", SOUND.replace("MIME-Version: ", "MIME-Version ")),
    "twice": ("W328", SOUND.replace('"MIME-Version', '"Language: fr\\n"\n"MIME-Version')),
    "two values": ("E329", SOUND.replace('"MIME-Version', '"Language: de\\n"\n"MIME-Version')),
}


def found(text: str | bytes, name: str = "x.po", template: str | None = None) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    wanted = None if template is None else PoFile(template)
    findings = lint_bytes(data, name, "fr", wanted).findings
    return (
        codes(findings, "E3")
        + codes(findings, "W3")
        + codes(findings, "E4")
        + codes(findings, "W4")
    )


@pytest.mark.parametrize(("code", "text"), PLANTED.values(), ids=list(PLANTED))
def test_planted_trouble_is_told(code: str, text: str | bytes) -> None:
    assert code in found(text)


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND + '\n#~ msgid "Old"\n#~ msgstr "Vi\\qeux"\n',
        SOUND.replace(": fr", ": fr_FR"),
        SOUND.rstrip("\n"),
        *(
            SOUND.replace("UTF-8", charset).encode(charset)
            for charset in ("ISO-8859-1", "windows-1252", "latin9", "GB18030")
        ),
    ],
)
def test_sound_files_are_silent(text: str | bytes) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("code", "text", "template"),
    [
        ("E351", entry("Book was found", "x"), entry("Book was not found", "")),
        ("E352", 'msgctxt "a"\n' + entry("Book", "x"), entry("Book", "")),
        ("E353", entry("Book", "x"), entry("Book", "", "", plural="Books")),
        ("W354", entry("%s", "%s"), entry("%s", "", flags="python-format")),
        ("W355", "", entry("Page", "")),
        ("W356", entry("Page", "x"), ""),
    ],
)
def test_differences_from_the_template_are_told(code: str, text: str, template: str) -> None:
    assert found(catalog(text), template=catalog(template)) == [code]


@given(st.binary(max_size=300), st.sampled_from(["x.po", "x.mo", "x.pot"]))
def test_nothing_is_raised_for_any_bytes(data: bytes, name: str) -> None:
    for start in (b"", COMPILED[:4], COMPILED, SOUND.encode()):
        lint_bytes(start + data, name, "fr")


@pytest.mark.parametrize(
    "charset", sorted({module.name for module in iter_modules(encodings.__path__)})
)
def test_nothing_is_raised_for_any_codec(charset: str) -> None:
    """Also where a codec, such as IDNA's, can't put marks in the place of what it can't read."""
    header = "Content-Type: text/plain; charset=utf-8"
    for file in (SOUND.replace("UTF-8", "utf-8").encode(), COMPILED):
        declared = file.replace(header.encode(), f"charset={charset}".rjust(len(header)).encode())
        lint_bytes(declared.replace(b"Livre", b"L\xffvre"), "x", "fr")
