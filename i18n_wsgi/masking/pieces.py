"""The same for a text that passes by in pieces."""

from __future__ import annotations

import re

from i18n_wsgi.masking.spans import Span, secret_spans
from i18n_wsgi.masking.text import mask_spans, one_line

# How much is waited for before a secret that goes on is given up, and how much is kept to know one by
# that begins in what comes next; both in characters.
_SECRET_LIMIT = 65_536
_CONTEXT = 640
_NAME_LIMIT = 512
# What may belong to the end of a secret or follow it within.
_END = "\\'\" \t\r\n"
_NESTED = re.compile(r"[\w.]{0,64}[(\[{<]")
# Where a secret can be cut without another meaning of what is behind.
_MIDDLE = re.compile(r"(?<=[^\W_])(?=[^\W_])")
_HEAD = 64
_REST = " (the rest is not shown)"


class PieceMasker:
    """Masks a text that comes in pieces: a secret may begin in one and end in another."""

    def __init__(self) -> None:
        self._text = ""
        self._shown_count = 0
        self._searched_from = 0
        self._looked_at_from = 0
        self._is_lost = False

    def feed(self, piece: str) -> str:
        """What can be shown by now, as one line: nothing of a secret as long as it goes on."""
        if self._is_lost:
            return ""
        self._text += piece
        # Not each time, lest a secret in single letters is read as often.
        if len(self._text) < self._looked_at_from:
            return ""
        spans = list(secret_spans(self._text, self._searched_from))
        text_end = len(self._text.rstrip(_END))
        open_at = next((at for at, span in enumerate(spans) if span.reach >= text_end), None)
        if open_at is None:
            return self._show(spans, len(self._text))
        begin, start, _, _ = spans[open_at]
        length = len(self._text)
        shown = self._show(spans[:open_at], begin)
        if len(self._text) > _SECRET_LIMIT:
            return shown + self._give_up(start - length + len(self._text))
        self._looked_at_from = len(self._text) * 5 // 4
        return shown

    def end(self) -> str:
        """What is left."""
        if self._is_lost:
            return ""
        spans = secret_spans(self._text, self._searched_from)
        return one_line(mask_spans(self._text, spans, self._shown_count))

    def _show(self, spans: list[Span], end: int) -> str:
        """The text up to there. What was before is kept as far as something there may belong to it."""
        shown = mask_spans(self._text[:end], spans, self._shown_count)
        searched_from = max([0, end - _NAME_LIMIT, *(span.end for span in spans)])
        kept_from = max(0, searched_from - _CONTEXT)
        self._text = self._text[kept_from:]
        self._shown_count = max(self._shown_count, end) - kept_from
        self._searched_from = searched_from - kept_from
        self._looked_at_from = 0
        return one_line(shown)

    def _give_up(self, start: int) -> str:
        """Shows the beginning of a secret that goes on, and keeps no more of it than tells its end."""
        is_new = self._shown_count <= start
        shown = one_line(f"{self._text[self._shown_count : start]}***") if is_new else ""
        rest = _MIDDLE.search(self._text, len(self._text) - _NAME_LIMIT)
        if _NESTED.match(self._text, start) or rest is None:
            self._text, self._is_lost = "", True
            return shown + _REST
        self._text = self._text[: start + _HEAD] + self._text[rest.end() :]
        self._shown_count = start + 1
        self._looked_at_from = 0
        return shown
