"""The shapes that programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats import Format, OpenStackJSON, OpenStackXML, ProblemJSON, ProblemXML
from tests.shown import BARE, FRENCH, ITEMS, SOURCE, told


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


def without_layout(xml: str) -> str:
    """The XML with no line feed and no indentation, below its declaration."""
    return "".join(map(str.strip, xml.splitlines()))


def xml_of(form: Format, fault: TranslatedFault) -> str:
    declaration, _line_feed, document = form.render(fault).decode("utf-8").partition("\n")
    assert declaration == "<?xml version='1.0' encoding='utf-8'?>"
    return document


def test_openstack_xml() -> None:
    """OpenStack's shape in XML has the members of the one in JSON, as elements of their names."""
    assert xml_of(OpenStackXML(), FRENCH) == without_layout("""
        <fault xml:lang="fr">
            <code>404</code>
            <title>Introuvable</title>
            <explanation>La ressource est introuvable.</explanation>
            <error>
                <type>BookNotFound</type>
                <message>Le livre 999 est introuvable.</message>
                <traceback />
            </error>
            <request_id>req-1</request_id>
        </fault>""")


def test_openstack_xml_items() -> None:
    """Several errors are members of one element."""
    assert without_layout("""
        <errors>
            <member>
                <pointer>/title</pointer>
                <code>required</code>
                <detail>Il faut un titre.</detail>
                <params />
            </member>
            <member>
                <pointer>/year</pointer>
                <code>range</code>
                <detail>2000</detail>
                <params><max>2000</max></params>
            </member>
        </errors>""") in xml_of(OpenStackXML(), ITEMS)


def test_problem_xml() -> None:
    """A problem in XML has the namespace of RFC 9457, and says which of its texts are in English."""
    assert xml_of(ProblemXML(), FRENCH) == without_layout("""
        <problem xmlns="urn:ietf:rfc:7807" xml:lang="fr">
            <type>about:blank</type>
            <title>Introuvable</title>
            <status>404</status>
            <detail>Le livre 999 est introuvable.</detail>
            <code>book_not_found</code>
            <params><book>999</book></params>
            <lang>fr</lang>
            <request_id>req-1</request_id>
            <source xml:lang="en">
                <lang>en</lang>
                <title>Not Found</title>
                <detail>Book 999 was not found.</detail>
            </source>
        </problem>""")


def test_problem_xml_list() -> None:
    """A list is an element of nothing but elements `i` (RFC 9457, appendix B); no object looks like one."""
    fault = told("x", x={"i": [1, [2]]})

    assert '<params><x><entry name="i"><i>1</i><i><i>2</i></i></entry></x></params>' in xml_of(
        ProblemXML(), fault
    )


def test_xml_is_json() -> None:
    """What is in the JSON document is in the XML document, in the same order."""
    for in_json, in_xml in [(OpenStackJSON(), OpenStackXML()), (ProblemJSON(), ProblemXML())]:
        members = json.loads(in_json.render(ITEMS))
        elements = ElementTree.fromstring(in_xml.render(ITEMS))

        assert [element.tag.partition("}")[2] or element.tag for element in elements] == [*members]
