"""The record of one error: what an exception is to be told as, its texts still lazy."""

from i18n_wsgi.faults.describing import describe, is_fault
from i18n_wsgi.faults.error_map import Declaration, ErrorMap
from i18n_wsgi.faults.records import Fault, TranslatedFault, raw_params
from i18n_wsgi.faults.webob_errors import describe_webob

__all__ = [
    "Declaration",
    "ErrorMap",
    "Fault",
    "TranslatedFault",
    "describe",
    "describe_webob",
    "is_fault",
    "raw_params",
]
