"""Parameters told by themselves, for the tests of how their readers write them."""

from __future__ import annotations

from i18n_wsgi.messages import Message, translator
from i18n_wsgi.parameters import tell_parameter
from i18n_wsgi.placeholders import placeholders_of

_ = translator("library").gettext
FSI, PDI = "\u2068", "\u2069"
BOOK = _("Book")
MILLION = 1_234_567


def loud(text: str) -> str:
    """A translation that shows: only what is lazy becomes upper case."""
    return str(text).upper() if isinstance(text, Message) else text


def tell(value: object, template: str, locale: str) -> str:
    """The value told for the one placeholder of a template, all of its spaces plain ones."""
    (placeholder,) = placeholders_of(template)
    told = tell_parameter(value, placeholder, locale, loud)
    return told.replace("\u00a0", " ").replace("\u202f", " ")


def isolated(text: str) -> str:
    return f"{FSI}{text}{PDI}"
