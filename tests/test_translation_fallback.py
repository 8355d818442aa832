"""From which catalog a text comes where the reader's own has none: CLDR's parents, one script."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.errors import APIError
from i18n_wsgi.fault_middleware import FaultMiddleware
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate, translate_exception
from tests.conftest import WriteCatalog, call, raising

_ = translator("library").gettext
BOOK, SHELF = _("Book"), _("Shelf")


def write(write_catalog: WriteCatalog, locale: str, *msgids: str) -> Path:
    """A catalog in which each text is told as the locale's name."""
    return write_catalog(
        locale, "\n".join(f'msgid "{msgid}"\nmsgstr "{locale}"\n' for msgid in msgids)
    )


@pytest.mark.parametrize(
    ("offered", "locale", "expected"),
    [
        # Portuguese: Africa's is Portugal's, and both have the language's.
        (["pt"], "pt_PT", "pt"),
        (["pt_BR"], "pt_PT", "pt_BR"),
        (["pt_BR", "pt_PT"], "pt_PT", "pt_PT"),
        (["pt_BR", "pt_PT"], "pt_AO", "pt_PT"),
        (["pt_BR", "pt_PT"], "pt_MZ", "pt_PT"),
        (["pt_BR", "pt_PT"], "pt", "pt_BR"),
        (["pt", "pt_BR"], "pt_BR", "pt_BR"),
        (["pt_PT"], "pt_BR", None),  # Brazil's parent is not Portugal's
        # Spanish: all of Latin America by way of es-419.
        (["es", "es_419"], "es_MX", "es_419"),
        (["es", "es_419"], "es_AR", "es_419"),
        (["es", "es_419"], "es_US", "es_419"),
        (["es", "es_419", "es_MX"], "es_MX", "es_MX"),
        (["es", "es_419"], "es_419", "es_419"),
        (["es", "es_419"], "es_ES", "es"),
        (["es", "es_419"], "es_GQ", "es"),
        (["es"], "es_419", "es"),
        (["es"], "es_MX", "es"),
        (["es_MX"], "es_AR", None),
        # Chinese: two scripts; Macao's is Hong Kong's.
        (["zh_Hant", "zh_Hans"], "zh_Hant_HK", "zh_Hant"),
        (["zh_Hant_HK", "zh_Hant"], "zh_Hant_HK", "zh_Hant_HK"),
        (["zh_Hant_HK", "zh_Hant"], "zh_MO", "zh_Hant_HK"),
        (["zh_HK", "zh_TW"], "zh-Hant-MO", "zh_HK"),
        (["zh_TW"], "zh_HK", "zh_TW"),
        (["zh_TW", "zh_CN"], "zh_SG", "zh_CN"),
        (["zh_Hant", "zh_Hans"], "zh", "zh_Hans"),
        (["zh_Hans", "zh"], "zh_HK", None),
        (["zh_Hant"], "zh_CN", None),
        (["zh_CN"], "zh-Hant", None),
        # Serbian and others with two scripts: never the other one.
        (["sr", "sr_Latn"], "sr_Latn", "sr_Latn"),
        (["sr", "sr@latin"], "sr-Latn-RS", "sr@latin"),
        (["sr", "sr_Latn"], "sr_ME", "sr_Latn"),  # Montenegro writes Latin
        (["sr", "sr_Latn"], "sr_Cyrl_ME", "sr"),
        (["sr", "sr_Latn"], "sr_BA", "sr"),
        (["sr"], "sr_Latn", None),
        (["sr"], "sr@latin", None),
        (["sr_Latn"], "sr", None),
        (["sr_Latn"], "sr_RS", None),
        (["az"], "az_Cyrl", None),
        (["pa"], "pa_PK", None),
        (["uz_Cyrl"], "uz", None),
        (["ks_Deva"], "ks", None),
        # English: the world's by way of en-001.
        (["en_001"], "en_GB", "en_001"),
        (["en_001"], "en_IN", "en_001"),
        (["en_GB"], "en_AU", None),
        (["en_001"], "en_US", None),
        # Old codes, and the two names of Bokmål.
        (["he"], "iw", "he"),
        (["id"], "in_ID", "id"),
        (["nb"], "no", "nb"),
        (["no"], "nb_NO", "no"),
        # A language has no other one for a parent.
        (["de"], "gsw", None),
        (["da"], "nb", None),
        (["en_IN", "hi"], "hi_Latn", None),
    ],
)
def test_parents(
    offered: list[str], locale: str, expected: str | None, write_catalog: WriteCatalog
) -> None:
    """A text comes from the nearest parent in the same script, else it is English; and it says so."""
    for name in offered:
        root = write(write_catalog, name, "Book")
    used: set[str] = set()

    told = translate(
        BOOK, locale, catalogs=Catalogs(domain="library", locale_dir=str(root)), used=used
    )

    assert (told, used) == ((expected, {expected}) if expected else ("Book", {"en"}))


