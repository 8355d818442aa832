"""Places among the requests that run at once: who waits for a client gives its place away, and loses nothing by that."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import eventlet
import pytest
from eventlet.semaphore import Semaphore

from i18n_wsgi.serving.places import Place
from tests.wire import answers
from tests.workers import PATIENCE_SECONDS, Service, running

pytestmark = pytest.mark.frontdoor

GET = b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
OTHERS = """\
if path == "/stream":
        start_response("200 OK", [])
        return (b"x" * 1000 for _ in range(200))
    if path == "/late":
        eventlet.sleep(2)
        got = len(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return [b"%d" % got]
    if path == "/spin":"""


@contextmanager
def places(folder: Path, count: int, **settings: object) -> Iterator[Service]:
    """A service with one worker and so many places."""
    made = Service(folder)
    made.program('if path == "/spin":', OTHERS)
    with running(made, bind_port=0, workers=1, threads=count, **settings) as served:
        yield served or made


def connection(served: Service) -> socket.socket:
    host, port = served.host.split(":")
    client = socket.create_connection((host, int(port)))
    client.settimeout(PATIENCE_SECONDS)
    return client


def rest(client: socket.socket) -> bytes:
    return b"".join(iter(partial(client.recv, 65_536), b""))


def test_answer_is_sent_once(tmp_path: Path) -> None:
    """An answer is not sent again when the time of its request ends behind it, while others have all places."""
    with places(tmp_path, 1, request_timeout=2) as served, ThreadPoolExecutor() as threads:
        with connection(served) as client:
            client.sendall(GET % b"/slow/0.3")
            time.sleep(0.1)
            others = [threads.submit(served.get, "/slow/1.2") for _ in range(3)]
            time.sleep(3)
            client.sendall(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") % b"/stream")
            sent = rest(client)
        for other in others:
            other.exception()

    assert [len(answer.body) > 1000 for answer in answers(sent)] == [False, True]


def test_stream_beside_others(tmp_path: Path) -> None:
    """A stream whose client keeps up does not wait for the others at each piece."""
    count = 0

    def ask() -> None:
        nonlocal count
        while count < 2000 and not done:
            served.get("/slow/0.01")
            count += 1

    done = False
    with places(tmp_path, 1) as served, ThreadPoolExecutor() as threads:
        asking = [threads.submit(ask) for _ in range(8)]
        before = count
        assert len(served.get("/stream")) == 200_000
        others = count - before
        done = True
        for other in asking:
            other.result()

    assert others < 200


def test_body_that_is_read_late(tmp_path: Path) -> None:
    """Who sends a body in time is not blamed for an application that reads it later."""
    with places(tmp_path, 9, body_timeout=1) as served, connection(served) as client:
        client.sendall(POST % (b"/late", 8) + b"in t")
        time.sleep(2.3)
        client.sendall(b"ime!")

        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_old_client_that_reads_no_more(tmp_path: Path) -> None:
    """The answer to an HTTP/1.0 client ends in a reset where it does not end by itself."""
    with places(tmp_path, 1, send_timeout=1) as served, connection(served) as client:
        client.sendall(b"GET /endless HTTP/1.0\r\n\r\n")
        time.sleep(2.5)

        with pytest.raises(ConnectionResetError):
            rest(client)


def test_others_take_no_place() -> None:
    """Only the green thread that has a place gives it away, and takes it again."""
    places = Semaphore(1)
    place = Place(places)
    place.take()

    def wait() -> int:
        with place:
            return places.counter

    assert eventlet.spawn(wait).wait() == 0
    assert wait() == 1
    assert places.counter == 0
