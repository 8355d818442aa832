"""The two sides of a connection; each waits for the client only where it must, and no longer than allowed."""

from __future__ import annotations

import io
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from eventlet.hubs import trampoline

from i18n_wsgi.errors import UnreadableBody
from i18n_wsgi.messages import translator

if TYPE_CHECKING:
    from socket import SocketIO

    from _typeshed import ReadableBuffer, WriteableBuffer
    from eventlet.greenio import GreenSocket

_ = translator("i18n_wsgi").gettext

# When time is up, what is just arriving may still be taken.
_AT_ONCE_SECONDS = 0.001
# What is longer is sent by itself rather than copied.
_COPIED_BYTES = 65_536

# For who has nothing to give way with.
NOBODY_ELSE = nullcontext()


class TooSlow(UnreadableBody, TimeoutError):
    """The client took too long to send."""

    status = 408
    message = _("The body of the request did not arrive in time.")


class _Side(io.RawIOBase):
    """One side of a connection.

    Args:
        raw: eventlet's, which holds the connection open.
        connection: what is read or written.
        waiting: entered while the client is waited for.
    """

    def __init__(
        self,
        raw: SocketIO,
        connection: GreenSocket,
        waiting: AbstractContextManager[object] = NOBODY_ELSE,
    ) -> None:
        self._raw = raw
        self._connection = connection
        self._waiting = waiting

    def _move(self, move: Callable[[Any], int], data: Any) -> int:
        """As many bytes as can be read or written at once; where none can, when some can."""
        while True:
            self._connection.act_non_blocking = True
            try:
                return move(data)
            except BlockingIOError:
                is_for_reading = self.readable()
            except ssl.SSLWantReadError:
                is_for_reading = True
            except ssl.SSLWantWriteError:
                is_for_reading = False
            finally:
                self._connection.act_non_blocking = False
            with self._waiting:
                self._wait(is_for_reading)

    def _wait(self, is_for_reading: bool) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._raw.close()
        super().close()


class Reader(_Side):
    """The raw side of a connection's ``rfile``."""

    _left_seconds = 0.0

    def allow(self, seconds: float) -> None:
        """From now on, the client may be waited for so long, all in all. What the server does
        meanwhile does not count."""
        self._left_seconds = seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """How many bytes have been read.

        Raises:
            TooSlow: none came in the time that is left.
        """
        return self._move(self._connection.recv_into, buffer)

    def _wait(self, is_for_reading: bool) -> None:
        begun_at = time.monotonic()
        try:
            trampoline(
                self._connection,
                read=is_for_reading,
                write=not is_for_reading,
                timeout=max(self._left_seconds, _AT_ONCE_SECONDS),
                timeout_exc=TooSlow,
            )
        finally:
            self._left_seconds -= time.monotonic() - begun_at


class Writer(_Side):
    """A connection's ``wfile``. It keeps nothing back: what has been sent can't be sent again.

    Args:
        raw: eventlet's, which holds the connection open.
        connection: what is written.
        waiting: entered while the client is waited for.
        send_seconds: how long it may be until the client takes some more.
    """

    def __init__(
        self,
        raw: SocketIO,
        connection: GreenSocket,
        waiting: AbstractContextManager[object],
        send_seconds: float,
    ) -> None:
        super().__init__(raw, connection, waiting)
        self._send_seconds = send_seconds
        # Whether something was sent in part; nothing may follow it.
        self.is_torn = False

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        """How many bytes have been sent: all.

        Raises:
            TimeoutError: the client takes no more.
            BrokenPipeError: what was sent before has not been sent whole.
        """
        if self.is_torn:
            raise BrokenPipeError
        left = memoryview(data)
        count = len(left)
        self.is_torn = True
        while left:
            left = left[self._move(self._connection.send, left) :]
        self.is_torn = False
        return count

    def writelines(self, lines: Iterable[Any]) -> None:
        """Send them, together where that is cheap."""
        *head, last = lines
        if len(last) > _COPIED_BYTES:
            self.write(b"".join(head))
            self.write(last)
        else:
            self.write(b"".join([*head, last]))

    def _wait(self, is_for_reading: bool) -> None:
        trampoline(
            self._connection,
            read=is_for_reading,
            write=not is_for_reading,
            timeout=self._send_seconds,
            timeout_exc=TimeoutError,
        )
