"""Which language a client gets of those on offer."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable

import pytest

from i18n_wsgi.negotiation import LanguageMatcher, best_match_language
from i18n_wsgi.negotiation.members import MAX_HEADER_LENGTH, MAX_MEMBER_COUNT

OFFERED = ["ar", "de", "en", "fr", "he", "pt_BR", "zh_Hans", "zh_Hant"]
CHROME_IN_TAIWAN = "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7"
# Languages that nobody above offers, and that are near to none of those on offer.
STRANGERS = [
    "ab",
    "ae",
    "av",
    "bi",
    "ce",
    "ch",
    "cu",
    "cv",
    "dv",
    "fj",
    "ho",
    "hz",
    "ie",
    "io",
    "kj",
]


def both_ways(header: str | None, available: list[str]) -> set[str | None]:
    """The answers for what is on offer as it stands, and in the reversed order."""
    # The function would find the matcher of either order for both.
    matchers = [LanguageMatcher(each) for each in (available, available[::-1])]
    return {best_match_language(header, available), *(each.best_match(header) for each in matchers)}


# Accept-Language: RFC 9110, section 12.5.4


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        (" ", None),
        (" , ;q=1,\t,", None),
        ("it", None),
        ("fr;q=0.001, de;q=0.002", "de"),
        ("fr;q=0.5, de;q=0.5", "fr"),
        ("de;q=0.1, de, fr;q=0.5", "de"),  # a member that is repeated
        ("de, fr, de;q=0.1", "de"),
        ("de;level=1;q=0.1, fr;q=0.2", "fr"),
        ("de;Q=0.1, fr;q=0.2", "fr"),
        ("de ; q = 0.1,\tfr;q=0.2", "fr"),
        ("de;q=.1, fr;q=.2", "fr"),
        (",,de,,", "de"),
        ("it, de-CH;q=0.9, en;q=0.8", "de"),
        ("it;q=0.1\t,\tfr-FR\t;\tq=0.2\t", "fr"),
        ("it,pl;q=0.8, fr;q=0.5, ,de;q=0.6", "de"),  # two lines, joined
        ("de-AT", "de"),
        ("DE", "de"),
        ("de-Latn-AT-1996-u-co-phonebk", "de"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh", "zh_Hans"),
        ("pt", "pt_BR"),
        ("it, *;q=0.1", "en"),
        ("fr;q=0.2, *;q=0.1", "fr"),
    ],
)
def test_best_match(header: str | None, expected: str | None) -> None:
    """The best language on offer is the client's first that is there."""
    assert both_ways(header, OFFERED) == {expected}


@pytest.mark.parametrize(
    "member",
    [
        *("fr;q=high", "fr;q=1.1", "fr;q=2", "fr;q=-1", "fr;q=1e0", "fr;q=nan", "fr;q=inf"),
        *("fr;q=0.5.5", "fr;q=", "fr;q", "fr;q=0_1", "fr;q=0.\u0665"),
        *('fr;q="1"', "fr fr", "f", "frfr", "fr-", "fr--CA", "-fr", "fr\0", "fr\r\n", "fr\ud800"),
        *("ſr", "*-CA", "fr-toolongsubtag", "f" * 70, "fr;q=0;q=x", "**", "*fr"),
    ],
)
@pytest.mark.parametrize("header", ["{}, de;q=0.1", "de;q=0.1, {}", "pl, {}, de"])
def test_unreadable_member(member: str, header: str) -> None:
    """A member that can't be read is left out, alone."""
    assert best_match_language(header.format(member), OFFERED) == "de"


