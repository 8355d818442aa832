"""What the linter says where a ``.mo`` file is not what the ``.po`` file beside it compiles to."""

from __future__ import annotations

import io
from pathlib import Path

import polib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.toolchain.checks.base import MOST, Finding
from i18n_wsgi.toolchain.lint import lint_bytes
from tests.commanding import run, write
from tests.linting import catalog, entry

COMPILED = Path(__file__).parent / "data/compiled"

BOOK, DESK = entry("Book", "Livre"), entry("Desk", "Bureau")
PAGES = entry("%(n)d page", "%(n)d page", "%(n)d pages", plural="%(n)d pages")
VERB = 'msgctxt "verb"\n' + entry("Book", "Réserver")
LOST, HALF = entry("Lost", ""), entry("leaf", "feuille", "", plural="leaves")
EMPTY = entry("tree", "", "", plural="trees")
FUZZY = entry("Page", "Pagée", flags="fuzzy")


def made_by_us(text: str) -> bytes:
    return compile_catalog(text.encode(), "x.po")


def made_by_babel(text: str, *, use_fuzzy: bool = False) -> bytes:
    made = io.BytesIO()
    write_mo(made, read_po(io.StringIO(text)), use_fuzzy=use_fuzzy)
    return made.getvalue()


def made_by_polib(text: str) -> bytes:
    return bytes(polib.pofile(text).to_binary())


MADE = {
    **{path.name: (path.with_name("library.po"), path) for path in COMPILED.glob("*.gmo")},
    **{path.name: (path.with_name("system.po"), path) for path in COMPILED.glob("*system*.gmo")},
}
EVERYTHING = catalog(BOOK, VERB, DESK, PAGES, LOST, HALF, EMPTY, FUZZY)


def stale(source: str, compiled: bytes, name: str = "x.po") -> list[Finding]:
    findings = lint_bytes(source.encode(), name, "fr", compiled=compiled).findings
    return [one for one in findings if one.rule.code == "W414"]


def told(source: str, before: str) -> list[tuple[str, int, str]]:
    """What is told of a source whose compiled catalog was made before it was changed: file, line, msgid."""
    return [(one.file, one.place.line, one.msgid) for one in stale(source, made_by_us(before))]


def line_of(msgid: str, text: str) -> int:
    return text.split("\n").index(f'msgid "{msgid}"') + 1


@pytest.mark.parametrize("name", MADE)
def test_files_of_other_programs(name: str) -> None:
    """What other programs have made of a source is that, with what is fuzzy and without."""
    source, compiled = MADE[name]

    assert stale(source.read_text("utf-8"), compiled.read_bytes()) == []


@pytest.mark.parametrize(
    "compiled",
    [
        made_by_babel(EVERYTHING),
        made_by_babel(EVERYTHING, use_fuzzy=True),
        made_by_polib(EVERYTHING),
        made_by_us(EVERYTHING.replace(HALF, "")),
    ],
    ids=["Babel", "Babel, fuzzy", "polib", "ours"],
)
def test_files_of_libraries(compiled: bytes) -> None:
    """What libraries have made of a source is that, whatever they do with what is not translated."""
    assert stale(EVERYTHING, compiled) == []


def test_forms_that_babel_leaves_out() -> None:
    """Of a plural with more forms than the header declares Babel takes the first; the mistake is told as such."""
    text = catalog(PAGES + 'msgstr[2] "%(n)d feuilles"\n')

    assert stale(text, made_by_babel(text)) == []


def test_changed_translation() -> None:
    """A translation that has changed is told at its entry."""
    after = catalog(BOOK, DESK.replace("Bureau", "Pupitre"), PAGES)

    assert told(after, catalog(BOOK, DESK, PAGES)) == [("x.po", line_of("Desk", after), "Desk")]


