"""What operators are told of catalogs."""

from __future__ import annotations

import logging
import threading

from i18n_wsgi.masking import LazyLogText

_LOG = logging.getLogger(__name__)

_MAX_TOLD_COUNT = 10_000


class Log:
    """Lines for operators, each told once.

    They are noted at any time and written when no lock is held: a handler may be slow, or ask for a
    text itself.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: set[str] = set()
        self._waiting: list[tuple[int, str]] = []

    def note(self, level: int, text: str, *, is_news: bool = False) -> None:
        """Have a line written; again only where it is news each time."""
        with self._lock:
            if text in self._told and not is_news:
                return
            if len(self._told) >= _MAX_TOLD_COUNT:
                self._told.clear()
            self._told.add(text)
            self._waiting.append((level, text))

    def write(self) -> None:
        """Write the lines that were noted."""
        if not self._waiting:
            return
        with self._lock:
            lines, self._waiting = self._waiting, []
        for level, text in lines:
            _LOG.log(level, "%s", LazyLogText(text))
