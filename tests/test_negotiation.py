"""Which language a client gets of those on offer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import (
    MAX_HEADER_LENGTH,
    MAX_MEMBER_COUNT,
    LanguageMatcher,
    Wish,
    best_match_language,
    direction_of,
    language_of,
    parse_tag,
    parse_wishes,
)

OFFERED = ["ar", "de", "en", "fr", "he", "pt_BR", "zh_Hans", "zh_Hant"]

# Accept-Language: RFC 9110, section 12.5.4


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        (" , ;q=1,\t,", None),
        ("it", None),
        ("de;q=0", None),
        ("de;q=0, de-AT", None),
        ("zh-Hans;q=0, zh-Hant", "zh_Hant"),
        ("*;q=0", None),
        ("de;q=0, DE-de", "de"),  # the more specific member decides
        ("de-AT;q=0, de", "de"),
        ("en;q=0, *", "ar"),
        ("*, en;q=0.1", "ar"),  # a star stands for what is not named
        ("fr;q=0.2, *;q=0.1", "fr"),
        ("it, *;q=0.1", "en"),
        ("*", "en"),
        ("fr;q=0.001, de;q=0.002", "de"),
        ("fr;q=0.5, de;q=0.5", "fr"),
        ("de;level=1;q=0.1, fr;q=0.2", "fr"),
        ("de;Q=0.1, fr;q=0.2", "fr"),
        ("de ; q = 0.1,\tfr;q=0.2", "fr"),
        ("de-AT", "de"),
        ("de-Latn-AT-1996-u-co-phonebk", "de"),
        ("it, de-CH;q=0.9, en;q=0.8", "de"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh", "zh_Hans"),
        ("pt", "pt_BR"),
    ],
)
def test_best_match(header: str | None, expected: str | None) -> None:
    """The best language on offer is the client's first that is there and not refused."""
    assert best_match_language(header, OFFERED) == expected


@pytest.mark.parametrize(
    "member",
    [
        *("fr;q=1.1", "fr;q=2", "fr;q=-1", "fr;q=1e0", "fr;q=nan", "fr;q=inf", "fr;q=0.5.5"),
        *("fr;q=", "fr;q", "fr;q=0_1", "fr;q=0.\u0665", "fr;q=0.1234567890", 'fr;q="1"'),
        *("fr fr", "f", "frfr", "fr-", "fr--CA", "-fr", "fr\0", "fr\r\n", "fr\ud800", "ſr", "*-CA"),
        *("fr-toolongsubtag", "fr" + "-abcdefgh" * 8),
    ],
)
def test_unreadable_member(member: str) -> None:
    """A member that can't be read is left out, alone."""
    assert best_match_language(f"{member}, de;q=0.1", OFFERED) == "de"


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
        ("az-Arab", "az@arabic"),
        ("zh-tw", "zh_Hant"),
        ("zh-Hant", "zh_TW"),
        ("zh-cmn-Hans", "zh_CN.UTF-8"),
        ("en-UK", "EN_gb"),
        ("en", "en_US.UTF-8@euro"),
        ("PT_br", "pt-BR"),
    ],
)
def test_spellings(header: str, offered: str) -> None:
    """One language is found however it is spelled, and answered as it was offered."""
    assert best_match_language(header, ["tlh", offered]) == offered


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("pt-PT", ["pt", "pt_BR", "pt_PT"], "pt_PT"),
        ("pt-BR", ["pt", "pt_BR", "pt_PT"], "pt_BR"),
        ("pt", ["pt", "pt_BR", "pt_PT"], "pt"),
        ("pt-AO", ["pt", "pt_BR", "pt_PT"], "pt"),
        ("sr-Latn", ["sr", "sr@latin"], "sr@latin"),
        ("sr", ["sr", "sr@latin"], "sr"),
        ("zh-Hant-TW", ["zh_HK", "zh_TW"], "zh_TW"),
        ("pt-PT;q=0, pt", ["pt_BR", "pt_PT"], "pt_BR"),
    ],
)
def test_nearest(header: str, available: list[str], expected: str) -> None:
    """Of several regions or scripts of a language, the one that was asked for is the best."""
    assert best_match_language(header, available) == expected


@pytest.mark.parametrize("available", [[], ["C", "POSIX", "", "x", "en\0", "README.txt"]])
def test_nothing_on_offer(available: list[str]) -> None:
    """What is no language is not on offer."""
    assert best_match_language("*, en", available) is None


@settings(deadline=None, database=None)
@given(st.permutations(["no", "nb", "pt", "pt_BR", "pt-br", "iw", "he", "en", "en_US"]))
def test_order_of_offer(available: list[str]) -> None:
    """The answer does not depend on the order of what is on offer."""
    chosen = [best_match_language(header, available) for header in ("nb", "pt-BR", "he", "*")]

    assert chosen == ["nb", "pt-br", "he", "en"]


