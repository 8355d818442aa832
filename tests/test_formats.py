"""The formats that an error can have: what all of them promise, and the shape of each."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.formats import (
    Format,
    HTMLPage,
    OpenStackJSON,
    PlainText,
    ProblemJSON,
    default_formats,
)
from i18n_wsgi.formats.base import encode_json
from i18n_wsgi.formats.labels import LABELS
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.settings import Settings

_ = translator("library").gettext

# Every built-in format. A new one adds a line here, and passes all tests of the contract.
FORMATS: list[Format] = [
    OpenStackJSON(),
    ProblemJSON(),
    ProblemJSON(type_uri="https://api.example/errors/{code}", media_type="application/json"),
    HTMLPage(),
    PlainText(),
]
each_format = pytest.mark.parametrize(
    "form", FORMATS, ids=lambda form: f"{type(form).__name__} {form.media_type}"
)

BOOK = _("Book %(book)s was not found.")
SOURCE = Fault(
    status=404,
    code="book_not_found",
    type="BookNotFound",
    title=_("Not Found"),
    explanation=_("The resource could not be found."),
    message=BOOK % {"book": 999},
)
FRENCH = TranslatedFault(
    source=SOURCE,
    language="fr",
    direction="ltr",
    languages=("fr",),
    title="Introuvable",
    explanation="La ressource est introuvable.",
    message="Le livre 999 est introuvable.",
    errors=(),
    labels={
        "pair": "%(name)s: %(value)s",
        "items": "Erreurs",
        "code": "Code d’erreur",
        "request_id": "Requête",
    },
    request_id="req-1",
)
# A fault whose text the client must not know.
BARE = replace(FRENCH, source=replace(SOURCE, message=None), message=None)
ITEMS = replace(
    FRENCH,
    source=replace(
        SOURCE,
        errors=(
            ErrorItem("/title", "required", _("A title is required.")),
            ErrorItem("/year", "range", _("At most %(max)d.") % {"max": 2000, "secret": 1}),
        ),
    ),
    errors=(
        ErrorItem("/title", "required", "Il faut un titre."),
        ErrorItem("/year", "range", "2000"),
    ),
)


class Unspeakable:
    """A parameter that nobody can read."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__
    __hash__ = object.__hash__


def in_itself() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


ODD_VALUES = [Unspeakable(), {Unspeakable(): 1}, 10**5000, in_itself(), b"\xff", {date.max: {1}}]


def told(text: str, **params: object) -> TranslatedFault:
    """A fault all of whose texts and names are this one."""
    items = (ErrorItem(text, text, text),)
    source = Fault(422, text, text, text, text, Message(text + "%(x)s", params), items)
    return TranslatedFault(
        source, "en", "ltr", ("en",), text, text, text, items, dict.fromkeys(LABELS, text), text, text
    )  # fmt: skip


def test_contract_is_complete() -> None:
    """Every format on offer stands in the table of this file."""
    offered = {type(form) for form in default_formats(Settings())}

    assert offered == {type(form) for form in FORMATS}


@each_format
def test_names(form: Format) -> None:
    """A format's Content-Type is its media type, in UTF-8 where it is text (RFC 8259 has no charset)."""
    charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""

    assert form.content_type == form.media_type + charset


@each_format
def test_labels(form: Format) -> None:
    """A format's labels can be translated."""
    assert all(isinstance(label, Message) and label.domain for label in form.labels.values())


@each_format
@pytest.mark.parametrize("fault", [FRENCH, BARE, ITEMS], ids=["whole", "bare", "items"])
def test_body(form: Format, fault: TranslatedFault) -> None:
    """A body is UTF-8, and holds status, title, text and request id."""
    body = form.render(fault).decode("utf-8")

    for part in ("404", fault.title, fault.message or fault.explanation, fault.request_id):
        assert part in body
    assert [item.message in body for item in fault.errors] == [True] * len(fault.errors)


