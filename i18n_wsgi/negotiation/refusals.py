"""What an Accept-Language header names, and what of it refuses a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from i18n_wsgi.negotiation.distance import Offer, full_of, spelled_in
from i18n_wsgi.negotiation.members import Wish
from i18n_wsgi.negotiation.tags import Tag, read_tag

# The members of a header that are tags, with their weights, by language.
Named = Mapping[str, list[tuple[Tag, float]]]


def by_language(wishes: Iterable[Wish]) -> Named:
    """The wishes that can be read, by their languages."""
    found: dict[str, list[tuple[Tag, float]]] = {}
    for text, weight in wishes:
        tag = read_tag(text)
        if tag is not None:
            found.setdefault(alike(tag.language), []).append((tag, weight))
    return found


def alike(language: str) -> str:
    """The language under which it is named: CLDR has no and nb at a distance of 1, less than a region."""
    return "nb" if language == "no" else language


def is_named(offer: Offer, members: Iterable[tuple[Tag, float]]) -> bool:
    """Whether one of the members of the offer's language speaks of it."""
    return any(_covers(tag, offer) or full_of(tag) == offer[2:5] for tag, _weight in members)


def is_refused(
    offer: Offer, members: Iterable[tuple[Tag, float]], *, is_star_refused: bool
) -> bool:
    """Whether the most specific of the members of the offer's language refuses it.

    ``en;q=0, en-GB`` accepts en_GB. Of two that say as much as each other the refusal counts; without
    one that covers the offer, one that means the same: ``pt-BR;q=0`` refuses pt. A refused star leaves
    what is written in a language that is asked for.
    """
    decisive = -1
    is_meant = is_welcome = False
    for tag, weight in members:
        is_welcome = is_welcome or weight > 0
        if _covers(tag, offer):
            decisive = max(decisive, spelled_in(tag) << 1 | (not weight))
        elif not weight and full_of(tag) == offer[2:5]:
            is_meant = True
    if decisive >= 0:
        return bool(decisive & 1)
    return is_meant or (is_star_refused and not is_welcome)


def _covers(wish: Tag, offer: Offer) -> bool:
    """RFC 4647, section 3.3.2, but that a script may go without saying: zh-Hans covers zh_CN."""
    _language, script, region = wish
    return (not script or script == offer.script) and (not region or region == offer.tag.region)
