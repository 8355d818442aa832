"""What can be wrong with a ``.mo`` file."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Damage(Enum):
    """The kinds, one for each rule of the linter."""

    NO_MO = auto()
    VERSION = auto()
    CUT_OFF = auto()
    OVERLAP = auto()
    MISALIGNED = auto()
    UNENDED = auto()
    ENDED_TWICE = auto()
    ORDER = auto()
    DUPLICATE = auto()
    HASH = auto()
    TRAILING = auto()
    CHARSET = auto()
    UNDECODABLE = auto()


class Fault(NamedTuple):
    """One thing that is wrong with a file.

    Attributes:
        damage: what.
        entry: the number of the entry, from 1; 0 for the file itself.
        why: in English, one sentence without its end.
        piece: what offends.
    """

    damage: Damage
    entry: int
    why: str
    piece: str = ""


class DamageError(Exception):
    """Damage behind which nothing can be read.

    Attributes:
        damage: what.
        why: in English, one sentence without its end.
    """

    def __init__(self, damage: Damage, why: str) -> None:
        super().__init__(why)
        self.damage, self.why = damage, why
