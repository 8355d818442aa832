"""The body of a request: eventlet's, which ends where the request does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from eventlet.wsgi import ChunkReadError, Input

from i18n_wsgi.errors import UnreadableBody
from i18n_wsgi.serving.checks import chunk_size, is_trailer
from i18n_wsgi.serving.reader import Reader

# The longest line with the size of a chunk and its extensions, and of all trailers together.
_LINE_BYTES = 8_192
_PIECE_BYTES = 1_048_576
# How long a client that has been told to stop, or has been answered early, may still send.
LINGER_SECONDS = 2.0


class BrokenBody(UnreadableBody, ChunkReadError):  # type: ignore[misc]  # eventlet has no types
    """The client has gone, or its chunks are malformed."""


class Body(Input):  # type: ignore[misc]  # eventlet has no types
    """What an application reads as ``wsgi.input``.

    Args:
        body: what eventlet has made for it.
        reader: the connection's.
    """

    rfile: Any  # the connection's, or the checked lines of its chunks

    def __init__(self, body: Input, reader: Reader) -> None:
        self.__dict__.update(vars(body))
        self._reader = reader
        self._is_broken = False
        self.rfile = (_ChunkLines if self.chunked_input else _Bytes)(self.rfile)

    def readlines(self, hint: int | None = None) -> list[bytes]:
        """The lines that are left; about so many bytes of them where there is a hint."""
        lines = []
        left = hint or 0
        for line in self:
            lines.append(line)
            left -= len(line)
            if hint is not None and left <= 0 < hint:
                break
        return lines

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def discard(self, buffer_size: int = 16_384) -> None:
        """Read what nobody wanted, unless that takes long."""
        self._reader.allow(LINGER_SECONDS)
        super().discard(buffer_size)

    def leaves_much(self, limit: int) -> bool:
        """Whether more of it than a limit may still come: too much to be read for nothing."""
        if self._is_broken or self.should_send_hundred_continue:
            return True  # the client may send it, or not
        if self.chunked_input:
            return bool(self.chunk_length != 0)  # its end has not been seen, and may never come
        return bool((self.content_length or 0) - self.position > limit)

    def _do_read(self, reader: Callable[[int], bytes], length: int | None = None) -> Any:
        # eventlet takes a negative length for one, and reads until the connection ends
        if self._is_broken:
            raise BrokenBody
        whole = length is not None and length < 0
        return self._watched(super()._do_read, reader, None if whole else length)

    def _chunked_read(self, *arguments: Any) -> Any:
        if self._is_broken:
            raise BrokenBody
        return self._watched(super()._chunked_read, *arguments)

    def _watched(self, read: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return read(*arguments)
        except BaseException as exc:  # or nobody would know what has been read
            self._is_broken = True
            # Without a number it is a time-out: the client's, or one that the application has set.
            is_timeout = isinstance(exc, TimeoutError) and exc.errno is None
            if isinstance(exc, OSError | ChunkReadError) and not is_timeout:
                raise BrokenBody from exc
            raise


class _Bytes:
    """What a body is read from.

    Args:
        connection: of which no more is read at once than what may arrive at once: it makes room for all of
            it first, and what the client has announced may be more than there is.
    """

    def __init__(self, connection: Any) -> None:
        self._readline = connection.readline
        self._read = connection.read

    def read(self, size: int) -> bytes:
        """So many bytes.

        Raises:
            BrokenBody: the client has gone before.
        """
        pieces = []
        while size > 0:
            piece: bytes = self._read(min(size, _PIECE_BYTES))
            if not piece:
                raise BrokenBody
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """A line, or so many bytes of it.

        Raises:
            BrokenBody: the client has gone before.
        """
        line: bytes = self._readline(size)
        if not line and size:
            raise BrokenBody
        return line


class _ChunkLines(_Bytes):
    """What a chunked body is read from; a line around its chunks must be sound."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._check: Callable[[_ChunkLines, bytes], bool] = _ChunkLines._check_size
        self._left = _LINE_BYTES

    def readline(self, size: int = -1) -> bytes:
        """A line of a chunk where there is a size, else the next one around chunks.

        Raises:
            ChunkReadError: that one is malformed or too long.
        """
        if size >= 0:
            return super().readline(size)
        line: bytes = self._readline(self._left + 1)
        if len(line) > self._left or not self._check(self, line):
            raise ChunkReadError("the lines around the chunks are malformed")
        return line

    def _check_size(self, line: bytes) -> bool:
        size = chunk_size(line)
        self._check = _ChunkLines._check_end if size else _ChunkLines._check_trailer
        return size is not None

    def _check_end(self, line: bytes) -> bool:
        self._check = _ChunkLines._check_size
        return line == b"\r\n"

    def _check_trailer(self, line: bytes) -> bool:
        self._left -= len(line)
        return is_trailer(line)
