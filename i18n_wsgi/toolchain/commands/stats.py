"""``i18n-wsgi catalog stats``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

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
from i18n_wsgi.toolchain.reports import workflow_command
from i18n_wsgi.toolchain.stats import Stats, stats_of

_BAR_WIDTH = 20


def add_stats(commands: Parsers) -> None:
    """Add the command that counts."""
    stats = add_parser(
        commands,
        "stats",
        "tell how much is translated",
        "i18n-wsgi catalog stats locale --fail-under 95",
        _stats,
    )
    add_paths(stats, ".po files")
    stats.add_argument(
        "--template",
        type=Path,
        metavar="POT",
        help="instead of the one above each catalog of its domain",
    )
    stats.add_argument(
        "--fail-under",
        type=_percent,
        metavar="PERCENT",
        default=0.0,
        help="the exit status is 1 if less of a catalog is translated",
    )
    add_format(stats, ("text", "json", "github"))


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage; allowed: 0 to 100")
    return percent


def _stats(arguments: argparse.Namespace) -> int:
    files = [*map(catalog_file, find_files(arguments.paths, (".po",), arguments.domain))]
    pairs = with_templates(files, arguments.template, arguments.paths)
    rows: list[tuple[CatalogFile, Stats]] = []
    for file, found in tracked(pairs, "Counting"):
        template = None if found is None else sound(found, read(found))
        own = sound(file.path, read(file.path))
        language = file.locale or own.fields.get("Language", "")
        rows.append((file, stats_of(own, language, file.domain, template)))
    below = [(file, row) for file, row in rows if row.percent < arguments.fail_under]
    if arguments.format == "json":
        print_exactly(json.dumps([_stats_fields(file, row) for file, row in rows], indent=1))
    elif arguments.format == "github":
        for file, row in below:
            told = _told_below(row, arguments.fail_under)
            print(workflow_command("error", {"file": file.path}, told))
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
    """Print a row for each catalog, with a bar as long as there is room for."""
    console = Console(highlight=False)
    wide = console.options.update(max_width=1000)
    needed = console.measure(_stats_table(rows, 0), options=wide).maximum
    bar_width = max(0, min(_BAR_WIDTH, console.width - needed))
    Console(highlight=False, width=needed + bar_width).print(_stats_table(rows, bar_width))


def _stats_table(rows: Sequence[Stats], bar_width: int) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("language", "domain"):
        table.add_column(name, no_wrap=True)
    for name in ("translated", "fuzzy", "missing", "words", "of"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in sorted(rows, key=lambda row: (row.domain, -row.percent, row.language)):
        done = int(bar_width * row.percent / 100)
        bar = Text.assemble(("━" * done, "green"), ("─" * (bar_width - done), "dim"))
        counts = (row.translated, row.fuzzy, row.missing, row.translated_words, row.words)
        table.add_row(
            row.language,
            row.domain,
            *(f"{count:,}" for count in counts),
            Text.assemble(bar, f" {row.percent:5.1f} %"),
        )
    return table
