"""The plainest application of each contender that answers 200, 404 and 500: what `error_layer.py` measures."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from peers import (
    DOMAIN,
    TAGS,
    BookNotFound,
    catalogs_in,
    start_falcon,
    start_flask,
    start_heat,
    start_pyramid,
    tell,
)
from services import BODY, OURS, App, Case, Contender, OurBookNotFound

import i18n_wsgi

CASES = {
    "200": Case("GET", "/books/1", b"", "200"),
    "404": Case("GET", "/books/999", b"", "404"),
    "404, logged": Case("GET", "/books/999", b"", "404", logging.INFO),
    "500": Case("GET", "/books/0", b"", "500"),
}
_HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def _show(number: str, not_found: Callable[..., Exception] = BookNotFound) -> bytes:
    if number == "1":
        return BODY
    if number == "0":
        raise RuntimeError("the shelf gave way")
    raise not_found(book=number)


def build_plain(show: Callable[[str], bytes]) -> App:
    """A function that knows of no layer."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = show(environ["PATH_INFO"].rpartition("/")[2])
        start_response("200 OK", _HEADERS)
        return [body]

    return application


# --- Layers: what they add to the plain function


def build_ours(folder: Path) -> App:
    plain = build_plain(partial(_show, not_found=OurBookNotFound))
    return i18n_wsgi.FaultMiddleware(plain, domain=DOMAIN, locale_dir=str(folder))


def _build_by_hand(folder: Path) -> App:
    plain, catalog_of = build_plain(_show), catalogs_in(folder)
    catalogs = {tag: catalog_of(tag) for tag in TAGS}

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return plain(environ, start_response)
        except Exception as exc:
            tag = environ["HTTP_ACCEPT_LANGUAGE"][:2]
            status, texts = tell(exc, catalogs[tag].gettext)
        body = json.dumps(texts, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Content-Language", tag),
            ("Vary", "Accept, Accept-Language"),
        ]
        start_response(f"{status} Error", headers)
        return [body]

    return application


def _build_heat(folder: Path) -> App:
    wsgi, not_found = start_heat(folder)
    from heat.api.middleware.fault import FaultWrapper

    plain = build_plain(partial(_show, not_found=not_found))

    def translated(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """As Heat's Resource does, which alone translates."""
        try:
            return plain(environ, start_response)
        except Exception as exc:
            if not isinstance(exc, not_found):
                wsgi.log_exception(exc, sys.exc_info())
            locale = wsgi.Request(environ).best_match_language()
            raise wsgi.translate_exception(exc, locale)  # noqa: B904  # the same one

    application: App = FaultWrapper(translated)
    return application


# --- Frameworks: what an error takes there beyond a 200


def _build_webob(folder: Path) -> App:
    import webob.exc
    from webob.dec import wsgify

    catalog_of = catalogs_in(folder)

    def error_of(status: int, texts: dict[str, str], tag: str) -> Any:
        error = webob.exc.status_map[status](texts.get("message"))
        error.title = texts["title"]
        error.content_language = tag
        error.vary = ("Accept", "Accept-Language")
        return error

    def application(req: Any) -> Any:
        try:
            body = _show(req.path_info.rpartition("/")[2])
        except Exception as exc:
            tag = req.accept_language.lookup(TAGS, default="en")
            status, texts = tell(exc, catalog_of(tag).gettext)
            raise error_of(status, texts, tag) from None
        return webob.Response(body, content_type="application/json", charset=None)

    answer: App = wsgify(application)
    return answer


def _build_falcon(folder: Path) -> App:
    class Books:
        def on_get(self, req: Any, resp: Any, number: str) -> None:
            resp.data = _show(number)

    app: Any = start_falcon(folder)
    app.add_route("/books/{number}", Books())
    return app


def _build_pyramid(folder: Path) -> App:
    config = start_pyramid(folder)
    from pyramid.response import Response

    def show(request: Any) -> Any:
        body = _show(request.matchdict["number"])
        return Response(body, content_type="application/json", charset=None)

    config.add_route("book", "/books/{number}")
    config.add_view(show, route_name="book")
    application: App = config.make_wsgi_app()
    return application


def _build_flask(folder: Path) -> App:
    app: Any = start_flask(folder)

    @app.route("/books/<number>")
    def show(number: str) -> Any:
        return app.response_class(_show(number), mimetype="application/json")

    return app


def _build_drf(folder: Path) -> App:
    from django.conf import settings
    from django.utils.translation import gettext

    def handle(exc: Exception, context: object) -> Any:
        status, texts = tell(exc, gettext)
        return Response(texts, status)

    settings.configure(
        LANGUAGES=[(tag.lower(), tag) for tag in TAGS],
        LOCALE_PATHS=[folder],
        LOGGING_CONFIG=None,
        MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "EXCEPTION_HANDLER": handle,
            "UNAUTHENTICATED_USER": None,
        },
    )
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    application: App = get_wsgi_application()
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class Books(APIView):  # type: ignore[misc]  # it ships no types
        def get(self, request: object, number: str) -> Any:
            return HttpResponse(_show(number), content_type="application/json")

    settings.ROOT_URLCONF = (path("books/<number>", Books.as_view()),)
    return application


LAYERS = (
    Contender(OURS, ("i18n_wsgi", "webob"), build_ours),
    Contender("by hand", (), _build_by_hand),
    Contender("Heat", ("openstack-heat",), _build_heat),
)
FRAMEWORKS = (
    Contender("webob", ("webob",), _build_webob),
    Contender("Falcon", ("falcon",), _build_falcon),
    Contender("Pyramid", ("pyramid",), _build_pyramid),
    Contender("Flask", ("flask", "flask-babel"), _build_flask),
    Contender("DRF", ("djangorestframework", "django"), _build_drf),
)
