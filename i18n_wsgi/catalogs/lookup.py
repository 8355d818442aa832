"""The catalogs of all domains: what they offer, and the text that a reader gets."""

from __future__ import annotations

import logging
import os
import shlex
import threading
import time
import weakref
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from i18n_wsgi.catalogs.compiled import Catalog
from i18n_wsgi.catalogs.domain import DomainCatalogs, shortened
from i18n_wsgi.catalogs.fallback import fallbacks, full_tag
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.places import find_sources, overlay_sources, uncompiled_folder
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES, pseudo_text
from i18n_wsgi.messages import DOMAIN, ForeignText, Message, check_domain
from i18n_wsgi.negotiation import LanguageMatcher, Tag, parse_tag
from i18n_wsgi.placeholders import find_problem

if TYPE_CHECKING:
    from i18n_wsgi.settings import Settings

# The language of every msgid. It is always on offer and needs no catalog.
SOURCE_LOCALE = "en"
# How long what was found on disk is taken to be so.
_FRESH_SECONDS = 1.0
_MAX_FOUND_COUNT = 8192
_MAX_CHAIN_COUNT = 1024
_MAX_DOMAIN_COUNT = 64


# A message's domain, the locale, the message's msgid and context.
_Key = tuple[str, str, str, str | None]


class Translation(NamedTuple):
    """A translated template, not filled in yet, and the locale of the catalog that had it."""

    template: str
    locale: str


_NOT_ASKED = Translation("", "")


class _Known:
    """What was found; another one takes its place when something has changed on disk, so that what a
    thread still finds in the state before is not kept."""

    def __init__(self) -> None:
        self.offer: tuple[tuple[str, ...], LanguageMatcher] | None = None
        self.chains: dict[tuple[str, str], list[tuple[DomainCatalogs, str]]] = {}
        self.found: dict[_Key, Translation | None] = {}


