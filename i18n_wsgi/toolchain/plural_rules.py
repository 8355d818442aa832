"""How languages sort numbers into plural forms (CLDR, Language Plural Rules; gettext's tradition), and how a
catalog's own rule differs from that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS
from babel.plural import PluralRule as PluralRuleOfCLDR

from i18n_wsgi.catalogs.compiled import plural_rule
from i18n_wsgi.negotiation import parse_tag

# Numbers that tell all rules of CLDR and of gettext from one another; 0 is a matter of its own.
_NUMBERS = (*range(1, 202), 1000, 1001, 1002, 10_000, 100_000)
_WITH_ZERO = (0, *_NUMBERS)
_ALL_NUMBERS = (*_WITH_ZERO, 1_000_000, 2_000_000)
# Nouns behind a number have one form there, though CLDR has two for what is not counted.
_WITHOUT_PLURALS = frozenset(("az", "fa", "hu", "ka", "kk", "ky", "tk", "tr", "tt", "ug", "uz"))

Index = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class PluralRule:
    """A catalog's Plural-Forms, or those of its language where it has none that can be used.

    Attributes:
        count: how many forms there are.
        index: from a number to its form.
        single_counts: for each form whether exactly one number takes it.
        form_of_one: the place of a form that 1, and beside it at most 0, takes; -1 for none.
    """

    count: int
    index: Callable[[int], int]
    single_counts: tuple[bool, ...]
    form_of_one: int


class LanguagePlurals:
    """What is known of a language.

    Args:
        name: the language's, in any spelling.
    """

    def __init__(self, name: str) -> None:
        tag = parse_tag(name)
        self._names = () if tag is None else (f"{tag.language}_{tag.region}", tag.language)

    def objection_to(self, rule: PluralRule) -> str:
        """Why a rule that can be used is wrong for the language; empty if it is right, or richer or poorer
        only."""
        if self._is_traditional(rule) or self._cldr is None:
            return ""
        counts = {len(_sorted(self._cldr, _WITH_ZERO)), *self._traditional_counts}
        if rule.count == 1 and {*self._names} & _WITHOUT_PLURALS:
            return ""
        if rule.count < min(3, *counts):
            return f"nplurals is {rule.count}, the language has {' or '.join(map(str, sorted(counts)))}"
        if rule.count == 2 and rule.index(1) == 1:
            return "1 takes msgstr[1], other numbers msgstr[0]"
        if _is_at_odds(rule.index, self._cldr, _NUMBERS):
            return _difference(rule.index, self._cldr)
        return ""

    def objection_to_zero(self, rule: PluralRule) -> str:
        """Why it is wrong for 0; empty if it is not."""
        if self._is_traditional(rule) or self._cldr is None or rule.count == 1:
            return ""
        if {*self._names} & _WITHOUT_PLURALS or not _is_at_odds(rule.index, self._cldr, _WITH_ZERO):
            return ""
        return _difference(rule.index, self._cldr)

    def are_for_fractions(self, form_count: int, unreached_count: int) -> bool:
        """Whether so many of a rule's forms are CLDR's for what is no whole number."""
        if self._cldr is None or form_count != len(self._cldr.tags) + 1:
            return False
        return unreached_count <= form_count - len(_sorted(self._cldr, _ALL_NUMBERS))

    @cached_property
    def _tradition(self) -> tuple[int, Index] | None:
        for name in self._names:
            if name in PLURALS:
                count, expression = PLURALS[name]
                return plural_rule(f"Plural-Forms: nplurals={count}; plural={expression}\n")
        return None

    @property
    def _traditional_counts(self) -> set[int]:
        return set() if self._tradition is None else {self._tradition[0]}

    def _is_traditional(self, rule: PluralRule) -> bool:
        if self._tradition is None or self._tradition[0] != rule.count:
            return False
        index = self._tradition[1]
        return all(index(n) == rule.index(n) for n in _WITH_ZERO)

    @cached_property
    def _cldr(self) -> PluralRuleOfCLDR | None:
        for name in self._names:
            with suppress(UnknownLocaleError, ValueError):
                return Locale.parse(name).plural_form
        return None


@lru_cache(maxsize=1024)
def plurals_of(language: str) -> LanguagePlurals:
    """What is known of a language, in any spelling."""
    return LanguagePlurals(language)


def unreached_forms(rule: PluralRule) -> list[int]:
    """The forms that no number takes."""
    taken = {rule.index(n) for n in _ALL_NUMBERS}
    return sorted({*range(rule.count)} - taken)


def _sorted(index: Index, numbers: Iterable[int]) -> set[frozenset[int]]:
    """The numbers, those of one form together."""
    found: dict[object, set[int]] = {}
    for n in numbers:
        found.setdefault(index(n), set()).add(n)
    return {*map(frozenset, found.values())}


def _is_at_odds(one: Index, other: Index, numbers: Iterable[int]) -> bool:
    """Whether two rules differ, and neither is only finer than the other."""
    ours, theirs = _sorted(one, numbers), _sorted(other, numbers)
    return not (
        all(any(part <= whole for whole in theirs) for part in ours)
        or all(any(part <= whole for whole in ours) for part in theirs)
    )


def _difference(rule: Index, known: Index) -> str:
    """Two numbers that only one of them treats alike."""
    for n in _WITH_ZERO:
        for m in range(n):
            is_same = rule(m) == rule(n)
            if is_same != (known(m) == known(n)):
                same, apart = ("here", "in CLDR") if is_same else ("in CLDR", "here")
                return f"{m} and {n} take the same form {same}, and different ones {apart}"
    return ""
