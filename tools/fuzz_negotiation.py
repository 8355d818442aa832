"""Hunt for faults in the choice of languages and formats, for as long as it is let.

    python tools/fuzz_negotiation.py --minutes 10
    python tools/fuzz_negotiation.py --engine atheris  # coverage-guided; pip install atheris

Either engine makes bytes, these choose inputs, and all inputs are held against the same properties. Exits
with 1 when one is broken, and prints a small input that shows it.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple

from coverage import Coverage

CPU_LIMIT_SECONDS = 0.020  # tells a hang, not a slow machine
HANG_SECONDS = 10  # of CPU time: then the input is given up
PROGRESS_SECONDS = 5
MEASURED_RUNS = 20  # of so many runs one measures the coverage
MEMO_CHECK_RUNS = 2_000
SLOW = "an answer takes no more than 20 ms"
MINIMISING_SECONDS = 5
MAX_SHOWN_COUNT = 5  # inputs that break the same property

TAGS = """en en-US en-GB en-AU en-XA de de-AT de-1996 deu fr fr-CA pt pt-BR pt-PT es es-419 es-MX zh
    zh-Hans zh-Hant zh-TW zh-HK zh-CN zh-cmn-Hans zh-yue zh-min-nan cmn yue sr sr-Latn sr-Cyrl-RS sh hbs
    no nb nn nb-NO da iw he-IL in id tl fil mo ro uz-Cyrl az-Arab pa-PK ca ca-valencia ar ar-EG ar-arb gsw
    und und-US root x-foo en-x-foo mul i-klingon en-GB-oed sl-rozaj-biske art-lojban en-UK ru-SU de-DD
    sr-YU en-840 prs cnr *"""
SUBTAGS = "Latn Cyrl Hant Arab US GB DE TW CN 419 001 valencia 1996 psbidi x u-nu-arab a"
SPELLINGS = "{}|{}|{}|{}.UTF-8|{}@latin|{}@euro"
LOCALES = "C|POSIX|C.UTF-8|en_US.UTF-8|sr_RS@latin|de_DE@euro|README.txt|| |en |é|en\0|en-|x|en;q=0|\ud800"
STEADY = ("ar", "de", "en", "en_GB", "fr", "he", "no", "pt_BR", "sr@latin", "zh_Hans", "zh_Hant")
TYPES = """text/html text/plain application/json application/problem+json application/xml text/*
    application/* */* */html image/svg+xml TEXT/HTML text/"""
PARAMETERS = r"""||||||;charset=utf-8|;v=1|;v="1"|;v="a,b;c"|;v|;é=1| ; v = "\""|;v="""
WEIGHTS = """|||||||;q=0|;q=0|;q=0|;q=0|;q=0|;q=1|;q=0.5|;q=0.9|;q=0.000|; Q=0.001|;q=.5| ; q = 0.1 |;q=2|;q=
    |;q=nan|;a=1;q=0.3|;q=0;q=1|;q=0;v=1|;q="0"|;"""
SEPARATORS = ",|, |, | ,\t|,,|;| "
MONSTERS = ',|;|"|-|a-|q=| |\\|x|,en|,en-GB;q=0'

REFUSAL = re.compile(r"(\*|[a-z]+(?:-[a-z0-9]+)*)[ \t]*;[ \t]*q=0(?:\.0{0,3})?", re.A)
LANGUAGE_TAG = re.compile(
    "[a-z]{2,3}(-[a-z]{3})?(-[a-z]{4})?(-[a-z]{2}|-[0-9]{3})?(-[a-z0-9]{5,8}|-[0-9].{3})*(-.-.*)?"
)
MEDIA_RANGE = re.compile(r"([^\s;]+)[ \t]*(?:;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?", re.A)


class Case(NamedTuple):
    is_format: bool
    header: str
    offered: tuple[str, ...]
    default: str


# Inputs


class Bytes(Random):
    """Random numbers that are read from what an engine made, then zeros."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def getrandbits(self, k: int) -> int:
        size = (k + 7) // 8
        taken, self.data = self.data[:size], self.data[size:]
        return int.from_bytes(taken, "little") & ((1 << k) - 1)


