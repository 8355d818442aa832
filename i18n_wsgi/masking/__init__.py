"""Secrets and control characters out of any text that is logged or printed."""

from i18n_wsgi.masking.exceptions import masked_exception
from i18n_wsgi.masking.pieces import PieceMasker
from i18n_wsgi.masking.text import LazyLogText, log_text, mask, named, one_line, text_of

__all__ = [
    "LazyLogText",
    "PieceMasker",
    "log_text",
    "mask",
    "masked_exception",
    "named",
    "one_line",
    "text_of",
]
