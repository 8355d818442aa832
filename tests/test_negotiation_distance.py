"""How far languages are apart, and which of those equally far comes first (UTS #35, Language Matching)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import parse_tag
from i18n_wsgi.negotiation.distance import (
    SUITED_LANGUAGES,
    THRESHOLD,
    UNIT,
    distance_to,
    full_of,
    offer_of,
    rank_offers,
    spelled_in,
)
from i18n_wsgi.negotiation.tags import variant_of

POOL = [
    "en",
    "en_US",
    "en_GB",
    "pt",
    "pt_BR",
    "pt_PT",
    "iw",
    "he",
    "sr@latin",
    "no",
    "nb",
    "x-bork",
]
POOL += ["zh_TW", "zh_Hant", "zh_HK", "es_419", "es_MX", "es", "ca", "ca@valencia", "en_XA", "C"]


def fractions(wish: str, locale: str) -> int | None:
    """How far a wish is from a locale, in fractions of a unit; None when the languages are strangers."""
    offer, tag = offer_of(locale), parse_tag(wish)
    assert offer is not None
    assert tag is not None
    full = full_of(tag)
    near = {offer.language: 0, **dict(SUITED_LANGUAGES.get(offer.language, ()))}
    if full[0] not in near:
        return None
    return distance_to(offer, tag, full, variant_of(wish), near[full[0]])


def distance(wish: str, locale: str) -> int | None:
    """The distance in CLDR's units."""
    found = fractions(wish, locale)
    return None if found is None else found // UNIT


# Languages


@pytest.mark.parametrize(
    ("wish", "locale", "expected"),
    [
        ("no", "nb", 1),
        ("nb", "no", 1),
        ("da-NO", "no", 8),
        ("da", "no", 8 + 4),  # and another region
        ("no", "da", 8 + 4),
        ("nn", "nb", 20),
        ("nb", "nn", 20),
        ("da", "nn", None),
        ("gsw", "de", 4 + 4),
        ("de", "gsw", None),
        ("ca", "es", 20),  # one way: who reads Catalan reads Spanish
        ("es", "ca", None),
        ("af", "nl", None),
        ("hr", "bs", 4 + 4),
        ("hr", "sr-Latn", None),
        ("sh", "sr-Latn", 4),
        ("sr-Latn", "sh", 4),
        ("sh", "hr", 4 + 4),
        ("cs", "sk", 20 + 4),
        ("arz", "ar", 10),
        ("ga", "en", 20 + 4),
        ("x-bork", "x-bork", 0),
        ("x-bork", "x-piglatin", None),
        ("und", "en", None),
        ("en", "und", None),
        ("und", "und", 0),
    ],
)
def test_languages(wish: str, locale: str, expected: int | None) -> None:
    """Other languages are as far away as CLDR says, some of them one way only."""
    assert distance(wish, locale) == expected


# Scripts


@pytest.mark.parametrize(
    ("wish", "locale", "expected"),
    [
        ("sr-Latn", "sr", 5),
        ("sr", "sr@latin", 5),
        ("zh-Hant", "zh_Hans", 50 + 4),
        ("zh-Hans", "zh_Hant", 50 + 4),
        ("zh-Hant-CN", "zh_CN", 50),
        ("zh-Latn", "zh_CN", 20),  # one way: who reads Pinyin reads characters
        ("zh-CN", "zh-Latn-CN", 50),
        ("uz-Latn", "uz-Cyrl", 50),
        ("hi-Latn", "hi", 20),
        ("hi", "hi-Latn", 50),
        ("ta", "en", 30 + 10 + 4),
        ("sh", "sr", 4 + 50),
        ("ja-Hira", "ja", 5),
    ],
)
def test_scripts(wish: str, locale: str, expected: int) -> None:
    """Another script is another language, unless CLDR says that it is read too."""
    assert distance(wish, locale) == expected


# Regions


