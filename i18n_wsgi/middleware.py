"""Middleware that looks at requests and responses: the base class, and a printer for debugging."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, AnyStr, ClassVar, TextIO

import webob
import webob.dec
import webob.exc

from i18n_wsgi.errors import HTTPExceptionDisguise
from i18n_wsgi.masking import PieceMasker, masked_row
from i18n_wsgi.request import Request
from i18n_wsgi.response import close
from i18n_wsgi.returned_errors import is_plain_error
from i18n_wsgi.settings import SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from oslo_config import cfg

_STREAMS = ("stdout", "stderr")


class Middleware:
    """Calls the next application; override one of the two methods, or ``__call__``.

    Args:
        application: the next application.
        conf: what a paste filter is given; kept for whoever wants it.
    """

    # Carries a webob error past webob to the fault middleware; a host that has one of its own puts
    # the disguise here that it knows.
    disguise: ClassVar[Callable[[webob.exc.WSGIHTTPException], Exception]] = HTTPExceptionDisguise

    def __init__(self, application: WSGIApplication, conf: cfg.ConfigOpts | None = None) -> None:
        self.application = application
        self.conf = conf

    def process_request(self, request: Request) -> webob.Response | None:
        """Called on each request. A response ends it here; None passes it on."""
        return None

    def process_response(self, response: webob.Response) -> webob.Response | None:
        """Called on each response, which may be changed; what it answers, unless None, replaces it."""
        return response

    @webob.dec.wsgify(RequestClass=Request)  # type: ignore[untyped-decorator]  # webob has no types
    def __call__(self, request: Request) -> webob.Response:
        try:
            answer = self.process_request(request)
            if answer is None:
                answer = self._respond(request)
            if is_plain_error(answer):
                raise answer  # as if it had been raised: its texts are still lazy
            return answer
        except webob.exc.WSGIHTTPException as exc:
            if exc.status_int < 400:
                raise  # an answer, not an error
            raise type(self).disguise(exc) from exc  # a function there is no method

    def _respond(self, request: Request) -> webob.Response:
        response = request.get_response(self.application)
        body = response.app_iter
        if not hasattr(body, "close"):
            replaced = self.process_response(response)
            return response if replaced is None else replaced
        given = _ClosedOnce(body)
        _put_body(response, given)
        try:
            replaced = self.process_response(response)
        except BaseException:
            given.close()
            raise
        answer = response if replaced is None else replaced
        if not _is_stream(answer):  # nothing of the old body is in it
            given.close()
        elif answer.app_iter is given:
            _put_body(answer, body)
        else:
            _put_body(answer, _Outer(answer.app_iter, given))
        return answer


class Debug(Middleware):
    """Prints each request and response that passes, for use while developing.

    Args:
        application: the next application.
        stream: where to print; by default what is ``sys.stdout`` at that moment.
    """

    def __init__(self, application: WSGIApplication, *, stream: TextIO | None = None) -> None:
        super().__init__(application)
        self.stream = stream

    def process_request(self, request: Request) -> None:
        """The request is printed, and passed on."""
        # A copy: what shows a value may add another.
        self._print_table("REQUEST ENVIRON", [*request.environ.items()])

    def process_response(self, response: webob.Response) -> webob.Response:
        """The response, which prints its body when it is sent."""
        self._print_table("RESPONSE HEADERS", response.headers.items())
        body, charset = response.app_iter, response.charset or "utf-8"
        printed = self.print_generator(body, stream=self.stream, charset=charset)
        _put_body(response, _Outer(printed, body))
        return response

    @staticmethod
    def print_generator(
        app_iter: Iterable[AnyStr], *, stream: TextIO | None = None, charset: str = "utf-8"
    ) -> Iterator[AnyStr]:
        """The chunks of a body unchanged, each printed when it passes, read by the charset. What may
        belong to a secret waits until the whole of it can be masked."""
        masker = PieceMasker()
        decode = _decoder(charset)
        _print(_heading("BODY"), stream)
        try:
            for part in app_iter:
                if shown := masker.feed(part if isinstance(part, str) else decode(part)):
                    _print(shown, stream)
                yield part
        finally:
            _print(f"{masker.feed(decode(b'', final=True))}{masker.end()}\n", stream)

    def _print_table(self, heading: str, rows: Iterable[tuple[str, Any]]) -> None:
        lines = [_heading(heading), *(masked_row(str(name), value) for name, value in rows)]
        _print("\n".join([*lines, ""]), self.stream)


class _ClosedOnce:
    """A body that may be closed by several, webob among them when it reads the whole of it."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        body, self._body = self._body, ()
        close(body)


class _Outer:
    """A body that is made of another one. A generator can't close that when it was never started;
    PEP 3333 asks for ``close()`` in any case."""

    def __init__(self, chunks: Iterable[bytes], body: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)

    def close(self) -> None:
        try:
            close(self._chunks)
        finally:
            close(self._body)


def _is_stream(answer: webob.Response) -> bool:
    return isinstance(answer, webob.Response) and not isinstance(answer.app_iter, (list, tuple))


def _put_body(response: webob.Response, body: Iterable[bytes]) -> None:
    headers = [*response.headerlist]
    response.app_iter = body
    response.headerlist[:] = headers  # webob forgets the length with the old body


def _decoder(charset: str) -> Callable[..., str]:
    try:
        charset.encode(charset)  # what is no encoding of text says so
        decode = codecs.getincrementaldecoder(charset)("backslashreplace").decode
        decode(b"")
    # There is no such encoding, or one that only Python's own texts have.
    except (LookupError, ValueError):
        return _decoder("utf-8")
    return decode


def _heading(text: str) -> str:
    return f"{'*' * 40} {text}"


def _print(text: str, stream: TextIO | None) -> None:
    stream = sys.stdout if stream is None else stream
    # The request goes on where nobody can read along: a closed pipe, a full disk, what is no stream.
    with suppress(Exception):
        print(_encodable(text, getattr(stream, "encoding", None)), file=stream, flush=True)


def _encodable(text: str, encoding: Any) -> str:
    try:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    except (LookupError, TypeError, ValueError):  # there is no such encoding
        return text


def debug_filter(app: WSGIApplication, conf: cfg.ConfigOpts, **local_conf: str) -> Debug:
    """``Debug`` as a paste.deploy filter: ``i18n_wsgi.filter_factory = i18n_wsgi:debug_filter``.

    Args:
        app: the next application.
        conf: not needed.
        local_conf: the section's keys; ``stream`` is ``stdout`` or ``stderr``.

    Raises:
        SettingsError: there is no such key, or no such stream.
    """
    if unknown := sorted(set(local_conf) - {"stream"}):
        raise SettingsError(f"{', '.join(unknown)}: no such key; there is stream", key=unknown[0])
    name = local_conf.get("stream", "stdout").strip()
    if name not in _STREAMS:
        raise SettingsError(f"stream is {name!r}; allowed: {', '.join(_STREAMS)}")
    return Debug(app, stream=None if name == "stdout" else sys.stderr)
