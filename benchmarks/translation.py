"""Measure lazy texts and their translation side by side with their peers, in one run.

Prints what the project aims at with what was reached, then a table for each thing that is measured. In one
file, long as it is: nothing of it is of use to the other benchmark.
"""

from __future__ import annotations

import argparse
import gc
import gettext
import operator
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from measures import in_child, resident_bytes
from measures import tell as tell_progress
from samples import COMMON_LOCALES
from tables import Goal, microseconds, print_table, times

from i18n_wsgi import APIError, Catalogs, translate, translate_exception, translator

_DOMAIN = "library"
_ = translator(_DOMAIN).gettext
_MEGABYTE = 1_000_000
_OURS = "ours"


class Effort(NamedTuple):
    """How often things are done."""

    round_count: int = 10
    pass_count: int = 20  # over the texts of a kind, each timed, in each round
    child_count: int = 5  # processes for each thing that is done in one of its own
    refresh_count: int = 200
    text_count: int = 1_000_000


_QUICK = Effort(3, 20, 1, 20, 50_000)


# --- What is told

_Params = Mapping[str, object]


class Kind(NamedTuple):
    """A kind of text: its msgids, numbered, its translations, and parameters for one of them."""

    msgids: tuple[str, ...]  # two for a plural
    french: str
    arabic: str
    params: Callable[[int], _Params]

    def texts(self) -> Iterator[tuple[tuple[str, ...], _Params]]:
        """As many as a catalog has of the kind."""
        for number in range(_COUNT_OF_KIND):
            yield tuple(text.format(number) for text in self.msgids), self.params(number)


def _strings(number: int) -> _Params:
    return {"title": f"The Left Hand of Darkness {number}", "reader": f"Genly Ai {number}"}


_COUNT_OF_KIND = 50  # four kinds are 200 texts
_STRINGS = Kind(
    ("Shelf {}: the book %(title)s is lent to the reader %(reader)s.",),
    "Étagère {} : le livre %(title)s est prêté au lecteur %(reader)s.",
    "الرف {}: الكتاب %(title)s معار إلى القارئ %(reader)s.",
    _strings,
)
_PLURAL = Kind(
    (
        "Shelf {}: one copy of %(title)s is lent to %(reader)s.",
        "Shelf {}: some copies of %(title)s are lent to %(reader)s.",
    ),
    "Étagère {} : des exemplaires de %(title)s sont prêtés à %(reader)s.",
    "الرف {}: نسخ من %(title)s معارة إلى %(reader)s.",
    _strings,
)
_NUMBER = Kind(
    ("Shelf {}: the book %(title)s weighs %(weight)s grams.",),
    "Étagère {} : le livre %(title)s pèse %(weight)s grammes.",
    "الرف {}: الكتاب %(title)s يزن %(weight)s غرام.",
    lambda number: {"title": f"The Dispossessed {number}", "weight": 1_234.5 + number},
)
_DATE = Kind(
    ("Shelf {}: the book %(title)s will be back on %(day)s.",),
    "Étagère {} : le livre %(title)s sera de retour le %(day)s.",
    "الرف {}: سيعود الكتاب %(title)s في %(day)s.",
    lambda number: {"title": f"Lavinia {number}", "day": date(2026, 1, 1) + timedelta(number)},
)
_KINDS = (_STRINGS, _PLURAL, _NUMBER, _DATE)

_OTHER_LOCALE = "eo"  # what is loaded before anything is measured
_NOT_LATIN_TEXT = "ar ja zh_Hans zh_Hant ko ru uk el he th hi bn ta te ur fa sr bg"
_NOT_LATIN = frozenset(_NOT_LATIN_TEXT.split())


