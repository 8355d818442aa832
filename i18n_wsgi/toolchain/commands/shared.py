"""What the commands share: their arguments, reading and writing, and how far they are."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias, TypeVar

from rich.console import Console
from rich.progress import track

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.reading import decode
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.layout import LOCALE_DIR

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # argparse has no other name for it

_Item = TypeVar("_Item")


def add_parser(
    commands: Parsers, name: str, told: str, example: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Add a command: its help begins with what is told, and ends with an example."""
    sentence = told[0].upper() + told[1:] + "."
    parser = commands.add_parser(
        name, help=told.partition(".")[0], description=sentence, epilog=f"example: {example}"
    )
    parser.set_defaults(run=run)
    return parser


def add_paths(parser: argparse.ArgumentParser, what: str) -> None:
    """Let a command take paths, and one domain of what is there."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        default=[LOCALE_DIR],
        help=f"{what}, and folders of them (default: {LOCALE_DIR})",
    )
    parser.add_argument("--domain", help="the domain alone, of what is in a folder")


def add_format(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Let a command be told how to tell what it found."""
    parser.add_argument(
        "--format", choices=formats, default="text", help="how it is told (default: text)"
    )


def tracked(items: Sequence[_Item], told: str) -> Iterable[_Item]:
    """The items, with a bar that shows how far it is, where somebody looks."""
    console = Console(stderr=True)
    return track(items, told, console=console, transient=True, disable=not console.is_terminal)


def print_exactly(text: str) -> None:
    """Print what a program reads: in UTF-8, whatever the terminal has."""
    if sys.stdout is None:  # it was closed before we began
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def read(path: Path) -> PoFile:
    """A catalog or template."""
    return PoFile(decode(path.read_bytes()).text)


def sound(path: Path, file: PoFile) -> PoFile:
    """A catalog or template that others are made from.

    Raises:
        SettingsError: it has a syntax fault, a message twice, or nothing in it.
    """
    for fault in file.faults:
        why = f"{fault.why}: {fault.piece!r}" if fault.piece else fault.why
        raise SettingsError(f"{path}:{fault.place.line}: {why}; mend this first")
    if not file.entries:
        raise SettingsError(f"{path}: it is empty; a catalog begins with a header")
    lines: dict[Hashable, int] = {}
    for entry in file.entries:
        if (
            not entry.is_obsolete
            and (first := lines.setdefault(entry.key, entry.line)) != entry.line
        ):
            raise SettingsError(
                f"{path}:{entry.line}: This message stands at line {first} already; mend this first"
            )
    return file


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders that it needs: whole, or not at all. One that is there keeps its mode and
    owner, and a link stays a link."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        made.write_bytes(content)
        if target.exists():
            shutil.copymode(target, made)
            with suppress(PermissionError):  # of another's file only root may keep the owner
                os.chown(made, target.stat().st_uid, target.stat().st_gid)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
