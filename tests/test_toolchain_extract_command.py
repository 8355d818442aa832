"""``i18n-wsgi catalog extract``, as a user runs it, and the file that it makes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from i18n_wsgi.toolchain.lint import lint_bytes
from tests.commanding import run

SOURCE = '_("a")\n_("b %(x)d")\n'
POT = "locale/shop.pot"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one source."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "shop"\nversion = "2.0"\nauthors = [{ name = "The shop" }]\n'
        '[project.urls]\nIssues = "https://shop.example/issues"\n'
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/a.py").write_text(SOURCE)
    return tmp_path


def extract(folder: Path, *arguments: str, **environ: str) -> tuple[int, str, str]:
    """Its status, what it says and what is wrong."""
    done = run(folder, "catalog", "extract", *arguments, **environ)
    return done.returncode, done.stdout, done.stderr


def test_template(project: Path) -> None:
    """A template has the project's header and the texts, with files and no lines."""
    done = extract(project, SOURCE_DATE_EPOCH="0")

    text = (project / POT).read_text("utf-8")
    assert done == (0, f"{POT}: 2 texts in 1 source, written\n", "")
    assert "# Copyright (C) 1970 The shop\n" in text
    assert '"Project-Id-Version: shop 2.0\\n"\n' in text
    assert '"Report-Msgid-Bugs-To: https://shop.example/issues\\n"\n' in text
    assert text.endswith(
        '\n\n#: shop/a.py\nmsgid "a"\nmsgstr ""\n\n'
        '#: shop/a.py\n#, python-format\nmsgid "b %(x)d"\nmsgstr ""\n'
    )
    assert lint_bytes((project / POT).read_bytes(), "shop.pot").findings == []


def test_unchanged(project: Path) -> None:
    """Lines that move change nothing, and the file is not written again."""
    extract(project)
    before = (project / POT).read_bytes()
    os.utime(project / POT, (1, 1))
    (project / "shop/a.py").write_text(f"\n\n{SOURCE}")

    status, told, _wrong = extract(project, SOURCE_DATE_EPOCH="0")

    assert (status, told) == (0, f"{POT}: 2 texts in 1 source, up to date\n")
    assert (project / POT).read_bytes() == before
    assert (project / POT).stat().st_mtime == 1


def test_header_stays(project: Path) -> None:
    """A changed template keeps its header, but for the date."""
    extract(project, "--domain=shop", "--project-name=Other", '--project-bugs=a "b"')
    before = (project / POT).read_text("utf-8")
    (project / "shop/a.py").write_text('_("c")')

    extract(project, SOURCE_DATE_EPOCH="0")

    after = (project / POT).read_text("utf-8")
    header, _body = before.split("\n\n", 1)
    assert "Other 2.0" in header
    assert 'Bugs-To: a \\"b\\"' in header
    assert after.split("\n\n", 1)[0] == re.sub(
        r"(?<=POT-Creation-Date: )[^\\]*", "1970-01-01 00:00+0000", header
    )
    assert 'msgid "c"' in after


def test_windows(project: Path) -> None:
    """A template with other line ends is up to date."""
    extract(project)
    text = (project / POT).read_bytes().replace(b"\n", b"\r\n")
    (project / POT).write_bytes(text)

    assert extract(project, "--check")[0] == 0


def test_charset(project: Path) -> None:
    """A template in another charset becomes one in UTF-8."""
    extract(project)
    text = (project / POT).read_text("utf-8").replace("charset=UTF-8", "charset=latin-1")
    (project / POT).write_text(text.replace("The shop", "Café"), "latin-1")
    (project / "shop/a.py").write_text('_("ж")', "utf-8")

    extract(project)

    text = (project / POT).read_text("utf-8")
    assert "charset=UTF-8" in text
    assert "Café" in text
    assert 'msgid "ж"' in text


