"""What the linter found, for people, for programs and for GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from i18n_wsgi.masking import one_line
from i18n_wsgi.toolchain.checks.base import Finding, Rule
from i18n_wsgi.toolchain.problems import Problem

_WIDEST = 100
_STYLES = {"error": "bold red", "warning": "yellow"}


def as_text(
    console: Console, findings: Sequence[Finding], sources: Mapping[str, Sequence[str]]
) -> None:
    """Each finding with its line and a mark under what offends; behind those of a rule in a file what to do.

    Args:
        console: where to.
        findings: in the order in which they are told.
        sources: the lines of each file.
    """
    # A line that the terminal breaks takes the mark away from its piece.
    widest = min(_WIDEST, max(console.width - 4, 1)) if console.is_terminal else _WIDEST
    for finding in findings:
        told = [_headline(finding)]
        lines = sources.get(finding.file, ())
        if 0 < finding.place.line <= len(lines):
            told += _marked(finding, lines[finding.place.line - 1], widest)
        told.append(Text(f"    {finding.rule.advice}", style="dim"))
        console.print(Text("\n").join(told), soft_wrap=True)


def _headline(finding: Finding) -> Text:
    place, rule = finding.place, finding.rule
    style = _STYLES[rule.severity]
    return Text.assemble(
        (f"{one_line(finding.file)}:{place.line}:{place.column}: ", "bold"),
        (f"{rule.severity} {rule.code}", style),
        f" {one_line(finding.message)}",
    )


def _marked(finding: Finding, line: str, widest: int) -> list[Text]:
    """The line, or what of it is near to the piece, and a mark under that."""
    at = finding.place.column - 1
    near = line[max(0, at - widest) : at + widest]
    room = min(widest, max(1, widest * len(near) // max(1, cell_len(_shown(near)))))
    start = max(0, at - room // 2) if len(line) > room else 0
    size = max(1, min(len(finding.piece), len(line) - at, start + room - at))
    before, piece = (_shown(line[start:at]), _shown(line[at : at + size]))
    after = _shown(line[at + size : start + room])
    mark = " " * cell_len(before) + "^" * max(1, cell_len(piece))
    style = _STYLES[finding.rule.severity]
    told = [Text(f"    {before}{piece}{after}"), Text(f"    {mark}", style=style)]
    for one in told:
        one.truncate(widest + 4)
    return told


def _shown(text: str) -> str:
    """The text with nothing in it that moves what stands beside it."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in text.replace("\t", " ")
    )


def as_json(findings: Iterable[Finding]) -> str:
    """A list with an object for each finding."""
    return json.dumps([_fields(finding) for finding in findings], ensure_ascii=False, indent=1)


def _fields(finding: Finding) -> dict[str, object]:
    place, rule = finding.place, finding.rule
    return {
        "file": finding.file,
        "line": place.line,
        "column": place.column,
        "severity": rule.severity,
        "code": rule.code,
        "msgid": finding.msgid,
        "message": one_line(finding.message),
        "piece": finding.piece,
        "advice": rule.advice,
    }


def as_github(findings: Iterable[Finding]) -> str:
    """A workflow command for each finding."""
    return "\n".join(map(_annotation, findings))


def _annotation(finding: Finding) -> str:
    place, rule = finding.place, finding.rule
    properties = {
        "file": finding.file,
        "line": place.line,
        "col": place.column,
        "title": f"{rule.code} {rule.title}",
    }
    told = f"{one_line(finding.message)}. {rule.advice}"
    return workflow_command(rule.severity, properties, told)


def workflow_command(severity: str, properties: Mapping[str, object], told: str) -> str:
    """What GitHub makes an annotation of."""
    pairs = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in properties.items())
    return f"::{severity} {pairs}::{_escaped(told)}"


def _escaped(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def problems_as(form: str, problems: Iterable[Problem]) -> str:
    """Problems as ``json`` or ``github``, with what ``lint`` has of its findings, as far as it is known."""
    if form == "json":
        told = [{**one._asdict(), "line": max(1, one.line)} for one in problems]
        return json.dumps(told, ensure_ascii=False, indent=1)
    return "\n".join(
        workflow_command(
            one.severity,
            {"file": one.file, "line": max(1, one.line)},
            f"{one.code} {one.message}".strip(),
        )
        for one in problems
    )


def explain(console: Console, rule: Rule) -> None:
    """A rule at length."""
    console.print(Text(f"{rule.code}: {rule.title}", style=_STYLES[rule.severity]))
    console.print(Text("\n".join(filter(None, ["", rule.reason, rule.advice]))))
    for title, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        if example:
            console.print(Text(f"\n{title}:", style="bold"))
            for line in example.split("\n"):
                console.print(Text(f"    {_shown(line)}"), soft_wrap=True)


def counted(count: int, what: str) -> str:
    """``1 file``, ``2,000 files``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


Report = Callable[[Iterable[Finding]], str]
REPORTS: Mapping[str, Report] = {"json": as_json, "github": as_github}
