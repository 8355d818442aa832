"""Who listens where we would like to, as far as Linux tells it in ``/proc``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from i18n_wsgi.masking import one_line

_PROC = Path("/proc")
_LISTENING = "0A"


def holder_of_port(port: int) -> str | None:
    """A clause about the process that listens on a TCP port; None where it can't be seen."""
    return _holder_of(
        fields[9]
        for table in ("tcp", "tcp6")
        for fields in _table(table)
        if fields[3] == _LISTENING and fields[1].endswith(f":{port:04X}")
    )


def holder_of_file(path: str) -> str | None:
    """A clause about the process that listens at a path; None where it can't be seen."""
    return _holder_of(fields[6] for fields in _table("unix") if fields[7:] == [path])


def _table(name: str) -> Iterator[list[str]]:
    with suppress(OSError):
        for line in (_PROC / "net" / name).read_text(errors="replace").splitlines()[1:]:
            yield line.split()


def _holder_of(inodes: Iterator[str]) -> str | None:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    if not wanted:
        return None
    for process in sorted(_PROC.glob("[0-9]*"), key=lambda folder: int(folder.name)):
        # Processes end while they are looked at, and others' can't be.
        with suppress(OSError):
            if any(_target(entry) in wanted for entry in (process / "fd").iterdir()):
                name = (process / "comm").read_text(errors="replace").removesuffix("\n")
                return f"process {process.name} ({one_line(name)}) listens there"
    return None


def _target(link: Path) -> str | None:
    with suppress(OSError):
        return str(link.readlink())
    return None
