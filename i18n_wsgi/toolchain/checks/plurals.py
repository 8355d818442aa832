"""Plurals: each number must find its form, and each form its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS
from babel.plural import PluralRule as PluralRuleOfCLDR

from i18n_wsgi.catalogs.compiled import CatalogError, plural_rule
from i18n_wsgi.catalogs.po_file import Entry
from i18n_wsgi.negotiation import parse_tag
from i18n_wsgi.toolchain.checks.base import Finding, PluralRule, Rule, Subject

_ABSENT = Rule(
    "E201",
    "Plural-Forms is missing",
    "Add the Plural-Forms of your language to the header.",
    "Without it a program takes English's two forms.",
    'msgid ""\nmsgstr "Language: pl\\n"',
    'msgid ""\nmsgstr ""\n"Language: pl\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"',
)
_UNREADABLE = Rule(
    "E202",
    "Plural-Forms can't be read",
    "Write nplurals=2; plural=(n != 1); with the numbers of your language.",
    "Only n, numbers and the operators of C stand there; nothing else is run, and the catalog is lost.",
    "\"Plural-Forms: nplurals=2; plural=__import__('os');\\n\"",
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
)
_DIVIDES = Rule(
    "E203",
    "Plural-Forms divides by zero",
    "Take the Plural-Forms of your language from another catalog.",
    "For some numbers no form can be chosen, and the program fails.",
    '"Plural-Forms: nplurals=2; plural=(10 % n != 1);\\n"',
    '"Plural-Forms: nplurals=2; plural=(n % 10 != 1);\\n"',
)
_OUTSIDE = Rule(
    "E204",
    "Plural-Forms chooses a form that is not there",
    "Let nplurals be one more than the largest number that plural gives.",
    "For some numbers there is no text.",
    '"Plural-Forms: nplurals=2; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"',
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"',
)
_UNREACHED = Rule(
    "E205",
    "A plural form is never chosen",
    "Let nplurals be what plural can give, or mend plural.",
    "Whatever the number, nobody sees the text of this form.",
    '"Plural-Forms: nplurals=3; plural=(n != 1);\\n"',
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
)
_OTHER_COUNT = Rule(
    "E206",
    "nplurals is not that of the language",
    "Take the Plural-Forms of your language.",
    "Some numbers would get a wrong form.",
    '"Language: ru\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
    '"Language: ru\\n"\n"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :'
    ' n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"',
)
_DISAGREES = Rule(
    "E207",
    "Plural-Forms disagrees with the language's plurals",
    "Take the Plural-Forms of your language.",
    "CLDR knows which numbers take the same form; here some of them don't, or others do.",
    '"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n == 1);\\n"',
    '"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
)
_ZERO = Rule(
    "W208",
    "Plural-Forms gives 0 another form than the language does",
    "Take the Plural-Forms of your language.",
    "CLDR knows which form goes with 0: none of the others in German, that of 1 in French.",
    '"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"',
    '"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
)
_MISSING = Rule(
    "E209",
    "A plural form is missing",
    "Add a msgstr for each number from 0 to nplurals - 1.",
    "For some numbers there is no text.",
    'msgstr[0] "%(n)d livre"',
    'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"',
)
_EMPTY = Rule(
    "E210",
    "A plural form is empty",
    "Translate it; where two forms are the same, write both.",
    "For some numbers the reader would see nothing.",
    'msgstr[0] "%(n)d livre"\nmsgstr[1] ""',
    'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"',
)
_EXTRA = Rule(
    "E211",
    "There are more plural forms than nplurals says",
    "Take the last ones out, or mend nplurals.",
    "Nobody would see them.",
    'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"\nmsgstr[2] "%(n)d livres"',
    'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"',
)

RULES = (
    _ABSENT, _UNREADABLE, _DIVIDES, _OUTSIDE, _UNREACHED, _OTHER_COUNT, _DISAGREES, _ZERO, _MISSING, _EMPTY, _EXTRA,
)  # fmt: skip

_FIELD = "Plural-Forms"
# Nouns behind a number have one form there, though CLDR has two for what is not counted.
_WITHOUT_PLURALS = frozenset(("az", "fa", "hu", "ka", "kk", "ky", "tk", "tr", "tt", "ug", "uz"))
# Numbers that tell all rules of CLDR and of gettext from one another.
_NUMBERS = (*range(1, 202), 1000, 1001, 1002, 10_000, 100_000)


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the header's rule, and with the forms of each entry."""
    plurals = [entry for entry in subject.file.live_entries() if entry.plural is not None]
    yield from _check_rule(subject, has_plurals=bool(plurals))
    count = None if subject.plural_rule is None else subject.plural_rule.count
    for entry in plurals:
        if entry.is_translated:
            yield from _check_forms(subject, entry, count)


def _check_rule(subject: Subject, *, has_plurals: bool) -> Iterator[Finding]:
    declared = subject.file.fields.get(_FIELD, "")
    place = subject.file.place_of_field(_FIELD)
    if not declared or "INTEGER" in declared:  # what a template has
        if has_plurals and subject.translated:
            yield subject.in_file(_ABSENT, "There are plurals, and no Plural-Forms", place)
        return
    rule = subject.plural_rule
    if rule is None:
        yield _of_unusable(subject, declared)
        return
    chosen = {rule.index(n) for n in (0, *_NUMBERS, 1_000_000, 2_000_000)}
    unreached = sorted({*range(rule.count)} - chosen)
    if unreached and rule.count != _full_count_of(_language_of(subject)):
        told = f"No number takes the form {', '.join(map(str, unreached))}"
        yield subject.in_file(_UNREACHED, told, place, declared)
    elif language := _language_of(subject):
        yield from _check_language(subject, rule, language)


