"""``i18n-wsgi catalog extract``."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from pathlib import Path

from rich.console import Console

from i18n_wsgi.catalogs.reading import decode
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain import ignores
from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.commands.shared import (
    Parsers,
    add_format,
    add_parser,
    print_exactly,
    tracked,
    write,
)
from i18n_wsgi.toolchain.extraction.files import SourceMap, find_sources, root_of
from i18n_wsgi.toolchain.extraction.taking import catalog_of, keywords_of, take
from i18n_wsgi.toolchain.extraction.template import Project, project_of, template_text
from i18n_wsgi.toolchain.layout import LOCALE_DIR
from i18n_wsgi.toolchain.reports import REPORTS, as_text, counted


def add_extract(commands: Parsers) -> None:
    """Add the command that makes a template."""
    parser = add_parser(
        commands,
        "extract",
        "make a template of the texts that are marked. The exit status is 1 if a source could not be read",
        "i18n-wsgi catalog extract library --domain library",
        _extract,
    )
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="sources (default: the project's folder)",
    )
    add("-F", "--mapping", type=Path, metavar="FILE", help="which sources there are, and how texts "
        "are found in them (default: the project's babel.cfg, or all **.py)")  # fmt: skip
    add("-o", "--output", type=Path, metavar="POT", help="the template "
        f"(default: {LOCALE_DIR}/DOMAIN.pot of the project)")  # fmt: skip
    add("--domain", help="what the template is called (default: like the project)")
    add("-k", "--keyword", action="append", default=[], metavar="MARK", help="another mark, as for "
        "pybabel: tr, trn:1,2, trp:1c,2")  # fmt: skip
    add("--ignore-dirs", action="append", default=[], metavar="PATTERN", help="folders to pass over, "
        "by their names (also passed over: .*, virtual environments, what is installed or built)")  # fmt: skip
    add("--add-location", choices=("file", "full", "never"), default="file",
        help="whether a text has the file it is from, and the line too (default: file)")  # fmt: skip
    add("--width", type=int, default=0, help="where lines are broken (default: nowhere)")
    for name, what in (
        ("name", "the project's name"),
        ("version", "its version"),
        ("holder", "whose the copyright is"),
        ("bugs", "where mistakes in texts are told"),
    ):
        add(f"--project-{name}", metavar="TEXT", help=f"{what}, for the header of a new template")
    add("--strict", action="store_true", help="fail for warnings too")
    add("--check", action="store_true",
        help="write nothing; the exit status is 1 if the template is not up to date")  # fmt: skip
    add_format(parser, ("text", *REPORTS))


def _extract(arguments: argparse.Namespace) -> int:
    paths = arguments.paths or [root_of(Path.cwd())]
    root = root_of(paths[0])
    mapping = arguments.mapping or root / "babel.cfg"
    source_map = SourceMap()
    if arguments.mapping or mapping.is_file():
        source_map = SourceMap.read(mapping)
    keywords = keywords_of(arguments.keyword)
    files = find_sources(paths, root, source_map, (".*", *arguments.ignore_dirs))
    if not files:
        raise SettingsError(f"{paths[0]}: there is no source that the mapping names")
    taken = take(tracked(files, "Reading sources"), keywords)
    catalog = catalog_of(taken)
    if arguments.add_location == "never":
        for message in catalog:
            message.locations = []
    project = _project(arguments, root)
    name = f"{arguments.domain or project.name}.pot"
    output = arguments.output or Path(os.path.relpath(root / LOCALE_DIR / name))
    old = decode(output.read_bytes()).text if output.exists() else None
    text = template_text(
        catalog,
        old,
        project,
        has_lines=arguments.add_location == "full",
        width=arguments.width,
    )
    findings = _without_ignored(taken.findings, root)
    _tell(arguments.format, findings, taken.lines)
    is_stale = text != old
    if is_stale and not arguments.check:
        write(output, text.encode())
    if is_stale and arguments.check:
        told = "is not up to date; the same command without --check writes it"
        print(f"{output} {told}", file=sys.stderr)
    elif arguments.format == "text":
        told = "written" if is_stale else "up to date"
        print(
            f"{output}: {counted(len(catalog), 'text')} in {counted(len(files), 'source')}, {told}"
        )
    severities = {finding.rule.severity for finding in findings}
    is_wrong = "error" in severities or (arguments.strict and bool(severities))
    return int(is_wrong or (arguments.check and is_stale))


def _project(arguments: argparse.Namespace, root: Path) -> Project:
    given = vars(arguments)
    names = [field.name for field in dataclasses.fields(Project)]
    said = {name: given[f"project_{name}"] for name in names}
    return dataclasses.replace(
        project_of(root), **{name: value for name, value in said.items() if value is not None}
    )


def _without_ignored(findings: list[Finding], root: Path) -> list[Finding]:
    ignored = ignores.project_ignores(root)
    placed = ((one, dataclasses.replace(one, file=str(root / one.file))) for one in findings)
    return [one for one, at in placed if not any(each.covers(at) for each in ignored)]


def _tell(form: str, findings: list[Finding], lines: dict[str, list[str]]) -> None:
    if form == "text":
        as_text(Console(highlight=False, stderr=True), findings, lines)
    else:
        print_exactly(REPORTS[form](findings))
