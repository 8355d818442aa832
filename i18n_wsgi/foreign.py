"""Lazy texts that other libraries make, and that know themselves how to be translated."""

from __future__ import annotations

import sys
from typing import cast

from i18n_wsgi.messages import Message


class ForeignText(str):
    """A lazy string of Django or Babel. As a ``str`` it is the English text.

    Attributes:
        lazy: the string as it was made.
    """

    __slots__ = ("lazy",)

    lazy: object

    def __new__(cls, lazy: object) -> ForeignText:
        self = str.__new__(cls, _told(lazy, "en"))
        self.lazy = lazy
        return self

    def told_in(self, language: str) -> str:
        """The text as its own library has it: Django's in the language, Babel's in the one that its own
        function chooses."""
        return _told(self.lazy, language)


def as_text(value: object) -> str | None:
    """The text in what may be one: a string as it is, a lazy one of another library wrapped; None for
    anything else."""
    # By its type: looking at the class of a lazy object may load what is behind it.
    if issubclass(type(value), str):
        return cast(str, value)
    return ForeignText(value) if _is_lazy(value) else None


def as_message(text: object) -> Message | None:
    """The lazy message in a text: ours as it is, oslo.i18n's turned into one of ours."""
    if type(text) is str or not issubclass(type(text), str):
        return None
    if isinstance(text, Message):
        return text
    domain, params = getattr(text, "domain", None), getattr(text, "params", None)
    if isinstance(domain, str):
        match getattr(text, "msgid", None):
            case str(msgid):
                return Message(msgid, params, domain=domain)
            case (str(context), str(msgid)):
                return Message(msgid, params, context, domain=domain)
            case (str(singular), str(plural), int(n)):
                return Message(singular, params, None, plural, n, domain)
    return None


def _is_lazy(value: object) -> bool:
    # Who has not loaded these libraries has none of their strings.
    for module, name in (("django.utils.functional", "Promise"), ("babel.support", "LazyProxy")):
        cls = getattr(sys.modules.get(module), name, None)
        if isinstance(cls, type) and issubclass(type(value), cls):
            return True
    return False


def _told(lazy: object, language: str) -> str:
    translation = sys.modules.get("django.utils.translation")
    if translation is None:
        return str(lazy)
    with translation.override(language.lower()):
        return str(lazy)
