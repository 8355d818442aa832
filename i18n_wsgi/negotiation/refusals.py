"""What an Accept-Language header says of the locales on offer: which it names, and which it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from i18n_wsgi.negotiation.distance import Offer
from i18n_wsgi.negotiation.members import Wish
from i18n_wsgi.negotiation.tags import Tag, complete, merge, read_tag

# A language range of the header (RFC 4647, section 2): its spelling, its tag, merged (`no` is `nb`), its
# variants and its weight.
_Range = tuple[str, Tag, str, float]


class _Offered(NamedTuple):
    """A locale on offer, as ranges speak of it."""

    locale: str
    spelling: str
    tag: Tag  # merged
    full: tuple[str, str, str]
    variant: str


# By locale: what is on offer, and the ranges of its language.
RangesByLocale = Mapping[str, tuple[_Offered, list[_Range]]]


class OfferedLocales:
    """The locales on offer that headers speak of."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._locales: set[str] = set()
        self._by_language: dict[str, list[_Offered]] = {}
        for offer in offers:
            tag, spelling = merge(offer.tag), _spelling_of(offer.locale)
            offered = _Offered(offer.locale, spelling, tag, complete(*tag), offer.variant)
            self._locales.add(offer.locale)
            # What is spelled zh_yue is zh to who writes zh, and yue to who writes yue.
            for language in {tag.language, spelling.partition("-")[0]}:
                self._by_language.setdefault(language, []).append(offered)

    def ranges_about(self, wishes: Iterable[Wish]) -> RangesByLocale:
        """What a header says of each locale that has the language of one of its ranges."""
        by_language: dict[str, list[_Range]] = {}
        for text, weight in wishes:
            tag, variant = read_tag(text)
            if tag is not None:
                tag = merge(tag)
                range_ = (_spelling_of(text), tag, variant, weight)
                by_language.setdefault(tag[0], []).append(range_)
        found: dict[str, tuple[_Offered, list[_Range]]] = {}
        for language, ranges in by_language.items():
            for offered in self._by_language.get(language, ()):
                others = found[offered.locale][1] if offered.locale in found else []
                found[offered.locale] = offered, others + ranges
        return found

    def refused(self, ranges: RangesByLocale, *, is_star_refused: bool) -> frozenset[str]:
        """The locales that the most specific of the ranges about them refuses.

        ``en;q=0, en-GB`` accepts en_GB. Of two that say as much as each other the refusal counts; without
        one that covers the locale, one that means the same: ``pt-BR;q=0`` refuses pt. A refused star
        leaves what is written in a language that is asked for.
        """
        refused = {
            locale
            for locale, (offered, about) in ranges.items()
            if _is_refused(offered, about, is_star_refused=is_star_refused)
        }
        return frozenset(refused | (self._locales - ranges.keys()) if is_star_refused else refused)


def named_by(ranges: RangesByLocale) -> frozenset[str]:
    """The locales that a range names: what a ``*`` does not stand for."""
    return frozenset(
        locale
        for locale, (offered, about) in ranges.items()
        if any(_reach(range_, offered) or _means(range_, offered) for range_ in about)
    )


def _is_refused(offered: _Offered, ranges: Iterable[_Range], *, is_star_refused: bool) -> bool:
    covering: list[tuple[tuple[int, ...], bool]] = []
    is_meant = is_welcome = False
    for range_ in ranges:
        is_refusal = not range_[3]
        is_welcome = is_welcome or not is_refusal
        if reach := _reach(range_, offered):
            covering.append((reach, is_refusal))
        elif is_refusal and _means(range_, offered):
            is_meant = True
    if covering:
        return max(covering)[1]
    return is_meant or (is_star_refused and not is_welcome)


def _reach(range_: _Range, offered: _Offered) -> tuple[int, ...]:
    """How much a range that covers a locale says of it.

    Returns:
        How many subtags it has, and whether all of them are the locale's own; nothing when it does not
        cover it. RFC 4647, section 3.3.1, settles that, but that a script may go without saying:
        zh-Hans covers zh_CN.
    """
    spelling, (language, script, region), variant, _weight = range_
    its_language, its_script, its_region = offered.tag
    is_start = f"{offered.spelling}-".startswith(f"{spelling}-")
    if (
        language == its_language
        and (not script or script == offered.full[1])
        and (not region or region == its_region)
        and (not variant or f"{offered.variant}-".startswith(f"{variant}-"))
    ):
        size = 1 + (script != "") + (region != "") + len(variant.split("-")) * (variant != "")
        is_implied = script != "" and its_script == ""
        # An extension says something that hardly a locale has.
        return size, is_start or (not is_implied and spelling.count("-") < size)
    # An old code may stand for more than a language, as prs for fa-AF, and still begins its own tags.
    return (1, 1) if is_start else ()


def _means(range_: _Range, offered: _Offered) -> bool:
    _spelling, tag, variant, _weight = range_
    return variant in ("", offered.variant) and complete(*tag) == offered.full


def _spelling_of(text: str) -> str:
    """The tag in lower case and with hyphens, the modifier behind it, without the encoding."""
    text = text.lower().replace("_", "-")
    if "." in text or "@" in text:
        text, _at, modifier = text.partition("@")
        text = f"{text.partition('.')[0]}-{modifier}".removesuffix("-")
    return text
