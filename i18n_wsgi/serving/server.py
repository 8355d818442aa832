"""The server itself: one process, a green thread for each connection."""

from __future__ import annotations

import logging
import signal
import ssl
from typing import TYPE_CHECKING

import eventlet
import eventlet.wsgi
from eventlet.green import socket
from eventlet.greenio import GreenSocket

from i18n_wsgi.serving.handshake import over_tls
from i18n_wsgi.serving.protocol import Protocol
from i18n_wsgi.serving.sockets import BindSettings, close_listener, listen, url_of
from i18n_wsgi.serving.systemd import notify_ready, notify_stopping
from i18n_wsgi.serving.tls import tls_context

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)

# At a stop, how long requests in hand may take to end.
_STOP_PATIENCE_SECONDS = 5.0
_HANDSHAKE_LIMIT_SECONDS = 10.0
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
# What comes out of the wake-up socket to stop: these signals' numbers, or 0 from the server itself.
_ENDS = {bytes([number]) for number in (0, *_STOP_SIGNALS)}


class Server:
    """Serves a WSGI application.

    Args:
        name: what the server is called in the log.
        conf: settings with ``bind_host``, ``bind_port`` and ``backlog``; with ``cert_file`` and
            ``key_file`` it speaks TLS only.
        threads: how many requests may run at once.
    """

    def __init__(self, name: str, conf: BindSettings, threads: int = 1000) -> None:
        self.name = name
        self.conf = conf
        self.threads = threads
        self.sock: socket.socket | None = None
        self._tls: ssl.SSLContext | None = None
        self._pool = eventlet.GreenPool(threads)
        self._running: eventlet.greenthread.GreenThread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """The host and port that it listens on, after ``start``; the path and 0 of a file's socket."""
        found = self._bound().getsockname()
        host, port = found[:2] if isinstance(found, tuple) else (found, 0)
        return host, port

    @property
    def url(self) -> str:
        """Where clients find it, after ``start``: ``https://[::1]:8080``, ``unix:/run/api.sock``."""
        return url_of(self._bound(), is_tls=self._tls is not None)

    def listen(self, default_port: int | None = None) -> None:
        """Take the port; ``start`` does it where it has not been done.

        Raises:
            ListenError: the address is in use, or none of this machine.
            TLSError: the certificate can't be used.
        """
        if self.sock is None:
            self._tls = tls_context(self.conf)
            self.sock = GreenSocket(listen(self.conf, default_port))

    def start(self, application: WSGIApplication, default_port: int | None = None) -> None:
        """Listen, and begin to serve; ``wait`` goes on with it.

        Args:
            application: the application to run.
            default_port: the port to bind to where the settings name none.

        Raises:
            ListenError: the address is in use, or none of this machine.
            TLSError: the certificate can't be used.
        """
        self.listen(default_port)
        # eventlet closes the socket that it is given.
        self._running = eventlet.spawn(self._run, application, self._bound().dup())
        _LOG.info("The server %s listens on %s", self.name, self.url)
        notify_ready()

    def wait(self) -> None:
        """Serve until SIGTERM or SIGINT, then let the requests in hand end."""
        if self._running is None:
            return
        # The signal's number goes through a socket, because nothing else wakes eventlet's hub.
        reader, writer = socket.socketpair()
        writer.setblocking(False)
        self._running.link(lambda _running: writer.send(b"\0"))  # it has ended by itself
        before = signal.set_wakeup_fd(writer.fileno())
        handlers = {number: signal.signal(number, _ignore) for number in _STOP_SIGNALS}
        try:
            while (
                reader.recv(1) not in _ENDS
            ):  # another signal, which its own handler takes care of
                continue
            self.stop()
        finally:
            signal.set_wakeup_fd(before)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            reader.close()
            writer.close()

    def stop(self) -> None:
        """Take no more connections, close the idle ones, and wait for the requests in hand."""
        if self._running is None:
            return
        notify_stopping()
        running, self._running = self._running, None
        with eventlet.Timeout(_STOP_PATIENCE_SECONDS, False):
            running.kill()
            self._pool.waitall()
        if self.sock is not None:
            close_listener(self.sock)
            self.sock = None
        _LOG.info("The server %s has stopped", self.name)

    def _bound(self) -> socket.socket:
        if self.sock is None:
            raise RuntimeError(f"the server {self.name} has not been started")
        return self.sock

    def _run(self, application: WSGIApplication, sock: socket.socket) -> None:
        tls = self._tls
        eventlet.wsgi.server(
            sock,
            application,
            protocol=Protocol if tls is None else over_tls(Protocol, tls, _HANDSHAKE_LIMIT_SECONDS),
            environ=None if tls is None else {"wsgi.url_scheme": "https", "HTTPS": "on"},
            custom_pool=self._pool,
            log=logging.getLogger("i18n_wsgi.serving.eventlet"),
            log_output=False,
            debug=False,  # never a traceback to the client
            # A chunk is sent when it is there, and not when 8 kB have come together.
            minimum_chunk_size=1,
        )


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """A handler in Python must be there for the wake-up; the waiting side does the work."""
