"""Plain text, for terminals."""

from __future__ import annotations

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import bounded, encode, without_controls
from i18n_wsgi.formats.labels import LABELS


class PlainText:
    """The error as a few lines."""

    media_type = "text/plain"
    content_type = "text/plain; charset=utf-8"
    labels = LABELS

    def render(self, fault: TranslatedFault) -> bytes:
        lines = [f"{int.__int__(fault.source.status)} {bounded(fault.title)}", ""]
        if fault.message is not None:
            lines += [bounded(fault.message)]
        lines += [bounded(fault.explanation), ""]
        labels = {name: bounded(label) for name, label in fault.labels.items()}
        if fault.errors:
            lines += [labels["items"]]
            for item in fault.errors:
                parts = [bounded(item.pointer), bounded(item.message)]
                lines += [f"  {'  '.join(filter(None, parts))}"]
            lines += [""]
        for name, value in [("code", fault.source.code), ("request_id", fault.request_id)]:
            pair = labels["pair"].replace("%(name)s", labels[name])
            lines += [pair.replace("%(value)s", bounded(value))]
        if fault.traceback is not None:
            lines += ["", bounded(fault.traceback)]
        return encode(without_controls("\n".join(lines)) + "\n")
