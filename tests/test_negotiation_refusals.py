"""What an Accept-Language header refuses."""

from __future__ import annotations

import pytest

from i18n_wsgi.negotiation import LanguageMatcher, best_match_language

OFFERED = ["ar", "de", "en", "fr", "he", "pt_BR", "zh_Hans", "zh_Hant"]


def both_ways(header: str | None, available: list[str]) -> set[str | None]:
    """The answers for what is on offer as it stands, and in the reversed order."""
    # The function would find the matcher of either order for both.
    matchers = [LanguageMatcher(each) for each in (available, available[::-1])]
    return {best_match_language(header, available), *(each.best_match(header) for each in matchers)}


# RFC 9110, sections 12.4.2 and 12.5.4; RFC 4647, section 3.3


@pytest.mark.parametrize("weight", ["0", "0.", "0.0", "0.000", ".0", " 0 "])
def test_refusal(weight: str) -> None:
    """A weight of zero in any spelling refuses."""
    assert best_match_language(f"de;q={weight}, *", ["de"]) is None


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("en;q=0", ["en"], None),
        ("en;q=0", ["en", "de"], None),  # nothing is asked for
        ("en;q=0, *", ["en", "de"], "de"),
        ("en;q=0, *", ["en", "en_GB"], None),
        ("en;q=0, *", OFFERED, "pt_BR"),
        ("*, en;q=0", OFFERED, "pt_BR"),
        ("de;q=0, en;q=0.1", ["de", "en"], "en"),
        ("de;q=0, de-AT", ["de"], None),
        ("de;q=0, de-AT", ["de", "de_CH"], None),
        ("en;q=0, en-GB", ["en", "en_GB", "en_AU"], "en_GB"),  # the more specific member decides
        ("en;q=0, en-GB", ["en"], None),
        ("en-US;q=0, en", ["en"], "en"),
        ("en-US;q=0, en", ["en_US", "en"], "en"),
        ("en-US;q=0, en", ["en_US", "en_GB"], "en_GB"),
        ("en-US;q=0, en", ["en_US"], None),
        ("de-AT;q=0, de", ["de"], "de"),
        ("de-AT;q=0, de-CH", ["de_AT"], None),
        ("it, de-AT;q=0", ["de"], None),  # what is refused is no wish
        ("zh-TW, zh;q=0.9, en;q=0.8, zh-Hant;q=0", ["en", "zh_HK"], "en"),
        ("zh-Hans;q=0, zh-Hant", ["zh_Hans", "zh_Hant"], "zh_Hant"),
        ("zh-Hans;q=0, *", ["zh_CN"], None),  # a script may go without saying
        ("zh-Hans;q=0, zh-CN", ["zh_SG"], None),
        ("zh-Hant;q=0, *", ["zh_HK", "zh_CN"], "zh_CN"),
        ("zh-Hant;q=0, zh", ["zh_HK", "zh_CN"], "zh_CN"),
        ("zh-CN;q=0, zh", ["zh_CN"], None),
        ("sr-Latn;q=0, sr", ["sr@latin", "sr"], "sr"),
        ("sr-Latn;q=0, sr", ["sr@latin"], None),
        ("pt-PT;q=0, pt", ["pt_BR", "pt_PT"], "pt_BR"),
        ("pt-BR;q=0, *", ["pt"], None),  # it means the same
        ("pt-BR;q=0, *", ["pt", "pt_PT"], "pt_PT"),
        ("pt-BR;q=0, pt-AO", ["pt"], None),
        ("pt-BR;q=0, pt", ["pt"], "pt"),  # unless it is asked for
        ("en, en;q=0", ["en"], None),  # refused and accepted
        ("en;q=0, EN", ["en"], None),
        ("en;q=0, en;q=0.5, de;q=0.1", ["en", "de"], "de"),
        ("de;q=0, gsw", ["de"], None),  # near enough, and refused
        ("de;q=0, gsw, fr;q=0.1", ["de", "fr"], "fr"),
        ("iw;q=0, *", ["he"], None),
        ("he-IL;q=0, *", ["iw"], None),
        ("nb;q=0, *", ["no"], None),
        ("no;q=0, nn", ["nb"], None),
        ("x-bork;q=0, *", ["x-bork"], None),
        ("x-bork;q=0, *", ["x-bork", "x-piglatin"], "x-piglatin"),
        ("und;q=0, *", ["und"], None),
        ("und-TW;q=0, *", ["und-TW"], None),
        ("en-XA;q=0, *", ["en_XA", "fr"], "fr"),
        ("en-XA;q=0, en-XA", ["en_XA"], None),
        ("en;q=0, *", ["en_XA"], None),
        ("en;q=0, en-XA", ["en_XA"], "en_XA"),
        ("i-klingon;q=0, *", ["tlh"], None),
        ("cmn-Hant;q=0, *", ["zh_TW"], None),
        ("de-u-co-phonebk;q=0, *", ["de"], None),
        ("ca-valencia;q=0, *", ["ca@valencia"], None),
        ("frfr;q=0, fr", ["fr"], "fr"),  # refuses nothing
        (";q=0, fr", ["fr"], "fr"),
    ],
)
def test_refused(header: str, available: list[str], expected: str | None) -> None:
    """What is refused is not answered; of what is said of a language, the most specific decides."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("*;q=0", ["en"], None),
        ("*, *;q=0", ["en"], None),
        ("*;q=0, fr", ["fr", "en"], "fr"),
        ("*;q=0, fr", ["en"], None),
        ("fr-CA, *;q=0", ["fr"], "fr"),
        ("fr-CA, *;q=0", ["fr_BE", "en"], "fr_BE"),
        ("en, *;q=0", ["en_GB"], "en_GB"),
        ("gsw, *;q=0", ["de"], None),  # another language, that nobody asks for
        ("gsw, de-AT;q=0, *;q=0", ["de"], None),
        ("da, *;q=0", ["nb"], None),
        ("no, *;q=0", ["nb"], "nb"),
        ("en-XA, *;q=0", ["en_XA"], "en_XA"),
        ("und-TW, *;q=0", ["und-TW"], "und-TW"),
        ("nb, *;q=0", ["no"], "no"),
        ("fr-BE;q=0, fr-CA, *;q=0", ["fr_BE", "fr_CH"], "fr_CH"),
        ("fr;q=0, *;q=0", ["fr", "en"], None),
    ],
)
def test_refused_star(header: str, available: list[str], expected: str | None) -> None:
    """A refused star refuses the languages that the header does not ask for."""
    assert both_ways(header, available) == {expected}


@pytest.mark.parametrize("spelling", ["{}", "{}-x-y", "{}-u-nu-arab"])
@pytest.mark.parametrize("locale", OFFERED)
def test_star_and_refusal(locale: str, spelling: str) -> None:
    """A refused language is not answered to a star, and every other one is."""
    header = f"*, {spelling.format(locale)};q=0"
    left = [each for each in OFFERED if each != locale]

    assert both_ways(header, OFFERED) <= {*left}
    assert both_ways(header, [locale]) == {None}


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("zh-TW;q=0, zh-Hant, en;q=0.5", ["zh_TW", "en"], "en"),
        ("en-GB;q=0, en-Latn", ["en_GB"], None),
        ("zh-Hant;q=0, zh-TW", ["zh_TW"], "zh_TW"),
        ("zh;q=0, zh-Hans", ["zh_CN"], "zh_CN"),
        ("zh;q=0, zh@latin", ["zh_Hans"], None),
        ("sr;q=0, sr@latin", ["sr"], None),
        ("sr@latin;q=0, sr", ["sr"], "sr"),
        ("ca-valencia;q=0, ca", ["ca"], "ca"),
        ("ca-valencia;q=0, *", ["ca"], "ca"),
        ("ca-valencia;q=0, ca", ["ca@valencia"], None),
        ("ca-valencia;q=0, ca-valencia-1996", ["ca-valencia-1996"], "ca-valencia-1996"),
        ("ca-valencia;q=0, *", ["ca-valencia-1996"], None),
        ("ca;q=0, ca-valencia", ["ca", "ca@valencia"], "ca@valencia"),
        ("en, en-x-pirate;q=0", ["en"], "en"),
        ("en, en-x-pirate;q=0", ["en-x-pirate"], None),
        ("zh;q=0, *", ["zh_yue"], None),
        ("yue;q=0, *", ["zh_yue"], None),
        ("iw;q=0, he", ["he"], None),
        ("he;q=0, iw", ["he"], None),
        ("sr@latin;q=0, *", ["sr_RS.UTF-8@latin"], None),
        ("de-1996;q=0, *", ["de_DE.UTF-8@1996", "fr"], "fr"),
    ],
)
def test_what_is_spelled_out(header: str, available: list[str], expected: str | None) -> None:
    """What a member spells out of what is on offer says more than what goes without saying."""
    assert both_ways(header, available) == {expected}


def test_refused_among_fewer() -> None:
    """What is refused is not answered when less is on offer either."""
    matcher = LanguageMatcher(["en", "zh_TW"])

    assert matcher.best_match_among("zh-TW;q=0, zh-Hant", ["zh_TW"]) is None
