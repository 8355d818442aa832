"""Where translations come from: the shape that every source has."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from i18n_wsgi.catalogs.compiled import Catalog

# What tells one state of a file from another: its number and size, when it was changed, and when that
# was written down (a copy may keep the time of what it was made of).
Version: TypeAlias = tuple[int, int, int, int]

# What a file answers that is not there, is not for us, or has a name that leads nowhere.
_ABSENT = frozenset(
    [errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENAMETOOLONG]
)


class CatalogSource(Protocol):
    """A place that may hold the catalogs of a domain."""

    def versions(self, domain: str) -> Mapping[str, Version]:
        """The locales it has for a domain, as it spells them, and with each what is another one when
        its catalog has changed. It is asked once a second.

        Raises:
            OSError: it can't be listed.
        """

    def read(self, domain: str, locale: str) -> Catalog:
        """The catalog of a locale that ``versions`` named.

        Raises:
            OSError: its file can't be read.
            CatalogError: its file is none of a catalog.
        """

    def describe(self, domain: str, locale: str) -> str:
        """The file's name, for the log."""


def names_in(root: str) -> list[str]:
    """What is in a folder; nothing where there is none.

    Raises:
        OSError: it can't be listed.
    """
    try:
        return os.listdir(root)  # noqa: PTH208 -- once a second; a Path takes four times as long
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the latter for a NUL in its name
        return []


def versions_of(root: str, locales: Iterable[str], file: str) -> dict[str, Version]:
    """The versions of ``<root>/<locale>/LC_MESSAGES/<file>``, for the locales that have it."""
    paths = ((locale, f"{root}/{locale}/LC_MESSAGES/{file}") for locale in locales)
    found = ((locale, version_of(path)) for locale, path in paths)
    return {locale: version for locale, version in found if version is not None}


def version_of(path: str) -> Version | None:
    """The version of a file; None where there is none that can be looked at.

    Raises:
        OSError: the disk fails.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 -- once a second for each catalog; a Path takes as long again
    except OSError as exc:
        if exc.errno in _ABSENT:
            return None
        raise
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
