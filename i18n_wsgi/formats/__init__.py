"""The formats that an error can have: one file for each shape, listed here."""

from __future__ import annotations

from functools import partial

from i18n_wsgi.formats.base import Format
from i18n_wsgi.formats.html import HTMLPage
from i18n_wsgi.formats.installed import check_format, installed_formats
from i18n_wsgi.formats.openstack import OpenStackJSON, OpenStackXML
from i18n_wsgi.formats.problem import ProblemJSON, ProblemXML
from i18n_wsgi.formats.text import PlainText
from i18n_wsgi.settings import Settings

__all__ = [
    "Format",
    "HTMLPage",
    "OpenStackJSON",
    "OpenStackXML",
    "PlainText",
    "ProblemJSON",
    "ProblemXML",
    "check_format",
    "default_formats",
]


def default_formats(settings: Settings) -> tuple[Format, ...]:
    """The formats in the server's order; the first is what a client gets that names none.

    They are the built-in ones, then what installed distributions bring by entry point, which stands in
    a built-in one's place where both are for one media type.

    Raises:
        SettingsError: an entry point is broken.
    """
    formats = (*_built_in_formats(settings), *installed_formats(settings))
    return tuple({form.media_type.lower(): form for form in formats}.values())


def _built_in_formats(settings: Settings) -> tuple[Format, ...]:
    uri, has_source = settings.type_uri, settings.source_text
    problem_json = partial(ProblemJSON, type_uri=uri, source_text=has_source)
    problem_xml = partial(ProblemXML, type_uri=uri, source_text=has_source)
    is_problem = settings.json_format == "problem"
    plain_xml = problem_xml if is_problem else OpenStackXML
    return (
        problem_json(media_type="application/json") if is_problem else OpenStackJSON(),
        problem_json(),
        HTMLPage(),
        PlainText(),
        plain_xml(media_type="application/xml"),
        plain_xml(media_type="text/xml"),
        problem_xml(),
    )
