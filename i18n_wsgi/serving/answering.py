"""One request in hand: its environ, and its answer."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import eventlet.wsgi

from i18n_wsgi.serving.body import Body
from i18n_wsgi.serving.checks import Refused
from i18n_wsgi.serving.reader import TooSlow
from i18n_wsgi.serving.refusals import Headers, Refuse, refusal, status_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What is read of a body that nobody wanted, to keep the connection.
_DRAINED_BYTES = 65_536
# With it, whoever can put something into a header could make an answer of their own.
_LINE_END = re.compile("[\r\n\0]")


class Answering(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """The half of the protocol that knows the application."""

    application: WSGIApplication
    rfile: Any  # eventlet's, or what stands for it while a head is parsed
    refuse: Refuse
    # What a request has in its environ because of its connection.
    of_connection: Mapping[str, str]
    # The values of each header of the request, by its name in lower case.
    fields: defaultdict[str, list[str]]
    # Whether the client gets time to see the answer before the connection ends.
    lingers = False
    # Whether the answer in hand has a body; None before start_response, when nobody knows.
    is_bodyless: bool | None = None
    # What ends an answer that the application has written, without a body or with an empty one.
    end_written: Callable[[], object] | None = None

    def get_environ(self) -> WSGIEnvironment:
        """The environ of the request in hand."""
        environ: WSGIEnvironment = super().get_environ()
        environ |= self.of_connection
        del environ["headers_raw"]  # no text, as all names without a dot must be
        if "content-type" not in self.fields:
            del environ["CONTENT_TYPE"]
        if "content-length" in self.fields:
            environ["CONTENT_LENGTH"] = self.fields["content-length"][0]
        if environ["PATH_INFO"] == "*":
            environ["PATH_INFO"] = "/"
        environ.setdefault("QUERY_STRING", "")
        environ["SERVER_PROTOCOL"] = self.request_version
        environ["wsgi.input_terminated"] = True
        body = environ["eventlet.input"] = environ["wsgi.input"] = Body(environ["eventlet.input"])
        if self.request_version == "HTTP/1.0" or body.content_length == 0:
            body.wfile = None  # is not told to continue: RFC 9110, section 10.1.1
        return environ

    def get_client_address(self) -> tuple[str, str]:
        """Whom the access log names: who is connected, whatever a header says."""
        return self.of_connection["REMOTE_ADDR"], self.of_connection["REMOTE_PORT"]

    def handle_one_response(self) -> None:
        """Answer the request in hand."""
        application = self.application
        body = self.environ["eventlet.input"]  # the application may put another in its place
        self.is_bodyless = self.end_written = None

        def run(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
                return self._start(body, start_response, status, headers, exc_info)

            try:
                result = application(environ, start)
            except (eventlet.wsgi.ChunkReadError, TooSlow) as exc:
                refused = _refused_body(exc)
                headers, text = refusal(self.refuse, environ, refused)
                start(status_line(refused.status), headers, sys.exc_info())
                result = [text]
            is_plain = self.is_bodyless is False and self.end_written is None
            return result if is_plain else _AnswerBody(result, self)

        self.application = run
        try:
            super().handle_one_response()
        finally:
            self.application = application

    def _start(
        self,
        body: Body,
        start_response: StartResponse,
        status: str,
        headers: Headers,
        exc_info: Any,  # as it came
    ) -> Any:
        if _LINE_END.search("".join(map(str, [status, *chain.from_iterable(headers)]))):
            raise ValueError("the status or a header of the answer holds CR, LF or NUL")
        if self.conn_state[2] == eventlet.wsgi.STATE_CLOSE:
            self.close_connection = True
        if body.leaves_much(_DRAINED_BYTES):
            # eventlet says so in the answer, and drains nothing
            self.close_connection = self.lingers = True
        self.is_bodyless = self.command == "HEAD" or status.startswith(("1", "204", "304"))
        if status.startswith("204"):  # RFC 9110, section 8.6
            headers = [header for header in headers if header[0].lower() != "content-length"]
        write = start_response(status, headers, exc_info)

        def write_some(data: bytes) -> None:
            if data and not self.is_bodyless:  # eventlet makes an end of what is empty
                self.end_written = partial(write, b"")
                write(data)

        return write_some


class _AnswerBody:
    """The body of an answer that has none, or may turn out to have none, or has been written before."""

    def __init__(self, result: Iterable[bytes], protocol: Answering) -> None:
        self._result = result
        self._protocol = protocol
        if hasattr(result, "close"):
            self.close = result.close

    def __iter__(self) -> Iterator[bytes]:
        for data in filter(None, self._result):
            if self._protocol.is_bodyless:
                return
            self._protocol.end_written = None  # eventlet ends what it has been given
            yield data
        if self._protocol.end_written is not None:
            self._protocol.end_written()


def _refused_body(exc: Exception) -> Refused:
    if isinstance(exc, TooSlow):
        return Refused(408, "The body took too long to arrive.")
    return Refused(400, "The chunks of the body are malformed.")


def environ_of_connection(connection: Any, client_address: Any) -> dict[str, str]:
    """What all requests of a connection have in their environ; there are many types of them."""
    address = connection.getsockname()
    host, port = address[:2] if isinstance(address, tuple) else ("localhost", 80)
    remote = client_address[:2] if isinstance(client_address, tuple) else ("unix", "")
    environ = {
        "SERVER_NAME": f"[{host}]" if ":" in host else host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": remote[0].removeprefix("::ffff:"),
        "REMOTE_PORT": str(remote[1]),
        "wsgi.url_scheme": "http",
    }
    if hasattr(connection, "do_handshake"):
        environ |= {"wsgi.url_scheme": "https", "HTTPS": "on"}
    return environ
