"""The formats that an error can have: what all of them promise."""

from __future__ import annotations

import enum
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats import (
    Format,
    HTMLPage,
    OpenStackJSON,
    OpenStackXML,
    PlainText,
    ProblemJSON,
    ProblemXML,
    default_formats,
)
from i18n_wsgi.formats.base import MAX_TEXT_LENGTH
from i18n_wsgi.messages import Message
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.settings import Settings
from tests.shown import BARE, FRENCH, ITEMS, SOURCE, Unspeakable, told

# Every built-in format. A new one adds a line here, and passes all tests of the contract.
FORMATS: list[Format] = [
    OpenStackJSON(),
    OpenStackXML(),
    OpenStackXML(media_type="text/xml"),
    ProblemJSON(),
    ProblemJSON(type_uri="https://api.example/errors/{code}", media_type="application/json"),
    ProblemXML(),
    ProblemXML(media_type="text/xml"),
    HTMLPage(),
    PlainText(),
]
each_format = pytest.mark.parametrize(
    "form", FORMATS, ids=lambda form: f"{type(form).__name__} {form.media_type}"
)


class Endless(Mapping[object, object], Sequence[object]):  # type: ignore[misc]  # at odds by design
    """A list and a dict that say they are empty, and never end."""

    def __iter__(self) -> Iterator[object]:
        return itertools.count()

    def __getitem__(self, key: object) -> Any:
        return self

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "Endless"


class EndlessList(Sequence[object]):
    """A list that never ends, of lists that don't either."""

    def __getitem__(self, index: object) -> Any:
        return self

    def __len__(self) -> int:
        return 2**62

    def __repr__(self) -> str:
        return "EndlessList"


class Liar:
    """A parameter that does not know its own class."""

    @property  # type: ignore[misc]  # what isinstance asks
    def __class__(self) -> Any:
        raise RuntimeError("no class")


class Number(int):
    """A number with a mind of its own."""

    def __abs__(self) -> int:
        raise RuntimeError("no sign")

    __repr__ = __str__ = __index__ = __abs__  # type: ignore[assignment]


class Text(str):
    """A text with a mind of its own."""

    __slots__ = ()

    def __len__(self) -> int:
        raise RuntimeError("no length")

    __getitem__ = __str__ = __iter__ = translate = replace = __len__  # type: ignore[assignment]
    __eq__ = __len__  # type: ignore[assignment]
    __hash__ = str.__hash__


class Status(int, enum.Enum):
    LOCKED = 423


def in_itself() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


ODD_VALUES = {
    "no text": Unspeakable(),
    "no text in a key": {Unspeakable(): 1},
    "huge": 10**5000,
    "own number": Number(10**5000),
    "own text": Text("x"),
    "own text in a key": {Text("x"): Text("x")},
    "in itself": in_itself(),
    "bytes": b"\xff",
    "set": {date.max: {1}},
    "endless": Endless(),
    "endless list": EndlessList(),
    "no class": Liar(),
    "range": range(10**12),
    "long": "x" * 10**6,
    "long list": dict.fromkeys(range(10**4), "x" * 100),
}
HOSTILE_TEXTS = {
    "surrogates": "\ud800 \udfff\ud83d",
    "forbidden": "\0\x01\x1b[2J\x7f\x9b\ufffe\uffff",
    "markup": "]]></title></pre></code>\"'><script>alert(1)</script><!--<![CDATA[&lt;&#0;&x;",
    "templates": "$title ${body} %(name)s %(value)s %s {code} {0}",
    "lines": "a\r\nX-Injected: 1\r\n\r\n\x85\u2028\u2029",
    "directions": "\u202e\u202d\u2067\u2066abc",
    "long": "1MB" * 350_000,
    "empty": "",
    "key": "member",
}


def parse(form: Format, body: bytes) -> object:
    """The body read as what it says it is; None for an empty one."""
    if "json" in form.media_type:
        return json.loads(body.decode("utf-8"), parse_constant=pytest.fail)
    if "xml" in form.media_type:
        return ElementTree.fromstring(body)
    return body.decode("utf-8") or None


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
@pytest.mark.parametrize("name", ODD_VALUES)  # pytest would look into some of the values
def test_odd_parameters(form: Format, name: str) -> None:
    """Whatever a parameter is, there is a body that can be read, and sent."""
    body = form.render(told("text", x=ODD_VALUES[name]))

    assert parse(form, body) is not None
    assert len(body) < 10**6


