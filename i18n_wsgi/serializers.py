"""What a controller's result is written as."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from i18n_wsgi.xml_text import encode_xml, xml_element

if TYPE_CHECKING:
    import webob

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


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

    The root is the only item of a dict, else ``result``. A key that is no name, or ``member``, becomes an
    attribute: ``<entry name="1st">``. None and empty values are empty elements; characters that XML
    does not have become U+FFFD.
    """

    media_type = "application/xml"

    def encode(self, result: object) -> bytes:
        is_named = isinstance(result, dict) and len(result) == 1
        parent = xml_element("root", result if is_named else {"result": result}, item="member")
        return encode_xml(parent[0])


class TextXMLResponseSerializer(XMLResponseSerializer):
    """The same under XML's other name."""

    media_type = "text/xml"
