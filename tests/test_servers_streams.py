"""Streams that fail, on servers: what of it the client sees, and what the log says."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import TextIO

import pytest

from tests.error_doors import Answer, Ask, ask_socket
from tests.frontdoor import ROOT, serving
from tests.servers import BY_NAME, serving_name
from tests.workers import until

pytestmark = pytest.mark.frontdoor

OURS = [sys.executable, "-W", "ignore", "-m", "tests.error_doors"]
# Where an application says no length, uWSGI ends a body by closing the connection, and granian as if
# it were whole.
CANT_TELL = {"uwsgi", "granian"}
# The ways to answer with something that has a close().
CLOSED = ["streamed", "late", "measured", "wrapped"]


@pytest.fixture(scope="module", params=["ours", *BY_NAME])
def server(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def ask(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks the server for a path of the error table."""
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    path.touch()
    command = OURS if server == "ours" else serving_name(server, "tests.error_doors:application")
    with (
        path.open(encoding="utf-8") as log,
        serving(*command, cwd=ROOT, ERROR_TABLE_LOG=str(path)) as running,
    ):
        until(lambda: is_listening(running.url, log))
        yield partial(ask_until_closed, running.url, log)


def ask_until_closed(url: str, log: TextIO, path: str, *args: str, **headers: str) -> Answer:
    """The answer; waits for the server to close what the application gave it."""
    answer = ask_socket(url, log, path, *args, **headers)
    if path.split("/")[1] in CLOSED:
        until(lambda: answer.logged("closed") or answer.records.extend(map(json.loads, log)))
    return answer


def is_listening(url: str, log: TextIO) -> bool:
    try:
        ask_socket(url, log, "/raised/message-none")
    except ConnectionRefusedError:  # granian says where it listens a little before it does
        return False
    return True


def is_whole(answer: Answer) -> bool:
    """Whether a client takes the body for complete (RFC 9112, section 6.3)."""
    headers = {name.lower(): value for name, value in answer.headers}
    if "chunked" in headers.get("transfer-encoding", ""):
        return answer.body.endswith(b"0\r\n\r\n")
    return len(answer.body) == int(headers.get("content-length", len(answer.body)))


def skip_what_granian_lacks(server: str, path: str) -> None:
    if server != "granian":
        return
    if path.startswith(("written", "restarted")):
        pytest.skip("it has no write()")
    if path.startswith("measured"):
        pytest.skip("it may cut the connection off before the headers have gone")


@pytest.mark.parametrize(
    "path",
    [
        "late/message-none",
        "measured/message-none",
        "written/message-none",
        "restarted/message-none/late",
    ],
)
def test_late(path: str, server: str, ask: Ask) -> None:
    """A client can tell that a body was cut off; the log has it once, as an error."""
    skip_what_granian_lacks(server, path)
    seems_whole = server in CANT_TELL and not path.startswith("measured")

    answer = ask(f"/{path}")

    assert (answer.status, b"first" in answer.body, is_whole(answer)) == (200, True, seems_whole)
    assert ["was cut off" in record["message"] for record in answer.logged()] == [True]
    assert [record["level"] for record in answer.logged()] == ["ERROR"]


@pytest.mark.parametrize("way", CLOSED)
def test_closed(way: str, server: str, ask: Ask) -> None:
    """A body is closed once, whether it ends, fails or does not begin."""
    skip_what_granian_lacks(server, way)

    assert len(ask(f"/{way}/message-none").logged("closed")) == 1


@pytest.mark.parametrize("way", ["raised", "streamed"])
def test_early(way: str, ask: Ask) -> None:
    """An error before the first byte is a whole error; to HEAD it is its length alone."""
    get, head = (
        ask(f"/{way}/message-none", method, X_Request_Id="a") for method in ("GET", "HEAD")
    )

    assert (get.status, head.status, is_whole(get), head.body) == (404, 404, True, b"")
    assert get.header("Content-Length") == head.header("Content-Length")


def test_file(ask: Ask) -> None:
    """What the server's own way of sending files is used for arrives whole."""
    answer = ask("/wrapped/message-none")

    assert (answer.status, is_whole(answer)) == (200, True)
    assert len(re.findall(b"file", answer.body)) == 10_000


def test_restarted(ask: Ask) -> None:
    """An application may tell its error itself, and is not logged for it."""
    answer = ask("/restarted/message-none")

    assert (answer.status, b"short and stout" in answer.body) == (418, True)
    assert answer.logged() == []
