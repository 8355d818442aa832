"""Centre 1: the language that a client gets of those on offer.

Accept-Language is read by RFC 9110, section 12.5.4. How well a language on offer suits a wish is settled
by CLDR's language matching (UTS #35, Language Matching), as ICU's LocaleMatcher does it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from i18n_wsgi.negotiation.distance import (
    READERS,
    THRESHOLD,
    UNIT,
    Offer,
    distance_to,
    full_of,
    rank_offers,
)
from i18n_wsgi.negotiation.members import Memo, Wish, read_wishes, split_members
from i18n_wsgi.negotiation.refusals import alike, by_language, is_named, is_refused
from i18n_wsgi.negotiation.tags import Tag, complete, parse_tag, read_tag, variant_of

# How much nearer than an earlier wish's match a later wish's has to be: more than a mere region is.
DEMOTION = 5 * UNIT

_MAX_MATCHER_COUNT = 32

_NOTHING: frozenset[str] = frozenset()
_UNKNOWN = "?"  # no locale: these are tags

# What suits a wish best: how far it is away, the locale, the wish's tag, and the script that it means.
_Found = tuple[int, str | None, Tag, str]


def best_match_language(header: str | None, available: Iterable[str]) -> str | None:
    """The language of ``available`` that suits an Accept-Language header best, as it was spelled.

        >>> best_match_language("fr-CA, fr;q=0.9, en;q=0.5", ["de", "en", "fr"])
        'fr'
        >>> best_match_language("zh-HK", ["en", "zh_Hans", "zh_Hant"])
        'zh_Hant'
        >>> best_match_language("en-GB, fr;q=0.9", ["en_US", "fr"])
        'en_US'
        >>> best_match_language("en;q=0, de", ["en"]) is None
        True

    Args:
        header: the header's value, several lines joined with commas; None when the client sent none.
        available: locales or language tags in any spelling and order. What is no language tag is not
            on offer.

    Returns:
        None when nothing on offer is acceptable: the caller uses its source language.

    Raises:
        TypeError: ``available`` is a string, or holds something else than strings.
    """
    known = _matchers_by_id.get(id(available))
    if known is None or known[0] != available:
        known = _bind(available)
    return known[1].best_match(header)


@dataclass(frozen=True)
class ExplainedWish:
    """A readable member of a header.

    Args:
        maximised: its tag with likely subtags; empty for ``*`` and what is no tag.
        distances: of the locales that are near enough, in CLDR's units, 0 to 49.
    """

    text: str
    weight: float
    maximised: str
    distances: Mapping[str, float]


@dataclass(frozen=True)
class Explanation:
    """Why a header gets what it gets.

    Args:
        wishes: by falling weight.
        unread: the members that can't be read.
        refused: the locales that the header excludes.
        choice: the best locale, None when nothing is acceptable.
        suited: the wish that it suits.
    """

    wishes: list[ExplainedWish]
    unread: list[str]
    refused: frozenset[str]
    choice: str | None
    suited: str


class LanguageMatcher:
    """``best_match_language`` bound to what is on offer.

    Args:
        available: as for ``best_match_language``, which says what is raised.
        default: what ``*`` prefers, or whatever on offer is nearest to it.
    """

    def __init__(self, available: Iterable[str], *, default: str = "en") -> None:
        self.offers = rank_offers(_checked(available), default)
        self._has_variants = any(offer.variant for offer in self.offers)
        # By language asked for: what may suit it, and how far the languages are apart.
        self._near: dict[str, list[tuple[int, Offer]]] = {}
        self._own: dict[str, list[Offer]] = {}
        for offer in self.offers:
            self._own.setdefault(alike(offer.language), []).append(offer)
            for language, distance in ((offer.language, 0), *READERS.get(offer.language, ())):
                self._near.setdefault(language, []).append((distance, offer))
        self._default = parse_tag(default) or Tag("und", "", "")
        self._is_default_offered = self._nearest(self._default)[1] is not None
        # Of wishes, and of whole headers.
        self._found: Memo[_Found] = Memo()
        self._answers: Memo[str | None] = Memo()

    def best_match(self, header: str | None) -> str | None:
        """The best locale on offer, as it was spelled; None when nothing is acceptable."""
        if not header:
            return None
        if len(header) > Memo.MAX_TEXT_LENGTH:
            return self._choose(read_wishes(header))[0]
        answer = self._answers.get(header, _UNKNOWN)
        if answer is _UNKNOWN:
            answer = self._answers.keep(header, self._choose(read_wishes(header))[0])
        return answer

    def explain(self, header: str) -> Explanation:
        """Why a header gets what it gets."""
        wishes = read_wishes(header)
        refused = self._refused(wishes)
        scripts: dict[str, str] = {}
        explained = []
        for text, weight in wishes:
            tag = read_tag(text)
            if tag is not None and weight:
                script = full_of(tag)[1]
                tag = self._meant(tag, script, scripts)
                if tag.script or tag.region:
                    scripts.setdefault(tag.language, script)
            if tag is not None or text == "*":
                explained.append(ExplainedWish(text, weight, *self._measure(text, tag)))
        read = {wish.text for wish in explained}
        unread = [
            text
            for member in split_members(header)
            if (text := member.strip()) and not any(value in read for value, _ in read_wishes(text))
        ]
        choice, suited = self._choose(wishes)
        return Explanation(explained, unread, refused, choice, suited)

    def _measure(self, text: str, tag: Tag | None) -> tuple[str, Mapping[str, float]]:
        if tag is None:
            return "", {}
        full, variant = full_of(tag), variant_of(text)
        measured = {
            offer.locale: distance_to(offer, tag, full, variant, distance)
            for distance, offer in self._near.get(full[0], ())
        }
        near = {locale: found // UNIT for locale, found in measured.items() if found < THRESHOLD}
        return str(Tag(*full)), near

    def _choose(self, wishes: list[Wish]) -> tuple[str | None, str]:
        """ICU's way: each wish in turn has to be nearer than the one before, by `DEMOTION`.

        Returns:
            The best locale, and the wish that it suits.
        """
        if not wishes or not wishes[0][1]:
            return None, ""
        refused = _NOTHING if wishes[-1][1] else self._refused(wishes)
        best, suited, limit = None, "", THRESHOLD
        scripts: dict[str, str] = {}
        for text, weight in wishes:
            if not weight or (best is not None and (limit <= 0 or text == "*")):
                break
            if text == "*" or limit <= 0:
                best, suited = self._take(text, wishes, refused), text
                limit = 0 if best is not None else limit
            elif (found := self._find(text, refused)) is not None:
                distance, locale, tag, script = found
                if scripts and (meant := self._meant(tag, script, scripts)) is not tag:
                    distance, locale, *_rest = self._nearest(meant, "", refused)
                if distance < limit:
                    best, suited, limit = locale, text, distance
                limit -= DEMOTION
                if limit > 0 and (tag.script or tag.region):
                    scripts.setdefault(tag.language, script)
        return best, suited

    def _find(self, text: str, refused: Collection[str]) -> _Found | None:
        """What suits a wish best; None for one that can't be read."""
        if not refused and (known := self._found.get(text)) is not None:
            return known
        tag = read_tag(text)
        if tag is None:
            return None
        found = self._nearest(tag, variant_of(text) if self._has_variants else "", refused)
        return found if refused else self._found.keep(text, found)

    def _nearest(self, tag: Tag, variant: str = "", refused: Collection[str] = ()) -> _Found:
        language, script, _region = full = full_of(tag)
        nearest, locale = THRESHOLD, None
        for language_distance, offer in self._near.get(language, ()):
            distance = distance_to(offer, tag, full, variant, language_distance)
            if distance < nearest and offer.locale not in refused:  # of equals the first
                nearest, locale = distance, offer.locale
        return nearest, locale, tag, script

    def _meant(self, tag: Tag, full_script: str, scripts: Mapping[str, str]) -> Tag:
        """The tag, in the script of an earlier wish if it is a bare language.

        Browsers put ``zh`` behind zh-TW. Its reader does not ask for another script, and gets the
        default language where that is on offer.
        """
        language, script, region = tag
        earlier = scripts.get(language, full_script)
        if earlier == full_script or script or region:
            return tag
        if not self._is_default_offered or language == self._default.language:
            return tag
        return Tag(language, earlier, "")

    def _take(self, text: str, wishes: list[Wish], refused: Collection[str]) -> str | None:
        """What a star gets: of what no member names, what is nearest to the default. And what a wish
        gets when ten before it were in vain, where ICU gives up: what has its very tag."""
        if text != "*":
            locale = self._equivalents.get(text.lower().replace("_", "-"))
            return None if locale in refused else locale
        taken = {
            offer.locale
            for language, members in by_language(wishes).items()
            for offer in self._own.get(language, ())
            if is_named(offer, members)
        }.union(refused)
        if len(taken) == len(self.offers):
            return None
        nearest = self._nearest(self._default, "", taken)[1]
        return nearest or min(offer.locale for offer in self.offers if offer.locale not in taken)

    @cached_property
    def _equivalents(self) -> dict[str, str]:
        """The locales by their tags, and by others that mean the same."""
        found = {str(offer.tag).lower(): offer.locale for offer in reversed(self.offers)}
        for offer in self.offers:
            language, script, region = full = offer[2:5]
            for tag in (Tag(*full), Tag(language, "", region), Tag(language, script, "")):
                if complete(*tag) == full:
                    found.setdefault(str(tag).lower(), offer.locale)
            found.setdefault(language, offer.locale)
        return found

    def _refused(self, wishes: list[Wish]) -> frozenset[str]:
        """The locales that are refused by the most specific member that speaks of them."""
        named = by_language(wishes)
        is_star_refused = ("*", 0.0) in wishes
        refused = {
            offer.locale
            for language, members in named.items()
            for offer in self._own.get(language, ())
            if is_refused(offer, members, is_star_refused=is_star_refused)
        }
        if is_star_refused:
            others = self._own.keys() - named.keys()
            refused.update(offer.locale for language in others for offer in self._own[language])
        return frozenset(refused)


