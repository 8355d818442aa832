"""XML of what JSON has, well-formed whatever the texts and keys hold."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

# Names in other letters are names too, but not to all parsers.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# Extensible Markup Language 1.0, section 2.2.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_to_json = json.JSONEncoder(allow_nan=False).encode


def xml_element(name: str, value: object, *, item: str) -> ElementTree.Element:
    """An element that holds a value: of a dict each member by its key, of a list each by ``item``.

    A key that is no name, or reads as an item, becomes an attribute: ``<entry name="1st">``. None and
    empty values are empty elements; characters that XML does not have become U+FFFD.

    Raises:
        TypeError: the value holds what JSON does not have.
        ValueError: it holds NaN or an infinity, or itself.
    """
    element = ElementTree.Element(name)
    try:
        _fill(element, value, item)
    except RecursionError as exc:
        raise ValueError("the value holds itself, or is nested too deep") from exc
    return element


def encode_xml(element: ElementTree.Element) -> bytes:
    """The element as a document in UTF-8, which it declares."""
    xml: bytes = ElementTree.tostring(element, "utf-8", xml_declaration=True)
    return xml.replace(b"\r", b"&#13;")  # or parsers would take it for a line feed


def _fill(element: ElementTree.Element, value: object, item: str) -> None:
    if isinstance(value, dict):
        for key, member in value.items():
            _fill(_member(element, _text(key), item), member, item)
    elif isinstance(value, (list, tuple)):
        for member in value:
            _fill(ElementTree.SubElement(element, item), member, item)
    else:
        element.text = _text(value)


def _member(parent: ElementTree.Element, key: str, item: str) -> ElementTree.Element:
    if key != item and _NAME.fullmatch(key):
        return ElementTree.SubElement(parent, key)
    return ElementTree.SubElement(parent, "entry", name=key)


def _text(value: object) -> str:
    if isinstance(value, str):
        return _FORBIDDEN.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return _to_json(value)
    raise TypeError(f"Object of type {type(value).__name__} is not XML serializable")
