"""What every format is, and what several of them need."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Any, Protocol

from i18n_wsgi.faults import TranslatedFault
from i18n_wsgi.masking import text_of
from i18n_wsgi.messages import Message
from i18n_wsgi.parameters import Quantity

# However much an error holds, its body stays one that can be sent; "…" stands where something was cut.
MAX_TEXT_LENGTH = 2**16  # of each text, in characters
MAX_PARAMS_LENGTH = 2**14  # of one message's raw parameters together; each value counts one more
_MAX_DEPTH = 8

# What HTML forbids, and terminals obey.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)


class Format(Protocol):
    """Renders a translated fault as one media type.

    A service gives its own to FaultMiddleware; a distribution brings one by an entry point, which names
    a class or function that is called with the settings::

        [project.entry-points."i18n_wsgi.formats"]
        csv = "acme_formats:CSV"
    """

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


def content_type_of(media_type: str) -> str:
    """The Content-Type of a media type whose documents are in UTF-8."""
    return media_type + "; charset=utf-8" if media_type.startswith("text/") else media_type


def encode(text: str) -> bytes:
    """The text as UTF-8, what UTF-8 can't hold (lone surrogates) as question marks."""
    return text.encode("utf-8", "replace")


def encode_json(document: Mapping[str, object]) -> bytes:
    """The document, of values that JSON has, in one line that ends."""
    return encode(_encoder()(document) + "\n")


@cache
def _encoder() -> Callable[[object], str]:
    """What ``JSONEncoder.encode`` makes anew for each document, which takes as long as encoding it."""
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    try:
        encode_chunks = make(
            None,
            _JSON.default,
            json.encoder.encode_basestring,
            None,
            ": ",
            ", ",
            False,
            False,
            True,
        )
    except TypeError:  # a Python without it, or with another one
        return _JSON.encode
    return lambda document: "".join(encode_chunks(document, 0))


def bounded(text: object) -> str:
    """The text, of one that is too long its beginning."""
    shown = text if type(text) is str else text_of(text)
    return shown if len(shown) <= MAX_TEXT_LENGTH else shown[:MAX_TEXT_LENGTH] + "…"


def without_controls(text: str) -> str:
    """The text with U+FFFD for each control character but tabs and line feeds."""
    # Most texts are printable, which is told sooner.
    return text if text.isprintable() else _CONTROLS.sub("\ufffd", text)


def items_of(fault: TranslatedFault) -> list[dict[str, object]]:
    """The single errors as documents hold them."""
    return [
        {
            "pointer": bounded(item["pointer"]),
            "code": bounded(item["code"]),
            "detail": bounded(item["detail"]),
            "params": plain(item["params"]),
        }
        for item in fault.items()
    ]


def plain(value: object) -> object:
    """The value as JSON has it, within bounds; text for what JSON does not have."""
    return _Reader().read(value)


class _Reader:
    """Makes values plain until there is no room for more."""

    def __init__(self) -> None:
        self._room = MAX_PARAMS_LENGTH

    def read(self, value: object, depth: int = 0) -> object:
        self._room -= 1
        if self._room < 0:
            return "…"
        try:
            return self._plain(value, depth)
        # An object's own methods may raise anything; the body survives.
        except Exception:
            return self._text(text_of(value))

    def _plain(self, value: object, depth: int) -> object:
        if isinstance(value, (bool, NoneType)):
            return value
        # Numbers that other languages' JSON parsers can't read back exactly are text too (RFC 8259,
        # section 6).
        if isinstance(value, int):
            return value if int.__abs__(value) < 2**53 else self._text(text_of(value))
        if isinstance(value, float) and math.isfinite(value):
            return value
        if isinstance(value, Quantity):
            value = {"value": value.value, "unit": value.unit}
        if isinstance(value, Mapping):
            return "…" if depth == _MAX_DEPTH else self._dict(value, depth + 1)
        if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
            return "…" if depth == _MAX_DEPTH else self._list(value, depth + 1)
        return self._text(text_of(value))

    def _dict(self, value: Mapping[object, object], depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, member in value.items():
            if self._room <= 0:
                found["…"] = "…"
                break
            found[self._text(text_of(key))] = self.read(member, depth)
        return found

    def _list(self, value: Sequence[object], depth: int) -> list[object]:
        found: list[object] = []
        for member in value:
            found.append(self.read(member, depth))
            if self._room < 0:
                break
        return found

    def _text(self, text: str) -> str:
        room = max(self._room, 0)
        self._room -= len(text)
        return text if len(text) <= room else text[:room] + "…"
