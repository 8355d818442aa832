"""Plant mistakes into sound catalogs, and count what linters say of them, side by side in one run.

Prints what the project aims at with what was reached, and a table for each kind of mistake.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from linter_contenders import LINTERS, OURS, Finding, Linter
from planted import Case, look_alikes, planted, template
from tables import Goal, percent, print_goals, print_table

# A finding may name the entry's first or last line.
_NEAR = 2
ERROR, WARNING, ELSEWHERE, SILENT, CRASH = "error", "warning", "elsewhere", "silent", "crash"


@dataclass(frozen=True)
class Result:
    """What one linter said of each case, and how long it took."""

    linter: Linter
    verdicts: Mapping[Case, str]
    false_alarms: Mapping[Case, Sequence[Finding]]
    seconds: float
    unlocated: int

    def share(self, cases: Sequence[Case], *verdicts: str) -> float:
        """Of these cases, the share with one of these verdicts."""
        return sum(self.verdicts[case] in verdicts for case in cases) / len(cases)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="one linter, by its name")
    parser.add_argument("--list", action="store_true", help="what each linter misses, case by case")
    options = parser.parse_args()
    mistakes, correct = planted(), look_alikes()
    releases = {linter: linter.release() for linter in LINTERS}
    results = []
    for linter, release in releases.items():
        if release and options.only in (None, linter.name):
            print(f"{linter.name} ...", file=sys.stderr)
            results.append(judge(linter, mistakes, correct))
    rows = [(linter.name, release or "missing") for linter, release in releases.items()]
    print_table("Linters", "", ("", "release"), rows)
    if goals := _goals(results, mistakes):
        print_goals(goals)
    _print_kinds(results, mistakes)
    _print_totals(results, mistakes, correct)
    if options.list:
        for result in results:
            _print_list(result, mistakes)


def judge(linter: Linter, mistakes: Sequence[Case], correct: Sequence[Case]) -> Result:
    """Run it on a copy of everything that it reads."""
    cases = [*mistakes, *correct]
    with tempfile.TemporaryDirectory() as folder:
        paths = {case: _write(Path(folder), number, case) for number, case in enumerate(cases)}
        template_path = Path(folder) / "app.pot"
        template_path.write_text(template(), "utf-8")
        groups: dict[Path | None, list[Path]] = {}
        for case in cases:
            if linter.reads_compiled or case.ending == "po":
                key = template_path if case.has_template else None
                groups.setdefault(key, []).append(paths[case])
        started = time.monotonic()
        findings, crashed = _run(linter, groups)
        seconds = time.monotonic() - started
        noise = {
            _without_values(finding.text)
            for case in correct
            if case.name == "catalog"
            for finding in findings.get(paths[case], [])
        }
        told = {case: _told(findings.get(path, []), noise) for case, path in paths.items()}
        verdicts = {case: _verdict(case, told[case], paths[case] in crashed) for case in mistakes}
        verdicts |= {case: CRASH if paths[case] in crashed else SILENT for case in correct}
    alarms = {
        case: found for case in correct if (found := told[case] or _first(findings, paths, case))
    }
    unlocated = sum(not finding.lines for found in told.values() for finding in found)
    return Result(linter, verdicts, alarms, seconds, unlocated)


def _first(
    findings: Mapping[Path, Sequence[Finding]], paths: Mapping[Case, Path], case: Case
) -> Sequence[Finding]:
    """What is said of a plain sound catalog is a false alarm there, and forgiven elsewhere."""
    return findings.get(paths[case], []) if case.name == "catalog" else []


def _write(folder: Path, number: int, case: Case) -> Path:
    """The file, in a folder of its own, as projects have it."""
    path = folder / str(number) / "locale" / case.language / "LC_MESSAGES" / f"app.{case.ending}"
    path.parent.mkdir(parents=True)
    path.write_bytes(case.data)
    return path


def _run(
    linter: Linter, groups: Mapping[Path | None, list[Path]]
) -> tuple[dict[Path, list[Finding]], set[Path]]:
    batches = [
        (group[start : start + linter.batch], template)
        for template, group in groups.items()
        for start in range(0, len(group), linter.batch)
    ]
    found: dict[Path, list[Finding]] = {}
    crashed: set[Path] = set()
    with ThreadPoolExecutor(2) as pool:
        for findings, crashes in pool.map(linter.run, *zip(*batches, strict=True)):
            crashed |= crashes
            for finding in findings:
                found.setdefault(finding.path, []).append(finding)
    return found, crashed


def _told(findings: Sequence[Finding], noise: set[str]) -> Sequence[Finding]:
    """What it does not say of sound catalogs too."""
    return [finding for finding in findings if _without_values(finding.text) not in noise]


def _without_values(text: str) -> str:
    return re.sub(r"\d+|'[^']*'", "#", text)


def _verdict(case: Case, findings: Sequence[Finding], is_crashed: bool) -> str:
    if is_crashed:
        return CRASH
    placed = [finding for finding in findings if _is_placed(case, finding)]
    if any(finding.is_error for finding in placed):
        return ERROR
    if placed:
        return WARNING
    return ELSEWHERE if findings else SILENT


def _is_placed(case: Case, finding: Finding) -> bool:
    """Whether it is at the mistake; who names no line is believed."""
    if not finding.lines or not case.lines:
        return True
    return any(abs(line - right) <= _NEAR for line in finding.lines for right in case.lines)


def _goals(results: Sequence[Result], mistakes: Sequence[Case]) -> list[Goal]:
    ours = next((result for result in results if result.linter.name == OURS), None)
    if ours is None:
        return []
    grave, style = _parted(mistakes)
    errors, told = ours.share(grave, ERROR), ours.share(style, ERROR, WARNING)
    crashes = Counter(ours.verdicts.values())[CRASH]
    return [
        Goal("mistakes told as errors: 95 %", percent(errors), errors >= 0.95),
        Goal("matters of style told: all", percent(told), told == 1),
        Goal("false alarms: none", str(len(ours.false_alarms)), not ours.false_alarms),
        Goal("crashes: none", str(crashes), not crashes),
        Goal("findings without a line: none", str(ours.unlocated), not ours.unlocated),
    ]


def _parted(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """What breaks, loses or endangers something, and what is style."""
    return [case for case in cases if not case.is_style], [case for case in cases if case.is_style]


def _print_kinds(results: Sequence[Result], mistakes: Sequence[Case]) -> None:
    grave, _ = _parted(mistakes)
    counts = Counter(case.kind for case in grave)
    rows = []
    for result in results:
        cells = [result.linter.name]
        for kind in counts:
            cases = [case for case in grave if case.kind == kind]
            is_read = result.linter.reads_compiled or any(case.ending == "po" for case in cases)
            cells.append(percent(result.share(cases, ERROR)) if is_read else "")
        rows.append(cells)
    heads = ["", *(f"{kind}, {count}" for kind, count in counts.items())]
    print_table("Mistakes told as errors, at their place", "", heads, rows)


def _print_totals(
    results: Sequence[Result], mistakes: Sequence[Case], correct: Sequence[Case]
) -> None:
    grave, style = _parted(mistakes)
    written = [case for case in grave if case.ending == "po"]
    rows = []
    for result in results:
        shares = [
            percent(result.share(grave, verdict)) for verdict in (ERROR, WARNING, ELSEWHERE, SILENT)
        ]
        crashes = Counter(result.verdicts.values())[CRASH]
        rows.append([
            result.linter.name,
            *shares,
            percent(result.share(written, ERROR)),
            percent(result.share(style, ERROR, WARNING)),
            str(len(result.false_alarms)),
            str(crashes),
            f"{result.seconds:.1f}",
        ])  # fmt: skip
    note = f"{len(grave)} mistakes, {len(style)} matters of style, {len(correct)} look-alikes."
    heads = [
        "",
        "errors",
        "warnings",
        "elsewhere",
        "silent",
        ".po errors",
        "style told",
        "false alarms",
        "crashes",
        "s",
    ]
    print_table("All", note, heads, rows)


def _print_list(result: Result, mistakes: Sequence[Case]) -> None:
    rows = [
        (f"{case.kind}: {case.name}", case.language, result.verdicts[case])
        for case in mistakes
        if result.verdicts[case] != ERROR
        and not (case.is_style and result.verdicts[case] == WARNING)
    ]
    print_table(f"Missed by {result.linter.name}", "", ("mistake", "language", "it was"), rows)
    alarms = [
        (case.name, case.language, found[0].text) for case, found in result.false_alarms.items()
    ]
    print_table(
        f"False alarms of {result.linter.name}", "", ("look-alike", "language", "said"), alarms
    )


if __name__ == "__main__":
    main()
