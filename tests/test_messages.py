"""Lazy messages."""

from __future__ import annotations

from i18n_wsgi.messages import Message


def test_is_english_text() -> None:
    """As a str a message is the English text, filled in."""
    text = Message("Book %(book)s") % {"book": 9}

    assert text == "Book 9"
