"""The library's API: controllers that answer or raise, and the routes to them.

No controller knows about languages, formats or status codes of errors: it raises one of the errors of
`errors.py`. Nor does it read a body or write JSON: `Resource` does that around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import routes
import webob
from babel import Locale, UnknownLocaleError
from oslo_config import cfg

from i18n_wsgi import ErrorItem, JSONRequestDeserializer, Request, Resource, Router, settings_from
from i18n_wsgi.sample import errors
from i18n_wsgi.sample.front_page import FrontPage
from i18n_wsgi.sample.store import Store

GROUP = "i18n_wsgi_sample"

_FIRST_YEAR = 1000
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def options() -> list[cfg.Opt]:
    """The sample's own option, in the group ``[i18n_wsgi_sample]``."""
    return [
        cfg.StrOpt(
            "database",
            help="The library's SQLite file, made when there is none. By default a temporary one.",
        )
    ]


def make_app(conf: cfg.ConfigOpts, **local_conf: str) -> Router:
    """The library as a WSGI application; what the paste file's ``[app:library]`` names."""
    from oslo_middleware import Healthcheck  # registers options when it is imported

    conf.register_opts(options(), group=GROUP)
    store = Store(conf[GROUP].database)
    deserializer = JSONRequestDeserializer(settings_from(conf, local_conf))

    def resource(controller: object) -> Resource:
        return Resource(controller, deserializer)

    books, loans = resource(BookController(store)), resource(LoanController(store))
    demo, front_page = resource(DemoController()), resource(FrontPage())

    mapper = routes.Mapper()
    numbers = {"book_id": "[0-9]{1,9}", "reader_id": "[0-9]{1,9}", "chunks": "[0-9]"}
    for path, controller, actions in [
        ("/", front_page, {"GET": "index"}),
        ("/books", books, {"GET": "index", "POST": "create"}),
        ("/books/{book_id}", books, {"GET": "show"}),
        ("/readers/{reader_id}/loans", loans, {"GET": "index", "POST": "create"}),
        ("/demo/rate-limited", demo, {"GET": "limit_rate"}),
        ("/demo/unavailable", demo, {"GET": "fail_store"}),
        ("/demo/bug", demo, {"GET": "fail"}),
        ("/demo/stream", demo, {"GET": "stream"}),
        ("/demo/stream/{chunks}", demo, {"GET": "stream"}),
    ]:
        for method, action in actions.items():
            mapper.connect(
                path,
                controller=controller,
                action=action,
                requirements=numbers,
                conditions={"method": [method]},
            )
    # Its settings are the group [healthcheck].
    mapper.connect("/healthcheck", controller=Healthcheck(None, conf))
    return Router(mapper)


class BookController:
    def __init__(self, store: Store) -> None:
        self._store = store

    def index(self, req: Request) -> dict[str, Any]:
        return {"books": self._store.books()}

    def show(self, req: Request, book_id: str) -> dict[str, Any]:
        return _find_book(self._store, int(book_id))

    def create(self, req: Request, body: object = None) -> webob.Response:
        fields = _object_of(body, "title, year, language")
        items = list(_problems_of_book(fields))
        if items:
            raise errors.InvalidBook(n=len(items), errors=items)
        book = self._store.add_book(fields["title"], fields["year"], fields["language"])
        location = f"{req.application_url}/books/{book['id']}"
        return webob.Response(status=201, json_body=book, location=location)


class LoanController:
    def __init__(self, store: Store) -> None:
        self._store = store

    def index(self, req: Request, reader_id: str) -> dict[str, Any]:
        return {"loans": self._store.loans(self._find_reader(reader_id))}

    def create(self, req: Request, reader_id: str, body: object = None) -> webob.Response:
        reader = self._find_reader(reader_id)
        number = _object_of(body, "book").get("book")
        if type(number) is not int or not 0 <= number < 10**9:
            raise errors.InvalidLoan(received=_shown(number))
        book = _find_book(self._store, number)
        overdue = [
            loan
            for loan in self._store.loans(reader)
            if date.fromisoformat(loan["due"]) < date.today()
        ]
        if overdue:
            raise errors.TooManyLoans(n=len(overdue))
        loan = self._store.lend(book["id"], reader)
        if loan is None:
            due = self._store.due_date(book["id"])
            raise errors.BookAlreadyLent(title=book["title"], due=due)
        return webob.Response(status=201, json_body=loan)

    def _find_reader(self, reader_id: str) -> int:
        reader = int(reader_id)
        if not self._store.has_reader(reader):
            raise errors.ReaderNotFound(reader=reader)
        return reader


class DemoController:
    """Errors that can't be provoked by use."""

    def limit_rate(self, req: Request) -> None:
        raise errors.RateLimited(seconds=30, headers={"Retry-After": "30"})

    def fail_store(self, req: Request) -> None:
        raise errors.StoreUnavailable(headers={"Retry-After": "120"})

    def fail(self, req: Request) -> dict[str, Any]:
        shelves: dict[str, Any] = {}
        # A bug. The client must not learn of the path in it, nor of the class KeyError.
        return {"books": shelves["/srv/library/shelf-7"]}

    def stream(self, req: Request, chunks: str = "3") -> Iterator[bytes]:
        for number in range(1, int(chunks) + 1):
            yield f"chunk {number}\n".encode()
        raise errors.StoreUnavailable


def _find_book(store: Store, book_id: int) -> dict[str, Any]:
    book = store.book(book_id)
    if book is None:
        raise errors.BookNotFound(book=book_id)
    return book


def _object_of(body: object, fields: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise errors.NotAnObject(fields=fields)
    return body


def _problems_of_book(fields: dict[str, Any]) -> Iterator[ErrorItem]:
    title, year, language = (fields.get(name) for name in ("title", "year", "language"))
    if not isinstance(title, str) or not title.strip():
        yield ErrorItem("/title", "required", errors.TITLE_REQUIRED)
    last_year = date.today().year
    if type(year) is not int or not _FIRST_YEAR <= year <= last_year:
        message = errors.YEAR_OUT_OF_RANGE % {
            "min": _FIRST_YEAR,
            "max": last_year,
            "received": _shown(year),
        }
        yield ErrorItem("/year", "out_of_range", message)
    if not _is_language(language):
        message = errors.LANGUAGE_UNKNOWN % {"example": "pt-BR", "received": _shown(language)}
        yield ErrorItem("/language", "unknown_language", message)


def _is_language(tag: object) -> bool:
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        return False
    try:
        return bool(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def _shown(value: object) -> str:
    """What a client sent, as it wrote it, and not endlessly."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
