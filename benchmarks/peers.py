"""How each peer tells an error in the client's language: the catalogs, and the handler."""

from __future__ import annotations

import gettext
import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from samples import COMMON_LOCALES

DOMAIN = "library"
MESSAGE = "Book %(book)s was not found."
_FRENCH_OF = {
    MESSAGE: "Le livre %(book)s est introuvable.",
    "Not Found": "Introuvable",
    "Internal Server Error": "Erreur interne du serveur",
}
TAGS = [locale.replace("_", "-") for locale in COMMON_LOCALES]
_LOG = logging.getLogger(__name__)


def write_catalogs(folder: Path) -> None:
    """The same texts in each of the locales, for each contender where it looks for them."""
    for locale in COMMON_LOCALES:
        catalog = Catalog(locale=locale, charset="utf-8")
        for text, french in _FRENCH_OF.items():
            catalog.add(text, text if locale == "en" else french)
        place = folder / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / f"{DOMAIN}.mo").open("wb") as file:
            write_mo(file, catalog)
        for domain in ("heat", "django"):
            (place / f"{domain}.mo").symlink_to(f"{DOMAIN}.mo")


class BookNotFound(Exception):
    """The peers' own error."""

    def __init__(self, book: str) -> None:
        self.book = book


def tell(exc: Exception, translate: Callable[[str], str]) -> tuple[int, dict[str, str]]:
    """What the peers' handlers answer: a status, and texts; a bug is logged."""
    if isinstance(exc, BookNotFound):
        message = translate(MESSAGE) % {"book": exc.book}
        return 404, {"title": translate("Not Found"), "message": message}
    _LOG.error("%s", exc, exc_info=exc)
    return 500, {"title": translate("Internal Server Error")}


def catalogs_in(folder: Path) -> Callable[[str], gettext.NullTranslations]:
    """Python's own catalogs, by tag."""
    return cache(lambda tag: gettext.translation(DOMAIN, folder, [tag.replace("-", "_")]))


def start_falcon(folder: Path) -> Any:
    """An application without routes, which tells errors."""
    import falcon

    catalog_of = catalogs_in(folder)

    def handle(req: Any, resp: Any, exc: Exception, params: object) -> None:
        header = req.get_header("Accept-Language", default="en")
        wanted = [member.partition(";")[0].strip() for member in header.split(",")]
        tag = negotiate_locale(wanted, TAGS, sep="-") or "en"
        status, texts = tell(exc, catalog_of(tag).gettext)
        raise falcon.HTTPError(
            status,
            title=texts["title"],
            description=texts.get("message"),
            headers={"Content-Language": tag, "Vary": "Accept, Accept-Language"},
        )

    app = falcon.App()
    app.add_error_handler(Exception, handle)
    return app


def start_heat(folder: Path) -> Any:
    """Heat's module ``wsgi``, and a 404 of its own making."""
    import oslo_i18n

    oslo_i18n.enable_lazy()
    os.environ["HEAT_LOCALEDIR"] = str(folder)
    from heat.common import config, exception, wsgi  # noqa: F401  # options
    from heat.common.i18n import _
    from oslo_config import cfg
    from oslo_log import log

    log.register_options(cfg.CONF)
    cfg.CONF([], project="heat", default_config_files=[])

    class NotFound(exception.HeatException):  # known by its name
        msg_fmt = _(MESSAGE)

    return wsgi, NotFound


def start_pyramid(folder: Path) -> Any:
    """A Configurator without routes, which tells errors."""
    from pyramid.config import Configurator
    from pyramid.i18n import TranslationStringFactory

    mark = TranslationStringFactory(DOMAIN)

    def handle(exc: Exception, request: Any) -> dict[str, str]:
        status, texts = tell(exc, lambda text: request.localizer.translate(mark(text)))
        request.response.status_int = status
        request.response.content_language = request.locale_name.replace("_", "-")
        request.response.vary = ("Accept", "Accept-Language")
        return texts

    def negotiate(request: Any) -> str:
        found: str = request.accept_language.lookup(TAGS, default="en")
        return found.replace("-", "_")

    config = Configurator(settings={})
    config.add_translation_dirs(str(folder))
    config.set_locale_negotiator(negotiate)
    config.add_exception_view(handle, context=Exception, renderer="json")
    return config


def start_flask(folder: Path) -> Any:
    """An application without routes, which tells errors."""
    from flask import Flask, jsonify, request
    from flask_babel import Babel, get_locale
    from flask_babel import gettext as translate

    app = Flask(__name__)
    Babel(
        app,
        default_domain=DOMAIN,
        default_translation_directories=str(folder),
        locale_selector=lambda: (request.accept_languages.best_match(TAGS) or "en").replace(
            "-", "_"
        ),
    )

    @app.errorhandler(Exception)
    def handle(exc: Exception) -> Any:
        status, texts = tell(exc, translate)
        headers = {"Content-Language": str(get_locale()), "Vary": "Accept, Accept-Language"}
        return jsonify(texts), status, headers

    return app
