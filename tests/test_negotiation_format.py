"""Which format a client gets of those on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import best_match_format


@dataclass
class Named:
    media_type: str


FORMATS = [Named("application/json"), Named("text/html"), Named("text/plain")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("*/*;q=0", None),
        ("image/png", None),
        ("text/html;q=0", None),
        ("json", None),
        ("text/html;q=0, text/*, application/json;q=0.5", "text/plain"),  # specificity
        ("*/*, application/json;q=0", "text/html"),
        ("text/html;q=0.1, */*;q=0.2", "application/json"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=2, text/plain;q=0.1", "text/plain"),
        ("text/plain;charset=utf-8, text/html;level=1;q=0.9", "text/plain"),
        ("text/plain, text/html", "text/html"),  # of equals the server's first
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_best_match_format(header: str | None, expected: str | None) -> None:
    """The best format is the one with the highest quality of its most specific range."""
    chosen = best_match_format(header, FORMATS)

    assert (chosen and chosen.media_type) == expected


@pytest.mark.parametrize("header", [None, "", "*/*"])
def test_no_formats(header: str | None) -> None:
    """Where there are no formats, none is chosen."""
    assert best_match_format(header, []) is None


@settings(deadline=None, database=None)
@given(st.text(st.characters(), max_size=50) | st.text("texhml/*,;q=01. \t", max_size=50))
def test_any_accept(header: str) -> None:
    """Whatever is sent, the answer is a format on offer or None."""
    assert best_match_format(header, FORMATS) in (*FORMATS, None)