def test_name_of_bytes(project: Path) -> None:
    """A file's name may be any bytes."""
    with open(bytes(project / "shop") + b"/\xff.py", "w") as file:  # noqa: PTH123  # a Path has no bytes
        file.write('_("z")')

    assert extract(project)[0] == 0
    assert 'msgid "z"' in (project / POT).read_text("utf-8")


@pytest.mark.parametrize("place", [".", "shop", ".."])
def test_place(project: Path, place: str) -> None:
    """It is the same from wherever it is called."""
    extract(project, SOURCE_DATE_EPOCH="0")
    before = (project / POT).read_bytes()
    (project / POT).unlink()

    folder = (project / place).resolve()
    path = os.path.relpath(project, folder)
    extract(folder, path, SOURCE_DATE_EPOCH="0")

    assert (project / POT).read_bytes() == before


def test_check(project: Path) -> None:
    """To check writes nothing, and its status says whether the template is up to date."""
    told = f"{POT} is not up to date; the same command without --check writes it\n"
    assert extract(project, "--check") == (1, "", told)
    assert not (project / POT).exists()
    extract(project)
    assert extract(project, "--check")[0] == 0


def test_broken(project: Path) -> None:
    """A broken source gives the status 1, its line, and a template with all other texts."""
    (project / "shop/b.py").write_text("x = (")

    status, _told, wrong = extract(project)

    assert status == 1
    assert wrong.startswith("shop/b.py:1:5: error E601 Python can't read it")
    assert 'msgid "a"' in (project / POT).read_text("utf-8")


def test_strict(project: Path) -> None:
    """A warning fails only what is strict."""
    (project / "shop/b.py").write_text("_(x)")

    assert extract(project)[0] == 0
    assert extract(project, "--strict")[0] == 1


def test_ignored(project: Path) -> None:
    """A warning that the project ignores is not told."""
    (project / "shop/b.py").write_text("_(x)")
    with (project / "pyproject.toml").open("a") as file:
        file.write(
            '[[tool.i18n-wsgi.lint.ignore]]\ncode = "W606"\npath = "shop/b.py"\nreason = "a"\n'
        )

    assert extract(project, "--strict")[0] == 0


def test_formats(project: Path) -> None:
    """Programs and GitHub are told as by the linter, and nothing else."""
    (project / "shop/b.py").write_text("\n_(x)")

    _status, told, _wrong = extract(project, "--format=json")
    _status, annotated, _wrong = extract(project, "--format=github")

    (found,) = json.loads(told)
    assert (found["file"], found["line"], found["column"]) == ("shop/b.py", 2, 3)
    assert (found["code"], found["severity"]) == ("W606", "warning")
    assert annotated.startswith("::warning file=shop/b.py,line=2,col=3,title=W606 ")


@pytest.mark.parametrize(
    ("location", "lines"),
    [("full", ["#: shop/a.py:1", "#: shop/a.py:2"]), ("never", [])],
)
def test_locations(project: Path, location: str, lines: list[str]) -> None:
    """Lines are told where they are asked for."""
    extract(project, f"--add-location={location}")

    text = (project / POT).read_text("utf-8")
    assert [line for line in text.split("\n") if line.startswith("#:")] == lines


def test_no_source(project: Path) -> None:
    """A folder without any source is a mistake in how it is used."""
    (project / "empty").mkdir()

    status, _told, wrong = extract(project, "empty")

    assert status == 2
    assert "there is no source" in wrong


def test_no_path(project: Path) -> None:
    """So is a path that there is not."""
    assert extract(project, "nowhere")[0] == 2


def test_update_takes_comments(project: Path) -> None:
    """What translators are told of an error reaches their catalog."""
    (project / "shop/a.py").write_text(
        "from i18n_wsgi import APIError\n"
        "class BookNotFound(APIError):\n    status = 404\n    message = _('Book %(book)d')\n"
    )
    extract(project)
    run(project, "catalog", "init", "fr")

    text = (project / "locale/fr/LC_MESSAGES/shop.po").read_text("utf-8")
    assert "#. Error book_not_found, HTTP 404. Parameters: book (whole number).\n" in text
