"""Bodies on a real socket: what comes back, and what they cost."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from i18n_wsgi import FaultMiddleware, JSONRequestDeserializer, Request, Resource
from tests.frontdoor import ROOT, Running, serving

pytestmark = pytest.mark.frontdoor

MIB = 1 << 20
JSON = "Content-Type: application/json"
CHUNKED = "Transfer-Encoding: chunked"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The library, with the limits that are the default."""
    yield from serve_library(tmp_path_factory.mktemp("paste"), "")


@pytest.fixture(scope="module")
def gunicorn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same on gunicorn, which says of every body that it ends, though there be none."""
    folder = tmp_path_factory.mktemp("paste")
    yield from serve_library(folder, "", "gunicorn", "--bind", "127.0.0.1:0")


@pytest.fixture(params=["server", "gunicorn"])
def either(request: pytest.FixtureRequest) -> Running:
    """One after the other."""
    running: Running = request.getfixturevalue(request.param)
    return running


def serve_library(folder: Path, setting: str, *server: str) -> Iterator[Running]:
    paste = (ROOT / "i18n_wsgi" / "sample" / "paste.ini").read_text("utf-8")
    (folder / "library.ini").write_text(re.sub("max_json_body_size = .*", setting, paste))
    command = server or ("i18n_wsgi", "serve", "--port", "0")
    paste_file = str(folder / "library.ini")
    with serving(sys.executable, "-m", *command, "--paste", paste_file, cwd=ROOT) as running:
        yield running


def answer_to(url: str, chunks: Iterable[bytes], *headers: str, method: str = "POST") -> str:
    """All that comes back, as text."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.sendall(
            "\r\n".join([f"{method} /books HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()
        )
        with suppress(ConnectionError):  # refused, and read no further
            for chunk in chunks:
                client.sendall(chunk)
        with client.makefile("rb") as answer:
            head = b"".join(iter(answer.readline, b"\r\n"))
            length = re.search(rb"(?i)content-length: ([0-9]+)", head)
            assert length is not None
            return (head + answer.read(int(length[1]))).decode()


def sent_bytes(url: str, *headers: str) -> int:
    """How much of an endless body the server lets a client send that reads no answer."""
    address = urlsplit(url)
    head = "\r\n".join(["POST /books HTTP/1.1", "Host: localhost", *headers, "", ""])
    sent = 0
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.sendall(head.encode())
        with suppress(ConnectionError):
            while sent < 64 * MIB:
                sent += client.send(b"[" * 65_536)
    return sent


def chunked(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


def peak_bytes(server: Running) -> int:
    """The most memory that the server's process has held."""
    status = Path(f"/proc/{server.process.pid}/status").read_text("ascii")
    found = re.search(r"VmHWM:\s+([0-9]+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux tells a process's peak"
)


def test_chunked(server: Running) -> None:
    """A chunked body is read, whatever its chunks are."""
    body = b'{"title": "", "year": 1973, "language": "de"}'

    answer = answer_to(
        server.url, chunked(body[at : at + 1] for at in range(len(body))), JSON, CHUNKED
    )

    assert answer.startswith("HTTP/1.1 422 ")
    assert '"pointer": "/title"' in answer


def test_no_body(either: Running) -> None:
    """A request without a body is not waited for, and may be of any type."""
    answer = answer_to(either.url, [], "Content-Type: text/xml", method="GET")

    assert answer.startswith("HTTP/1.1 200 ")


def test_no_chunks(either: Running) -> None:
    """Nor is a body without chunks one."""
    answer = answer_to(either.url, chunked([]), "Content-Type: text/xml", CHUNKED)

    assert answer.startswith("HTTP/1.1 422 ")  # no book


def test_chunks_of_another_type(either: Running) -> None:
    """A chunked body that is not JSON is a 415."""
    answer = answer_to(either.url, chunked([b"<a/>"]), "Content-Type: text/xml", CHUNKED)

    assert answer.startswith("HTTP/1.1 415 ")


def test_bad_chunk(either: Running) -> None:
    """Chunks that make no sense are a 400 in the client's language."""
    answer = answer_to(either.url, [b"zz\r\n"], JSON, CHUNKED, "Accept-Language: fr")

    assert answer.startswith("HTTP/1.1 400 ")
    assert "Le corps de la requête n’a pas pu être reçu en entier." in answer


class Quiet(WSGIRequestHandler):
    def log_request(self, *_told: object) -> None:
        pass


class Echo:
    def default(self, req: Request, body: object = None) -> object:
        return body


def test_chunked_on_wsgiref() -> None:
    """A server that does not decode chunks does not make the application wait for ever."""
    application = FaultMiddleware(Resource(Echo(), JSONRequestDeserializer()))
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as wsgiref:
        Thread(target=wsgiref.handle_request).start()

        answer = answer_to(f"http://127.0.0.1:{wsgiref.server_port}", [b"2\r\n[]"], JSON, CHUNKED)

    assert answer.startswith("HTTP/1.0 411 ")


def test_utf_16(server: Running) -> None:
    """A body in UTF-16 is read, and told of with its line and column."""
    body = '{"title": "Momo",\n "title": 1}'.encode("utf-16")

    answer = answer_to(
        server.url, [body], JSON, f"Content-Length: {len(body)}", "Accept-Language: de"
    )

    assert "in Zeile 2, Spalte 2 einen Schlüssel: title." in answer


@pytest.mark.parametrize("length", ["+5", "1_0"])
def test_unusable_length(server: Running, length: str) -> None:
    """A Content-Length that is no number is a 400."""
    answer = answer_to(server.url, [b'{"a": 123}'], JSON, f"Content-Length: {length}")

    assert answer.startswith("HTTP/1.1 400 ")
    assert "\r\nConnection: close\r\n" in answer


def test_declared_too_large(server: Running) -> None:
    """A body that declares too much is refused before the client sends any of it."""
    answer = answer_to(server.url, [], JSON, f"Content-Length: {64 * MIB}", "Expect: 100-continue")

    assert answer.startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize("framing", [CHUNKED, "Content-Length: 4"])
def test_other_type_of_waiting_client(server: Running, framing: str) -> None:
    """Nor is a client told to continue whose type is refused."""
    answer = answer_to(server.url, [], "Content-Type: text/xml", framing, "Expect: 100-continue")

    assert answer.startswith("HTTP/1.1 415 ")


def test_other_type(server: Running) -> None:
    """A body in XML is refused with the type that is accepted."""
    answer = answer_to(server.url, [b"<a/>"], "Content-Type: text/xml", "Content-Length: 4")

    assert answer.startswith("HTTP/1.1 415 ")
    assert "\r\nAccept: application/json\r\n" in answer


@pytest.mark.parametrize("content_type", [JSON, "Content-Type: text/xml"])
@pytest.mark.parametrize("length", ["67108864", "9" * 30])
def test_refused_body_is_not_read(server: Running, content_type: str, length: str) -> None:
    """What a refused body has beyond the limit is not read, though the client keeps the connection."""
    sent = sent_bytes(server.url, content_type, f"Content-Length: {length}")

    assert sent < 16 * MIB  # what the sockets' buffers take


@pytest.mark.parametrize("content_type", [JSON, "Content-Type: text/xml"])
def test_refused_chunk_is_not_read(server: Running, content_type: str) -> None:
    """Nor is what a refused chunk has."""
    # The first lines of the chunk's body are its size.
    sent = sent_bytes(server.url, content_type, CHUNKED, "", "40000000")

    assert sent < 16 * MIB


@pytest.mark.parametrize(
    ("framing", "body"),
    [(f"Content-Length: {MIB}", [b"x"]), (CHUNKED, [b"1\r\nx\r\n"])],
)
def test_unread_body_ends_the_connection(server: Running, framing: str, body: list[bytes]) -> None:
    """An answer that leaves a body unread says that the connection ends."""
    answer = answer_to(server.url, body, "Content-Type: text/xml", framing)

    assert answer.startswith("HTTP/1.1 415 ")
    assert "\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize(
    ("framing", "body"),
    [("Accept: */*", b""), (CHUNKED, b"2\r\n[]\r\n0\r\n\r\n"), ("Content-Length: 2", b"[]")],
)
def test_read_body_keeps_the_connection(server: Running, framing: str, body: bytes) -> None:
    """An answer to a body that was read, or is small, keeps the connection."""
    answer = answer_to(server.url, [body], JSON, framing)

    assert "Connection: close" not in answer


@needs_proc
@pytest.mark.parametrize("framing", [CHUNKED, f"Content-Length: {64 * MIB}"])
def test_memory_of_refused_body(server: Running, framing: str) -> None:
    """A body of 64 MiB is refused, and takes no more memory than one that is read."""
    answer_to(server.url, [b"[]"], JSON, "Content-Length: 2")
    before = peak_bytes(server)
    parts: Iterable[bytes] = (b"[" * MIB for _ in range(64))

    answer = answer_to(server.url, chunked(parts) if framing == CHUNKED else parts, JSON, framing)

    assert answer.startswith("HTTP/1.1 413 ")
    assert peak_bytes(server) - before < 8 * MIB


@needs_proc
@pytest.mark.parametrize("start", [b"1;", b"1\r\nx", b"0\r\nTrailer: "])
def test_memory_of_long_line(server: Running, start: bytes) -> None:
    """A line around chunks that does not end is refused, and takes no memory."""
    answer_to(server.url, [b"[]"], JSON, "Content-Length: 2")
    before = peak_bytes(server)

    answer = answer_to(server.url, [start, *[b"1" * MIB] * 64], JSON, CHUNKED)

    assert answer.startswith("HTTP/1.1 400 ")
    assert "\r\nConnection: close\r\n" in answer
    assert peak_bytes(server) - before < 8 * MIB


@needs_proc
def test_memory_of_large_body(tmp_path: Path) -> None:
    """A body of 64 MiB that is allowed is held three times at most: its bytes, its text, its value."""
    size = 64 * MIB
    parts = [b'"', *[b"x" * MIB] * 63, b"x" * (MIB - 2), b'"']
    with contextmanager(serve_library)(tmp_path, f"max_json_body_size = {size}") as server:
        answer_to(server.url, [b"[]"], JSON, "Content-Length: 2")
        before = peak_bytes(server)

        answer = answer_to(server.url, chunked(parts), JSON, CHUNKED)

        assert answer.startswith("HTTP/1.1 422 ")  # a text is no book
        assert peak_bytes(server) - before < 3.5 * size
