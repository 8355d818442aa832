"""The error path, whole, by plain WSGI calls: what passes, and how an error is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from wsgiref.validate import validator

import pytest
import webob
import webob.exc
from eventlet import Timeout
from greenlet import GreenletExit
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi import (
    APIError,
    ErrorMap,
    FaultMiddleware,
    HTTPExceptionDisguise,
    Message,
    Middleware,
    TranslatedFault,
    translator,
)
from i18n_wsgi.catalogs import current_catalogs
from tests.conftest import Application, Body, WriteCatalog, answering, call, raising

_ = translator("library").gettext
BOOK = _("Book %(book)s was not found.")
FRENCH, ENGLISH = "Le livre 9 est introuvable.", "Book 9 was not found."

Wrap = Callable[..., FaultMiddleware]


class BookNotFound(APIError):
    status = 404
    message = BOOK


class Closed(APIError):
    status = 503
    safe = True
    message = _("Closed.")


@pytest.fixture
def wrap(write_catalog: WriteCatalog) -> Wrap:
    """Puts the fault middleware around an application, with the library's catalogs."""
    write_catalog("fr", f'msgid "{BOOK}"\nmsgstr "Le livre %(book)s est introuvable."\n')
    folder = write_catalog("ja", 'msgid "Closed."\nmsgstr "休館中です。"\n')
    return lambda app, **options: FaultMiddleware(
        app, domain="library", locale_dir=str(folder), **options
    )


def message_of(response: webob.Response) -> str:
    text: str = response.json["error"]["message"]
    return text


PAGE = ("Content-Type", "text/html")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("app", "status"),
    [
        (answering([b"a"], PAGE), 200),
        (answering(Body(b"a"), PAGE), 200),
        (answering(Body(b"", then=KeyError()), PAGE), 500),
        (raising(BookNotFound(book=9)), 404),
        (raising(webob.exc.HTTPFound(location="/")), 302),
    ],
    ids=["list", "stream", "failing stream", "error", "redirect"],
)
def test_standard(app: Application, status: int, method: str) -> None:
    """Towards the server and towards the application WSGI's rules are kept (PEP 3333)."""
    response = call(validator(FaultMiddleware(validator(app))), method=method)

    assert response.status_code == status


@pytest.mark.parametrize("outside", [True, False])
def test_webob_between(wrap: Wrap, outside: bool) -> None:
    """A webob middleware may stand on either side."""
    app = raising(BookNotFound(book=9))

    response = call(Middleware(wrap(app)) if outside else wrap(Middleware(app)))

    assert (response.status_code, message_of(response)) == (404, ENGLISH)


def test_catalogs_of_the_request(wrap: Wrap) -> None:
    """While an application runs, the middleware's catalogs are the current ones."""
    seen: list[object] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.extend([environ["i18n_wsgi.catalogs"], current_catalogs()])
        start_response("200 OK", [])
        return []

    app = wrap(application)
    call(app)

    assert seen == [app.catalogs] * 2


