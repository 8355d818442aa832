"""The same for a text that passes by in pieces."""

from __future__ import annotations

from collections.abc import Iterable

from i18n_wsgi.masking.spans import secret_spans
from i18n_wsgi.masking.text import mask_spans, one_line

# How much is waited for before a secret that goes on is given up, and how much is kept to know one by
# that begins in what comes next; both in characters.
_SECRET_LIMIT = 65_536
_NAME_LIMIT = 512


class PieceMasker:
    """Masks a text that comes in pieces: a secret may begin in one and end in another."""

    def __init__(self) -> None:
        self._text = ""
        self._shown_count = 0
        self._looked_at_from = 0
        self._is_lost = False

    def feed(self, piece: str) -> str:
        """What can be shown by now, as one line: nothing as long as a secret goes on."""
        if self._is_lost:
            return ""
        self._text += piece
        # Not each time, lest a secret in single letters is read as often.
        if len(self._text) < self._looked_at_from:
            return ""
        spans = list(secret_spans(self._text))
        end = spans[-1][-1] if spans else 0
        if spans and not self._text[end:].strip("\\'\""):
            self._is_lost = len(self._text) > _SECRET_LIMIT
            self._looked_at_from = len(self._text) * 5 // 4
            return self._show(spans) if self._is_lost else ""
        shown = self._show(spans)
        self._text = self._text[max(end, len(self._text) - _NAME_LIMIT) :]
        self._shown_count = len(self._text)
        self._looked_at_from = 0
        return shown

    def end(self) -> str:
        """What is left."""
        return "" if self._is_lost else self._show(list(secret_spans(self._text)))

    def _show(self, spans: Iterable[tuple[int, int, int]]) -> str:
        return one_line(mask_spans(self._text, spans, self._shown_count))
