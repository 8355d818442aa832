"""A page for people: one file, no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.formats.base import bounded, encode, without_controls
from i18n_wsgi.formats.labels import LABELS


class HTMLPage:
    """The error as a page in the reader's language and writing direction; what is in English on it
    says so."""

    media_type = "text/html"
    content_type = "text/html; charset=utf-8"
    labels = LABELS

    @cached_property
    def _page(self) -> Template:
        return Template((files(__package__) / "page.html").read_text("utf-8"))

    @property
    def content_security_policy(self) -> str:
        """The strictest Content-Security-Policy that the page works under: its one style and no more."""
        style = self._page.template.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(sha256(style.encode()).digest()).decode()
        return f"default-src 'none'; style-src 'sha256-{digest}'"

    def render(self, fault: TranslatedFault) -> bytes:
        page = self._page.substitute(
            language=_escaped(fault.language),
            direction=fault.direction,
            status=int.__int__(fault.source.status),
            title_mark=_mark_of(fault)(fault.title, fault.source.title),
            title=_escaped(fault.title),
            body="\n".join(_body(fault)),
        )
        return encode(page)


def _body(fault: TranslatedFault) -> Iterator[str]:
    source = fault.source
    mark = _mark_of(fault)
    yield f"<h1{mark(fault.title, source.title)}>{_escaped(fault.title)}</h1>"
    if fault.message is not None:
        attributes = mark(fault.message, source.message)
        yield f'<p class="message"{attributes}>{_escaped(fault.message)}</p>'
    attributes = mark(fault.explanation, source.explanation)
    yield f'<p class="explanation"{attributes}>{_escaped(fault.explanation)}</p>'
    if fault.errors:
        label = fault.labels["items"]
        yield f"<h2{mark(label, LABELS['items'])}>{_escaped(label)}</h2>\n<ul>"
        for item, own in zip(fault.errors, source.errors, strict=True):
            text = f"<span{mark(item.message, own.message)}>{_escaped(item.message)}</span>"
            pointer = f"{_code(item.pointer)} " if bounded(item.pointer) else ""
            yield f"<li>{pointer}{text}</li>"
        yield "</ul>"
    if fault.traceback is not None:
        yield f'<pre dir="ltr" lang="en">{_escaped(fault.traceback)}</pre>'
    yield "<dl>"
    for name, value in (("code", source.code), ("request_id", fault.request_id)):
        label = fault.labels[name]
        yield f"<dt{mark(label, LABELS[name])}>{_escaped(label)}</dt><dd>{_code(value)}</dd>"
    yield "</dl>"


def _mark_of(fault: TranslatedFault) -> Callable[[str, str | None], str]:
    is_mixed = fault.language != "en" and "en" in fault.languages
    return _english if is_mixed else _unmarked


def _english(text: str, source: str | None) -> str:
    """The attributes of a text on a page where some are in English: those that read as they do there."""
    return ' lang="en" dir="ltr"' if bounded(text) == bounded(source) else ""


def _unmarked(_text: str, _source: str | None) -> str:
    return ""


def _code(text: object) -> str:
    return f'<code dir="ltr">{_escaped(text)}</code>'


def _escaped(text: object) -> str:
    return escape(without_controls(bounded(text)))
