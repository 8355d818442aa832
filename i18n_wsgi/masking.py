"""Text that is safe to log: one line, whatever it holds, and the secrets that oslo.utils knows masked.

A record's own text passes through here. The traceback behind it does not yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# C0 and C1 controls, line and paragraph separators, bidi controls and lone surrogates: whatever could
# end a line, start another or make a terminal show something else.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# Part of all that oslo.utils masks by name, and of the headers that carry credentials.
_NAME = (
    r"authoriz|clusterfsid|configdrive|cookie|credential|hashsuffix|kek|[a-z][-_]?key|pass|pswd|secret"
    "|session|token"
)
_SECRET = re.compile(_NAME, re.IGNORECASE)
# As dicts, pairs and query strings show one: 'name': 'value', ('name', 'value'), name=value.
_SHOWN_SECRETS = [
    re.compile(
        rf"""((['"])[\w-]{{0,64}}(?:{_NAME})[\w-]{{0,64}}\2\s*[:,]\s*b?(['"])).*?(?=\3)""",
        re.IGNORECASE,
    ),
    re.compile(rf"""((?<![\w-])[\w-]{{0,64}}(?:{_NAME})[\w-]{{0,64}}=)[^&\s'"]+""", re.IGNORECASE),
]
# How much of a line is waited for before its secrets are masked, and how much of one is kept to
# know a secret by that begins in what comes next; both in characters.
_LINE_LIMIT = 65_536
_NAME_LIMIT = 256


def one_line(text: str) -> str:
    r"""The text with everything that could forge a log record escaped: a line feed is ``\n``."""
    return _UNSAFE.sub(lambda match: repr(match.group())[1:-1], text)


class LazyLogText:
    """A log argument that is masked and escaped only if a handler formats the record.

    ``str()`` of it never raises, whatever the object's own ``str()`` does.
    """

    __slots__ = ("_obj",)

    def __init__(self, obj: object) -> None:
        self._obj = obj

    def __str__(self) -> str:
        return one_line(_mask(text_of(self._obj)))


class PieceMasker:
    """Masks a text that comes in pieces: a secret may begin in one and end in another."""

    def __init__(self) -> None:
        self._text = ""
        self._shown_count = 0

    def feed(self, piece: str) -> str:
        """What can be shown by now, as one line: all but a line that speaks of a secret and goes on."""
        self._text += piece
        line = self._text[self._text.rfind("\n") + 1 :]
        has_secret = _SECRET.search(line) is not None
        if has_secret and len(line) < _LINE_LIMIT:
            return ""
        return self._show("" if has_secret else line[-_NAME_LIMIT:])

    def end(self) -> str:
        """What is left."""
        return self._show("")

    def _show(self, kept: str) -> str:
        shown = _mask_all(self._text)[self._shown_count :]
        self._text, self._shown_count = kept, len(kept)
        return one_line(shown)


def named(name: str, value: object) -> str:
    """``name = value`` as one line, the value masked where its name is that of a secret."""
    if _SECRET.search(name):
        return one_line(f"{name} = ***")
    return one_line(_mask_all(f"{name} = {text_of(value, repr)}"))


def _mask_all(text: str) -> str:
    """More than a log needs: what is printed for debugging is whatever passes."""
    for secret in _SHOWN_SECRETS:
        text = secret.sub(r"\1***", text)
    return _mask(text)


def _mask(text: str) -> str:
    # oslo.utils takes a while to import: the first fault pays for it, not every start.
    from oslo_utils.strutils import mask_password

    return str(mask_password(text))


def text_of(obj: object, show: Callable[[object], str] = str) -> str:
    """``str(obj)``, or ``repr(obj)``, or the name of its class when that raises."""
    try:
        # The answer may be a subclass of str, whose own __str__ raises.
        return str.__str__(show(obj))
    # An object's own __str__ may raise anything; the log record survives.
    except Exception:
        return f"<{type(obj).__name__} that can't be shown>"
