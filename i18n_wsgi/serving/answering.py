"""One request in hand: its environ, and its answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from operator import itemgetter, ne
from typing import TYPE_CHECKING, Any

import eventlet.wsgi

from i18n_wsgi.errors import UnreadableBody, is_of
from i18n_wsgi.serving.body import Body
from i18n_wsgi.serving.checks import Fields, Refused, are_field_lines
from i18n_wsgi.serving.client_certificate import environ_of_certificate
from i18n_wsgi.serving.reader import NOBODY_ELSE, Reader
from i18n_wsgi.serving.refusals import Headers, Refuse, refusal, status_line
from i18n_wsgi.serving.server_log import Failed, report_failure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What is read of a body that nobody wanted, to keep the connection.
_DRAINED_BYTES = 65_536
_IPV4_IN_IPV6 = "::ffff:"
# RFC 9110, section 15; 1xx are none that end a request.
_STATUS = re.compile(r"[2-5][0-9][0-9](?: [\t -~\x80-\xff]*)?")
# What the server says by itself: PEP 3333, "Other HTTP Features".
_OF_THE_SERVER = frozenset(("connection", "keep-alive", "transfer-encoding"))


class Answering(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """The half of the protocol that knows the application."""

    application: WSGIApplication
    rfile: Any  # eventlet has no types
    wfile: Any  # the same
    reader: Reader
    # Entered while the client is waited for.
    waiting: AbstractContextManager[object] = NOBODY_ELSE
    refuse: Refuse
    # What a request has in its environ because of its connection.
    of_connection: Mapping[str, str]
    headers: Fields
    # What the access log says was asked for.
    requestline = "-"
    # Whether the client gets time to see the answer before the connection ends.
    lingers = False
    # Whether the answer in hand has ended too early.
    is_cut = False
    # Whether the answer in hand has a body; None before start_response, when nobody knows.
    is_bodyless: bool | None = None
    # How many bytes of the answer in hand are still to come; None where nobody has said.
    left_bytes: int | None = None
    # What ends an answer that the application has written, without a body or with an empty one.
    end_written: Callable[[], object] | None = None

    def get_environ(self) -> WSGIEnvironment:
        """The environ of the request in hand."""
        environ: WSGIEnvironment = super().get_environ()
        environ |= self.of_connection
        del environ["headers_raw"]  # no text, as all names without a dot must be
        if "content-type" not in self.headers.values:
            del environ["CONTENT_TYPE"]
        if "content-length" in self.headers.values:
            environ["CONTENT_LENGTH"] = self.headers.values["content-length"][0]
        if environ["PATH_INFO"] == "*":
            environ["PATH_INFO"] = "/"
        environ.setdefault("QUERY_STRING", "")
        environ["SERVER_PROTOCOL"] = self.request_version
        environ["wsgi.input_terminated"] = True
        body = Body(environ["eventlet.input"], self.reader)
        environ["eventlet.input"] = environ["wsgi.input"] = body
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
        self.is_bodyless = self.end_written = self.left_bytes = None

        def run(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            answer = _Answer(self, environ, body, partial(self._start, body, start_response))
            result = answer.begin(application)
            is_whole = isinstance(result, (list, tuple)) and self.end_written is None
            if is_whole and self.is_bodyless is False and {*map(type, result)} <= {bytes}:
                if self.left_bytes is None or self.left_bytes == sum(map(len, result)):
                    return result
            return answer

        self.application = run
        try:
            super().handle_one_response()
        except OSError:
            raise  # the client has gone
        # The process survives whatever an application throws, and leaves behind to be called.
        except BaseException as exc:
            self.has_failed(exc)
        finally:
            self.application = application
            # The client, who may still be sending, is to see the answer before the connection ends.
            self.lingers = bool(self.close_connection) and body.leaves_much(0)

    def has_failed(self, exc: BaseException) -> None:
        """Report what an application has raised, behind which the connection ends."""
        self.close_connection = True
        report_failure(exc, self.environ)

    def _start(
        self,
        body: Body,
        start_response: StartResponse,
        status: str,
        headers: Headers,
        exc_info: Any = None,  # as it came
    ) -> Any:
        if self.is_bodyless is not None and exc_info is None:
            raise AssertionError("start_response is called again without exc_info")
        if body.headers_sent:  # raises what came, or nobody would know that it is too late
            return start_response(status, headers, exc_info)
        headers = list(headers)
        _check_answer(status, headers)
        if body.leaves_much(_DRAINED_BYTES):
            self.close_connection = True  # eventlet says so in the answer, and drains nothing
        self.is_bodyless = self.command == "HEAD" or status.startswith(("204", "304"))
        self.left_bytes = None
        names = [name.lower() for name, _value in headers]
        unwanted = _OF_THE_SERVER
        if status.startswith("204"):
            unwanted |= {"content-length"}  # RFC 9110, section 8.6
        if not unwanted.isdisjoint(names):
            if ("connection", "close") in (
                (name.lower(), value.lower()) for name, value in headers
            ):
                self.close_connection = True
            headers = [one for one in headers if one[0].lower() not in unwanted]
            names = [name.lower() for name, _value in headers]
        if "content-length" in names:
            length = _length_of(headers)
            self.left_bytes = None if self.is_bodyless else length
        write = start_response(status, headers, exc_info)

        def write_some(data: bytes) -> None:
            data = self.within_length(data)
            if data and not self.is_bodyless:  # eventlet makes an end of what is empty
                self.end_written = partial(write, b"")
                write(data)

        return write_some

    def within_length(self, data: bytes) -> bytes:
        """What of the next bytes of an answer is not more than its Content-Length has announced: a client
        would take the others for another answer."""
        if self.left_bytes is None:
            return data
        if len(data) > self.left_bytes:
            report_failure(
                ValueError("the body is longer than its Content-Length says"), self.environ
            )
            data = data[: self.left_bytes]
        self.left_bytes -= len(data)
        return data


class _Answer:
    """What an application makes of a request, and its body. What it fails with is reported here; eventlet,
    which would ask the exception for its texts, learns only that it has failed.

    Args:
        protocol: who answers.
        environ: what the application is given.
        body: that of the request.
        start: its ``start_response``.
    """

    def __init__(
        self, protocol: Answering, environ: WSGIEnvironment, body: Body, start: Callable[..., Any]
    ) -> None:
        self._protocol = protocol
        self._environ = environ
        self._body = body
        self._start = start
        self._result: Iterable[bytes] = ()
        self._chunks: Iterator[bytes] | None = None

    def begin(self, application: WSGIApplication) -> Iterable[bytes]:
        """What the application answers.

        Raises:
            Failed: it has failed, which has been reported.
        """
        try:
            self._result = application(self._environ, self._start)
        except BaseException as exc:  # the process survives whatever an application throws
            self._result = [self._instead_of(exc)]
        return self._result

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        protocol = self._protocol
        try:
            if self._chunks is None:
                self._chunks = filter(partial(ne, b""), self._result)
            data = next(self._chunks, b"")
            if not isinstance(data, bytes):
                raise TypeError(f"the body of the answer has {type(data).__name__}; allowed: bytes")
        except BaseException as exc:  # the same
            data = self._instead_of(exc)
            self._chunks = iter(())
        if not protocol.is_bodyless and (data := protocol.within_length(data)):
            protocol.end_written = None  # eventlet ends what it has been given
            return data
        if protocol.left_bytes:
            self._instead_of(ValueError("the body is shorter than its Content-Length says"))
        if protocol.end_written is not None:
            protocol.end_written()
        raise StopIteration

    def close(self) -> None:
        """Close what the application has answered, where it can be closed."""
        try:
            if hasattr(self._result, "close"):
                self._result.close()
        except BaseException as exc:  # the same
            self._protocol.has_failed(exc)

    def _instead_of(self, exc: BaseException) -> bytes:
        """The body of the answer to a client whose body can't be read, or whose request has taken too long, if
        nothing else has been sent."""
        refused = None
        if is_of(exc, UnreadableBody):
            refused = Refused(exc.status, exc.message)
        elif is_of(exc, eventlet.Timeout):
            refused = Refused(503)
            self._protocol.has_failed(exc)
        if refused is not None and not self._body.headers_sent:
            headers, text = refusal(self._protocol.refuse, self._environ, refused)
            self._start(status_line(refused.status), headers, sys.exc_info())
            return text
        self._protocol.has_failed(exc)
        self._protocol.is_cut = bool(self._body.headers_sent)
        raise Failed from None


def _check_answer(status: str, headers: Headers) -> None:
    """Nothing, where it is what HTTP knows: whoever can put a line end into a header could else make an
    answer of their own."""
    if not _STATUS.fullmatch(status):
        raise ValueError(
            f"the answer's status is {status!r}; allowed: 200 to 599, a blank and a text"
        )
    lines = "".join([f"{name}:{value}\r\n" for name, value in headers])
    is_one_each = lines.count("\n") == len(headers) and ":" not in "".join(
        map(itemgetter(0), headers)
    )
    # Later it would be too late to answer anything else.
    if not is_one_each or not are_field_lines(lines.encode("latin-1")):
        raise ValueError("a header of the answer is malformed, or holds a control character")


def _length_of(headers: Headers) -> int:
    told = [value for name, value in headers if name.lower() == "content-length"]
    if len(told) > 1 or not told[0].isdecimal() or not told[0].isascii():
        raise ValueError(
            f"the answer's Content-Length is {' and '.join(map(repr, told))}; it must be one number"
        )
    return int(told[0])


def environ_of_connection(connection: Any, client_address: Any) -> dict[str, str]:
    """What all requests of a connection have in their environ; there are many types of them."""
    address = connection.getsockname()
    host, port = address[:2] if isinstance(address, tuple) else ("localhost", 80)
    host = host.removeprefix(_IPV4_IN_IPV6)
    remote = client_address[:2] if isinstance(client_address, tuple) else ("unix", "")
    environ = {
        "SERVER_NAME": f"[{host}]" if ":" in host else host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": remote[0].removeprefix(_IPV4_IN_IPV6),
        "REMOTE_PORT": str(remote[1]),
        "wsgi.url_scheme": "http",
    }
    if hasattr(connection, "do_handshake"):
        environ |= {"wsgi.url_scheme": "https", "HTTPS": "on"}
        environ |= environ_of_certificate(connection)
    return environ
