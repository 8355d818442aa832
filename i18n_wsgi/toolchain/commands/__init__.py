"""``i18n-wsgi catalog``: the commands, one module for each group."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from i18n_wsgi.toolchain.commands.compiled import add_check_wheel, add_compile
from i18n_wsgi.toolchain.commands.extract import add_extract
from i18n_wsgi.toolchain.commands.lint import add_lint
from i18n_wsgi.toolchain.commands.stats import add_stats
from i18n_wsgi.toolchain.commands.templates import add_init, add_pseudo, add_update


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
    catalog = commands.add_parser(
        "catalog",
        description="Look after translations.",
        epilog="example: i18n-wsgi catalog lint locale",
    )
    of_catalog = catalog.add_subparsers(metavar="COMMAND", required=True)
    for add in (add_extract, add_lint, add_init, add_update, add_stats, add_compile, add_pseudo):
        add(of_catalog)
    add_check_wheel(commands)
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know all letters
        sys.stdout.reconfigure(errors="backslashreplace")
    return int(arguments.run(arguments))
