"""Where translations come from: the shape that every source has."""

from __future__ import annotations

import os
import stat
from importlib.resources.abc import Traversable
from typing import Protocol, TypeAlias

# What tells one state of a file from another: its number and size, when it was changed, and when that
# was written down (a copy may keep the time of what it was made of).
Version: TypeAlias = tuple[int, int, int, int]


class CatalogSource(Protocol):
    """A place that may hold the catalogs of a domain."""

    def locales(self, domain: str) -> list[str]:
        """The locales it has for a domain, as it spells them; empty where it has none.

        Raises:
            OSError: it can't be listed.
        """

    def version(self, domain: str, locale: str) -> Version | None:
        """What is another one when the catalog has changed; None where there is none."""

    def read(self, domain: str, locale: str) -> bytes:
        """The ``.mo`` file of a locale that ``locales`` named.

        Raises:
            OSError: it can't be read.
            CatalogError: it can't be compiled.
        """

    def describe(self, domain: str, locale: str) -> str:
        """The file's name, for the log."""


def version_of(file: Traversable) -> Version | None:
    """The version of a file, always the same for one in an archive; None where there is none."""
    if not isinstance(file, os.PathLike):
        return (0, 0, 0, 0) if file.is_file() else None
    return version_of_path(os.fspath(file))


def version_of_path(path: str) -> Version | None:
    """The version of a file on disk; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 -- once a second for each catalog; a Path takes as long again
    except (OSError, ValueError):  # the latter for a name that no file can have
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
