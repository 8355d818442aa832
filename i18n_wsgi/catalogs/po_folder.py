"""A folder of ``.po`` files, compiled in memory: those of a checkout, or of an overlay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from i18n_wsgi.catalogs.base import Version, names_in, versions_of
from i18n_wsgi.catalogs.compiled import Catalog, read_catalog, read_limited
from i18n_wsgi.catalogs.compiling import compile_usable


class PoFolderSource:
    """``<root>/<locale>/LC_MESSAGES/<domain>.po``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def versions(self, domain: str) -> Mapping[str, Version]:
        root = str(self._root)
        return versions_of(root, names_in(root), f"{domain}.po")

    def read(self, domain: str, locale: str) -> Catalog:
        path = self._file(domain, locale)
        with path.open("rb") as file:
            compiled, problems = compile_usable(read_limited(file), str(path), locale)
        told = tuple(f"{path}:{line}: {why}" for line, why in problems)
        return replace(read_catalog(compiled), problems=told)

    def describe(self, domain: str, locale: str) -> str:
        return str(self._file(domain, locale))

    def _file(self, domain: str, locale: str) -> Path:
        return self._root / locale / "LC_MESSAGES" / f"{domain}.po"