@each_format
@pytest.mark.parametrize("kind", [str, Text], ids=["str", "subclass"])
@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_hostile_text(form: Format, kind: Callable[[str], str], text: str) -> None:
    """Whatever all texts hold, there is a body that can be read, and sent."""
    body = form.render(told(kind(text), x={kind(text): kind(text)}))

    assert parse(form, body) is not None
    assert len(body) < 20 * MAX_TEXT_LENGTH


@each_format
@given(text=st.text(st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=100)
def test_any_text(form: Format, text: str) -> None:
    """Whatever the texts hold, there is a body that can be read."""
    assert parse(form, form.render(told(text, x=text))) is not None


@each_format
@pytest.mark.parametrize("pointer", [None, ("a", 1), b"\xff", Unspeakable()], ids=type)
def test_odd_pointer(form: Format, pointer: Any) -> None:
    """A pointer that is no text becomes one."""
    items = (ErrorItem(pointer, pointer, "text"),)
    fault = replace(FRENCH, source=replace(SOURCE, errors=items), errors=items)

    assert parse(form, form.render(fault)) is not None


@each_format
def test_status(form: Format) -> None:
    """A status that is more than a number is told as one."""
    body = form.render(replace(FRENCH, source=replace(SOURCE, status=Status.LOCKED)))

    assert b"423" in body
    assert b"LOCKED" not in body


@each_format
def test_many_items(form: Format) -> None:
    """As many single errors as there are can be told."""
    items = (ErrorItem("/title", "required", "Il faut un titre."),) * 10_000
    fault = replace(FRENCH, source=replace(SOURCE, errors=items), errors=items)

    body = form.render(fault)

    assert parse(form, body) is not None
    assert body.count(b"/title") >= 10_000


@pytest.mark.parametrize(
    ("json_format", "expected"),
    [
        (
            "openstack",
            [OpenStackJSON, ProblemJSON, HTMLPage, PlainText, OpenStackXML, OpenStackXML],
        ),
        ("problem", [ProblemJSON, ProblemJSON, HTMLPage, PlainText, ProblemXML, ProblemXML]),
    ],
)
def test_default_formats(json_format: str, expected: list[type]) -> None:
    """The formats on offer begin with the one for application/json; plain JSON and XML have the shape
    that is set."""
    formats = default_formats(Settings(json_format=json_format))

    assert [type(form) for form in formats] == [*expected, ProblemXML]
    assert [form.media_type for form in formats] == [
        "application/json", "application/problem+json", "text/html", "text/plain", "application/xml",
        "text/xml", "application/problem+xml",
    ]  # fmt: skip


CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),  # curl
        ("application/*", "application/json"),
        ("application/json, */*;q=0.5", "application/json"),  # HTTPie
        ("application/json, text/plain, */*", "application/json"),  # axios
        (
            "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
            "text/html",
        ),  # Java's URLConnection
        (CHROME, "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),  # Firefox
        ("text/*", "text/html"),
        ("text/plain", "text/plain"),
        ("application/xml", "application/xml"),
        ("text/xml;q=0.9, application/json;q=0.1", "text/xml"),
        ("application/json;q=0, */*", "application/problem+json"),
        ("application/problem+xml, application/xml;q=0.9", "application/problem+xml"),
        # These are no ranges (RFC 9110, section 12.5.1): whoever sends them accepts nothing.
        ("*/xml", None),
        ("application/*+json", None),
        ("application/vnd.api+json", None),
    ],
)
def test_accept(accept: str | None, expected: str | None) -> None:
    """A client gets what it asks for, and one that asks for anything the first format."""
    chosen = best_match_format(accept, default_formats(Settings()))

    assert (chosen and chosen.media_type) == expected


def test_problem_settings() -> None:
    """All problem formats follow the settings."""
    chosen = Settings(json_format="problem", type_uri="urn:{code}", source_text=False)

    documents = [json.loads(form.render(FRENCH)) for form in default_formats(chosen)[:2]]

    assert documents[0] == documents[1]
    assert (documents[0]["type"], "source" in documents[0]) == ("urn:book_not_found", False)
