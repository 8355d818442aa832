"""``i18n-wsgi catalog compile`` and ``i18n-wsgi check-wheel``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.building import build_catalog
from i18n_wsgi.toolchain.commands.shared import (
    Parsers,
    add_format,
    add_parser,
    add_paths,
    print_exactly,
    tracked,
    write,
)
from i18n_wsgi.toolchain.ignores import ignores_by_project
from i18n_wsgi.toolchain.layout import LOCALE_DIR, catalog_file, find_files
from i18n_wsgi.toolchain.packaging import BuildError, misplaced, project_settings
from i18n_wsgi.toolchain.problems import Problem
from i18n_wsgi.toolchain.reports import REPORTS, counted, problems_as
from i18n_wsgi.toolchain.wheels import done_in, find_catalogs, find_wheel_problems


def add_compile(commands: Parsers) -> None:
    """Add the command that compiles."""
    parser = add_parser(
        commands,
        "compile",
        "compile catalogs, as the build does. One with a mistake is refused, one with no translation left out",
        "i18n-wsgi catalog compile locale --output build/locale",
        _compile,
    )
    add_paths(parser, ".po files")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder for the .mo files; by default beside the .po files",
    )
    add_format(parser, ("text", *REPORTS))


def _compile(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    ignores_for = ignores_by_project()
    found: list[Problem] = []
    count = 0
    for file in tracked(files, "Compiling"):
        if file.path.suffix != ".po":
            raise SettingsError(f"{file.path} can't be compiled; allowed: .po files")
        target = file.path.with_suffix(".mo")
        if arguments.output is not None and not file.locale:
            why = (
                "neither its place nor its header says what language it is;"
                " allowed: fr/LC_MESSAGES/shop.po, fr.po, or Language: in its header"
            )
            found.append(Problem(str(file.path), why, line=1))
            continue
        if arguments.output is not None:
            target = arguments.output / file.locale / "LC_MESSAGES" / f"{file.domain}.mo"
        data, ignored = file.path.read_bytes(), ignores_for(file.path)
        built = build_catalog(data, str(file.path), file.locale or None, ignored)
        found += [*built.warnings, *built.mistakes]
        if built.content is not None:
            write(target, built.content)
            count += 1
        elif not built.mistakes:
            target.unlink(missing_ok=True)
    if arguments.format == "text":
        for one in found:
            print(one, file=sys.stderr if one.severity == "warning" else sys.stdout)
        print(f"{counted(count, 'catalog')} compiled")
    else:
        print_exactly(problems_as(arguments.format, found))
    return int(any(one.severity == "error" for one in found))


def add_check_wheel(commands: Parsers) -> None:
    """Add the command that looks into wheels."""
    parser = add_parser(
        commands,
        "check-wheel",
        "say whether wheels have every language",
        "i18n-wsgi check-wheel dist/*.whl",
        _check_wheel,
    )
    parser.add_argument("wheels", nargs="+", type=Path, metavar="WHEEL")
    parser.add_argument(
        "--locale-dir",
        type=Path,
        help=f"the sources (default: those of the build hook in pyproject.toml, or {LOCALE_DIR})",
    )
    parser.add_argument("--domain", help="the domain alone (default: those of the build hook)")
    add_format(parser, ("text", *REPORTS))


def _check_wheel(arguments: argparse.Namespace) -> int:
    try:
        return _check_wheels(arguments)
    except BuildError as exc:
        raise SettingsError(str(exc)) from exc


def _check_wheels(arguments: argparse.Namespace) -> int:
    settings = project_settings(Path("pyproject.toml"))
    locale_dir = LOCALE_DIR if settings is None else Path(settings.source)
    domains = () if settings is None else settings.domains
    if arguments.domain is not None:
        domains = (arguments.domain,)
    locale_dir = arguments.locale_dir or locale_dir
    sources, others = find_catalogs(locale_dir, domains)
    problems = [Problem(str(path), f"{path}: {misplaced(locale_dir)}") for path in others]
    left_out = [str(path) for path in sources.values() if not done_in(path)]
    but = f" but {', '.join(left_out)}, where nothing is translated" if left_out else ""
    told = [problem.message for problem in problems]
    for wheel in arguments.wheels:
        found = [*find_wheel_problems(wheel, sources, domains, settings)]
        told += [one.message for one in found] or [f"{wheel}: every language is in it{but}"]
        problems += found
    if arguments.format == "text":
        print("\n".join(told))
    else:
        why = "nothing is translated, and so it is in no wheel"
        warnings = [Problem(path, why, "warning") for path in left_out]
        print_exactly(problems_as(arguments.format, [*problems, *warnings]))
    return int(bool(problems))
