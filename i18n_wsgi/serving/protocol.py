"""One request and its answer on a connection, as eventlet serves them."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import eventlet.wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What is read of a body that nobody wanted, to keep the connection.
_DRAINED_BYTES = 65_536
# The longest size of a chunk, with its extensions, and the longest trailer.
_LINE_BYTES = 8_192


class Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """Closes the connection behind an answer that leaves much of a body unread."""

    application: WSGIApplication

    def handle_one_response(self) -> None:
        """Answer the request in hand."""
        application = self.application

        def run(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            body = environ["eventlet.input"]  # the application may put another in its place
            if body.chunked_input:
                body.rfile = _ShortLines(body)

            def start(*args: Any) -> Any:  # Any: they pass as they come
                if _leaves_much(body):
                    self.close_connection = 1  # eventlet says so in the answer, and drains nothing
                return start_response(*args)

            return application(environ, start)

        self.application = run
        try:
            super().handle_one_response()
        finally:
            self.application = application


class _ShortLines:
    """What a chunked body is read from; a line around its chunks has a limit here."""

    def __init__(self, body: eventlet.wsgi.Input) -> None:
        self._body: eventlet.wsgi.Input = weakref.proxy(body)  # or the two would keep each other
        self._readline = body.rfile.readline
        self.read = body.rfile.read

    def readline(self, size: int = -1) -> bytes:
        """A line, of a chunk where there is a size.

        Raises:
            ChunkReadError: it is too long.
        """
        line: bytes = self._readline(_LINE_BYTES + 1 if size < 0 else size)
        if size < 0 and len(line) > _LINE_BYTES:
            self._body.chunk_length = -1  # its end has not been seen
            raise eventlet.wsgi.ChunkReadError(f"a line is longer than {_LINE_BYTES} bytes")
        return line


def _leaves_much(body: eventlet.wsgi.Input) -> bool:
    if body.chunked_input:
        return bool(body.chunk_length != 0)  # its end has not been seen, and may never come
    return bool((body.content_length or 0) - body.position > _DRAINED_BYTES)