def _check_language(subject: Subject, rule: PluralRule, language: str) -> Iterator[Finding]:
    """How the catalog's rule differs from what its language has."""
    known = _cldr_rule(language)
    if known is None:
        return
    declared, place = subject.file.fields[_FIELD], subject.file.place_of_field(_FIELD)
    expected = _counts_of(language)
    is_traditional = _sorted(rule.index, _NUMBERS) == _tradition_of(language)
    if rule.count < min(3, *expected) and not (
        rule.count == 1 and _bare(language) in _WITHOUT_PLURALS
    ):
        told = (
            f"nplurals is {rule.count}, the language has {' or '.join(map(str, sorted(expected)))}"
        )
        yield subject.in_file(_OTHER_COUNT, told, place, declared)
    elif rule.count == 2 and rule.index(1) == 1:
        yield subject.in_file(
            _DISAGREES, "1 takes msgstr[1], other numbers msgstr[0]", place, declared
        )
    elif is_traditional or rule.count == 1:
        return
    elif _is_at_odds(_sorted(rule.index, _NUMBERS), _sorted(known, _NUMBERS)):
        told = _differing(language, rule.index)
        of_count = rule.count not in expected
        yield subject.in_file(_OTHER_COUNT if of_count else _DISAGREES, told, place, declared)
    elif _is_at_odds(_sorted(rule.index, (0, *_NUMBERS)), _sorted(known, (0, *_NUMBERS))):
        yield subject.in_file(_ZERO, _differing(language, rule.index), place, declared)


def _of_unusable(subject: Subject, declared: str) -> Finding:
    place = subject.file.place_of_field(_FIELD)
    try:
        plural_rule(f"{_FIELD}: {declared}\n")
    except CatalogError as exc:
        why, cause = str(exc), exc.__cause__
    else:
        why, cause = f"{_FIELD} can't be used", None
    rule = _UNREADABLE
    if isinstance(cause, ZeroDivisionError):
        rule = _DIVIDES
    elif "a form that is not there" in why:
        rule = _OUTSIDE
    return subject.in_file(rule, why, place, declared)


def _language_of(subject: Subject) -> str | None:
    return subject.locale or subject.file.fields.get("Language") or None


def _full_count_of(language: str | None) -> int:
    """How many categories CLDR has for a language, those of fractions among them."""
    known = None if language is None else _cldr_rule(language)
    return len(known.tags) + 1 if isinstance(known, PluralRuleOfCLDR) else 0


def _bare(language: str) -> str:
    tag = parse_tag(language)
    return "" if tag is None else tag.language


def _counts_of(language: str) -> set[int]:
    """How many forms a language has: by gettext's tradition, and for CLDR's whole numbers."""
    known, tradition = _cldr_rule(language), _tradition_of(language)
    counts = {len(_sorted(known, (0, *_NUMBERS)))} if known else set()
    return counts | ({len(tradition)} if tradition else set())


@lru_cache(maxsize=256)
def _cldr_rule(language: str) -> Callable[[int], object] | None:
    """From a number to CLDR's plural category; None for a language that it does not know."""
    for name in _names_of(language):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name).plural_form
    return None


@lru_cache(maxsize=256)
def _tradition_of(language: str) -> set[frozenset[int]] | None:
    """How the rule that gettext's users have for a language sorts the numbers."""
    for name in _names_of(language):
        if name in PLURALS:
            return _sorted(
                plural_rule(f"{_FIELD}: nplurals={PLURALS[name][0]}; plural={PLURALS[name][1]}\n")[
                    1
                ],
                _NUMBERS,
            )
    return None


def _names_of(language: str) -> tuple[str, ...]:
    tag = parse_tag(language)
    return () if tag is None else (f"{tag.language}_{tag.region}", tag.language)


def _is_at_odds(one: Iterable[frozenset[int]], other: Iterable[frozenset[int]]) -> bool:
    """Whether two ways to sort the numbers differ, and neither is only finer than the other."""
    one, other = [*one], [*other]
    return not (
        all(any(part <= whole for whole in other) for part in one)
        or all(any(part <= whole for whole in one) for part in other)
    )


def _sorted(index: Callable[[int], object], numbers: Iterable[int]) -> set[frozenset[int]]:
    """The numbers, those of one form together."""
    found: dict[object, set[int]] = {}
    for n in numbers:
        found.setdefault(index(n), set()).add(n)
    return {*map(frozenset, found.values())}


def _differing(language: str, index: Callable[[int], int]) -> str:
    """Numbers that a rule treats alike and CLDR does not, and the other way round."""
    known = _cldr_rule(language)
    assert known is not None
    pairs = ((m, n) for n in _NUMBERS for m in range(n))
    for m, n in pairs:
        if (index(m) == index(n)) != (known(m) == known(n)):
            same, apart = ("here", "in CLDR") if index(m) == index(n) else ("in CLDR", "here")
            return f"{m} and {n} take the same form {same}, and different ones {apart}"
    return ""


def _check_forms(subject: Subject, entry: Entry, count: int | None) -> Iterator[Finding]:
    given = len(entry.forms)
    if count is not None and given < count:
        told = f"There are {given} of {count} forms"
        yield subject.in_entry(_MISSING, entry, told)
    if count is not None and given > count:
        extra = entry.forms[sorted(entry.forms)[count]]
        told = f"There are {given} forms, and nplurals is {count}"
        yield subject.in_text(_EXTRA, entry, extra, told)
    for number, text in sorted(entry.forms.items()):
        if not text.value and (count is None or number < count):
            yield subject.in_text(_EMPTY, entry, text, f"msgstr[{number}] is empty")
