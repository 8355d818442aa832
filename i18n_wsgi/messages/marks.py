"""The marks of a gettext domain, which stand in the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from i18n_wsgi.messages.message import Message

_DOMAIN_NAME = re.compile(r"\w[\w.-]*")


# The marks stand in the code, so their texts come again and again; messages are never changed.
@lru_cache(maxsize=1024)
def _unfilled(msgid: str, domain: str) -> Message:
    return Message(msgid, domain=domain)


@dataclass(frozen=True, slots=True)
class Translator:
    """The marks of one gettext domain. They translate nothing: they make lazy messages."""

    domain: str

    def gettext(self, msgid: str) -> Message:
        """The lazy message for ``msgid``; usually bound to ``_``."""
        return _unfilled(msgid, self.domain)

    def ngettext(self, singular: str, plural: str, n: int | str) -> Message:
        """The lazy message that counts ``n``, or the parameter named ``n`` when it is filled."""
        return Message(singular, None, None, plural, n, self.domain)

    def pgettext(self, context: str, msgid: str) -> Message:
        """The lazy message for ``msgid`` in a gettext context."""
        return Message(msgid, None, context, domain=self.domain)

    def npgettext(self, context: str, singular: str, plural: str, n: int | str) -> Message:
        """The lazy counting message in a gettext context."""
        return Message(singular, None, context, plural, n, self.domain)

    def gettext_noop(self, msgid: str) -> str:
        """``msgid`` itself, marked for extraction: to be given to ``gettext`` later."""
        return msgid

    def ngettext_noop(self, singular: str, plural: str) -> tuple[str, str]:
        """Both texts, marked for extraction: ``ngettext(*texts, n)`` later."""
        return singular, plural

    def pgettext_noop(self, context: str, msgid: str) -> tuple[str, str]:
        """Both texts, marked for extraction: ``pgettext(*texts)`` later."""
        return context, msgid

    def npgettext_noop(self, context: str, singular: str, plural: str) -> tuple[str, str, str]:
        """All three texts, marked for extraction: ``npgettext(*texts, n)`` later."""
        return context, singular, plural


def translator(domain: str) -> Translator:
    """The marks of a service's own domain.

    ``_ = translator("library").gettext`` stands at the head of a module that has texts.

    Raises:
        ValueError: the domain is no plain name.
    """
    return Translator(check_domain(domain))


def check_domain(domain: str) -> str:
    """The domain, which is a plain name: files are called like it.

    Raises:
        ValueError: it is none, and could lead to other files.
    """
    if not _DOMAIN_NAME.fullmatch(domain):
        raise ValueError(
            f"domain is {domain!r}; allowed: letters, digits and _, with - and . among them"
        )
    return domain
