"""Problem details (RFC 9457), with the English texts and the raw parameters beside the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from i18n_wsgi.faults import TranslatedFault, raw_params
from i18n_wsgi.formats.base import encode_json
from i18n_wsgi.messages import Message

_SOURCE_LANGUAGE = "en"


class ProblemJSON:
    """``application/problem+json``; with ``media_type`` the same under another name.

    Args:
        type_uri: the problem's type, ``{code}`` in it replaced; None for ``about:blank``.
        source_text: whether a fault in another language has its English texts too.
        media_type: what the format is asked for as.
    """

    labels: Mapping[str, Message] = {}

    def __init__(
        self,
        *,
        type_uri: str | None = None,
        source_text: bool = True,
        media_type: str = "application/problem+json",
    ) -> None:
        self.media_type = self.content_type = media_type
        self._type_uri = type_uri
        self._source_text = source_text

    def render(self, fault: TranslatedFault) -> bytes:
        source = fault.source
        document: dict[str, object] = {
            "type": self._type_of(source.code),
            "title": fault.title,
            "status": source.status,
            "detail": fault.message if fault.message is not None else fault.explanation,
            "code": source.code,
            "params": raw_params(source.message),
            "lang": fault.language,
            "request_id": fault.request_id,
        }
        if self._source_text and fault.language != _SOURCE_LANGUAGE:
            document["source"] = {
                "lang": _SOURCE_LANGUAGE,
                "title": source.title,
                "detail": source.message if source.message is not None else source.explanation,
            }
        document["errors"] = fault.items()
        document["traceback"] = fault.traceback
        return encode_json({name: value for name, value in document.items() if value})

    def _type_of(self, code: str) -> str:
        if self._type_uri is None:
            return "about:blank"
        return self._type_uri.replace("{code}", quote(code, safe="", errors="replace"))