def write_catalogs(folder: Path) -> None:
    """Two hundred texts in each of the locales, no two alike; those in other letters are as large as Arabic."""
    for locale in (*COMMON_LOCALES, _OTHER_LOCALE):
        catalog = Catalog(locale=locale, charset="utf-8")
        for kind in _KINDS:
            template = kind.arabic if locale in _NOT_LATIN else kind.french
            for number, (msgids, _params) in enumerate(kind.texts()):
                told = msgids if locale == "en" else (f"{template.format(number)} {locale}",)
                if len(msgids) == 1:
                    catalog.add(msgids[0], told[0])
                else:
                    catalog.add(msgids, told if locale == "en" else told * catalog.num_plurals)
        place = folder / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / f"{_DOMAIN}.mo").open("wb") as file:
            write_mo(file, catalog)
        (place / "django.mo").symlink_to(f"{_DOMAIN}.mo")


# --- Who tells it


class Bound(NamedTuple):
    """A contender at work: how it makes lazy texts, and tells one in a locale."""

    tell: Callable[[Any, str], str]
    lazy: Callable[..., Any]  # of a msgid and parameters
    plural: Callable[..., Any] | None = None  # of two msgids, a number and parameters
    localised: Callable[..., Any] | None = None  # like `lazy`, with numbers and dates

    def make(self, kind: Kind) -> list[Any] | None:
        """The lazy texts of a kind; None where the contender has none."""
        if kind is _PLURAL:
            plural = self.plural
            return plural and [plural(*msgids, 3, params) for msgids, params in kind.texts()]
        lazy = self.lazy if kind is _STRINGS else self.localised
        return lazy and [lazy(*msgids, params) for msgids, params in kind.texts()]


class Contender(NamedTuple):
    """One way to have texts that are translated when it is known who reads them."""

    name: str
    package: str | None  # None for the standard library
    bind: Callable[[Path], Bound]

    def release(self) -> str | None:
        """The version that is installed; None where there is none."""
        if self.package is None:
            return "the standard library"
        try:
            return f"{self.package} {version(self.package)}"
        except PackageNotFoundError:
            return f"{self.package} from its sources" if self.name == _OURS else None


def _bind_ours(_folder: Path) -> Bound:
    marks = translator(_DOMAIN)
    return Bound(
        translate,
        lambda msgid, params: marks.gettext(msgid) % params,
        lambda one, many, n, params: marks.ngettext(one, many, n) % params,
        lambda msgid, params: marks.gettext(msgid) % params,
    )


def _bind_oslo(folder: Path) -> Bound:
    import oslo_i18n

    oslo_i18n.enable_lazy()
    mark = oslo_i18n.TranslatorFactory(_DOMAIN, str(folder)).primary
    return Bound(oslo_i18n.translate, lambda msgid, params: mark(msgid) % params)


def _bind_django(folder: Path) -> Bound:
    import django
    from django.conf import settings
    from django.utils.formats import localize
    from django.utils.functional import lazy
    from django.utils.translation import gettext_lazy, ngettext_lazy, override

    if not settings.configured:
        settings.configure(USE_I18N=True, USE_THOUSAND_SEPARATOR=True, LOCALE_PATHS=[folder])
        django.setup()
    names = {locale: locale.replace("_", "-").lower() for locale in COMMON_LOCALES}
    filled = lazy(operator.mod, str)  # Django's format_lazy, for texts with %
    localised = lazy(lambda text, params: text % {k: localize(v) for k, v in params.items()}, str)

    def tell(text: object, locale: str) -> str:
        with override(names.get(locale, locale)):
            return str(text)

    return Bound(
        tell,
        lambda msgid, params: filled(gettext_lazy(msgid), params),
        lambda one, many, n, params: filled(ngettext_lazy(one, many, n), params),
        lambda msgid, params: localised(gettext_lazy(msgid), params),
    )


