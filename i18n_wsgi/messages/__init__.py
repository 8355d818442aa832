"""Lazy text: what a message says, kept until it is known who reads it. Data only.

Lazy texts that oslo.i18n, Django, Babel and Flask-Babel made become such messages where they enter.
"""

from __future__ import annotations

from i18n_wsgi.messages.marks import Translator, check_domain, translator
from i18n_wsgi.messages.message import (
    DOMAIN,
    ForeignText,
    Message,
    as_text,
    change_texts,
    is_huge,
)

__all__ = [
    "DOMAIN",
    "ForeignText",
    "Message",
    "Translator",
    "as_text",
    "change_texts",
    "check_domain",
    "is_huge",
    "translator",
]
