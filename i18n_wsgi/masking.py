"""Text that is safe to log: one line, whatever it holds, and the secrets that oslo.utils knows masked.

A record's own text passes through here. The traceback behind it does not yet.
"""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, bidi controls and lone surrogates: whatever could
# end a line, start another or make a terminal show something else.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


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
        # oslo.utils takes a while to import: the first fault pays for it, not every start.
        from oslo_utils.strutils import mask_password

        return one_line(mask_password(text_of(self._obj)))


def text_of(obj: object) -> str:
    """``str(obj)``, or the name of its class when that raises."""
    try:
        # The answer may be a subclass of str, whose own __str__ raises.
        return str.__str__(str(obj))
    # An object's own __str__ may raise anything; the log record survives.
    except Exception:
        return f"<{type(obj).__name__} that can't be shown>"
