"""The same paste file and settings, served by others and by us."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.frontdoor import serving
from tests.servers import BY_NAME, BY_PASTE, serving_name, serving_paste, stop_signal
from tests.workers import until

pytestmark = pytest.mark.frontdoor

INI = """
[DEFAULT]
config_file = api.conf

[pipeline:main]
pipeline = fault debug library

[filter:fault]
use = egg:i18n-wsgi#fault
domain = i18n_wsgi_sample
locale_dir = i18n_wsgi:locale

[filter:debug]
use = egg:i18n-wsgi#debug

[app:library]
use = egg:i18n-wsgi
i18n_wsgi.app_factory = i18n_wsgi.sample.api:make_app

[server:ours]
use = egg:i18n-wsgi#main
host = 127.0.0.1
port = 0

[server:waitress]
use = egg:waitress#main
listen = 127.0.0.1:0

[loggers]
keys = root

[logger_root]
level = INFO
handlers = stderr

[handlers]
keys = stderr

[handler_stderr]
class = StreamHandler
args = ()
formatter = line

[formatters]
keys = line

[formatter_line]
format = %(levelname)s %(name)s: %(message)s
"""
CHUNKED = (
    b"POST /books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(host: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = HTTPConnection(host, timeout=60)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=fields)
    with connection.getresponse() as response:
        got = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, got, response.read())
    connection.close()
    return answer


def is_listening(host: str) -> bool:
    try:
        ask(host, "/")
    except ConnectionRefusedError:  # granian says where it listens a little before it does
        return False
    return True


@pytest.fixture(
    scope="module", params=[*BY_PASTE, *(name for name in BY_NAME if name != "gthread")]
)
def server(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def host(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server is, which must stop when it is told, and whose log must have the errors."""
    folder = tmp_path_factory.mktemp("service")
    (folder / "api.ini").write_text(INI)
    (folder / "api.conf").write_text("[i18n_wsgi]\njson_format = problem\n")
    if server in BY_PASTE:
        command = serving_paste(server, folder / "api.ini")
    else:
        command = serving_name(server, "i18n_wsgi.wsgi:application")
    with serving(*command, cwd=folder, I18N_WSGI_PASTE="api.ini") as running:
        host = urlsplit(running.url).netloc
        until(lambda: is_listening(host))
        yield host
        ask(host, "/books/998", X_Auth_Token="sesame")
        status, printed = running.stop(stop_signal(server))
    assert status == 0
    assert printed.count("INFO i18n_wsgi: GET /books/998 answered 404: BookNotFound") == 1
    assert ("REQUEST ENVIRON" in printed, "sesame" in printed) == (True, False)


@pytest.mark.parametrize("media_type", ["application/json", "application/problem+json"])
def test_french(media_type: str, host: str) -> None:
    """An error is told in the client's language and format, by the settings that the file names."""
    answer = ask(host, "/books/999", Accept_Language="fr", Accept=media_type)

    assert (answer.status, answer.headers["content-language"]) == (404, "fr")
    assert answer.headers["content-type"] == media_type
    assert json.loads(answer.body)["detail"] == "Le livre 999 est introuvable."


def test_head(host: str) -> None:
    """To HEAD an error is the headers of GET alone."""
    get, head = (ask(host, "/books/999", method, X_Request_Id="a") for method in ("GET", "HEAD"))

    assert (head.status, head.body) == (404, b"")
    assert head.headers["content-length"] == str(len(get.body))


def test_path(host: str) -> None:
    """A path that is not ASCII arrives as it was meant."""
    answer = ask(host, "/b%C3%BCcher")

    assert (answer.status, json.loads(answer.body)["params"]) == (404, {"path": "/bücher"})


def test_bug(host: str) -> None:
    """A bug's class and text do not reach the client."""
    answer = ask(host, "/demo/bug", Accept_Language="fr")

    assert (answer.status, answer.headers["content-language"]) == (500, "fr")
    assert b"KeyError" not in answer.body
    assert b"shelf" not in answer.body


def test_stream(host: str) -> None:
    """A stream that fails before it begins is a whole error, with its own headers."""
    answer = ask(host, "/demo/stream/0", Accept_Language="fr")

    assert (answer.status, answer.headers["content-language"]) == (503, "fr")
    assert len(answer.body) == int(answer.headers["content-length"])


def test_chunked_body(server: str, host: str) -> None:
    """A body in chunks is read, except by uWSGI, which does not say where one ends."""
    body = b'{"title": "Emma", "year": 1815, "language": "en"}'
    name, _colon, port = host.partition(":")

    # All at once: a server that does not read on may close the connection.
    with socket.create_connection((name, int(port)), timeout=60) as client:
        client.sendall(CHUNKED % (len(body), body))
        answer = client.makefile("rb").readline()

    assert answer.split()[1] == (b"411" if server.startswith("uwsgi") else b"201")
