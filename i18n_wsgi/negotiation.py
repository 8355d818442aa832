"""Centre 1: which language, and which format, a client gets of those on offer.

Accept-Language is read by RFC 9110, section 12.5.4, Accept by section 12.5.1. Languages are compared
as CLDR has them: old codes replaced (``iw`` is ``he``) and likely subtags added (``zh-TW`` is written
in Traditional characters), so that spelling does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from babel.core import get_global

# More than any real client sends; the rest of a longer header is not read.
MAX_HEADER_LENGTH = 4096
MAX_MEMBER_COUNT = 64
_MAX_TAG_LENGTH = 64

_MODIFIER_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
# CLDR has "no" as a language of its own, at no distance from "nb"; its catalogs are in Bokmål.
_OLD_CODES = {"no": "nb"}
_RTL_SCRIPTS = frozenset(
    ["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"]
)


class Tag(NamedTuple):
    """A language tag's subtags in canonical case; an absent one is an empty string."""

    language: str
    script: str
    region: str

    def __str__(self) -> str:
        return "-".join(filter(None, self))


class Wish(NamedTuple):
    """One member of a header: what is wished for, and how much, 0 to 1."""

    value: str
    quality: float


def best_match_language(header: str | None, available: Iterable[str]) -> str | None:
    """The language of ``available`` that suits an Accept-Language header best, as it was spelled.

        >>> best_match_language("fr-CA, fr;q=0.9, en;q=0.5", ["de", "en", "fr"])
        'fr'
        >>> best_match_language("zh-HK", ["en", "zh_Hans", "zh_Hant"])
        'zh_Hant'
        >>> best_match_language("en;q=0, de", ["en"]) is None
        True

    Args:
        header: the header's value; None when the client sent none.
        available: locales or language tags in any spelling and order.

    Returns:
        None when nothing on offer is acceptable: the caller uses its source language.
    """
    return _matcher(tuple(available)).best_match(header)


class LanguageMatcher:
    """``best_match_language`` bound to what is on offer."""

    def __init__(self, available: Iterable[str], *, default: str = "en") -> None:
        """``default`` is what ``*`` prefers when it is on offer."""
        offered = {locale: tag for locale in available if (tag := parse_tag(locale)) is not None}
        # Sorted, the default first: the answer must not depend on the order of `available`.
        default_tag = maximise(parse_tag(default) or Tag("en", "", ""))
        self._offered = sorted(
            ((locale, tag, maximise(tag)) for locale, tag in offered.items()),
            key=lambda entry: (entry[2] != default_tag, entry[1], entry[0]),
        )

    def best_match(self, header: str | None) -> str | None:
        """The best locale on offer, as it was spelled; None when nothing is acceptable."""
        if not header:
            return None
        wishes = parse_wishes(header)
        named = [tag for wish in wishes if (tag := parse_tag(wish.value)) is not None]
        refused = [
            tag
            for wish in wishes
            if not wish.quality and (tag := parse_tag(wish.value)) is not None
        ]
        accepted = [entry for entry in self._offered if not _is_refused(entry[1], refused, named)]
        for wish in sorted(wishes, key=lambda wish: -wish.quality):
            if not wish.quality:
                break
            if wish.value == "*":
                unnamed = (
                    locale
                    for locale, _tag, full in accepted
                    if not any(_is_same_writing(full, maximise(other)) for other in named)
                )
                chosen = next(unnamed, None)
            else:
                chosen = _nearest(parse_tag(wish.value), accepted)
            if chosen is not None:
                return chosen
        return None


def _nearest(wish: Tag | None, accepted: Sequence[tuple[str, Tag, Tag]]) -> str | None:
    if wish is None:
        return None
    full = maximise(wish)
    near = [
        (tag != wish, own.region != full.region, bool(tag.region), locale)
        for locale, tag, own in accepted
        if _is_same_writing(own, full)
    ]
    return min(near)[3] if near else None


def _is_same_writing(one: Tag, other: Tag) -> bool:
    return one.language == other.language and one.script == other.script


def _is_refused(tag: Tag, refused: Collection[Tag], named: Collection[Tag]) -> bool:
    covering = [wish for wish in named if _covers(wish, tag)]
    # The most specific member that covers a language decides: `en;q=0, en-GB` accepts en-GB.
    return bool(covering) and max(covering, key=lambda wish: len(str(wish))) in refused


def _covers(wish: Tag, tag: Tag) -> bool:
    full = maximise(tag)
    return (
        wish.language == full.language
        and wish.script in ("", full.script)
        and wish.region in ("", full.region)
    )


@lru_cache(maxsize=64)
def _matcher(available: tuple[str, ...]) -> LanguageMatcher:
    return LanguageMatcher(available)


class HasMediaType(Protocol):
    """What ``best_match_format`` chooses among."""

    @property
    def media_type(self) -> str: ...


FormatT = TypeVar("FormatT", bound=HasMediaType)