def _bind_babel(folder: Path) -> Bound:
    from babel.support import Format, LazyProxy, Translations

    reader: ContextVar[str] = ContextVar("reader")
    catalog_of = cache(lambda locale: Translations.load(folder, [locale], _DOMAIN))
    format_of = cache(Format)

    def fill(msgid: str, params: _Params) -> str:
        return catalog_of(reader.get()).gettext(msgid) % params

    def fill_plural(one: str, many: str, n: int, params: _Params) -> str:
        return catalog_of(reader.get()).ngettext(one, many, n) % params

    def fill_localised(msgid: str, params: _Params) -> str:
        form = format_of(reader.get())
        return fill(msgid, _written(params, form.decimal, lambda day: form.date(day, "long")))

    def tell(text: object, locale: str) -> str:
        reader.set(locale)
        return str(text)

    return Bound(
        tell,
        lambda *args: LazyProxy(fill, *args, enable_cache=False),
        lambda *args: LazyProxy(fill_plural, *args, enable_cache=False),
        lambda *args: LazyProxy(fill_localised, *args, enable_cache=False),
    )


def _bind_flask_babel(folder: Path) -> Bound:
    from flask import Flask
    from flask_babel import (
        Babel,
        force_locale,
        format_date,
        format_decimal,
        gettext,
        lazy_gettext,
        lazy_ngettext,
    )
    from flask_babel.speaklater import LazyString

    app = Flask(__name__)
    Babel(app, default_domain=_DOMAIN, default_translation_directories=str(folder))
    app.app_context().push()

    def fill_localised(msgid: str, params: _Params) -> str:
        written = _written(params, format_decimal, lambda day: format_date(day, "long"))
        return str(gettext(msgid, **written))

    def tell(text: object, locale: str) -> str:
        with force_locale(locale):
            return str(text)

    return Bound(
        tell,
        lambda msgid, params: lazy_gettext(msgid, **params),
        lambda one, many, n, params: lazy_ngettext(one, many, n, **params),
        lambda *args: LazyString(fill_localised, *args),
    )


def _written(
    params: _Params, decimal: Callable[[Any], str], day: Callable[[Any], str]
) -> dict[str, object]:
    forms: dict[type, Callable[[Any], str]] = {float: decimal, date: day, str: str}
    return {name: forms[type(value)](value) for name, value in params.items()}


def _bind_gettext(folder: Path) -> Bound:
    catalog_of = cache(lambda locale: gettext.translation(_DOMAIN, folder, [locale]))
    return Bound(
        lambda text, locale: text(catalog_of(locale)),
        lambda msgid, params: lambda catalog: catalog.gettext(msgid) % params,
        lambda *ids_and_params: (
            lambda catalog: catalog.ngettext(*ids_and_params[:3]) % ids_and_params[3]
        ),
    )


CONTENDERS = (
    Contender(_OURS, "i18n_wsgi", _bind_ours),
    Contender("oslo.i18n", "oslo.i18n", _bind_oslo),
    Contender("Django", "Django", _bind_django),
    Contender("Babel", "babel", _bind_babel),
    Contender("flask-babel", "flask-babel", _bind_flask_babel),
    Contender("gettext", None, _bind_gettext),
)


# --- Exceptions


class _LentOut(APIError):
    status = 404
    message = _(_STRINGS.msgids[0].format(0))


class _HeatLike(Exception):
    """Keeps its text as Heat's exceptions do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def translate_as_heat_does(exc: Any, locale: str) -> Any:
    """A stand-in for Heat's translate_exception: writes to the exception that it is given."""
    from oslo_i18n import translate as translate_oslo
    from webob.exc import HTTPError

    exc.message = translate_oslo(exc.message if isinstance(exc, _HeatLike) else str(exc), locale)
    if isinstance(exc, HTTPError):
        for name in ("explanation", "detail"):
            setattr(exc, name, translate_oslo(getattr(exc, name, ""), locale))
    return exc


