"""The front door: the wheel in a clean virtualenv, its command, a socket and a client."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from email.message import Message as Headers
from pathlib import Path

import pytest

from tests.frontdoor import Running, copy_project, run, serving

pytestmark = pytest.mark.frontdoor


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of a virtualenv that has our wheel and what it needs, no more."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = copy_project(folder)
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), ".",
        cwd=checkout,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout
    (wheel,) = folder.glob("*.whl")
    assert run(sys.executable, "-m", "venv", "clean", cwd=folder).returncode == 0
    commands = folder / "clean" / "bin"
    done = run(str(commands / "pip"), "install", "--quiet", str(wheel), cwd=folder)
    assert done.returncode == 0, done.stdout
    return commands


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    command = str(installed / "i18n-wsgi")
    cwd = tmp_path_factory.mktemp("elsewhere")
    with serving(command, "serve", "--port", "0", cwd=cwd) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, Headers, str]:
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as response:
        with response:
            return response.code, response.headers, response.read().decode()


def test_french_out_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    """With nothing but the wheel installed, a text of ours is French for French readers."""
    code = (
        "from i18n_wsgi import translate; from i18n_wsgi.statuses import status_text;"
        "print(translate(status_text(404).title, 'fr'))"
    )

    result = run(str(installed / "python"), "-c", code, cwd=tmp_path)

    assert result.stdout.strip() == "Introuvable"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.5", "Le livre 999 est introuvable."),
        ("de", "Das Buch mit der Nummer 999 wurde nicht gefunden."),
        ("tlh", "Book 999 was not found."),
    ],
)
def test_message_over_a_socket(server: Running, language: str, message: str) -> None:
    """The served error is in the language that Accept-Language asks for, English for lack of it."""
    _status, _headers, body = get(f"{server.url}/books/999", Accept_Language=language)

    assert json.loads(body)["error"]["message"] == message


def test_headers_over_a_socket(server: Running) -> None:
    """Status, language, Vary and request id stand in the headers, the id in the body too."""
    status, headers, body = get(
        f"{server.url}/books/999", Accept_Language="fr-CA,fr;q=0.9,en;q=0.5"
    )

    assert status == 404
    assert headers["Content-Language"] == "fr"
    assert headers["Vary"] == "Accept, Accept-Language"
    assert headers["X-Request-Id"] == json.loads(body)["request_id"]


def test_arabic_page(server: Running) -> None:
    """A browser that prefers Arabic gets a page that runs from right to left."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    _status, headers, body = get(
        f"{server.url}/books/999", Accept_Language="ar-EG,ar;q=0.9", Accept=accept
    )

    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="ar" dir="rtl">' in body


def test_stream_that_breaks_off(server: Running) -> None:
    """A client can tell that a stream was cut: what came is there, its end is missing."""
    host = server.url.removeprefix("http://")
    with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
        connection.request("GET", "/demo/stream/3")
        with closing(connection.getresponse()) as response:
            with pytest.raises(http.client.IncompleteRead) as caught:
                response.read()

    assert caught.value.partial == b"chunk 1\nchunk 2\nchunk 3\n"


def test_one_record_in_english(installed: Path, tmp_path: Path) -> None:
    """A bug is logged once, in English, and eventlet adds nothing to it."""
    with serving(str(installed / "i18n-wsgi"), "serve", "--port", "0", cwd=tmp_path) as running:
        get(f"{running.url}/demo/bug", Accept_Language="ja")
        _status, printed = running.stop()

    assert printed.count("KeyError: '/srv/library/shelf-7'") == 2  # the record, its traceback
    assert printed.count("Traceback (most recent call last)") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_when_told(installed: Path, tmp_path: Path, number: int) -> None:
    """SIGTERM and Ctrl-C end the server with status 0 and without a traceback."""
    with serving(str(installed / "i18n-wsgi"), "serve", "--port", "0", cwd=tmp_path) as running:
        get(f"{running.url}/books")  # the connection stays open

        status, printed = running.stop(number)

    assert status == 0
    assert "Traceback" not in printed


def test_port_in_use(installed: Path, tmp_path: Path) -> None:
    """A port that is taken is one line, and status 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run(str(installed / "i18n-wsgi"), "serve", "--port", str(port), cwd=tmp_path)

    told = f"i18n-wsgi: can't listen on 127.0.0.1:{port}: Address already in use"
    assert result.returncode == 1
    assert [line.startswith(told) for line in result.stdout.splitlines()] == [True]
