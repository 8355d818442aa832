"""The protocol on a real socket, in a thread of this process, and a client that sends bytes as they are."""

from __future__ import annotations

import io
import logging
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet.greenio import GreenSocket
from greenlet import GreenletExit

from i18n_wsgi.serving.protocol import Protocol
from i18n_wsgi.serving.server_log import ServerLog

Address = tuple[str, int]
HELD_OUT_SECONDS = 10


@contextmanager
def wired(application: Callable[..., Any], /, **options: Any) -> Iterator[Address]:
    """Serves the application; answers its address.

    ``log`` takes eventlet's access log, or is what takes all that it logs, ``over`` what stands between the connection and the protocol.
    """
    log: list[str] | ServerLog | None = options.pop("log", None)
    environ = options.pop("environ", None)
    listener = socket.create_server(("127.0.0.1", 0))
    ours, theirs = socket.socketpair()
    thread = Thread(target=_serve, args=(listener, theirs, application, options, log, environ))
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        ours.close()
        thread.join(HELD_OUT_SECONDS)
        listener.close()


def _serve(
    listener: socket.socket,
    end: socket.socket,
    application: Callable[..., Any],
    options: dict[str, Any],
    log: list[str] | ServerLog | None,
    environ: dict[str, Any] | None,
) -> None:
    over = options.pop("over", lambda protocol: protocol)
    running = eventlet.spawn(
        eventlet.wsgi.server,
        GreenSocket(listener),
        application,
        protocol=over(partial(Protocol, **options)),
        log=log if isinstance(log, ServerLog) else _Log(log),
        log_output=log is not None,
        debug=False,
        environ=environ,
        minimum_chunk_size=1,
    )
    with end:
        GreenSocket(end).recv(1)
    running.kill()
    with suppress(GreenletExit):
        running.wait()


class _Log(logging.Logger):
    def __init__(self, lines: list[str] | None) -> None:
        super().__init__("wire")
        self._lines = lines

    def info(self, line: object, *_arguments: object, **_options: object) -> None:
        if self._lines is not None:
            self._lines.append(str(line))


def exchange(address: Address, *pieces: bytes, ends: bool = False) -> bytes:
    """All that comes back until the server ends the connection.

    Where ``ends`` is true the client ends its side of it when all is sent.
    """
    with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
        for piece in pieces:
            client.sendall(piece)
        if ends:
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(partial(client.recv, 65_536), b""))


class Answer:
    """One answer, read from what came back."""

    def __init__(self, stream: io.BytesIO, method: str = "GET") -> None:
        self.head = b"".join(iter(stream.readline, b"\r\n")).decode("latin-1")
        self.status = int(self.head.split(" ")[1])
        self.body = b"" if method == "HEAD" or self.status in (204, 304) else self._read(stream)

    def _read(self, stream: io.BytesIO) -> bytes:
        if self["Transfer-Encoding"] == "chunked":
            chunks = []
            while size := int(stream.readline(), 16):
                chunks.append(stream.read(size))
                stream.readline()
            stream.readline()
            return b"".join(chunks)
        length = self["Content-Length"]
        return stream.read(-1 if length is None else int(length))

    def __getitem__(self, name: str) -> str | None:
        """A header's value."""
        found = re.search(rf"(?im)^{name}: ([^\r\n]*)", self.head)
        return found and found[1]


def answers(sent: bytes, *methods: str) -> list[Answer]:
    """All answers in what came back."""
    stream = io.BytesIO(sent)
    found = []
    while stream.tell() < len(sent):
        found.append(Answer(stream, methods[len(found)] if len(found) < len(methods) else "GET"))
    return found