# Stars: RFC 9110, section 12.5.4


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("*", [], None),
        ("*", ["fr", "en"], "en"),
        ("*", ["fr", "en_GB"], "en_GB"),
        ("*", ["fr", "de"], "de"),
        ("*", ["x-bork"], "x-bork"),
        ("*", ["en_XA", "fr"], "fr"),
        ("*;q=0.001", ["fr"], "fr"),
        ("*, en;q=0.1", ["en", "fr"], "fr"),
        ("*, en;q=0.1", ["en"], "en"),
        ("*, en-US;q=0.1", ["en", "fr"], "fr"),
        ("*, en-GB;q=0.1", ["en", "fr"], "en"),
        ("*, en;q=0.1", ["en_GB", "fr"], "fr"),  # it is named, too
        ("*, no;q=0.1", ["nb", "fr"], "fr"),
        ("*, nb;q=0.1", ["no"], "no"),
        ("*, iw;q=0.1", ["he"], "he"),
        ("*;q=0.5, fr", ["de", "fr"], "fr"),
        ("*;q=0.5, fr;q=0.5", ["de", "fr"], "de"),
        ("fr-CA, *;q=0.5", ["de", "fr"], "fr"),
        ("da, *;q=0.5", ["nb", "en"], "nb"),
        ("tlh, *;q=0.5, fr;q=0.4", ["de", "fr"], "de"),
        ("*, *", ["fr"], "fr"),
        ("de;q=0.5, *;q=0.2, it", ["fr", "pl"], "fr"),
        ("f, *", ["fr"], "fr"),
    ],
)
def test_star(header: str, available: list[str], expected: str | None) -> None:
    """A star stands for what no other member names, and prefers English."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize(
    ("default", "expected"),
    [("zh-TW", "zh_Hant"), ("pt_PT", "pt_BR"), ("iw", "he"), ("de", "de"), ("gsw", "de")],
)
def test_star_prefers_default(default: str, expected: str) -> None:
    """A star gets the default language, or what is nearest to it, in any spelling."""
    matcher = LanguageMatcher(OFFERED, default=default)

    assert matcher.best_match("it, *;q=0.5") == expected


@pytest.mark.parametrize("default", ["", "\0", "C", "it", "ja"])
def test_star_without_default(default: str) -> None:
    """A star gets a language even when the default is not on offer."""
    matcher = LanguageMatcher(["fr", "de"], default=default)

    assert matcher.best_match("*") == "de"


def test_default_is_no_wish() -> None:
    """The default is not answered to who asks for something else."""
    matcher = LanguageMatcher(OFFERED, default="de")

    assert matcher.best_match("pl, cs") is None


# Spellings


@pytest.mark.parametrize(
    ("header", "offered"),
    [
        ("iw", "he"),
        ("he", "iw"),
        ("no", "nb"),
        ("nb-NO", "no"),
        ("in", "id_ID"),
        ("sh", "sr@latin"),
        ("SR-latn-rs", "sr@Latin"),
        ("sr@latin", "sr_Latn"),
        ("az-Arab", "az@arabic"),
        ("zh-tw", "zh_Hant"),
        ("zh-Hant", "zh_TW"),
        ("zh-cmn-Hans", "zh_CN.UTF-8"),
        ("zh-cmn-Hant-TW", "zh_TW"),
        ("cmn", "zh"),
        ("en-UK", "EN_gb"),
        ("en", "en_US.UTF-8@euro"),
        ("en_US.UTF-8", "en"),
        ("de_DE@euro", "de"),
        ("PT_br", "pt-BR"),
        ("i-default", "en"),
        ("en-GB-oed", "en_GB"),
        ("no-bok", "nb"),
        ("tl", "fil"),
        ("mo", "ro"),
        ("eng", "en"),
        ("x-bork", "X_Bork"),
        ("root", "und"),
        ("und", "root"),
    ],
)
def test_spellings(header: str, offered: str) -> None:
    """One language is found however it is spelled, and answered as it was offered."""
    assert both_ways(header, ["tlh", offered]) == {offered}


def test_grandfathered() -> None:
    """A grandfathered tag is found under the tag that replaced it, and the other way round."""
    assert best_match_language("i-klingon", ["en", "tlh"]) == "tlh"
    assert best_match_language("tlh", ["en", "i-klingon"]) == "i-klingon"


@pytest.mark.parametrize("header", ["iw", "he", "HE-il"])
def test_two_spellings(header: str) -> None:
    """Of two spellings of one tag on offer, one and the same is always answered."""
    assert both_ways(header, ["he", "iw", "en"]) == {"iw"}


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("ca-valencia", ["ca", "ca@valencia"], "ca@valencia"),
        ("CA_ES@valencia", ["ca", "ca@valencia"], "ca@valencia"),
        ("ca", ["ca", "ca@valencia"], "ca"),
        ("ca-ES", ["ca", "ca@valencia"], "ca"),
        ("ca-valencia", ["ca", "es"], "ca"),
        ("ca", ["ca@valencia", "es"], "ca@valencia"),
        ("ca-valencia;q=0.9, es", ["ca", "ca@valencia"], "ca@valencia"),
        ("de-1996", ["de_1901", "de_1996"], "de_1996"),
        ("de-1996", ["de", "de_1901"], "de"),
    ],
)
def test_variants(header: str, available: list[str], expected: str) -> None:
    """Of a language's variants the one that is asked for is the best, and any is better than none."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("en-XA", ["en", "en_XA"], "en_XA"),
        ("en-XA", ["en"], None),
        ("en", ["en_XA"], None),
        ("en-US, en", ["en_XA", "fr"], None),
        ("en-US, en-XA;q=0.1", ["en_XA"], "en_XA"),
        ("en-psaccent", ["en_XA"], "en_XA"),
        ("ar-XB", ["ar", "ar_XB"], "ar_XB"),
        ("ar-XB", ["ar_XA"], None),
        ("x-bork", ["en", "x-bork"], "x-bork"),
        ("x-piglatin", ["x-bork"], None),
        ("en", ["x-en"], None),
        ("und", ["en", "de"], None),
        ("und", ["und", "en"], "und"),
        ("en", ["und"], None),
        ("und-TW", ["zh", "zh_Hant"], "zh_Hant"),
        ("und-Cyrl", ["ru"], "ru"),
    ],
)
def test_strangers(header: str, available: list[str], expected: str | None) -> None:
    """A pseudo-locale, a private language and no language at all suit only who asks for them."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize("available", [[], ["C", "POSIX", "", "x", "en\0", "README.txt"]])
def test_nothing_on_offer(available: list[str]) -> None:
    """What is no language is not on offer."""
    assert best_match_language("*, en", available) is None


# What people meet in practice: CLDR's language matching


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        # zh-HK and zh-MO get Traditional characters, zh alone Simplified.
        ("zh-HK", ["zh_CN", "zh_TW"], "zh_TW"),
        ("zh-MO", ["zh_CN", "zh_TW"], "zh_TW"),
        ("zh-HK", ["zh", "zh_Hant"], "zh_Hant"),
        ("zh-Hant-HK", ["zh_TW", "zh_MO"], "zh_MO"),
        ("zh", ["zh_CN", "zh_TW"], "zh_CN"),
        ("zh-SG", ["zh_CN", "zh_TW"], "zh_CN"),
        ("zh-Hans-HK", ["zh_CN", "zh_HK"], "zh_CN"),
        ("yue", ["zh_CN", "zh_TW"], "zh_TW"),
        # Never the other Chinese characters while English is on offer.
        (CHROME_IN_TAIWAN, ["en", "zh_CN"], "en"),
        (CHROME_IN_TAIWAN, ["en_GB", "zh_CN", "fr"], "en_GB"),
        (CHROME_IN_TAIWAN, ["en", "zh_CN", "zh_TW"], "zh_TW"),
        (CHROME_IN_TAIWAN, ["zh_CN"], "zh_CN"),
        (CHROME_IN_TAIWAN, ["fr", "zh_CN"], "zh_CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", ["zh_TW", "en"], "en"),
        ("zh-HK,zh;q=0.9", ["zh_CN", "en"], None),
        ("zh-HK", ["zh_CN", "en"], None),
        ("zh-CN", ["zh_TW", "en"], None),
        ("zh", ["zh_TW", "en"], None),
        ("zh-HK", ["zh_CN"], None),
        ("zh-Hant-TW, zh-Hans-CN", ["zh_CN", "en"], "zh_CN"),  # unless it is asked for
        ("zh-Hant-TW, zh-CN", ["zh_CN", "en"], "zh_CN"),
        ("zh-TW, zh-Hans", ["zh_CN", "en"], "zh_CN"),
        ("zh;q=0.9,zh-TW", ["zh_CN", "en"], None),
        ("zh,zh-TW;q=0.9", ["zh_CN", "en"], "zh_CN"),
        # Serbian in Latin letters.
        ("sr-Latn", ["sr", "sr_Latn"], "sr_Latn"),
        ("sr-Latn-RS", ["sr", "sr@latin"], "sr@latin"),
        ("sr-Latn", ["sr"], "sr"),
        ("sr-Latn", ["sr", "hr", "en"], "sr"),
        ("sr", ["sr", "sr_Latn"], "sr"),
        ("sr", ["sr_Latn"], "sr_Latn"),
        ("sr-ME", ["sr", "sr_Latn"], "sr_Latn"),
        ("sh", ["hr", "sr", "sr_Latn"], "sr_Latn"),
        ("sh", ["hr", "sr"], "hr"),
        ("bs", ["sh", "sr"], "sh"),
        ("hr", ["sr_Latn", "sr"], None),
        # Portuguese.
        ("pt-PT", ["pt_BR"], "pt_BR"),
        ("pt-PT", ["pt_BR", "es", "en"], "pt_BR"),
        ("pt-PT", ["pt_BR", "pt_AO"], "pt_AO"),
        ("pt-PT", ["pt", "pt_BR", "pt_PT"], "pt_PT"),
        ("pt-BR", ["pt", "pt_BR", "pt_PT"], "pt_BR"),
        ("pt", ["pt", "pt_BR", "pt_PT"], "pt"),
        ("pt", ["pt_BR", "pt_PT"], "pt_BR"),
        ("pt", ["pt_PT"], "pt_PT"),
        ("pt-AO", ["pt", "pt_BR", "pt_PT"], "pt_PT"),
        ("pt-AO", ["pt", "pt_BR"], "pt"),
        ("pt-US", ["pt_BR", "pt_PT"], "pt_BR"),
        # Norwegian.
        ("no", ["nb"], "nb"),
        ("nb", ["no"], "no"),
        ("no", ["nb", "nn"], "nb"),
        ("nb", ["nn", "no"], "no"),
        ("no", ["no", "nb"], "no"),
        ("nb", ["no", "nb"], "nb"),
        ("nn", ["nb", "no"], "nb"),
        ("nn", ["no"], "no"),
        ("no", ["nn"], "nn"),
        ("nn-NO,nn;q=0.9,no;q=0.8,nb;q=0.7", ["nb", "en"], "nb"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5", ["no", "en"], "no"),
        ("nn, en-GB", ["nb", "en_GB"], "en_GB"),  # better an exact match than Bokmål
        ("da", ["nb", "en"], "nb"),
        ("sv", ["nb"], None),
        # Spanish.
        ("es-MX", ["es", "es_419"], "es_419"),
        ("es-MX", ["es", "es_419", "es_MX"], "es_MX"),
        ("es-MX", ["es"], "es"),
        ("es-419", ["es", "es_MX"], "es_MX"),
        ("es-419", ["es"], "es"),
        ("es-AR", ["es_ES", "es_MX"], "es_MX"),
        ("es-AR", ["es_MX", "es_419"], "es_419"),
        ("es", ["es_419", "es_MX"], "es_419"),
        ("es-ES", ["es", "es_419"], "es"),
        ("es-US", ["es", "es_419"], "es_419"),
        # English.
        ("en-GB, fr;q=0.9", ["en_US", "fr"], "en_US"),
        ("en-GB", ["en", "en_GB"], "en_GB"),
        ("en-AU", ["en", "en_GB"], "en_GB"),
        ("en-AU", ["en_GB", "en_NZ"], "en_GB"),
        ("en-CA", ["en_US", "en_GB"], "en_US"),
        ("en", ["en_GB", "en_US"], "en_US"),
        ("en", ["en_AU", "en_GB"], "en_GB"),
        ("en-IN,en-US;q=0.9", ["en_US", "fr"], "en_US"),
        # A first wish that matches by distance, and a later one that matches exactly.
        ("fr-FR,en-US,en", ["fr", "en"], "fr"),
        ("fr-CA, en", ["fr", "en"], "fr"),
        ("de-CH, fr", ["de", "fr"], "de"),
        ("es-MX, en-US", ["es", "en"], "es"),
        ("gsw, en", ["de", "en"], "en"),  # another language is farther than a region
        ("ca, en", ["es", "en"], "en"),
        ("ca", ["es", "en"], "es"),
        ("arz, fr-CA", ["ar", "fr"], "fr"),  # by 6 nearer
        ("arz, es-MX", ["ar", "es"], "ar"),  # by 5 nearer, as a mere region is
        ("en-GB, en-US", ["en_US", "en_GB"], "en_GB"),
        ("en, en-GB", ["en_GB", "nl"], "en_GB"),
        ("da, no, nb", ["nb", "nn"], "nb"),
        # Safari sends a single tag.
        ("fr-fr", OFFERED, "fr"),
        ("en-us", OFFERED, "en"),
        ("en-GB", OFFERED, "en"),
        ("pt-PT", OFFERED, "pt_BR"),
        ("zh-cn", OFFERED, "zh_Hans"),
        ("zh-tw", OFFERED, "zh_Hant"),
        ("zh-Hant-HK", OFFERED, "zh_Hant"),
        ("he-IL", OFFERED, "he"),
        ("ar-EG", OFFERED, "ar"),
        # Others.
        ("de-AT", ["de_CH", "de_DE"], "de_DE"),
        ("de", ["de_AT", "de_CH", "de_DE"], "de_DE"),
        ("ar-MA", ["ar_EG", "ar_DZ"], "ar_DZ"),
        ("ar", ["ar_EG", "ar_DZ"], "ar_EG"),
        ("fr-CA", ["fr", "fr_CH"], "fr"),
        ("sr-Latn;q=0.5, hr", ["sr_Latn", "hr"], "hr"),
        ("uk", ["ru"], None),
        ("be", ["ru"], "ru"),
        ("es", ["ca"], None),
        ("de", ["gsw"], None),
        ("nl", ["af"], None),
    ],
)
def test_in_practice(header: str, available: list[str], expected: str | None) -> None:
    """Readers get the language, the characters and the region that they read best."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize("count", [8, 9, 10, 11, 15])
