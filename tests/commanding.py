"""The command ``i18n-wsgi catalog``, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.linting import catalog

COMMAND = [sys.executable, "-P", "-m", "i18n_wsgi"]


def run(
    folder: Path, *arguments: str, **environ: str
) -> subprocess.CompletedProcess[str]:  # what it prints is UTF-8
    """The command in a folder."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "200", **environ},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def write(path: Path, *entries: str, language: str = "fr") -> Path:
    """A catalog of these entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalog(*entries, language=language), "utf-8")
    return path


def write_template(path: Path, *entries: str) -> Path:
    """A template of these entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    path.write_text("\n".join([header, *entries]), "utf-8")
    return path


@contextmanager
def unreadable(folder: Path) -> Iterator[None]:
    """Nobody can read a folder that is below the current one, nor can we, whoever we are."""
    user = os.geteuid()
    Path().chmod(0o755)
    folder.chmod(0)
    if not user:
        os.seteuid(65534)  # root may read it
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
