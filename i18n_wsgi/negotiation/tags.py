"""Language tags: read in any spelling, made canonical, and completed with what they leave out.

The data is CLDR's; the algorithms are UTS #35's Canonicalizing Syntax and Likely Subtags, as far as
matching needs them: a language, a script and a region.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from i18n_wsgi import cldr

# What is read of a tag; what may stand behind it is no language, script or region.
_MAX_TAG_LENGTH = 64
_MAX_SUBTAG_COUNT = 5

# What stands behind an @ in the names that glibc gives to locales. Others, as @euro, mean no script.
_MODIFIER_SCRIPTS = {
    "latin": "Latn",
    "cyrillic": "Cyrl",
    "arabic": "Arab",
    "devanagari": "Deva",
    "iqtelif": "Latn",
}
# RFC 5646, section 2.2.2: languages whose tags may go on with one of their own languages.
_EXTENDED = frozenset(["ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"])
# Pseudo-locales are made for tests; no reader of English asks for en-XA.
PSEUDO_REGIONS = frozenset(["XA", "XB", "XC"])
_PSEUDO_VARIANTS = {"psaccent": "XA", "psbidi": "XB", "pscrack": "XC"}
# To the matching rules they are languages of their own.
_SAME_LANGUAGE = {"no": ("nb", ""), "sh": ("sr", "Latn")}
_RTL_SCRIPTS = frozenset(cldr.RTL_SCRIPTS.split())


class Tag(NamedTuple):
    """A language tag's subtags in canonical case; an absent one is an empty string."""

    language: str
    script: str
    region: str

    def __str__(self) -> str:
        return "-".join(filter(None, self))


# A tag, None for what is none, and its variants.
Reading = tuple[Tag | None, str]

_UNREADABLE: Reading = None, ""
_new_tag = tuple.__new__  # what Tag() does, in half the time


def _turned(groups: dict[str, str]) -> dict[str, str]:
    return {member: key for key, members in groups.items() for member in members.split()}


_REGION_ALIASES = _turned(cldr.REGION_ALIASES)
_LANGUAGE_ALIASES = _turned(cldr.LANGUAGE_ALIASES)
# Tags that are replaced as a whole, such as zh-min-nan, begin with two of these subtags.
_REPLACED_STARTS = frozenset(
    "-".join(old.split("-")[:2]) for old in _LANGUAGE_ALIASES if "-" in old
)


def _likely_subtags() -> dict[str, tuple[str, str]]:
    """Script and region by language, by language and script, and by language and region."""
    likely: dict[str, tuple[str, str]] = {}
    for key, languages in cldr.LIKELY.items():
        script, _hyphen, region = key.partition("-")
        likely |= dict.fromkeys(languages.split(), (script, region))
    for key, region in _turned(cldr.LIKELY_REGIONS).items():
        likely[key] = (key.partition("-")[2], region)
    for key, regions in cldr.LIKELY_SCRIPTS.items():
        language, _hyphen, script = key.partition("-")
        likely |= {f"{language}-{region}": (script, region) for region in regions.split()}
    return likely


_LIKELY = _likely_subtags()
_MAX_REPLACED_COUNT = max(old.count("-") for old in _LANGUAGE_ALIASES)
_UNDETERMINED = _turned(cldr.UNDETERMINED)
_UNKNOWN = ("Latn", "")


def parse_tag(text: str) -> Tag | None:
    """A language tag in any spelling: ``pt-br``, ``zh_Hant_TW``, ``sr@latin``, ``de_DE.UTF-8``.

    Variants and extensions are left out.

    Returns:
        None for what is not a language tag (BCP 47), ``*`` included.
    """
    return read_tag(text)[0]


def variant_of(text: str) -> str:
    """The variants of a tag, or the modifier of a locale that is no script: ``valencia``."""
    return read_tag(text)[1]


def read_tag(text: str) -> Reading:
    """``parse_tag`` and ``variant_of`` in one."""
    return _recall(text[: _MAX_TAG_LENGTH + 1])


def read_new_tag(text: str) -> Reading:  # noqa: C901, PLR0912 -- a branch for each kind of subtag
    """``read_tag`` without a memo, for who remembers what is made of it."""
    if len(text) > _MAX_TAG_LENGTH:
        text = text[:_MAX_TAG_LENGTH].replace("_", "-").rpartition("-")[0]
    if not text.isascii():
        return _UNREADABLE
    # Nearly all that is sent is `fr` or `fr-CA`, for which there is a shorter way to the same.
    if len(text) == 2 and text.isalpha():
        text = text.lower()
        tag = (
            canonical(text, "", "") if text in _LANGUAGE_ALIASES else _new_tag(Tag, (text, "", ""))
        )
        return tag, ""
    if len(text) == 5 and text[2] == "-" and text[:2].isalpha() and text[3:].isalpha():
        return canonical(text[:2].lower(), "", text[3:].upper()), ""
    text, _at, modifier = text.lower().partition("@")
    its_script, script, region = _MODIFIER_SCRIPTS.get(modifier, ""), "", ""
    language, *subtags = text.partition(".")[0].replace("_", "-").split("-", _MAX_SUBTAG_COUNT + 1)
    del subtags[_MAX_SUBTAG_COUNT:]
    if subtags and f"{language}-{subtags[0]}" in _REPLACED_STARTS:
        language, subtags = _replace(language, subtags)
    if not (1 < len(language) < 4 and language.isalpha()):
        return _read_private(language, subtags), ""
    variants = []
    for subtag in subtags:
        size = len(subtag)
        if size == 2 and subtag.isalpha():
            region = region or subtag.upper()
        elif size == 4 and subtag.isalpha():
            script = script if region or script else subtag.title()
        elif size == 1:  # an extension or private use: what follows is no part of the language
            break
        elif not subtag.isalnum() or size > 8:
            return _UNREADABLE
        elif size == 3 and subtag.isdecimal():
            region = region or subtag
        elif size == 3 and language in _EXTENDED and subtag is subtags[0] and subtag.isalpha():
            language = subtag
        elif size > 3:
            region = _PSEUDO_VARIANTS.get(subtag, region)
            variants.append(subtag)
    if modifier and not its_script:
        variants.append(modifier)
    return canonical(language, script or its_script, region), "-".join(variants)


