"""The places where a domain's catalogs are looked for."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.checkout import CheckoutSource, checkout_of
from i18n_wsgi.catalogs.folder import FolderSource

_LOG = logging.getLogger(__name__)


def find_sources(domain: str, locale_dir: str | None) -> Iterator[CatalogSource]:
    """The places to look for a domain, the first wins: the setting, ``<DOMAIN>_LOCALEDIR``, the
    package's data, its checkout, the system's folders."""
    for place in (locale_dir, os.environ.get(_variable(domain)), f"{domain}:locale"):
        if not place:
            continue
        package, colon, folder = place.partition(":")
        is_package = all(map(str.isidentifier, package.split("."))) and len(package) > 1
        if not colon or not is_package:  # C:\locale is a folder
            yield FolderSource(Path(place))
            continue
        try:
            root = files(package)
        except (ImportError, TypeError):  # there is no such package, or it is a plain module
            continue
        # Whatever a package raises when it is imported costs its catalogs, never a request.
        except Exception as exc:
            _LOG.error("The package %s can't be imported for its catalogs: %r", package, exc)
            continue
        yield FolderSource(root / folder)
        checkout = checkout_of(package)
        parent = Path(str(root)).parent
        if checkout is not None:
            yield CheckoutSource(checkout / folder)
        elif (parent / "pyproject.toml").is_file():
            # It is not installed, or not from here, and is imported from its source tree all the same.
            yield CheckoutSource(parent / folder)
    system = (Path(sys.base_prefix, "share", "locale"), Path("/usr/share/locale"))
    yield from map(FolderSource, dict.fromkeys(system))


def _variable(domain: str) -> str:
    return re.sub(r"\W", "_", f"{domain.upper()}_LOCALEDIR")


def overlay_sources(overlay_dir: str | None) -> list[CatalogSource]:
    """The folder whose texts go before all others: compiled catalogs, and ``.po`` files as well."""
    if not overlay_dir:
        return []
    return [FolderSource(Path(overlay_dir)), CheckoutSource(Path(overlay_dir))]
