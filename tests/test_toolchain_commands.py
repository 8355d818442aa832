"""``i18n-wsgi catalog lint`` and how all of these commands are used."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from i18n_wsgi.cli import main
from i18n_wsgi.toolchain import ignores
from i18n_wsgi.toolchain.checks import CHECKS
from i18n_wsgi.toolchain.checks.base import Rule
from i18n_wsgi.toolchain.extraction import rules as extraction_rules
from i18n_wsgi.toolchain.reports import explain
from tests.commanding import COMMAND, run, write, write_template
from tests.linting import entry

TERMINAL = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
SOUND = entry("Book %(book)s", "Livre %(book)s")
LOST = entry("Book %(book)s", "Livre")
BLANK = entry("Books", "Livres ")
ALL_RULES = [
    *(rule for check in CHECKS for rule in check.RULES),
    *ignores.RULES,
    *extraction_rules.RULES,
]
PO = "locale/fr/LC_MESSAGES/shop.po"


def project(folder: Path, *entries: str, ignore: str = "") -> Path:
    """A project with one catalog."""
    write(folder / PO, *entries)
    if ignore:
        (folder / "pyproject.toml").write_text(
            f"[[tool.i18n-wsgi.lint.ignore]]\n{ignore}\n", "utf-8"
        )
    return folder


def codes(folder: Path, *arguments: str) -> list[str]:
    """The codes of what is found."""
    done = run(folder, "catalog", "lint", "--format=json", *arguments)
    assert not done.stderr
    return [finding["code"] for finding in json.loads(done.stdout)]


def test_sound(tmp_path: Path) -> None:
    """Of a sound catalog it says so, with status 0."""
    done = run(project(tmp_path, SOUND), "catalog", "lint")

    assert (done.returncode, done.stdout) == (0, "Nothing to mend in 1 file.\n")


def test_text(tmp_path: Path) -> None:
    """A mistake is told with place, line, mark and what to do, with status 1 and no colour."""
    done = run(project(tmp_path, LOST.replace("Livre", "Livre (book)s")), "catalog", "lint")

    lines = done.stdout.splitlines()
    place, _space, rest = lines[0].partition(" ")
    assert done.returncode == 1
    assert place == f"{PO}:14:15:"
    assert rest.startswith("error E101 %(book)s is lost")
    assert lines[1] == '    msgstr "Livre (book)s"'
    assert lines[2] == "                  ^^^^^^^"
    assert lines[3].startswith("    Put it where")
    assert lines[-1] == "1 error and 0 warnings in 1 file."
    assert "\x1b" not in done.stdout + done.stderr


def test_mark_under_wide_letters(tmp_path: Path) -> None:
    """The mark stands under the piece where letters are two columns wide."""
    text = entry("Book %(book)s", "找不到书籍 %(buch)s")

    lines = run(project(tmp_path, text), "catalog", "lint").stdout.splitlines()

    (line,) = [number for number, line in enumerate(lines) if "E103" in line]
    assert lines[line + 2].index("^") == len('    msgstr "') + 2 * len("找不到书籍") + 1


def test_narrow_terminal(tmp_path: Path) -> None:
    """On a narrow terminal lines stay whole, for who searches in them."""
    done = run(project(tmp_path, LOST), "catalog", "lint", COLUMNS="20")

    assert "%(book)s is lost" in done.stdout.splitlines()[0]


def test_terminal(tmp_path: Path) -> None:
    """On a terminal there are colours."""
    ours, theirs = pty.openpty()
    command = [*COMMAND, "catalog", "lint"]
    folder = project(tmp_path, LOST)

    done = subprocess.run(
        command, cwd=folder, stdout=theirs, stderr=theirs, env=TERMINAL, check=False
    )

    os.close(theirs)
    assert done.returncode == 1
    assert b"\x1b[1;31merror E101" in os.read(ours, 100_000)
    os.close(ours)


def test_poor_terminal(tmp_path: Path) -> None:
    """What a terminal can't write is escaped."""
    text = entry("Book %(book)s", "Книга %(buch)s")

    done = run(project(tmp_path, text), "catalog", "lint", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (1, "")
    assert r"\u041a" in done.stdout


def test_json(tmp_path: Path) -> None:
    """For programs it is a list of objects."""
    done = run(project(tmp_path, LOST), "catalog", "lint", "--format", "json")

    (found,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert (
        found.items()
        >= {
            "file": PO,
            "line": 14,
            "severity": "error",
            "code": "E101",
            "msgid": "Book %(book)s",
            "message": "%(book)s is lost",
        }.items()
    )


def test_json_of_nothing(tmp_path: Path) -> None:
    """For programs nothing is an empty list."""
    assert codes(project(tmp_path, SOUND)) == []


def test_github(tmp_path: Path) -> None:
    """For GitHub it is an annotation, with what its syntax reserves escaped."""
    done = run(project(tmp_path, LOST), "catalog", "lint", "--format=github")

    assert done.returncode == 1
    assert done.stdout.startswith(
        f"::error file={PO},line=14,col=9,title=E101 A placeholder is lost::"
    )
    assert "%25(book)s is lost. Put it" in done.stdout


def test_warnings_pass(tmp_path: Path) -> None:
    """A warning alone has status 0."""
    done = run(project(tmp_path, BLANK), "catalog", "lint")

    assert "warning W503" in done.stdout
    assert done.returncode == 0


def test_strict(tmp_path: Path) -> None:
    """With --strict a warning is enough for status 1."""
    assert run(project(tmp_path, BLANK), "catalog", "lint", "--strict").returncode == 1


def test_one_file(tmp_path: Path) -> None:
    """A file that is named is looked at alone."""
    write(project(tmp_path, LOST) / "other.po", BLANK)

    assert codes(tmp_path, "other.po") == ["W503"]


def test_domain(tmp_path: Path) -> None:
    """Of a folder one domain may be meant."""
    write(project(tmp_path, LOST) / "locale/fr/LC_MESSAGES/other.po", BLANK)

    assert codes(tmp_path, "locale", "--domain", "other") == ["W503"]


def test_template(tmp_path: Path) -> None:
    """With the template it finds a msgid that was edited."""
    write_template(tmp_path / "shop.pot", entry("Book %(book)s.", ""))

    found = codes(project(tmp_path, SOUND), "--template", "shop.pot", "locale")

    assert any(code[1:].startswith("3") for code in found)


def test_compiled_beside_its_source(tmp_path: Path) -> None:
    """The texts of a .mo file are told in its .po file alone."""
    run(project(tmp_path, BLANK), "catalog", "compile")
    assert (tmp_path / PO).with_suffix(".mo").exists()

    assert codes(tmp_path) == ["W503"]


def test_compiled_alone(tmp_path: Path) -> None:
    """A .mo file without its source is looked at as a whole."""
    run(project(tmp_path, BLANK), "catalog", "compile")
    (tmp_path / PO).unlink()

    assert "W503" in codes(tmp_path)


def test_damaged(tmp_path: Path) -> None:
    """A .mo file that is cut off is told, and no reason to stop."""
    run(project(tmp_path, LOST), "catalog", "compile")
    (tmp_path / "locale/x.mo").write_bytes(b"\xde\x12\x04\x95\0\0")

    assert set(codes(tmp_path)) >= {"E101", "E403"}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_explained(rule: Rule) -> None:
    """Every rule tells what to do, why, and an example wrong and right, with nothing that moves the cursor."""
    console = Console(record=True, file=io.StringIO(), width=1000)

    explain(console, rule)

    text = console.export_text()
    assert text.replace("\n", "").isprintable()
    assert rule.advice in text
    assert rule.reason
    assert rule.reason in text
    assert text.index("\nWrong:\n") < text.index("\nRight:\n")


def test_explain(tmp_path: Path) -> None:
    """A rule is explained with an example, wrong and right."""
    done = run(tmp_path, "catalog", "lint", "--explain", "e101")

    assert done.returncode == 0
    assert done.stdout.startswith("E101: A placeholder is lost\n")
    assert done.stdout.index("Wrong:") < done.stdout.index("Right:")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lint", "missing.po"], "missing.po"),
        (["lint", "empty"], "no .po or .pot or .mo file"),
        (["lint", "--domain", "x"], "of the domain x"),
        (["lint", "--explain", "E999"], "no rule E999"),
        (["lint", "--template", "missing.pot"], "missing.pot"),
        (["init", "xx_nowhere"], "no language that CLDR knows"),
        (["init", "../../etc"], "no language that CLDR knows"),
        (["init", "fr", "--template", "missing.pot"], "missing.pot"),
        (["update"], "no shop.pot above it"),
        (["compile", "missing.po"], "missing.po"),
        (["pseudo", "--template", "missing.pot"], "missing.pot"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], told: str) -> None:
    """What was asked for and can't be is one line, and status 2."""
    project(tmp_path, SOUND)
    (tmp_path / "empty").mkdir()
    if arguments[0] == "init":
        write_template(tmp_path / "locale/other.pot", entry("a", ""))

    done = run(tmp_path, "catalog", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("i18n-wsgi: ")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        *(["catalog", name] for name in ("lint", "init", "update", "stats", "compile", "pseudo")),
        ["check-wheel"],
        ["catalog"],
        [],
    ],
)
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The help of each command shows an example."""
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])

    assert caught.value.code == 0
    assert " ".join(["example: i18n-wsgi", *command]) in capsys.readouterr().out


def test_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the whole names the commands."""
    with pytest.raises(SystemExit):
        main(["--help"])

    printed = capsys.readouterr().out
    assert "catalog" in printed
    assert "check-wheel" in printed


