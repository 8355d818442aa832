"""Measure language negotiation side by side with its peers, in one run.

Prints what the project aims at with what was reached, then a table for each thing that is measured.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Mapping, Sequence

from contenders import CONTENDERS, FORMAT_CONTENDERS, ICU, OURS, Contender, icu_version
from goals import Results, goals
from measures import (
    HOSTILE_BUDGET_SECONDS,
    KILLED_AFTER_SECONDS,
    QUICK,
    SEED,
    Agreement,
    Effort,
    Speed,
    agreement_with_icu,
    answer,
    hostile_times,
    memory_growths,
    right_count,
    speeds,
    tell,
)
from samples import (
    ACCEPT_HEADERS,
    COMMON_LOCALES,
    LANGUAGE_HEADERS,
    MEDIA_TYPES,
    Request,
    plain_rows,
    requests_for_all_locales,
    requests_for_common_locales,
)
from tables import microseconds, percent, print_table, times

from i18n_wsgi.negotiation import parse_tag

_EXAMPLE_COUNT = 12
_MEGABYTE = 1_000_000


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    effort = QUICK if parser.parse_args().quick else Effort()
    releases = {contender: contender.release() for contender in CONTENDERS}
    contenders = [contender for contender, release in releases.items() if release]
    results = measure(contenders, effort)
    print_head(releases)
    print_goals(results)
    print_rows(results)
    print_agreement("Agreement with ICU, common locales on offer", results.common)
    print_agreement("Agreement with ICU, any of CLDR's locales on offer", results.all_locales)
    print_speeds("Speed", results.speeds, contenders)
    print_headers(results.speeds)
    print_hostile(results, contenders)
    print_memory(results)
    print_speeds("Formats: speed", results.formats, FORMAT_CONTENDERS)


def measure(contenders: Sequence[Contender], effort: Effort) -> Results:
    """Everything; it takes minutes."""
    distinct = [contender for contender in contenders if not contender.is_list]
    tell("ICU's rows")
    rows = plain_rows()
    right_counts = {contender.name: right_count(contender, rows) for contender in distinct}
    common, all_locales = (
        agreements(distinct, list(make_requests(effort.request_count, SEED)))
        for make_requests in (requests_for_common_locales, requests_for_all_locales)
    )
    formats = [contender for contender in FORMAT_CONTENDERS if contender.release()]
    return Results(
        len(rows),
        right_counts,
        common,
        all_locales,
        speeds(contenders, LANGUAGE_HEADERS, COMMON_LOCALES, effort),
        hostile_times(contenders, effort),
        memory_growths(contenders, effort),
        speeds(formats, ACCEPT_HEADERS, MEDIA_TYPES, effort),
    )


def agreements(
    contenders: Sequence[Contender], requests: Sequence[Request]
) -> dict[str, Agreement]:
    """How contenders agree with ICU; empty where ICU is missing."""
    if ICU not in contenders:
        return {}
    tell("ICU's answers to random requests")
    icu_answers = [answer(ICU.bind(available).choose, header) for header, available in requests]
    found = {}
    for contender in contenders:
        if contender is not ICU:
            tell(f"agreement of {contender.name} with ICU")
            found[contender.name] = agreement_with_icu(contender, requests, icu_answers)
    return found


def print_head(releases: Mapping[Contender, str | None]) -> None:
    """What was measured, on what."""
    print("Language negotiation, side by side")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    for release in dict.fromkeys(releases.values()):
        if release:
            print(release)
    if releases[ICU]:
        print(f"ICU {icu_version()}")
    for contender, release in releases.items():
        if release is None:
            print(f"MISSING: {contender.name} ({' or '.join(contender.packages)} is not installed)")


def print_goals(results: Results) -> None:
    """What the project aims at."""
    words = {True: "met", False: "MISSED", None: "not measured"}
    rows = [(goal.text, goal.figure, words[goal.is_met]) for goal in goals(results)]
    print_table("Goals", "", ("goal", "reached", ""), rows)


def print_rows(results: Results) -> None:
    """How many of ICU's rows are right."""
    ranking = sorted(results.right_counts.items(), key=lambda item: -item[1])
    print_table(
        "ICU's own test",
        "Rows of localeMatcherTest.txt, without those of @favor and @threshold, that come out right.",
        ("contender", "right", f"of {results.row_count}"),
        [(name, str(right), percent(right / results.row_count)) for name, right in ranking],
    )