@pytest.mark.parametrize(
    ("wish", "locale", "expected"),
    [
        ("de-AT", "de", 4),
        ("fr-CA", "fr_BE", 4),
        ("sq-XK", "sq", 4),  # where people live
        ("en-US", "en", 0),
        ("en-CA", "en_US", 4),  # American English
        ("en-AU", "en_NZ", 4),  # the English of all others
        ("en-AU", "en_US", 5),  # across
        ("en-US", "en_AU", 5),
        ("en-AU", "en_GB", 3),  # who is not American prefers British English
        ("en-GB", "en_AU", 3),
        ("en-US", "en_GB", 5),
        ("en-150", "en_GB", 3),
        ("en-001", "en", 5),  # the world is in no group
        ("en-001", "en_GB", 5),
        ("en-419", "en_AU", 5),
        ("en-AU", "en_001", 5),
        ("en-Shaw-AU", "en-Shaw-GB", 3),
        ("es-MX", "es_419", 4),
        ("es-MX", "es", 5),
        ("es-ES", "es_419", 5),
        ("es-005", "es_419", 4),
        ("es-PH", "es", 4),
        ("es-GB", "es", 4),  # Britain is near to English only
        ("pt-PT", "pt_GB", 4),
        ("pt-AO", "pt_PT", 4),
        ("pt-AO", "pt_BR", 5),
        ("pt-US", "pt_BR", 4),
        ("ar-MA", "ar_DZ", 4),
        ("ar-MA", "ar_EG", 5),
        ("ar-SA", "ar_EG", 4),
        ("zh-HK", "zh_MO", 4),
        ("zh-HK", "zh_TW", 5),
        ("zh-Hans-HK", "zh_CN", 4),  # Simplified characters have no group of regions
        ("zh-Hans-HK", "zh-Hans-MO", 4),
        ("zh-Hans-HK", "zh_TW", 50 + 4),
        ("zh-HK", "zh_CN", 50 + 4),
        ("en-Shaw-AU", "en_US", 50 + 5),
        ("ca-US", "es_MX", 20 + 4),  # groups are of one language
    ],
)
def test_regions(wish: str, locale: str, expected: int) -> None:
    """Another region is 4 away, across the groups of CLDR 5, and Britain 3 from those who are near it."""
    assert distance(wish, locale) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("en-AU", "en-GB"), ("es-MX", "es"), ("pt-AO", "pt-BR")]
)
def test_regions_both_ways(one: str, other: str) -> None:
    """Regions are as far from each other in one direction as in the other."""
    assert distance(one, other) == distance(other, one)


# Fractions of a unit


@pytest.mark.parametrize(
    ("wish", "nearer", "farther"),
    [
        ("de", "de", "de_DE"),
        ("de-DE", "de_DE", "de"),
        ("de-Latn-DE", "de_DE", "de"),
        ("de-Latn", "de_Latn", "de_Latn_DE"),
        ("zh-Hant-TW", "zh_Hant", "zh_TW"),  # a script says more than a region
        ("ca-valencia", "ca_ES@valencia", "ca"),  # a variant more than what is spelled out
        ("ca", "ca_Latn_ES", "ca@valencia"),
        ("de-1996", "de_1996", "de_1901"),
        ("und-TW", "und_TW", "zh_Hant"),
    ],
)
def test_spelled_out(wish: str, nearer: str, farther: str) -> None:
    """Of tags that mean the same, the one that spells out the same is nearer, by less than a unit."""
    near, far = fractions(wish, nearer), fractions(wish, farther)

    assert near is not None
    assert far is not None
    assert near < far < UNIT


@pytest.mark.parametrize(
    ("wish", "locale", "expected"),
    [
        ("de", "DE_de", 1),
        ("de", "de", 0),
        ("de-AT", "de@euro", 4 * UNIT),
        ("zh-Hant", "zh_Hans", 54 * UNIT),
    ],
)
def test_fractions(wish: str, locale: str, expected: int) -> None:
    """What is a unit or more away is that many whole units away, however it is spelled."""
    assert fractions(wish, locale) == expected


def test_threshold() -> None:
    """What is 50 units away is another language."""
    assert THRESHOLD == 50 * UNIT