@pytest.mark.parametrize(
    ("wish", "offered"),
    [("de", "de"), ("DE", "de"), ("pt-BR", "pt_BR"), ("pt-br", "pt"), ("zh-TW", "zh_Hant")],
)
def test_many_unknown_wishes(wish: str, offered: str, count: int) -> None:
    """However many wishes are in vain, one that is on offer is granted."""
    header = ",".join([*STRANGERS[:count], wish])

    assert both_ways(header, ["pl", offered]) == {offered}


def test_many_unknown_wishes_and_a_variant() -> None:
    """However many wishes are in vain, a variant is not taken for its language."""
    header = ",".join([*STRANGERS, "ca"])

    assert both_ways(header, ["ca", "ca@valencia"]) == {"ca"}


@pytest.mark.parametrize("count", [8, 9, 10, 11, 12])
@pytest.mark.parametrize("header", ["{},de;q=0.5,*;q=0.1", "{},*;q=0.5", "{},it,*;q=0.1,fr;q=0"])
def test_many_unknown_wishes_and_a_star(header: str, count: int) -> None:
    """However many wishes are in vain, a star behind them is granted."""
    sent = header.format(",".join(STRANGERS[:count]))

    assert both_ways(sent, ["fr", "de"]) == {"de"}


def test_many_unknown_wishes_and_a_refusal() -> None:
    """However many wishes are in vain, a refused one is not granted."""
    header = ",".join([*STRANGERS[:14], "de", "de;q=0"])

    assert both_ways(header, ["fr", "de"]) == {None}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (CHROME_IN_TAIWAN, "fr"),
        ("zh-TW,zh;q=0.9", None),
        ("zh-TW,zh;q=0.9,fr;q=0.8", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
    ],
)
def test_other_default(header: str, expected: str | None) -> None:
    """The other Chinese characters are not answered while the default language is on offer."""
    header = header.replace("en", "fr")

    assert LanguageMatcher(["fr", "zh_CN"], default="fr").best_match(header) == expected