_recall = lru_cache(maxsize=1024)(read_new_tag)


def canonical(language: str, script: str, region: str) -> Tag:
    """The tag with its old codes replaced (CLDR, Aliases)."""
    if language in _LANGUAGE_ALIASES:
        language, _hyphen, its_region = _LANGUAGE_ALIASES[language].partition("-")
        region = region or its_region
    if region in _REGION_ALIASES:
        # Of several the one where the language is at home: hy-SU is hy-AM.
        regions = _REGION_ALIASES[region].split()
        likely = complete(language, script, "")[2]
        region = likely if likely in regions else regions[0]
    return _new_tag(Tag, (language, script, region))


def _replace(language: str, subtags: list[str]) -> tuple[str, list[str]]:
    """Tags that CLDR replaces as a whole, and their beginnings: ``zh-min-nan``, ``en-GB-oed``."""
    for size in range(min(len(subtags), _MAX_REPLACED_COUNT), 0, -1):
        found = _LANGUAGE_ALIASES.get("-".join([language, *subtags[:size]]))
        if found is not None:
            language, *rest = found.lower().split("-")
            return language, rest + subtags[size:]
    return language, subtags


def _read_private(language: str, subtags: list[str]) -> Tag | None:
    """``x-…`` is a language that nobody else knows (RFC 5646, section 2.2.7); ``root`` is CLDR's name
    for none."""
    if language == "root" and not subtags:
        return Tag("und", "", "")
    is_private = language == "x" and subtags and all(map(str.isalnum, subtags))
    return Tag("-".join(["x", *subtags]), "", "") if is_private else None


@lru_cache(maxsize=1024)
def maximise(tag: Tag) -> Tag:
    """The tag with CLDR's likely subtags added: ``zh-TW`` becomes ``zh-Hant-TW``.

    What is one language to its readers is one here: ``no`` is ``nb``, and ``sh`` is ``sr-Latn``. A
    language of which CLDR says nothing else is written in Latin characters.
    """
    return Tag(*complete(*merge(tag)))


def merge(tag: Tag) -> Tag:
    """The tag of what its readers take to be the same language."""
    if tag.language not in _SAME_LANGUAGE:
        return tag
    language, script = _SAME_LANGUAGE[tag.language]
    return Tag(language, tag.script or script, tag.region)


def complete(language: str, script: str, region: str) -> tuple[str, str, str]:
    """The subtags with the likely ones in the place of those that are empty."""
    if language == "und":
        pair, one, other = f"{script}-{region}", script, region
        found = _UNDETERMINED.get(pair) or _UNDETERMINED.get(one) or _UNDETERMINED.get(other)
        if found is None:
            return language, script, region
        language = found
    if script and region:
        return language, script, region
    if script:
        likely = _LIKELY.get(f"{language}-{script}") or _LIKELY.get(language, _UNKNOWN)
        return language, script, likely[1]
    if region:
        likely = _LIKELY.get(f"{language}-{region}") or _LIKELY.get(language, _UNKNOWN)
        return language, likely[0], region
    return language, *_LIKELY.get(language, _UNKNOWN)


@lru_cache(maxsize=1024)
def language_of(locale: str) -> str:
    """The locale as HTTP writes it: ``pt_BR`` is ``pt-BR``, ``sr@latin`` is ``sr-Latn``.

    Returns:
        A language tag without its old codes and extensions; ``und`` for what is none.
    """
    tag, variants = read_tag(locale)
    if tag is None:
        return "und"
    # A locale's modifier may be no variant (RFC 5646, section 2.2.5), as `euro` is none.
    found = [each for each in variants.split("-") if len(each) > 4 or each[:1].isdecimal()]
    return "-".join([str(tag), *found])


@lru_cache(maxsize=1024)
def direction_of(locale: str) -> str:
    """``"rtl"`` for a locale written from right to left, else ``"ltr"``."""
    tag = parse_tag(locale)
    return "rtl" if tag is not None and maximise(tag).script in _RTL_SCRIPTS else "ltr"
