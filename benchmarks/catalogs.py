"""Bring real catalogs up to their templates, and lint them: seconds, and what is left of the translators' files,
beside msgmerge, Babel and polib in one run.

    python benchmarks/catalogs.py heat/locale
    python benchmarks/catalogs.py --only ours django
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import polib
from tables import print_table

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.reading import decode

# How many messages of the largest catalog are changed, at most.
_CHANGED = 2000
_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@dataclass(frozen=True)
class Updater:
    """One way to bring a catalog up to its template, in place."""

    name: str
    release: str
    update: Callable[[Path, Path], object]


def _command(*arguments: object) -> None:
    subprocess.run([*map(str, arguments)], check=True, capture_output=True)  # noqa: S603 (of this file)


def _beside(name: str) -> str:
    """A command of the Python that runs this."""
    return str(Path(sys.executable).with_name(name))


def _by_polib(catalog: Path, template: Path) -> None:
    file = polib.pofile(str(catalog))
    file.merge(polib.pofile(str(template)))
    file.save()


def _updaters() -> list[Updater]:
    ours, pybabel, msgmerge = _beside("i18n-wsgi"), _beside("pybabel"), shutil.which("msgmerge")
    found = [
        Updater(
            "ours",
            version("i18n_wsgi"),
            lambda po, pot: _command(ours, "catalog", "update", "--template", pot, po),
        )
    ]
    if msgmerge:
        told = subprocess.run([msgmerge, "--version"], check=True, capture_output=True, text=True)  # noqa: S603
        found.append(
            Updater(
                "msgmerge",
                told.stdout.split("\n")[0].split()[-1],
                lambda po, pot: _command(
                    msgmerge, "--quiet", "--update", "--backup=none", "--previous", po, pot
                ),
            )
        )
    found.append(
        Updater(
            "pybabel",
            version("babel"),
            lambda po, pot: _command(
                pybabel, "update", "--previous", "-i", pot, "-o", po, "-l", "en"
            ),
        )
    )
    found.append(Updater("polib", version("polib"), _by_polib))
    return found


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="folders of .po files")
    parser.add_argument("--only", help="one contender, by its name")
    options = parser.parse_args()
    updaters = [one for one in _updaters() if options.only in (None, one.name)]
    print_table("Contenders", "", ("", "release"), [(one.name, one.release) for one in updaters])
    for folder in options.folders:
        paths = [path for path in sorted(folder.rglob("*.po")) if _is_sound(path)]
        print(f"{folder} ...", file=sys.stderr)
        _print_lint(folder)
        _print_untouched(folder, paths, updaters)
        _print_changed(max(paths, key=lambda path: path.stat().st_size), updaters)


def _is_sound(path: Path) -> bool:
    file = _read(path)
    keys = [entry.key for entry in file.live_entries()]
    return bool(keys) and not file.faults and len({*keys}) == len(keys)


def _read(path: Path) -> PoFile:
    return PoFile(decode(path.read_bytes()).text)


def _print_lint(folder: Path) -> None:
    """How long the linter takes, as a command."""
    rows = []
    for number in range(1, 4):
        before, started = os.times(), time.perf_counter()
        command = [_beside("i18n-wsgi"), "catalog", "lint", "--format", "json", str(folder)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 (the same)
        wall, now = time.perf_counter() - started, os.times()
        spent = now.children_user + now.children_system
        spent -= before.children_user + before.children_system
        rows.append((str(number), f"{spent:.2f}", f"{wall:.2f}"))
    files = [*folder.rglob("*.po")]
    entries = sum(1 for path in files for _entry in _read(path).live_entries())
    note = f"{len(files):,} .po files with {entries:,} entries, and what else is in the folder; seconds"
    print_table(f"Lint of {folder}", note, ("run", "processor", "wall"), rows)


def _print_untouched(folder: Path, paths: Sequence[Path], updaters: Sequence[Updater]) -> None:
    """How many lines of the files are others after an update that has nothing new."""
    line_count = sum(len(_read(path).lines) for path in paths)
    rows = []
    for updater in updaters:
        lost = Counter[str]()
        with tempfile.TemporaryDirectory() as name:
            for path in paths:
                file = _read(path)
                catalog, template = Path(name, "x.po"), Path(name, "x.pot")
                catalog.write_bytes(path.read_bytes())
                template.write_text(_template_of(file), "utf-8")
                updater.update(catalog, template)
                lost.update(Counter(file.lines) - Counter(_read(catalog).lines))
        rows.append((updater.name, f"{lost.total():,}"))
    note = f"Of {line_count:,} lines in {len(paths)} catalogs; their templates hold what they hold."
    print_table(f"Lines that an update of {folder} has changed", note, ("", "lines"), rows)


def _print_changed(path: Path, updaters: Sequence[Updater]) -> None:
    """How long it takes to find the old translations of messages that have changed, and how many are found."""
    file = _read(path)
    long = [entry for entry in file.live_entries() if any(entry.texts) and len(entry.key[1]) > 20]
    texts = {
        entry.key[1]: entry.texts for entry in long[:: max(1, len(long) // _CHANGED)][:_CHANGED]
    }
    template = _template_of(file, lambda text: _changed(text) if text in texts else text)
    rows = []
    for updater in updaters:
        with tempfile.TemporaryDirectory() as name:
            catalog, pot = Path(name, "x.po"), Path(name, "x.pot")
            catalog.write_bytes(path.read_bytes())
            pot.write_text(template, "utf-8")
            started = time.perf_counter()
            updater.update(catalog, pot)
            seconds = time.perf_counter() - started
            result = {entry.key[1]: entry for entry in _read(catalog).live_entries()}
        found = sum(result[_changed(text)].texts == texts[text] for text in texts)
        rows.append((updater.name, f"{seconds:.1f}", f"{found:,}"))
    note = f"{len(texts):,} of {len([*file.live_entries()]):,} messages have another word in their middle."
    heads = ("", "seconds", "have their own translation, as fuzzy")
    print_table(f"Update of {path} with changed messages", note, heads, rows)


def _changed(text: str) -> str:
    words = text.split(" ")
    words[len(words) // 2] += "s"
    return " ".join(words)


def _template_of(file: PoFile, changed: Callable[[str], str] = str) -> str:
    """A template of the messages of a catalog, with their comments, places and flags."""
    blocks = [_HEADER]
    for entry in file.live_entries():
        context, msgid = entry.key
        made = polib.POEntry(
            msgid=changed(msgid), msgctxt=context, flags=sorted(entry.flags - {"", "fuzzy"})
        )
        if entry.plural is not None:
            made.msgid_plural, made.msgstr_plural = entry.plural.value, {0: "", 1: ""}
        told = [line for _number, line in entry.comments if line.startswith(("#.", "#:"))]
        blocks.append("\n".join([*told, str(made)]))
    return "\n".join(blocks)


if __name__ == "__main__":
    main()
