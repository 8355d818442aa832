"""The places where a domain's catalogs are looked for."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator
from functools import reduce
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec, module_from_spec
from operator import truediv
from pathlib import Path

from i18n_wsgi.catalogs.archive import ArchiveSource
from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.checkout import checkout_of
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.mo_folder import MoFolderSource, SystemSource
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from i18n_wsgi.masking import text_of


def find_sources(domain: str, locale_dir: str | None, log: Log) -> Iterator[CatalogSource]:
    """The places to look for a domain, the first wins.

    Args:
        domain: the package of ``my-shop`` is ``my_shop``.
        locale_dir: the only place, a folder or ``package:folder``. Without it: ``<DOMAIN>_LOCALEDIR``,
            the package's data, its checkout, the system's folders.
        log: where it is noted what a package's import hook raises.
    """
    if locale_dir:
        yield from _sources_at(locale_dir, log)
        return
    if place := os.environ.get(_variable(domain)):
        yield from _sources_at(place, log)
    yield from _package_sources(domain.replace("-", "_"), "locale", log)
    system = (Path(sys.base_prefix, "share", "locale"), Path("/usr/share/locale"))
    yield from map(SystemSource, dict.fromkeys(system))


def uncompiled_folder(domain: str, locale_dir: str, log: Log) -> Path | None:
    """The folder of a place where a domain has ``.po`` files, which are not read there; None without any."""
    package, folder = _package_and_folder(locale_dir)
    root = _folder_of(package, log) if package else Path()
    place = root and root / folder
    if not isinstance(place, Path):  # nothing in an archive can be compiled
        return None
    try:
        return place if PoFolderSource(place).versions(domain) else None
    except OSError:  # it can't be listed, which is told elsewhere
        return None


def _sources_at(place: str, log: Log) -> Iterator[CatalogSource]:
    package, folder = _package_and_folder(place)
    if package:
        yield from _package_sources(package, folder, log)
    else:
        yield MoFolderSource(Path(place))


def _package_and_folder(place: str) -> tuple[str, str]:
    """The two parts of a place; no package where it is a folder."""
    package, colon, folder = place.partition(":")
    is_package = all(map(str.isidentifier, package.split("."))) and len(package) > 1
    return (package, folder) if colon and is_package else ("", place)  # C:\locale is a folder


def _package_sources(package: str, folder: str, log: Log) -> Iterator[CatalogSource]:
    root = _folder_of(package, log)
    if root is None:
        return
    data = root / folder
    yield MoFolderSource(data) if isinstance(data, Path) else ArchiveSource(data)
    tree = checkout_of(package) or _source_tree(root)
    if tree is None:
        return
    yield PoFolderSource(tree / folder)
    if isinstance(data, Path):
        yield PoFolderSource(data)


def _source_tree(package: Traversable) -> Path | None:
    """The source tree of a package that is imported from there without being installed, or None."""
    parent = Path(str(package / "__init__.py")).parents[1]  # a namespace package is no path itself
    tree = parent.parent if parent.name == "src" else parent
    return tree if (tree / "pyproject.toml").is_file() else None


def _folder_of(package: str, log: Log) -> Traversable | None:
    """A package's folder; nothing of the package is run. None where there is no such package."""
    name, *inner = package.split(".")
    try:
        spec = find_spec(name)
        if spec is None or spec.submodule_search_locations is None:
            return None
        return reduce(truediv, inner, files(module_from_spec(spec)))
    except ValueError:  # it is a module that was made by hand
        return None
    # Whatever an import hook raises costs the package's catalogs, never a request.
    except Exception as exc:
        text = f"The package {package} can't be found for its catalogs: {text_of(exc, repr)}"
        log.note(logging.ERROR, text)
        return None


def _variable(domain: str) -> str:
    return re.sub(r"\W", "_", f"{domain.upper()}_LOCALEDIR")


def overlay_sources(overlay_dir: str | None) -> list[CatalogSource]:
    """The folder whose texts go before all others: compiled catalogs, and ``.po`` files as well."""
    if not overlay_dir:
        return []
    return [MoFolderSource(Path(overlay_dir)), PoFolderSource(Path(overlay_dir))]