@each_format
def test_traceback(form: Format) -> None:
    """A body holds the traceback when it is exposed, and says nothing of one when it is not."""
    with_it = form.render(replace(FRENCH, traceback="File shelf.py, line 7")).decode()

    assert "File shelf.py, line 7" in with_it
    assert "Traceback" not in form.render(FRENCH).decode()


@each_format
@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: type(value).__name__)
def test_odd_parameters(form: Format, value: object) -> None:
    """Whatever a parameter is, there is a body in UTF-8."""
    assert form.render(told("text", x=value)).decode("utf-8")


@each_format
@given(text=st.text(st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=100)
def test_any_text(form: Format, text: str) -> None:
    """Whatever the texts hold, there is a body in UTF-8, and JSON where it says so."""
    body = form.render(told(text, x=text)).decode("utf-8")

    assert "json" not in form.media_type or json.loads(body, parse_constant=pytest.fail)


def test_openstack() -> None:
    """OpenStack's shape has the class and the text of the error in an object of their own."""
    assert json.loads(OpenStackJSON().render(FRENCH)) == {
        "code": 404,
        "title": "Introuvable",
        "explanation": "La ressource est introuvable.",
        "error": {
            "type": "BookNotFound",
            "message": "Le livre 999 est introuvable.",
            "traceback": None,
        },
        "request_id": "req-1",
    }


def test_openstack_bare() -> None:
    """Where the client must not know the text, there is no member for it."""
    assert "message" not in json.loads(OpenStackJSON().render(BARE))["error"]


PROBLEM = {
    "type": "about:blank",
    "title": "Introuvable",
    "status": 404,
    "detail": "Le livre 999 est introuvable.",
    "code": "book_not_found",
    "params": {"book": 999},
    "lang": "fr",
    "request_id": "req-1",
    "source": {"lang": "en", "title": "Not Found", "detail": "Book 999 was not found."},
}


def test_problem() -> None:
    """A problem document (RFC 9457) has the English text and the raw parameters beside the reader's."""
    assert json.loads(ProblemJSON().render(FRENCH)) == PROBLEM


def test_problem_bare() -> None:
    """Where the client must not know the text, the status is explained, and empty members are left out."""
    document = json.loads(ProblemJSON().render(BARE))

    source = {"lang": "en", "title": "Not Found", "detail": "The resource could not be found."}
    expected = {**PROBLEM, "detail": "La ressource est introuvable.", "source": source}
    del expected["params"]
    assert document == expected


@pytest.mark.parametrize(
    ("form", "fault"),
    [(ProblemJSON(source_text=False), FRENCH), (ProblemJSON(), replace(FRENCH, language="en"))],
)
def test_no_source(form: ProblemJSON, fault: TranslatedFault) -> None:
    """The English text is left out where it is not wanted, and where it would come twice."""
    assert "source" not in json.loads(form.render(fault))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("book_not_found", "book_not_found"),
        ("a/../b?c#d", "a%2F..%2Fb%3Fc%23d"),
        ("{code}", "%7Bcode%7D"),
        ("\ud800", "%3F"),
    ],
)
def test_type_uri(code: str, expected: str) -> None:
    """The code becomes one segment of the problem's type."""
    form = ProblemJSON(type_uri="https://api.example/{code}/{x}")
    fault = replace(FRENCH, source=replace(SOURCE, code=code))

    assert json.loads(form.render(fault))["type"] == f"https://api.example/{expected}/{{x}}"


