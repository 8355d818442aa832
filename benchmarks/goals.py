"""What the project aims at, beside what was reached."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contenders import ICU, ICU_WITH_LIST, OURS, OURS_WITH_LIST
from measures import Agreement, Speed
from tables import Goal, microseconds, percent, times

_LEAST_AGREEMENT = 0.995
_MEGABYTE = 1_000_000
_PHASES = ("never seen", "emptied", "again")  # as the fields of `measures.Phases`


class Results(NamedTuple):
    """All that was measured, by contender's name."""

    row_count: int
    right_counts: Mapping[str, int]
    common: Mapping[str, Agreement]  # with a common locale's offer; empty without ICU
    all_locales: Mapping[str, Agreement]
    speeds: Mapping[str, Speed]
    hostile: Mapping[str, Mapping[str, float]]  # by kind, then by name
    memory: Mapping[str, float]
    formats: Mapping[str, Speed]

    def worst_hostile(self, name: str) -> float:
        """The nanoseconds of the worst kind; infinite where one did not come to an end."""
        found = [by_name[name] for by_name in self.hostile.values()]
        return max(math.inf if math.isnan(value) else value for value in found)


def goals(results: Results) -> Iterator[Goal]:
    """In the order of the tables."""
    yield from _answer_goals(results)
    yield from _speed_goals(results.speeds)
    worst, kind = max((by_name[OURS.name], kind) for kind, by_name in results.hostile.items())
    yield Goal("64 kB of any kind: 100 µs", f"{kind} {microseconds(worst)} µs", worst < 100_000)
    growth = results.memory[OURS.name] / _MEGABYTE
    yield Goal("memory: 5 MB", f"{growth:.1f} MB", growth < 5)


def _answer_goals(results: Results) -> Iterator[Goal]:
    right, row_count = results.right_counts[OURS.name], results.row_count
    yield Goal("ICU's rows right: all but one", f"{right} of {row_count}", right >= row_count - 1)
    peers = [count for name, count in results.right_counts.items() if name != OURS.name]
    if peers:
        yield Goal("no peer has more rows right", f"the best {max(peers)}", right >= max(peers))
    for text, found in (("common", results.common), ("all", results.all_locales)):
        share = found[OURS.name].share if found else None
        yield Goal(
            f"agreement with ICU, {text} locales: 99.5 %",
            "ICU is missing" if share is None else percent(share),
            None if share is None else share >= _LEAST_AGREEMENT,
        )


def _speed_goals(found: Mapping[str, Speed]) -> Iterator[Goal]:
    ours, with_list = found[OURS.name].mean, found[OURS_WITH_LIST.name].mean
    for text, nanoseconds, limit in (
        ("never seen: 5 µs", ours.unseen, 5_000),
        ("emptied: 10 µs", ours.emptied, 10_000),
        ("again, bound: 0.15 µs", ours.again, 150),
        ("again, list: 0.5 µs", with_list.again, 500),
    ):
        yield Goal(text, f"{microseconds(nanoseconds)} µs", nanoseconds <= limit)
    own_names = (OURS.name, OURS_WITH_LIST.name, ICU.name, ICU_WITH_LIST.name)
    peers = {name: speed.mean for name, speed in found.items() if name not in own_names}
    if peers:
        for phase, (text, own) in enumerate(zip(_PHASES, ours, strict=True)):
            theirs, name = min((speed[phase], name) for name, speed in peers.items())
            figure = f"{name} {times(theirs, own)}"
            yield Goal(f"{text}: faster than all but PyICU", figure, theirs > own)
    if ICU.name in found:
        ratio = ours.emptied / found[ICU.name].mean.emptied
        yield Goal("emptied: 3 x PyICU", times(ratio, 1), ratio <= 3)