@pytest.mark.parametrize(
    "exc", [KeyboardInterrupt(), SystemExit(), GreenletExit(), GeneratorExit()]
)
@pytest.mark.parametrize(
    "fail",
    [raising, lambda exc: answering(Body(then=exc)), lambda exc: answering(Body(b"a", then=exc))],
)
def test_passes(
    fail: Callable[[BaseException], Application],
    exc: BaseException,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What ends a process or a greenlet is no error of the request, nor of the log."""
    with pytest.raises(type(exc)):
        call(FaultMiddleware(fail(exc)))

    assert caplog.records == []


@pytest.mark.parametrize(
    ("header", "exc", "language", "message"),
    [
        ("", BookNotFound(book=9), "en", ENGLISH),
        ("\ud800;q=\x00, fr-CA;q=0.1", BookNotFound(book=9), "fr", FRENCH),
        ("fr;q=0, *;q=0.1", BookNotFound(book=9), "en", ENGLISH),
        ("ja, fr;q=0.5", BookNotFound(book=9), "fr", FRENCH),  # the first that has this text
        ("fr, ja;q=0.5", Closed(), "ja", "休館中です。"),
        ("ja", BookNotFound(book=9), "en", ENGLISH),
        ("fr", HTTPExceptionDisguise(webob.exc.HTTPNotFound(BOOK % {"book": 9})), "fr", FRENCH),
        ("fr", BookNotFound("Plain text."), "fr, en", "Plain text."),
    ],
)
def test_language(wrap: Wrap, header: str, exc: Exception, language: str, message: str) -> None:
    """An error is told in the client's first language that has it; all that occur are listed."""
    response = call(wrap(raising(exc)), environ={"HTTP_ACCEPT_LANGUAGE": header})

    assert response.headers["Content-Language"] == language
    assert message_of(response) == message


def test_language_of_an_outer_layer(wrap: Wrap) -> None:
    """A language that an outer layer has chosen goes before the client's header."""
    environ = {"HTTP_ACCEPT_LANGUAGE": "en", "i18n_wsgi.language": "fr_CA"}

    assert call(wrap(raising(BookNotFound(book=9))), environ=environ).content_language == ("fr",)


def test_language_of_an_outer_layer_that_is_not_on_offer(wrap: Wrap) -> None:
    """A language that nobody offers does not silence the client's header."""
    environ = {"HTTP_ACCEPT_LANGUAGE": "fr", "i18n_wsgi.language": "undefined"}

    assert call(wrap(raising(BookNotFound(book=9))), environ=environ).content_language == ("fr",)


def test_default_language(wrap: Wrap) -> None:
    """A client that accepts nothing on offer gets the default language, and is told so."""
    app = wrap(raising(BookNotFound(book=9)), default_language="fr")

    assert call(app, headers={"Accept-Language": "pl"}).content_language == ("fr",)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("\x00, ;;q, text/html;q=x", "application/json"),
        ("*/*;q=0", "application/json"),  # better a body than none (RFC 9110, section 12.4.1)
        ("image/png, text/*;q=0.1", "text/html; charset=utf-8"),
        ("text/html;q=0.5, application/problem+json", "application/problem+json"),
    ],
)
def test_format(accept: str, expected: str) -> None:
    """An error has the client's best format, the first on offer where none suits."""
    app = FaultMiddleware(raising(BookNotFound(book=9)))

    response = call(app, environ={"HTTP_ACCEPT": accept})

    assert response.headers["Content-Type"] == expected
    assert response.headers["Vary"] == "Accept, Accept-Language"


