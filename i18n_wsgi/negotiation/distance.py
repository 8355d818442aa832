"""How far a language that is asked for is from one on offer (UTS #35, Language Matching).

A distance is the sum of what the languages, the scripts and the regions are apart, in CLDR's units; what
is 50 units away, or farther, is another language. It is counted in fractions of a unit: tags that mean the
same and spell out other subtags, as ``de`` and ``de-DE``, or have other variants, are some fractions apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from i18n_wsgi import cldr
from i18n_wsgi.negotiation.tags import PSEUDO_REGIONS, Tag, complete, parse_tag, variant_of

UNIT = 16
THRESHOLD = 50 * UNIT

_VARIANT_DISTANCE = 8  # fractions, more than what is spelled out can make
_SCRIPT_DISTANCE = 50
_REGION_DISTANCE = 4
_REGION_DISTANCE_ACROSS = 5
_REGION_DISTANCE_TO_GB = 3

# By language: the regions inside of the group, those partly in it, and the script that it is about.
_REGION_GROUPS = {
    key.partition("-")[0]: (
        frozenset(inside.split()),
        frozenset(partly.split()),
        key.partition("-")[2],
    )
    for key, (inside, partly) in cldr.REGION_GROUPS.items()
}
_PARADIGMS = frozenset(
    complete(*tag) for text in cldr.PARADIGMS.split() if (tag := parse_tag(text)) is not None
)


def _readers() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for key, languages in cldr.LANGUAGE_DISTANCES.items():
        offered, distance = key.split()
        readers = found.setdefault(offered, [])
        readers += ((language, int(distance)) for language in languages.split())
    return found


# By language on offer: the languages whose readers it suits, and how far it is from them.
SUITED_LANGUAGES = _readers()


class Offer(NamedTuple):
    """A locale on offer."""

    locale: str
    tag: Tag
    language: str
    script: str
    region: str
    variant: str
    spelled: int


def offer_of(locale: str) -> Offer | None:
    """What a locale's tag says, with likely subtags added; None for what is no tag."""
    tag = parse_tag(locale)
    if tag is None:
        return None
    return Offer(locale, tag, *full_of(tag), variant_of(locale), spelled_in(tag))


def full_of(tag: Tag) -> tuple[str, str, str]:
    """The tag with likely subtags; a pseudo-locale is a language of its own."""
    language, script, region = tag
    if region in PSEUDO_REGIONS:
        return f"{language}-{region}", script, region
    return complete(language, script, region)


def spelled_in(tag: Tag) -> int:
    """Which subtags the tag spells out, as bits: 4 language, 2 script, 1 region."""
    language, script, region = tag
    return (language != "und") << 2 | (script != "") << 1 | (region != "")


def distance_to(
    offer: Offer, tag: Tag, full: tuple[str, str, str], variant: str, language_distance: int
) -> int:
    """How far a wish's tag, which with likely subtags is ``full``, is from an offer, in fractions.

    ``language_distance`` is what the two languages alone are apart, in units.
    """
    _locale, _tag, its_language, its_script, its_region, its_variant, its_spelled = offer
    language, script, region = full
    distance = language_distance
    if script != its_script:
        pair = f"{language}-{script} {its_language}-{its_script}"
        distance += cldr.SCRIPT_DISTANCES.get(pair, _SCRIPT_DISTANCE)
    if region != its_region:
        distance += _region_distance(language, script, region, offer)
    if distance:
        return distance * UNIT
    return (spelled_in(tag) ^ its_spelled) + (_VARIANT_DISTANCE if variant != its_variant else 0)


def _region_distance(language: str, script: str, region: str, offer: Offer) -> int:
    if language != offer.language:
        return _REGION_DISTANCE
    group = _REGION_GROUPS.get(language)
    if group is None:
        return _REGION_DISTANCE
    inside, partly, group_script = group
    if group_script and not script == offer.script == group_script:
        return _REGION_DISTANCE
    is_unclear = region in partly or offer.region in partly
    if is_unclear or (region in inside) != (offer.region in inside):
        return _REGION_DISTANCE_ACROSS
    if language == "en" and "GB" in (region, offer.region):
        return _REGION_DISTANCE_TO_GB
    return _REGION_DISTANCE


def rank_offers(locales: Iterable[str], default: str) -> list[Offer]:
    """What is on offer: of those that are equally far from a wish, the first one suits it best.

    The order depends on nothing but what is on offer: a language in its likely script and region comes
    first, then the default, CLDR's paradigms and regions where the language is at home. Of several
    spellings of one tag the one is kept that has the fewest characters more than the tag itself, as
    ``fr`` of ``fr`` and ``fr.UTF-8``; of these the longest, then the last.
    """
    spellings = sorted(filter(None, map(offer_of, locales)), key=_plainness)
    offers = {offer[2:]: offer for offer in spellings}
    default_offer = offer_of(default)

    def rank(offer: Offer) -> tuple[bool | str, ...]:
        language, script, region = full = offer[2:5]
        return (
            script != complete(language, "", "")[1],
            region != complete(language, script, "")[2],
            default_offer is None or full != default_offer[2:5],
            full not in _PARADIGMS,
            offer.variant != "",
            _language_in(region) != language,
            offer.locale,
        )

    return sorted(offers.values(), key=rank)


def _plainness(offer: Offer) -> tuple[int, int, str]:
    size = len(offer.locale)
    return min(0, len(str(offer.tag)) - size), size, offer.locale


def _language_in(region: str) -> str:
    language = complete("und", "", region)[0]
    return "en" if language == "und" else language
