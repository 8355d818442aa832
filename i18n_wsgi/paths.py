"""The path of a request, which WSGI hands over as bytes in Latin-1 (PEP 3333)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def path_of(environ: WSGIEnvironment) -> str | None:
    """The path below the mount point as text; None when it is not UTF-8."""
    path: str = environ.get("PATH_INFO") or "/"
    if path.isascii():
        return path
    try:
        return path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def shown_path(environ: WSGIEnvironment) -> str:
    """The whole path as text for people, the mount point included; quoted when it is not UTF-8."""
    path: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "") or "/"
    raw = path.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return quote(raw)
