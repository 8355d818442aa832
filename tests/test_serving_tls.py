"""TLS: the settings of it, and clients that speak it with a server."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from i18n_wsgi.serving import get_socket
from i18n_wsgi.serving.tls import TLSError, tls_context
from i18n_wsgi.settings import SettingsError
from tests.certificates import certificate_of_no_use, make_certificates


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def conf(files: Path, cert: str | None, key: str | None, ca: str | None = None) -> Any:
    named = {"cert_file": cert, "key_file": key, "ca_file": ca}
    paths = {option: name and str(files / name) for option, name in named.items()}
    return SimpleNamespace(bind_host="127.0.0.1", bind_port=0, backlog=5, **paths)


# The settings


@pytest.mark.parametrize(
    "nothing",
    [
        SimpleNamespace(),
        SimpleNamespace(cert_file=None, key_file=None),
        SimpleNamespace(cert_file="", key_file="", ca_file=""),
    ],
)
def test_no_certificate(nothing: object) -> None:
    """Without a certificate there is no TLS."""
    assert tls_context(nothing) is None


def test_context(files: Path) -> None:
    """It is one of a server, of TLS 1.2 or newer, that asks no client for a certificate."""
    context = tls_context(conf(files, "server.pem", "server.key"))

    assert context is not None
    assert context.protocol == ssl.PROTOCOL_TLS_SERVER
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_NONE


def test_one_file(files: Path) -> None:
    """Certificate and key may stand in one file, which is named twice."""
    assert tls_context(conf(files, "server.both", "server.both")) is not None


def test_client_certificates(files: Path) -> None:
    """With a ca_file every client must have a certificate."""
    context = tls_context(conf(files, "server.pem", "server.key", "ca.pem"))

    assert context is not None
    assert context.verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("cert", "key", "ca", "told"),
    [
        ("server.pem", None, None, "key_file is not set, but cert_file is; "),
        (None, "server.key", None, "cert_file is not set, but key_file is; "),
        (None, None, "ca.pem", "cert_file is not set, but ca_file is; "),
        ("none", "server.key", None, "cert_file is '{}/none': No such file or directory"),
        ("server.pem", "none", None, "key_file is '{}/none': No such file or directory"),
        ("server.pem", "server.key", "none", "ca_file is '{}/none': No such file or directory"),
        ("server.pem", ".", None, "key_file is '{}': Is a directory"),
        ("empty", "server.key", None, "cert_file is '{}/empty': there is no certificate in PEM"),
        ("junk", "server.key", None, "cert_file is '{}/junk': there is no certificate in PEM"),
        ("server.key", "server.pem", None, "cert_file is '{}/server.key': there is no certificate"),
        ("server.pem", "empty", None, "key_file is '{}/empty': there is no private key in PEM"),
        ("server.pem", "server.pem", None, "key_file is '{}/server.pem': there is no private key"),
        (
            "server.pem",
            "server.key",
            "junk",
            "ca_file is '{}/junk': there is no certificate in PEM",
        ),
        ("server.pem", "locked.key", None, "key_file is '{}/locked.key': the key has a password"),
        ("server.pem", "locked-old.key", None, "key_file is '{}/locked-old.key': the key has a "),
        (
            "server.pem",
            "client.key",
            None,
            "key_file is '{0}/client.key': it is not the key of the certificate in cert_file,"
            " '{0}/server.pem'",
        ),
        (
            "expired.pem",
            "expired.key",
            None,
            "cert_file is '{}/expired.pem': certificate has expired",
        ),
        (
            "coming.pem",
            "coming.key",
            "ca.pem",
            "cert_file is '{}/coming.pem': certificate is not yet valid",
        ),
    ],
)
def test_refusal(cert: str | None, key: str | None, ca: str | None, told: str, files: Path) -> None:
    """What can't be used is told in one line: option, file, reason. Nobody is asked for a password."""
    with pytest.raises(TLSError) as caught:
        get_socket(conf(files, cert, key, ca))

    assert str(caught.value).startswith(told.format(files))
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.key == told.partition(" ")[0]


def test_kinds_of_refusal() -> None:
    """A TLSError is an error of settings, and the RuntimeError that the original raised."""
    assert issubclass(TLSError, SettingsError)
    assert issubclass(TLSError, RuntimeError)


def test_weak_certificate(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What OpenSSL finds too weak is told in its words."""
    weak = ssl.SSLError(1, "[SSL: EE_KEY_TOO_SMALL] ee key too small")
    weak.reason = "EE_KEY_TOO_SMALL"

    def refuse(*_args: object, **_options: object) -> None:
        raise weak

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", refuse)

    with pytest.raises(TLSError, match=r"^cert_file is '.*/server.pem': ee key too small$"):
        tls_context(conf(files, "server.pem", "server.key"))


def test_certificate_of_no_use(tmp_path: Path) -> None:
    """A certificate that no client could do anything with is found out before there is one."""
    (tmp_path / "dsa.both").write_bytes(certificate_of_no_use())

    with pytest.raises(TLSError, match=r"^cert_file is '.*/dsa.both': \w+"):
        tls_context(conf(tmp_path, "dsa.both", "dsa.both"))


# A socket of get_socket


def test_socket(files: Path) -> None:
    """A socket of get_socket speaks TLS, which begins with the first read and not with accept."""

    def speak(connection: socket.socket) -> None:
        context = ssl.create_default_context(cafile=files / "ca.pem")
        with context.wrap_socket(connection, server_hostname="localhost") as client:
            client.sendall(b"hello")

    with get_socket(conf(files, "server.pem", "server.key")) as listening:
        silent = socket.create_connection(listening.getsockname())
        accepted, _address = listening.accept()  # does not wait for the silent client
        with accepted:
            speaking = threading.Thread(target=speak, args=[silent])
            speaking.start()

            assert accepted.recv(5) == b"hello"
            speaking.join()
