"""Which folders are called like a locale."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.catalogs.spelling import is_locale


@pytest.mark.parametrize(
    "name",
    [
        "fr",
        "haw",
        "FR_fr",
        "pt-br",
        "es_419",
        "zh_Hant_TW",
        "zh-hant-tw",
        "en_XA",
        "de_1901",
        "de-CH-1996",
        "ca-valencia",
        "ca@valencia",
        "be@tarask",
        "sr@latin",
        "sr_RS.UTF-8@latin",
        "de_DE.utf8",
        "de_DE@euro",
        "ja_JP.EUC-JP",
        "ru_RU.KOI8-R",
        "de_AT.ISO-8859-15",
        "fr_FR.ISO8859-1",
    ],
)
def test_locale(name: str) -> None:
    """Language, script, region, variants, charset and modifier are spelled as BCP 47 or glibc do."""
    assert is_locale(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "f",
        "french",
        "fr.bak",
        "fr.20240101",
        "fr.orig",
        "fr-old",
        "fr_x",
        "fr_1",
        "fr_new",
        "fr_back",
        "fr-backup",
        "fr_20240101",
        "fr@old",
        "fr@",
        "fr.",
        "fr_",
        "fr~",
        "fr copy",
        "fr\n",
        "fr_FR_CA",
        "fr_FR_Latn",
        "fr_٤١٩",
        "fr.utf-8.bak",
        "fr@latin@old",
        "x-fr",
        "C.UTF-8",
        "LC_MESSAGES",
    ],
)
def test_no_locale(name: str) -> None:
    """What else a folder's name holds makes it no locale's: it may be a copy that was put aside."""
    assert not is_locale(name)


def test_ours() -> None:
    """The folders of our own translations are locales."""
    folders = [
        path.name for path in (Path(__file__).parents[1] / "locale").iterdir() if path.is_dir()
    ]

    assert folders
    assert all(map(is_locale, folders))
