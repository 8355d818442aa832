"""The server: sockets, and an eventlet WSGI server on them."""

from __future__ import annotations

from i18n_wsgi.serving.server import Server
from i18n_wsgi.serving.sockets import ListenError, get_bind_addr, get_socket

__all__ = ["ListenError", "Server", "get_bind_addr", "get_socket"]
