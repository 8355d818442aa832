"""Plurals: each number must find its form, and each form its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from i18n_wsgi.catalogs.compiled import CatalogError, plural_rule
from i18n_wsgi.catalogs.po_file import Entry
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject
from i18n_wsgi.toolchain.plural_rules import PluralRule, plurals_of, unreached_forms

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
# What Python's own gettext reads; it fails for what stands otherwise.
_READABLE = re.compile(r"\s*nplurals=\s*[0-9]+\s*;\s*plural=", re.ASCII)


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
    if not declared or "INTEGER" in declared:  # what a template has
        if has_plurals and subject.translated:
            place = subject.file.place_of_field(_FIELD)
            yield subject.in_file(_ABSENT, "There are plurals, and no Plural-Forms", place)
    elif subject.plural_rule is None or not _READABLE.match(declared):
        yield _of_unusable(subject, declared)
    elif (language := _language_of(subject)) in PSEUDO_LOCALES:
        return
    elif judged := _judge(subject.plural_rule, language):
        place = subject.file.place_of_field(_FIELD)
        rule, why = judged
        usual = plurals_of(language).usual
        told = f"{why}; usual is {usual}" if usual else why
        yield subject.in_file(rule, told, place, declared)


@lru_cache(maxsize=1024)
def _judge(rule: PluralRule, language: str) -> tuple[Rule, str] | None:
    """What is wrong with a rule that can be used."""
    known = plurals_of(language)
    unreached = unreached_forms(rule)
    if unreached and not known.are_for_fractions(rule.count, len(unreached)):
        return _UNREACHED, f"No number takes the form {', '.join(map(str, unreached))}"
    if why := known.objection_to(rule):
        return _OTHER_COUNT if why.startswith("nplurals") else _DISAGREES, why
    if why := known.objection_to_zero(rule):
        return _ZERO, why
    return None


def _of_unusable(subject: Subject, declared: str) -> Finding:
    place = subject.file.place_of_field(_FIELD)
    try:
        plural_rule(f"{_FIELD}: {declared}\n")
    except CatalogError as exc:
        why, cause = str(exc), exc.__cause__
    else:
        why, cause = f"{_FIELD} can't be read by all programs", None
    rule = _UNREADABLE
    if isinstance(cause, ZeroDivisionError):
        rule = _DIVIDES
    elif "a form that is not there" in why:
        rule = _OUTSIDE
    return subject.in_file(rule, why, place, declared)


def _language_of(subject: Subject) -> str:
    return subject.locale or subject.file.fields.get("Language", "")


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