def test_chinese_by_default() -> None:
    """Where Simplified Chinese is the default, readers of Traditional Chinese get it for zh."""
    matcher = LanguageMatcher(["en", "zh_CN"], default="zh_CN")

    assert matcher.best_match("zh-TW,zh;q=0.9,en;q=0.8") == "zh_CN"


# What is on offer


@pytest.mark.parametrize(
    "kind",
    [
        *(list, tuple, set, frozenset, iter, dict.fromkeys),
        *(
            lambda locales: dict.fromkeys(locales).keys(),
            lambda locales: (each for each in locales),
        ),
    ],
    ids=["list", "tuple", "set", "frozenset", "iterator", "dict", "keys", "generator"],
)
def test_kinds_of_offer(kind: Callable[[list[str]], Iterable[str]]) -> None:
    """Whatever holds the languages on offer, each is found, and found again."""
    header = "pt, he;q=0.5"

    answers = [
        (
            best_match_language(header, kind(OFFERED)),
            best_match_language(header, kind(["he", "de"])),
        )
        for _time in range(3)
    ]

    assert answers == [("pt_BR", "he")] * 3


@pytest.mark.parametrize(
    ("available", "told"),
    [
        ("en", "available is 'en'; a list of locales was expected"),
        ("", "available is ''; a list of locales was expected"),
        (None, "available is None; a list of locales was expected"),
        (1, "available is 1; a list of locales was expected"),
        ([None], "available holds None; locales are strings, such as 'pt_BR'"),
        (["en", b"de"], "available holds b'de'; locales are strings, such as 'pt_BR'"),
        (b"en", "available is b'en'; a list of locales was expected"),
        ({1: "en"}, "available holds 1; locales are strings, such as 'pt_BR'"),
    ],
)
@pytest.mark.parametrize("header", [None, "", "en"])
def test_no_offer(available: object, told: str, header: str | None) -> None:
    """What is no list of strings is refused, and what it is told."""
    with pytest.raises(TypeError, match=re.escape(told)):
        best_match_language(header, available)
    with pytest.raises(TypeError, match=re.escape(told)):
        LanguageMatcher(available)


