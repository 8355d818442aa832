"""What a connection sends, waited for no longer than allowed."""

from __future__ import annotations

import io
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import eventlet

from i18n_wsgi.errors import UnreadableBody
from i18n_wsgi.messages import translator

if TYPE_CHECKING:
    from socket import SocketIO

    from _typeshed import ReadableBuffer, WriteableBuffer
    from eventlet.greenio import GreenSocket

_ = translator("i18n_wsgi").gettext

# When time is up, what has already arrived may still be taken.
AT_ONCE_SECONDS = 0.001


# For who has nothing to give way with.
NOBODY_ELSE = nullcontext()


class TooSlow(UnreadableBody, TimeoutError):
    """The client took too long to send."""

    status = 408
    message = _("The body of the request did not arrive in time.")


class Reader(io.RawIOBase):
    """The raw side of a connection's ``rfile``.

    Args:
        raw: what reads the connection.
        connection: whose time-out is set before each read.
        send_seconds: what it is set to behind each read, for what is sent.
        waiting: entered while the client is waited for.
    """

    def __init__(
        self,
        raw: SocketIO,
        connection: GreenSocket,
        send_seconds: float,
        waiting: AbstractContextManager[object] = NOBODY_ELSE,
    ) -> None:
        self._raw = raw
        self._connection = connection
        self._send_seconds = send_seconds
        self._waiting = waiting
        # A TLS record may come a byte at a time, each with a wait of its own.
        self._has_records = hasattr(connection, "do_handshake")
        self._deadline = 0.0

    def allow(self, seconds: float) -> None:
        """From now on, all reading together may take so long."""
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left_seconds = max(self._deadline - time.monotonic(), AT_ONCE_SECONDS)
        self._connection.settimeout(left_seconds)
        timer = eventlet.Timeout(left_seconds, TimeoutError) if self._has_records else None
        try:
            with self._waiting:
                return self._raw.readinto(buffer)
        except TimeoutError as exc:
            if self._deadline - time.monotonic() > AT_ONCE_SECONDS:
                raise  # a time-out of the application's
            raise TooSlow from exc
        finally:
            if timer is not None:
                timer.cancel()
            self._connection.settimeout(self._send_seconds)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Writer(io.RawIOBase):
    """The raw side of a connection's ``wfile``.

    Args:
        raw: what writes to the connection.
        waiting: entered while the client is waited for.
    """

    def __init__(self, raw: SocketIO, waiting: AbstractContextManager[object]) -> None:
        self._raw = raw
        self._waiting = waiting

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int | None:
        with self._waiting:
            return self._raw.write(data)

    def close(self) -> None:
        self._raw.close()
        super().close()
