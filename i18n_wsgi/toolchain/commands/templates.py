"""``i18n-wsgi catalog init``, ``update`` and ``pseudo``: what is made from templates."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES
from i18n_wsgi.catalogs.reading import decode, encode_like
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.beginning import begin, pseudo, spelled
from i18n_wsgi.toolchain.commands.shared import (
    Parsers,
    add_format,
    add_parser,
    add_paths,
    print_exactly,
    read,
    sound,
    tracked,
    write,
)
from i18n_wsgi.toolchain.layout import (
    LOCALE_DIR,
    CatalogFile,
    catalog_file,
    find_files,
    with_templates,
)
from i18n_wsgi.toolchain.problems import Problem
from i18n_wsgi.toolchain.reports import REPORTS, counted, problems_as
from i18n_wsgi.toolchain.update import update


def add_init(commands: Parsers) -> None:
    """Add the command that begins a catalog."""
    init = add_parser(
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
    parser.add_argument("--domain", help="the domain alone, of what is there")


def _init(arguments: argparse.Namespace) -> int:
    language = spelled(arguments.language)
    paths = {one: _path_of(one, language) for one in _templates(arguments)}
    missing = {template: path for template, path in paths.items() if not path.exists()}
    if not missing:
        told = ", ".join(map(str, paths.values()))
        raise SettingsError(f"{told}: it is there already; i18n-wsgi catalog update brings it up")
    for template, path in missing.items():
        write(path, begin(sound(template, read(template)), language).encode())
        print(f"{path}: begun")
    return 0


def _templates(arguments: argparse.Namespace) -> list[Path]:
    if arguments.template is not None:
        return [arguments.template]
    name = f"{arguments.domain or '*'}.pot"
    found = sorted(LOCALE_DIR.glob(name))
    if not found:
        raise SettingsError(f"there is no {LOCALE_DIR}/{name}; --template names one")
    return found


def _path_of(template: Path, language: str) -> Path:
    return template.parent / language / "LC_MESSAGES" / f"{template.stem}.po"


def add_update(commands: Parsers) -> None:
    """Add the command that brings catalogs up."""
    parser = add_parser(
        commands,
        "update",
        "bring catalogs up to their templates. What has not changed stays byte for byte",
        "i18n-wsgi catalog update locale",
        _update,
    )
    add_paths(parser, ".po files")
    parser.add_argument(
        "--template",
        type=Path,
        metavar="POT",
        help="instead of the one above each catalog of its domain; others are left alone",
    )
    parser.add_argument(
        "--no-fuzzy", action="store_true", help="give no new message the translation of one like it"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; the exit status is 1 if one is not up to date",
    )
    add_format(parser, ("text", *REPORTS))


def _update(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    # These are made anew, by `pseudo`.
    files = [file for file in files if file.locale not in PSEUDO_LOCALES]
    pairs = with_templates(files, arguments.template, arguments.paths)
    if arguments.template is not None:
        pairs = [(file, found) for file, found in pairs if found == arguments.template]
    problems: list[Problem] = []
    for file, found in tracked(pairs, "Updating"):
        template_path = _required(found, file)
        template = sound(template_path, read(template_path))
        data = file.path.read_bytes()
        before = decode(data)
        if before.bad_at >= 0:
            raise SettingsError(f"{file.path}: byte {before.bad_at} is not {before.codec}")
        sound(file.path, PoFile(before.text))
        result = update(before.text, template, is_fuzzy_wanted=not arguments.no_fuzzy)
        if result.text == before.text:
            continue
        if not arguments.check:
            write(file.path, _encoded_like(result.text, data, file.path))
        told = (
            f"{result.kept:,} kept, {result.new:,} new, {result.fuzzy:,} fuzzy,"
            f" {result.obsolete:,} obsolete"
        )
        if arguments.format == "text":
            print(f"{file.path}: {told}")
        if arguments.check:
            problems.append(Problem(str(file.path), f"it is not up to date: {told}"))
        else:
            problems.append(Problem(str(file.path), told, "notice"))
    if arguments.format != "text":
        print_exactly(problems_as(arguments.format, problems))
    elif arguments.check and problems:
        told = f"{counted(len(problems), 'catalog')} of {len(pairs)} not up to date"
        print(f"{told}; i18n-wsgi catalog update brings them up", file=sys.stderr)
    return int(arguments.check and bool(problems))


def _encoded_like(text: str, data: bytes, path: Path) -> bytes:
    try:
        return encode_like(text, data)
    except UnicodeEncodeError as exc:
        raise SettingsError(
            f"{path}: {exc.encoding} lacks {text[exc.start]!r}; save the file as UTF-8 first"
        ) from exc


def _required(template: Path | None, file: CatalogFile) -> Path:
    if template is None:
        raise SettingsError(
            f"{file.path}: there is no {file.domain}.pot above it; --template names one"
        )
    return template


def add_pseudo(commands: Parsers) -> None:
    """Add the command that writes pseudo-locales."""
    told = f"write the pseudo-locales {' and '.join(sorted(PSEUDO_LOCALES))}: longer, and mirrored"
    parser = add_parser(commands, "pseudo", told, "i18n-wsgi catalog pseudo", _pseudo)
    _add_templates(parser)


def _pseudo(arguments: argparse.Namespace) -> int:
    for template in _templates(arguments):
        for locale in sorted(PSEUDO_LOCALES):
            path = _path_of(template, locale)
            write(path, pseudo(sound(template, read(template)), locale).encode())
            print(f"{path}: written")
    return 0
