"""A page for people: one file, no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from html import escape
from importlib.resources import files
from string import Template

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import encode
from i18n_wsgi.formats.labels import LABELS


class HTMLPage:
    """The error as a page in the reader's language and writing direction."""

    media_type = "text/html"
    content_type = "text/html; charset=utf-8"
    labels = LABELS

    @cached_property
    def _page(self) -> Template:
        return Template((files(__package__) / "page.html").read_text("utf-8"))

    def render(self, fault: TranslatedFault) -> bytes:
        page = self._page.substitute(
            language=escape(fault.language),
            direction=fault.direction,
            status=fault.source.status,
            title=escape(fault.title),
            body="\n".join(_paragraphs(fault)),
            code=escape(fault.source.code),
            code_label=escape(fault.labels["code"]),
            request_id=escape(fault.request_id),
            request_id_label=escape(fault.labels["request_id"]),
        )
        return encode(page)


def _paragraphs(fault: TranslatedFault) -> Iterator[str]:
    if fault.message is not None:
        yield f'<p class="message">{escape(fault.message)}</p>'
    yield f'<p class="explanation">{escape(fault.explanation)}</p>'
    if fault.errors:
        yield f"<h2>{escape(fault.labels['items'])}</h2>\n<ul>"
        for item in fault.errors:
            pointer = f'<code dir="ltr">{escape(str(item.pointer))}</code>'
            yield f"<li>{pointer} {escape(item.message)}</li>"
        yield "</ul>"
    if fault.traceback is not None:
        yield f'<pre dir="ltr" lang="en">{escape(fault.traceback)}</pre>'
