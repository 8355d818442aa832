"""Where translations come from: the shape that every source has."""

from __future__ import annotations

from typing import Protocol


class CatalogSource(Protocol):
    """A place that may hold the catalogs of a domain."""

    def locales(self, domain: str) -> list[str]:
        """The locales it has for a domain, as it spells them; empty where it has none."""

    def read(self, domain: str, locale: str) -> bytes:
        """The ``.mo`` file of a locale that ``locales`` named.

        Raises:
            OSError: it can't be read.
            CatalogError: it can't be compiled.
        """
