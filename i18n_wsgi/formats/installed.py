"""The formats that other distributions bring, by entry point."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from i18n_wsgi.formats.base import Format
from i18n_wsgi.masking import one_line, text_of
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.settings import Settings, SettingsError

GROUP = "i18n_wsgi.formats"


def installed_formats(settings: Settings) -> list[Format]:
    """The formats of all installed distributions, in the order of their entry points' names.

    An entry point of the group ``i18n_wsgi.formats`` names a class, or a function, that is called with
    the settings and returns a format.

    Raises:
        SettingsError: an entry point can't be loaded, or returns no format, or that of a media type
            which another entry point has too.
    """
    taken: dict[str, EntryPoint] = {}
    formats = []
    for point in sorted(entry_points(group=GROUP)):
        form = _load(point, settings)
        other = taken.setdefault(form.media_type.lower(), point)
        if other is not point:
            raise SettingsError(f"{_told(point)}: {_told(other)} is for {form.media_type} too")
        formats.append(form)
    return formats


def check_format(form: Format) -> None:
    """Do nothing for an object that does as a format.

    Raises:
        ValueError: it has no ``render``, or a media type, Content-Type or labels that can't be used.
    """
    name = type(form).__name__
    if not callable(getattr(form, "render", None)):
        raise ValueError(f"{name} is no format: it has no method render")
    media_type = getattr(form, "media_type", None)
    is_usable = isinstance(media_type, str) and media_type and "*" not in media_type
    if not is_usable or best_match_format(media_type, [form]) is None:
        raise ValueError(f"{name}.media_type is {media_type!r}; allowed: one as text/html")
    content_type = getattr(form, "content_type", None)
    if not (
        isinstance(content_type, str) and content_type.isascii() and content_type.isprintable()
    ):
        raise ValueError(f"{name}.content_type is {content_type!r}; allowed: one line of ASCII")
    labels = getattr(form, "labels", None)
    if not isinstance(labels, Mapping):
        raise ValueError(f"{name}.labels is {labels!r}; allowed: a mapping of names to messages")


def _load(point: EntryPoint, settings: Settings) -> Format:
    try:
        form: Format = point.load()(settings)
        check_format(form)
    # What others wrote may raise anything; the operator reads whose it is.
    except Exception as exc:
        raise SettingsError(
            f"{_told(point)}: {type(exc).__name__}: {one_line(text_of(exc))}"
        ) from exc
    return form


def _told(point: EntryPoint) -> str:
    owner = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    return f"the entry point {point.name} = {point.value} in {GROUP}{owner}"