@given(accept=st.text(), language=st.text(st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=100)
def test_any_wish(accept: str, language: str) -> None:
    """Whatever a client sends, it gets the whole error."""
    environ = {"HTTP_ACCEPT": accept, "HTTP_ACCEPT_LANGUAGE": language}

    response = call(FaultMiddleware(raising(BookNotFound(book=9))), environ=environ)

    assert (response.status_code, b"Book 9" in response.body) == (404, True)


SECRET = KeyError("/srv/secret")


@pytest.mark.parametrize("accept", ["application/json", "application/problem+json", "text/*"])
def test_undeclared(accept: str) -> None:
    """Of an exception that nobody declared the client learns neither text nor class."""
    response = call(FaultMiddleware(raising(SECRET)), headers={"Accept": accept})

    assert response.status == "500 Internal Server Error"
    assert response.headers["Cache-Control"] == "no-store"
    assert not [word for word in ("secret", "KeyError", "Traceback") if word in response.text]


@pytest.mark.parametrize(("exc", "expected"), [(SECRET, True), (BookNotFound(book=9), False)])
def test_traceback(exc: Exception, expected: bool) -> None:
    """A traceback is shown where the settings say so, and for bugs only."""
    app = FaultMiddleware(raising(exc), expose_traceback=True)

    assert ("Traceback" in call(app).text) is expected


class Odd(Exception):
    """An exception whose own code fails."""

    def __new__(cls, *, key: int) -> Odd:
        return super().__new__(cls)

    def __init__(self, *, key: int) -> None:
        super().__init__(BOOK)

    def __str__(self) -> str:
        raise RuntimeError("no text")

    @property
    def message(self) -> str:
        raise RuntimeError("no message")


def refuse(exc: BaseException) -> int:
    raise RuntimeError("no status")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("declared", [{}, {Odd: 404}, {Odd: refuse}, {Exception: refuse}], ids=repr)
def test_odd_exception(
    declared: dict[type[BaseException], Any], accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever an exception's own code or an ErrorMap's does, there is an answer and a record."""
    app = FaultMiddleware(raising(Odd(key=1)), error_map=ErrorMap(declared))

    assert call(app, headers={"Accept": accept}).status_code in (404, 500)
    assert caplog.records


@pytest.mark.parametrize(
    ("exc", "level"), [(BookNotFound(book=9), logging.INFO), (SECRET, logging.ERROR)]
)
def test_log(wrap: Wrap, exc: Exception, level: int, caplog: pytest.LogCaptureFixture) -> None:
    """An error is logged once, in English, under the id that the client is told."""
    caplog.set_level(logging.INFO)

    response = call(wrap(raising(exc)), "/%C3%A9", headers={"Accept-Language": "fr"})

    [record] = [record for record in caplog.records if record.name == "i18n_wsgi"]
    assert (record.levelno, record.request_id) == (level, response.headers["X-Request-Id"])
    assert record.getMessage().startswith(f"GET /é answered {response.status_code}: ")
    assert str(exc) in record.getMessage()


def test_timeout() -> None:
    """A time-out of eventlet, which is no Exception, is a 503: it is the service's own limit. One of
    Python, which sockets raise, is a 504."""
    statuses = [
        call(FaultMiddleware(raising(exc))).status_code for exc in (Timeout(), TimeoutError())
    ]

    assert statuses == [503, 504]


def test_shared_exception(wrap: Wrap) -> None:
    """One exception, raised for two clients at once, is told to each in its own language."""
    shared = BookNotFound(book=9, headers={"X-One": "1"})
    before = dict(vars(shared))
    barrier = Barrier(2, timeout=20)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        barrier.wait()
        raise shared

    def ask(language: str) -> set[str]:
        headers = {"Accept-Language": language}
        return {message_of(call(app, headers=headers)) for _turn in range(20)}

    app = wrap(application)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, ["fr", "en"])) == [{FRENCH}, {ENGLISH}]
    assert vars(shared) == before


class Unwilling:
    """A format, or a way to translate, that fails."""

    media_type = content_type = "text/unwilling"
    labels: Mapping[str, Message] = {}

    def render(self, fault: TranslatedFault) -> bytes:
        raise RuntimeError("no ink")


def fail_to_translate(exc: BaseException, locale: str, **options: object) -> BaseException:
    raise RuntimeError("no words")


def with_failing_format() -> FaultMiddleware:
    return FaultMiddleware(raising(BookNotFound(book=9)), formats=[Unwilling()])


def test_format_fails() -> None:
    """Where a format fails, the error keeps its status and is told in English."""
    response = call(with_failing_format(), headers={"Accept-Language": "fr"})

    assert response.status_code == 404
    assert response.headers["Content-Language"] == "en"
    assert response.json_body["title"] == "Not Found"


def test_translation_fails() -> None:
    """Where a host's own way to translate exceptions fails, the title is told all the same."""
    app = FaultMiddleware(raising(BookNotFound("gone")))
    app.translate_exception = fail_to_translate  # type: ignore[method-assign,assignment]

    response = call(app, headers={"Accept-Language": "fr"})

    assert (response.status_code, response.json_body["title"]) == (404, "Introuvable")


def test_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What failed while telling an error is logged beside the error."""
    call(with_failing_format())

    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert ["no ink" in record.getMessage() for record in errors] == [True]


def test_default_language_has_the_message(write_catalog: WriteCatalog) -> None:
    """Where no language of the client has the message, the default language is next."""
    write_catalog("fr", 'msgid "Other"\nmsgstr "Autre"\n')
    folder = write_catalog("de", 'msgid "Lost"\nmsgstr "Verloren"\n')
    lost = translator("library").gettext("Lost")
    app = FaultMiddleware(
        raising(BookNotFound(lost)),
        domain="library",
        locale_dir=str(folder),
        default_language="de",
    )

    response = call(app, headers={"Accept-Language": "fr"})

    assert response.json_body["error"]["message"] == "Verloren"


FRENCH_CLIENT = {"Accept-Language": "fr", "Accept": "application/problem+json"}


def test_marked_text_of_a_built_in(wrap: Wrap) -> None:
    """A declared built-in exception's text is told where it was marked for translation."""
    app = wrap(raising(LookupError(BOOK % {"book": 9})), error_map={LookupError: 404})

    assert call(app, headers=FRENCH_CLIENT).json["detail"] == FRENCH


def test_forgotten_parameter(wrap: Wrap) -> None:
    """A message whose parameter was forgotten is told in no language."""
    app = wrap(raising(BookNotFound()))

    assert "%" not in call(app, headers=FRENCH_CLIENT).json["detail"]


def test_marked_detail_of_a_server_error(wrap: Wrap) -> None:
    """A webob error from 500 on tells its detail where that was marked for translation."""
    app = wrap(raising(webob.exc.HTTPServiceUnavailable(BOOK % {"book": 9})))

    assert call(app, headers=FRENCH_CLIENT).json["detail"] == FRENCH


def test_pseudo_locale(wrap: Wrap) -> None:
    """Pseudo-locales are told where they are switched on, and labelled."""
    app = wrap(raising(BookNotFound(book=9)), pseudo_locales=True)

    told = call(app, headers={**FRENCH_CLIENT, "Accept-Language": "en-XA"})

    assert told.headers["Content-Language"] == "en-XA"
    assert told.json["detail"].startswith("[")
    assert "9" in told.json["detail"]
