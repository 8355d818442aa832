"""How language tags are read, made canonical and completed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import Tag, direction_of, language_of, maximise, parse_tag
from i18n_wsgi.negotiation.tags import read_new_tag, read_tag, variant_of

RTL = ["ar", "he_IL", "iw", "fa", "az_Arab", "en_Arab", "pa_PK", "syr", "dv", "nqo", "ff_Adlm"]
LTR = ["", "C", "tlh", "ar-Latn", "az", "ku", "en_IL", "zh_TW", "sr", "x-bork"]


def canonical(text: str) -> str | None:
    tag = parse_tag(text)
    return None if tag is None else str(tag)


# Tags: BCP 47, and what catalog folders are called


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "*",
            "C",
            "POSIX",
            "README.txt",
            "1e",
            "e1",
            "e",
            "engl",
            "english",
            "x",
            "x-",
            "x--a",
        ),
        *("en us", "en\n", "en\0", " en", "en;q=1", "en,de", "éñ", "ſr", "fr\ud800", "en-é", "x-é"),
        *("fr-", "fr--CA", "-fr", "_", "fr_", "*-CA", "fr-toolongsubtag", "@latin", ".UTF-8"),
        *("i-unknown", "root-US", "a-b", "f" * 70, "fr" + "f" * 64 + "-CA"),
    ],
)
def test_no_tag(text: str) -> None:
    """What is not a language tag is none."""
    assert parse_tag(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZH-hANT-tw", "zh-Hant-TW"),
        ("PT_br", "pt-BR"),
        ("es-419", "es-419"),
        ("de_DE.UTF-8@euro", "de-DE"),
        ("cs_CZ.ISO-8859-2", "cs-CZ"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("SR@Latin", "sr-Latn"),
        ("uz@cyrillic", "uz-Cyrl"),
        ("az@arabic", "az-Arab"),
        ("ks@devanagari", "ks-Deva"),
        ("tt_RU@iqtelif", "tt-Latn-RU"),
        ("sr_Latn@cyrillic", "sr-Latn"),  # a subtag says more than a modifier
        ("zh-Hant-TW-x-zh-Hans-CN", "zh-Hant-TW"),
        ("en-x-de-AT", "en"),
        ("en-u-sd-gbsct", "en"),
        ("de-AT-CH", "de-AT"),
        ("zh-TW-Hans", "zh-TW"),  # no script behind a region
        ("sl-rozaj-biske-1994", "sl"),
        ("ca@valencia", "ca"),
        ("en_US_POSIX", "en-US"),
        ("en-1a", "en"),
        ("root", "und"),
        ("und-TW", "und-TW"),
        ("X-BORK-a", "x-bork-a"),  # private use is a language that nobody else knows
        ("fr" + "-abcdefgh" * 60, "fr"),
        ("en-US-u-ca-gregory-co-phonebk-nu-latn-hc-h23-cu-eur-fw-mon-lb-strict-tz-uslax", "en-US"),
        ("zh-Hans-Hant", "zh-Hans"),
        ("es-419-MX", "es-419"),
        ("es-MX-419", "es-MX"),
    ],
)
def test_spelling(text: str, expected: str) -> None:
    """A tag in any spelling has its subtags in canonical case, without variants and extensions."""
    assert canonical(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iw", "he"),
        ("in-ID", "id-ID"),
        ("ji", "yi"),
        ("jw", "jv"),
        ("mo", "ro"),
        ("mo-Cyrl", "ro-Cyrl"),
        ("tl", "fil"),
        ("cmn-TW", "zh-TW"),
        ("deu", "de"),
        ("ger", "de"),
        ("hbs", "sh"),
        ("cnr", "sr-ME"),
        ("cnr-RS", "sr-RS"),  # the alias fills what is empty, no more
        ("prs", "fa-AF"),
        ("en-UK", "en-GB"),
        ("de_DD", "de-DE"),
        ("sr-YU", "sr-RS"),
        ("ru-SU", "ru-RU"),
        ("hy-SU", "hy-AM"),  # of several the one where the language is at home
        ("de-SU", "de-RU"),
        ("my-BU", "my-MM"),
        ("fr-249", "fr-249"),  # a country's number is no subtag that anybody sends
        ("zh-cmn-Hans", "zh-Hans"),
        ("zh-cmn-Hant-TW", "zh-Hant-TW"),
        ("zh-gan-Hans", "gan-Hans"),
        ("zh-yue-HK", "yue-HK"),
        ("zh-cdo", "cdo"),
        ("ar-afb-KW", "afb-KW"),
        ("ms-zsm", "ms"),
        ("sgn-ase", "ase"),
        ("de-abc", "de"),  # no language that goes on with one of its own
        ("zh-Hant-yue", "zh-Hant"),  # nor behind a script
        ("en-GB-oed", "en-GB"),
        ("en_gb_OED", "en-GB"),
        ("i-klingon", "tlh"),
        ("i-default", "en"),
        ("art-lojban", "jbo"),
        ("zh-min-nan", "nan"),
        ("zh-min-nan-TW", "nan-TW"),
        ("no-nyn", "nn"),
        ("no-bok", "nb"),
        ("sgn-BE-FR", "sfb"),
        ("i-enochian", "und"),
    ],
)
def test_aliases(text: str, expected: str) -> None:
    """Old codes, extended languages and grandfathered tags become what CLDR replaces them by."""
    assert canonical(text) == expected


@pytest.mark.parametrize("text", ["no", "nb", "nn", "sh", "sh-Cyrl", "zxx", "xx-XX"])
def test_not_replaced(text: str) -> None:
    """To the matching rules no and nb are two languages, and sh is not Serbian."""
    assert canonical(text) == text


@settings(deadline=None, database=None)
@given(st.text(st.characters(), max_size=80) | st.text("aefhnrstz-_@.1X*", max_size=80))
def test_any_text(text: str) -> None:
    """Whatever the text is, its tag is none, or one that reads as itself."""
    tag = parse_tag(text)

    assert tag is None or parse_tag(str(tag)) == tag


@settings(deadline=None, database=None)
@given(st.text("aefhnrstz-_@.1X*", max_size=80))
def test_memo(text: str) -> None:
    """What is remembered of a tag is what is read."""
    assert read_tag(text) == read_tag(text) == read_new_tag(text)


def test_tag_of_absent_subtags() -> None:
    """A tag is written without the subtags that it lacks."""
    assert [str(Tag("de", "", "")), str(Tag("de", "", "AT"))] == ["de", "de-AT"]


# Likely subtags: UTS #35


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zh", "zh-Hans-CN"),
        ("zh-TW", "zh-Hant-TW"),
        ("zh-HK", "zh-Hant-HK"),
        ("zh-MO", "zh-Hant-MO"),
        ("zh-SG", "zh-Hans-SG"),
        ("zh-Hant", "zh-Hant-TW"),
        ("zh-Hant-CN", "zh-Hant-CN"),
        ("en", "en-Latn-US"),
        ("en-Shaw", "en-Shaw-GB"),
        ("pt", "pt-Latn-BR"),
        ("es-419", "es-Latn-419"),
        ("sr", "sr-Cyrl-RS"),
        ("sr-ME", "sr-Latn-ME"),
        ("sr-Latn", "sr-Latn-RS"),
        ("uz-AF", "uz-Arab-AF"),
        ("und", "und"),
        ("und-TW", "zh-Hant-TW"),
        ("und-Cyrl", "ru-Cyrl-RU"),
        ("und-AQ", "und-AQ"),
        ("no", "nb-Latn-NO"),
        ("sh", "sr-Latn-RS"),
        ("sh-Cyrl", "sr-Cyrl-RS"),
        ("x-bork", "x-bork-Latn"),
        ("qaa", "qaa-Latn"),
        ("qaa-Cyrl", "qaa-Cyrl"),
        ("qaa-DE", "qaa-Latn-DE"),
        ("xal", "xal-Cyrl"),  # of rare languages the script alone is known
    ],
)
def test_maximise(text: str, expected: str) -> None:
    """A tag is completed with the script and the region that CLDR finds likely."""
    tag = parse_tag(text)

    assert tag is not None
    assert str(maximise(tag)) == expected


# Variants, pseudo-locales


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ca", ""),
        ("ca-ES", ""),
        ("zh-Hant-TW", ""),
        ("es-419", ""),
        ("ca-valencia", "valencia"),
        ("CA_es@Valencia", "valencia"),
        ("ca_ES.utf8@valencia", "valencia"),
        ("de-1996", "1996"),
        ("sl-rozaj-biske", "rozaj-biske"),
        ("de-1996@euro", "1996-euro"),
        ("ca-x-valencia", ""),
        ("de-u-co-phonebk", ""),
        ("sr@latin", ""),
        ("de_DE@euro", "euro"),
    ],
)
def test_variant_of(text: str, expected: str) -> None:
    """A tag's variants, and a locale's modifier that is no script, are told apart from the language."""
    assert variant_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en-XA", "en-XA"),
        ("en-psaccent", "en-XA"),
        ("ar_PSBIDI", "ar-XB"),
        ("pt-PT-pscrack", "pt-XC"),
    ],
)
def test_pseudo(text: str, expected: str) -> None:
    """A pseudo-locale's variant means one of the regions that nobody lives in."""
    assert canonical(text) == expected


# What a response says of its language


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("C", "und"),
        ("fr\r\nX: y", "und"),
        ("ca@valencia", "ca-valencia"),
        ("de_1996", "de-1996"),
        ("de_DE@euro", "de-DE"),
        ("de-u-co-phonebk", "de"),
        ("pt_BR", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("iw", "he"),
        ("no", "no"),
        ("zh_tw", "zh-TW"),
        ("de_DE.UTF-8", "de-DE"),
    ],
)
def test_language_of(locale: str, expected: str) -> None:
    """A locale's language is a BCP 47 tag without old codes."""
    assert language_of(locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [*[(locale, "ltr") for locale in LTR], *[(locale, "rtl") for locale in RTL]],
)
def test_direction_of(locale: str, expected: str) -> None:
    """The direction is that of the script that the locale is written in."""
    assert direction_of(locale) == expected