def print_agreement(title: str, found: Mapping[str, Agreement]) -> None:
    """How contenders agree with ICU, and where ours does not."""
    if not found:
        return
    print_table(
        title,
        "As near: ICU gives the same answer when that is offered first.",
        ("contender", "same", "as near", "different", "same or as near"),
        [
            (name, str(it.same), str(it.as_near), str(it.different), percent(it.share))
            for name, it in found.items()
        ],
    )
    for (header, available), expected, answered in found[OURS.name].examples[:_EXAMPLE_COUNT]:
        shown = ", ".join(_kin(available, f"{header}, {expected}, {answered}"))
        print(f"  {header}: ICU {expected}, ours {answered}; offered: {shown}")


def _kin(available: Sequence[str], header: str) -> list[str]:
    """Of what is on offer, the languages that a header names."""
    tags = [parse_tag(text) for text in header.split(", ")]
    languages = {tag.language for tag in tags if tag is not None}
    offered = {locale: parse_tag(locale) for locale in available}
    return [locale for locale, tag in offered.items() if tag and tag.language in languages]


def print_speeds(title: str, found: Mapping[str, Speed], contenders: Sequence[Contender]) -> None:
    """Mean times, and how many times ours they are."""
    base = found[OURS.name].mean
    rows = []
    for name, speed in found.items():
        row = [name]
        for own, phase in zip(base, speed.mean, strict=True):
            row += [microseconds(phase), times(phase, own)]
        rows.append(row)
    memos = [f"{it.name} forgets {it.memo}" for it in contenders if it.memo and it.name in found]
    print_table(
        title,
        "Microseconds for a header, the mean of all that are sent. Emptied:\n"
        + ";\n".join([*memos, "the others remember nothing."]),
        ("contender", "never seen", "to ours", "emptied", "to ours", "again", "to ours"),
        rows,
    )


def print_headers(found: Mapping[str, Speed]) -> None:
    """The times of each header."""
    rows = [
        [title, *(microseconds(speed.by_header[title].emptied) for speed in found.values())]
        for title in LANGUAGE_HEADERS
    ]
    print_table("Speed by header", "Microseconds, memos emptied.", ("header", *found), rows)


def print_hostile(results: Results, contenders: Sequence[Contender]) -> None:
    """What can be done to each contender."""
    names = [contender.name for contender in contenders]
    rows = [
        [kind, *(microseconds(by_name[name]) for name in names)]
        for kind, by_name in results.hostile.items()
    ]
    worst = [results.worst_hostile(name) for name in names]
    rows.append(["the worst", *map(microseconds, worst)])
    rows.append(["to ours", *(times(value, worst[names.index(OURS.name)]) for value in worst)])
    print_table(
        "Hostile headers of 64 kB",
        f"Microseconds, the median of headers that are all different, as many as "
        f"{HOSTILE_BUDGET_SECONDS} s allows;\ntoo long: none in {KILLED_AFTER_SECONDS['fork']} s.",
        ("kind", *names),
        rows,
    )


def print_memory(results: Results) -> None:
    """What each contender keeps."""
    base = results.memory[OURS.name]
    print_table(
        "Memory",
        "What a process grows by while it answers headers that are all different.",
        ("contender", "MB", "to ours"),
        [
            (name, f"{growth / _MEGABYTE:.1f}", times(growth, base))
            for name, growth in results.memory.items()
        ],
    )


if __name__ == "__main__":
    main()
