"""Errors counted for Prometheus. It needs ``pip install 'i18n_wsgi[prometheus]'``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

try:
    from prometheus_client import REGISTRY, CollectorRegistry, Counter
except ModuleNotFoundError as exc:
    raise ModuleNotFoundError(
        "i18n_wsgi.metrics needs prometheus_client: pip install 'i18n_wsgi[prometheus]'",
        name=exc.name,
    ) from exc

from i18n_wsgi.faults import Fault

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_OTHER = "other"


class FaultCounter:
    """Counts faults as ``errors_total{code, status, language}``; an ``on_fault`` of the fault middleware.

    Args:
        registry: where it is exposed.
        namespace: what goes before the metric's name: ``library_errors_total``.
        code_limit: how many codes are told apart, for an ErrorMap's callable may make any; what comes after
            them is counted as ``other``.
    """

    def __init__(
        self,
        registry: CollectorRegistry = REGISTRY,
        *,
        namespace: str = "",
        code_limit: int = 500,
    ) -> None:
        self._counter = Counter(
            "errors",
            "Errors answered, by code, status and the language that they were told in.",
            ["code", "status", "language"],
            namespace=namespace,
            registry=registry,
        )
        self._codes: set[str] = set()
        self._code_limit = code_limit

    def __call__(self, fault: Fault, language: str, environ: WSGIEnvironment) -> None:
        """Count a fault. Languages are bounded by what is on offer, statuses by what they are."""
        code = fault.code
        if code not in self._codes:
            if len(self._codes) >= self._code_limit:
                code = _OTHER
            self._codes.add(code)
        self._counter.labels(code, str(fault.status), language).inc()


def count_fault(fault: Fault, language: str, environ: WSGIEnvironment) -> None:
    """Count a fault in the process's own registry: ``on_fault = i18n_wsgi.metrics:count_fault``."""
    _process_counter()(fault, language, environ)


@cache
def _process_counter() -> FaultCounter:
    return FaultCounter()
