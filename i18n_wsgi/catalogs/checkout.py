"""The ``.po`` files of a checkout, compiled in memory: what an editable install reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
)
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from i18n_wsgi.catalogs.base import Version, names_in, versions_of
from i18n_wsgi.catalogs.compiled import Catalog, read_catalog, read_limited
from i18n_wsgi.catalogs.compiling import compile_usable


class CheckoutSource:
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
        return replace(read_catalog(compiled), problems=problems)

    def describe(self, domain: str, locale: str) -> str:
        return str(self._file(domain, locale))

    def _file(self, domain: str, locale: str) -> Path:
        return self._root / locale / "LC_MESSAGES" / f"{domain}.po"


def checkout_of(package: str) -> Path | None:
    """The checkout that a package is installed from in editable mode (PEP 610), or None."""
    for installed in _distributions_of(package):
        try:
            found = json.loads(installed.read_text("direct_url.json") or "{}")
            if found["dir_info"]["editable"]:
                return Path(url2pathname(urlsplit(found["url"]).path))
        # It is installed from an index or an archive, or its record is none of PEP 610's.
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _distributions_of(package: str) -> list[Distribution]:
    try:
        return [distribution(package)]
    # It is not called like its package; a look at all that are installed takes a while.
    except PackageNotFoundError:
        return [distribution(name) for name in packages_distributions().get(package, [])]
