"""What every format is, and what several of them need."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Protocol

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.masking import text_of
from i18n_wsgi.messages import Message
from i18n_wsgi.parameters import Quantity

_MAX_DEPTH = 8
_to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Format(Protocol):
    """Renders a translated fault as one media type."""

    @property
    def media_type(self) -> str:
        """What a client asks for in Accept: ``application/json``."""

    @property
    def content_type(self) -> str:
        """The Content-Type of what is rendered, with its charset where it has one."""

    @property
    def labels(self) -> Mapping[str, Message]:
        """The words that it puts around an error, by name; empty for machines."""

    def render(self, fault: TranslatedFault) -> bytes:
        """The body. Never raises, whatever the texts and parameters hold."""


def encode(text: str) -> bytes:
    """The text as UTF-8, what UTF-8 can't hold (lone surrogates) as question marks."""
    return text.encode("utf-8", "replace")


def encode_json(document: Mapping[str, object]) -> bytes:
    """The document as JSON, in one line that ends; values that JSON does not know as text."""
    return encode(_to_json(_plain(document)) + "\n")


def _plain(value: object, depth: int = 0) -> object:
    if isinstance(value, (str, bool, NoneType)):
        return value
    # Numbers that other languages' JSON parsers can't read back exactly are text too (RFC 8259,
    # section 6).
    if isinstance(value, int):
        return value if abs(value) < 2**53 else text_of(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if depth < _MAX_DEPTH:
        if isinstance(value, Quantity):
            value = {"value": value.value, "unit": value.unit}
        if isinstance(value, (dict, Mapping)):
            # Most members are text, for which no call is made.
            return {
                key if type(key) is str else text_of(key): (
                    item if type(item) is str else _plain(item, depth + 1)
                )
                for key, item in value.items()
            }
        if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
            return [_plain(item, depth + 1) for item in value]
    return text_of(value)
