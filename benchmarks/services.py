"""The same small service built in several ways: what `errors.py` measures."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from peers import (
    DOMAIN,
    MESSAGE,
    BookNotFound,
    start_falcon,
    start_flask,
    start_heat,
    start_pyramid,
)

import i18n_wsgi

OURS = "ours"
_PATHS = ("/", "/books", "/readers", "/readers/{id}/loans", "/loans", "/books/{id}")
_BOOK = {"id": "1", "title": "The Left Hand of Darkness", "copies": 3}


App = Callable[..., Iterable[bytes]]


# --- What is asked


class Case(NamedTuple):
    """A request, and the status that it gets."""

    method: str
    path: str
    body: bytes
    status: str
    log_level: int = logging.WARNING  # Python's own; no 404 is written

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


def check(name: str, app: App, cases: Mapping[str, Case] = CASES) -> None:
    """Do nothing when each request gets the answer that is measured."""
    for title, case in cases.items():
        status, content = ask(app, case.environ(), case.body)
        wanted = {"200": "Left Hand", "404": "Le livre 999", "500": ""}[case.status]
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
    message = i18n_wsgi.translator(DOMAIN).gettext(MESSAGE)


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
    wsgi, not_found = start_heat(folder)
    from heat.api.middleware.fault import FaultWrapper
    from heat.common import serializers

    class Books:
        def show(self, req: object, id: str) -> dict[str, object]:  # noqa: A002
            if id != "1":
                raise not_found(book=id)
            return _BOOK

        def update(self, req: object, id: str, body: dict[str, object]) -> dict[str, object]:  # noqa: A002
            return {**self.show(req, id), **body}

    resource = wsgi.Resource(
        Books(), wsgi.JSONRequestDeserializer(), serializers.JSONResponseSerializer()
    )
    application: App = FaultWrapper(wsgi.Router(make_mapper(resource)))
    return application


def _show(number: str) -> dict[str, object]:
    if number != "1":
        raise BookNotFound(number)
    return _BOOK


def _build_falcon(folder: Path) -> App:
    class Books:
        def on_get(self, req: Any, resp: Any, **named: str) -> None:
            resp.media = _show(named["id"])

        def on_put(self, req: Any, resp: Any, **named: str) -> None:
            resp.media = {**_show(named["id"]), **req.media}

    app: Any = start_falcon(folder)
    for path in _PATHS:
        app.add_route(path, Books())
    return app


def _build_pyramid(folder: Path) -> App:
    config = start_pyramid(folder)
    for path in _PATHS:
        config.add_route(path, path)
    options: dict[str, Any] = {"route_name": _PATHS[-1], "renderer": "json"}
    config.add_view(lambda request: _show(request.matchdict["id"]), request_method="GET", **options)
    config.add_view(
        lambda request: {**_show(request.matchdict["id"]), **request.json_body},
        request_method="PUT",
        **options,
    )
    application: App = config.make_wsgi_app()
    return application


def _build_flask(folder: Path) -> App:
    from flask import jsonify, request

    def answer(**named: str) -> Any:
        sent = request.get_json() if request.method == "PUT" else {}
        return jsonify({**_show(named["id"]), **sent})

    app: Any = start_flask(folder)
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