@pytest.mark.parametrize("form", [OpenStackJSON(), ProblemJSON()])
def test_items(form: Format) -> None:
    """Several errors stand in a list, each with the raw parameters that its text names."""
    assert json.loads(form.render(ITEMS))["errors"] == [
        {"pointer": "/title", "code": "required", "detail": "Il faut un titre.", "params": {}},
        {"pointer": "/year", "code": "range", "detail": "2000", "params": {"max": 2000}},
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**53 - 1, 2**53 - 1),
        (2**53, "9007199254740992"),  # other parsers would round it (RFC 8259, section 6)
        (-(2**53), "-9007199254740992"),
        (math.inf, "inf"),
        (True, True),
        (Message("%(a)s") % {"a": 1}, "1"),
        (date(2024, 2, 29), "2024-02-29"),
        (b"\xff", r"b'\xff'"),
        ({1: (2, None)}, {"1": [2, None]}),
        (range(3), [0, 1, 2]),
        (Unspeakable(), "<Unspeakable that can't be shown>"),
        ({Unspeakable(): 1}, {"<Unspeakable that can't be shown>": 1}),
        pytest.param(10**5000, "<int that can't be shown>", id="huge"),
        ("\ud800", "?"),
    ],
)
def test_json_value(value: object, expected: object) -> None:
    """A value that JSON does not have, or not for everyone, becomes text."""
    assert json.loads(encode_json({"value": value})) == {"value": expected}


JSON_VALUES = st.none() | st.booleans() | st.text(max_size=9) | st.floats(-1e300, 1e300)


@given(st.dictionaries(st.text(max_size=9), st.lists(JSON_VALUES, max_size=3), max_size=3))
@settings(deadline=None, max_examples=50)
def test_json_round_trip(document: dict[str, Any]) -> None:
    """A value that JSON has comes back as it was."""
    assert json.loads(encode_json(document)) == document


def test_text() -> None:
    """Plain text says first what happened, then how to ask about it."""
    assert PlainText().render(ITEMS).decode().splitlines() == [
        "404 Introuvable",
        "",
        "Le livre 999 est introuvable.",
        "La ressource est introuvable.",
        "",
        "Erreurs",
        "  /title  Il faut un titre.",
        "  /year  2000",
        "",
        "Code d’erreur: book_not_found",
        "Requête: req-1",
    ]


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(body.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = "</title></pre></code>\"'><script>alert(1)</script><img src=x onerror=y>&lt;$title${body}"


def test_page_escapes() -> None:
    """Nothing in an error can become markup, or another part of the page."""
    page = Page(HTMLPage().render(told(HOSTILE, x=1)))

    assert page.elements == Page(HTMLPage().render(told("plain", x=1))).elements
    assert HOSTILE in page.text


def test_page_loads_nothing() -> None:
    """A page asks for nothing from elsewhere and runs nothing."""
    body = HTMLPage().render(ITEMS)

    page = Page(body)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, attributes in page.elements}
    assert not [1 for _tag, attributes in page.elements if {"src", "href"} & set(attributes)]
    assert b"url(" not in body


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("sr-Latn", "ltr")])
def test_page_language(language: str, direction: str) -> None:
    """A page says its language and direction; what is technical in it runs from left to right."""
    page = Page(HTMLPage().render(replace(ITEMS, language=language, direction=direction)))

    assert ("html", {"lang": language, "dir": direction}) in page.elements
    assert all(attributes == {"dir": "ltr"} for tag, attributes in page.elements if tag == "code")


@pytest.mark.parametrize(
    ("json_format", "expected"),
    [
        ("openstack", [OpenStackJSON, ProblemJSON, HTMLPage, PlainText]),
        ("problem", [ProblemJSON, ProblemJSON, HTMLPage, PlainText]),
    ],
)
def test_default_formats(json_format: str, expected: list[type]) -> None:
    """The formats on offer begin with the one for application/json, in the shape that is set."""
    formats = default_formats(Settings(json_format=json_format))

    assert [type(form) for form in formats] == expected
    assert [form.media_type for form in formats] == [
        "application/json", "application/problem+json", "text/html", "text/plain",
    ]  # fmt: skip


def test_problem_settings() -> None:
    """Both problem formats follow the settings."""
    chosen = Settings(json_format="problem", type_uri="urn:{code}", source_text=False)

    documents = [json.loads(form.render(FRENCH)) for form in default_formats(chosen)[:2]]

    assert documents[0] == documents[1]
    assert (documents[0]["type"], "source" in documents[0]) == ("urn:book_not_found", False)
