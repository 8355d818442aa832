"""Where the server listens."""

from __future__ import annotations

from typing import Protocol

import eventlet
from eventlet.green import socket


class ListenError(OSError):
    """The address can't be listened on. The message is one line for the operator."""


class BindSettings(Protocol):
    """What listening needs of the settings: ours, or the group of a ConfigOpts."""

    @property
    def bind_host(self) -> str: ...
    @property
    def bind_port(self) -> int | None: ...
    @property
    def backlog(self) -> int: ...


def get_bind_addr(conf: BindSettings, default_port: int | None = None) -> tuple[str, int | None]:
    """The host and port to bind to; the default port where the settings name none."""
    return conf.bind_host, default_port if conf.bind_port is None else conf.bind_port


def get_socket(conf: BindSettings, default_port: int | None = None) -> socket.socket:
    """A listening socket, bound as the settings say.

    Args:
        conf: the settings.
        default_port: the port to bind to where they name none.

    Raises:
        ListenError: the address is in use, or none of this machine.
    """
    host, port = get_bind_addr(conf, default_port)
    try:
        family, *_rest, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return eventlet.listen(address[:2], family, conf.backlog, reuse_port=False)
    except OSError as exc:
        raise ListenError(f"can't listen on {host}:{port}: {exc.strerror or exc}") from exc
