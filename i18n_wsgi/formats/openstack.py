"""The shape that OpenStack's APIs have, in JSON and in XML."""

from __future__ import annotations

from collections.abc import Mapping

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import bounded, content_type_of, encode_json, items_of
from i18n_wsgi.messages import Message
from i18n_wsgi.xml_text import encode_xml, xml_element


class OpenStackJSON:
    """``{"code": 404, "title": …, "explanation": …, "error": {"type", "message", "traceback"}}``."""

    media_type = "application/json"
    content_type = "application/json"
    labels: Mapping[str, Message] = {}

    def render(self, fault: TranslatedFault) -> bytes:
        return encode_json(_document(fault))


class OpenStackXML:
    """The same member by member, each of several errors a ``member``::

        <fault xml:lang="fr"><code>404</code><title>…</title>…<error><type>…</type>…</error>…</fault>

    Args:
        media_type: what the format is asked for as.
    """

    labels: Mapping[str, Message] = {}

    def __init__(self, *, media_type: str = "application/xml") -> None:
        self.media_type = media_type
        self.content_type = content_type_of(media_type)

    def render(self, fault: TranslatedFault) -> bytes:
        root = xml_element("fault", _document(fault), item="member")
        root.set("xml:lang", fault.language)
        return encode_xml(root)


def _document(fault: TranslatedFault) -> dict[str, object]:
    error: dict[str, object] = {"type": bounded(fault.source.type)}
    if fault.message is not None:
        error["message"] = bounded(fault.message)
    error["traceback"] = None if fault.traceback is None else bounded(fault.traceback)
    document: dict[str, object] = {
        "code": fault.source.status,
        "title": bounded(fault.title),
        "explanation": bounded(fault.explanation),
        "error": error,
    }
    if fault.errors:
        document["errors"] = items_of(fault)
    document["request_id"] = bounded(fault.request_id)
    return document
