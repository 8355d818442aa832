"""The lending library, through its paste file: the errors that every API has."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import webob
from oslo_config import cfg

from i18n_wsgi import paste_deploy_app
from i18n_wsgi.sample.texts import TRIALS
from tests.conftest import call

PASTE_FILE = Path(__file__).parent.parent / "i18n_wsgi" / "sample" / "paste.ini"


def load_app(*arguments: str) -> Any:
    conf = cfg.ConfigOpts()
    conf(list(arguments), default_config_files=[], default_config_dirs=[])
    return paste_deploy_app(str(PASTE_FILE), "main", conf)


@pytest.fixture(scope="module")
def app() -> Any:
    return load_app()


def send(app: Any, method: str, path: str, body: object = None, **headers: str) -> webob.Response:
    options: dict[str, Any] = {"method": method}
    if body is not None:
        text = body if isinstance(body, str) else json.dumps(body)
        options |= {"body": text.encode(), "content_type": "application/json"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(app, path, headers=named, **options)


WRONG_BOOK = {"title": "", "year": -5, "language": 7}

# method, path, body, status, code, message
ERRORS = [
    ("GET", "/nowhere", None, 404, "path_not_found", "There is nothing at /nowhere."),
    ("GET", "/books/x", None, 404, "path_not_found", "There is nothing at /books/x."),
    ("GET", "/books/1%0A", None, 404, "path_not_found", "There is nothing at /books/1\n."),
    ("GET", "/books/%FF", None, 404, "path_not_found", "There is nothing at /books/%FF."),
    (
        "DELETE", "/books", None, 405, "method_not_allowed",
        "DELETE is not allowed at /books. Allowed methods: GET, HEAD, POST, OPTIONS.",
    ),
    ("GET", "/books/999", None, 404, "book_not_found", "Book 999 was not found."),
    ("GET", "/readers/77/loans", None, 404, "reader_not_found", "Reader 77 was not found."),
    ("POST", "/readers/1/loans", {"book": 999}, 404, "book_not_found", "Book 999 was not found."),
    (
        "POST", "/readers/1/loans", {"book": "Momo"}, 422, "invalid_loan",
        'The field “book” must be the number of a book. Received: "Momo".',
    ),
    (
        "POST", "/readers/2/loans", {"book": 1}, 403, "too_many_loans",
        "2 loans are overdue. Please return the books before you borrow another one.",
    ),
    (
        "POST", "/books", WRONG_BOOK, 422, "invalid_book",
        "The book can't be added: 3 fields are wrong.",
    ),
    (
        "POST", "/books", "[1]", 422, "not_an_object",
        "The body must be a JSON object with these fields: title, year, language.",
    ),
    (
        "POST", "/books", '{"title": "Momo"', 400, "invalid_json",
        "The body of the request is not valid JSON: reading failed at line 1, column 17.",
    ),
    (
        "POST", "/books", "0" * 2000, 413, "request_limit_exceeded",
        "The body of a request may have 1000 bytes at most.",
    ),
    ("GET", "/demo/rate-limited", None, 429, "rate_limited", "Please try again in 30 seconds."),
    (
        "GET", "/demo/unavailable", None, 503, "store_unavailable",
        "The catalogue of the library can't be reached. Please try again in a while.",
    ),
    (
        "GET", "/demo/stream/0", None, 503, "store_unavailable",
        "The catalogue of the library can't be reached. Please try again in a while.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "message"), ERRORS)
def test_error(
    app: Any, method: str, path: str, body: object, status: int, code: str, message: str
) -> None:
    """Each error has its status, its code and its message."""
    response = send(app, method, path, body, Accept="application/problem+json")

    told = response.json_body
    assert (response.status_int, told["code"], told["detail"]) == (status, code, message)


def test_book_already_lent(app: Any) -> None:
    """Lending a lent book is a conflict that says when it is due back."""
    response = send(app, "POST", "/readers/1/loans", {"book": 2}, Accept_Language="de")

    assert response.status_int == 409
    assert response.json_body["error"]["message"].startswith("„Le Petit Prince“")


@pytest.mark.parametrize(
    "language",
    ["xx", "klingon", "zz-ZZ", "é", "root", "de.UTF-8", "de@euro", "", None, ["fr"], "FR"],
)
def test_no_language(app: Any, language: object) -> None:
    """What is no language tag, or no one speaks, is one wrong field and no bug."""
    book = {"title": "Momo", "year": 1973, "language": language}

    response = send(app, "POST", "/books", book)

    assert response.status_int == 422
    assert [item["pointer"] for item in response.json_body["errors"]] == ["/language"]


def test_two_lend_at_once(app: Any) -> None:
    """Of two who lend a book at once, one gets it and the other a conflict."""
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(send, app, "POST", "/readers/1/loans", {"book": 5}) for _ in "ab"]

    assert sorted(answer.result().status_int for answer in answers) == [201, 409]


def test_three_fields_at_once(app: Any) -> None:
    """Three wrong fields are reported together, each with its place."""
    response = send(app, "POST", "/books", WRONG_BOOK)

    assert [item["pointer"] for item in response.json_body["errors"]] == [
        "/title",
        "/year",
        "/language",
    ]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("pl", "2 wypożyczone książki nie zostały zwrócone w terminie."),
        ("ar", "كتابان مستعاران"),  # the dual, which names no number
    ],
)
def test_plural(app: Any, language: str, message: str) -> None:
    """Two overdue loans take the plural form of the reader's language."""
    response = send(app, "POST", "/readers/2/loans", {"book": 1}, Accept_Language=language)

    assert message in response.json_body["error"]["message"]


