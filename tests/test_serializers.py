"""What a controller's result is written as."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
import webob
from hypothesis import given
from hypothesis import strategies as st

from i18n_wsgi import JSONResponseSerializer, XMLResponseSerializer

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
)


def xml(value: object) -> str:
    body = XMLResponseSerializer().encode(value).decode()
    declaration, _line_feed, document = body.partition("\n")
    assert declaration == "<?xml version='1.0' encoding='utf-8'?>"
    return document


@pytest.mark.parametrize("value", [None, [], "é", {"a": [1, 1.5, True]}, "\ud800 & \U0001f4da"])
def test_json(value: object) -> None:
    """JSON is UTF-8; lone surrogates, which it lacks, are escaped."""
    body = JSONResponseSerializer().encode(value)

    assert json.loads(body.decode("utf-8")) == value


@pytest.mark.parametrize("value", [float("nan"), [float("-inf")], b"bytes", {"a": {1}}])
@pytest.mark.parametrize("serializer", [JSONResponseSerializer(), XMLResponseSerializer()])
def test_not_serializable(value: object, serializer: Any) -> None:
    """Nothing is written that JSON does not have, or that only looks like it (RFC 8259)."""
    with pytest.raises((TypeError, ValueError)):
        serializer.encode(value)


@pytest.mark.parametrize("serializer", [JSONResponseSerializer(), XMLResponseSerializer()])
@pytest.mark.parametrize("count", [1, 2])
def test_circle(count: int, serializer: Any) -> None:
    """What holds itself has no end, and is refused."""
    circle: dict[str, object] = {}
    circle["in"] = [circle] * count

    with pytest.raises(ValueError, match=r"Circular|holds itself"):
        serializer.encode(circle)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"book": {"id": 1, "title": "é"}}, "<book><id>1</id><title>é</title></book>"),
        ({"a": 1, "b": 2}, "<result><a>1</a><b>2</b></result>"),
        (
            [1, [2, 3]],
            "<result><member>1</member><member><member>2</member><member>3</member></member></result>",
        ),
        (
            {"ok": True, "no": False, "half": 0.5},
            "<result><ok>true</ok><no>false</no><half>0.5</half></result>",
        ),
        (None, "<result />"),
        ({}, "<result />"),
        ({"books": []}, "<books />"),
        ({"a": {"b": None, "c": ""}}, "<a><b /><c /></a>"),
        ("<&>\"'", "<result>&lt;&amp;&gt;\"'</result>"),
        ("]]>", "<result>]]&gt;</result>"),
        ("\x00\x0b\x1f\ufffe\ud800", "<result>\ufffd\ufffd\ufffd\ufffd\ufffd</result>"),
        ("\t\n\r\x85\u2028", "<result>\t\n&#13;\x85\u2028</result>"),
        ({"1st": 1}, '<entry name="1st">1</entry>'),
        ({"a b": {"": 1}}, '<entry name="a b"><entry name="">1</entry></entry>'),
        ({"x:y": 1}, '<entry name="x:y">1</entry>'),
        ({"{u}a": 1}, '<entry name="{u}a">1</entry>'),
        ({"a\n": 1}, '<entry name="a&#10;">1</entry>'),
        ({'"><x a="': 1}, '<entry name="&quot;&gt;&lt;x a=&quot;">1</entry>'),
        ({"\x00": 1}, '<entry name="\ufffd">1</entry>'),
        ({"étagère": 1}, '<entry name="étagère">1</entry>'),
        ({7: {True: 1, None: 2}}, '<entry name="7"><true>1</true><entry name="">2</entry></entry>'),
    ],
)
def test_xml(value: object, expected: str) -> None:
    """XML is a tree of elements: items by their names, members of lists."""
    assert xml(value) == expected


@given(TREES)
def test_any_xml(value: object) -> None:
    """Whatever a result holds, its XML is well-formed."""
    ElementTree.fromstring(XMLResponseSerializer().encode(value))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_text_in_xml(text: str) -> None:
    """A text reads back as it was."""
    element = ElementTree.fromstring(XMLResponseSerializer().encode(text + "\r\n"))

    assert element.text == text + "\r\n"


def test_response() -> None:
    """A serializer fills in a response."""
    response = webob.Response()

    XMLResponseSerializer().default(response, {"book": 1})

    assert response.headers["Content-Type"] == "application/xml"
    assert response.body.endswith(b"<book>1</book>")
