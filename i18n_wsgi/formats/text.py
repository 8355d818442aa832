"""Plain text, for terminals."""

from __future__ import annotations

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import encode
from i18n_wsgi.formats.labels import LABELS


class PlainText:
    """The error as a few lines."""

    media_type = "text/plain"
    content_type = "text/plain; charset=utf-8"
    labels = LABELS

    def render(self, fault: TranslatedFault) -> bytes:
        lines = [f"{fault.source.status} {fault.title}", ""]
        if fault.message is not None:
            lines += [fault.message]
        lines += [fault.explanation, ""]
        if fault.errors:
            lines += [fault.labels["items"]]
            lines += [f"  {item.pointer}  {item.message}" for item in fault.errors]
            lines += [""]
        for name, value in [("code", fault.source.code), ("request_id", fault.request_id)]:
            pair = fault.labels["pair"].replace("%(name)s", fault.labels[name])
            lines += [pair.replace("%(value)s", value)]
        if fault.traceback is not None:
            lines += ["", fault.traceback]
        return encode("\n".join(lines) + "\n")
