"""TLS as it begins and ends on the connections of eventlet's server."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import eventlet
import pytest
from eventlet.greenio import GreenSocket, shutdown_safe

from i18n_wsgi.serving.handshake import over_tls
from i18n_wsgi.serving.tls import tls_context
from tests.certificates import make_certificates

Address = tuple[str, int]
_PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def connection_to(address: Address) -> socket.socket:
    return socket.create_connection(address, timeout=_PATIENCE_SECONDS)


def greeted(files: Path, address: Address, certificate: str | None = None, **more: Any) -> bytes:
    """What a client reads that trusts our authority."""
    context = ssl.create_default_context(cafile=files / "ca.pem")
    if certificate is not None:
        context.load_cert_chain(files / certificate)
    with context.wrap_socket(connection_to(address), server_hostname="localhost", **more) as client:
        return b"".join(iter(lambda: client.recv(100), b""))


def answer_to(address: Address, *sent: bytes) -> bytes:
    """What a client reads that knows no TLS."""
    with connection_to(address) as client:
        for piece in sent:
            client.sendall(piece)
        return b"".join(iter(lambda: client.recv(100), b""))


def greet(state: list[Any], _server: object) -> None:
    state[1].sendall(b"hello")


def keep(states: list[list[Any]]) -> Callable[[list[Any], object], None]:
    return lambda state, _server: states.append(state)


def serve(
    files: Path,
    client: Callable[[Address], Any],
    *,
    limit_seconds: float = _PATIENCE_SECONDS,
    ca: str | None = None,
    then: Callable[[list[Any], object], None] = greet,
) -> Any:
    """What a client, in a thread of its own, answers when it is served over TLS."""
    names = {"cert_file": "server.pem", "key_file": "server.key", "ca_file": ca}
    conf = SimpleNamespace(**{name: file and str(files / file) for name, file in names.items()})
    context = tls_context(conf)
    assert context is not None
    begin = over_tls(then, context, limit_seconds)
    found: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as plain:
        address = plain.getsockname()
        listening = GreenSocket(plain)
        states: list[list[Any]] = []
        running: list[eventlet.greenthread.GreenThread] = []

        def accept() -> None:
            while True:
                connection, peer = listening.accept()
                states.append([peer, connection, ""])
                running.append(eventlet.spawn(begin, states[-1], None))

        accepting = eventlet.spawn(accept)
        thread = threading.Thread(target=lambda: found.append(client(address)))
        thread.start()
        while thread.is_alive():
            eventlet.sleep(0.01)
        accepting.kill()
        for state in states:
            shutdown_safe(state[1])  # as eventlet's server does when it ends
        for one in running:
            one.wait()
    assert found, "the client has failed"
    return found[0]


def test_served(files: Path) -> None:
    """What is served arrives, and its end is told, so that nobody takes it for cut off."""

    def client(address: Address) -> bytes:
        return greeted(files, address, suppress_ragged_eofs=False)

    assert serve(files, client) == b"hello"


def test_silent(files: Path) -> None:
    """A client that says nothing holds nobody up."""

    def client(address: Address) -> bytes:
        with connection_to(address):
            return greeted(files, address)

    assert serve(files, client) == b"hello"


@pytest.mark.parametrize("sent", [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01"])
def test_limit(files: Path, sent: bytes) -> None:
    """A client that does not go on is dropped when its time is over."""
    assert serve(files, lambda address: answer_to(address, sent), limit_seconds=0.1) == b""


def test_trickle(files: Path) -> None:
    """So is one that sends a byte now and then."""

    def client(address: Address) -> bool:
        with connection_to(address) as slow, suppress(ConnectionError):
            slow.settimeout(0.02)
            slow.sendall(b"\x16\x03\x01\x7f\xff\x01")
            while True:
                slow.sendall(b"\0")
                with suppress(TimeoutError):
                    if slow.recv(1) == b"":
                        break
        return True

    assert serve(files, client, limit_seconds=0.2)


@pytest.mark.parametrize("more", [b"", b"POST /books HTTP/1.1\r\nHost: a\r\n\r\n" + b"x" * 9000])
def test_plain_http(files: Path, more: bytes) -> None:
    """Who speaks plain HTTP is told so in plain HTTP, once."""
    request = b"GET /books HTTP/1.1\r\nHost: localhost\r\n\r\n" + more

    answer = serve(files, lambda address: answer_to(address, request))

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert f"Content-Length: {len(body)}".encode() in head.splitlines()
    assert body == b"This port speaks HTTPS only\n"


# Client certificates


def test_client_certificate(files: Path) -> None:
    """Where certificates are asked for, a client that has one is served."""
    assert (
        serve(files, lambda address: greeted(files, address, "client.both"), ca="ca.pem")
        == b"hello"
    )


@pytest.mark.parametrize("certificate", [None, "stranger.both", "expired.both"])
def test_no_client_certificate(files: Path, certificate: str | None) -> None:
    """One without, or with another authority's, or with one that has expired, is not."""

    def client(address: Address) -> object:
        with pytest.raises((ssl.SSLError, ConnectionError)) as caught:
            greeted(files, address, certificate)
        return caught.value

    assert serve(files, client, ca="ca.pem")