@pytest.mark.parametrize(
    ("text", "expected"), [("und", 0), ("und-TW", 1), ("und-Hant", 2), ("de", 4), ("de-Latn-AT", 7)]
)
def test_spelled_in(text: str, expected: int) -> None:
    """Which subtags a tag spells out are bits: 4 language, 2 script, 1 region."""
    tag = parse_tag(text)

    assert tag is not None
    assert spelled_in(tag) == expected


@pytest.mark.parametrize("locale", ["en-XA", "en_psaccent", "en-Latn-XA"])
@pytest.mark.parametrize("wish", ["en", "en-US", "en-XB", "ar-XA"])
def test_pseudo_locales(wish: str, locale: str) -> None:
    """A pseudo-locale is a stranger to its language, and to other pseudo-locales."""
    assert distance(wish, locale) is None


@pytest.mark.parametrize("locale", ["", "C", "POSIX", "README.txt", "x", "en\0"])
def test_no_offer(locale: str) -> None:
    """What is no tag is not on offer."""
    assert offer_of(locale) is None


# Of those equally far


@pytest.mark.parametrize(
    "ranked",
    [
        ["zh_CN", "zh_SG", "zh_Hant", "zh_HK"],  # the likely script, then the likely region
        ["pt", "pt_PT", "pt_AO"],
        ["es", "es_419", "es_AR", "es_MX"],  # then CLDR's paradigms
        ["en_GB", "en_AU", "en_IN"],
        ["de_DE", "de_AT", "de_CH", "de_BE", "de_US"],  # then where the language is at home
        ["ca", "CA@valencia"],  # then those without a variant
        ["fr", "fr_BF", "fr_BE"],
    ],
)
def test_ranks(ranked: list[str]) -> None:
    """The likeliest comes first, then paradigms, then regions where the language is at home."""
    found = [offer.locale for offer in rank_offers(reversed(ranked), "tlh")]

    assert found == ranked


def test_default_ranks_first() -> None:
    """Of regions that are not the likeliest, the default's comes first."""
    found = [offer.locale for offer in rank_offers(["en_AU", "en_GB", "en_IN"], "en-IN")]

    assert found == ["en_IN", "en_GB", "en_AU"]


@pytest.mark.parametrize(
    ("locales", "expected"),
    [
        (["he", "iw"], ["iw"]),
        (["pt_br", "pt-BR", "PT_BR"], ["pt_br"]),
        (["de_DE", "de_DE.UTF-8"], ["de_DE"]),
        (["de", "deu"], ["de"]),
        (["en", "en-x-pirate"], ["en"]),
        (["fil", "tl"], ["fil"]),
        (["ca@valencia", "ca-valencia"], ["ca@valencia"]),
    ],
)
def test_one_spelling(locales: list[str], expected: list[str]) -> None:
    """Of several spellings of one tag the plainest is on offer, of these the longest, then the last."""
    found = [
        [offer.locale for offer in rank_offers(each, "en")] for each in (locales, locales[::-1])
    ]

    assert found == [expected, expected]


@pytest.mark.parametrize(
    "locales",
    [["no", "nb"], ["de", "de_DE"], ["zh_Hant", "zh_TW"], ["sr_Latn", "sh"], ["ro", "ro_MD"]],
)
def test_other_tags(locales: list[str]) -> None:
    """Tags that mean the same and spell out other subtags are both on offer."""
    assert {offer.locale for offer in rank_offers(locales, "en")} == {*locales}


@settings(deadline=None, database=None)
@given(
    st.lists(st.sampled_from(POOL)).flatmap(
        lambda locales: st.tuples(*[st.permutations(locales)] * 2)
    )
)
def test_order_of_offer(orders: tuple[list[str], list[str]]) -> None:
    """The order depends on nothing but what is on offer."""
    one, other = (rank_offers(locales, "en") for locales in orders)

    assert one == other


@pytest.mark.parametrize("default", ["", "tlh", "\0", "C", "en_US.UTF-8"])
def test_any_default(default: str) -> None:
    """A default that is no language, or none on offer, changes no order."""
    assert [offer.locale for offer in rank_offers(["de", "fr", "en_AU"], default)] == [
        *("de", "fr", "en_AU")
    ]
