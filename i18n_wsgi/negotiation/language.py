"""Centre 1: the language that a client gets of those on offer.

Accept-Language is read by RFC 9110, section 12.5.4. How well a language on offer suits a wish is settled
by CLDR's language matching (UTS #35, Language Matching), as ICU's LocaleMatcher does it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from i18n_wsgi.negotiation.distance import (
    SUITED_LANGUAGES,
    THRESHOLD,
    UNIT,
    Offer,
    distance_to,
    full_of,
    rank_offers,
)
from i18n_wsgi.negotiation.members import BLANKS, Memo, Wish, read_wishes, split_members
from i18n_wsgi.negotiation.refusals import OfferedLocales, RangesByLocale, named_by
from i18n_wsgi.negotiation.tags import Tag, parse_tag, read_new_tag, read_tag, variant_of

# How much nearer than an earlier wish's match a later wish's has to be: more than a mere region is.
DEMOTION = 5 * UNIT

# What a wish has to be nearer than when all before it were in vain: a region may differ.
_LEAST_LIMIT = 6 * UNIT
_MAX_MATCHER_COUNT = 32

_NOTHING: frozenset[str] = frozenset()
_CHINESE = ("zh", "yue")
_CHINESE_SCRIPTS = ("Hans", "Hant")
_NO_ANSWER_YET = "?"  # no locale: these are tags

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
        TypeError: ``available`` is a string, or holds something else than strings; the header is neither
            a string nor None.
    """
    known = _matchers_by_id.get(id(available))
    if known is None or type(known[0]) is not type(available) or known[0] != available:
        known = _bind(available)
    return known[1].best_match(header)


@dataclass(frozen=True)
class ExplainedWish:
    """A member of a header that can be read.

    Attributes:
        limit: what its distance has to be below, in CLDR's units; 0 for one that was not looked at, as
            what suited an earlier one was near enough, or as it refuses.
        maximised: the tag that was looked for, with likely subtags; empty for ``*``.
        distances: of the locales that are less than 50 units away.
    """

    text: str
    weight: float
    limit: int
    maximised: str
    distances: Mapping[str, int]