def best_match_format(header: str | None, formats: Sequence[FormatT]) -> FormatT | None:
    """The format that suits an Accept header best; of equals the first.

    Args:
        header: the header's value; None when the client sent none, which accepts everything.
        formats: objects with a ``media_type``, in the server's order of preference.

    Returns:
        None when no format is acceptable.
    """
    if not header:
        return formats[0] if formats else None
    wishes = parse_wishes(header)
    best: FormatT | None = None
    best_quality = 0.0
    for candidate in formats:
        quality = _quality_of(candidate.media_type, wishes)
        if quality > best_quality:
            best, best_quality = candidate, quality
    return best


def _quality_of(media_type: str, wishes: Iterable[Wish]) -> float:
    kind = media_type.partition("/")[0]
    specificity = {media_type: 3, f"{kind}/*": 2, "*/*": 1}
    found = [
        (specificity[wish.value], wish.quality) for wish in wishes if wish.value in specificity
    ]
    return max(found)[1] if found else 0.0


def parse_wishes(header: str) -> list[Wish]:
    """A header's members in their order; one that can't be read is left out, alone."""
    if len(header) > MAX_HEADER_LENGTH:
        # A member that is cut in two would say something else: `en;q=0` might become `en`.
        header = header[:MAX_HEADER_LENGTH].rpartition(",")[0]
    wishes = []
    for member in header.split(",")[:MAX_MEMBER_COUNT]:
        value, *parameters = member.split(";")
        value = value.strip(" \t").lower()
        quality: float | None = 1.0
        for parameter in parameters:
            name, _equals, text = parameter.partition("=")
            if name.strip(" \t") in ("q", "Q"):
                quality = _parse_quality(text.strip(" \t"))
        if value and quality is not None:
            wishes.append(Wish(value, quality))
    return wishes


def _parse_quality(text: str) -> float | None:
    """RFC 9110, section 12.4.2: ``0`` to ``1`` with decimals; None for anything else."""
    whole, _point, decimals = text.partition(".")
    is_number = whole in ("0", "1") and f"{decimals}0".isdecimal() and decimals.isascii()
    if not is_number or len(decimals) > 9:
        return None
    quality = float(f"{whole}.{decimals or 0}")
    return quality if quality <= 1 else None


@lru_cache(maxsize=1024)
def parse_tag(text: str) -> Tag | None:
    """A language tag in any spelling: ``pt-br``, ``zh_Hant_TW``, ``sr@latin``, ``de_DE.UTF-8``.

    Returns:
        None for what is not a language tag (BCP 47), ``*`` included.
    """
    if not text or len(text) > _MAX_TAG_LENGTH or not text.isascii():
        return None
    text, _at, modifier = text.partition("@")
    language, *subtags = text.partition(".")[0].replace("_", "-").split("-")
    language = language.lower()
    if not (2 <= len(language) <= 3 and language.isalpha()):
        return None
    script, region = _MODIFIER_SCRIPTS.get(modifier.lower(), ""), ""
    for subtag in subtags:
        if len(subtag) == 1:  # an extension or private use: what follows is no part of the language
            break
        if not subtag.isalnum() or len(subtag) > 8:
            return None
        if len(subtag) == 4 and subtag.isalpha() and not region:
            script = subtag.title()
        elif (len(subtag) == 2 and subtag.isalpha()) or (len(subtag) == 3 and subtag.isdecimal()):
            region = region or subtag.upper()
    return _replace_aliases(Tag(language, script, region))


def _replace_aliases(tag: Tag) -> Tag:
    alias = _OLD_CODES.get(tag.language) or get_global("language_aliases").get(tag.language)
    if alias:
        language, *rest = alias.split("_")
        script = next((part for part in rest if len(part) == 4), "")
        tag = Tag(language, tag.script or script, tag.region)
    regions = get_global("territory_aliases").get(tag.region)
    return tag._replace(region=regions[0]) if regions else tag


@lru_cache(maxsize=1024)
def maximise(tag: Tag) -> Tag:
    """The tag with CLDR's likely subtags added: ``zh-TW`` becomes ``zh-Hant-TW``."""
    likely = get_global("likely_subtags")
    for key in (
        (tag.language, tag.script, tag.region),
        (tag.language, tag.region),
        (tag.language, tag.script),
        (tag.language,),
    ):
        found = likely.get("_".join(filter(None, key)))
        if found:
            language, script, region = found.split("_")[:3]
            return Tag(language, tag.script or script, tag.region or region)
    return tag


def language_of(locale: str) -> str:
    """The locale as HTTP writes it: ``pt_BR`` is ``pt-BR``, ``sr@latin`` is ``sr-Latn``."""
    tag = parse_tag(locale)
    return locale.replace("_", "-") if tag is None else str(tag)


def direction_of(locale: str) -> str:
    """``"rtl"`` for a locale written from right to left, else ``"ltr"``."""
    tag = parse_tag(locale)
    return "rtl" if tag is not None and maximise(tag).script in _RTL_SCRIPTS else "ltr"
