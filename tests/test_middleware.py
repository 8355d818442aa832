"""Middleware: the base class, and the printer for debugging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import webob
import webob.exc

from i18n_wsgi import Debug, HTTPExceptionDisguise, Middleware, Request, debug_filter
from i18n_wsgi.errors import PathNotFound
from tests.conftest import Body, answering, call, raising


def test_passes() -> None:
    """By itself a middleware changes nothing."""
    response = call(Middleware(answering([b"a", b"b"], ("X-One", "1"))))

    assert (response.headers["X-One"], response.body) == ("1", b"ab")


def test_request_class() -> None:
    """A middleware is handed our request and hands on its environ, changes included."""

    class Marking(Middleware):
        def process_request(self, request: Request) -> None:
            request.environ["seen"] = request.best_match_language()

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["seen"].encode()]

    assert call(Marking(application), headers={"Accept-Language": "ja"}).text == "ja"


def test_answered_early() -> None:
    """A response to the request ends it there."""

    class Refusing(Middleware):
        def process_request(self, request: Request) -> webob.Response:
            return webob.Response(status=204)

        def process_response(self, response: webob.Response) -> webob.Response:
            raise AssertionError("not for one's own response")

    assert call(Refusing(raising(AssertionError()))).status_code == 204


def test_response_replaced() -> None:
    """A response may be replaced on its way out."""

    class Replacing(Middleware):
        def process_response(self, response: webob.Response) -> webob.Response:
            return webob.Response(body=response.body[::-1])

    assert call(Replacing(answering([b"a", b"b"]))).body == b"ba"


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.parametrize(
    "exc", [PathNotFound(path="/"), HTTPExceptionDisguise(KeyError()), KeyError()]
)
def test_errors_pass(wrap: type[Middleware], exc: Exception) -> None:
    """An error passes through unchanged, for the fault middleware to tell."""
    with pytest.raises(type(exc)) as raised:
        call(wrap(raising(exc)))

    assert raised.value is exc


@pytest.mark.parametrize("wrap", [Middleware, Debug])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_closes(wrap: type[Middleware], method: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A body is closed even when no chunk of it was asked for (PEP 3333)."""
    body = Body(b"a", b"b")

    wrapped = wrap(answering(body))(Request.blank("/", method=method).environ, lambda *_: None)
    wrapped.close()

    assert body.close_count == 1


def test_debug_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """The printer shows the request, the response's headers and the body."""
    app = Debug(answering(["é".encode(), b"\xff\n"], ("X-One", "1")))

    call(app, "/books")

    printed = capsys.readouterr().out
    assert "PATH_INFO = '/books'\n" in printed
    assert "X-One = '1'\n" in printed
    assert "BODY\né\n\\xff\\n\n" in printed


def test_debug_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The printer passes on headers and body as they are."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", "4")]
    begun: list[object] = []

    app = Debug(answering(Body(b"a", b"", b" \xff\n"), *headers))
    body = app(Request.blank("/").environ, lambda *arguments: begun.extend(arguments))

    assert (begun, list(body)) == (["200 OK", headers], [b"a", b"", b" \xff\n"])


def test_debug_streams(capsys: pytest.CaptureFixture[str]) -> None:
    """A chunk is printed when it passes, not before."""
    body = Body(b"first", b"second")

    next(iter(Debug(answering(body))(Request.blank("/").environ, lambda *_: None)))

    printed = capsys.readouterr().out
    assert "first" in printed
    assert "second" not in printed


@pytest.mark.parametrize("name", ["X-Auth-Token", "X-Password"])
def test_debug_masks(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A header that is named like a secret is printed masked."""
    call(Debug(answering([])), headers={name: "opensesame"})

    assert "opensesame" not in capsys.readouterr().out


def test_debug_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that passes can forge a line or steer the terminal."""
    call(Debug(answering([b"\x1b[2J\r\nHTTP_HOST = 'evil'"])), "/%0A%1B")

    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\nHTTP_HOST = 'evil'" not in printed


def test_print_generator(capsys: pytest.CaptureFixture[str]) -> None:
    """A body's chunks come out of the generator unchanged."""
    assert list(Debug.print_generator([b"a", b"", b"\xff"])) == [b"a", b"", b"\xff"]


def test_debug_filter() -> None:
    """As a paste filter the printer takes an application, a ConfigOpts and any keys."""
    application = answering([])

    made = debug_filter(application, None, verbose="yes")

    assert isinstance(made, Debug)
    assert made.application is application