def exception_times(bound: Mapping[str, Bound], effort: Effort) -> dict[str, dict[str, float]]:
    """By name and kind of exception the median nanoseconds of one. Each is told once: Heat's way changes it."""
    from webob.exc import HTTPNotFound

    def not_found(lazy: Callable[..., Any]) -> Callable[..., Exception]:
        return lambda msgids, params: HTTPNotFound(lazy(*msgids, params))

    ways: dict[str, tuple[Callable[..., object], Callable[..., Exception]]]
    ways = {_OURS: (translate_exception, lambda _msgids, params: _LentOut(**params))}
    if "oslo.i18n" in bound:
        lazy = bound["oslo.i18n"].lazy
        ways["Heat's way"] = (
            translate_as_heat_does,
            lambda msgids, params: _HeatLike(lazy(*msgids, params)),
        )
    rounds: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _round in range(effort.round_count):
        for name, (told, make_own) in ways.items():
            make_webob = not_found(bound["oslo.i18n" if name != _OURS else _OURS].lazy)
            for title, make in (("webob", make_webob), ("declared", make_own)):
                for _pass in range(effort.pass_count):
                    many = [(make(*text), "fr") for text in _STRINGS.texts()]
                    rounds[name, title].append(mean_ns(told, many))
    return _medians(rounds)


# --- Time


def mean_ns(function: Callable[..., object], many: Sequence[tuple[Any, ...]]) -> float:
    """The time of a call, the mean of those with each of the arguments, less what the loop takes."""
    start = perf_counter_ns()
    for arguments in many:
        function(*arguments)
    middle = perf_counter_ns()
    for _arguments in many:
        pass
    return (2 * middle - start - perf_counter_ns()) / len(many)


def _medians(rounds: Mapping[tuple[str, str], Sequence[float]]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, title), samples in rounds.items():
        found[name][title] = median(samples)
    return found


CASES = {
    "two strings": (_STRINGS, "fr"),
    "Arabic": (_STRINGS, "ar"),
    "plural": (_PLURAL, "fr"),
    "number": (_NUMBER, "fr"),
    "date": (_DATE, "fr"),
}


def text_times(bound: Mapping[str, Bound], effort: Effort) -> dict[str, dict[str, float]]:
    """By contender and case the median nanoseconds; "create" is the making of a text with two strings."""
    rounds: dict[tuple[str, str], list[float]] = defaultdict(list)
    jobs: dict[tuple[str, str], tuple[Callable[..., object], list[tuple[Any, ...]]]] = {}
    for name, it in bound.items():
        arguments = [(*msgids, params) for msgids, params in _STRINGS.texts()]
        jobs[name, "create"] = it.lazy, arguments
        for case, (kind, locale) in CASES.items():
            if texts := it.make(kind):
                assert it.tell(texts[0], locale).endswith(locale), f"{name} tells another text"
                jobs[name, case] = it.tell, [(text, locale) for text in texts]
    for function, many in jobs.values():  # nothing is loaded while it is timed
        mean_ns(function, many)
    for number in range(effort.round_count):
        tell_progress(f"speed, round {number + 1} of {effort.round_count}")
        for key, (function, many) in jobs.items():
            rounds[key] += [mean_ns(function, many) for _pass in range(effort.pass_count)]
    return _medians(rounds)


# --- First use, memory: each in a process of its own


def _warm(bind: Callable[[Path], Bound], folder: Path) -> tuple[Bound, list[Any]]:
    """A contender that has imported what it imports, and all its texts."""
    bound = bind(folder)
    texts = [text for kind in _KINDS for text in bound.make(kind) or ()]
    for text in texts:
        bound.tell(text, _OTHER_LOCALE)
    return bound, texts


def first_use_ns(bind: Callable[[Path], Bound], folder: Path) -> float:
    """A text in a language that was not loaded, the median of languages."""
    (tell, *_ways), texts = _warm(bind, folder)
    return median(mean_ns(tell, [(texts[0], locale)]) for locale in COMMON_LOCALES)


def first_telling_ns(bind: Callable[[Path], Bound], folder: Path) -> float:
    """One of the texts with two strings in a loaded language, told in it for the first time."""
    bound, texts = _warm(bind, folder)
    for locale in COMMON_LOCALES:
        bound.tell(texts[0], locale)
    others = texts[1:_COUNT_OF_KIND]
    return median(
        mean_ns(bound.tell, [(text, locale) for text in others]) for locale in COMMON_LOCALES
    )


