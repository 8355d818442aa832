"""The server on a real socket."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from i18n_wsgi.serving import ListenError, Server, get_bind_addr, get_socket


@dataclass
class Conf:
    bind_host: str = "127.0.0.1"
    bind_port: int | None = 0
    backlog: int = 5


def test_bind_address() -> None:
    """The address is the settings' host and port."""
    assert get_bind_addr(Conf(bind_port=8004)) == ("127.0.0.1", 8004)


def test_default_port() -> None:
    """Where the settings name no port, the default is taken."""
    assert get_bind_addr(Conf(bind_port=None), 8004) == ("127.0.0.1", 8004)


def test_socket_listens() -> None:
    """A socket of get_socket accepts connections."""
    with get_socket(Conf()) as listening:
        with socket.create_connection(listening.getsockname()) as client:
            assert client.getpeername() == listening.getsockname()


def test_taken_port() -> None:
    """A port in use is an error that names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ListenError, match=f"127.0.0.1:{port}: Address already in use"):
            get_socket(Conf(bind_port=port))


def test_foreign_address() -> None:
    """An address that is none of this machine is an error that names it."""
    with pytest.raises(ListenError, match="can't listen on 192.0.2.1:0"):
        get_socket(Conf(bind_host="192.0.2.1"))


def test_address_before_start() -> None:
    """A server that has not been started has no address."""
    with pytest.raises(RuntimeError, match="has not been started"):
        _ = Server("library", Conf()).address


def test_namespace_is_enough() -> None:
    """The settings may be any object with the three names, such as a group of a ConfigOpts."""
    conf = SimpleNamespace(bind_host="127.0.0.1", bind_port=0, backlog=5)
    server = Server("library", conf)

    server.start(lambda environ, start_response: [b""])

    assert server.address[1] > 0
    server.stop()