@dataclass(frozen=True)
class Explanation:
    """Why a header gets what it gets.

    Attributes:
        wishes: by falling weight.
        unread: the members that can't be read.
        left_out_count: how many members at the end are not looked at, beyond what is read of a header.
        refused: the locales that the header excludes.
        choice: the best locale, None when nothing is acceptable.
        suited: the wish that it suits.
    """

    wishes: tuple[ExplainedWish, ...]
    unread: tuple[str, ...]
    left_out_count: int
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
        self._offers = rank_offers(_checked(available), default)
        # By language asked for: what may suit it, and how far the languages are apart.
        self._near: dict[str, list[tuple[int, Offer]]] = {}
        for offer in self._offers:
            for language, distance in (
                (offer.language, 0),
                *SUITED_LANGUAGES.get(offer.language, ()),
            ):
                self._near.setdefault(language, []).append((distance, offer))
        self._offered = OfferedLocales(self._offers)
        self._default = parse_tag(default) or Tag("und", "", "")
        self._offered_default = self._nearest(self._default)[1]
        # Of wishes, and of whole headers.
        self._found: Memo[_Found] = Memo()
        self._answers: Memo[str | None] = Memo()

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales on offer, each tag in one spelling; of equals the first is the best."""
        return tuple(offer.locale for offer in self._offers)

    def best_match(self, header: str | None) -> str | None:
        """The best locale on offer, as it was spelled; None when nothing is acceptable."""
        if header is None:
            return None
        if not isinstance(header, str):
            raise TypeError(f"the header is {header!r}; a string or None was expected")
        if len(header) > Memo.MAX_TEXT_LENGTH:
            return self._choose(read_wishes(header))[0]
        answers = self._answers
        answer = answers.get(header, _NO_ANSWER_YET)
        if answer is _NO_ANSWER_YET:
            if len(answers) >= Memo.MAX_SIZE:
                answers.clear()
            answer = answers[header] = self._choose(read_wishes(header))[0]
        return answer

    def best_match_among(self, header: str | None, locales: Collection[str]) -> str | None:
        """The same of fewer locales, those of what is on offer that are in ``locales``."""
        left_out = frozenset(self.locales).difference(locales)
        return self._choose(read_wishes(header), left_out)[0] if header else None

    def explain(self, header: str) -> Explanation:
        """Why a header gets what it gets."""
        wishes, looked_at = read_wishes(header), dict[str, tuple[int, Tag | None]]()

        def note(text: str, limit: int, tag: Tag | None) -> None:
            looked_at.setdefault(text, (limit // UNIT, tag))

        choice, suited = self._choose(wishes, note=note)
        explained: dict[str, ExplainedWish] = {}
        for text, weight in wishes:
            limit, tag = looked_at.get(text, (0, parse_tag(text)))
            if text == "*" or tag is not None:
                wish = ExplainedWish(text, weight, limit, *self._measure(text, tag))
                explained.setdefault(text, wish)
        members = [member.strip(BLANKS) for member in split_members(header)]
        sent = sum(map(bool, map(str.strip, header.split(","))))
        return Explanation(
            wishes=tuple(explained.values()),
            unread=tuple(
                member
                for member in members
                if not any(text in explained for text, _weight in read_wishes(member))
            ),
            left_out_count=sent - len(members),
            refused=self._refused(self._offered.ranges_about(wishes), wishes),
            choice=choice,
            suited=suited,
        )

    def _measure(self, text: str, tag: Tag | None) -> tuple[str, Mapping[str, int]]:
        if tag is None:
            return "", {}
        full, variant = full_of(tag), variant_of(text)
        measured = {
            offer.locale: distance_to(offer, tag, full, variant, distance)
            for distance, offer in self._near.get(full[0], ())
        }
        near = {locale: found // UNIT for locale, found in measured.items() if found < THRESHOLD}
        return str(Tag(*full)), near

    def _choose(
        self,
        wishes: list[Wish],
        left_out: frozenset[str] = _NOTHING,
        note: Callable[[str, int, Tag | None], object] = lambda *_: None,
    ) -> tuple[str | None, str]:
        """ICU's way: each wish in turn has to be nearer than the one before, by `DEMOTION`.

        Args:
            wishes: as the header has them.
            left_out: locales that are not to be answered.
            note: is told each wish that is looked at, what it has to be nearer than, and its tag.

        Returns:
            The best locale, and the wish that it suits.
        """
        if not wishes or not wishes[0][1]:  # nothing is asked for
            return None, ""
        ranges = None if wishes[-1][1] else self._offered.ranges_about(wishes)
        refused = left_out if ranges is None else left_out | self._refused(ranges, wishes)
        best, suited, limit = None, "", THRESHOLD
        chinese = ""
        for text, weight in wishes:
            if not weight or (best is not None and (limit <= 0 or text == "*")):
                break
            if text == "*":
                note(text, limit, None)
                best, suited = self._star_match(wishes, ranges, refused), text
                limit = 0 if best is not None else limit
            elif (found := self._find(text, refused)) is not None:
                distance, locale, tag, script = found
                if chinese and (meant := self._meant(tag, chinese)) is not tag:
                    distance, locale, tag, script = self._nearest(meant, "", refused)
                note(text, limit, tag)
                if distance < limit:
                    best, suited, limit = locale, text, distance
                limit -= DEMOTION
                if best is None:
                    # Here ICU gives up behind ten wishes; what a long list has at its end is found.
                    limit = max(limit, _LEAST_LIMIT)
                if tag.language in _CHINESE and script in _CHINESE_SCRIPTS:
                    chinese = script
        return best, suited

    def _refused(self, ranges: RangesByLocale, wishes: list[Wish]) -> frozenset[str]:
        return self._offered.refused(ranges, is_star_refused=("*", 0.0) in wishes)

    def _find(self, text: str, refused: Collection[str]) -> _Found | None:
        """What suits a wish best; None for one that can't be read."""
        if not refused and (known := self._found.get(text)) is not None:
            return known
        tag, variant = read_tag(text) if refused else read_new_tag(text)
        if tag is None:
            return None
        found = self._nearest(tag, variant, refused)
        return found if refused else self._found.keep(text, found)

    def _nearest(self, tag: Tag, variant: str = "", refused: Collection[str] = ()) -> _Found:
        language, script, _region = full = full_of(tag)
        nearest, locale = THRESHOLD, None
        for language_distance, offer in self._near.get(language, ()):
            distance = distance_to(offer, tag, full, variant, language_distance)
            if distance < nearest and offer.locale not in refused:  # of equals the first
                nearest, locale = distance, offer.locale
        return nearest, locale, tag, script

    def _meant(self, tag: Tag, chinese: str) -> Tag:
        """The tag; for a bare ``zh`` behind another Chinese that one's script.

        Browsers put it behind zh-TW. Its reader does not ask for Simplified characters, and gets the
        default language instead where that is on offer.
        """
        if tag != ("zh", "", "") or not self._offered_default or self._default.language == "zh":
            return tag
        return Tag("zh", chinese, "")

    def _star_match(
        self, wishes: list[Wish], ranges: RangesByLocale | None, refused: Collection[str]
    ) -> str | None:
        """Of what no member names: what is nearest to the default, else the first."""
        if len(wishes) == 1 and not refused:  # nothing but a star
            nearest, taken = self._offered_default, _NOTHING
        else:
            taken = named_by(ranges or self._offered.ranges_about(wishes)).union(refused)
            nearest = self._nearest(self._default, "", taken)[1]
        left = (offer.locale for offer in self._offers if offer.locale not in taken)
        return nearest or next(left, None)


def _checked(available: Iterable[str]) -> list[str]:
    if isinstance(available, (str, bytes)) or not isinstance(available, Iterable):
        raise TypeError(f"available is {available!r}; a list of locales was expected")
    locales = list(available)
    for locale in locales:
        if not isinstance(locale, str):
            raise TypeError(f"available holds {locale!r}; locales are strings, such as 'pt_BR'")
    # Members of an enumeration are told as what they are equal to: answers are remembered.
    return [str.__str__(locale) for locale in locales]


# Found by the identity of what names the languages, which a list of 45 has quickly; as an identity may
# be given again, what it stood for is compared. Then by what they are.
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
    # As it is now. What is made anew, or compares in a way of its own, is bound at each call.
    copies = {list: list, tuple: tuple, set: set, frozenset: frozenset}
    copy = copies.get(type(available))
    kept = None if copy is None else copy(locales)
    if len(_matchers_by_id) >= _MAX_MATCHER_COUNT:
        _matchers_by_id.clear()
    known = _matchers_by_id[id(available)] = kept, matcher
    return known
