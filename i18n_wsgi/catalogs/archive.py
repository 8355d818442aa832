"""Catalogs in a package's data that is no folder on disk: in a zip archive, mostly."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from i18n_wsgi.catalogs.base import Version, version_of
from i18n_wsgi.catalogs.compiled import Catalog, read_file

# Of what is no file on disk nobody knows when it changes.
_UNCHANGING = (0, 0, 0, 0)


class ArchiveSource:
    """``<root>/<locale>/LC_MESSAGES/<domain>.mo`` in an archive, opened anew when that has changed."""

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._version: Version | None = None
        self._found: dict[str, Mapping[str, Version]] = {}

    def versions(self, domain: str) -> Mapping[str, Version]:
        self._refresh()
        if domain not in self._found:
            self._found[domain] = dict.fromkeys(self._locales(domain), self._version or _UNCHANGING)
        return self._found[domain]

    def read(self, domain: str, locale: str) -> Catalog:
        with self._file(domain, locale).open("rb") as file:
            return read_file(file)

    def describe(self, domain: str, locale: str) -> str:
        return str(self._file(domain, locale))

    def _refresh(self) -> None:
        root = self._root
        if not isinstance(root, zipfile.Path) or root.root.filename is None:
            return
        version = version_of(root.root.filename)
        if version is None:
            raise FileNotFoundError(f"the archive {root.root.filename} is gone")
        if version != self._version:
            self._root, self._found = zipfile.Path(root.root.filename, root.at), {}
            self._version = version

    def _locales(self, domain: str) -> list[str]:
        if not self._root.is_dir():
            return []
        names = [folder.name for folder in self._root.iterdir()]
        return [name for name in names if self._file(domain, name).is_file()]

    def _file(self, domain: str, locale: str) -> Traversable:
        return self._root / locale / "LC_MESSAGES" / f"{domain}.mo"
