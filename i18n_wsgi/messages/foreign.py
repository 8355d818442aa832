"""Lazy strings of oslo.i18n, Django, Babel and Flask-Babel: what they were made of, and what they say.

None of these libraries is imported: who has not loaded one has none of its strings.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

_LOG = logging.getLogger(__name__)

# The msgid, the parameters, the context, the plural and the count, as a message takes them.
Source: TypeAlias = tuple[str, Any, str | None, str | None, Any]


def is_oslo(kind: type) -> bool:
    """Whether a type is oslo.i18n's messages'."""
    return _is_a(kind, "oslo_i18n._message", "Message")


def is_django(kind: type) -> bool:
    """Whether a type is Django's lazy strings'."""
    return _is_a(kind, "django.utils.functional", "Promise")


def is_babel(kind: type) -> bool:
    """Whether a type is Babel's lazy strings', or Flask-Babel's."""
    return _is_a(kind, "babel.support", "LazyProxy") or _is_a(
        kind, "flask_babel.speaklater", "LazyString"
    )


def _is_a(kind: type, module: str, name: str) -> bool:
    cls = getattr(sys.modules.get(module), name, None)
    return isinstance(cls, type) and issubclass(kind, cls)


def parts_of_oslo(text: Any) -> tuple[Any, ...]:
    """What one of oslo.i18n's messages was made of, its domain last."""
    match text.msgid:
        case (str(context), str(msgid)):
            return msgid, text.params, context, None, None, text.domain
        case (str(singular), str(plural), int(n)):
            return singular, text.params, None, plural, n, text.domain
        case msgid:
            return msgid, text.params, None, None, None, text.domain


def source_of(lazy: object) -> Source | None:
    """What a lazy string of Django's or Babel's was made of, else what it says; None where it raises."""
    source = _source_of_babel(lazy) if is_babel(type(lazy)) else None
    if source is not None or (text := text_in(["en"], lazy)) is None:
        return source
    # A plural of a number that is not known yet says nothing.
    return (None if text else _source_of_plural(lazy)) or (text, None, None, None, None)


def _source_of_babel(lazy: object) -> Source | None:
    """By custom its function is given the English text, and by name what fills it."""
    func, args, params = (getattr(lazy, name, None) for name in ("_func", "_args", "_kwargs"))
    # A context or a domain stands before the text.
    if str(getattr(func, "__name__", "")).endswith(("pgettext", "dgettext", "dngettext")):
        args = args and args[1:]
    match args:
        case (str(singular), str(plural), int(n), *_):
            return singular, {"num": n, **(params or {})}, None, plural, n
        case (str(msgid), *_):
            return msgid, params or None, None, None, None
    return None


def _source_of_plural(lazy: object) -> Source | None:
    match _made_of(lazy):
        case (_, _, n, {"singular": str(singular), "plural": str(plural)} as texts):
            return singular, None, texts.get("context"), plural, n
    return None


def _made_of(lazy: object) -> Any:
    """The function and the texts by which Django makes a plural again."""
    try:
        return lazy.__reduce__()[1]
    # It is no plural.
    except Exception:
        return None


def text_in(languages: Iterable[str], lazy: object, count: int | None = None) -> str | None:
    """The text of a lazy string: Django's in the first of the languages that Django has, None for none;
    Babel's in the one that its own function chooses. None where it raises."""
    django = sys.modules.get("django.utils.translation")
    try:
        if django is None or is_babel(type(lazy)):
            return _text_of(lazy, count)
        for language in filter(django.check_for_language, languages):
            with django.override(language):
                return _text_of(lazy, count)
    # A lazy string's own function may raise anything; the error that is being told survives.
    except Exception as exc:
        _report(type(lazy).__name__, type(exc).__name__)
    return None


def _text_of(lazy: object, count: int | None) -> str:
    if count is None:
        return str.__str__(str(lazy))
    gettext, _cls, _name, texts = _made_of(lazy)
    return str.__str__(gettext(**texts, number=count))


@lru_cache(maxsize=256)
def _report(text: str, error: str) -> None:
    """Log what a lazy text raises, once."""
    _LOG.warning("A lazy text can't be made: %s raises %s", text, error, exc_info=True)
