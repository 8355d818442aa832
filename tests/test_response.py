"""Bodies and streams: what passes untouched, and what takes the place of one that fails."""

from __future__ import annotations

import logging
import sys
from io import BytesIO, StringIO
from itertools import count
from typing import Any
from wsgiref.handlers import SimpleHandler
from wsgiref.util import FileWrapper

import pytest
import webob
import webob.exc

from i18n_wsgi import APIError, FaultMiddleware, HTTPExceptionDisguise
from tests.conftest import Application, Body, answering, call, raising


class Gone(APIError):
    status = 410


def serve(app: Application) -> tuple[str, bytes, str]:
    """What a real server (wsgiref's) sends, status line and body, and what it notes of errors."""
    environ = webob.Request.blank("/").environ
    sent, noted = BytesIO(), StringIO()
    SimpleHandler(BytesIO(), sent, noted, environ).run(app)
    head, _blank, body = sent.getvalue().partition(b"\r\n\r\n")
    return head.decode().partition("\r\n")[0], body, noted.getvalue()


@pytest.mark.parametrize("body", [[b"a", b"b"], (), [b"", b""], FileWrapper(BytesIO(b"a"))])
def test_untouched(body: Any) -> None:
    """A list, a tuple or the server's own file passes as the same object."""
    environ = webob.Request.blank("/", environ={"wsgi.file_wrapper": FileWrapper}).environ

    assert FaultMiddleware(answering(body))(environ, lambda *_: None) is body


def test_not_buffered() -> None:
    """A stream is passed on chunk by chunk, one that never ends too."""
    endless = (b"%d" % number for number in count())

    chunks = iter(FaultMiddleware(answering(endless))({}, lambda *_: None))

    assert [next(chunks), next(chunks), next(endless)] == [b"0", b"1", b"2"]


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b"a", b"", b"b"]])
def test_whole(chunks: list[bytes]) -> None:
    """A stream that does not fail comes whole, and is closed."""
    body = Body(*chunks)

    assert serve(FaultMiddleware(answering(body))) == ("HTTP/1.0 200 OK", b"".join(chunks), "")
    assert body.close_count == 1


def test_closed_early() -> None:
    """A stream is closed when the client goes before it is read."""
    body = Body(b"a")

    FaultMiddleware(answering(body))({}, lambda *_: None).close()

    assert body.close_count == 1


def test_begins_late() -> None:
    """An application that is a generator starts its response with its first chunk."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("201 Created", [])
        yield b"a"

    assert serve(FaultMiddleware(application)) == ("HTTP/1.0 201 Created", b"a", "")


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_fails_early(chunks: list[bytes]) -> None:
    """A stream that fails before its first byte is a whole error, and is closed."""
    body = Body(*chunks, then=Gone())

    response = call(FaultMiddleware(answering(body, ("X-Of-Stream", "1"))))

    assert (response.status_code, response.json["code"]) == (410, 410)
    assert "X-Of-Stream" not in response.headers
    assert body.close_count == 1


def test_fails_late(caplog: pytest.LogCaptureFixture) -> None:
    """A stream that fails after its first byte is cut off, closed, and logged once as an error."""
    body = Body(b"first", then=Gone())

    status, sent, noted = serve(FaultMiddleware(answering(body)))

    assert (status, sent, body.close_count) == ("HTTP/1.0 200 OK", b"first", 1)
    assert noted.endswith("Gone\n")  # the exception itself reached the server
    assert [
        (record.levelno, "was cut off" in record.getMessage()) for record in caplog.records
    ] == [(logging.ERROR, True)]


def test_close_fails(caplog: pytest.LogCaptureFixture) -> None:
    """A stream that fails, and then at being closed too, is told as what it failed by first; the other
    failure is logged."""

    class Stuck(Body):
        def close(self) -> None:
            raise OSError("stuck")

    response = call(FaultMiddleware(answering(Stuck(then=Gone()))))

    assert response.status_code == 410
    assert "OSError: stuck" in caplog.text


def test_close_fails_late(caplog: pytest.LogCaptureFixture) -> None:
    """A body that was sent, and fails at being closed, is logged."""

    class Stuck(Body):
        def close(self) -> None:
            raise OSError("stuck")

    with pytest.raises(OSError, match="stuck"):
        call(FaultMiddleware(answering(Stuck(b"a"))))

    assert "OSError: stuck" in caplog.text


@pytest.mark.parametrize(
    "body",
    [None, 5, [b"a"], Body(b"a"), Body(), iter([])],
    ids=["none", "number", "list", "stream", "empty stream", "iterator"],
)
def test_not_started(body: Any) -> None:
    """An application that never calls start_response has a bug, whatever it returns."""
    response = call(FaultMiddleware(lambda environ, start_response: body))

    assert response.status_code == 500
    assert getattr(body, "close_count", 1) == 1


def test_started_twice() -> None:
    """A second start_response without exc_info is a bug (PEP 3333)."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        start_response("200 OK", [])
        return [b""]

    assert call(FaultMiddleware(application)).status_code == 500