def test_allow(app: Any) -> None:
    """A wrong method is answered with those that are right."""
    response = send(app, "PUT", "/books/1")

    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options(app: Any) -> None:
    """OPTIONS is answered with the methods of the path, and nothing else."""
    response = send(app, "OPTIONS", "/books")

    assert (response.status_int, response.headers["Allow"], response.body) == (
        204,
        "GET, HEAD, POST, OPTIONS",
        b"",
    )


@pytest.mark.parametrize(
    ("path", "seconds"), [("/demo/rate-limited", "30"), ("/demo/unavailable", "120")]
)
def test_retry_after(app: Any, path: str, seconds: str) -> None:
    """The exception's own headers reach the client."""
    response = send(app, "GET", path)

    assert response.headers["Retry-After"] == seconds


def test_bug_tells_nothing(app: Any) -> None:
    """A bug is a 500 that shows neither its text nor its class."""
    response = send(app, "GET", "/demo/bug")

    assert response.status_int == 500
    assert response.json_body["error"] == {"type": "InternalServerError", "traceback": None}


def test_books_are_added(app: Any) -> None:
    """A sound book is added, and is found where the Location says."""
    added = send(app, "POST", "/books", {"title": "Quo vadis", "year": 1896, "language": "pl"})

    found = send(app, "GET", added.headers["Location"].removeprefix("http://localhost"))

    assert added.status_int == 201
    assert found.json_body["title"] == "Quo vadis"


def test_given_database(tmp_path: Path) -> None:
    """The library is kept in the file that oslo.config names."""
    file, conf = tmp_path / "library.sqlite3", tmp_path / "library.conf"
    conf.write_text(f"[i18n_wsgi_sample]\ndatabase = {file}\n")
    send(load_app("--config-file", str(conf)), "POST", "/readers/1/loans", {"book": 1})

    again = load_app("--config-file", str(conf))

    loans = send(again, "GET", "/readers/1/loans").json_body["loans"]
    assert [loan["book"] for loan in loans] == [1, 2]


def test_workers_leave_the_database() -> None:
    """A worker that was forked and ends leaves the others their library."""
    code = """
import os
from i18n_wsgi.sample.store import Store

store = Store()
if os.fork():
    os.wait()
    print(len(store.books()))
"""

    printed = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout

    assert int(printed) > 0


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Une petite bibliothèque de prêt"), ("zu", "A small lending library")],
)
def test_front_page(app: Any, language: str, title: str) -> None:
    """The front page says in the reader's language what can be tried."""
    response = send(app, "GET", "/", Accept_Language=language)

    assert response.json_body["title"] == title
    assert len(response.json_body["try"]) == len(TRIALS)


def test_front_page_in_the_default_language(tmp_path: Path) -> None:
    """Without Accept-Language the front page is in the default language, like the errors."""
    conf = tmp_path / "library.conf"
    conf.write_text("[i18n_wsgi]\ndefault_language = fr\n")

    response = send(load_app("--config-file", str(conf)), "GET", "/")

    assert response.json_body["title"] == "Une petite bibliothèque de prêt"


def test_front_page_for_browsers(app: Any) -> None:
    """A browser gets the front page as a page, in its writing direction."""
    response = send(app, "GET", "/", Accept="text/html,*/*;q=0.8", Accept_Language="ar")

    assert '<html lang="ar" dir="rtl">' in response.text


@pytest.mark.parametrize("trial", TRIALS[3:-1], ids=lambda trial: f"{trial.method} {trial.path}")
def test_trials_show_errors(app: Any, trial: Any) -> None:
    """What the front page offers as an error is one, and not an unknown path by accident."""
    response = send(app, trial.method, trial.path, trial.body, Accept="application/problem+json")

    assert response.status_int >= 400
    assert trial.path == "/nowhere" or response.json_body["code"] != "path_not_found"


def test_health(tmp_path: Path) -> None:
    """A load balancer is told whether to come."""
    leaving, conf = tmp_path / "leaving", tmp_path / "library.conf"
    conf.write_text(
        f"[healthcheck]\nbackends = disable_by_file\ndisable_by_file_path = {leaving}\n"
    )
    app = load_app(f"--config-file={conf}")

    assert send(app, "GET", "/healthcheck").text == "OK"
    leaving.touch()
    assert send(app, "GET", "/healthcheck").status_int == 503
