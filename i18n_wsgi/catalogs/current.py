"""The catalogs of the request in hand."""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache

from i18n_wsgi.catalogs.lookup import Catalogs

# The fault middleware sets it and leaves it standing: a streamed body is still to come when the
# middleware has returned.
request_catalogs: ContextVar[Catalogs | None] = ContextVar("i18n_wsgi.catalogs", default=None)


def current_catalogs() -> Catalogs:
    """The catalogs of the request in hand, else those of every domain that needs no settings."""
    return request_catalogs.get() or _default_catalogs()


@lru_cache(maxsize=1)
def _default_catalogs() -> Catalogs:
    return Catalogs()
