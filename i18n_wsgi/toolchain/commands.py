"""``i18n-wsgi catalog``: the commands."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from i18n_wsgi.catalogs.compiled import CatalogError
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain import ignores
from i18n_wsgi.toolchain.beginning import begin, pseudo
from i18n_wsgi.toolchain.checks import CHECKS, compiled
from i18n_wsgi.toolchain.checks.base import Finding, Rule
from i18n_wsgi.toolchain.layout import LOCALE_DIR, CatalogFile, catalog_file, find_files
from i18n_wsgi.toolchain.lint import lint_file
from i18n_wsgi.toolchain.reading import decode, encode_like
from i18n_wsgi.toolchain.reports import REPORTS, as_text, counted, explain
from i18n_wsgi.toolchain.stats import Stats, stats_of
from i18n_wsgi.toolchain.update import update
from i18n_wsgi.toolchain.wheels import find_wheel_problems

_Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # argparse has no other name for it

_Item = TypeVar("_Item")

_BAR_WIDTH = 20


def run(argv: Sequence[str]) -> int:
    """Run a command.

    Args:
        argv: it and its arguments.

    Returns:
        The exit status: 1 where there is something to mend.

    Raises:
        SettingsError, OSError: it was not used as it is meant to be.
    """
    parser = argparse.ArgumentParser("i18n-wsgi")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    catalog = commands.add_parser("catalog", description="Look after translations.")
    of_catalog = catalog.add_subparsers(metavar="COMMAND", required=True)
    for add in (_add_lint, _add_init, _add_update, _add_stats, _add_compile, _add_pseudo):
        add(of_catalog)
    _add_check_wheel(commands)
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know all letters
        sys.stdout.reconfigure(errors="backslashreplace")
    return int(arguments.run(arguments))


def _parser(
    commands: _Parsers, name: str, told: str, example: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    sentence = told[0].upper() + told[1:] + "."
    parser = commands.add_parser(
        name, help=told.partition(".")[0], description=sentence, epilog=f"example: {example}"
    )
    parser.set_defaults(run=run)
    return parser


def _add_paths(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        default=[LOCALE_DIR],
        help=f"{what}, and folders of them (default: {LOCALE_DIR})",
    )
    parser.add_argument("--domain", help="the domain alone, of what is in a folder")


def _add_format(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    parser.add_argument(
        "--format", choices=formats, default="text", help="how it is told (default: text)"
    )


# -- lint ------------------------------------------------------------------------------------------------------


def _add_lint(commands: _Parsers) -> None:
    lint = _parser(
        commands,
        "lint",
        "find mistakes in catalogs. The exit status is 1 if there is an error",
        "i18n-wsgi catalog lint locale --template locale/shop.pot",
        _lint,
    )
    _add_paths(lint, ".po, .pot and .mo files")
    lint.add_argument(
        "--template", type=Path, metavar="POT", help="what the catalogs were made from"
    )
    lint.add_argument("--strict", action="store_true", help="fail for warnings too")
    lint.add_argument("--explain", metavar="CODE", help="tell more about a rule, such as E101")
    _add_format(lint, ("text", *REPORTS))


def _lint(arguments: argparse.Namespace) -> int:
    console = Console(highlight=False)
    if arguments.explain is not None:
        explain(console, _rule_of(arguments.explain))
        return 0
    files = [*find_files(arguments.paths, (".po", ".pot", ".mo"), arguments.domain)]
    named = {*files}
    template = None if arguments.template is None else _read(arguments.template)
    project = ignores.project_ignores(Path.cwd())
    findings: list[Finding] = []
    sources: dict[str, list[str]] = {}
    for path in _tracked(files, "Looking at catalogs"):
        # Its texts are told where they can be mended.
        has_source = path.suffix == ".mo" and path.with_suffix(".po") in named
        linted = lint_file(path, template=template, checks=(compiled,) if has_source else CHECKS)
        found = [*ignores.without_ignored(linted.findings, linted.file, linted.name, project)]
        if found:
            sources[linted.name] = linted.file.lines
        findings += found
    if arguments.format == "text":
        as_text(console, findings, sources)
        console.print(_summary(findings, len(files)), soft_wrap=True)
    else:
        _print(REPORTS[arguments.format](findings))
    severities = {finding.rule.severity for finding in findings}
    return int("error" in severities or (arguments.strict and bool(severities)))


def _rule_of(code: str) -> Rule:
    rules = {rule.code: rule for check in CHECKS for rule in check.RULES}
    rules |= {rule.code: rule for rule in ignores.RULES}
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


# -- init, update, pseudo --------------------------------------------------------------------------------------


def _add_init(commands: _Parsers) -> None:
    init = _parser(
        commands,
        "init",
        "begin a catalog for a language",
        "i18n-wsgi catalog init pt_BR",
        _init,
    )
    init.add_argument(
        "language", metavar="LANG", help="as its folder is to be called: fr, pt_BR, zh_Hant"
    )
    _add_templates(init)


def _add_templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--template",
        type=Path,
        metavar="POT",
        help=f"the template; by default all of {LOCALE_DIR}/*.pot",
    )


def _init(arguments: argparse.Namespace) -> int:
    for template in _templates(arguments):
        path = _path_of(template, arguments.language)
        if path.exists():
            raise SettingsError(
                f"{path}: it is there already; i18n-wsgi catalog update brings it up"
            )
        _write(path, begin(_read(template), arguments.language))
        print(f"{path}: begun")
    return 0


def _templates(arguments: argparse.Namespace) -> list[Path]:
    if arguments.template is not None:
        return [arguments.template]
    found = sorted(LOCALE_DIR.glob("*.pot"))
    if not found:
        raise SettingsError(f"there is no {LOCALE_DIR}/*.pot; --template names one")
    return found


def _path_of(template: Path, language: str) -> Path:
    return template.parent / language / "LC_MESSAGES" / f"{template.stem}.po"


def _add_update(commands: _Parsers) -> None:
    parser = _parser(
        commands,
        "update",
        "bring catalogs up to their templates. What has not changed stays byte for byte",
        "i18n-wsgi catalog update locale",
        _update,
    )
    _add_paths(parser, ".po files")
    parser.add_argument(
        "--template", type=Path, metavar="POT", help="instead of the one above each"
    )
    parser.add_argument(
        "--no-fuzzy", action="store_true", help="give no new message the translation of one like it"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; the exit status is 1 if one is not up to date",
    )


def _update(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    stale_count = 0
    for file in _tracked(files, "Updating"):
        template = _read(_template_of(file, arguments.template))
        data = file.path.read_bytes()
        before = decode(data)
        if before.bad_at >= 0:
            raise SettingsError(f"{file.path}: byte {before.bad_at} is not {before.codec}")
        result = update(before.text, template, is_fuzzy_wanted=not arguments.no_fuzzy)
        if result.text == before.text:
            continue
        stale_count += 1
        if not arguments.check:
            file.path.write_bytes(_encoded_like(result.text, data, file.path))
        print(
            f"{file.path}: {result.kept:,} kept, {result.new:,} new, {result.fuzzy:,} fuzzy,"
            f" {result.obsolete:,} obsolete"
        )
    if arguments.check and stale_count:
        print(f"{counted(stale_count, 'catalog')} of {len(files)} not up to date", file=sys.stderr)
    return int(arguments.check and bool(stale_count))


def _encoded_like(text: str, data: bytes, path: Path) -> bytes:
    try:
        return encode_like(text, data)
    except UnicodeEncodeError as exc:
        raise SettingsError(
            f"{path}: {exc.encoding} lacks {text[exc.start]!r}; save the file as UTF-8 first"
        ) from exc


def _template_of(file: CatalogFile, given: Path | None) -> Path:
    found = given or file.template
    if found is None:
        raise SettingsError(
            f"{file.path}: there is no {file.domain}.pot above it; --template names one"
        )
    return found


def _add_pseudo(commands: _Parsers) -> None:
    told = f"write the pseudo-locales {' and '.join(sorted(PSEUDO_LOCALES))}: longer, and mirrored"
    parser = _parser(commands, "pseudo", told, "i18n-wsgi catalog pseudo", _pseudo)
    _add_templates(parser)


def _pseudo(arguments: argparse.Namespace) -> int:
    for template in _templates(arguments):
        for locale in sorted(PSEUDO_LOCALES):
            path = _path_of(template, locale)
            _write(path, pseudo(_read(template), locale))
            print(f"{path}: written")
    return 0


# -- stats -----------------------------------------------------------------------------------------------------


def _add_stats(commands: _Parsers) -> None:
    stats = _parser(
        commands,
        "stats",
        "tell how much is translated",
        "i18n-wsgi catalog stats locale --fail-under 95",
        _stats,
    )
    _add_paths(stats, ".po files")
    stats.add_argument("--template", type=Path, metavar="POT", help="instead of the one above each")
    stats.add_argument(
        "--fail-under",
        type=float,
        metavar="PERCENT",
        default=0.0,
        help="the exit status is 1 if less of a catalog is translated",
    )
    _add_format(stats, ("text", "json", "github"))


def _stats(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    rows: list[tuple[CatalogFile, Stats]] = []
    for file in _tracked(files, "Counting"):
        found = arguments.template or file.template
        template = None if found is None else _read(found)
        own = _read(file.path)
        language = file.locale or own.fields.get("Language", "")
        rows.append((file, stats_of(own, language, file.domain, template)))
    below = [(file, row) for file, row in rows if row.percent < arguments.fail_under]
    if arguments.format == "json":
        _print(json.dumps([_stats_fields(file, row) for file, row in rows], indent=1))
    elif arguments.format == "github":
        for file, row in below:
            print(f"::error file={file.path}::{_told_below(row, arguments.fail_under)}")
    else:
        _print_table([row for _file, row in rows])
        for _file, row in below:
            print(_told_below(row, arguments.fail_under), file=sys.stderr)
    return int(bool(below))


def _told_below(row: Stats, wanted: float) -> str:
    return f"{row.language} {row.domain}: {row.percent:.1f} % is translated; wanted: {wanted:g} %"


def _stats_fields(file: CatalogFile, row: Stats) -> dict[str, object]:
    return {
        "file": str(file.path),
        "language": row.language,
        "domain": row.domain,
        "translated": row.translated,
        "fuzzy": row.fuzzy,
        "missing": row.missing,
        "words": row.words,
        "translated_words": row.translated_words,
        "percent": round(row.percent, 1),
    }


def _print_table(rows: Sequence[Stats]) -> None:
    """Print a row for each catalog; its bar is left out where there is no room for it."""
    console = Console(highlight=False)
    for has_bar in (True, False):
        table = _stats_table(rows, has_bar=has_bar)
        width = console.measure(table, options=console.options.update(max_width=1000)).maximum
        if width <= console.width:
            break
    Console(highlight=False, width=max(width, console.width)).print(table)


def _stats_table(rows: Sequence[Stats], *, has_bar: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("language", "domain"):
        table.add_column(name, no_wrap=True)
    for name in ("translated", "fuzzy", "missing", "words", "of"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in sorted(rows, key=lambda row: (row.domain, -row.percent, row.language)):
        done = round(_BAR_WIDTH * row.percent / 100)
        bar = Text.assemble(("━" * done, "green"), ("━" * (_BAR_WIDTH - done), "dim"))
        counts = (row.translated, row.fuzzy, row.missing, row.translated_words, row.words)
        table.add_row(
            row.language,
            row.domain,
            *(f"{count:,}" for count in counts),
            Text.assemble(bar if has_bar else "", f" {row.percent:5.1f} %"),
        )
    return table


# -- compile, check-wheel --------------------------------------------------------------------------------------


def _add_compile(commands: _Parsers) -> None:
    parser = _parser(
        commands,
        "compile",
        "compile catalogs, as the build does. One with a mistake is refused",
        "i18n-wsgi catalog compile locale --output build/locale",
        _compile,
    )
    _add_paths(parser, ".po files")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder for the .mo files; by default beside the .po files",
    )


def _compile(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    problems: list[str] = []
    for file in _tracked(files, "Compiling"):
        target = file.path.with_suffix(".mo")
        if arguments.output is not None:
            target = arguments.output / file.locale / "LC_MESSAGES" / f"{file.domain}.mo"
        try:
            made = compile_catalog(file.path.read_bytes(), str(file.path), file.locale or None)
        except CatalogError as exc:
            problems.append(str(exc))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made)
    print("\n".join(problems) or f"{counted(len(files), 'catalog')} compiled")
    return int(bool(problems))


def _add_check_wheel(commands: _Parsers) -> None:
    parser = _parser(
        commands,
        "check-wheel",
        "say whether wheels have every language",
        "i18n-wsgi check-wheel dist/*.whl",
        _check_wheel,
    )
    parser.add_argument("wheels", nargs="+", type=Path, metavar="WHEEL")
    parser.add_argument(
        "--locale-dir", type=Path, default=LOCALE_DIR, help=f"the sources (default: {LOCALE_DIR})"
    )


def _check_wheel(arguments: argparse.Namespace) -> int:
    problems = []
    for wheel in arguments.wheels:
        found = [*find_wheel_problems(wheel, arguments.locale_dir)]
        problems += found
        print(
            "\n".join(f"{wheel}: {problem}" for problem in found)
            or f"{wheel}: every language is in it"
        )
    return int(bool(problems))


# -- what they share -------------------------------------------------------------------------------------------


def _tracked(items: Sequence[_Item], told: str) -> Iterable[_Item]:
    """The items, with a bar that shows how far it is, where somebody looks."""
    console = Console(stderr=True)
    return track(items, told, console=console, transient=True, disable=not console.is_terminal)


def _print(text: str) -> None:
    """Print what a program reads: in UTF-8, whatever the terminal has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _read(path: Path) -> PoFile:
    return PoFile(decode(path.read_bytes()).text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
