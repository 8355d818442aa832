"""Faults that are ready to be rendered, plain and hostile ones."""

from __future__ import annotations

from dataclasses import replace

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.formats.labels import LABELS
from i18n_wsgi.messages import Message, translator

_ = translator("library").gettext
BOOK = _("Book %(book)s was not found.")
SOURCE = Fault(
    status=404,
    code="book_not_found",
    type="BookNotFound",
    title=_("Not Found"),
    explanation=_("The resource could not be found."),
    message=BOOK % {"book": 999},
)
FRENCH = TranslatedFault(
    source=SOURCE,
    language="fr",
    direction="ltr",
    languages=("fr",),
    title="Introuvable",
    explanation="La ressource est introuvable.",
    message="Le livre 999 est introuvable.",
    errors=(),
    labels={
        "pair": "%(name)s: %(value)s",
        "items": "Erreurs",
        "code": "Code d’erreur",
        "request_id": "Requête",
    },
    request_id="req-1",
)
# A fault whose text the client must not know.
BARE = replace(FRENCH, source=replace(SOURCE, message=None), message=None)
ITEMS = replace(
    FRENCH,
    source=replace(
        SOURCE,
        errors=(
            ErrorItem("/title", "required", _("A title is required.")),
            ErrorItem("/year", "range", _("At most %(max)d.") % {"max": 2000, "secret": 1}),
        ),
    ),
    errors=(
        ErrorItem("/title", "required", "Il faut un titre."),
        ErrorItem("/year", "range", "2000"),
    ),
)


class Unspeakable:
    """A parameter that nobody can read."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__
    __hash__ = object.__hash__


def told(text: str, **params: object) -> TranslatedFault:
    """A fault all of whose texts and names are this one."""
    items = (ErrorItem(text, text, text),)
    source = Fault(422, text, text, text, text, Message(text + "%(x)s", params), items)
    return TranslatedFault(
        source, "en", "ltr", ("en",), text, text, text, items, dict.fromkeys(LABELS, text), text, text
    )  # fmt: skip
