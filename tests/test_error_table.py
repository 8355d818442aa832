"""The error table: whatever is raised, each client gets one honest answer, by call and by socket."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from i18n_wsgi.negotiation.tags import language_of
from tests.error_doors import Answer, Ask, application, call, serve
from tests.hostile import rows
from tests.hostile_classes import INNER, SECRET

ROWS = [pytest.param(name, status, id=name) for name, status, _make in rows()]
MEDIA_TYPES = [form.media_type for form in application.formats]
LANGUAGES = [language_of(locale) for locale in application.catalogs.locales]
# What fails while it is told is logged beside the error: two bugs, two records.
TWICE = {"meta", "error-map-raises"}
VOID = {"meta", "link", "br", "hr", "img"}


@pytest.fixture(
    scope="module",
    params=[
        "call",
        *(pytest.param(name, marks=pytest.mark.frontdoor) for name in ("ours", "gunicorn")),
    ],
)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks for a path of the table, by each door."""
    with ExitStack() as stack:
        is_call = request.param == "call"
        folder = tmp_path_factory.mktemp("log")
        yield call if is_call else stack.enter_context(serve(request.param, folder))


class Elements(HTMLParser):
    """Reads a page all of whose elements end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read_html(body: bytes) -> None:
    page = Elements(body.decode())
    assert (page.open, "script" in page.seen, "main" in page.seen) == ([], False, True)


READERS: dict[str, Any] = {
    "json": lambda body: json.loads(body.decode()),
    "xml": ElementTree.fromstring,
    "html": read_html,
    "plain": bytes.decode,
}


def read(media_type: str, body: bytes) -> None:
    """Raises an error where a body is not in its format."""
    READERS[media_type.partition("/")[2].rpartition("+")[2]](body)


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_status(row: str, status: int, ask: Ask) -> None:
    """An error has the status that it was declared with, one that was not is a 500."""
    assert ask(f"/raised/{row}").status == status


@pytest.mark.parametrize(("row", "status"), [row for row in ROWS if row.id != "stop-iteration"])
def test_streamed(row: str, status: int, ask: Ask) -> None:
    """So has one that a stream begins with, and the stream is closed once."""
    answer = ask(f"/streamed/{row}")

    assert (answer.status, len(answer.logged("closed"))) == (status, 1)


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_body(row: str, status: int, ask: Ask) -> None:
    """In each format the body can be read, and its length is the one that was announced."""
    for media_type in MEDIA_TYPES:
        answer = ask(f"/raised/{row}", Accept=media_type)

        assert answer.header("Content-Type").partition(";")[0] == media_type
        assert answer.header("Content-Length") == str(len(answer.body))
        read(media_type, answer.body)


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_head(row: str, status: int, ask: Ask) -> None:
    """To HEAD the same headers are answered, and no body."""
    answers = [
        ask(f"/raised/{row}", method, X_Request_Id="a", Accept_Language="ar")
        for method in ("GET", "HEAD")
    ]

    heads = [(answer.status, without_date(answer.headers)) for answer in answers]
    assert heads[0] == heads[1]
    assert answers[1].body == b""


def without_date(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in headers if pair[0] != "Date"]


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_headers(row: str, status: int, ask: Ask) -> None:
    """Headers are lines of Latin-1, and say what was negotiated, in which language, for which request."""
    answer = ask(f"/raised/{row}", Accept_Language="fr", X_Request_Id="a b")

    for name, value in answer.headers:
        assert re.fullmatch("[!-9;-~]+", name)
        assert re.fullmatch("[^\x00-\x1f\x7f\u0100-\U0010ffff]*", value)
    assert answer.header("Content-Language") in ("fr", "en", "fr, en")
    assert answer.header("Vary") == "Accept, Accept-Language"
    assert re.fullmatch("req-[0-9a-f-]{36}", answer.header("X-Request-Id"))
    assert "set-cookie" not in {name.lower() for name, _value in answer.headers}


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_secrets(row: str, status: int, ask: Ask) -> None:
    """Nothing secret reaches the client or the log, nothing that developers wrote for each other the client."""
    headers = {"Authorization": f"Bearer {SECRET}", "Cookie": f"a={SECRET}"}
    for media_type in ("application/problem+json", "text/html"):  # these tell the most
        answer = ask(f"/raised/{row}", Accept=media_type, **headers)

        sent = str(answer.headers) + answer.body.decode()
        assert [word in sent for word in (SECRET, INNER, "Traceback")] == [False] * 3
        assert SECRET not in str(answer.records)


@pytest.mark.parametrize(("row", "status"), ROWS)
def test_log(row: str, status: int, ask: Ask) -> None:
    """There is one record, of one line, in English: an ERROR from status 500 on, else for information."""
    answer = ask(f"/raised/{row}", Accept_Language="ja")

    records = answer.logged()
    level = "ERROR" if status >= 500 else "INFO"
    assert [record["level"] for record in records] == [level] * (2 if row in TWICE else 1)
    outcomes = [*["failed again"] * (len(records) - 1), f"answered {status}"]
    for record, outcome in zip(records, outcomes, strict=True):
        assert record["message"].startswith(f"GET /raised/{row} {outcome}: ")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]", record["message"])


# What a client sends

REQUESTS = {
    "empty": {"Accept": "", "Accept_Language": ""},
    "nonsense": {"Accept": ";;,q=abc", "Accept_Language": "q=abc;q=;;q"},
    "latin-1": {"Accept": "t\xe9xt/html", "Accept_Language": "fr\xe9\xff, \xa0"},
    "all-refused": {"Accept": "*/*;q=0", "Accept_Language": "*;q=0"},
    "own-refused": {"Accept": "application/json;q=0", "Accept_Language": "en;q=0, de;q=0"},
    "markup": {"Accept": "<script>", "Accept_Language": "<script>", "X_Request_Id": "<script>"},
    "ids": {"X_Request_Id": "a" * 129},
    "weights": {"Accept": "text/html;q=nan, */*;q=1e9", "Accept_Language": "fr;q=inf, de;q=-1"},
    "long": {"Accept": "a/b," * 1_500, "Accept_Language": "xx," * 2_000},
}
# What no server lets pass.
UNSENDABLE = {
    "nul": {"Accept": "text/\0html", "Accept_Language": "f\0r\r\n", "X_Request_Id": "a\r\nb"},
    "64 kB": {"Accept": "text/html;" * 6_554, "Accept_Language": "de-" * 21_846},
    "members": {"Accept": "," * 65_536, "Accept_Language": "a;q=0," * 10_923},
    "surrogates": {"Accept": "\ud800/\udfff", "Accept_Language": "\ud800"},
}


@pytest.mark.parametrize("wishes", REQUESTS.values(), ids=REQUESTS)
@pytest.mark.parametrize("row", ["param-text-markup", "text-markup"])
def test_wishes(row: str, wishes: dict[str, str], ask: Ask) -> None:
    """Whatever a client wishes, it gets the whole error in a format and a language that are on offer."""
    check(ask(f"/raised/{row}", **wishes), 404 if row.startswith("param") else 500)


@pytest.mark.parametrize("wishes", UNSENDABLE.values(), ids=UNSENDABLE)
def test_unsendable_wishes(wishes: dict[str, str]) -> None:
    """So it is with what servers refuse, should one not."""
    check(call("/raised/param-text-markup", **wishes), 404)


def check(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert set(answer.header("Content-Language").split(", ")) <= set(LANGUAGES)
    assert re.fullmatch("[A-Za-z0-9._-]{1,128}", answer.header("X-Request-Id"))
    read(answer.header("Content-Type").partition(";")[0], answer.body)
    assert len(answer.logged()) == 1