def test_each_text_by_itself(write_catalog: WriteCatalog) -> None:
    """Each text comes from the nearest catalog that has it, and all that were used are known."""
    write(write_catalog, "es", "Book", "Shelf")
    root = write(write_catalog, "es_419", "Book")
    catalogs = Catalogs(domain="library", locale_dir=str(root))
    used: set[str] = set()

    told = [translate(text, "es_MX", catalogs=catalogs, used=used) for text in (BOOK, SHELF)]

    assert (told, used) == (["es_419", "es"], {"es_419", "es"})


def test_parameter_by_itself(write_catalog: WriteCatalog) -> None:
    """A lazy parameter comes from where it is, and counts as well."""
    write(write_catalog, "pt_BR", "Book")
    root = write_catalog("pt_PT", 'msgid "by %(who)s"\nmsgstr "de %(who)s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(root))
    used: set[str] = set()

    told = translate(
        _("by %(who)s") % {"who": [BOOK, SHELF]}, "pt_PT", catalogs=catalogs, used=used
    )

    assert (told, used) == ("de pt_BR e Shelf", {"pt_PT", "pt_BR", "en"})


def test_exception(write_catalog: WriteCatalog) -> None:
    """Of an exception with several texts all that were used are known."""
    write(write_catalog, "sr", "Shelf")
    root = write(write_catalog, "sr_Latn", "Book")
    catalogs = Catalogs(domain="library", locale_dir=str(root))
    used: set[str] = set()

    twin = translate_exception(ValueError(BOOK, SHELF), "sr_Latn", catalogs=catalogs, used=used)

    assert (twin.args, used) == (("sr_Latn", "Shelf"), {"sr_Latn", "en"})


class Lost(APIError):
    status = 404
    message = BOOK


@pytest.mark.parametrize(
    ("offered", "header", "language", "languages"),
    [
        (["pt_BR"], "pt-PT", "pt-BR", "pt-BR"),
        (["pt_PT"], "pt-PT", "pt-PT", "pt-PT, pt-BR"),  # ours have Brazil's
        (["es_419"], "es-MX", "es-419", "es-419, es"),
        (["zh_Hant_HK"], "zh-HK", "zh-Hant-HK", "zh-Hant-HK, zh-Hant"),
        (["sr_Latn"], "sr-Latn", "sr-Latn", "sr-Latn, en"),  # ours have none
    ],
)
def test_content_language(
    offered: list[str], header: str, language: str, languages: str, write_catalog: WriteCatalog
) -> None:
    """Content-Language names the body's language first, then those that its other texts came in."""
    for name in offered:
        root = write(write_catalog, name, "Book")
    application = FaultMiddleware(raising(Lost()), domain="library", locale_dir=str(root))

    response = call(
        application, headers={"Accept-Language": header, "Accept": "application/problem+json"}
    )

    assert (response.json["lang"], response.headers["Content-Language"]) == (language, languages)
    assert response.json["detail"] == offered[0]
