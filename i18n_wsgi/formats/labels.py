"""The words around an error on a page that people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n_wsgi.messages import Message, translator

_ = translator("i18n_wsgi").gettext

LABELS: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: a name and its value on one line; what matters is the colon and the space.
        "pair": _("%(name)s: %(value)s"),
        # Translators: heads a list of what is wrong with the fields of a request.
        "items": _("Errors"),
        # Translators: a short, stable, technical name of the error, such as book_not_found.
        "code": _("Error code"),
        # Translators: an identifier by which the operators find this request in their logs.
        "request_id": _("Request ID"),
    }
)
