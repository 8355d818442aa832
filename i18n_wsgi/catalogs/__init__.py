"""The catalogs at run time: where they are, what they offer, and the text that a reader gets."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from babel.core import get_global

from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.checkout import CheckoutSource, checkout_of
from i18n_wsgi.catalogs.compiled import Catalog, CatalogError, read_catalog
from i18n_wsgi.catalogs.folder import FolderSource
from i18n_wsgi.messages import DOMAIN, Message
from i18n_wsgi.negotiation import LanguageMatcher, Tag, maximise, parse_tag
from i18n_wsgi.placeholders import find_problem

__all__ = [
    "SOURCE_LOCALE",
    "Catalog",
    "CatalogError",
    "CatalogSource",
    "Catalogs",
    "Translation",
    "current_catalogs",
    "request_catalogs",
]

_LOG = logging.getLogger(__name__)

# The language of every msgid. It is always on offer and needs no catalog.
SOURCE_LOCALE = "en"


class Translation(NamedTuple):
    """A translated template, not filled in yet, and the locale of the catalog that had it."""

    template: str
    locale: str


class Catalogs:
    """The translations of all domains, each loaded when it is first asked for.

    Args:
        domain: the service's own domain; its languages are those on offer.
        locale_dir: where that domain is: a folder, or ``package:folder``.
        languages: the languages on offer; empty for all that have a catalog.
        default_language: what ``*`` in a header prefers.
    """

    def __init__(
        self,
        *,
        domain: str = DOMAIN,
        locale_dir: str | None = None,
        languages: Collection[str] = (),
        default_language: str = SOURCE_LOCALE,
    ) -> None:
        self._domain = domain
        self._locale_dir = locale_dir
        self._languages = languages
        self.default_language = default_language
        self._sources: dict[str, list[CatalogSource]] = {}
        # All four grow with what is installed, never with what clients send.
        self._listed: dict[str, dict[Tag | None, list[str]]] = {}
        self._loaded: dict[tuple[str, str], Catalog | None] = {}
        self._reported: set[tuple[str, str, str]] = set()

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """The locales on offer, sorted: those of the service's domain, or of ours if it has none."""
        own = {*chain.from_iterable(self._locales_of(self._domain).values())}
        if not own:
            place = f" in {self._locale_dir}" if self._locale_dir else ""
            _LOG.warning("There is no catalog of the domain %s%s", self._domain, place)
            own = {*chain.from_iterable(self._locales_of(DOMAIN).values())}
        offered = {SOURCE_LOCALE, *own}
        if self._languages:
            wanted = {_full(language): language for language in self._languages}
            missing = sorted(wanted[tag] for tag in wanted.keys() - set(map(_full, offered)))
            if missing:
                _LOG.warning("There is no catalog of %s in %s", self._domain, ", ".join(missing))
            offered = {locale for locale in offered if _full(locale) in wanted}
        return tuple(sorted(offered))

    @cached_property
    def matcher(self) -> LanguageMatcher:
        """What chooses among the locales on offer."""
        return LanguageMatcher(self.locales, default=self.default_language)

    def has(self, message: Message, locale: str) -> bool:
        """Whether a message can be told in a locale; in English always."""
        return _full(locale) == _full(SOURCE_LOCALE) or self.find(message, locale) is not None

    def find(self, message: Message, locale: str) -> Translation | None:
        """The message's template in the locale or the next one to it that is written alike (CLDR,
        Parent Locales); None where there is none that can be used."""
        asked, spellings = parse_tag(locale), self._locales_of(message.domain)
        for tag in _fallbacks(locale):
            alike = spellings.get(tag, [])
            if len(alike) > 1:
                # `pt` and `pt_BR` are one language and may be two catalogs: the one asked for is first.
                alike = sorted(
                    alike, key=lambda other: (other != locale, parse_tag(other) != asked)
                )
            for source_locale in alike:
                template = self._template(message, source_locale)
                if template is not None:
                    return Translation(template, source_locale)
        return None

    def _template(self, message: Message, locale: str) -> str | None:
        catalog = self._catalog(message.domain, locale)
        forms = catalog.find(message.msgid, message.context) if catalog is not None else ()
        if not forms or catalog is None:
            return None
        if message.plural is None:
            problem = _find_problem((message.msgid,), forms, ())
        else:
            sources = (message.msgid, message.plural)
            problem = _find_problem(sources, forms, catalog.single_counts, catalog.form_of_one)
        if problem is None:
            index = 0 if message.plural is None else _plural_index(catalog, abs(message.number))
            if 0 <= index < len(forms) and forms[index]:
                return forms[index]
            problem = f"of its {len(forms)} plural forms the one that is asked for is missing"
        self._report(message, locale, problem)
        return None

    def _report(self, message: Message, locale: str, problem: str) -> None:
        key = (message.domain, locale, message.msgid)
        if key not in self._reported:
            self._reported.add(key)
            _LOG.warning(
                "The %s translation of %r in %s is not used: %s",
                locale,
                message.msgid,
                message.domain,
                problem,
            )

    def _catalog(self, domain: str, locale: str) -> Catalog | None:
        key = (domain, locale)
        if key not in self._loaded:
            self._loaded[key] = self._load(domain, locale)
        return self._loaded[key]

    def _load(self, domain: str, locale: str) -> Catalog | None:
        for source in self._sources_of(domain):
            try:
                if locale in source.locales(domain):
                    return read_catalog(source.read(domain, locale))
            # A catalog that can't be loaded costs its language, never a request.
            except Exception as exc:
                reasons = "; ".join(str(exc).splitlines())
                _LOG.error("The %s catalog of %s can't be used: %s", locale, domain, reasons)
        return None

    def _locales_of(self, domain: str) -> dict[Tag | None, list[str]]:
        """The domain's locales as they are spelled, sorted, by what they mean."""
        if domain not in self._listed:
            spellings: dict[Tag | None, list[str]] = {}
            for locale in sorted(set(self._list(domain))):
                spellings.setdefault(_full(locale), []).append(locale)
            self._listed[domain] = spellings
        return self._listed[domain]

    def _list(self, domain: str) -> Iterator[str]:
        for source in self._sources_of(domain):
            try:
                yield from source.locales(domain)
            # A place that can't be listed costs its languages, never a request.
            except OSError as exc:
                _LOG.error("The catalogs of %s can't be listed: %s", domain, exc)

    def _sources_of(self, domain: str) -> list[CatalogSource]:
        if domain not in self._sources:
            configured = self._locale_dir if domain == self._domain else None
            self._sources[domain] = list(_find_sources(domain, configured))
        return self._sources[domain]


