"""XML of what JSON has."""

from __future__ import annotations

import pytest

from i18n_wsgi.xml_text import encode_xml, xml_element


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 1.5, True, None]}, "<a><i>1</i><i>1.5</i><i>true</i><i /></a>"),
        ({"1st": "x"}, '<entry name="1st">x</entry>'),
        ({"a:b": "x"}, '<entry name="a:b">x</entry>'),  # a prefix would have to be declared
        ({'"><x/>\0': "x"}, '<entry name="&quot;&gt;&lt;x/&gt;�">x</entry>'),
        ({"i": 1}, '<entry name="i">1</entry>'),  # else it were a list
        ({"a": {}}, "<a />"),
        ({"a": "]]></a>"}, "<a>]]&gt;&lt;/a&gt;</a>"),
        ({"a": "\0\x1b\ud800\ufffe\uffff"}, "<a>\ufffd\ufffd\ufffd\ufffd\ufffd</a>"),
        ({"a": "\t\r\n"}, "<a>\t&#13;\n</a>"),
    ],
)
def test_element(value: object, expected: str) -> None:
    """What JSON has becomes elements; what can't be a name an attribute; what can't be told U+FFFD."""
    document = encode_xml(xml_element("x", value, item="i")).decode()

    assert document == f"<?xml version='1.0' encoding='utf-8'?>\n<x>{expected}</x>"
