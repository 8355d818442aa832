"""The same small service built in several ways: what `errors.py` measures."""

from __future__ import annotations

import gettext
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from babel import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from samples import COMMON_LOCALES

import i18n_wsgi

DOMAIN = "library"
OURS = "ours"
_MSGID = "Book %(book)s was not found."
_FRENCH = "Le livre %(book)s est introuvable."
_TITLE = "Not Found"
_PATHS = ("/", "/books", "/readers", "/readers/{id}/loans", "/loans", "/books/{id}")
_TAGS = [locale.replace("_", "-") for locale in COMMON_LOCALES]
_BOOK = {"id": "1", "title": "The Left Hand of Darkness", "copies": 3}


App = Callable[..., Iterable[bytes]]


def write_catalogs(folder: Path) -> None:
    """The same two texts in each of the locales, for each contender where it looks for them."""
    for locale in COMMON_LOCALES:
        catalog = Catalog(locale=locale, charset="utf-8")
        catalog.add(_MSGID, _MSGID if locale == "en" else _FRENCH)
        catalog.add(_TITLE, _TITLE if locale == "en" else "Introuvable")
        place = folder / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / f"{DOMAIN}.mo").open("wb") as file:
            write_mo(file, catalog)
        (place / "heat.mo").symlink_to(f"{DOMAIN}.mo")


# --- What is asked


class Case(NamedTuple):
    """A request, and the status that it gets."""

    method: str
    path: str
    body: bytes
    status: str

    def environ(self) -> dict[str, Any]:
        """The environ as a server makes it, all but its input."""
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_USER_AGENT": "benchmark",
            "HTTP_ACCEPT": "application/json",
            "HTTP_ACCEPT_LANGUAGE": "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5",
            "CONTENT_TYPE": "application/json" if self.body else "",
            "CONTENT_LENGTH": str(len(self.body)) if self.body else "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


BODY = json.dumps(_BOOK).encode()
CASES = {
    "GET 200": Case("GET", "/books/1", b"", "200"),
    "PUT 200": Case("PUT", "/books/1", BODY, "200"),
    "GET 404": Case("GET", "/books/999", b"", "404"),
    "PUT 404": Case("PUT", "/books/999", BODY, "404"),
}


def ask(app: App, environ: Mapping[str, Any], body: bytes) -> tuple[str, bytes]:
    """What a server does: status and body of a response that is read to its end and closed."""
    sent: list[str] = []

    def start_response(status: str, _headers: object, _exc_info: object = None) -> None:
        sent.append(status)

    answer = app({**environ, "wsgi.input": io.BytesIO(body)}, start_response)
    try:
        content = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return sent[-1], content


def check(name: str, app: App) -> None:
    """Do nothing when each request gets the answer that is measured."""
    for title, case in CASES.items():
        status, content = ask(app, case.environ(), case.body)
        wanted = "Le livre 999" if case.status == "404" else "Left Hand"
        text = json.dumps(json.loads(content), ensure_ascii=False)
        assert status.startswith(case.status), f"{name}, {title}: {status}"
        assert wanted in text, f"{name}, {title}: {text}"


# --- Who answers


class Contender(NamedTuple):
    """One way to build the service."""

    name: str
    packages: tuple[str, ...]
    build: Callable[[Path], App]

    def release(self) -> str | None:
        """The versions that are installed; None where one is not."""
        try:
            return ", ".join(f"{package} {version(package)}" for package in self.packages)
        except PackageNotFoundError:
            return None


class OurBookNotFound(i18n_wsgi.APIError):
    status = 404
    message = i18n_wsgi.translator(DOMAIN).gettext(_MSGID)


class OurBooks:
    def show(self, req: object, id: str) -> dict[str, object]:  # noqa: A002  # a route's name
        if id != "1":
            raise OurBookNotFound(book=id)
        return _BOOK

    def update(self, req: object, id: str, body: dict[str, object]) -> dict[str, object]:  # noqa: A002
        return {**self.show(req, id), **body}


def make_mapper(resource: object) -> Any:
    import routes

    mapper = routes.Mapper()
    for path in _PATHS:
        for method, action in (("GET", "show"), ("PUT", "update")):
            conditions = {"method": [method]}
            mapper.connect(path, controller=resource, action=action, conditions=conditions)
    return mapper


def make_resource() -> i18n_wsgi.Resource:
    return i18n_wsgi.Resource(OurBooks(), i18n_wsgi.JSONRequestDeserializer())


def build_ours(folder: Path) -> App:
    router = i18n_wsgi.Router(make_mapper(make_resource()))
    return i18n_wsgi.FaultMiddleware(router, domain=DOMAIN, locale_dir=str(folder))


