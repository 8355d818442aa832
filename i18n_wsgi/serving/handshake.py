"""The beginning of TLS on a connection, in the connection's own green thread."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import eventlet
from eventlet.green.ssl import GreenSSLSocket
from eventlet.greenio import GreenSocket, shutdown_safe

_LOG = logging.getLogger(__name__)

_TO_PLAIN_HTTP = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n"
    b"Connection: close\r\n\r\nThis port speaks HTTPS only\n"
)
_DRAINED_BYTES = 65_536

# What serves a connection, given eventlet's state of it (address, socket, ...) and its server.
Serve = Callable[[list[Any], Any], object]  # Any: eventlet has no types


class SecureSocket(GreenSSLSocket):  # type: ignore[misc]  # eventlet has no types
    """A connection that tells its client of its end, who would else think that something was cut off."""

    @classmethod
    def over(cls, plain: GreenSocket, context: ssl.SSLContext) -> SecureSocket:
        """The server's end of TLS on a connection; no hands have been shaken."""
        made = GreenSSLSocket(
            plain, server_side=True, do_handshake_on_connect=False, _context=context
        )
        made.__class__ = cls  # as eventlet makes its own
        secure: SecureSocket = made
        return secure

    def shutdown(self, how: int) -> None:
        """End the connection; see ``socket.socket.shutdown``."""
        # Not the green one, which waits for the client's own end of TLS.
        with suppress(OSError, ValueError):
            super(GreenSSLSocket, self).unwrap()
        # Not that of TLS, which forgets of TLS what another green thread may be reading with.
        super(GreenSSLSocket.__base__, self).shutdown(how)


def over_tls(serve: Serve, context: ssl.SSLContext, limit_seconds: float) -> Serve:
    """What serves a connection, with TLS begun on it before.

    Args:
        serve: serves it, as eventlet's class of a protocol does.
        context: as ``tls_context`` makes it.
        limit_seconds: how long a client may take to shake hands.
    """

    def serve_over_tls(state: list[Any], server: Any) -> None:
        try:
            with eventlet.Timeout(limit_seconds, TimeoutError("the client took too long")):
                is_tls = _begin(state, context)
            if is_tls:
                serve(state, server)
        # Of this connection; the others go on. A ValueError is a read behind the end of TLS.
        except (OSError, ValueError) as exc:
            has_spoken = isinstance(exc, ssl.SSLError) and not isinstance(exc, ssl.SSLEOFError)
            level = logging.INFO if has_spoken else logging.DEBUG
            _LOG.log(level, "TLS with %s: %s", _host_of(state[0]), exc)
        finally:
            shutdown_safe(state[1])
            state[1].close()

    return serve_over_tls


def _begin(state: list[Any], context: ssl.SSLContext) -> bool:
    """Whether TLS has begun; the connection's socket is put in the place of the plain one."""
    plain: GreenSocket = state[1]
    if plain.recv(1, socket.MSG_PEEK).isalpha():  # as every method of HTTP begins, and no TLS
        plain.sendall(_TO_PLAIN_HTTP)
        plain.shutdown(socket.SHUT_WR)
        plain.recv(_DRAINED_BYTES)  # or the kernel would take the answer back
        return False
    state[1] = secure = SecureSocket.over(plain, context)
    secure.do_handshake()
    return True


def _host_of(address: tuple[Any, ...] | str | bytes) -> object:
    return address[0] if isinstance(address, tuple) else "unix"