def test_own_error_page() -> None:
    """An application may start anew for an error that it handles itself."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        start_response("418 Teapot", [], (Gone, Gone(), None))
        return [b"short and stout"]

    assert serve(FaultMiddleware(application))[:2] == ("HTTP/1.0 418 Teapot", b"short and stout")


@pytest.mark.parametrize("body", [[b"a"], Body(b"a")])
def test_refused_by_server(body: Any) -> None:
    """A status that the server refuses is a bug of the application, and told as one."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("nonsense", [])
        return body

    _status, sent, _noted = serve(FaultMiddleware(application))

    assert b'"code": 500' in sent
    assert getattr(body, "close_count", 1) == 1


def test_write() -> None:
    """What an application writes by the old callable goes out before its body (PEP 3333)."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        write = start_response("200 OK", [])
        write(b"written ")
        write(b"twice ")
        return [b"returned"]

    assert serve(FaultMiddleware(application))[1] == b"written twice returned"


@pytest.mark.parametrize("anew", [True, False])
def test_fails_after_write(anew: bool) -> None:
    """After the first byte has been written, an error goes on to the server."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", [])(b"written")
        try:
            raise Gone
        except Gone:
            if anew:
                start_response("500 Own", [], sys.exc_info())
            raise

    status, sent, noted = serve(FaultMiddleware(application))

    assert (status, sent) == ("HTTP/1.0 200 OK", b"written")
    assert noted.endswith("Gone\n")


FOUND = webob.exc.HTTPFound(location="/elsewhere")


@pytest.mark.parametrize(
    "app",
    [raising(FOUND), raising(HTTPExceptionDisguise(FOUND)), answering(Body(b"", then=FOUND))],
    ids=["raised", "disguised", "in a stream"],
)
def test_redirect(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    """A redirect is no error: it is sent as it is, and not logged."""
    status, _body, noted = serve(FaultMiddleware(app))

    assert (status, noted, caplog.records) == ("HTTP/1.0 302 Found", "", [])


def test_error_behind_write(caplog: pytest.LogCaptureFixture) -> None:
    """An error after write() goes on to the server, and is logged as what it is: a cut."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])(b"some")
        raise LookupError("lost")

    with pytest.raises(LookupError):
        call(FaultMiddleware(app))

    records = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert ["was cut off" in record.getMessage() for record in records] == [True]


def test_file_is_closed_without_a_start() -> None:
    """A file is closed, too, when its application has not called start_response."""
    file = BytesIO(b"some")

    def app(environ: Any, start_response: Any) -> Any:
        return environ["wsgi.file_wrapper"](file)

    response = call(FaultMiddleware(app), environ={"wsgi.file_wrapper": FileWrapper})

    assert (response.status_code, file.closed) == (500, True)


@pytest.mark.parametrize(
    "body", [["text"], ("text",), iter(["text"]), iter([b"", {"a": 1}]), iter([{}]), map(str, [1])]
)
def test_no_bytes(body: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A body of anything but bytes is a bug, and told as one."""
    response = call(FaultMiddleware(answering(body)))

    assert response.json["code"] == 500
    assert "bytes were expected" in caplog.text


def test_no_bytes_later(caplog: pytest.LogCaptureFixture) -> None:
    """One that turns into something else is cut off, and logged."""
    with pytest.raises(TypeError):
        call(FaultMiddleware(answering(iter([b"a", "text"]))))

    assert "was cut off: TypeError" in caplog.text


def test_nothing_written() -> None:
    """An empty chunk that is written begins nothing: an error behind it is a whole one."""

    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])(b"")
        raise Gone

    assert serve(FaultMiddleware(app))[0] == "HTTP/1.0 410 Gone"


def test_file_of_uwsgi() -> None:
    """A file passes, too, where the server's wrapper is a function that answers it."""
    file = BytesIO(b"some")
    environ = webob.Request.blank("/", environ={"wsgi.file_wrapper": lambda file: file}).environ

    assert FaultMiddleware(answering(file))(environ, lambda *_: None) is file
