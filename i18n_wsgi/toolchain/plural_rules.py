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

from i18n_wsgi.catalogs.compiled import CatalogError, form_of_one, plural_rule, single_counts
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.negotiation import parse_tag

# Numbers that tell all rules of CLDR and of gettext from one another; 0 is a matter of its own.
_NUMBERS = (*range(1, 202), 1000, 1001, 1002, 10_000, 100_000)
_WITH_ZERO = (0, *_NUMBERS)
_ALL_NUMBERS = (*_WITH_ZERO, 1_000_000, 2_000_000)
# Nouns behind a number have one form there, though CLDR has two for what is not counted.
_WITHOUT_PLURALS = frozenset(("az", "fa", "hu", "ka", "kk", "ky", "tk", "tr", "tt", "ug", "uz"))
# Rules that catalogs had before there were CLDR's, where Babel has another one (Localization Guide, "Plural Forms";
# the catalogs of Django and GNOME).
_OLD_RULES = {
    "br": ("2; plural=n>1;",),
    "cgg": ("1; plural=0;",),
    "cy": ("4; plural=n==1 ? 0 : n==2 ? 1 : n!=8 && n!=11 ? 2 : 3;", "2; plural=n==2;"),
    "fil": ("2; plural=n>1;",),
    "ga": ("5; plural=n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4;",),
    "jv": ("2; plural=n!=0;",),
    "kw": ("4; plural=n==1 ? 0 : n==2 ? 1 : n==3 ? 2 : 3;",),
    "mk": ("2; plural=n==1 || n%10==1 ? 0 : 1;", "3; plural=n%10==1 ? 0 : n%10==2 ? 1 : 2;"),
    "mt": (
        "4; plural=n==1 ? 0 : n==0 || (n%100>1 && n%100<11) ? 1 : n%100>10 && n%100<20 ? 2 : 3;",
    ),
    "tl": ("2; plural=n>1;",),
    **dict.fromkeys(
        ["as", "gu", "hy", "kab", "kn", "nso", "sat", "se", "si", "zu"], ("2; plural=n!=1;",)
    ),
}

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


def plural_rule_of(file: PoFile) -> PluralRule | None:
    """A catalog's own rule; None where it has none that can be used."""
    declared = file.fields.get("Plural-Forms")
    return None if declared is None else _read_plural_rule(declared)


@lru_cache(maxsize=1024)
def _read_plural_rule(declared: str) -> PluralRule | None:
    try:
        count, index = plural_rule(f"Plural-Forms: {declared}\n")
    except CatalogError:
        return None
    return PluralRule(count, index, single_counts(count, index), form_of_one(index))


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
        counts = {
            len(_sorted(self._cldr, _WITH_ZERO)),
            *(count for count, _ in self._traditions[:1]),
        }
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

    @property
    def usual(self) -> str:
        """What gettext has for the language; empty where it has nothing."""
        found = (PLURALS[name] for name in self._names if name in PLURALS)
        return next((f"nplurals={count}; plural={rule};" for count, rule in found), "")

    @cached_property
    def _traditions(self) -> list[tuple[int, Index]]:
        """Rules that its catalogs have had for long: Babel's first, if it has one."""
        of_babel = next((PLURALS[name] for name in self._names if name in PLURALS), None)
        told = [] if of_babel is None else ["{}; plural={}".format(*of_babel)]
        told += (rule for name in self._names for rule in _OLD_RULES.get(name, ()))
        return [plural_rule(f"Plural-Forms: nplurals={rule}\n") for rule in told]

    def _is_traditional(self, rule: PluralRule) -> bool:
        return any(
            count == rule.count and all(index(n) == rule.index(n) for n in _WITH_ZERO)
            for count, index in self._traditions
        )

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
