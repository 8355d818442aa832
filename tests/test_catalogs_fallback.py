"""Which other locales have the texts that a locale lacks."""

from __future__ import annotations

import pytest

from i18n_wsgi.catalogs.fallback import fallbacks, full_tag


# CLDR, Parent Locales; below each step that is written alike, the language itself.
@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("", ""),
        ("C", ""),
        ("de", "de"),
        ("de-x-private", "de"),
        ("de_CH", "de_CH de"),
        ("en", "en"),
        ("en_US", "en"),
        ("en_GB", "en_GB en_001 en"),
        ("en_AT", "en_AT en_150 en_001 en"),
        ("en-Shaw-AT", "en_Shaw_AT en_Shaw"),
        ("es", "es"),
        ("es_MX", "es_MX es_419 es"),
        ("pt_PT", "pt_PT pt"),
        ("pt_AO", "pt_AO pt_PT pt"),
        ("zh_Hant_TW", "zh_Hant"),
        ("zh_HK", "zh_Hant_HK zh_Hant"),
        ("zh_MO", "zh_Hant_MO zh_Hant_HK zh_Hant"),
        ("zh_SG", "zh_Hans_SG zh_Hans"),
        ("sr_ME", "sr_Latn_ME sr_Latn"),
        ("nn", "nn nb"),
        ("nn_NO", "nn nb"),
        ("nb", "nb"),
        ("no", "nb"),
        # Another language is none that the reader asked for, though CLDR has it for a parent.
        ("hi_Latn", "hi_Latn"),
        ("ht", "ht"),
    ],
)
def test_fallbacks(locale: str, expected: str) -> None:
    """A locale falls back along its parents in the same script, step by step."""
    assert fallbacks(locale) == tuple(map(full_tag, expected.split()))
