"""A folder of ``.mo`` files."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from pathlib import Path

from i18n_wsgi.catalogs.base import Version, names_in, versions_of
from i18n_wsgi.catalogs.compiled import Catalog, read_file

_FRESH_SECONDS = 10.0


class MoFolderSource:
    """``<root>/<locale>/LC_MESSAGES/<domain>.mo``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def versions(self, domain: str) -> Mapping[str, Version]:
        root = str(self._root)
        return versions_of(root, names_in(root), f"{domain}.mo")

    def read(self, domain: str, locale: str) -> Catalog:
        with self._file(domain, locale).open("rb") as file:
            return read_file(file)

    def describe(self, domain: str, locale: str) -> str:
        return str(self._file(domain, locale))

    def _file(self, domain: str, locale: str) -> Path:
        return self._root / locale / "LC_MESSAGES" / f"{domain}.mo"


class SystemSource(MoFolderSource):
    """A folder that all programs share: hundreds of locales, of which a domain has few or none.

    Those are looked at each time; the others when there is a new one, or after ten seconds.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._listed: tuple[str, Collection[str]] = ("", ())
        self._found: Collection[str] = ()
        self._fresh_until = 0.0

    def versions(self, domain: str) -> Mapping[str, Version]:
        root, now = str(self._root), time.monotonic()
        listed = (domain, names_in(root))
        if listed == self._listed and now < self._fresh_until:
            return versions_of(root, self._found, f"{domain}.mo")
        found = versions_of(root, listed[1], f"{domain}.mo")
        self._listed, self._found, self._fresh_until = listed, found, now + _FRESH_SECONDS
        return found
