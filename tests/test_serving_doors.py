"""The command serves by TLS, on a socket of the file system, and under systemd."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from tests.certificates import make_certificates
from tests.frontdoor import Running, run, serving
from tests.workers import children_of

pytestmark = pytest.mark.frontdoor

COMMAND = [sys.executable, "-W", "ignore", "-m", "i18n_wsgi", "serve", "--port", "0"]
FRENCH = {"Accept-Language": "fr", "Connection": "close"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose name is short enough for a socket."""
    with TemporaryDirectory() as name:
        yield Path(name)


def command(folder: Path, **settings: object) -> list[str]:
    lines = [f"{name} = {value}" for name, value in settings.items()]
    (folder / "api.conf").write_text("\n".join(["[i18n_wsgi_server]", *lines]))
    return [*COMMAND, "--config-file", str(folder / "api.conf")]


class UnixConnection(http.client.HTTPConnection):
    """A connection to a socket of the file system."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.host)


def missing_book(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    with closing(connection):
        connection.request("GET", "/books/999", headers={"Host": "localhost", **FRENCH})
        response = connection.getresponse()
        return response.status, response.read()


def over_tls(served: Running, folder: Path, certificate: str | None = None) -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    if certificate is not None:
        context.load_cert_chain(folder / certificate)
    url = urlsplit(served.url)
    assert url.scheme == "https"
    return missing_book(http.client.HTTPSConnection(url.netloc, context=context, timeout=60))


def is_french_404(found: tuple[int, bytes]) -> bool:
    return found[0] == 404 and "Le livre 999 est introuvable." in found[1].decode()


@pytest.mark.parametrize("workers", [0, 2])
def test_tls(folder: Path, workers: int) -> None:
    """A client gets its 404 in French over TLS, whoever else sleeps or speaks plain HTTP there."""
    make_certificates(folder)
    files = {"cert_file": folder / "server.pem", "key_file": folder / "server.key"}
    with serving(*command(folder, workers=workers, **files), cwd=folder) as served:
        address = urlsplit(served.url)
        plain = http.client.HTTPConnection(address.netloc, timeout=60)
        with socket.create_connection((address.hostname, address.port)):
            assert is_french_404(over_tls(served, folder))

            plain.request("GET", "/books/999")
            assert plain.getresponse().status == 400
            plain.close()

        status, printed = served.stop()
    assert status == 0
    assert "Traceback" not in printed


def test_client_certificate(folder: Path) -> None:
    """With a ca_file only clients with a certificate are served."""
    make_certificates(folder)
    files = {
        "cert_file": folder / "server.pem",
        "key_file": folder / "server.key",
        "ca_file": folder / "ca.pem",
    }
    with serving(*command(folder, **files), cwd=folder) as served:
        assert is_french_404(over_tls(served, folder, "client.both"))
        with pytest.raises(OSError, match="certificate required|reset|EOF"):
            over_tls(served, folder)


def certificate_of(served: Running) -> str:
    url = urlsplit(served.url)
    assert url.hostname is not None
    assert url.port is not None
    return ssl.get_server_certificate((url.hostname, url.port), timeout=60)


def printed_until(served: Running, told: str) -> str:
    """The line of what the server prints that has this text."""
    assert served.process.stdout is not None
    return next(line for line in served.process.stdout if told in line)


def test_new_certificate(folder: Path) -> None:
    """A reload brings another certificate; where it can't be used, the old one stays in service."""
    make_certificates(folder)
    files = {"cert_file": folder / "server.both", "key_file": folder / "server.both"}
    renewed = (folder / "client.both").read_bytes()
    with serving(*command(folder, workers=1, **files), cwd=folder) as served:
        first = certificate_of(served)

        (folder / "server.both").write_bytes((folder / "expired.both").read_bytes())
        served.process.send_signal(signal.SIGHUP)
        refused = printed_until(served, "expired")
        kept = certificate_of(served)
        (folder / "server.both").write_bytes(renewed)
        served.process.send_signal(signal.SIGHUP)
        printed_until(served, " with 1 worker\n")
        # The old worker may take connections until it has heard of it.
        is_renewed = any(certificate_of(served) != first for _attempt in range(1000))

    assert f"cert_file is '{folder}/server.both': certificate has expired" in refused
    assert kept == first
    assert is_renewed


def test_certificate_that_has_expired_since(folder: Path) -> None:
    """A worker that is lost then is replaced all the same."""
    make_certificates(folder)
    files = {"cert_file": folder / "server.both", "key_file": folder / "server.both"}
    with serving(*command(folder, workers=1, **files), cwd=folder) as served:
        (before,) = children_of(served.process.pid)
        (folder / "server.both").write_bytes((folder / "expired.both").read_bytes())
        os.kill(before, signal.SIGKILL)

        assert "has expired" in printed_until(served, " WARNING i18n_wsgi.serving.tls")
        assert certificate_of(served)


@pytest.mark.parametrize("setting", ["cert_file", "key_file", "ca_file"])
def test_half_of_tls(folder: Path, setting: str) -> None:
    """No server starts without TLS when a part of it is there."""
    ended = run(*command(folder, **{setting: "/nosuch"}), cwd=folder)

    assert ended.returncode == 1
    assert ended.stdout.startswith("i18n-wsgi: ")
    assert f" is not set, but {setting} is" in ended.stdout
    assert len(ended.stdout.splitlines()) == 1


@pytest.mark.parametrize("workers", [0, 2])
def test_file(folder: Path, workers: int) -> None:
    """A client gets its 404 in French by a socket's file, which is gone at the end."""
    path = folder / "api.sock"
    settings = {"bind_host": f"unix:{path}", "workers": workers}
    with serving(*command(folder, **settings), cwd=folder) as served:
        assert served.url == f"unix:{path}"
        assert is_french_404(missing_book(UnixConnection(str(path))))

        status, _printed = served.stop()
    assert status == 0
    assert not path.exists()


def test_file_of_one_that_was_killed(folder: Path) -> None:
    """After a kill the next server takes the file over."""
    path = folder / "api.sock"
    with serving(*command(folder, bind_host=f"unix:{path}"), cwd=folder) as served:
        served.stop(signal.SIGKILL)
    assert path.exists()

    with serving(*command(folder, bind_host=f"unix:{path}"), cwd=folder):
        assert is_french_404(missing_book(UnixConnection(str(path))))


@pytest.mark.parametrize("workers", [0, 2])
def test_systemd(folder: Path, workers: int) -> None:
    """Systemd is told when the server is up and when it ends."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(folder / "notify"))
        told.settimeout(60)
        notify = {"NOTIFY_SOCKET": str(folder / "notify")}
        with serving(*command(folder, workers=workers), cwd=folder, **notify) as served:
            assert told.recv(100) == b"READY=1"

            os.kill(served.process.pid, signal.SIGTERM)
            assert told.recv(100) == b"STOPPING=1"
