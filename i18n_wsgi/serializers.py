"""What a controller's result is written as."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar
from xml.etree import ElementTree

if TYPE_CHECKING:
    import webob

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

# Names in other letters are names too, but not to all parsers.
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# Extensible Markup Language 1.0, section 2.2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ResponseSerializer(ABC):
    """Writes a controller's result as one media type.

    Attributes:
        media_type: what a client asks for in Accept.
    """

    media_type: ClassVar[str]
    # A route's action does not reach these; see ``Resource``.
    not_actions: ClassVar[Collection[str]] = ("encode",)

    @abstractmethod
    def encode(self, result: object) -> bytes:
        """The result as a body.

        Raises:
            TypeError: the result holds what JSON does not have.
            ValueError: it holds NaN or an infinity (RFC 8259, section 6), or itself.
        """

    def default(self, response: webob.Response, result: object) -> None:
        """Fill in the response's body and Content-Type."""
        response.content_type = self.media_type
        response.charset = None
        response.body = self.encode(result)


class JSONResponseSerializer(ResponseSerializer):
    """Writes a controller's result as JSON in UTF-8."""

    media_type = "application/json"

    def encode(self, result: object) -> bytes:
        # Lone surrogates, which UTF-8 does not have, become the escapes that JSON has for them.
        return _to_json(result).encode("utf-8", "backslashreplace")


class XMLResponseSerializer(ResponseSerializer):
    """Writes a controller's result as XML: ``{"books": [{"id": 1}]}`` is
    ``<books><member><id>1</id></member></books>``.

    The root is the only item of a dict, else ``result``. What can't be a name becomes an attribute:
    ``<entry name="1st">``. None and empty values are empty elements; characters that XML does not
    have become U+FFFD.
    """

    media_type = "application/xml"

    def encode(self, result: object) -> bytes:
        root = ElementTree.Element("root")
        is_named = isinstance(result, dict) and len(result) == 1
        _append(root, result if is_named else {"result": result})
        xml: bytes = ElementTree.tostring(root[0], "utf-8", xml_declaration=True)
        return xml.replace(b"\r", b"&#13;")  # or parsers would take it for a line feed


class TextXMLResponseSerializer(XMLResponseSerializer):
    """The same under XML's other name."""

    media_type = "text/xml"


def _append(parent: ElementTree.Element, value: object) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _append(_child(parent, _text(key)), item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _append(_child(parent, "member"), item)
    else:
        parent.text = _text(value)


def _child(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    if _XML_NAME.fullmatch(name):
        return ElementTree.SubElement(parent, name)
    return ElementTree.SubElement(parent, "entry", name=name)


def _text(value: object) -> str:
    if isinstance(value, str):
        return _NOT_XML.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return _to_json(value)
    raise TypeError(f"Object of type {type(value).__name__} is not XML serializable")