def _find_sources(domain: str, locale_dir: str | None) -> Iterator[CatalogSource]:
    """The places to look for a domain, the first wins: the setting, ``<DOMAIN>_LOCALEDIR``, the
    package's data, its checkout, the system's folder."""
    for place in (locale_dir, os.environ.get(f"{domain.upper()}_LOCALEDIR"), f"{domain}:locale"):
        if not place:
            continue
        package, colon, folder = place.partition(":")
        is_package = all(map(str.isidentifier, package.split("."))) and len(package) > 1
        if not colon or not is_package:  # C:\locale is a folder
            yield FolderSource(Path(place))
            continue
        try:
            root = files(package)
        # There is no such package, it is a plain module, or it can't be imported.
        except (ImportError, TypeError):
            continue
        yield FolderSource(root / folder)
        checkout = checkout_of(package)
        parent = Path(str(root)).parent
        if checkout is not None:
            yield CheckoutSource(checkout / folder)
        elif (parent / "pyproject.toml").is_file():
            # It is not installed, or not from here, and is imported from its source tree all the same.
            yield CheckoutSource(parent / folder)
    yield FolderSource(Path(sys.base_prefix, "share", "locale"))


def _plural_index(catalog: Catalog, n: int) -> int:
    try:
        return catalog.plural_index(n)
    # A rule that was good for the counts it was tried with may still divide by zero for another.
    except ArithmeticError:
        return -1


_find_problem = lru_cache(maxsize=4096)(find_problem)


@lru_cache(maxsize=1024)
def _full(locale: str) -> Tag | None:
    tag = parse_tag(locale)
    return None if tag is None else maximise(tag)


@lru_cache(maxsize=1024)
def _fallbacks(locale: str) -> tuple[Tag, ...]:
    """The locale and its ancestors in the same language and script, each maximised."""
    tag = parse_tag(locale)
    if tag is None:
        return ()
    full = maximise(tag)
    parents = get_global("parent_exceptions")
    found = [full]
    for spelling in (tag, tag._replace(script=full.script)):
        parent = parse_tag(parents.get("_".join(filter(None, spelling)), ""))
        if parent is not None:
            found.append(maximise(parent))
    found.append(maximise(Tag(full.language, full.script, "")))
    alike = [other for other in found if (other.language, other.script) == full[:2]]
    return tuple(dict.fromkeys(alike))


# The catalogs of the request in hand. The fault middleware sets it and leaves it standing: a streamed
# body is still to come when the middleware has returned.
request_catalogs: ContextVar[Catalogs | None] = ContextVar("i18n_wsgi.catalogs", default=None)


def current_catalogs() -> Catalogs:
    """The catalogs of the request in hand, else those of every domain that needs no settings."""
    return request_catalogs.get() or _default_catalogs()


@lru_cache(maxsize=1)
def _default_catalogs() -> Catalogs:
    return Catalogs()
