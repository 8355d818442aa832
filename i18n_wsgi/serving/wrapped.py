"""What the server asks of an application, or of one that is wrapped in it."""

from __future__ import annotations

from typing import Any

# How many applications are looked for within each other.
_DEEPEST = 100


def method_of(application: object, name: str) -> Any:  # a method of whatever signature
    """The method of that name of an application, or of the one that it wraps as its ``application``; None
    where there is none."""
    for _ in range(_DEEPEST):
        method = getattr(application, name, None)
        if callable(method):
            return method
        application = getattr(application, "application", None)
    return None


def summary_of(application: object) -> str:
    """What is to be said of an application that is served, by its method ``server_summary``; or nothing."""
    method = method_of(application, "server_summary")
    return str(method()) if method else ""