# What goes wrong


def test_garbage(files: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is no TLS ends its own connection, with one line in the log."""
    with caplog.at_level(logging.INFO, "i18n_wsgi.serving"):
        serve(files, lambda address: answer_to(address, b"\x16garbage" * 9))

    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert caplog.messages[0].startswith("TLS with 127.0.0.1: ")


def test_garbage_later(files: Path, caplog: pytest.LogCaptureFixture) -> None:
    """So does what breaks TLS when it has begun."""

    def client(address: Address) -> bool:
        context = ssl.create_default_context(cafile=files / "ca.pem")
        connection = connection_to(address)
        with context.wrap_socket(connection, server_hostname="localhost") as secure:
            with socket.socket(fileno=socket.dup(secure.fileno())) as raw:
                raw.settimeout(_PATIENCE_SECONDS)
                raw.sendall(b"garbage" * 9)
                with suppress(ConnectionError):
                    while raw.recv(100):
                        pass
        return True

    with caplog.at_level(logging.INFO, "i18n_wsgi.serving"):
        assert serve(files, client, then=lambda state, _server: state[1].recv(1))

    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_gone(files: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Who leaves without a word, as a health check does, is not worth a line."""

    def client(address: Address) -> bool:
        connection_to(address).close()
        return greeted(files, address) == b"hello"

    with caplog.at_level(logging.INFO, "i18n_wsgi.serving"):
        assert serve(files, client)

    assert caplog.messages == []


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x01\x02\x00\x01"])
def test_end_of_server(files: Path, sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """A server may end while hands are shaken."""
    open_connections: list[socket.socket] = []

    def client(address: Address) -> bytes:
        open_connections.append(connection_to(address))
        open_connections[0].sendall(sent)
        return greeted(files, address)  # by now the first connection has been accepted

    with caplog.at_level(logging.INFO, "i18n_wsgi.serving"):
        serve(files, client)

    open_connections[0].close()
    assert caplog.messages == []


def test_end_of_server_for_readers(files: Path) -> None:
    """Or while something is waited for: it is the end of what is read."""
    open_connections: list[ssl.SSLSocket] = []
    read: list[bytes] = []

    def client(address: Address) -> int:
        context = ssl.create_default_context(cafile=files / "ca.pem")
        connection = connection_to(address)
        secure = context.wrap_socket(connection, server_hostname="localhost")
        open_connections.append(secure)
        secure.sendall(b"x")
        return len(secure.recv(1))

    def echo(state: list[Any], _server: object) -> None:
        state[1].sendall(state[1].recv(1))
        read.append(state[1].recv(1))

    serve(files, client, then=echo)

    assert open_connections[0].recv(1) == b""
    open_connections[0].close()
    assert read == [b""]


def test_closed(files: Path) -> None:
    """The connection is closed behind whatever served it."""
    states: list[list[Any]] = []

    assert serve(files, lambda address: greeted(files, address), then=keep(states)) == b""

    assert states[0][1].fileno() == -1
