"""A response on its way: what PEP 3333 lets be taken back, and from when on it can't be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from i18n_wsgi.faults import is_fault
from i18n_wsgi.returned_errors import PAGE_LIMIT, returned_error
from i18n_wsgi.vary import with_vary

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Logs and counts what happens too late to be told to the client.
Report: TypeAlias = "Callable[[BaseException, WSGIEnvironment], object]"


def begin(
    body: Iterable[bytes],
    environ: WSGIEnvironment,
    start: HeldStart,
    report: Report,
    raises_returned: bool = False,
) -> Iterable[bytes]:
    """The body that the server is to send, its response begun: a list or a file as it is, a stream
    with its first chunk fetched.

    Args:
        body: what the application answered.
        environ: the request.
        start: what the application was given as ``start_response``.
        report: called when a stream breaks off, and when a body fails to close.
        raises_returned: whether an error that the application answers with nothing of its own to say
            is raised.
    """
    try:
        if not isinstance(body, (list, tuple)):
            body = _streamed(body, environ, report)
        elif body and type(body[0]) is not bytes:  # the others are like it
            checked(body[0])
        # From 400 on; a status line begins with its code.
        if start.status >= "4" and raises_returned and not start.is_sent:
            _raise_returned(body, environ, start)
        start.release()
    except BaseException:
        try:
            close(body)
        # The error in hand is the one to tell.
        except Exception as exc:
            report(exc, environ)
        raise
    return body


def _streamed(body: Iterable[bytes], environ: WSGIEnvironment, report: Report) -> Iterable[bytes]:
    wrapper = environ.get("wsgi.file_wrapper")
    # That of uWSGI is a function, which answers the file itself.
    is_file = isinstance(body, wrapper) if isinstance(wrapper, type) else hasattr(body, "read")
    return body if wrapper and is_file else Stream(body, lambda exc: report(exc, environ))


def _raise_returned(body: Iterable[bytes], environ: WSGIEnvironment, start: HeldStart) -> None:
    if isinstance(body, Stream):
        chunks = body.gather() if body.is_empty or _is_short(start.headers) else None
    else:
        chunks = list(body) if isinstance(body, (list, tuple)) else None
    if chunks is None:
        return
    error = returned_error(start.status, start.headers, chunks, environ)
    if error is not None:
        try:
            raise error
        finally:
            del error  # its traceback has this frame


def _is_short(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a body is no stream but for a filter that looks at each chunk."""
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    return lengths != [] and lengths[0].isdecimal() and int(lengths[0]) <= PAGE_LIMIT


def close(body: Iterable[bytes]) -> None:
    """Close a body that can be closed (PEP 3333)."""
    close_body = getattr(body, "close", None)
    if close_body is not None:
        close_body()


def checked(chunk: bytes) -> bytes:
    """A chunk of a body.

    Raises:
        TypeError: it is no bytes, which servers tell neither the client nor our log.
    """
    if isinstance(chunk, bytes):
        return chunk
    raise TypeError(f"the body has a chunk of {type(chunk).__name__}; bytes were expected")


class HeldStart:
    """The server's ``start_response``, held back until there is something to send.

    An error before that takes the response's place as if there had been none. PEP 3333 has
    ``exc_info`` for this, but what is called through webob never gets so far: it would raise the
    exception again.
    """

    # The status line and the headers that are held; no status line as long as there is none.
    status = ""
    headers: Sequence[tuple[str, str]] = ()
    # Whether some of a body has gone out, by way of write().
    is_sent = False
    # Whether start_response was called, and what it answered.
    _is_begun = False
    _write_now: Callable[[bytes], object] | None = None

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        # The request's headers that the response depends on, noted by whoever negotiates.
        self.negotiated: dict[str, bool] = {}

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        if self.status:
            if exc_info is None:
                raise AssertionError("start_response was called a second time without exc_info")
            if self._write_now is not None:
                return self._start_response(status, headers, exc_info)
        self.status = status
        self.headers = headers
        return self._write

    def release(self) -> None:
        """Let the response begin, if it has not; its Vary names what was negotiated meanwhile."""
        if not self.status:
            raise AssertionError("the application did not call start_response")
        if self._write_now is None:
            headers: Any = self.headers  # as the application gave them
            if self.negotiated:
                headers = with_vary(headers, self.negotiated)
            self._is_begun = True  # even for a server that refuses these headers: it was called
            self._write_now = self._start_response(self.status, headers)

    def replace(self, status: str, headers: list[tuple[str, str]]) -> None:
        """Begin with an error's response instead.

        Raises:
            BaseException: the exception in hand, when the server has sent headers already.
        """
        if self._is_begun:
            self._start_response(status, headers, sys.exc_info())
        else:
            self._start_response(status, headers)

    def _write(self, chunk: bytes) -> object:
        if not chunk:
            return None  # servers begin with the first one that is not empty (PEP 3333)
        self.release()
        assert self._write_now is not None
        self.is_sent = True
        return self._write_now(chunk)


class Stream:
    """A streamed body, passed on chunk by chunk; its first one is fetched at once, so that an error
    before it is still a whole response. A later one goes on to the server, which cuts the connection.
    """

    def __init__(self, body: Iterable[bytes], report: Callable[[BaseException], object]) -> None:
        self._body = body
        self._report = report
        self._chunks = iter(body)
        # Servers begin with the first chunk that is not empty (PEP 3333), so do we.
        self._first = next(filter(None, map(checked, self._chunks)), None)
        self.is_empty = self._first is None

    def gather(self) -> list[bytes]:
        """All of a body that is known to be short; it still can be sent."""
        chunks = [] if self._first is None else [self._first, *map(checked, self._chunks)]
        self._chunks = iter(chunks[1:])
        return chunks

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        try:
            return checked(next(self._chunks))
        except StopIteration:
            raise
        except BaseException as exc:
            if is_fault(exc):
                self._report(exc)
            raise

    def close(self) -> None:
        try:
            close(self._body)
        except BaseException as exc:
            if is_fault(exc):
                self._report(exc)
            raise
