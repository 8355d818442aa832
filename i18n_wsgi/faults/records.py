"""The records of one error: as it will be told, and as it is told in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.messages import Message
from i18n_wsgi.placeholders import PlaceholderError, placeholders_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One error as it will be told, in no language yet.

    Attributes:
        status: the HTTP status.
        code: the stable, machine-readable code: ``book_not_found``.
        type: the class's name as clients may see it.
        title: what the status is called.
        explanation: what the status means.
        message: what happened this time; None when the client must not know.
        errors: the single things that are wrong, when there are several.
        headers: the exception's own response headers.
    """

    status: int
    code: str
    type: str
    title: str
    explanation: str
    message: str | None = None
    errors: tuple[ErrorItem, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedFault:
    """A fault in one language, with all that a format needs to render it.

    Attributes:
        source: the fault as described: the English texts and the raw parameters.
        language: the language tag of the body.
        direction: ``"ltr"`` or ``"rtl"``.
        languages: the tags of all languages that really occur in the texts, the body's first.
        labels: the words around the error on pages, by name.
        request_id: by which operators find the request in their log.
        traceback: the traceback, where the settings expose it.
    """

    source: Fault
    language: str
    direction: str
    languages: tuple[str, ...]
    title: str
    explanation: str
    message: str | None
    errors: tuple[ErrorItem, ...]
    labels: Mapping[str, str]
    request_id: str = ""
    traceback: str | None = None

    def items(self) -> list[dict[str, object]]:
        """The single errors as documents hold them, each with the raw parameters of its message."""
        return [
            {
                "pointer": shown.pointer,
                "code": shown.code,
                "detail": shown.message,
                "params": raw_params(item.message),
            }
            for shown, item in zip(self.errors, self.source.errors, strict=True)
        ]


def raw_params(message: str | None) -> dict[str, object]:
    """The raw parameters that a message names; empty for text that is not lazy."""
    if not isinstance(message, Message):
        return {}
    given = message.named_params
    names = names_in(message.msgid, message.plural or "")
    return {name: given[name] for name in names if name in given}


def names_in(*templates: str) -> list[str]:
    """The parameters that templates name, in order; none where their placeholders are malformed."""
    try:
        found = [spec for template in templates for spec in placeholders_of(template)]
    except PlaceholderError:
        return []
    return list(dict.fromkeys(spec.name for spec in found if spec.name is not None))
