"""``--format`` of ``compile``, ``update`` and ``check-wheel``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.commanding import run, write, write_template
from tests.linting import entry

PO = "locale/{}/LC_MESSAGES/shop.po"


def told(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """The severity and the file of each problem."""
    done = run(folder, *arguments, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == int(any(one["severity"] == "error" for one in found))
    assert not done.stderr
    return [(one["severity"], one["file"]) for one in found]


def test_compile(tmp_path: Path) -> None:
    """A mistake has its line and no place in its message; what is left out is a warning."""
    write(tmp_path / PO.format("de"), entry("Book %(book)s", "Buch"), language="de")
    write(tmp_path / PO.format("fr"), entry("Book %(book)s", ""))

    done = run(tmp_path, "catalog", "compile", "--format=json")

    mistake, left_out = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert (mistake["code"], mistake["msgid"]) == ("E101", "Book %(book)s")
    assert (
        'msgstr "Buch"'
        in (tmp_path / PO.format("de")).read_text().splitlines()[mistake["line"] - 1]
    )
    assert left_out.keys() == mistake.keys()
    assert left_out["severity"] == "warning"
    assert left_out["file"] == PO.format("fr")
    assert left_out["message"] == "nothing is translated; left out"


def test_update(tmp_path: Path) -> None:
    """What is not up to date is a mistake for who checks, and a notice for who updates."""
    write_template(tmp_path / "locale/shop.pot", entry("May", ""), entry("June", ""))
    write(tmp_path / PO.format("fr"), entry("May", "Mai"))

    assert told(tmp_path, "catalog", "update", "--check") == [("error", PO.format("fr"))]
    assert told(tmp_path, "catalog", "update") == [("notice", PO.format("fr"))]
    assert told(tmp_path, "catalog", "update", "--check") == []


def test_check_wheel(tmp_path: Path) -> None:
    """What a wheel lacks, and what nobody has translated, is told as the source's."""
    write(tmp_path / PO.format("fr"), entry("May", "Mai"))
    write(tmp_path / PO.format("it"), entry("May", ""))
    with zipfile.ZipFile(tmp_path / "shop.whl", "w") as archive:
        archive.writestr("shop/__init__.py", "")

    found = told(tmp_path, "check-wheel", "shop.whl")

    assert found == [("error", PO.format("fr")), ("warning", PO.format("it"))]


@pytest.mark.parametrize("command", [["catalog", "compile"], ["catalog", "update", "--check"]])
def test_github(command: list[str], tmp_path: Path) -> None:
    """GitHub gets an annotation of the file."""
    write_template(tmp_path / "locale/shop.pot", entry("Book %(book)s", ""), entry("June", ""))
    write(tmp_path / PO.format("fr"), entry("Book %(book)s", "Livre"))

    done = run(tmp_path, *command, "--format=github")

    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={PO.format('fr')},line=")
