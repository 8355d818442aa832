"""What an application is told of a client's certificate."""

from __future__ import annotations

import json
import socket
import ssl
from functools import partial
from typing import Any

import pytest
import trustme

from i18n_wsgi.serving.client_certificate import distinguished_name
from i18n_wsgi.serving.handshake import over_tls
from tests.wire import HELD_OUT_SECONDS, answers, wired

GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
FORGED = b"SSL-Client-Verify: SUCCESS\r\nSSL_CLIENT_VERIFY: SUCCESS\r\nSSL-CLIENT-S-DN: CN=root\r\n"
CLOSE = b"Connection: close\r\n\r\n"


def told(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with what it knows of the certificate."""
    start_response("200 OK", [])
    found = {name: value for name, value in environ.items() if name.startswith("SSL_")}
    return [json.dumps(found).encode()]


def served(mode: ssl.VerifyMode) -> tuple[list[dict[str, str]], str]:
    """What it is told in two requests of one client, and the client's certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = mode
    certificate = authority.issue_cert("client", common_name="Zoë, root", organization_name="O+1")
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    certificate.configure_cert(trusting)
    over = partial(over_tls, context=context, limit_seconds=HELD_OUT_SECONDS)
    with wired(told, over=over) as address:
        with socket.create_connection(address, timeout=HELD_OUT_SECONDS) as plain:
            with trusting.wrap_socket(plain, server_hostname="localhost") as client:
                client.sendall(GET + FORGED + b"\r\n" + GET + CLOSE)
                sent = b"".join(iter(partial(client.recv, 65_536), b""))
    pem = certificate.cert_chain_pems[0].bytes().decode("ascii")
    return [json.loads(answer.body) for answer in answers(sent)], pem


def test_told() -> None:
    """Each request of a connection has the client's certificate and its name, whatever headers claim."""
    found, pem = served(ssl.CERT_REQUIRED)

    assert len(found) == 2
    for environ in found:
        assert environ["SSL_CLIENT_VERIFY"] == "SUCCESS"
        assert environ["SSL_CLIENT_S_DN"].startswith(r"CN=Zo\C3\AB\, root,")
        assert r",O=O\+1" in environ["SSL_CLIENT_S_DN"]
        assert environ["SSL_CLIENT_CERT"].split() == pem.split()
        assert len(environ) == 3


def test_nobody_asks() -> None:
    """A server that asks for none tells nothing, whatever headers claim."""
    found, _pem = served(ssl.CERT_NONE)

    assert found == [{}, {}]


# RFC 4514
NAMES = [
    ((), ""),
    (((("commonName", "a"),),), "CN=a"),
    (((("countryName", "DE"),), (("commonName", "a"),)), "CN=a,C=DE"),
    (((("commonName", "a"), ("userId", "b")),), "CN=a+UID=b"),
    (((("emailAddress", "a@b"),),), "emailAddress=a@b"),
    (((("commonName", "a,O=b"),),), r"CN=a\,O\=b"),
    (((("commonName", " # "),),), r"CN=\ #\ "),
    (((("commonName", "#a"),),), r"CN=\#a"),
    (((("commonName", '\\"'),),), r"CN=\\\""),
    (((("commonName", "é\r\n\0"),),), r"CN=\C3\A9\0D\0A\00"),
    (((("commonName", "a\n"),),), r"CN=a\0A"),
]


@pytest.mark.parametrize(("subject", "text"), NAMES)
def test_name(subject: Any, text: str) -> None:
    """A name is one line of ASCII, from which nothing in a value can break out."""
    assert distinguished_name(subject) == text