def _build_heat(folder: Path) -> App:
    import oslo_i18n

    oslo_i18n.enable_lazy()
    os.environ["HEAT_LOCALEDIR"] = str(folder)
    from heat.api.middleware.fault import FaultWrapper
    from heat.common import config, exception, serializers, wsgi  # noqa: F401  # options
    from heat.common.i18n import _
    from oslo_config import cfg
    from oslo_log import log

    log.register_options(cfg.CONF)
    cfg.CONF([], project="heat", default_config_files=[])

    class NotFound(exception.HeatException):  # known by its name
        msg_fmt = _(_MSGID)

    class Books:
        def show(self, req: object, id: str) -> dict[str, object]:  # noqa: A002
            if id != "1":
                raise NotFound(book=id)
            return _BOOK

        def update(self, req: object, id: str, body: dict[str, object]) -> dict[str, object]:  # noqa: A002
            return {**self.show(req, id), **body}

    resource = wsgi.Resource(
        Books(), wsgi.JSONRequestDeserializer(), serializers.JSONResponseSerializer()
    )
    application: App = FaultWrapper(wsgi.Router(make_mapper(resource)))
    return application


class _BookNotFound(Exception):
    """The peers' own error; its argument is the book."""


def _show(number: str) -> dict[str, object]:
    if number != "1":
        raise _BookNotFound(number)
    return _BOOK


def _build_falcon(folder: Path) -> App:
    import falcon

    catalog_of = cache(lambda locale: gettext.translation(DOMAIN, folder, [locale]))

    class Books:
        def on_get(self, req: Any, resp: Any, **named: str) -> None:
            resp.media = _show(named["id"])

        def on_put(self, req: Any, resp: Any, **named: str) -> None:
            resp.media = {**_show(named["id"]), **req.media}

    def tell(req: Any, resp: Any, exc: _BookNotFound, params: object) -> None:
        header = req.get_header("Accept-Language", default="en")
        wanted = [member.partition(";")[0].strip() for member in header.split(",")]
        tag = negotiate_locale(wanted, _TAGS, sep="-") or "en"
        catalog = catalog_of(tag.replace("-", "_"))
        raise falcon.HTTPNotFound(
            title=catalog.gettext(_TITLE),
            description=catalog.gettext(_MSGID) % {"book": exc.args[0]},
            headers={"Content-Language": tag, "Vary": "Accept, Accept-Language"},
        )

    app = falcon.App()
    app.add_error_handler(_BookNotFound, tell)
    for path in _PATHS:
        app.add_route(path, Books())
    return app


def _build_pyramid(folder: Path) -> App:
    from pyramid.config import Configurator
    from pyramid.i18n import TranslationStringFactory

    mark = TranslationStringFactory(DOMAIN)

    def tell(exc: _BookNotFound, request: Any) -> dict[str, object]:
        request.response.status_int = 404
        request.response.content_language = request.locale_name.replace("_", "-")
        request.response.vary = ("Accept", "Accept-Language")
        translate = request.localizer.translate
        message = translate(mark(_MSGID)) % {"book": exc.args[0]}
        return {"title": translate(mark(_TITLE)), "message": message}

    def negotiate(request: Any) -> str:
        found: str = request.accept_language.lookup(_TAGS, default="en")
        return found.replace("-", "_")

    config = Configurator(settings={})
    config.add_translation_dirs(str(folder))
    config.set_locale_negotiator(negotiate)
    for path in _PATHS:
        config.add_route(path, path)
    options: dict[str, Any] = {"route_name": _PATHS[-1], "renderer": "json"}
    config.add_view(lambda request: _show(request.matchdict["id"]), request_method="GET", **options)
    config.add_view(
        lambda request: {**_show(request.matchdict["id"]), **request.json_body},
        request_method="PUT",
        **options,
    )
    config.add_exception_view(tell, context=_BookNotFound, renderer="json")
    application: App = config.make_wsgi_app()
    return application


def _build_flask(folder: Path) -> App:
    from flask import Flask, jsonify, request
    from flask_babel import Babel, get_locale
    from flask_babel import gettext as translate

    app = Flask(__name__)
    Babel(
        app,
        default_domain=DOMAIN,
        default_translation_directories=str(folder),
        locale_selector=lambda: (request.accept_languages.best_match(_TAGS) or "en").replace(
            "-", "_"
        ),
    )

    def answer(**named: str) -> Any:
        sent = request.get_json() if request.method == "PUT" else {}
        return jsonify({**_show(named["id"]), **sent})

    @app.errorhandler(_BookNotFound)
    def tell(exc: _BookNotFound) -> Any:
        message = translate(_MSGID, book=exc.args[0])
        headers = {"Content-Language": str(get_locale()), "Vary": "Accept, Accept-Language"}
        return jsonify(title=translate(_TITLE), message=message), 404, headers

    for path in _PATHS:
        rule = path.replace("{", "<").replace("}", ">")
        app.add_url_rule(rule, path, answer, methods=["GET", "PUT"])
    return app


CONTENDERS = (
    Contender(OURS, ("i18n_wsgi", "webob", "routes"), build_ours),
    Contender("Heat", ("openstack-heat",), _build_heat),
    Contender("Falcon", ("falcon",), _build_falcon),
    Contender("Pyramid", ("pyramid",), _build_pyramid),
    Contender("Flask", ("flask", "flask-babel"), _build_flask),
)
