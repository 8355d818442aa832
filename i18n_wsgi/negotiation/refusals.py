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


class _Subject(NamedTuple):
    """A locale on offer, as ranges speak of it."""

    locale: str
    spelling: str
    tag: Tag  # merged
    full: tuple[str, str, str]
    variant: str


# By their locales the subjects that ranges are about, and these.
Said = Mapping[str, tuple[_Subject, list[_Range]]]


class Subjects:
    """The locales on offer that headers speak of."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._locales: set[str] = set()
        self._by_language: dict[str, list[_Subject]] = {}
        for offer in offers:
            tag, spelling = merge(offer.tag), _spelling_of(offer.locale)
            subject = _Subject(offer.locale, spelling, tag, complete(*tag), offer.variant)
            self._locales.add(offer.locale)
            # What is spelled zh_yue is zh to who writes zh, and yue to who writes yue.
            for language in {tag.language, spelling.partition("-")[0]}:
                self._by_language.setdefault(language, []).append(subject)

    def said_of(self, wishes: Iterable[Wish]) -> Said:
        """What a header says, by the locales that have the language of a range of it."""
        by_language: dict[str, list[_Range]] = {}
        for text, weight in wishes:
            tag, variant = read_tag(text)
            if tag is not None:
                tag = merge(tag)
                range_ = (_spelling_of(text), tag, variant, weight)
                by_language.setdefault(tag[0], []).append(range_)
        said: dict[str, tuple[_Subject, list[_Range]]] = {}
        for language, ranges in by_language.items():
            for subject in self._by_language.get(language, ()):
                others = said[subject.locale][1] if subject.locale in said else []
                said[subject.locale] = subject, others + ranges
        return said

    def refused(self, said: Said, wishes: list[Wish]) -> frozenset[str]:
        """The locales that the most specific of the ranges about them refuses.

        ``en;q=0, en-GB`` accepts en_GB. Of two that say as much as each other the refusal counts; without
        one that covers the locale, one that means the same: ``pt-BR;q=0`` refuses pt. A refused star
        leaves what is written in a language that is asked for.
        """
        is_star_refused = ("*", 0.0) in wishes
        refused = {
            locale
            for locale, (subject, ranges) in said.items()
            if _is_refused(subject, ranges, is_star_refused=is_star_refused)
        }
        return frozenset(refused | (self._locales - said.keys()) if is_star_refused else refused)


def named(said: Said) -> frozenset[str]:
    """The locales that a range names: what a ``*`` does not stand for."""
    return frozenset(
        locale
        for locale, (subject, ranges) in said.items()
        if any(_reach(range_, subject) or _means(range_, subject) for range_ in ranges)
    )


def _is_refused(subject: _Subject, ranges: Iterable[_Range], *, is_star_refused: bool) -> bool:
    covering: list[tuple[tuple[int, ...], bool]] = []
    is_meant = is_welcome = False
    for range_ in ranges:
        is_refusal = not range_[3]
        is_welcome = is_welcome or not is_refusal
        if reach := _reach(range_, subject):
            covering.append((reach, is_refusal))
        elif is_refusal and _means(range_, subject):
            is_meant = True
    if covering:
        return max(covering)[1]
    return is_meant or (is_star_refused and not is_welcome)


def _reach(range_: _Range, subject: _Subject) -> tuple[int, ...]:
    """How much a range that covers what is on offer says of it.

    Returns:
        How many of the subtags on offer it spells out, how many it has in all, and whether what is on
        offer begins with it; nothing when it does not cover it. RFC 4647, section 3.3.1, settles that,
        but that a script may go without saying: zh-Hans covers zh_CN.
    """
    spelling, (language, script, region), variant, _weight = range_
    its_language, its_script, its_region = subject.tag
    is_start = f"{subject.spelling}-".startswith(f"{spelling}-")
    if (
        language == its_language
        and (not script or script == subject.full[1])
        and (not region or region == its_region)
        and (not variant or variant == subject.variant)
    ):
        size = 1 + (script != "") + (region != "") + (variant != "")
        return size - (its_script == "" != script), size, is_start
    # An old code may stand for more than a language, as prs for fa-AF, and still begins its own tags.
    return (1, 1, is_start) if is_start else ()


def _means(range_: _Range, subject: _Subject) -> bool:
    _spelling, tag, variant, _weight = range_
    return variant in ("", subject.variant) and complete(*tag) == subject.full


def _spelling_of(text: str) -> str:
    """The tag in lower case and with hyphens, the modifier behind it, without the encoding."""
    text = text.lower().replace("_", "-")
    if "." in text or "@" in text:
        text, _at, modifier = text.partition("@")
        text = f"{text.partition('.')[0]}-{modifier}".removesuffix("-")
    return text
