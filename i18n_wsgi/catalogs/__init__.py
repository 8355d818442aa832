"""The catalogs at run time: where they are, what they offer, and the text that a reader gets."""

from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.compiled import Catalog, CatalogError
from i18n_wsgi.catalogs.current import current_catalogs, request_catalogs
from i18n_wsgi.catalogs.lookup import SOURCE_LOCALE, Catalogs, Translation, expire_catalogs

__all__ = [
    "SOURCE_LOCALE",
    "Catalog",
    "CatalogError",
    "CatalogSource",
    "Catalogs",
    "Translation",
    "current_catalogs",
    "expire_catalogs",
    "request_catalogs",
]
