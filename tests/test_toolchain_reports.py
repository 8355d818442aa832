"""How findings are shown."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from i18n_wsgi.toolchain.lint import lint_bytes
from i18n_wsgi.toolchain.reports import as_text
from tests.commanding import COMMAND, write
from tests.linting import catalog, entry


def shown(msgstr: str, width: int, *, name: str = "x.po") -> list[str]:
    """The lines that a terminal gets for a translation."""
    linted = lint_bytes(catalog(entry("Book %(book)s", msgstr), language="ja").encode(), name)
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, color_system=None)
    (finding,) = [one for one in linted.findings if one.rule.code == "E103"]
    as_text(console, [finding], {name: linted.file.lines})
    return stream.getvalue().split("\n")


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize(
    "around",
    ["x", "x" * 300, "本" * 60, "דבר ", "e\u0301" * 60, "\U0001f3f4" * 20],
    ids=["latin", "long", "wide", "rtl", "accents", "pictures"],
)
def test_mark_stands_under_its_piece(around: str, width: int) -> None:
    """On a terminal of any width, and between letters of any width or direction."""
    _headline, line, mark, *_advice = shown(f"{around}%(livre)s{around}", width)

    piece = mark.strip()
    before = line[: line.index("%(livre)s"[: len(piece)])]
    assert set(piece) == {"^"}
    assert cell_len(before) == len(mark) - len(piece)
    assert cell_len(line) <= width


def test_long_piece() -> None:
    """Of a piece that is longer than a line only its beginning is shown."""
    _headline, line, mark, *_advice = shown(f"%({'livre' * 10_000})s", 80)

    assert len(mark) <= len(line) <= 80


def test_name_of_a_file() -> None:
    """A file's name moves no terminal."""
    headline = shown("%(livre)s", 80, name="\x1b[2J\n.po")[0]

    assert headline.startswith("\\x1b[2J\\n.po:")


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_closed_output(tmp_path: Path, form: str) -> None:
    """Where nobody can be told anything, the exit status tells."""
    write(tmp_path / "locale/fr/LC_MESSAGES/shop.po", entry("Book %(book)s", "Livre"))
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "catalog", "lint", "--format", form]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (1, "")
