"""The linters that are measured: how each is run, and what its output says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

OURS = "ours"
_TIMEOUT_SECONDS = 120
_LOCATED = re.compile(r"^(?P<path>/[^:\n]+\.[pm]o):(?P<line>\d+)(?::\d+)?: (?P<text>.+)$", re.M)


class Finding(NamedTuple):
    """What a linter says of a file; without lines where it names none."""

    path: Path
    lines: frozenset[int]
    is_error: bool
    text: str


class Output(NamedTuple):
    """What a linter's process has left."""

    stdout: str
    stderr: str
    code: int

    @property
    def text(self) -> str:
        return f"{self.stdout}\n{self.stderr}"

    @property
    def is_crash(self) -> bool:
        """Whether it was killed, or ended by an exception that nobody caught."""
        return self.code < 0 or self.code > 128 or "Traceback (most recent" in self.text


@dataclass(frozen=True)
class Linter:
    """One contender."""

    name: str
    release: Callable[[], str]
    command: Callable[[list[Path]], list[str]]
    read: Callable[[Output, list[Path]], Iterator[Finding]]
    # How many files it is given at once.
    batch: int = 1
    reads_compiled: bool = False
    # How far above the file it is called.
    height: int = 0
    # What it calls the template, if it looks at one.
    template_option: str = ""

    def run(
        self, paths: list[Path], template: Path | None = None
    ) -> tuple[list[Finding], set[Path]]:
        """Its findings, and the files that it crashes on: a batch that crashes is halved."""
        extra = [f"{self.template_option}={template}"] if template and self.template_option else []
        output = _run([*self.command(paths), *extra], paths[0].parents[self.height])
        if not output.is_crash:
            return list(self.read(output, paths)), set()
        if len(paths) == 1:
            return [], {paths[0]}
        middle = len(paths) // 2
        first, second = self.run(paths[:middle], template), self.run(paths[middle:], template)
        return first[0] + second[0], first[1] | second[1]


