"""What an Accept-Language header names, and what of it refuses a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from i18n_wsgi.negotiation.distance import Offer, spelled_in
from i18n_wsgi.negotiation.members import Wish
from i18n_wsgi.negotiation.tags import Tag, complete, merge, read_tag


class Member(NamedTuple):
    """A member of the header that is a tag."""

    text: str
    tag: Tag  # merged: `no` is `nb`
    weight: float


# The members of a header by their languages.
Named = Mapping[str, list[Member]]


def by_language(wishes: Iterable[Wish]) -> Named:
    """The wishes that can be read, by what their readers take to be one language."""
    found: dict[str, list[Member]] = {}
    for text, weight in wishes:
        tag = read_tag(text)
        if tag is not None:
            member = Member(text, merge(tag), weight)
            found.setdefault(member.tag.language, []).append(member)
    return found


def is_named(offer: Offer, members: Iterable[Member]) -> bool:
    """Whether one of the members of the offer's language speaks of it."""
    return any(_covers(member, offer) or _means(member, offer) for member in members)


def is_refused(offer: Offer, members: Iterable[Member], *, is_star_refused: bool) -> bool:
    """Whether the most specific of the members of the offer's language refuses it.

    ``en;q=0, en-GB`` accepts en_GB. Of two that say as much as each other the refusal counts; without
    one that covers the offer, one that means the same: ``pt-BR;q=0`` refuses pt. A refused star leaves
    what is written in a language that is asked for.
    """
    decisive = -1
    is_meant = is_welcome = False
    for member in members:
        is_welcome = is_welcome or member.weight > 0
        if _covers(member, offer):
            decisive = max(decisive, spelled_in(member.tag) << 1 | (not member.weight))
        elif not member.weight and _means(member, offer):
            is_meant = True
    if decisive >= 0:
        return bool(decisive & 1)
    return is_meant or (is_star_refused and not is_welcome)


def _covers(member: Member, offer: Offer) -> bool:
    """RFC 4647, section 3.3.1, but that a script may go without saying: zh-Hans covers zh_CN."""
    _language, script, region = member.tag
    if (not script or script == offer.script) and (not region or region == offer.tag.region):
        return True
    # An old code may stand for more than a language, as prs for fa-AF, and still begins its own tags.
    return f"{_spelling(offer.locale)}-".startswith(f"{_spelling(member.text)}-")


def _means(member: Member, offer: Offer) -> bool:
    return complete(*member.tag) == complete(*merge(offer.tag))


def _spelling(text: str) -> str:
    return text.partition("@")[0].partition(".")[0].replace("_", "-").lower()