def test_servers_options_before(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An option of the server's is refused in one line."""
    file = tmp_path / "server.conf"
    file.write_text("")

    status = main(["--config-file", str(file), "catalog", "lint"])

    assert status == 1
    assert "catalog comes first" in capsys.readouterr().err


def test_no_configuration(tmp_path: Path) -> None:
    """The server's configuration files are not read."""
    (tmp_path / ".i18n-wsgi").mkdir()
    (tmp_path / ".i18n-wsgi/i18n-wsgi.conf").write_text("this is no configuration")

    done = run(project(tmp_path, SOUND), "catalog", "lint", HOME=str(tmp_path))

    assert done.returncode == 0


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own."""
    command = [sys.executable, "-P", "-W", "ignore", "-c", f"import sys\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_without_the_extra() -> None:
    """Where a package is missing one line says how to get it."""
    done = run_python(
        "sys.modules['rich'] = None\n"
        "from i18n_wsgi.cli import main\n"
        "sys.exit(main(['catalog', 'lint']))"
    )

    assert done.returncode == 2
    assert done.stderr == "i18n-wsgi: there is no rich; pip install 'i18n_wsgi[catalog]'\n"


def test_extra_unused() -> None:
    """Who serves loads nothing of the extra."""
    done = run_python(
        "import i18n_wsgi.cli\nprint({'rich', 'polib', 'rapidfuzz'} & {*sys.modules})"
    )

    assert done.stdout == "set()\n"


# -- ignores ---------------------------------------------------------------------------------------------------

WHY = "the button has no room"


def test_ignored_in_a_comment(tmp_path: Path) -> None:
    """What a comment ignores, with its reason, is not told."""
    comment = f"# i18n-wsgi: ignore W503: {WHY}\n"

    assert codes(project(tmp_path, comment + BLANK)) == []


def test_ignored_without_a_reason(tmp_path: Path) -> None:
    """An ignore needs a reason."""
    assert codes(project(tmp_path, "# i18n-wsgi: ignore W503\n" + BLANK)) == ["E391"]


def test_ignored_for_nothing(tmp_path: Path) -> None:
    """An ignore that is of no use is told."""
    comment = f"# i18n-wsgi: ignore W503: {WHY}\n"

    assert codes(project(tmp_path, comment + SOUND)) == ["W392"]


def test_ignored_for_one_entry(tmp_path: Path) -> None:
    """A comment is about its own entry."""
    comment = f"# i18n-wsgi: ignore W503: {WHY}\n"

    found = codes(project(tmp_path, comment + BLANK, entry("Shelves", "Rayons ")))

    assert found == ["W503"]


def test_ignored_in_the_project(tmp_path: Path) -> None:
    """What pyproject.toml ignores, with its reason, is not told."""
    ignore = f'code = "W503"\nreason = "{WHY}"'

    assert codes(project(tmp_path, BLANK, LOST, ignore=ignore)) == ["E101"]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ('path = "locale/fr/*"', []),
        ('path = "locale/de/*"', ["W503"]),
        ('msgid = "Books"', []),
        ('msgid = "Shelves"', ["W503"]),
    ],
)
def test_ignored_in_a_part(tmp_path: Path, narrowed: str, expected: list[str]) -> None:
    """An ignore of the project may be for some files, or one message."""
    ignore = f'code = "W503"\nreason = "{WHY}"\n{narrowed}'

    assert codes(project(tmp_path, BLANK, ignore=ignore)) == expected


@pytest.mark.parametrize("folder", ["..", "locale"])
def test_ignored_in_its_project(tmp_path: Path, folder: str) -> None:
    """The project is that of the catalog, wherever the command is called."""
    shop = project(tmp_path / "shop", BLANK, ignore=f'code = "W503"\nreason = "{WHY}"')
    other = f'[[tool.i18n-wsgi.lint.ignore]]\ncode = "W504"\nreason = "{WHY}"\n'
    (tmp_path / "pyproject.toml").write_text(other, "utf-8")

    assert codes(shop / folder, str(shop)) == []


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        (f"# i18n-wsgi: ignore W999: {WHY}", "There is no rule W999"),
        (f"# i18n-wsgi ignore W503: {WHY}", "It ignores nothing"),
        (f"#. i18n_wsgi: ignore W503: {WHY}", "It ignores nothing"),
        (f"# i18n-wsgi: ignore w503: {WHY}", "It ignores nothing"),
        (f"# I18N-WSGI: lint: ignore W503: {WHY}", "It ignores nothing"),
        (f"# i18n-wsgi: ignore: {WHY}", "It ignores nothing"),
        (f"# i18n-wsgi: Ignore W503: {WHY}", "It ignores nothing"),
        (f"# i18n-wsgi: ignore W5031: {WHY}", "It ignores nothing"),
    ],
)
def test_ignored_by_mistake(tmp_path: Path, comment: str, told: str) -> None:
    """A comment that was meant to ignore something, and does not, is told."""
    done = run(project(tmp_path, f"{comment}\n{BLANK}"), "catalog", "lint")

    assert "warning W393" in done.stdout
    assert told in done.stdout
    assert "warning W503" in done.stdout


def test_not_meant_to_ignore(tmp_path: Path) -> None:
    """Other comments may have the words too."""
    comment = "# I ignore what i18n-wsgi says.\n# i18n-wsgi ignores this.\n"

    assert codes(project(tmp_path, comment + SOUND)) == []


@pytest.mark.parametrize(
    "ignore",
    [
        'code = "W503"',
        'code = "W503"\nreason = " "',
        'code = "W503"\nreasons = "x"',
        'code = "w503"\nreason = "x"',
        'code = "W999"\nreason = "x"',
        'code = "W503"\nreason = "x"\n[tool.i18n-wsgi.lint]\nignores = []',
        "[",
    ],
)
def test_ignored_in_no_way(tmp_path: Path, ignore: str) -> None:
    """An ignore of the project that can't be is one line, and status 2."""
    done = run(project(tmp_path, BLANK, ignore=ignore), "catalog", "lint")

    assert done.returncode == 2
    assert "pyproject.toml" in done.stderr
    assert done.stderr.count("\n") == 1


def test_codes() -> None:
    """Each rule has a number of its own."""
    rules = [*ignores.RULES, *(rule for check in CHECKS for rule in check.RULES)]

    assert len({rule.code[1:] for rule in rules}) == len(rules)


def test_numbers_in_the_docs() -> None:
    """The page for translators has a row for each rule."""
    text = (Path(__file__).parent.parent / "docs/translators.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| (\d{3})(?: to|,) (\d{3}) \|", text)
    numbers = {int(rule.code[1:]) for rule in ignores.RULES}
    numbers |= {int(rule.code[1:]) for check in CHECKS for rule in check.RULES}

    told = {n for low, high in rows for n in range(int(low), int(high) + 1)}
    assert numbers <= told
