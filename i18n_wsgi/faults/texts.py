"""What clients may read of what an exception has."""

from __future__ import annotations

import logging
from functools import lru_cache

from i18n_wsgi.faults.records import names_in
from i18n_wsgi.messages import Message, as_text

_LOG = logging.getLogger(__name__)


def shown_text(value: object) -> str | None:
    """What was given as a text: lazy where it was; of another exception its text, as in
    ``raise BookNotFound(exc)``. None where it can't be made: clients read no placeholders."""
    text = as_text(value)
    if text is None and isinstance(value, BaseException):
        own = message_of(value)
        text = own if isinstance(own, Message) else None
    if text is None:
        return None if value is None else _shown(value)
    return None if _has_gaps(text) else text


def _shown(value: object) -> str | None:
    try:
        return str.__str__(str(value))
    # An object's own __str__ may raise anything; the error that is being told survives.
    except Exception:
        return None


def _has_gaps(text: str) -> bool:
    """Whether placeholders are left: a parameter was forgotten when the error was raised, or raises."""
    if not isinstance(text, Message) or text not in (text.msgid, text.plural):
        return False
    names = names_in(text)
    if names:
        _report_gaps(text.msgid, ", ".join(name for name in names if name not in text.named_params))
    return bool(names)


@lru_cache(maxsize=256)
def _report_gaps(msgid: str, missing: str) -> None:
    """Log why clients are not told a text, once."""
    reason = f"it lacks {missing}" if missing else "a parameter can't be shown"
    _LOG.warning("Clients are not told %r: %s", msgid, reason)


def message_of(exc: BaseException) -> str | None:
    """An exception's own text, still lazy where it was: its ``message``, else its first argument."""
    for value in (getattr(exc, "message", None), *exc.args[:1]):
        if text := as_text(value):
            return text
    return None
