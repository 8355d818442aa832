"""What a connection sends, waited for no longer than allowed."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import eventlet

from i18n_wsgi.errors import UnreadableBody

if TYPE_CHECKING:
    from socket import SocketIO

    from _typeshed import WriteableBuffer
    from eventlet.greenio import GreenSocket

# When time is up, what has already arrived may still be taken.
_AT_ONCE_SECONDS = 0.001


class TooSlow(UnreadableBody, TimeoutError):
    """The client took too long to send."""

    status = 408


class Reader(io.RawIOBase):
    """The raw side of a connection's ``rfile``.

    Args:
        raw: what reads the connection.
        connection: whose time-out is set before each read.
        send_seconds: what it is set to behind each read, for what is sent.
    """

    def __init__(self, raw: SocketIO, connection: GreenSocket, send_seconds: float) -> None:
        self._raw = raw
        self._connection = connection
        self._send_seconds = send_seconds
        # A TLS record may come a byte at a time, each with a wait of its own.
        self._has_records = hasattr(connection, "do_handshake")
        self._deadline = 0.0

    def allow(self, seconds: float) -> None:
        """From now on, all reading together may take so long."""
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left_seconds = max(self._deadline - time.monotonic(), _AT_ONCE_SECONDS)
        self._connection.settimeout(left_seconds)
        timer = eventlet.Timeout(left_seconds, TimeoutError) if self._has_records else None
        try:
            return self._raw.readinto(buffer)
        except TimeoutError as exc:
            raise TooSlow from exc
        finally:
            if timer is not None:
                timer.cancel()
            self._connection.settimeout(self._send_seconds)

    def close(self) -> None:
        self._raw.close()
        super().close()
