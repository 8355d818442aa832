"""Listening on a port."""

from __future__ import annotations

import errno
import os
import socket
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from i18n_wsgi.serving import ListenError, get_socket
from i18n_wsgi.serving.sockets import (
    close_listener,
    give_way,
    listen,
    listen_at_last,
    url_of,
)


def conf(bind_host: str = "127.0.0.1", bind_port: int | None = 0, **more: Any) -> Any:
    return SimpleNamespace(bind_host=bind_host, bind_port=bind_port, backlog=5, **more)


def refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(ListenError) as caught:
        listen(conf(*args, **more)).close()
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_names_of_arguments() -> None:
    """get_socket takes its arguments by the documented names."""
    with get_socket(conf=conf(bind_port=None), default_port=0) as listening:
        assert listening.getsockname()[1] > 0


@pytest.mark.parametrize(("host", "url"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_url(host: str, url: str) -> None:
    """The URL has an address of IPv6 in brackets."""
    with listen(conf(host)) as listening:
        port = listening.getsockname()[1]

        assert url_of(listening) == f"http://{url}:{port}"
        assert url_of(listening, is_tls=True) == f"https://{url}:{port}"


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_both_families(client: str) -> None:
    """On :: there are clients by IPv6 and by IPv4."""
    with listen(conf("::")) as listening:
        with socket.create_connection((client, listening.getsockname()[1])) as connection:
            assert connection.getpeername()[0] == client


def test_address_of_ipv6_alone() -> None:
    """On another address of IPv6 there is no IPv4."""
    with listen(conf("::1")) as listening:
        assert listening.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (["192.0.2.1", "127.0.0.1"], "127.0.0.1"),  # the first is none of this machine
        (["127.0.0.1", "192.0.2.1"], "127.0.0.1"),
    ],
)
def test_name_of_two_addresses(
    addresses: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that stands for several addresses is the first of them that this machine has."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)

    with listen(conf("library.example")) as listening:
        assert listening.getsockname()[0] == expected


def test_options() -> None:
    """Connections are looked after by the kernel, and the port is neither shared nor inherited."""
    with listen(conf(tcp_keepidle=77)) as listening:
        options = {
            name: listening.getsockopt(level, getattr(socket, name))
            for level, name in [
                (socket.SOL_SOCKET, "SO_REUSEADDR"),
                (socket.SOL_SOCKET, "SO_REUSEPORT"),
                (socket.SOL_SOCKET, "SO_KEEPALIVE"),
                (socket.IPPROTO_TCP, "TCP_KEEPIDLE"),
            ]
        }

        assert options == {
            "SO_REUSEADDR": 1,
            "SO_REUSEPORT": 0,
            "SO_KEEPALIVE": 1,
            "TCP_KEEPIDLE": 77,
        }
        assert not listening.get_inheritable()


def test_beside() -> None:
    """A port is shared no longer than its next socket takes to be bound to it."""
    with listen(conf()) as before:
        port = before.getsockname()[1]
        with listen(conf("0.0.0.0", port), before=before) as listening:
            assert [
                one.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)
                for one in (before, listening)
            ] == [0, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such filter")
def test_give_way() -> None:
    """Of two sockets on a port the first keeps whom it has; whoever comes later comes to the second."""
    with listen(conf()) as before:
        address = before.getsockname()
        with (
            listen(conf("0.0.0.0", address[1]), before=before) as listening,
            socket.create_connection(address) as early,
        ):
            listen_at_last(listening, 10, before)
            give_way(before, listening)
            with pytest.raises(TimeoutError):
                socket.create_connection(address, timeout=0.3)
            with before.accept()[0] as accepted:
                accepted.sendall(b"x")
                assert early.recv(1) == b"x"
            before.close()

            with socket.create_connection(address, timeout=10), listening.accept()[0]:
                pass


# What can't be listened on


def test_taken() -> None:
    """A port in use is told with the process that has it, at once."""
    with listen(conf()) as taken:
        port = taken.getsockname()[1]

        told = refusal(bind_port=port)

    assert told.startswith(f"can't listen on 127.0.0.1:{port}: Address already in use; process ")
    assert told.endswith(" listens there")
    assert f" {os.getpid()} (" in told


@pytest.mark.parametrize(
    ("host", "port", "told"),
    [
        (
            "192.0.2.1",
            8080,
            "192.0.2.1:8080: Cannot assign requested address; bind_host is no address of this machine",
        ),
        ("2001:db8::1", 8080, "[2001:db8::1]:8080: Cannot assign requested address; bind_host is"),
        ("library.invalid", 80, "library.invalid:80: "),
        ("127.0.0.1", 65536, "127.0.0.1:65536: bind_port is 0 to 65535"),
        ("127.0.0.1", -1, "127.0.0.1:-1: bind_port is 0 to 65535"),
        ("a" * 64, 0, f"{'a' * 64}:0: "),
        ("\0", 0, ""),
    ],
)
def test_refusal(host: str, port: int, told: str) -> None:
    """What can't be listened on is told with its address and the reason."""
    assert refusal(host, port).startswith(f"can't listen on {told}")


def test_no_address() -> None:
    """An empty address is not taken for all of them."""
    assert refusal("") == "bind_host is empty; 0.0.0.0 is all of IPv4, :: all of IPv6 and IPv4"


def test_forbidden_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that only root may have is told with the right that is missing."""

    def forbid(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbid)

    assert refusal(bind_port=80) == (
        "can't listen on 127.0.0.1:80: Permission denied; ports below 1024 need the capability"
        " CAP_NET_BIND_SERVICE"
    )


def test_kinds_of_refusal() -> None:
    """A ListenError has the system's number, and is the RuntimeError that the original raised."""
    with listen(conf()) as taken:
        with pytest.raises(RuntimeError) as caught:
            get_socket(conf(bind_port=taken.getsockname()[1]))

    assert isinstance(caught.value, OSError)
    assert caught.value.errno == errno.EADDRINUSE


def test_close_twice() -> None:
    """Closing again does nothing."""
    listening = listen(conf())

    close_listener(listening)
    close_listener(listening)

    assert listening.fileno() == -1
