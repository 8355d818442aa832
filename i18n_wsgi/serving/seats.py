"""How many connections each worker of a generation has, in memory that they share: who has more than others lets
them go first when a connection comes."""

from __future__ import annotations

import mmap

_NOBODY = 2**32 - 1
# With so many more than another, a worker does not wait for it yet.
_TOLERANCE = 1


class Seat:
    """That of one worker.

    Args:
        counts: how many connections each worker has.
        number: the worker's among them.
    """

    def __init__(self, counts: memoryview[int], number: int) -> None:
        self._counts = counts
        self._number = number
        self.leave()

    def note(self, connection_count: int) -> None:
        """Say how many connections the worker has."""
        self._counts[self._number] = connection_count

    def leave(self) -> None:
        """Say that no worker is there."""
        self.note(_NOBODY)

    def has_more_than_others(self) -> bool:
        """Whether another worker has clearly fewer."""
        return self._counts[self._number] > min(self._counts) + _TOLERANCE


def make_seats(count: int) -> list[Seat]:
    """Seats for as many workers; their parent makes them before it forks."""
    counts = memoryview(mmap.mmap(-1, 4 * count)).cast("I")
    return [Seat(counts, number) for number in range(count)]
