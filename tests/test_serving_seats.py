"""How workers know who has more connections than others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from i18n_wsgi.serving.seats import make_seats


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0), [False, False]),
        ((3, 2), [False, False]),  # one more is no reason to wait
        ((4, 2), [True, False]),
        ((4, 2, 9), [True, False, True]),
    ],
)
def test_counts(counts: tuple[int, ...], expected: list[bool]) -> None:
    """Who has clearly more than another is known to have that."""
    seats = make_seats(len(counts))

    for seat, count in zip(seats, counts, strict=True):
        seat.note(count)

    assert [seat.has_more_than_others() for seat in seats] == expected


def test_empty_seat() -> None:
    """Nobody waits for a worker that has not begun, or has left."""
    first, second = make_seats(2)
    first.note(9)
    before = first.has_more_than_others()
    second.note(0)
    second.leave()

    assert [before, first.has_more_than_others()] == [False, False]


FORKING = """
import os
from i18n_wsgi.serving.seats import make_seats

first, second = make_seats(2)
second.note(5)
if not os.fork():
    first.note(1)
    os._exit(0)
os.wait()
print(second.has_more_than_others())
"""


def test_other_process() -> None:
    """What one process notes, the others see."""
    told = subprocess.check_output([sys.executable, "-W", "ignore", "-c", FORKING])

    assert told == b"True\n"
