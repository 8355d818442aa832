"""The files of a folder, the same for all commands and for builds."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Container
from pathlib import Path


def files_below(folder: Path, suffixes: Container[str]) -> list[Path]:
    """The files with some suffixes in a folder and in those below it, sorted. Links are followed, but for those to a
    folder that they are in; what begins with a dot, as editors' locks do, is passed over.

    Raises:
        OSError: a folder can't be read, or what is called like a file is none, such as a link to nothing.
    """

    def refuse(exc: OSError) -> None:
        raise exc

    found = []
    for parent, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        folders[:] = [
            name for name in folders if name[0] != "." and not _is_around(Path(parent), name)
        ]
        for name in names:
            path = Path(parent, name)
            if name[0] != "." and path.suffix in suffixes:
                if not stat.S_ISREG(path.stat().st_mode):
                    raise OSError(errno.EINVAL, "This is no file that can be read", str(path))
                found.append(path)
    return sorted(found)


def _is_around(parent: Path, name: str) -> bool:
    """Whether a folder is a link to one that it is in."""
    path, own = parent / name, parent.resolve()
    return path.is_symlink() and path.resolve() in (own, *own.parents)