def first_number_ns(bind: Callable[[Path], Bound], folder: Path) -> float:
    """A text with a number in a loaded language, the first number that is written in it."""
    bound, texts = _warm(bind, folder)
    numbers = bound.make(_NUMBER) or []
    for locale in COMMON_LOCALES:
        bound.tell(texts[0], locale)
    return median(mean_ns(bound.tell, [(numbers[0], locale)]) for locale in COMMON_LOCALES)


def loaded_bytes(bind: Callable[[Path], Bound], folder: Path) -> float:
    """What the process grows by when one text is told in each language."""
    bound, texts = _warm(bind, folder)
    return _growth(bound, texts[:1])


def told_bytes(bind: Callable[[Path], Bound], folder: Path) -> float:
    """What the process grows by when all texts without a number or a date are told in each language."""
    bound, texts = _warm(bind, folder)
    return _growth(bound, texts[: 2 * _COUNT_OF_KIND])


def localised_bytes(bind: Callable[[Path], Bound], folder: Path) -> float:
    """What the process grows by when a text with a number is told in each language."""
    bound, _texts = _warm(bind, folder)
    return _growth(bound, (bound.make(_NUMBER) or [])[:1])


def _growth(bound: Bound, texts: Iterable[Any]) -> float:
    before = resident_bytes()
    for locale in COMMON_LOCALES:
        for text in texts:
            bound.tell(text, locale)
    return resident_bytes() - before


_IN_CHILDREN = {
    "first use": first_use_ns,
    "first telling": first_telling_ns,
    "first number": first_number_ns,
    "loaded": loaded_bytes,
    "told": told_bytes,
    "with a number": localised_bytes,
}
_WITH_NUMBERS = (first_number_ns, localised_bytes)


def child_figures(
    contenders: Sequence[Contender], bound: Mapping[str, Bound], folder: Path, effort: Effort
) -> dict[str, dict[str, float]]:
    """By contender and thing the medians of processes that each do it once."""
    rounds: dict[tuple[str, str], list[float]] = defaultdict(list)
    for number in range(effort.child_count):
        tell_progress(f"first use and memory, round {number + 1} of {effort.child_count}")
        for contender in contenders:
            for title, measure in _IN_CHILDREN.items():
                if measure not in _WITH_NUMBERS or bound[contender.name].localised:
                    found = in_child("spawn", measure, contender.bind, folder)
                    rounds[contender.name, title].append(found)
    return _medians(rounds)


def leaked_bytes(text_count: int, folder: Path) -> float:
    """What the process grows by over many texts, each made with parameters of its own and told."""
    bound, _texts = _warm(_bind_ours, folder)
    ids = [msgids for msgids, _params in _STRINGS.texts()]

    def work(numbers: Iterable[int]) -> None:
        for number in numbers:
            text = bound.lazy(*ids[number % _COUNT_OF_KIND], _strings(number))
            bound.tell(text, ("fr", "ar", "ja")[number % 3])

    numbers = count()
    work(islice(numbers, 20_000))
    before = resident_bytes()
    work(islice(numbers, text_count))
    return resident_bytes() - before


# --- The look at the disk


class Refresh(NamedTuple):
    """What a look at the disk costs."""

    nanoseconds: float
    stat_count: float
    open_count: float


def refresh(loaded_count: int, count_: int) -> list[float]:
    """The nanoseconds of some looks at the disk, with some languages loaded."""
    text = _(_STRINGS.msgids[0].format(0))
    catalogs = Catalogs(domain=_DOMAIN)
    for locale in COMMON_LOCALES[:loaded_count]:
        catalogs.find(text, locale)
    samples: list[float] = []
    for _number in range(count_):
        catalogs.expire()
        start = perf_counter_ns()
        catalogs.find(text, COMMON_LOCALES[0])
        samples.append(perf_counter_ns() - start)
    return samples


