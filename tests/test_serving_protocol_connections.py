"""Connections: whose they are, how they share a worker, and how they end."""

from __future__ import annotations

import socket
import ssl
import struct
import time
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from i18n_wsgi.serving.answering import environ_of_connection
from i18n_wsgi.serving.handshake import over_tls
from i18n_wsgi.serving.limits import Limits
from tests.certificates import make_certificates
from tests.wire import HELD_OUT_SECONDS, answers, wired

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
CLOSE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
SHORT = 0.3


def scheme(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.url_scheme"].encode()]


def everything(client: socket.socket) -> bytes:
    return b"".join(iter(partial(client.recv, 65_536), b""))


def test_ipv6() -> None:
    """IPv6 has its brackets where a URL has them, and an IPv4 client its own address."""
    with socket.socket(socket.AF_INET6) as connection:
        try:
            connection.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")

        environ = environ_of_connection(connection, ("::ffff:192.0.2.1", 5, 0, 0))

    assert environ["SERVER_NAME"] == "[::1]"
    assert environ["REMOTE_ADDR"] == "192.0.2.1"


def test_unix() -> None:
    """A socket in the file system has a name and a port nevertheless: PEP 3333."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        environ = environ_of_connection(ours, "")

    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("localhost", "80")
    assert environ["REMOTE_ADDR"] == "unix"


def test_turns() -> None:
    """A client that sends many requests at once does not keep others waiting until all are answered."""
    order: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        order.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/first":
            time.sleep(SHORT)  # the whole thread, in which the other one connects
        start_response("200 OK", [])
        return [b""]

    many = GET.replace(b" / ", b" /first ") + GET * 100 + CLOSE
    with wired(application) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as busy:
            busy.sendall(many)
            with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as other:
                other.sendall(CLOSE.replace(b" / ", b" /other "))
                everything(other)
            everything(busy)

    assert order.index("/other") < 50


def test_refused_client_may_go_on() -> None:
    """A client that is still sending when it is refused is not cut off at once."""
    with wired(scheme) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            client.sendall(b"POST / HTTP/1.1\r\n\r\n")
            [answer] = answers(everything(client))
            for _ in range(3):
                client.sendall(b"x" * 1_000)
                Event().wait(SHORT / 10)

    assert answer.status == 400


def test_client_that_has_gone() -> None:
    """A client that leaves in the middle of an answer takes nobody along."""
    closed = Event()

    class Long(list[bytes]):
        def close(self) -> None:
            closed.set()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return Long([b"x" * 1_000_000] * 50)

    with wired(application) as address:
        with socket.create_connection(address) as client:
            client.sendall(GET)
            client.recv(1)
        assert closed.wait(HELD_OUT_SECONDS)
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            client.sendall(CLOSE)
            sent = everything(client)

    assert answers(sent)[0].status == 200


@pytest.mark.parametrize("head", [b"", b"GET /", b"GET / HTTP/1.1\r\nHost"])
def test_client_that_breaks_off(head: bytes) -> None:
    """A connection that breaks within a head is no error of the server's."""
    log: list[str] = []
    with wired(scheme, log=log) as address:
        for _ in range(5):
            with socket.create_connection(address) as client:
                client.sendall(GET)
                client.recv(65_536)
                client.sendall(head)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            client.sendall(CLOSE)
            sent = everything(client)

    assert answers(sent)[0].status == 200
    assert not [line for line in log if "Traceback" in line]


# TLS


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def over(certificates: Path) -> Any:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    return partial(over_tls, context=context, limit_seconds=HELD_OUT_SECONDS)


@pytest.mark.parametrize(
    ("sent", "statuses"), [(GET * 3 + CLOSE, [200] * 4), (b"GET / HTTP/1.1\r\n\r\n" + GET, [400])]
)
def test_tls(certificates: Path, sent: bytes, statuses: list[int]) -> None:
    """Requests over TLS are answered, or refused, as others are."""
    context = ssl.create_default_context(cafile=certificates / "ca.pem")
    with wired(scheme, over=over(certificates)) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as client:
                client.sendall(sent)
                got = answers(everything(client))

    assert [answer.status for answer in got] == statuses
    assert got[0].body == b"https" or b"Host header" in got[0].body


def test_slow_record(certificates: Path) -> None:
    """A head is too slow also where it is one record of TLS, which comes a byte at a time."""
    context = ssl.create_default_context(cafile=certificates / "ca.pem")
    received, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(received, sent, server_hostname="localhost")
    limits = Limits(header_seconds=SHORT)
    with wired(scheme, over=over(certificates), limits=limits) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as client:
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    client.sendall(sent.read())
                    received.write(client.recv(65_536))
            client.sendall(sent.read())
            tls.write(CLOSE)
            record = sent.read()
            client.settimeout(SHORT / 5)
            ended_after = None
            for at in range(len(record) - 1):
                client.sendall(record[at : at + 1])
                try:
                    while data := client.recv(65_536):
                        received.write(data)
                    ended_after = at
                    break
                except TimeoutError:
                    continue

    assert ended_after is not None
