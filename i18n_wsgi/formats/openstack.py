"""JSON in the shape that OpenStack's APIs have."""

from __future__ import annotations

from collections.abc import Mapping

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import encode_json
from i18n_wsgi.messages import Message


class OpenStackJSON:
    """``{"code": 404, "title": …, "explanation": …, "error": {"type", "message", "traceback"}}``."""

    media_type = "application/json"
    content_type = "application/json"
    labels: Mapping[str, Message] = {}

    def render(self, fault: TranslatedFault) -> bytes:
        error: dict[str, object] = {"type": fault.source.type}
        if fault.message is not None:
            error["message"] = fault.message
        error["traceback"] = fault.traceback
        document: dict[str, object] = {
            "code": fault.source.status,
            "title": fault.title,
            "explanation": fault.explanation,
            "error": error,
        }
        if fault.errors:
            document["errors"] = fault.items()
        document["request_id"] = fault.request_id
        return encode_json(document)
