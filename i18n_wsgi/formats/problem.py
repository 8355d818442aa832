"""Problem details (RFC 9457), with the English texts and the raw parameters beside the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from i18n_wsgi.faults import TranslatedFault, raw_params
from i18n_wsgi.formats.base import bounded, content_type_of, encode_json, items_of, plain
from i18n_wsgi.messages import Message
from i18n_wsgi.xml_text import encode_xml, xml_element

_SOURCE_LANGUAGE = "en"


class _Problem:
    """What problems in JSON and in XML have in common."""

    labels: Mapping[str, Message] = {}
    _media_type: str

    def __init__(
        self,
        *,
        type_uri: str | None = None,
        source_text: bool = True,
        media_type: str | None = None,
    ) -> None:
        self.media_type = media_type or self._media_type
        self.content_type = content_type_of(self.media_type)
        self._type_uri = type_uri
        self._source_text = source_text

    def _document(self, fault: TranslatedFault) -> dict[str, object]:
        source = fault.source
        document: dict[str, object] = {
            "type": self._type_of(bounded(source.code)),
            "title": bounded(fault.title),
            "status": source.status,
            "detail": bounded(fault.explanation if fault.message is None else fault.message),
            "code": bounded(source.code),
            "params": plain(raw_params(source.message)),
            "lang": fault.language,
            "request_id": bounded(fault.request_id),
        }
        if self._source_text and fault.language != _SOURCE_LANGUAGE:
            detail = source.explanation if source.message is None else source.message
            document["source"] = {
                "lang": _SOURCE_LANGUAGE,
                "title": bounded(source.title),
                "detail": bounded(detail),
            }
        document["errors"] = items_of(fault)
        if fault.traceback is not None:
            document["traceback"] = bounded(fault.traceback)
        return {name: value for name, value in document.items() if value}

    def _type_of(self, code: str) -> str:
        if self._type_uri is None:
            return "about:blank"
        return self._type_uri.replace("{code}", quote(code, safe="", errors="replace"))


class ProblemJSON(_Problem):
    """``application/problem+json``; with ``media_type`` the same under another name.

    Args:
        type_uri: the problem's type, ``{code}`` in it replaced; None for ``about:blank``.
        source_text: whether a fault in another language has its English texts too.
        media_type: what the format is asked for as.
    """

    _media_type = "application/problem+json"

    def render(self, fault: TranslatedFault) -> bytes:
        return encode_json(self._document(fault))


class ProblemXML(_Problem):
    """``application/problem+xml`` (RFC 9457, appendix B), each item of a list an ``i``::

        <problem xmlns="urn:ietf:rfc:7807" xml:lang="fr"><type>about:blank</type>…</problem>

    Its arguments are those of ``ProblemJSON``.
    """

    _media_type = "application/problem+xml"

    def render(self, fault: TranslatedFault) -> bytes:
        root = xml_element("problem", self._document(fault), item="i")
        root.set("xmlns", "urn:ietf:rfc:7807")
        root.set("xml:lang", fault.language)
        source = root.find("source")
        if source is not None:
            source.set("xml:lang", _SOURCE_LANGUAGE)
        return encode_xml(root)
