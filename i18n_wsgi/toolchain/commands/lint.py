"""``i18n-wsgi catalog lint``."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from rich.console import Console

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain import ignores
from i18n_wsgi.toolchain.checks import CHECKS, compiled
from i18n_wsgi.toolchain.checks.base import Finding, Rule
from i18n_wsgi.toolchain.commands.shared import (
    Parsers,
    add_format,
    add_parser,
    add_paths,
    print_exactly,
    read,
    sound,
    tracked,
)
from i18n_wsgi.toolchain.layout import CatalogFile, catalog_file, find_files, with_templates
from i18n_wsgi.toolchain.lint import Linted, lint_bytes
from i18n_wsgi.toolchain.reports import REPORTS, as_text, counted, explain


def add_lint(commands: Parsers) -> None:
    """Add the command that finds mistakes."""
    lint = add_parser(
        commands,
        "lint",
        "find mistakes in catalogs. The exit status is 1 if there is an error",
        "i18n-wsgi catalog lint locale --template locale/shop.pot",
        _lint,
    )
    add_paths(lint, ".po, .pot and .mo files")
    lint.add_argument(
        "--template",
        type=Path,
        metavar="POT",
        help="instead of the one above each catalog of its domain",
    )
    lint.add_argument("--strict", action="store_true", help="fail for warnings too")
    lint.add_argument("--explain", metavar="CODE", help="tell more about a rule, such as E101")
    add_format(lint, ("text", *REPORTS))


def _lint(arguments: argparse.Namespace) -> int:
    console = Console(highlight=False)
    if arguments.explain is not None:
        explain(console, _rule_of(arguments.explain))
        return 0
    paths = find_files(arguments.paths, (".po", ".pot", ".mo"), arguments.domain)
    files = with_templates([*map(catalog_file, paths)], arguments.template, arguments.paths)
    named = {file.path for file, _template in files}
    if arguments.template is not None:
        sound(arguments.template, read(arguments.template))
    ignores_for = ignores.ignores_by_project()
    findings: list[Finding] = []
    sources: dict[str, list[str]] = {}
    for file, template in tracked(files, "Looking at catalogs"):
        linted = _linted(file, named, None if template is None else _template_in(template))
        found = [
            *ignores.without_ignored(
                linted.findings, linted.file, linted.name, ignores_for(file.path)
            )
        ]
        if found:
            sources[linted.name] = linted.file.lines
        findings += found
    if arguments.format == "text":
        as_text(console, findings, sources)
        console.print(_summary(findings, len(files)), soft_wrap=True)
    else:
        print_exactly(REPORTS[arguments.format](findings))
    severities = {finding.rule.severity for finding in findings}
    return int("error" in severities or (arguments.strict and bool(severities)))


@cache
def _template_in(path: Path) -> PoFile | None:
    """A template; None for one that can't be read whole, which is told where it is looked at itself."""
    file = read(path)
    return None if file.faults else file


def _linted(file: CatalogFile, named: Collection[Path], template: PoFile | None) -> Linted:
    """A file, beside others that are looked at: the texts of a ``.mo`` file are told in its source."""
    path = file.path
    source, made = path.with_suffix(".po"), path.with_suffix(".mo")
    return lint_bytes(
        path.read_bytes(),
        str(path),
        file.locale,
        template,
        (compiled,) if path == made and source in named else CHECKS,
        compiled=made.read_bytes() if path == source and made in named else None,
    )


def _rule_of(code: str) -> Rule:
    rules = ignores.ALL_RULES
    found = rules.get(code.upper())
    if found is None:
        raise SettingsError(f"there is no rule {code}; there are: {', '.join(sorted(rules))}")
    return found


def _summary(findings: Sequence[Finding], file_count: int) -> str:
    severities = [finding.rule.severity for finding in findings]
    looked = counted(file_count, "file")
    if not severities:
        return f"Nothing to mend in {looked}."
    errors, warnings = severities.count("error"), severities.count("warning")
    return f"{counted(errors, 'error')} and {counted(warnings, 'warning')} in {looked}."
