"""Secrets and control characters out of any text that is logged or printed."""

from i18n_wsgi.masking.exceptions import masked_exception
from i18n_wsgi.masking.pieces import PieceMasker
from i18n_wsgi.masking.structures import masked_row
from i18n_wsgi.masking.text import LazyLogText, log_text, mask, one_line, text_of

__all__ = [
    "LazyLogText",
    "PieceMasker",
    "log_text",
    "mask",
    "masked_exception",
    "masked_row",
    "one_line",
    "text_of",
]
