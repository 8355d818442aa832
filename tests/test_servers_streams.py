"""Streams that fail, on servers: what of it the client sees, and what the log says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.error_doors import SERVERS, Answer, Ask, serve

pytestmark = pytest.mark.frontdoor


@pytest.fixture(scope="module", params=SERVERS)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks each server for a path of the error table."""
    with serve(request.param, tmp_path_factory.mktemp("log")) as ask:
        yield ask


def is_whole(answer: Answer) -> bool:
    """Whether a client takes the body for complete."""
    headers = {name.lower(): value for name, value in answer.headers}
    if "chunked" in headers.get("transfer-encoding", ""):
        return answer.body.endswith(b"0\r\n\r\n")
    return len(answer.body) == int(headers["content-length"])


@pytest.mark.parametrize(
    "path",
    [
        "late/message-none",
        "measured/message-none",
        "written/message-none",
        "restarted/message-none/late",
    ],
)
def test_late(path: str, ask: Ask) -> None:
    """A client can tell that a body was cut off; the log has it once, as an error."""
    answer = ask(f"/{path}")

    assert (answer.status, b"first" in answer.body, is_whole(answer)) == (200, True, False)
    assert ["was cut off" in record["message"] for record in answer.logged()] == [True]
    assert [record["level"] for record in answer.logged()] == ["ERROR"]


@pytest.mark.parametrize("way", ["streamed", "late", "measured", "wrapped"])
def test_closed(way: str, ask: Ask) -> None:
    """A body is closed once, whether it ends, fails or does not begin."""
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
