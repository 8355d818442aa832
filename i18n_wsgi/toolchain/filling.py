"""What a form of a translation must have filled in, and whether a program succeeds with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import NamedTuple

from i18n_wsgi.catalogs.po_file import Entry
from i18n_wsgi.placeholders import PlaceholderError, fill, render
from i18n_wsgi.toolchain.plural_rules import PluralRule
from i18n_wsgi.toolchain.slots import Slot

_NUMBER_TYPES = frozenset("diu")
_NUMBER_NAME = re.compile(
    r"(?:\w*_)?(?:n|nb|num|number|no|count|counter|total|size|amount|len|length|qty|quantity|limit|max|min)"
    r"(?:_\w*)?|\w*(?:count|number|num)",
    re.IGNORECASE,
)


class Wanted(NamedTuple):
    """What one form of a translation may and must have.

    Attributes:
        allowed: all that the source texts have.
        needed: what may not be left out.
        unnamed: those without a name, in their order.
        may_lack_unnamed: whether these may be left out all together.
    """

    allowed: frozenset[Slot]
    needed: frozenset[Slot]
    unnamed: list[Slot]
    may_lack_unnamed: bool

    @classmethod
    def of(
        cls, entry: Entry, number: int, sources: Sequence[Sequence[Slot]], rule: PluralRule | None
    ) -> Wanted:
        """Those of a form.

        Args:
            entry: whose it is.
            number: the form's.
            sources: what the msgid has; for a plural also what the plural has.
            rule: the catalog's; None where it has none that can be used.
        """
        allowed = frozenset(slot for slots in sources for slot in slots)
        needed, may_lack = allowed, frozenset[Slot]()
        if entry.plural is not None:
            may_lack = allowed - frozenset(sources[0])
            if rule is not None and number == rule.form_of_one:
                needed = frozenset(sources[0])
            if rule is None or (number < rule.count and rule.single_counts[number]):
                may_lack |= _numbers(allowed)
                needed -= may_lack
        unnamed = [slot for slot in sources[-1] if slot.name is None]
        lacks_unnamed = not any(slot.name is None for slot in needed)
        return cls(allowed, needed, unnamed, lacks_unnamed)


def _numbers(slots: frozenset[Slot]) -> frozenset[Slot]:
    """Which of them is the number that chooses the form, as far as one can see."""
    found = frozenset(slot for slot in slots if slot.type in _NUMBER_TYPES)
    if not found:
        found = frozenset(slot for slot in slots if _NUMBER_NAME.fullmatch(slot.name or ""))
    return found or slots


def find_failure(text: str, wanted: Wanted) -> str:
    """Why a program fails to fill the text in, with a value for each placeholder of the msgid; empty if it
    does not."""
    values = {slot.name: _value_for(slot) for slot in wanted.allowed if slot.name is not None}
    try:
        if any(slot.type.isalpha() for slot in wanted.allowed):
            unnamed = tuple(_value_for(slot) for slot in wanted.unnamed)
            fill(text, unnamed if wanted.unnamed else values, render)
        elif wanted.allowed:
            Formatter().vformat(text, [values.get(str(n)) for n in range(len(values))], values)
    except PlaceholderError as exc:
        return str(exc)
    except (AttributeError, LookupError, TypeError, ValueError) as exc:
        return f"Filling it in fails: {exc}"
    return ""


def _value_for(slot: Slot) -> object:
    if slot.type in "diouxXcbeEfFgGn" and slot.type:
        return 7
    return _Anything()


class _Anything:
    """A value of which a program may show anything."""

    def __format__(self, _form: str) -> str:
        return "x"

    def __getattr__(self, _name: str) -> _Anything:
        return self

    def __getitem__(self, _key: object) -> _Anything:
        return self
