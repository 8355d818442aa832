"""Catalogs as other programs rewrite them.

Those of ``tests/data/rewritten`` are one catalog, of invented texts. Written by the programs themselves:
``weblate`` and ``pootle`` (translate-toolkit 3.20.4, whose pypo both write with), ``babel`` (2.18.0), ``polib``
(1.2.0), ``msgcat_*`` (gettext). Made by hand after the programs' formats: ``poedit``, ``transifex``, ``crowdin``,
``lokalize``.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.compiled import read_catalog
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.toolchain.lint import lint_bytes
from i18n_wsgi.toolchain.stats import stats_of
from i18n_wsgi.toolchain.update import update
from tests.linting import codes, entry

FOLDER = Path(__file__).parent / "data/rewritten"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.po"))}
TEXTS["poedit on Windows"] = TEXTS["poedit"].replace("\n", "\r\n")
TEMPLATE = (FOLDER / "library.pot").read_text("utf-8")
RETOLD = TEMPLATE.replace("three weeks,", "four weeks,")

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@every_text
def test_no_false_alarm(text: str) -> None:
    """Lint tells that an entry is fuzzy, and that lines end as on Windows, and nothing else."""
    found = codes(lint_bytes(text.encode(), "fr.po", "fr").findings)

    assert found == (["W338", "W310"] if "\r" in text else ["W310"])


@every_text
def test_nothing_new(text: str) -> None:
    """A catalog that is up to date stays as it is, byte for byte."""
    assert update(text, PoFile(TEMPLATE)).text == text


@every_text
def test_new_message(text: str) -> None:
    """A new message puts its own lines in, and changes no other."""
    result = update(text, PoFile(f"{TEMPLATE}\n{entry('wholly other', '')}")).text

    lines = difflib.ndiff(text.splitlines(keepends=True), result.splitlines(keepends=True))
    changed = [line for line in lines if line[0] in "+-"]
    end = "\r\n" if "\r" in text else "\n"
    assert sorted(changed) == sorted(
        f"+ {line}{end}" for line in ("", 'msgid "wholly other"', 'msgstr ""')
    )


@every_text
def test_changed_message(text: str) -> None:
    """A message that has changed is fuzzy, and all others have what they had."""
    result = PoFile(update(text, PoFile(RETOLD)).text)

    before = {entry.key: entry.texts for entry in PoFile(text).live_entries()}
    after = {entry.key: entry for entry in result.live_entries()}
    (new,) = after.keys() - before.keys()
    (old,) = before.keys() - after.keys()
    assert after[new].is_fuzzy
    assert after[new].texts == before[old]
    assert all(before[key] == after[key].texts for key in before.keys() & after.keys())


@every_text
def test_compiled(text: str) -> None:
    """It can be compiled, and read."""
    catalog = read_catalog(compile_catalog(text.encode(), "fr.po", "fr"))

    assert catalog.find("Loan", "verb") == ("Prêter",)
    assert catalog.find("First line.\nSecond line.\n", None) == (
        "Première ligne.\nDeuxième ligne.\n",
    )
    assert catalog.find("Read the books", None) == ()


@every_text
def test_counted(text: str) -> None:
    """All count the same."""
    found = stats_of(PoFile(text), "fr", "library", PoFile(TEMPLATE))

    assert (found.translated, found.fuzzy, found.missing) == (5, 1, 0)
