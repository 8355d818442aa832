"""Text that is safe to log: one line, whatever it holds, its secrets masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from i18n_wsgi.masking.spans import Span, secret_spans

# C0 and C1 controls, line and paragraph separators, bidi controls and lone surrogates: whatever could
# end a line, start another or make a terminal show something else.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# What it takes to have a secret that oslo.utils would mask.
_SHOWS_VALUES = re.compile(r"""[=:<]|--|\s['"]""")
_KNOWN = re.compile("configdrive|cookie|credential|fsid|ke[ky]|pass|pswd|secret|suffix|token", re.I)
# A dash behind a name makes it an option with a value to oslo.utils, as in "token-exchange is on", and
# an empty string lets it look for another. It gets no text that has both sides of one.
_APART = re.compile(r"""(?<=[\w\s])(?=-)|(?<=['"])(?=['"])""")
# How much of a text is logged, in characters.
_TEXT_LIMIT = 10_000


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
        return log_text(self._obj)


def log_text(obj: object) -> str:
    """``str(obj)`` as a log shows it: one line, its secrets masked, of 10,000 characters at most."""
    text = text_of(obj)
    left_count = len(text) - _TEXT_LIMIT
    shown = one_line(mask(text[:_TEXT_LIMIT]))
    return shown if left_count <= 0 else f"{shown}... ({left_count} more characters)"


def mask(text: str) -> str:
    """The text with ``***`` in the place of each secret that we know by its name or form."""
    return mask_spans(text, secret_spans(text))


def mask_spans(text: str, spans: Iterable[Span], position: int = 0) -> str:
    """The text from a position on, with ``***`` in the place of what is in the spans."""
    shown: list[str] = []
    for name_begin, start, end, _ in spans:
        if start == end:
            continue
        begin = min(max(name_begin, position), max(start, position))
        shown += _mask_rest(text[position:begin]), text[begin : max(start, begin)]
        if position <= start:
            shown.append("***")
        position = max(position, end)
    return "".join([*shown, _mask_rest(text[position:])])


def _mask_rest(text: str) -> str:
    """What oslo.utils knows besides."""
    if not _SHOWS_VALUES.search(text):
        return text
    # It takes a while to import: the first fault pays for it, not every start.
    from oslo_utils.strutils import mask_password

    parts = _APART.split(text)
    return "".join(str(mask_password(part)) if _KNOWN.search(part) else part for part in parts)


def text_of(obj: object, show: Callable[[object], str] = str) -> str:
    """``str(obj)``, or ``repr(obj)``, or the name of its class when that raises."""
    try:
        # The answer may be a subclass of str, whose own __str__ raises.
        return str.__str__(show(obj))
    except KeyboardInterrupt:
        raise
    # An object's own __str__ may raise anything, SystemExit too; the log record survives.
    except BaseException:
        return f"<{type(obj).__name__} that can't be shown>"