def _checked(available: Iterable[str]) -> list[str]:
    if isinstance(available, str):
        raise TypeError(f"available is the string {available!r}; a list of locales was expected")
    locales = list(available)
    for locale in locales:
        if not isinstance(locale, str):
            raise TypeError(f"available holds {locale!r}; locales are strings, such as 'pt_BR'")
    return locales


# By the identity of what names the languages, and by what they are: an identity may be given again, so
# what it stood for is compared.
_matchers_by_id: dict[int, tuple[object, LanguageMatcher]] = {}
_matchers: dict[frozenset[str], LanguageMatcher] = {}


def _bind(available: Iterable[str]) -> tuple[object, LanguageMatcher]:
    locales = _checked(available)
    offered = frozenset(locales)
    matcher = _matchers.get(offered)
    if matcher is None:
        if len(_matchers) >= _MAX_MATCHER_COUNT:
            _matchers.clear()
        matcher = _matchers[offered] = LanguageMatcher(offered)
    # A tuple stays what it is; what is neither equals a set or nothing.
    kept = {list: locales, tuple: available}.get(type(available), offered)
    if len(_matchers_by_id) >= _MAX_MATCHER_COUNT:
        _matchers_by_id.clear()
    known = _matchers_by_id[id(available)] = kept, matcher
    return known