# Hostile headers


@pytest.mark.parametrize(
    "unread", ["x" * 64_000, "," * 64_000, ";" * 64_000, '"' * 64_000, "xx," * 21_000, "-" * 64_000]
)
def test_long_header(unread: str) -> None:
    """Of a header that is longer than any client's, the end is not read."""
    assert best_match_language(f"{unread}, fr", OFFERED) is None


@pytest.mark.parametrize("length", range(MAX_HEADER_LENGTH, MAX_HEADER_LENGTH + 8))
def test_cut_member(length: int) -> None:
    """A member at the cap is read whole or not at all: a refusal does not turn into a wish."""
    header = ", fr;q=0".rjust(length, "x")

    assert best_match_language(header, OFFERED) is None


@pytest.mark.parametrize(
    ("count", "expected"), [(MAX_MEMBER_COUNT - 1, "fr"), (MAX_MEMBER_COUNT, None)]
)
def test_member_count(count: int, expected: str | None) -> None:
    """Of a header with more members than any client's, the first ones count."""
    assert best_match_language("x," * count + "fr", OFFERED) == expected


# Why


def test_explain() -> None:
    """An explanation tells each wish with its maximised form and how far it is from what suits it."""
    found = LanguageMatcher(["fr", "zh_TW"]).explain("zh;q=0.9, zh-HK, fr-CA;q=0.8")

    wishes = [(wish.text, wish.weight, wish.maximised, wish.distances) for wish in found.wishes]
    assert wishes == [
        ("zh-HK", 1, "zh-Hant-HK", {"zh_TW": 5}),
        ("zh", 0.9, "zh-Hans-CN", {}),
        ("fr-CA", 0.8, "fr-Latn-CA", {"fr": 4}),
    ]
    assert (found.choice, found.suited) == ("zh_TW", "zh-HK")
    assert (found.unread, found.refused) == ((), frozenset())
    assert [wish.limit for wish in found.wishes] == [50, 0, 0]


