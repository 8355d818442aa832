"""The checkout that an editable install reads its catalogs from."""

from __future__ import annotations

import json
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
)
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


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
