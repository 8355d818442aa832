"""How much of a catalog is translated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.toolchain.stats import Stats, stats_of
from tests.commanding import run, write, write_template
from tests.linting import catalog, entry

FORMS = ("%(n)d livre", "%(n)d livres")


def counted(*entries: str, template: str | None = None) -> Stats:
    """What is done of a catalog of these entries."""
    of = None if template is None else PoFile(catalog(template))
    return stats_of(PoFile(catalog(*entries)), "fr", "shop", of)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (entry("a", "b"), (1, 0, 0)),
        (entry("a", ""), (0, 0, 1)),
        (entry("a", "b", flags="fuzzy"), (0, 1, 0)),
        (entry("book", *FORMS, plural="books"), (1, 0, 0)),
        (entry("book", FORMS[0], "", plural="books"), (0, 0, 1)),
        (entry("book", FORMS[0], plural="books").replace("msgstr ", "msgstr[0] "), (0, 0, 1)),
        ('#~ msgid "a"\n#~ msgstr "b"\n', (0, 0, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_counts(text: str, expected: tuple[int, int, int]) -> None:
    """A message is translated, fuzzy or missing; a plural counts when it has all of its forms."""
    found = counted(text)

    assert (found.translated, found.fuzzy, found.missing) == expected


@pytest.mark.parametrize(
    ("msgid", "count"),
    [
        ("Book %(book)s was not found.", 5),
        ("%d%% of it", 3),
        ("It’s a well-known one", 4),
        ("", 0),
    ],
)
def test_words(msgid: str, count: int) -> None:
    """A word is a word, and so is a placeholder."""
    assert counted('msgctxt "x"\n' + entry(msgid, "y")).words == count


def test_translated_words() -> None:
    """Of the words those of translated messages are told apart."""
    found = counted(entry("one two", "un deux"), entry("three", ""))

    assert (found.translated_words, found.words) == (2, 3)


def test_of_template() -> None:
    """What the template has and the catalog lacks is missing; what it has no more doesn't count."""
    found = counted(entry("gone", "parti"), template=entry("new", ""))

    assert (found.translated, found.missing, found.percent) == (0, 1, 0.0)


def test_empty() -> None:
    """Of nothing everything is translated."""
    assert counted().percent == 100.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project: one catalog is whole, one is half done."""
    template = [entry("a", ""), entry("b", "")]
    write_template(tmp_path / "locale/shop.pot", *template)
    write(tmp_path / "locale/fr/LC_MESSAGES/shop.po", entry("a", "A"), entry("b", "B"))
    write(tmp_path / "locale/de/LC_MESSAGES/shop.po", entry("a", "A"), language="de")
    return tmp_path


def test_table(folder: Path) -> None:
    """There is a row for each catalog, the best first, with a bar where there is room."""
    done = run(folder, "catalog", "stats")

    rows = [line.split() for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert rows[1][:7] == ["fr", "shop", "2", "0", "0", "2", "2"]
    assert rows[2][:7] == ["de", "shop", "1", "0", "1", "1", "2"]
    assert rows[2][-3:] == ["━" * 10 + "─" * 10, "50.0", "%"]
    assert "\x1b" not in done.stdout


def test_table_of_eighty_columns(folder: Path) -> None:
    """Where there is less room the bar is shorter."""
    lines = run(folder, "catalog", "stats", COLUMNS="80").stdout.splitlines()

    assert "━" in lines[2]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("columns", ["20", "60"])
def test_narrow_table(folder: Path, columns: str) -> None:
    """In a narrow terminal the bar is left out, and nothing else."""
    lines = run(folder, "catalog", "stats", COLUMNS=columns).stdout.splitlines()

    assert len(lines) == 3
    assert "━" not in lines[2]
    assert lines[2].split()[-2:] == ["50.0", "%"]


def test_json(folder: Path) -> None:
    """For programs it is a list of objects."""
    found = json.loads(run(folder, "catalog", "stats", "--format=json").stdout)

    assert [(one["language"], one["percent"], one["missing"]) for one in found] == [
        ("de", 50.0, 1),
        ("fr", 100.0, 0),
    ]


@pytest.mark.parametrize(("wanted", "status"), [("50", 0), ("50.1", 1)])
def test_fail_under(folder: Path, wanted: str, status: int) -> None:
    """Less than what is wanted has status 1, and is told."""
    done = run(folder, "catalog", "stats", "--fail-under", wanted)

    assert done.returncode == status
    assert bool(done.stderr) == bool(status)


def test_github(folder: Path) -> None:
    """For GitHub what is below is an annotation."""
    done = run(folder, "catalog", "stats", "--fail-under=95", "--format=github")

    assert done.stdout == (
        "::error file=locale/de/LC_MESSAGES/shop.po::de shop: 50.0 %25 is translated; wanted: 95 %25\n"
    )


@pytest.mark.parametrize("wanted", ["nan", "-1", "100.1", "inf", "all"])
def test_no_percentage(folder: Path, wanted: str) -> None:
    """What is no percentage is refused, and what is one is told."""
    done = run(folder, "catalog", "stats", f"--fail-under={wanted}")

    assert done.returncode == 2
    assert f"'{wanted}' is no percentage; allowed: 0 to 100" in done.stderr


def test_broken_catalog(folder: Path) -> None:
    """What can't be read whole is not counted: the end would be missing."""
    file = folder / "locale/fr/LC_MESSAGES/shop.po"
    file.write_text(file.read_text("utf-8").replace('"B"', '"B'), "utf-8")
    done = run(folder, "catalog", "stats", "--fail-under=95")

    assert done.returncode == 2
    assert "fr/LC_MESSAGES/shop.po:17: " in done.stderr