def test_explain_what_is_meant() -> None:
    """A wish for zh behind zh-TW is told as what it means: Traditional characters."""
    found = LanguageMatcher(["en", "zh_CN"]).explain("zh-TW,zh;q=0.9")

    assert [wish.maximised for wish in found.wishes] == ["zh-Hant-TW"] * 2


def test_explain_what_is_repeated() -> None:
    """A wish that is repeated is told once, as it was looked at first."""
    found = LanguageMatcher(["fr"]).explain("it, pl, it;q=0.5, fr;q=0.1")

    assert [(wish.text, wish.limit) for wish in found.wishes] == [
        ("it", 50),
        ("pl", 45),
        ("fr", 35),
    ]


def test_explain_refusals() -> None:
    """A refused zh behind zh-TW is told as what it is: nobody asks for it in other characters."""
    found = LanguageMatcher(["en", "zh_TW"]).explain("*, zh-TW;q=0, zh;q=0")

    assert [wish.maximised for wish in found.wishes] == ["", "zh-Hant-TW", "zh-Hans-CN"]


def test_explain_what_is_not_read() -> None:
    """An explanation tells the members that can't be read, and those that refuse."""
    found = LanguageMatcher(["de", "de_AT", "en", "fr"]).explain("de;q=0, de;q=high, xyz-, ,*")

    assert found.unread == ("de;q=high", "xyz-")
    assert found.refused == {"de", "de_AT"}
    assert [(wish.text, wish.maximised) for wish in found.wishes] == [
        ("*", ""),
        ("de", "de-Latn-DE"),
    ]
    assert (found.choice, found.suited) == ("en", "*")