def test_star_prefers_default() -> None:
    """A star gets the default language when it is on offer, in any spelling."""
    matcher = LanguageMatcher(OFFERED, default="zh-TW")

    assert matcher.best_match("tlh, *;q=0.5") == "zh_Hant"


@pytest.mark.parametrize("default", ["", "tlh", "\0"])
def test_star_without_default(default: str) -> None:
    """A star gets a language even when the default is not on offer."""
    matcher = LanguageMatcher(["fr", "de"], default=default)

    assert matcher.best_match("*") == "de"


@settings(deadline=None, database=None)
@given(
    st.text(st.characters(), max_size=50)
    | st.text("adefnr-_*,;q=01. \t\ud800", max_size=50).map(lambda text: f"{text}, *;q=0.001")
)
def test_any_header(header: str) -> None:
    """Whatever is sent, the answer is a language on offer or None."""
    assert best_match_language(header, OFFERED) in (*OFFERED, None)


@settings(deadline=None, database=None)
@given(st.sampled_from(OFFERED), st.sampled_from(["{}", "{}-x-y", "{}-u-nu-arab"]))
def test_refused_stays_refused(locale: str, spelling: str) -> None:
    """A refused language is never answered, not even to a star."""
    header = f"*, {spelling.format(locale)};q=0"

    assert best_match_language(header, OFFERED) not in (locale, None)


@pytest.mark.parametrize("unread", ["x" * 64_000, "," * 64_000, ";" * 64_000])
def test_long_header(unread: str) -> None:
    """Of a header that is longer than any client's, the end is not read."""
    assert best_match_language(f"{unread}, fr", OFFERED) is None


@pytest.mark.parametrize("length", range(MAX_HEADER_LENGTH, MAX_HEADER_LENGTH + 8))
def test_cut_member(length: int) -> None:
    """A member at the cap is read whole or not at all: a refusal does not turn into a wish."""
    header = ", fr;q=0".rjust(length, "x")

    assert best_match_language(header, OFFERED) is None


def test_member_count() -> None:
    """Of a header with more members than any client's, the first ones count."""
    wishes = parse_wishes("x," * MAX_MEMBER_COUNT + "de")

    assert wishes == [Wish("x", 1.0)] * MAX_MEMBER_COUNT


# Qualities: RFC 9110, section 12.4.2


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.", 1), ("0.", 0), ("1.000", 1), ("0.000", 0), ("0.999", 0.999), ("0", 0), ("1", 1)],
)
def test_quality(text: str, expected: float) -> None:
    """A quality is a number from 0 to 1 with decimals."""
    assert parse_wishes(f"a;q={text}") == [Wish("a", expected)]


RTL = ["ar", "he_IL", "iw", "fa", "az_Arab", "en_Arab", "pa_PK", "syr", "dv", "nqo", "ff_Adlm"]

# Tags: BCP 47, and what catalog folders are called


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, None)
            for text in ("", "*", "C", "i-klingon", "x-en", "engl", "1e", "en us", "en\n", "éñ")
        ],
        ("en-x-de-AT", "en"),
        ("en-1a", "en"),
        ("en-UK", "en-GB"),
        ("zh-cmn-Hans", "zh-Hans"),
        ("zh-TW-Hans", "zh-TW"),
        ("sh_Cyrl", "sr-Cyrl"),
        ("uz@cyrillic", "uz-Cyrl"),
        ("ks@devanagari", "ks-Deva"),
        ("ca@valencia", "ca"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske-1994", "sl"),
        ("ZH-hANT-tw", "zh-Hant-TW"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("de_DE.UTF-8@euro", "de-DE"),
    ],
)
def test_parse_tag(text: str, expected: str | None) -> None:
    """A tag in any spelling has its subtags in canonical case; anything else is none."""
    tag = parse_tag(text)

    assert (None if tag is None else str(tag)) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("C", "C"),
        ("pt_BR", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("iw", "he"),
        ("no", "nb"),
        ("zh_tw", "zh-TW"),
    ],
)
def test_language_of(locale: str, expected: str) -> None:
    """A locale's language is a BCP 47 tag without old codes."""
    assert language_of(locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        *[(locale, "ltr") for locale in ("", "C", "tlh", "ar-Latn", "az", "ku", "en_IL")],
        *[(locale, "rtl") for locale in RTL],
    ],
)
def test_direction_of(locale: str, expected: str) -> None:
    """The direction is that of the script that the locale is written in."""
    assert direction_of(locale) == expected