def refreshes(effort: Effort) -> dict[int, Refresh]:
    """By the number of loaded languages."""
    found = {}
    for loaded_count in (1, 10, len(COMMON_LOCALES)):
        tell_progress(f"looks at the disk, {loaded_count} languages loaded")
        few, many = (_calls(loaded_count, count_) for count_ in (1, 11))
        calls = {name: (many[name] - few[name]) / 10 for name in many}
        found[loaded_count] = Refresh(
            median(refresh(loaded_count, effort.refresh_count)),
            sum(calls_ for name, calls_ in calls.items() if "stat" in name),
            sum(calls_ for name, calls_ in calls.items() if "open" in name),
        )
    return found


@cache
def _strace() -> str | None:
    """The program that counts calls; None where there is none that is allowed to."""
    found = shutil.which("strace")
    if found is None:
        return None
    done = subprocess.run([found, "-c", "true"], capture_output=True, check=False)  # noqa: S603
    return None if done.returncode else found


def _calls(loaded_count: int, refresh_count: int) -> dict[str, int]:
    """By name how often a process that looks so often at the disk calls the system, all in all."""
    strace = _strace()
    if strace is None:
        return _wrapped_calls(loaded_count, refresh_count)
    code = f"from translation import refresh; refresh({loaded_count}, {refresh_count})"
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as table:
        subprocess.run(  # noqa: S603 -- our own command
            [strace, "-c", "-e", "trace=%file", "-o", table.name, sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.DEVNULL,
            check=True,
        )
        # % time, seconds, usecs/call, calls, maybe errors, syscall
        rows = [line.split() for line in table]
    return defaultdict(
        int, {row[-1]: int(row[3]) for row in rows if len(row) > 4 and row[3].isdigit()}
    )


def _wrapped_calls(loaded_count: int, refresh_count: int) -> dict[str, int]:
    calls: dict[str, int] = defaultdict(int)

    def counted(name: str) -> Callable[..., object]:
        function = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            calls["stat" if name == "stat" else "open"] += 1
            return function(*args, **kwargs)

        return call

    names = {name: getattr(os, name) for name in ("stat", "listdir", "scandir")}
    try:
        for name in names:
            setattr(os, name, counted(name))
        refresh(loaded_count, refresh_count)
    finally:
        for name, function in names.items():
            setattr(os, name, function)
    return calls


# --- The command


class Results(NamedTuple):
    """All that was measured: by contender's name, then by what it did."""

    texts: Mapping[str, Mapping[str, float]]
    exceptions: Mapping[str, Mapping[str, float]]
    children: Mapping[str, Mapping[str, float]]
    refreshes: Mapping[int, Refresh]
    text_count: int
    leaked: float


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    effort = _QUICK if parser.parse_args().quick else Effort()
    releases = {contender: contender.release() for contender in CONTENDERS}
    contenders = [contender for contender, release in releases.items() if release]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_catalogs(folder)
        os.environ[f"{_DOMAIN.upper()}_LOCALEDIR"] = name  # for ours and oslo.i18n
        results = measure(contenders, folder, effort)
    print_head(releases)
    print_goals(results)
    print_tables(results)


def measure(contenders: Sequence[Contender], folder: Path, effort: Effort) -> Results:
    """Everything; it takes minutes."""
    bound = {contender.name: contender.bind(folder) for contender in contenders}
    gc.freeze()  # what all the libraries have made is nobody's to look through
    texts = text_times(bound, effort)
    exceptions = exception_times(bound, effort)
    children = child_figures(contenders, bound, folder, effort)
    looks = refreshes(effort)
    tell_progress(f"{effort.text_count:,} texts")
    leaked = in_child("spawn", leaked_bytes, effort.text_count, folder)
    return Results(texts, exceptions, children, looks, effort.text_count, leaked)


def goals(results: Results) -> Iterator[Goal]:
    """What the project aims at, and what was reached."""
    texts, exceptions = results.texts[_OURS], results.exceptions[_OURS]
    children = results.children[_OURS]
    for text, nanoseconds, limit in (
        ("making a lazy text: 1 µs", texts["create"], 1_000),
        ("two strings, language loaded: 2 µs", texts["two strings"], 2_000),
        ("an exception of webob's: 10 µs", exceptions["webob"], 10_000),
        ("an APIError: 10 µs", exceptions["declared"], 10_000),
        ("first use of a language: 3 ms", children["first use"], 3_000_000),
    ):
        yield Goal(text, f"{microseconds(nanoseconds)} µs", nanoseconds <= limit)
    language_count = len(COMMON_LOCALES)
    for text, growth, limit in (
        (f"memory, {language_count} languages: 10 MB", children["loaded"], 10),
        (f"leaked by {results.text_count:,} texts: nothing (1 MB)", results.leaked, 1),
    ):
        yield Goal(text, f"{_megabytes(growth)} MB", growth <= limit * _MEGABYTE)


def _megabytes(bytes_: float) -> str:
    return f"{bytes_ / _MEGABYTE:.1f}"


def print_head(releases: Mapping[Contender, str | None]) -> None:
    """What was measured, on what."""
    print("Lazy texts and their translation, side by side")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    for contender, release in releases.items():
        print(release or f"MISSING: {contender.name} ({contender.package} is not installed)")


def print_goals(results: Results) -> None:
    """What the project aims at."""
    words = {True: "met", False: "MISSED", None: "not measured"}
    rows = [(goal.text, goal.figure, words[goal.is_met]) for goal in goals(results)]
    print_table("Goals", "", ("goal", "reached", ""), rows)


def print_tables(results: Results) -> None:
    """All that was measured."""
    print_figures(
        "Texts",
        "Microseconds for one. Create: make it lazy, with two strings. The others: tell it in a language that\n"
        "is loaded; two strings and a plural in French, two strings in Arabic, a number and a date in French.\n"
        "Django writes numbers and dates in its own way, the others by CLDR; gettext's text is a lambda.",
        results.texts,
        ("create", *CASES),
        microseconds,
    )
    print_figures(
        "Exceptions",
        "Microseconds for one, in French: webob's HTTPNotFound with a lazy detail; an APIError, or what Heat has.\n"
        "Ours are twins; Heat's way is a stand-in for its function, which writes to what it is given.",
        results.exceptions,
        ("webob", "declared"),
        microseconds,
    )
    print_figures(
        "First use of a language",
        "Microseconds. First use: a text in a language of 200 texts that is not loaded. First telling: each other\n"
        "text, the first time that it is told in the language. First number: a text with the language's first.",
        results.children,
        ("first use", "first telling", "first number"),
        microseconds,
    )
    print_figures(
        "Memory",
        f"MB by which a process grows. Loaded: a text with two strings told in each of {len(COMMON_LOCALES)} "
        "languages of 200 texts.\nTold: all texts that have strings only. With a number: one text that has a "
        "number, for which Babel loads\nCLDR's data of the language.",
        results.children,
        ("loaded", "told", "with a number"),
        _megabytes,
    )
    print_table(
        "Looks at the disk, one a second",
        f"With {len(COMMON_LOCALES) + 1} catalogs in the folder; calls as "
        f"{'strace counts them' if _strace() else 'os has them'}.",
        ("loaded languages", "microseconds", "stat calls", "opened"),
        [
            (str(loaded), microseconds(it.nanoseconds), f"{it.stat_count:g}", f"{it.open_count:g}")
            for loaded, it in results.refreshes.items()
        ],
    )


def print_figures(
    title: str,
    note: str,
    found: Mapping[str, Mapping[str, float]],
    columns: Sequence[str],
    show: Callable[[float], str],
) -> None:
    """A row for each contender, each figure with how many times ours it is."""
    rows = []
    for name, by_column in found.items():
        row = [name]
        for column in columns:
            value = by_column.get(column)
            row += ["", ""] if value is None else [show(value), times(value, found[_OURS][column])]
        rows.append(row)
    heads = ["contender"]
    for column in columns:
        heads += [column, "to ours"]
    print_table(title, note, heads, rows)


if __name__ == "__main__":
    main()