@pytest.mark.parametrize("header", ["", "it", "fr;q=0", " ,"])
def test_explain_none(header: str) -> None:
    """An explanation of what nothing suits has no choice."""
    assert LanguageMatcher(["fr"]).explain(header).choice is None


# What the first review found


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("hi-Latn,hi;q=0.9,en;q=0.8", ["hi", "en"], "hi"),
        ("zh-Latn, zh, en", ["zh_Hans", "en"], "zh_Hans"),
        ("kk-CN,kk,en", ["kk", "en"], "kk"),
        ("pa-PK,pa;q=0.9,en;q=0.1", ["pa", "en"], "pa"),
        ("ku-IQ, ku", ["ku", "en"], "ku"),
        ("zh-CN,zh,en", ["zh_Hant", "en"], "en"),
    ],
)
def test_bare_language(header: str, available: list[str], expected: str) -> None:
    """A bare language behind a longer tag is what it says; but for Chinese, no script is carried over."""
    assert best_match_language(header, available) == expected


VAIN = "it,pl,ja,ko,ru,uk,cs,sk,hu,fi,"


@pytest.mark.parametrize(
    ("wish", "offered"),
    [
        ("no", "nb"),
        ("en-GB", "en"),
        ("pt-PT", "pt_BR"),
        ("zh-HK", "zh_TW"),
        ("sr-Latn", "sr"),
        ("iw", "he"),
        ("de_AT.UTF-8", "de"),
        ("ca-valencia", "ca@valencia"),
    ],
)
def test_behind_wishes_in_vain(wish: str, offered: str) -> None:
    """Behind ten wishes in vain, another region of the language is still near enough."""
    assert best_match_language(VAIN + wish, [offered]) == offered


@pytest.mark.parametrize("wishes", ["zh,en", "zh-TW,zh,en", "zh-HK,zh;q=0.9,en;q=0.8"])
def test_chinese_behind_wishes_in_vain(wishes: str) -> None:
    """Behind ten wishes in vain, too, nobody gets the other Chinese characters instead of English."""
    available = ["en", "zh_TW"] if wishes == "zh,en" else ["en", "zh_CN"]

    assert both_ways(VAIN + wishes, available) == {"en"}


def test_far_behind_wishes_in_vain() -> None:
    """Behind ten wishes in vain, a language that is merely understood is not near enough any more."""
    assert best_match_language("nn", ["nb"]) == "nb"
    assert best_match_language(VAIN + "nn", ["nb"]) is None


@pytest.mark.parametrize(
    ("header", "available"),
    [
        ("cnr;q=0, *", ["cnr_RS"]),
        ("PRS;q=0,*", ["prs-GB.UTF-8"]),
        ("sh;q=0, *", ["sr_Latn"]),
        ("sr-Latn;q=0, *", ["sh"]),
        ("no;q=0, *", ["nb_NO"]),
    ],
)
def test_refused_by_another_name(header: str, available: list[str]) -> None:
    """A refusal by an old code, or by another code of the same language, refuses."""
    assert best_match_language(header, available) is None


def test_refused_star_and_another_name() -> None:
    """What is asked for by another code of the same language is no part of a refused star."""
    assert best_match_language("sh, *;q=0", ["sr_Latn"]) == "sr_Latn"


