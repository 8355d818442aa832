"""The server: a parent, its workers, and the sockets that they serve on."""

from __future__ import annotations

from i18n_wsgi.serving.parent import StartError
from i18n_wsgi.serving.server import Server
from i18n_wsgi.serving.sockets import ListenError, get_bind_addr, get_socket

__all__ = ["ListenError", "Server", "StartError", "get_bind_addr", "get_socket"]
