"""A fault middleware among others: its own kind, webob's, and filters that add CORS headers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import webob
import webob.dec
import webob.exc

from i18n_wsgi import APIError, FaultMiddleware, translator
from tests.conftest import Application, Body, answering, call, raising

_ = translator("i18n_wsgi_sample").gettext
OWN = {"domain": "i18n_wsgi_sample", "locale_dir": "i18n_wsgi:locale"}
FRENCH = {"Accept-Language": "fr"}


class BookNotFound(APIError):
    status = 404
    message = _("Book %(book)s was not found.")


@webob.dec.wsgify.middleware  # type: ignore[untyped-decorator]  # webob has no types
def cors(request: webob.Request, app: Application) -> webob.Response:
    """What filters of CORS do."""
    response = request.get_response(app)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary = (*(response.vary or ()), "Origin")
    return response


def within(app: Application) -> Application:
    return FaultMiddleware(FaultMiddleware(app, **OWN))


def within_webob(app: Application) -> Application:
    return FaultMiddleware(cors(FaultMiddleware(app, **OWN)))


@pytest.fixture(params=[within, within_webob])
def nest(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ["application/json", "text/html", "text/plain", "text/xml"])
@pytest.mark.parametrize("exc", [BookNotFound(book=9), webob.exc.HTTPNotFound("gone"), KeyError()])
def test_once(exc: Exception, accept: str, method: str, nest: Any) -> None:
    """What an inner one has told, an outer one leaves alone."""
    headers = {**FRENCH, "Accept": accept, "X-Request-Id": "a"}
    alone = call(FaultMiddleware(raising(exc), **OWN), headers=headers, method=method)

    response = call(nest(raising(exc)), headers=headers, method=method)

    assert (response.status, response.body) == (alone.status, alone.body)
    assert set(alone.headers.items()) - {("Vary", alone.headers["Vary"])} <= set(
        response.headers.items()
    )


@pytest.mark.parametrize(
    "app",
    [raising(KeyError()), answering(Body(then=KeyError())), answering(Body(b"a", then=KeyError()))],
)
def test_log(app: Application, nest: Any, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged once, be it told or cut off."""
    with suppress(KeyError):  # when it was cut off
        call(nest(app))

    assert len([record for record in caplog.records if record.name == "i18n_wsgi"]) == 1


def test_between() -> None:
    """What fails between the two is told by the outer one."""

    def between(environ: dict[str, Any], start_response: Any) -> Any:
        FaultMiddleware(raising(BookNotFound(book=9)), **OWN)(environ, start_response)
        raise webob.exc.HTTPConflict

    response = call(FaultMiddleware(between), headers=FRENCH)

    assert (response.status_code, response.json["code"]) == (409, 409)


def test_cors_outside() -> None:
    """A filter of CORS in front of it sees errors, and may add to their Vary."""
    response = call(cors(FaultMiddleware(raising(BookNotFound(book=9)), **OWN)), headers=FRENCH)

    assert response.json["error"]["message"] == "Le livre 9 est introuvable."
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Vary"] == "Accept, Accept-Language, Origin"


def test_cors_inside() -> None:
    """What a filter behind it has added to an error that is answered stays."""
    response = call(FaultMiddleware(cors(webob.exc.HTTPNotFound())), headers=FRENCH)

    assert response.json["title"] == "Introuvable"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Vary"] == "Origin, Accept, Accept-Language"


@pytest.mark.parametrize("code", [200, 204, 206, 301, 303, 304])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_error(method: str, code: int, caplog: pytest.LogCaptureFixture) -> None:
    """What webob can raise that is no error is sent as webob sends it, and not logged."""
    exc = webob.exc.status_map[code]()
    expected = call(exc, method=method)

    response = call(within(raising(exc)), method=method)

    assert (response.status, response.headerlist, response.body) == (
        expected.status,
        expected.headerlist,
        expected.body,
    )
    assert [record for record in caplog.records if record.name == "i18n_wsgi"] == []


@pytest.mark.parametrize("code", [0, 100, 103, 199, 600, 999])
def test_no_status(code: int) -> None:
    """A status that no response can have is a bug."""
    exc = type("Odd", (webob.exc.WSGIHTTPException,), {"code": code, "title": "Odd"})()

    assert call(FaultMiddleware(raising(exc))).status_code == 500
