"""One request and its answer on a connection: eventlet's, made strict."""

from __future__ import annotations

import io
import socket
import struct
import time
from contextlib import suppress
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet.greenio import shutdown_safe

from i18n_wsgi.masking import log_text
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.serving.answering import Answering, environ_of_connection
from i18n_wsgi.serving.body import LINGER_SECONDS
from i18n_wsgi.serving.checks import (
    BAD_HEADER,
    Refused,
    RequestLine,
    check_fields,
    fields_of,
    request_line,
    url_too_long,
)
from i18n_wsgi.serving.limits import Limits
from i18n_wsgi.serving.reader import Reader, Writer
from i18n_wsgi.serving.refusals import (
    Refuse,
    environ_of_refused,
    refusal,
    refuse_plainly,
    status_line,
)

_ = translator("i18n_wsgi").gettext

_LATE_HEADERS = _("The headers of the request did not arrive in time.")
_LIMITS = Limits()
# What a request line has besides its target: a method, a version, two blanks and the end.
_AROUND_TARGET_BYTES = 64
# What is read, and how long, of a client that has been told to stop, for it to see the answer before
# the connection ends: RFC 9112, section 9.6.
_LINGER_BYTES = 65_536
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time
# What is read of a head that is refused, and how long.
_HEARD_BYTES = 65_536
_HEARING_SECONDS = 0.5


# Beside eventlet's states of a connection: of its next request there are some bytes, but not all headers.
STATE_READING = "reading"


