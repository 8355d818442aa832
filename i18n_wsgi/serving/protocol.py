"""One request and its answer on a connection, as eventlet serves them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import eventlet.wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What is read of a body that nobody wanted, to keep the connection.
_DRAINED_BYTES = 65_536


class Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """Closes the connection behind an answer that leaves much of a body unread."""

    application: WSGIApplication

    def handle_one_response(self) -> None:
        """Answer the request in hand."""
        application = self.application

        def run(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            body = environ["eventlet.input"]  # the application may put another in its place

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


def _leaves_much(body: eventlet.wsgi.Input) -> bool:
    if body.chunked_input:
        return bool(body.chunk_length != 0)  # its end has not been seen, and may never come
    return bool((body.content_length or 0) - body.position > _DRAINED_BYTES)