def make_case(random: Random) -> Case:
    words = random.choice([TAGS, TAGS, TAGS, TYPES]).split()
    is_format = "/" in words[0]
    if random.randrange(2):  # what is akin: a tag often refuses, covers or means another one
        start = random.choice(words)[:2]
        words = [word for word in words if word.startswith((start, "*"))]
    header = make_header(random, words)
    offered = tuple(make_value(random, words) for _ in range(random.randrange(12)))
    if not is_format and random.randrange(4) == 0:
        offered = STEADY  # one matcher lives through several headers
    return Case(is_format, header, offered, random.choice(["en", "", "tlh", "zh-TW", *offered]))


def make_header(random: Random, words: list[str]) -> str:
    kind = pick(random, "raw|long|monster|mutated|mutated|plain|plain|plain")
    if kind == "raw":
        return random.randbytes(random.randrange(200)).decode("latin-1")
    header = ""
    for _ in range(random.randrange(32 if kind == "long" else 7)):
        header += make_value(random, words) + pick(random, WEIGHTS) + pick(random, SEPARATORS)
    if kind == "monster":
        unit, size = pick(random, MONSTERS), random.choice([1_020, 65_536])  # up to where it is cut
        return header + unit * ((size - len(header)) // len(unit)) + header
    return mutate(random, header) if kind == "mutated" else header


def make_value(random: Random, words: list[str]) -> str:
    """A media type, or a language tag in some spelling; now and then neither."""
    is_odd, word = random.randrange(12) == 0, random.choice(words)
    if "/" in word:
        made = word + pick(random, PARAMETERS)
        return mutate(random, made) if is_odd else made
    if is_odd:
        return mutate(random, pick(random, LOCALES))
    subtags = [random.choice(SUBTAGS.split()) for _ in range(random.randrange(8) // 3)]
    tag = random.choice("--_").join([word, *subtags])
    tag = random.choice([tag, tag, tag.upper(), tag.lower(), tag.swapcase()])
    return pick(random, SPELLINGS).format(tag)


def pick(random: Random, texts: str) -> str:
    return random.choice(texts.split("|"))


def mutate(random: Random, text: str) -> str:
    for _ in range(random.randrange(4)):
        start, size = random.randrange(len(text) + 1), random.randrange(1, 5)
        instead = [chr(random.randrange(256)), text[start : start + size] * 2, ""]
        text = text[:start] + random.choice(instead) + text[start + size :]
    return text


# Properties


def check_language(case: Case, timed: Callable[..., Any]) -> Iterator[tuple[str, bool]]:
    from i18n_wsgi.negotiation import LanguageMatcher, best_match_language

    header, offered = case.header, list(case.offered)
    matcher = LanguageMatcher(offered, default=case.default)
    found = timed(matcher.best_match, header)
    yield "the answer is None or on offer", found is None or found in offered
    yield "the answer is not refused", found is None or not is_refused(found, header)
    yield "a second call answers the same", matcher.best_match(header) == found
    yield "explain() chooses the same", matcher.explain(header).choice == found
    fewer = [locale for locale in offered[::2] if locale != found]
    second = matcher.best_match_among(header, fewer)
    yield "an answer among fewer is one of them", second is None or second in fewer
    yield "an answer among fewer is not refused", second is None or not is_refused(second, header)
    if found is not None:
        again = matcher.best_match_among(header, [*fewer, found])
        yield "the answer among fewer is the same, if it is there", again == found
    shuffled = offered[::2] + offered[1::2][::-1]
    other = LanguageMatcher(shuffled, default=case.default)
    yield "the order on offer is of no account", other.best_match(header) == found
    if found is not None and found == found.strip() and not set(found) & set(',;"'):
        yield "an answer that is asked for is the answer", matcher.best_match(found) == found
    expected = LanguageMatcher(offered).best_match(header)
    for same in (case.offered, offered, frozenset(offered), iter(offered)):
        answer = best_match_language(header, same)
        yield "best_match_language() answers as a new matcher does", answer == expected
    del offered[len(offered) // 2 :]
    expected = LanguageMatcher(offered).best_match(header)
    yield "a list may change", best_match_language(header, offered) == expected


def check_format(case: Case, timed: Callable[..., Any]) -> Iterator[tuple[str, bool]]:
    from i18n_wsgi.negotiation import best_match_format

    formats = [SimpleNamespace(media_type=media_type) for media_type in case.offered]
    found = timed(best_match_format, case.header, formats)
    alone = [each for each in formats if best_match_format(case.header, [each]) is not None]
    yield "a format is found when one is acceptable", found in alone if alone else found is None
    refused = found is not None and is_type_refused(found.media_type, case.header)
    yield "the format is not refused", not refused
    yield "a second call finds the same", best_match_format(case.header, formats) is found


def members_of(header: str) -> list[str]:
    """What is read of a header: whole members, 16 that are not empty, from 1024 characters."""
    read = header if len(header) <= 1_024 else header[:1_024].rpartition(",")[0]
    return [member.strip(" \t").lower() for member in read.split(",") if member.strip()][:16]


def is_refused(locale: str, header: str) -> bool:
    """A ``q=0`` is for the locale or its beginning (RFC 4647, section 3.3.1), and no other member that
    says more fits it; or it is for all, and no other has its language. No, where that is in doubt.
    """
    tag, own = re.split("[@.]", locale)[0].replace("_", "-").lower(), read_tag(locale)
    if '"' in header or not LANGUAGE_TAG.fullmatch(tag):
        return False
    refusals, others = [], [-1]  # how much they say
    for member in members_of(header):
        text = member.partition(";")[0].strip(" \t")
        found = read_tag(text)
        size = sum(map(bool, found)) + found[-1].count("-")
        if not REFUSAL.fullmatch(member):
            if found[0] == own[0]:
                pairs = zip(own[:3], found[:3], strict=True)
                is_begun = found[3] == "" or f"{own[3]}-".startswith(f"{found[3]}-")
                is_fit = is_begun and all("" in pair or pair[0] == pair[1] for pair in pairs)
                others.append(size if is_fit else 0)
        elif text == "*":
            refusals.append(-1)
        elif f"{tag}-".startswith(f"{text}-"):
            refusals.append(
                min(size, text.count("-") + 1)
            )  # cnr is sr-ME, and says no more than cnr
    return any(max(others) <= size for size in refusals)


def read_tag(text: str) -> tuple[str, str, str, str]:
    """Language, script, region and variants, empty where unknown. To their readers, no is nb and sh
    sr-Latn.
    """
    from i18n_wsgi.negotiation.tags import parse_tag, variant_of

    language, script, region = parse_tag(text) or ("", "", "")
    if language == "sh":
        language, script = "sr", script or "Latn"
    return "nb" if language == "no" else language, script, region, variant_of(text)


def is_type_refused(media_type: str, header: str) -> bool:
    """The most specific range has ``q=0`` (RFC 9110, section 12.5.1). No, where that is in doubt."""
    if not header.strip(" \t,") or '"' in header:
        return False
    full_type = media_type.partition(";")[0].strip(" \t").lower()
    for scope in (full_type, f"{full_type.partition('/')[0]}/*", "*/*"):
        ranges = [each for each in members_of(header) if each.startswith(scope)]
        if ranges:
            read = [match for each in ranges if (match := MEDIA_RANGE.fullmatch(each))]
            weights = [float(match[2] or 1) for match in read if match[1] == scope]
            return len(weights) == len(ranges) and min(weights) == 0
    return True


def is_memo_overgrown() -> bool:
    from i18n_wsgi.negotiation import LanguageMatcher, language, members

    matcher = LanguageMatcher(STEADY)
    for number in range(1_000):
        matcher.best_match(f"x-{number}, de")
    memos = [each for each in gc.get_objects() if isinstance(each, members.Memo)]
    tables = [each for each in vars(language).values() if isinstance(each, dict)]
    is_long = any(len(text) > 256 for memo in memos for text in memo)
    return is_long or max(map(len, [*memos, *tables])) > 512


# The hunt


def check(case: Case) -> tuple[float, set[str]]:
    """How many seconds of CPU time the answer takes, and the properties that the case breaks."""
    seconds = 0.0

    def timed(function: Callable[..., Any], *args: Any) -> Any:
        nonlocal seconds
        gc.disable()
        start = time.thread_time()
        answer = function(*args)
        seconds = time.thread_time() - start
        gc.enable()
        return answer

    properties = check_format if case.is_format else check_language
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG_SECONDS)
    try:
        broken = {name for name, holds in properties(case, timed) if not holds}
    except Exception as exc:  # whatever it is, it is a fault, and the hunt goes on
        broken = {f"{type(exc).__name__} in {traceback.extract_tb(exc.__traceback__)[-1].name}"}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return seconds, broken | ({SLOW} if seconds > CPU_LIMIT_SECONDS else set())


def stop_hang(_number: int, _frame: object) -> None:
    raise TimeoutError


def minimise(case: Case, name: str) -> Case:
    """A smaller case that breaks the property as well; the smallest, if that is found in time."""
    stop = time.monotonic() + MINIMISING_SECONDS
    for part in ("offered", "header"):
        size = len(getattr(case, part))
        while size:
            start = 0
            while start < len(whole := getattr(case, part)) and time.monotonic() < stop:
                smaller = case._replace(**{part: whole[:start] + whole[start + size :]})
                if name in check(smaller)[1]:
                    case = smaller
                else:
                    start += size
            size //= 2
    return case


class Hunt:
    def __init__(self, minutes: float, coverage: Coverage) -> None:
        self.minutes, self.coverage = minutes, coverage
        self.started, self.shown, self.runs = time.monotonic(), 0.0, 0
        self.slowest: tuple[float, Case | None] = (0.0, None)
        self.faults: dict[str, list[Case]] = defaultdict(list)

    def is_over(self) -> bool:
        elapsed = time.monotonic() - self.started
        if elapsed >= self.shown + PROGRESS_SECONDS:
            self.shown = elapsed
            rate = f"{self.runs:,} runs, {self.runs / elapsed:,.0f}/s, {elapsed:.0f} s"
            print(f"{rate}, {len(self.faults)} broken properties", file=sys.stderr, flush=True)
        return elapsed >= self.minutes * 60

    def run(self, case: Case) -> None:
        self.runs += 1
        is_measured = self.runs % MEASURED_RUNS == 0
        with self.coverage.collect() if is_measured else nullcontext():
            seconds, broken = check(case)
        if seconds > self.slowest[0]:
            # Of several the least is what the answer takes; the rest is what else the machine did.
            seconds = min(check(case)[0] for _ in range(5))
            self.slowest = max(self.slowest, (seconds, case), key=lambda pair: pair[0])
            broken -= {SLOW} if seconds <= CPU_LIMIT_SECONDS else set()
        if self.runs % MEMO_CHECK_RUNS == 0 and is_memo_overgrown():
            broken.add("memos have a limit")
        for name in broken:
            if len(self.faults[name]) < MAX_SHOWN_COUNT:
                self.faults[name].append(minimise(case, name))

    def report(self, engine: str) -> int:
        """The exit status, when the figures are printed."""
        self.coverage.report(show_missing=True)
        minutes = (time.monotonic() - self.started) / 60
        count = len(self.faults)
        print(f"{engine}, {minutes:.1f} minutes, {self.runs:,} inputs, {count} broken properties")
        print(f"slowest: {self.slowest[0] * 1000:.3f} ms of CPU time, {self.slowest[1]!s:.400}")
        for name, cases in self.faults.items():
            print(f"broken: {name}", *dict.fromkeys(cases), sep="\n    ")
        sys.stdout.flush()
        return 1 if self.faults else 0


def hunt_with_hypothesis(hunt: Hunt, seed: int) -> None:
    import hypothesis
    from hypothesis.strategies import binary

    @hypothesis.settings(
        max_examples=2_000,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(binary(min_size=128, max_size=512))
    def run(data: bytes) -> None:
        if not hunt.is_over():
            hunt.run(make_case(Bytes(data)))

    while not hunt.is_over():
        hypothesis.seed(seed)(run)()
        seed += 1


def hunt_with_atheris(hunt: Hunt, seed: int) -> None:
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore] # it is in no extra

    def run(data: bytes) -> None:
        hunt.run(make_case(Bytes(data)))
        if hunt.is_over():
            os._exit(hunt.report("atheris"))  # libFuzzer's loop does not return

    flags = ["-max_len=512", "-len_control=0", "-verbosity=0", f"-seed={seed}"]
    atheris.Setup([sys.argv[0], *flags], run)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--engine", choices=["hypothesis", "atheris"], default="hypothesis")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    include = ["*/i18n_wsgi/negotiation/*"]
    coverage = Coverage(branch=True, include=include, data_file=None, config_file=False)
    instrumented: AbstractContextManager[object] = nullcontext()
    if options.engine == "atheris":
        import atheris

        instrumented = atheris.instrument_imports(include=["i18n_wsgi.negotiation"])
    with coverage.collect(), instrumented:
        import_module("i18n_wsgi.negotiation")
    signal.signal(signal.SIGVTALRM, stop_hang)
    hunt = Hunt(options.minutes, coverage)
    if options.engine == "atheris":
        hunt_with_atheris(hunt, options.seed)
    hunt_with_hypothesis(hunt, options.seed)
    return hunt.report(options.engine)


if __name__ == "__main__":
    sys.exit(main())
