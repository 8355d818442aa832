"""``i18n-wsgi catalog compile``."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from i18n_wsgi.toolchain.lint import lint_bytes
from tests.commanding import run, write, write_template
from tests.linting import entry

PO = "locale/{}/LC_MESSAGES/shop.po"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a template and no catalog."""
    template = tmp_path / "locale/shop.pot"
    write_template(template, entry("Book %(book)s", "", flags="python-format"), entry("May", ""))
    return tmp_path


def test_compile(folder: Path) -> None:
    """Catalogs are compiled into a folder of their own, and nothing is left beside them."""
    write(folder / PO.format("fr"), entry("May", "Peut"))

    done = run(folder, "catalog", "compile", "--output", "build")

    assert done.returncode == 0
    assert gettext.translation("shop", folder / "build", ["fr"]).gettext("May") == "Peut"
    assert not [*folder.glob("locale/**/*.mo")]


def test_compile_of_a_mistake(folder: Path) -> None:
    """A catalog with a mistake is refused, by line; others are compiled."""
    write(folder / PO.format("fr"), entry("Book %(book)s", "Livre"))
    write(folder / PO.format("de"), entry("May", "Darf"), language="de")

    done = run(folder, "catalog", "compile")

    assert done.returncode == 1
    assert done.stdout.startswith(f"{PO.format('fr')}:14:9: error E101 ")
    assert [path.parent.parent.name for path in folder.glob("locale/**/*.mo")] == ["de"]


def test_compile_lints(folder: Path) -> None:
    """What the linter alone finds is refused and warned of, as in a build."""
    write(folder / PO.format("fr"), entry("May", "<script>Peut</script>"))
    write(folder / PO.format("de"), entry("May", "Darf "), language="de")

    done = run(folder, "catalog", "compile")

    assert done.returncode == 1
    assert done.stdout.endswith("\n1 catalog compiled\n")
    assert ": error E5" in done.stdout
    assert ": warning W" in done.stderr


def test_compile_heeds_the_ignores(folder: Path) -> None:
    """What the project leaves as it is, it may compile."""
    write(folder / PO.format("fr"), entry("May", "<script>Peut</script>"))
    code = lint_bytes((folder / PO.format("fr")).read_bytes(), "fr.po").findings[0].rule.code
    ignore = f'[[tool.i18n-wsgi.lint.ignore]]\ncode = "{code}"\nreason = "a page of scripts"\n'
    (folder / "pyproject.toml").write_text(ignore, "utf-8")

    done = run(folder, "catalog", "compile")

    assert (done.returncode, done.stdout) == (0, "1 catalog compiled\n")


def test_compile_of_what_nobody_translated(folder: Path) -> None:
    """A catalog with no translation is left out, and no old one stays beside it."""
    stale = (folder / PO.format("fr")).with_suffix(".mo")
    write(folder / PO.format("fr"), entry("May", ""))
    stale.write_bytes(b"old")

    done = run(folder, "catalog", "compile")

    assert (done.returncode, done.stdout) == (0, "0 catalogs compiled\n")
    assert "nothing is translated" in done.stderr
    assert not stale.exists()


@pytest.mark.parametrize("name", ["shop.pot", "shop.mo"])
def test_compile_of_no_catalog(folder: Path, name: str) -> None:
    """Templates and compiled catalogs are refused by name."""
    (folder / name).write_text("", "utf-8")

    done = run(folder, "catalog", "compile", name)

    assert (done.returncode, done.stderr) == (
        2,
        f"i18n-wsgi: {name} can't be compiled; allowed: .po files\n",
    )


def test_nothing_half_written(folder: Path) -> None:
    """Where a file can't be written one line says so, and nothing is left beside it."""
    write(folder / PO.format("fr"), entry("May", "Peut"))
    in_the_way = folder / "build/fr/LC_MESSAGES/shop.mo"
    in_the_way.mkdir(parents=True)

    done = run(folder, "catalog", "compile", "--output", "build")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert [*in_the_way.parent.iterdir()] == [in_the_way]
