"""What a response depends on besides its URL (RFC 9110, section 12.5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# The environ key under which a request remembers which of its headers have been negotiated.
VARY_KEY = "i18n_wsgi.vary"


def note_vary(environ: WSGIEnvironment, name: str) -> None:
    """Remember that the response to a request depends on one of its headers."""
    environ.setdefault(VARY_KEY, {})[name] = True


def merged_vary(*fields: str) -> str:
    """Several values of Vary as one: each name once, as first written; ``*`` alone where it is one."""
    names = [name.strip() for field in fields for name in field.split(",")]
    by_name = {name.lower(): name for name in reversed(names) if name}
    ordered = dict.fromkeys(name.lower() for name in names if name)
    return "*" if "*" in by_name else ", ".join(by_name[name] for name in ordered)


def with_vary(headers: Iterable[tuple[str, str]], names: Iterable[str]) -> list[tuple[str, str]]:
    """A response's headers, the one Vary among them with these names too."""
    own = [value for name, value in headers if name.lower() == "vary"]
    others = [(name, value) for name, value in headers if name.lower() != "vary"]
    merged = merged_vary(*own, *names)
    return [*others, ("Vary", merged)] if merged else others