class Catalogs:
    """The translations of all domains, each loaded when it is first asked for, and again within a
    second when it has changed.

    Args:
        domain: the service's own domain; its languages are those on offer.
        locale_dir: where that domain is: a folder, or ``package:folder``.
        overlay_dir: a folder whose texts go before all others, of any domain. A language that only it
            has is on offer as well.
        languages: the languages on offer; empty for all that have a catalog.
        default_language: what ``*`` in a header prefers.
        pseudo_locales: whether ``en_XA`` and ``ar_XB`` are on offer, English made strange for tests.
        places: where these stand in files, by name, for warnings.

    Raises:
        ValueError: the domain is no plain name.
    """

    def __init__(
        self,
        *,
        domain: str = DOMAIN,
        locale_dir: str | None = None,
        overlay_dir: str | None = None,
        languages: Collection[str] = (),
        default_language: str = SOURCE_LOCALE,
        pseudo_locales: bool = False,
        places: Mapping[str, str] | None = None,
    ) -> None:
        self.default_language = default_language
        self._domain = check_domain(domain)
        self._locale_dir = locale_dir
        self._overlay_dir = overlay_dir
        self._languages = languages
        self._places = places or {}
        offered = PSEUDO_LOCALES if pseudo_locales else ()
        self._pseudo_locales = {parse_tag(locale): locale for locale in offered}
        self._lock = threading.RLock()  # what is made on first use is made once
        self._refresh_lock = threading.Lock()
        self._fresh_until = 0.0
        self._domains: dict[str, tuple[DomainCatalogs, ...]] = {}
        self._known = _Known()
        self._log = Log()
        with _ALIVE_LOCK:
            _ALIVE.add(self)

    @classmethod
    def of(cls, settings: Settings) -> Catalogs:
        """The catalogs that the settings name."""
        return cls(
            domain=settings.domain,
            locale_dir=settings.locale_dir,
            overlay_dir=settings.overlay_dir,
            languages=settings.languages,
            default_language=settings.default_language,
            pseudo_locales=settings.pseudo_locales,
            places=settings.places,
        )

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales on offer, sorted: those of the service's domain, or of ours if it has none, and
        those of the overlay."""
        return self._offered()[0]

    @property
    def matcher(self) -> LanguageMatcher:
        """What chooses among the locales on offer."""
        return self._offered()[1]

    def expire(self) -> None:
        """See what has changed on disk when next asked, and not only within a second."""
        self._fresh_until = 0.0

    def has(self, message: Message, locale: str) -> bool:
        """Whether a message can be told in a locale; in English always, and where another library
        tells it."""
        if isinstance(message, ForeignText) or full_tag(locale) == full_tag(SOURCE_LOCALE):
            return True
        return self.find(message, locale) is not None

    def find(self, message: Message, locale: str) -> Translation | None:
        """The message's template in the locale or the next one to it that is written alike (CLDR,
        Parent Locales); None where there is none that can be used."""
        if time.monotonic() >= self._fresh_until:
            self._refresh()
        known = self._known
        is_plural = message.plural is not None
        key = (message.domain, locale, message.msgid, message.context)
        try:
            found = known.found.get(key, _NOT_ASKED)
        except TypeError:  # one of them is no text
            return None
        if is_plural or found is _NOT_ASKED:
            found = self._search(message, locale, known)
            self._log.write()
            if not is_plural:
                if len(known.found) >= _MAX_FOUND_COUNT:
                    known.found.clear()
                known.found[key] = found
        return found

    def _search(self, message: Message, locale: str, known: _Known) -> Translation | None:
        if self._pseudo_locales and (pseudo := self._pseudo_locales.get(parse_tag(locale))):
            return Translation(pseudo_text(message, pseudo), pseudo)
        for domain, source_locale in self._chain(message.domain, locale, known):
            template = self._template(domain, message, source_locale)
            if template is not None:
                return Translation(template, source_locale)
        return None

    def _refresh(self) -> None:
        """Once a second: forget what was found if something has changed on disk."""
        if not self._refresh_lock.acquire(blocking=False):
            return  # another thread is at it; nobody waits for the disk twice
        try:
            self._fresh_until = time.monotonic() + _FRESH_SECONDS
            domains = chain.from_iterable(list(self._domains.values()))
            changes = [domain.refresh() for domain in domains]
            if any(changes):
                self._known = _Known()
        finally:
            self._refresh_lock.release()

    def _template(self, domain: DomainCatalogs, message: Message, locale: str) -> str | None:
        catalog = domain.catalog(locale)
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
        msgid = repr(shortened(message.msgid))
        self._warn(
            f"The {locale} translation of {msgid} in {message.domain} is not used: {shortened(problem)}"
        )

    def _warn(self, text: str) -> None:
        self._log.note(logging.WARNING, text)

    def _warn_of(self, name: str, told: str) -> None:
        place = self._places.get(name)
        self._warn(f"{place} {name} {told}" if place else f"{name} {told}")

    def _chain(self, domain: str, locale: str, known: _Known) -> list[tuple[DomainCatalogs, str]]:
        """Where a locale's texts may be, in the order in which they are looked for."""
        found = known.chains.get((domain, locale))
        if found is not None:
            return found
        asked, found = parse_tag(locale), []
        for tag in fallbacks(locale):
            for catalogs in self._domains_of(domain):
                # `pt` and `pt_BR` are one language and may be two catalogs: the one asked for is first.
                alike = sorted(
                    catalogs.spellings.get(tag, ()),
                    key=lambda other: (other != locale, parse_tag(other) != asked),
                )
                found += [(catalogs, other) for other in alike]
        if len(known.chains) >= _MAX_CHAIN_COUNT:
            known.chains.clear()
        known.chains[domain, locale] = found
        return found

    def _offered(self) -> tuple[tuple[str, ...], LanguageMatcher]:
        if time.monotonic() >= self._fresh_until:
            self._refresh()
        known = self._known
        if known.offer is None:
            with self._lock:
                known.offer = known.offer or self._make_offer()
            self._log.write()
        return known.offer

    def _make_offer(self) -> tuple[tuple[str, ...], LanguageMatcher]:
        layers = self._domains_of(self._domain)
        if not layers[-1].spellings:
            missing = f"there is no catalog of the domain {self._domain}"
            if self._locale_dir:
                advice = self._advice_to_compile(self._locale_dir)
                self._warn_of("locale_dir", f"is {self._locale_dir!r}, where {missing}{advice}")
            else:
                self._warn(f"T{missing[1:]}")
            layers += self._domains_of(DOMAIN)
        # What an overlay has under another name is the same language.
        spellings: dict[Tag, list[str]] = {}
        for layer in layers:
            spellings |= layer.spellings
        offered = self._narrowed({SOURCE_LOCALE, *chain.from_iterable(spellings.values())})
        locales = tuple(sorted({*offered, *self._pseudo_locales.values()}))
        self._warn_of_useless(locales)
        return locales, LanguageMatcher(locales, default=self.default_language)

    def _advice_to_compile(self, locale_dir: str) -> str:
        folder = uncompiled_folder(self._domain, locale_dir, self._log)
        if folder is None:
            return ""
        command = f"i18n-wsgi catalog compile {shlex.quote(str(folder))}"
        return f", but .po files of it that are not compiled: {command}"

    def _warn_of_useless(self, locales: Collection[str]) -> None:
        """Of settings that nothing comes of as yet. What is missing may still come."""
        if self._overlay_dir and not os.path.isdir(self._overlay_dir):  # noqa: PTH112 -- a Path raises
            self._warn_of("overlay_dir", f"is {self._overlay_dir!r}, where there is no folder")
        default = self.default_language
        if set(fallbacks(default)).isdisjoint(map(full_tag, {SOURCE_LOCALE, *locales})):
            self._warn_of("default_language", f"is {default!r}; on offer are {', '.join(locales)}")

    def _narrowed(self, locales: Collection[str]) -> Collection[str]:
        """Those of the languages that the settings name."""
        if not self._languages:
            return locales
        wanted = {full_tag(language): language for language in self._languages}
        missing = sorted(wanted[tag] for tag in wanted.keys() - set(map(full_tag, locales)))
        if missing:
            told = f"names some in which {self._domain} has no catalog: {', '.join(missing)}"
            self._warn_of("languages", told)
        return [locale for locale in locales if full_tag(locale) in wanted]

    def _domains_of(self, domain: str) -> tuple[DomainCatalogs, ...]:
        """The domain's catalogs: those of the overlay, where there is one, and its own; none where it
        is no domain."""
        found = self._domains.get(domain)
        if found is None:
            with self._lock:
                found = self._domains.get(domain) or self._make_domain(domain)
                if found:
                    self._keep(domain, found)
        return found

    def _keep(self, domain: str, catalogs: tuple[DomainCatalogs, ...]) -> None:
        if len(self._domains) >= _MAX_DOMAIN_COUNT:
            offered = (self._domain, DOMAIN)
            kept = {name: found for name, found in self._domains.items() if name in offered}
            # Of the others nobody would see what changes.
            self._domains, self._known = kept, _Known()
        self._domains[domain] = catalogs

    def _make_domain(self, domain: str) -> tuple[DomainCatalogs, ...]:
        try:
            check_domain(domain)
        except (TypeError, ValueError):
            if domain:  # a text of another library has none
                name = shortened(repr(domain))
                self._warn(f"A message can't be translated: its domain {name} is none")
            return ()
        configured = self._locale_dir if domain == self._domain else None
        own = DomainCatalogs(domain, list(find_sources(domain, configured, self._log)), self._log)
        overlay = overlay_sources(self._overlay_dir)
        return (DomainCatalogs(domain, overlay, self._log), own) if overlay else (own,)


def _plural_index(catalog: Catalog, n: int) -> int:
    try:
        return catalog.plural_index(n)
    # A rule that was good for the counts it was tried with may still fail for another: it may divide by
    # zero, or be asked for what is no count.
    except Exception:
        return -1


_find_problem = lru_cache(maxsize=4096)(find_problem)


_ALIVE: weakref.WeakSet[Catalogs] = weakref.WeakSet()
_ALIVE_LOCK = threading.RLock()  # a signal may come while the thread holds it


def expire_catalogs() -> None:
    """Have all catalogs of the process see at once what has changed on disk."""
    with _ALIVE_LOCK:
        for catalogs in _ALIVE:
            catalogs.expire()
