"""One domain's catalogs: listed, loaded when they are asked for, and loaded anew when they change."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from i18n_wsgi.catalogs.base import CatalogSource, Version
from i18n_wsgi.catalogs.compiled import Catalog
from i18n_wsgi.catalogs.fallback import full_tag
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.masking import text_of
from i18n_wsgi.negotiation import Tag

_MAX_PROBLEM_COUNT = 3  # told of a file that can't be used
_MAX_TEXT_LENGTH = 200


class _Loaded(NamedTuple):
    versions: list[Version | None]  # of all sources; None also for one that is to be tried again
    place: int  # the source that the catalog is from; their number where there is no catalog
    catalog: Catalog | None


class DomainCatalogs:
    """The catalogs of one domain, each from the first of its sources that has it.

    One that can't be loaded costs its language; where it was loaded before, its texts stay as they were.
    """

    def __init__(self, domain: str, sources: Sequence[CatalogSource], log: Log) -> None:
        self._domain = domain
        self._sources = sources
        self._lock = threading.Lock()
        # All grow with what is installed, never with what clients send.
        self._found: list[Mapping[str, Version]] = [{} for _source in sources]
        self._loaded: dict[str, _Loaded] = {}
        self._log = log
        self._nothing = _Loaded([None] * len(sources), len(sources), None)
        self._look()
        self.spellings = self._spellings()

    # The locales as they are spelled, sorted, by what they mean.
    spellings: Mapping[Tag, list[str]]

    def catalog(self, locale: str) -> Catalog | None:
        """The catalog of a locale that is listed; None for one that can't be used."""
        loaded = self._loaded.get(locale)
        if loaded is None:
            with self._lock:  # what is wrong with it is told once
                loaded = self._loaded.get(locale) or self._load(locale, self._nothing)
                self._loaded[locale] = loaded
            self._log.write()
        return loaded.catalog

    def refresh(self) -> bool:
        """Look at the disk: at what is there, and whether what was loaded has changed.

        Returns:
            Whether something has changed.
        """
        with self._lock:
            self._look()
            spellings = self._spellings()
            loaded = {locale: self._load(locale, known) for locale, known in self._loaded.items()}
            is_changed = (spellings, loaded) != (self.spellings, self._loaded)
            self.spellings, self._loaded = spellings, loaded
        self._log.write()
        return is_changed

    def _look(self) -> None:
        for index, source in enumerate(self._sources):
            try:
                self._found[index] = source.versions(self._domain)
            # Of a place that can't be listed, what was found before stays; no request fails.
            except Exception as exc:
                reason = shortened(text_of(exc))
                text = f"The catalogs of {self._domain} can't be listed: {reason}"
                self._log.note(logging.ERROR, text)

    def _spellings(self) -> Mapping[Tag, list[str]]:
        spellings: dict[Tag, list[str]] = {}
        for locale in sorted(filter(is_locale, set(chain.from_iterable(self._found)))):
            tag = full_tag(locale)
            if tag is not None and tag.language != "und":  # `templates`, `root`: no language
                spellings.setdefault(tag, []).append(locale)
        return spellings

    def _load(self, locale: str, before: _Loaded) -> _Loaded:
        versions = [found.get(locale) for found in self._found]
        if versions == before.versions:
            return before
        for place, version in enumerate(versions):
            is_same = version == before.versions[place]
            if version is None or (is_same and place < before.place):
                continue  # it has none, or still the one that can't be used
            if is_same and place == before.place:
                return before._replace(versions=versions)
            catalog = self._read(locale, place, versions, is_loaded=place == before.place)
            if catalog is None and place == before.place:
                return before._replace(versions=versions)
            if catalog is not None:
                if before.catalog is not None:
                    self._tell_news(locale, "was loaded anew")
                return _Loaded(versions, place, catalog)
        if before.catalog is not None:
            self._tell_news(locale, "was removed")
        return _Loaded(versions, len(versions), None)

    def _read(
        self, locale: str, place: int, versions: list[Version | None], *, is_loaded: bool
    ) -> Catalog | None:
        source = self._sources[place]
        name = source.describe(self._domain, locale)
        stays = ", what was loaded before stays" if is_loaded else ""
        try:
            catalog = source.read(self._domain, locale)
        # A catalog that can't be loaded costs its language, never a request.
        except Exception as exc:
            is_disk = isinstance(exc, OSError)
            if is_disk:
                versions[place] = None  # it may get well: it is tried again
            text = f"The {locale} catalog of {self._domain} can't be used{stays}: "
            self._log.note(logging.ERROR, text + _reason_of(exc, name), is_news=not is_disk)
            return None
        if catalog.problems:
            text = f"The {locale} catalog of {self._domain} is not used in full: "
            self._log.note(logging.ERROR, text + _listed(catalog.problems, name), is_news=True)
        return catalog

    def _tell_news(self, locale: str, what: str) -> None:
        text = f"The {locale} catalog of {self._domain} {what}"
        self._log.note(logging.INFO, text, is_news=True)


def _reason_of(exc: Exception, name: str) -> str:
    """The file's name and why it can't be used: the first few problems, and how many more there are."""
    why = exc.strerror if isinstance(exc, OSError) and exc.strerror else text_of(exc)
    return _listed(why.splitlines() or [type(exc).__name__], name)


def _listed(lines: Sequence[str], name: str) -> str:
    problems = [shortened(line.removeprefix(f"{name}:")) for line in lines[:_MAX_PROBLEM_COUNT]]
    if len(lines) > _MAX_PROBLEM_COUNT:
        problems.append(f"and {len(lines) - _MAX_PROBLEM_COUNT} more")
    colon = ":" if lines[0].startswith(f"{name}:") else ": "
    return f"{name}{colon}{'; '.join(problems)}"


def shortened(text: str) -> str:
    """The text, or its beginning where it is too long for a log."""
    return text if len(text) <= _MAX_TEXT_LENGTH else f"{text[:_MAX_TEXT_LENGTH]} ..."
