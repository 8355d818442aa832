"""Which language, and which format, a client gets of those on offer."""

from __future__ import annotations

from i18n_wsgi.negotiation.language import (
    ExplainedWish,
    Explanation,
    LanguageMatcher,
    best_match_language,
)
from i18n_wsgi.negotiation.media_type import best_match_format
from i18n_wsgi.negotiation.tags import Tag, direction_of, language_of, maximise, parse_tag

__all__ = [
    "ExplainedWish",
    "Explanation",
    "LanguageMatcher",
    "Tag",
    "best_match_format",
    "best_match_language",
    "direction_of",
    "language_of",
    "maximise",
    "parse_tag",
]
