"""The ``.po`` files of a checkout, compiled in memory: what an editable install reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from i18n_wsgi.catalogs.compiling import compile_catalog


@dataclass(frozen=True, slots=True)
class CheckoutSource:
    """``<root>/<locale>/LC_MESSAGES/<domain>.po``."""

    root: Path

    def locales(self, domain: str) -> list[str]:
        return sorted(
            path.parent.parent.name
            for path in self.root.glob(f"*/LC_MESSAGES/{domain}.po")
            if path.is_file()
        )

    def read(self, domain: str, locale: str) -> bytes:
        path = self.root / locale / "LC_MESSAGES" / f"{domain}.po"
        return compile_catalog(path.read_bytes(), str(path), locale)


def checkout_of(package: str) -> Path | None:
    """The checkout that a package is installed from in editable mode (PEP 610), or None."""
    try:
        record = distribution(package).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    found = json.loads(record or "{}")
    if not found.get("dir_info", {}).get("editable"):
        return None
    return Path(unquote(urlsplit(found["url"]).path))
