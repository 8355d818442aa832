"""One domain's catalogs: listed, loaded when they are asked for, and loaded anew when they change."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from i18n_wsgi.catalogs.base import CatalogSource, Version
from i18n_wsgi.catalogs.compiled import Catalog, read_catalog
from i18n_wsgi.negotiation import Tag, maximise, parse_tag

_LOG = logging.getLogger(__name__)


class _Loaded(NamedTuple):
    catalog: Catalog | None
    versions: tuple[Version | None, ...]  # of the sources, as far as they were looked through


class DomainCatalogs:
    """The catalogs of one domain, each from the first of its sources that has it.

    One that can't be loaded costs its language; where it was loaded before, its texts stay as they were.
    """

    def __init__(self, domain: str, sources: Sequence[CatalogSource]) -> None:
        self._domain = domain
        self._sources = sources
        # Both grow with what is installed, never with what clients send.
        self._lock = threading.Lock()
        self._loaded: dict[str, _Loaded] = {}
        self._unlisted: set[str] = set()  # why places could not be, which is told once
        self.spellings = self._list()

    # The locales as they are spelled, sorted, by what they mean.
    spellings: Mapping[Tag | None, list[str]]

    def catalog(self, locale: str) -> Catalog | None:
        """The catalog of a locale that is listed; None for one that can't be used."""
        loaded = self._loaded.get(locale)
        if loaded is None:
            with self._lock:  # what is wrong with it is told once
                loaded = self._loaded.get(locale) or self._load(locale, None)
                self._loaded[locale] = loaded
        return loaded.catalog

    def refresh(self) -> bool:
        """Look at the disk: at what is there, and at each catalog that was loaded.

        Returns:
            Whether something has changed.
        """
        with self._lock:
            spellings = self._list()
            loaded = {locale: self._load(locale, known) for locale, known in self._loaded.items()}
            is_changed = (spellings, loaded) != (self.spellings, self._loaded)
            self.spellings, self._loaded = spellings, loaded
        return is_changed

    def _load(self, locale: str, known: _Loaded | None) -> _Loaded:
        before = None if known is None else known.catalog
        seen = () if known is None else known.versions
        catalog: Catalog | None = None
        versions: tuple[Version | None, ...] = ()
        for source in self._sources:
            version = source.version(self._domain, locale)
            versions = (*versions, version)
            if known is not None and versions == seen:
                return known
            if version is None or versions == seen[: len(versions)]:
                continue  # it has none, or still the one that can't be used
            catalog = self._read(source, locale, before)
            if catalog is not None or before is not None:
                break
        if before is not None and any(versions):
            if catalog is not None:
                _LOG.info("The %s catalog of %s was loaded anew", locale, self._domain)
            catalog = catalog or before
        return _Loaded(catalog, versions)

    def _read(self, source: CatalogSource, locale: str, before: Catalog | None) -> Catalog | None:
        try:
            return read_catalog(source.read(self._domain, locale))
        # A catalog that can't be loaded costs its language, never a request.
        except Exception as exc:
            _LOG.error(
                "The %s catalog of %s can't be used%s: %s: %s",
                locale,
                self._domain,
                "" if before is None else ", what was loaded before stays",
                source.describe(self._domain, locale),
                "; ".join(str(exc).splitlines()),
            )
            return None

    def _list(self) -> Mapping[Tag | None, list[str]]:
        spellings: dict[Tag | None, list[str]] = {}
        for locale in sorted(set(self._locales())):
            spellings.setdefault(full_tag(locale), []).append(locale)
        return spellings

    def _locales(self) -> Iterator[str]:
        for source in self._sources:
            try:
                yield from source.locales(self._domain)
            # A place that can't be listed costs its languages, never a request.
            except OSError as exc:
                if str(exc) not in self._unlisted:
                    self._unlisted.add(str(exc))
                    _LOG.error("The catalogs of %s can't be listed: %s", self._domain, exc)


@lru_cache(maxsize=1024)
def full_tag(locale: str) -> Tag | None:
    """What a locale means, however it is spelled; None for what is no language tag."""
    tag = parse_tag(locale)
    return None if tag is None else maximise(tag)
