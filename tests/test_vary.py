"""What a response depends on besides its URL."""

from __future__ import annotations

import pytest

from i18n_wsgi.vary import merged_vary, with_vary


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("Accept",), "Accept"),
        (("Origin, accept", "Accept", "Accept-Language"), "Origin, accept, Accept-Language"),
        (("Cookie,,  , COOKIE ",), "Cookie"),
        (("Cookie, *", "Accept"), "*"),
        (("", "Accept"), "Accept"),
        ((), ""),
    ],
)
def test_merged(fields: tuple[str, ...], expected: str) -> None:
    """Each name is there once, whatever its case; an asterisk stands for all (RFC 9110, section 12.5.5)."""
    assert merged_vary(*fields) == expected


def test_headers() -> None:
    """Of several fields one is left; other headers stay as they are."""
    headers = [("Vary", "Origin"), ("X-One", "1"), ("vary", "Cookie"), ("X-One", "2")]

    assert with_vary(headers, ["Accept"]) == [
        ("X-One", "1"),
        ("X-One", "2"),
        ("Vary", "Origin, Cookie, Accept"),
    ]
