"""The path of a request."""

from __future__ import annotations

import pytest

from i18n_wsgi.paths import path_of, shown_path


@pytest.mark.parametrize(
    ("mount_point", "path", "expected", "shown"),
    [
        ("", "", "/", "/"),
        ("/api", "/books", "/books", "/api/books"),
        ("/api", "", "/", "/api"),
        ("/api", "/", "/", "/api/"),
        ("", "/\xc3\xa9", "/é", "/é"),
        ("/\xc3\xa9", "/x", "/x", "/é/x"),
        ("", "/\xff", None, "/%FF"),
        ("/\xff", "/\xc3\xa9", "/é", "/%FF/%C3%A9"),
        ("", "/\u20ac", None, "/?"),  # what no server should hand over
    ],
)
def test_path(mount_point: str, path: str, expected: str | None, shown: str) -> None:
    """A path is UTF-8 in Latin-1; people read the whole of it, whatever it holds."""
    environ = {"SCRIPT_NAME": mount_point, "PATH_INFO": path}

    assert (path_of(environ), shown_path(environ)) == (expected, shown)


def test_no_path() -> None:
    """A server may leave out what is empty (PEP 3333)."""
    assert (path_of({}), shown_path({})) == ("/", "/")
