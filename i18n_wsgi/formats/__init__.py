"""The formats that an error can have: one file each, listed here."""

from __future__ import annotations

from i18n_wsgi.formats.base import Format
from i18n_wsgi.formats.html import HTMLPage
from i18n_wsgi.formats.openstack import OpenStackJSON
from i18n_wsgi.formats.problem import ProblemJSON
from i18n_wsgi.formats.text import PlainText
from i18n_wsgi.settings import Settings

__all__ = ["Format", "HTMLPage", "OpenStackJSON", "PlainText", "ProblemJSON", "default_formats"]


def default_formats(settings: Settings) -> tuple[Format, ...]:
    """The built-in formats in the server's order; the first is what a client gets that names none."""
    problem = ProblemJSON(type_uri=settings.type_uri, source_text=settings.source_text)
    plain_json: Format = OpenStackJSON()
    if settings.json_format == "problem":
        plain_json = ProblemJSON(
            type_uri=settings.type_uri,
            source_text=settings.source_text,
            media_type="application/json",
        )
    return (plain_json, problem, HTMLPage(), PlainText())
