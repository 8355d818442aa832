"""Errors counted for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY, CollectorRegistry

from i18n_wsgi import APIError, ErrorMap, FaultMiddleware
from i18n_wsgi.faults import Fault
from i18n_wsgi.metrics import FaultCounter
from tests.conftest import Body, answering, call, raising


class Gone(APIError):
    status = 410


def counts(registry: CollectorRegistry, name: str = "errors_total") -> dict[tuple[str, ...], float]:
    """Code, status and language of what was counted, and how often."""
    return {
        tuple(sample.labels[label] for label in ("code", "status", "language")): sample.value
        for metric in registry.collect()
        for sample in metric.samples
        if sample.name == name
    }


def test_counted() -> None:
    """An error is counted by its code, its status and the language that it was told in."""
    registry = CollectorRegistry()
    app = FaultMiddleware(raising(Gone()), on_fault=FaultCounter(registry))

    for language in ("fr", "fr", "de", "tlh"):
        call(app, headers={"Accept-Language": language})

    assert counts(registry) == {
        ("gone", "410", "fr"): 2,
        ("gone", "410", "de"): 1,
        ("gone", "410", "en"): 1,
    }


def test_cut() -> None:
    """One that came too late to be told is counted without a language."""
    registry = CollectorRegistry()
    app = FaultMiddleware(answering(Body(b"a", then=Gone())), on_fault=FaultCounter(registry))

    with pytest.raises(Gone):
        call(app)

    assert counts(registry) == {("gone", "410", ""): 1}


def test_codes_are_bounded() -> None:
    """Codes that clients could make up don't fill the memory."""
    registry = CollectorRegistry()
    number = iter(range(100))

    def declared(exc: BaseException) -> Fault:
        return Fault(404, f"code-{next(number)}", "X", "X", "X")

    counter = FaultCounter(registry, code_limit=3)
    app = FaultMiddleware(
        raising(KeyError()), error_map=ErrorMap({KeyError: declared}), on_fault=counter
    )

    for _turn in range(10):
        call(app)

    assert [code for code, _status, _language in counts(registry)] == [
        "code-0",
        "code-1",
        "code-2",
        "other",
    ]
    assert sum(counts(registry).values()) == 10


def test_namespace() -> None:
    """A service's own name may stand before the metric's."""
    registry = CollectorRegistry()

    call(FaultMiddleware(raising(Gone()), on_fault=FaultCounter(registry, namespace="library")))

    assert counts(registry, "library_errors_total") == {("gone", "410", "en"): 1}


def test_setting() -> None:
    """A paste file names the process's own counter."""
    app = FaultMiddleware(raising(Gone()), on_fault="i18n_wsgi.metrics:count_fault")

    call(app, headers={"Accept-Language": "pl"})

    assert counts(REGISTRY)["gone", "410", "pl"] == 1


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where prometheus_client is missing, the setting is refused with what to install."""
    import sys

    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    monkeypatch.delitem(sys.modules, "i18n_wsgi.metrics")

    with pytest.raises(ValueError, match=r"pip install 'i18n_wsgi\[prometheus\]'"):
        FaultMiddleware(raising(Gone()), on_fault="i18n_wsgi.metrics:count_fault")


def test_success() -> None:
    """A success is not counted."""
    seen: list[Any] = []

    call(FaultMiddleware(answering([b"a"]), on_fault=lambda *given: seen.append(given)))

    assert seen == []
