"""Which template a catalog is held to: the one above it, or one that is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commanding import run, write, write_template
from tests.linting import entry

SHOP, ADMIN = "locale/fr/LC_MESSAGES/shop.po", "locale/fr/LC_MESSAGES/admin.po"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of two domains, each with its template."""
    for path, template in ((SHOP, "locale/shop.pot"), (ADMIN, "locale/admin.pot")):
        write(tmp_path / path, entry(path, "Livre"))
        write_template(tmp_path / template, entry(path, ""))
    return tmp_path


def codes(folder: Path, *arguments: str) -> list[str]:
    done = run(folder, "catalog", "lint", "--format=json", *arguments)
    return [f"{one['file']} {one['code']}" for one in json.loads(done.stdout)]


def test_above(folder: Path) -> None:
    """Without one that is given it is the one above."""
    write_template(folder / "locale/shop.pot", entry("Shelf", ""))

    assert codes(folder, "locale") == [f"{SHOP} W355", f"{SHOP} W356"]


@pytest.mark.parametrize("name", ["new/shop.pot", "locale/shop.pot"])
def test_of_its_domain(folder: Path, name: str) -> None:
    """One that is given is for the catalogs of its domain."""
    write_template(folder / name, entry("Shelf", ""))
    admin = (folder / ADMIN).read_text("utf-8")

    found = codes(folder, "--template", name, "locale")
    counted = run(folder, "catalog", "stats", "--template", name, "--format=json")
    updated = run(folder, "catalog", "update", "--template", name)

    assert found == [f"{SHOP} W355", f"{SHOP} W356"]
    assert [one["missing"] for one in json.loads(counted.stdout)] == [0, 1]
    assert updated.stdout == f"{SHOP}: 0 kept, 1 new, 0 fuzzy, 1 obsolete\n"
    assert (folder / ADMIN).read_text("utf-8") == admin


@pytest.mark.parametrize(
    "arguments", [["--domain", "shop"], [SHOP], ["--domain", "shop", SHOP]], ids=" ".join
)
def test_of_what_is_named(folder: Path, arguments: list[str]) -> None:
    """What it is called is no matter for a catalog, or a domain, that is named."""
    write_template(folder / "new.pot", entry("Shelf", ""))

    updated = run(folder, "catalog", "update", "--template", "new.pot", *arguments)

    assert updated.stdout == f"{SHOP}: 0 kept, 1 new, 0 fuzzy, 1 obsolete\n"


def test_of_the_only_domain(folder: Path) -> None:
    """Nor is it where there are catalogs of one domain only."""
    (folder / ADMIN).unlink()
    write_template(folder / "new.pot", entry("Shelf", ""))

    updated = run(folder, "catalog", "update", "--template", "new.pot")

    assert updated.stdout == f"{SHOP}: 0 kept, 1 new, 0 fuzzy, 1 obsolete\n"


@pytest.mark.parametrize("command", ["lint", "stats", "update"])
def test_of_nobody_knows_what(folder: Path, command: str) -> None:
    """Where its domain can't be told, it is asked for, and nothing is done."""
    before = (folder / SHOP).read_text("utf-8")
    write_template(folder / "new.pot", entry("Shelf", ""))

    done = run(folder, "catalog", command, "--template", "new.pot")

    assert done.returncode == 2
    assert "new.pot: of which domain is it? --domain names one of admin, shop" in done.stderr
    assert (folder / SHOP).read_text("utf-8") == before


def test_broken(folder: Path) -> None:
    """One that can't be read whole is told, and no catalog is held to what is left of it."""
    write_template(folder / "locale/shop.pot", 'msgid "Shelf"\nmsgstr "\n')

    assert codes(folder, "locale") == ["locale/shop.pot E302"]
    given = run(folder, "catalog", "lint", "--template", "locale/shop.pot", "locale")
    assert (given.returncode, given.stdout) == (2, "")
    assert "locale/shop.pot:6: The text's closing quote is missing" in given.stderr


@pytest.mark.parametrize("path", [SHOP, "locale/shop.pot"])
@pytest.mark.parametrize("twice", ["Shelf", ""])
def test_message_that_stands_twice(folder: Path, path: str, twice: str) -> None:
    """Of such a catalog or template nobody knows which of the two is meant."""
    file = folder / path
    file.write_text(file.read_text("utf-8") + "\n" + 2 * (entry(twice, "Rayon") + "\n"), "utf-8")
    before = file.read_text("utf-8")

    done = run(folder, "catalog", "update")

    assert done.returncode == 2
    assert f"i18n-wsgi: {path}:" in done.stderr
    assert " already; mend this first" in done.stderr
    assert file.read_text("utf-8") == before


def test_domain_alone(folder: Path) -> None:
    """A catalog may be begun for one domain."""
    run(folder, "catalog", "init", "de", "--domain", "shop")
    none = run(folder, "catalog", "pseudo", "--domain", "shpo")

    assert [path.name for path in folder.glob("locale/de/LC_MESSAGES/*")] == ["shop.po"]
    assert (none.returncode, none.stdout) == (2, "")
    assert "there is no locale/shpo.pot" in none.stderr