def _run(command: list[str], folder: Path) -> Output:
    try:
        done = subprocess.run(  # noqa: S603 (commands of this file)
            command, cwd=folder, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Output("", "killed, too slow", -9)
    texts = (data.decode("utf-8", "replace") for data in (done.stdout, done.stderr))
    return Output(*texts, done.returncode)


def _beside(name: str) -> str:
    """A command of the Python that runs this."""
    return str(Path(sys.executable).with_name(name))


def _of_package(name: str) -> Callable[[], str]:
    def release() -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return ""

    return release


def _of_command(name: str) -> Callable[[], str]:
    def release() -> str:
        if not shutil.which(name):
            return ""
        first = _run([name, "--version"], Path.cwd()).stdout.split("\n")[0]
        return first.split()[-1]

    return release


def _strings(paths: list[Path]) -> list[str]:
    return [str(path) for path in paths]


def _read_ours(output: Output, _: list[Path]) -> Iterator[Finding]:
    for row in json.loads(output.stdout):
        lines = frozenset({row["line"]} if row["line"] else ())
        is_error = row["severity"] == "error"
        yield Finding(Path(row["file"]), lines, is_error, f"{row['code']} {row['message']}")


def _read_i18nspector(output: Output, _: list[Path]) -> Iterator[Finding]:
    """Its infos and pedantries (I, P) are left out: sound catalogs have them too."""
    for letter, path, text in re.findall(r"^([EW]): (\S+): (.+)$", output.text, re.M):
        yield Finding(Path(path), frozenset(), letter == "E", text)


def _read_located(output: Output, _: list[Path]) -> Iterator[Finding]:
    """What most say: path, line and text."""
    for match in _LOCATED.finditer(output.text):
        is_error = "warning:" not in match["text"]
        lines = frozenset({int(match["line"])})
        yield Finding(Path(match["path"]), lines, is_error, match["text"])


def _read_msgfmt(output: Output, paths: list[Path]) -> Iterator[Finding]:
    yield from _read_located(output, paths)
    for path, text in re.findall(r"^(?:\S*msgfmt: )?(/\S+\.po): (.+)$", output.text, re.M):
        yield Finding(Path(path), frozenset(), "warning:" not in text, text)


def _read_dennis(output: Output, paths: list[Path]) -> Iterator[Finding]:
    """A finding is followed by the lines of its entry; errors go to stderr."""
    for block in [*output.stdout.split("\n\n"), *output.stderr.split("\n\n")]:
        head = re.search(r"^(?:Error: )?([EW]\d+: .+)$", block, re.M)
        if head:
            lines = frozenset(map(int, re.findall(r"^(\d+):", block, re.M)))
            yield Finding(paths[0], lines, head[1][0] == "E", head[1])


def _read_lint_po(output: Output, _: list[Path]) -> Iterator[Finding]:
    for text, path, line in re.findall(
        r"^(\S[^\n]+\n(?:  .+\n)*?)  at (.+):(\d+)$", output.text, re.M
    ):
        yield Finding(Path(path), frozenset({int(line)}), is_error=True, text=text)


# Pofilter's own rank: what it calls critical, and the rest.
_CRITICAL = {
    "escapes",
    "newlines",
    "nplurals",
    "printf",
    "tabs",
    "variables",
    "xmltags",
    "pythonbraceformat",
}


def _read_pofilter(output: Output, paths: list[Path]) -> Iterator[Finding]:
    """It writes the entries that it has doubts of, with its findings as comments."""
    for check, text in re.findall(r"^# \(pofilter\) (\w+): (.+)$", output.stdout, re.M):
        yield Finding(paths[0], frozenset(), check in _CRITICAL, f"{check}: {text}")
    if output.code or "Error" in output.stderr:
        yield Finding(paths[0], frozenset(), is_error=True, text=output.stderr.strip())


def _read_pybabel(output: Output, paths: list[Path]) -> Iterator[Finding]:
    for path, line, text in re.findall(r"^error: (.+?):(\d+): (.+)$", output.text, re.M):
        yield Finding(Path(path), frozenset({int(line)}), is_error=True, text=text)
    if "is marked as fuzzy" in output.text:
        yield Finding(paths[0], frozenset(), is_error=False, text="fuzzy")


def _read_django(output: Output, paths: list[Path]) -> Iterator[Finding]:
    """It hands on what msgfmt says."""
    text = output.text.replace("Execution of msgfmt failed: ", "")
    yield from _read_msgfmt(Output(text, "", 0), paths)
    if "has a BOM" in output.text:
        yield Finding(paths[0], frozenset({1}), is_error=True, text="byte order mark")


def _language(path: Path) -> str:
    return path.parent.parent.name


LINTERS = [
    Linter(
        OURS,
        _of_package("i18n_wsgi"),
        lambda paths: [
            _beside("i18n-wsgi"),
            "catalog",
            "lint",
            "--format",
            "json",
            *_strings(paths),
        ],
        _read_ours,
        batch=100,
        reads_compiled=True,
        template_option="--template",
    ),
    Linter(
        "i18nspector",
        _of_command("i18nspector"),
        lambda paths: ["i18nspector", *_strings(paths)],
        _read_i18nspector,
        batch=25,
        reads_compiled=True,
    ),
    Linter(
        "msgfmt -c",
        _of_command("msgfmt"),
        lambda paths: ["msgfmt", "-c", "-o", "/dev/null", *_strings(paths)],
        _read_msgfmt,
    ),
    Linter(
        "compilemessages",
        _of_package("django"),
        lambda paths: [_beside("django-admin"), "compilemessages"],
        _read_django,
        height=3,
    ),
    Linter(
        "pybabel compile",
        _of_package("babel"),
        lambda paths: [
            *(_beside("pybabel"), "compile", "-f", "-o", "/dev/null"),
            *("-l", _language(paths[0]), "-i", *_strings(paths)),
        ],
        _read_pybabel,
    ),
    Linter(
        "pofilter",
        _of_package("translate-toolkit"),
        lambda paths: [
            *(
                _beside("pofilter"),
                "--progress=none",
                "--errorlevel=traceback",
                "--excludefilter=spellcheck",
            ),
            *(f"--language={_language(paths[0])}", "-i", *_strings(paths), "-o", "/dev/stdout"),
        ],
        _read_pofilter,
    ),
    Linter(
        "dennis",
        _of_package("dennis"),
        lambda paths: [_beside("dennis-cmd"), "lint", *_strings(paths)],
        _read_dennis,
    ),
    Linter(
        "polint",
        _of_package("polint"),
        lambda paths: [
            _beside("polint"),
            "--ignore=location,unsorted,untranslated,obsolete",
            *_strings(paths),
        ],
        _read_located,
    ),
    Linter(
        "lint-po",
        _of_package("lint-po"),
        lambda paths: [_beside("lint-po"), *_strings(paths)],
        _read_lint_po,
    ),
    Linter(
        "msgcheck",
        _of_package("msgcheck"),
        lambda paths: [_beside("msgcheck"), *_strings(paths)],
        _read_located,
    ),
]
