"""The formats that people read."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from i18n_wsgi.formats import Format, HTMLPage, PlainText
from tests.shown import ITEMS, told


def test_text() -> None:
    """Plain text says first what happened, then how to ask about it."""
    assert PlainText().render(ITEMS).decode().splitlines() == [
        "404 Introuvable",
        "",
        "Le livre 999 est introuvable.",
        "La ressource est introuvable.",
        "",
        "Erreurs",
        "  /title  Il faut un titre.",
        "  /year  2000",
        "",
        "Code d’erreur: book_not_found",
        "Requête: req-1",
    ]


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(body.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = "</title></pre></code>\"'><script>alert(1)</script><img src=x onerror=y>&lt;$title${body}"


def test_page_escapes() -> None:
    """Nothing in an error can become markup, or another part of the page."""
    page = Page(HTMLPage().render(told(HOSTILE, x=1)))

    assert page.elements == Page(HTMLPage().render(told("plain", x=1))).elements
    assert HOSTILE in page.text


def test_page_loads_nothing() -> None:
    """A page asks for nothing from elsewhere and runs nothing."""
    body = HTMLPage().render(ITEMS)

    page = Page(body)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, attributes in page.elements}
    assert not [1 for _tag, attributes in page.elements if {"src", "href"} & set(attributes)]
    assert b"url(" not in body


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("sr-Latn", "ltr")])
def test_page_language(language: str, direction: str) -> None:
    """A page says its language and direction; what is technical in it runs from left to right."""
    page = Page(HTMLPage().render(replace(ITEMS, language=language, direction=direction)))

    assert ("html", {"lang": language, "dir": direction}) in page.elements
    assert all(attributes == {"dir": "ltr"} for tag, attributes in page.elements if tag == "code")


def test_page_marks_english() -> None:
    """On a page in another language, a text that is there in English says so."""
    fault = replace(
        ITEMS,
        language="ar",
        direction="rtl",
        languages=("ar", "en"),
        explanation=str(ITEMS.source.explanation),
    )

    page = Page(HTMLPage().render(fault))

    english = {"lang": "en", "dir": "ltr"}
    assert ("p", {"class": "explanation", **english}) in page.elements
    assert ("p", {"class": "message"}) in page.elements
    assert ("h1", {}) in page.elements


def test_page_is_not_mixed() -> None:
    """On a page that is in one language, a word that is the same in English is not English."""
    fault = replace(ITEMS, explanation=str(ITEMS.source.explanation))

    assert b'lang="en"' not in HTMLPage().render(fault)


@pytest.mark.parametrize("form", [HTMLPage(), PlainText()], ids=["page", "text"])
def test_no_controls(form: Format) -> None:
    """What HTML forbids and terminals obey is replaced."""
    body = form.render(told("\0\x1b[2J\r\x9b\ud800\ufffe", x=1)).decode()

    assert "\ufffd\ufffd[2J\ufffd\ufffd\ufffd\ufffd" in body
    assert not [character for character in body if character < " " and character != "\n"]


def test_page_structure() -> None:
    """A page has one main landmark and one first heading, and lets nobody's zoom be taken away."""
    tags = [tag for tag, _attributes in Page(HTMLPage().render(ITEMS)).elements]

    assert [tag for tag in tags if tag in {"main", "h1", "h2", "h3"}] == ["main", "h1", "h2"]
    assert b'content="width=device-width, initial-scale=1"' in HTMLPage().render(ITEMS)


def test_page_policy() -> None:
    """The page's policy lets through its style as it is sent, by its hash."""
    style = HTMLPage().render(ITEMS).partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()

    assert HTMLPage().content_security_policy == f"default-src 'none'; style-src 'sha256-{digest}'"