@pytest.mark.parametrize("header", ['fr", de', "fr'x, de", 'fr;x=", *;q=0, de;q=1'])
def test_quote(header: str) -> None:
    """A stray quote takes no more than its own member: there are no quoted strings here."""
    assert best_match_language(header, ["de"]) == "de"


def test_enumeration() -> None:
    """Who offers members of an enumeration gets a plain string, as everybody does."""

    class Spoken(enum.StrEnum):
        FRENCH = "fr"
        GERMAN = "de"

    offers = ([Spoken.FRENCH, Spoken.GERMAN], ["fr", "de"], (Spoken.FRENCH,))
    answers = [best_match_language("fr", offered) for offered in offers]

    assert answers == ["fr"] * 3
    assert {type(answer) for answer in answers} == {str}


def test_among() -> None:
    """A matcher narrowed to fewer locales answers one of them, and keeps its default."""
    matcher = LanguageMatcher(["de", "en", "fr", "pl"], default="pl")

    assert matcher.best_match_among("de, *;q=0.5", ["en", "fr", "pl"]) == "pl"
    assert matcher.best_match_among("de, fr;q=0.5", ["en", "fr", "pl"]) == "fr"
    assert matcher.best_match_among("de, en;q=0.5, fr;q=0", ["en", "fr", "pl"]) == "en"
    assert matcher.best_match_among("de", ["en"]) is None
    assert matcher.best_match_among(None, ["en"]) is None


def test_no_header() -> None:
    """What is no header is refused, and what it is told."""
    with pytest.raises(TypeError, match="the header is b'fr'; a string or None was expected"):
        best_match_language(b"fr", ["fr"])


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("und-Cyrl-RU", ["ru"], "ru"),
        ("und-Cyrl-DE", ["de", "ru"], "ru"),
        ("und-Hant-TW", ["zh_TW", "en"], "zh_TW"),
        ("ru", ["und_Cyrl_RU"], "und_Cyrl_RU"),
    ],
)
def test_undetermined_in_script_and_region(
    header: str, available: list[str], expected: str
) -> None:
    """Where a language is not said, the script and the region tell the likely one, the script first."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize(
    "header",
    [
        "zh-yue-HK,zh;q=0.9,en;q=0.8",
        "yue-Hant-HK,yue;q=0.9,zh;q=0.8,en;q=0.7",
        "zh-Latn-TW,zh-HK,zh;q=0.9,en;q=0.8",
    ],
)
def test_bare_chinese_behind_cantonese(header: str) -> None:
    """Who reads Traditional characters gets English, not Simplified ones, however they say so."""
    assert both_ways(header, ["en", "zh_CN"]) == {"en"}


def test_variant_counts_more_than_what_is_spelled_out() -> None:
    """Of a language and of a variant of it in all its subtags, the one with the variant is nearer."""
    assert both_ways("ca-valencia", ["ca", "ca_Latn_ES@valencia"]) == {"ca_Latn_ES@valencia"}


def test_explain_what_is_not_looked_at() -> None:
    """Members beyond those that are read of a header are counted."""
    found = LanguageMatcher(["de"]).explain("it,," * (MAX_MEMBER_COUNT + 3))

    assert found.left_out_count == 3


def test_explain_the_first_weight() -> None:
    """What is asked for several times is explained by its heaviest weight."""
    found = LanguageMatcher(["fr"]).explain("fr, fr;q=0.5, FR;q=0.9")

    assert [(wish.text, wish.weight) for wish in found.wishes] == [("fr", 1), ("FR", 0.9)]


def test_locales() -> None:
    """A matcher tells what is on offer, the best of equals first."""
    assert LanguageMatcher(["fr", "README.txt", "en", "deu", "de"]).locales == ("en", "de", "fr")


class Odd(list[str]):
    """A list that compares as numpy's arrays do."""

    def __ne__(self, other: object) -> bool:
        raise ValueError("the truth of it is ambiguous")


def test_list_that_can_not_be_compared() -> None:
    """What is on offer need not be comparable."""
    odd = Odd(["fr"])

    assert [best_match_language("fr", odd) for _call in range(2)] == ["fr", "fr"]