class Protocol(Answering):
    """Refuses what has more than one reading, and whoever sends too much or too slowly.

    Args:
        conn_state: eventlet's: the client's address, the connection, its state.
        server: eventlet's.
        limits: what one connection may take.
        refuse: makes the headers and the body of a refusal.
    """

    def __init__(
        self,
        conn_state: list[Any],  # of eventlet, which has no types
        server: eventlet.wsgi.Server,
        *,
        limits: Limits = _LIMITS,
        refuse: Refuse = refuse_plainly,
    ) -> None:
        self.limits = limits
        self.refuse = refuse
        self._patience_seconds = limits.header_seconds
        super().__init__(conn_state, server)

    def setup(self) -> None:
        """Make the connection ready."""
        super().setup()
        connection, seconds = self.connection, self.limits.send_seconds
        self.reader = Reader(self.rfile.detach(), connection, self.waiting)
        self.rfile = io.BufferedReader(self.reader)
        self.wfile = Writer(self.wfile.detach(), connection, self.waiting, seconds)
        self.of_connection = environ_of_connection(self.connection, self.client_address)

    def finish(self) -> None:
        """End the connection."""
        is_cut = self.is_cut or self.wfile.is_torn
        if self.lingers and not is_cut:
            with suppress(OSError):  # the client has ended it
                self._linger()
        # Not `rfile`, which another green thread may be reading.
        for side in (self.wfile, self.reader):
            with suppress(OSError):
                side.close()
        if is_cut and self.request_version == "HTTP/1.0":
            # Whose bodies may end with the connection: only a reset tells that it has come too early.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        else:
            shutdown_safe(self.connection)
        self.connection.close()

    def _linger(self) -> None:
        self.connection.shutdown(socket.SHUT_WR)
        self.reader.allow(LINGER_SECONDS)
        left = _LINGER_BYTES
        while left > 0 and (read := len(self.rfile.read1(left))):
            left -= read

    def handle_one_request(self) -> None:
        """Answer the next request, or refuse it."""
        self._head: list[bytes] = []
        try:
            if not self._has_request():
                self.close_connection = True
                return
            self.has_begun()
            self._read_head()
            self.conn_state[2] = eventlet.wsgi.STATE_REQUEST
        except Refused as refused:
            self._answer_refused(refused)
        except TimeoutError:
            self._answer_refused(Refused(408, _LATE_HEADERS))
        except (OSError, EOFError):
            self.close_connection = True
        else:
            self._run_application()

    def has_begun(self) -> None:
        """Note that the next request is on its way."""
        self.conn_state[2] = STATE_READING

    def _has_request(self) -> bool:
        self.reader.allow(self._patience_seconds)
        self._patience_seconds = self.limits.idle_seconds
        with suppress(TimeoutError):
            return not self.rfile.closed and bool(self.rfile.peek(1))
        return False

    def _read_head(self) -> None:
        limits = self.limits
        self.reader.allow(limits.header_seconds)
        try:
            line = self._read_request_line()
            asked = request_line(line, limits.url_bytes)
            lines = self._read_field_lines()
        except Refused:
            self._hear()
            raise
        self._parse(asked, lines)
        self.reader.allow(limits.body_seconds)
        if self.server.log_output:
            self.requestline = _shown(line)

    def _parse(self, asked: RequestLine, lines: bytes) -> None:
        self.command, self.path, self.request_version, host = asked
        self.headers = fields = fields_of(lines)
        check_fields(self.request_version, fields.values)
        if host is not None:
            fields.replace("Host", host)  # RFC 9112, section 3.2.2
        told = ",".join(fields.values.get("connection", ())).lower()
        options = [option.strip(" \t") for option in told.split(",")]
        is_kept = self.request_version == "HTTP/1.1" or "keep-alive" in options
        self.close_connection = "close" in options or not is_kept

    def _read_request_line(self) -> bytes:
        limit = self.limits.url_bytes + _AROUND_TARGET_BYTES
        line: bytes = self.rfile.readline(limit)
        if line == b"\r\n":  # behind a body, of old clients: RFC 9112, section 2.2
            line = self.rfile.readline(limit)
        if not line:
            raise EOFError
        self._head.append(line)
        if len(line) == limit and not line.endswith(b"\n"):
            raise Refused(414, url_too_long(self.limits.url_bytes))
        return line

    def _read_field_lines(self) -> bytes:
        head, limits = self._head, self.limits
        longest = limits.header_line_bytes + 2
        left_bytes = limits.headers_bytes
        while (line := self.rfile.readline(longest + 1)) != b"\r\n":
            head.append(line)
            left_bytes -= len(line)
            if len(line) > longest or left_bytes < 0 or len(head) - 1 > limits.header_count:
                raise Refused(431, _too_large(limits))
            if not line.endswith(b"\r\n"):
                raise Refused(400, BAD_HEADER)
        return b"".join(head[1:])

    def _hear(self) -> None:
        """Read on, though all is refused: the answer's language may still come."""
        self.reader.allow(_HEARING_SECONDS)
        left = _HEARD_BYTES
        starts = self._head[-1].endswith(b"\n")
        with suppress(OSError, EOFError):
            while left > 0 and (line := self.rfile.readline(left)).strip(b"\r\n"):
                left -= len(line)
                if starts:
                    self._head.append(line)
                starts = line.endswith(b"\n")

    def _answer_refused(self, refused: Refused) -> None:
        self.close_connection = self.lingers = True
        environ = environ_of_refused(self.server.get_environ() | self.of_connection, self._head)
        headers, body = refusal(self.refuse, environ, refused)
        headers += [
            ("Date", eventlet.wsgi.format_date_time(time.time())),
            ("Connection", "close"),
        ]
        lines = [f"HTTP/1.1 {status_line(refused.status)}", *map(": ".join, headers), "", ""]
        answer = "\r\n".join(lines).encode("latin-1", "replace")
        if environ["REQUEST_METHOD"] != "HEAD":
            answer += body
        with suppress(OSError):  # the client has gone
            self.wfile.write(answer)
            self.wfile.flush()
        if self.server.log_output:
            self._log_refused(refused.status, len(answer))

    def _log_refused(self, status: int, length: int) -> None:
        host, port = self.get_client_address()
        told = {
            "client_ip": host,
            "client_port": port,
            "date_time": self.log_date_time_string(),
            "request_line": _shown(self._head[0]) if self._head else "-",
            "status_code": status,
            "body_length": length,
            "wall_seconds": 0.0,
        }
        self.server.log.info(self.server.log_format % told)  # noqa: G002  # eventlet's own format

    def _run_application(self) -> None:
        self.environ = self.get_environ()
        self.application = self.server.app
        self.server.outstanding_requests += 1
        try:
            self.handle_one_response()
        finally:
            self.server.outstanding_requests -= 1
            self.environ = {}  # or it would hold what it holds until the next request
        eventlet.sleep(0)  # or a client that never waits would have the worker for itself


def _too_large(limits: Limits) -> Message:
    told = _(
        "The request has too many headers, or they are too long. Headers allowed: %(count)d. "
        "Bytes allowed in one header: %(single)d. Bytes allowed in all headers: %(total)d."
    )
    return told % {
        "count": limits.header_count,
        "single": limits.header_line_bytes,
        "total": limits.headers_bytes,
    }


def _shown(line: bytes) -> str:
    return log_text(line.decode("latin-1").rstrip("\r\n")).replace('"', "%22")
