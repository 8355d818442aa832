"""Signals that are taken when there is time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from i18n_wsgi.serving.signals import Signals, wait_for

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="there are no such signals")


@pytest.fixture
def signals() -> Iterator[Signals]:
    made = Signals(signal.SIGUSR1, signal.SIGUSR2)
    made.open()
    yield made
    made.close()


def test_order(signals: Signals) -> None:
    """They are taken once, as they came."""
    os.kill(os.getpid(), signal.SIGUSR2)
    signals.send(signal.SIGUSR1)

    wait_for([signals.fileno()], 10)

    assert signals.take() == [signal.SIGUSR2, signal.SIGUSR1]
    assert signals.take() == []


def test_storm(signals: Signals) -> None:
    """However many came before it, none is lost."""
    for _ in range(5000):
        os.kill(os.getpid(), signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR2)

    assert signals.take()[-1] == signal.SIGUSR2