def test_changed_plural() -> None:
    """Of a plural each form is looked at."""
    before = catalog(BOOK, PAGES.replace('"%(n)d pages"\n', '"%(n)d feuilles"\n'))

    assert [msgid for *_place, msgid in told(catalog(BOOK, PAGES), before)] == ["%(n)d page"]


def test_context() -> None:
    """A message with a context is another one."""
    after = catalog(BOOK, VERB.replace("Réserver", "Retenir"))

    assert told(after, catalog(BOOK, VERB)) == [("x.po", len(after.split("\n")) - 2, "Book")]


def test_new_translation() -> None:
    """A translation that the compiled catalog lacks is told at its entry."""
    after = catalog(BOOK, DESK)

    assert told(after, catalog(BOOK)) == [("x.po", line_of("Desk", after), "Desk")]


@pytest.mark.parametrize(
    "after", [catalog(BOOK), catalog(BOOK, '#~ msgid "Desk"\n#~ msgstr "Bureau"\n')]
)
def test_removed_message(after: str) -> None:
    """A message that the source has no more, or is obsolete, is told at the entry of the compiled catalog."""
    assert told(after, catalog(BOOK, DESK)) == [("x.mo", 3, "Desk")]


def test_order() -> None:
    """What is told of the source comes before what is told of the compiled catalog."""
    before = catalog(entry("Air", "Air"), BOOK)

    assert told(catalog(BOOK, DESK), before) == [("x.po", 16, "Desk"), ("x.mo", 2, "Air")]


def test_emptied_translation() -> None:
    """A translation that was taken out is told."""
    assert [msgid for *_place, msgid in told(catalog(LOST), catalog(entry("Lost", "Perdu")))] == [
        "Lost"
    ]


def test_fuzzy_translation() -> None:
    """What has become fuzzy may be compiled with the rest, but not as another translation."""
    before = catalog(FUZZY.replace("#, fuzzy\n", ""))

    assert told(catalog(FUZZY), before) == []
    assert told(catalog(FUZZY.replace("Pagée", "Page")), before) != []


def test_plural_forms() -> None:
    """Another rule for plurals is told at its line."""
    after = catalog(BOOK, plural_forms="nplurals=2; plural=(n != 1);")

    assert told(after, catalog(BOOK)) == [("x.po", 11, "")]


def test_many_differences() -> None:
    """Of a file that differs in many places the first ones are told, and how many there are."""
    texts = [entry(f"Book {number}", f"Livre {number}") for number in range(MOST + 7)]

    source = catalog(*texts)
    found = stale(source, made_by_us(catalog(BOOK)))

    assert len(found) == MOST + 1
    assert found[-1].message == "x.mo differs in 8 further places"
    assert (found[-1].file, found[-1].place.line) == ("x.po", line_of(f"Book {MOST}", source))


@pytest.mark.parametrize("compiled", [b"", b"garbage", made_by_us(catalog(BOOK))[:-20]])
def test_damaged_file(compiled: bytes) -> None:
    """A compiled catalog that is damaged is not compared as well."""
    assert stale(catalog(BOOK, DESK), compiled) == []


def test_broken_source() -> None:
    """An entry of the source that is broken is told as that alone."""
    source = catalog(BOOK, DESK.replace('"Bureau"', '"Bureau'))

    assert stale(source, made_by_us(catalog(BOOK, DESK))) == []


def test_command(tmp_path: Path) -> None:
    """The command compares files that lie beside each other; what it advises mends it."""
    path = write(tmp_path / "locale/fr/LC_MESSAGES/shop.po", BOOK)
    run(tmp_path, "catalog", "compile")
    write(path, BOOK, DESK)

    before = run(tmp_path, "catalog", "lint", "--strict")
    run(tmp_path, "catalog", "compile")
    after = run(tmp_path, "catalog", "lint", "--strict")

    assert "shop.po:16:1: warning W414 shop.mo does not have this message" in before.stdout
    assert (before.returncode, after.returncode) == (1, 0)
