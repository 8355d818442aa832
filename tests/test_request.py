"""What a request wants to read, and what it sends."""

from __future__ import annotations

from typing import Any

import pytest

from i18n_wsgi import Request, errors, is_json_content_type
from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.request import CATALOGS_KEY, LANGUAGE_KEY
from tests.conftest import WriteCatalog


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("\x00;;;q", "application/json"),  # can't be read
        ("image/png", "application/json"),  # nothing on offer suits
        ("text/html;q=0.5, application/json;q=0.1", "text/html"),
        ("text/*, application/json;q=0.9", "text/html"),
        ("*/*", "application/json"),
    ],
)
def test_best_match_content_type(accept: str | None, expected: str) -> None:
    """The client's best media type wins, the first one on offer where it names none (RFC 9110,
    section 12.5.1)."""
    request = Request.blank("/", headers={} if accept is None else {"Accept": accept})

    assert request.best_match_content_type(["application/json", "text/html"]) == expected


def test_single_offer() -> None:
    """A single media type may stand for itself."""
    assert Request.blank("/").best_match_content_type("text/html") == "text/html"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"HTTP_ACCEPT_LANGUAGE": ""}, None),
        ({"HTTP_ACCEPT_LANGUAGE": "\ud800, \x00, de"}, None),
        ({"HTTP_ACCEPT_LANGUAGE": "de, fr;q=0.1"}, "fr"),
        ({"HTTP_ACCEPT_LANGUAGE": "fr", LANGUAGE_KEY: ""}, "fr"),
        # What an outer layer decided goes before the header.
        ({"HTTP_ACCEPT_LANGUAGE": "en", LANGUAGE_KEY: "FR_ca"}, "fr"),
        # Unless nothing suits it.
        ({"HTTP_ACCEPT_LANGUAGE": "fr", LANGUAGE_KEY: "de"}, "fr"),
        ({"HTTP_ACCEPT_LANGUAGE": "fr", LANGUAGE_KEY: "undefined"}, "fr"),
        ({"HTTP_ACCEPT_LANGUAGE": "fr", LANGUAGE_KEY: b"en"}, "fr"),
    ],
)
def test_best_match_language(
    environ: dict[str, Any], expected: str | None, write_catalog: WriteCatalog
) -> None:
    """The client gets the best locale on offer, as it was spelled, or None."""
    folder = write_catalog("fr", "")
    catalogs = Catalogs(domain="library", locale_dir=str(folder))
    request = Request.blank("/", environ={CATALOGS_KEY: catalogs, **environ})

    assert request.best_match_language() == expected


@pytest.mark.parametrize(("header", "expected"), [("fr-CA", "fr"), ("de", "en"), ("", "en")])
def test_locale(header: str, expected: str, write_catalog: WriteCatalog) -> None:
    """Whatever the client accepts, there is a locale for the answer."""
    catalogs = Catalogs(domain="library", locale_dir=str(write_catalog("fr", "")))
    request = Request.blank("/", environ={CATALOGS_KEY: catalogs, "HTTP_ACCEPT_LANGUAGE": header})

    assert request.locale == expected


@pytest.mark.parametrize("declared", ["application/json;", "Application/JSON ; charset=utf-8"])
def test_content_type(declared: str) -> None:
    """A media type is read without its parameters and in any case (RFC 9110, section 8.3.1)."""
    request = Request.blank("/", environ={"CONTENT_TYPE": declared})

    assert request.get_content_type(["text/plain", "application/json"]) == "application/json"


@pytest.mark.parametrize("declared", ["text/xml", "application/json\x00", "json", "\ud800"])
def test_wrong_content_type(declared: str) -> None:
    """Another media type is refused, and the answer says what is accepted (RFC 9110, 15.5.16)."""
    request = Request.blank("/", environ={"CONTENT_TYPE": declared})

    with pytest.raises(errors.InvalidContentType, match="text/plain") as refused:
        request.get_content_type({"text/plain", "application/json"})

    assert refused.value.headers == (("Accept", "application/json, text/plain"),)


def test_single_content_type() -> None:
    """A single media type may be allowed as plain text; what is a part of it is another."""
    request = Request.blank("/", environ={"CONTENT_TYPE": "text/x"})

    assert request.get_content_type("text/x") == "text/x"
    with pytest.raises(errors.InvalidContentType, match=r"Supported types: text/xml\.$"):
        request.get_content_type("text/xml")


@pytest.mark.parametrize("environ", [{}, {"CONTENT_TYPE": " "}, {"CONTENT_TYPE": ";charset=utf-8"}])
def test_no_content_type(environ: dict[str, Any]) -> None:
    """A body of an undeclared type is refused as such."""
    with pytest.raises(errors.MissingContentType):
        Request.blank("/", environ=environ).get_content_type(["application/json"])


@pytest.mark.parametrize(
    ("method", "query", "declared", "expected"),
    [
        ("POST", "", None, True),
        ("POST", "", "APPLICATION/json;charset=latin-1", True),
        ("POST", "", "text/plain", True),
        ("POST", "", "JSON", True),
        ("POST", "", "application/jsonp", False),
        ("POST", "ContentType=JSON", "text/xml", False),  # for GET only
        ("GET", "ContentType=JSON", "text/xml", True),
        ("GET", "ContentType=XML", "application/json", False),
        ("GET", "ContentType=application/json;charset=UTF-8", "text/xml", True),
        ("GET", "ContentType=", "application/json", True),
        ("GET", "ContentType=XML&%FF=%FF", "application/json", True),
        ("GET", "ContentType=\ud800", "application/json", True),
    ],
)
def test_is_json(method: str, query: str, declared: str | None, expected: bool) -> None:
    """A body is read as JSON when it says so, or nothing in particular."""
    environ = {} if declared is None else {"CONTENT_TYPE": declared}
    request = Request.blank(f"/?{query}", method=method, environ=environ)

    assert is_json_content_type(request) is expected


def test_no_format_to_offer() -> None:
    """Without a supported media type there is no best one, which is the caller's error."""
    with pytest.raises(ValueError, match="supported is empty"):
        Request.blank("/").best_match_content_type(())


@pytest.mark.parametrize("content_type", ["", "text/xml"])
def test_accept_of_a_refused_type(content_type: str) -> None:
    """A refused type, or none, is told which ones are accepted."""
    request = Request.blank("/", environ={"CONTENT_TYPE": content_type})

    with pytest.raises(errors.InvalidContentType) as caught:
        request.get_content_type(["application/json"])

    assert dict(caught.value.headers) == {"Accept": "application/json"}


def test_no_type_to_accept() -> None:
    """Where no type is accepted there is no Accept header."""
    with pytest.raises(errors.InvalidContentType) as caught:
        Request.blank("/", environ={"CONTENT_TYPE": "text/xml"}).get_content_type(())

    assert not caught.value.headers


def test_case_of_allowed_type() -> None:
    """An allowed type may be written in any case (RFC 9110, section 8.3.1)."""
    request = Request.blank("/", environ={"CONTENT_TYPE": "application/json"})

    assert request.get_content_type(["APPLICATION/JSON"]) == "application/json"
