"""What a team has decided to leave as it is, with its reason: in an entry's comment, or in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from i18n_wsgi.catalogs.po_file import Entry, Place, PoFile
from i18n_wsgi.toolchain.checks import CHECKS
from i18n_wsgi.toolchain.checks.base import Finding, Rule
from i18n_wsgi.toolchain.extraction import rules as extraction_rules

_WITHOUT_REASON = Rule(
    "E391",
    "An ignore has no reason",
    "Write why behind a colon.",
    "Who comes later must be able to see whether it still holds.",
    "# i18n-wsgi: ignore W504",
    "# i18n-wsgi: ignore W504: the button has no room for a full stop",
)
_UNUSED = Rule(
    "W392",
    "An ignore is of no use any more",
    "Take it out.",
    "What it was for has been mended; it would hide the next mistake.",
    '# i18n-wsgi: ignore W504: the button has no room\nmsgid "Save it."\nmsgstr "Garder."',
    'msgid "Save it."\nmsgstr "Garder."',
)
_UNREADABLE = Rule(
    "W393",
    "An ignore can't be read",
    "Write the code of a rule, and why: i18n-wsgi: ignore W504: the button has no room.",
    "It ignores nothing.",
    "# i18n-wsgi ignore w504, the button has no room for a full stop",
    "# i18n-wsgi: ignore W504: the button has no room for a full stop",
)
RULES = (_WITHOUT_REASON, _UNUSED, _UNREADABLE)
ALL_RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rules in (*(check.RULES for check in CHECKS), RULES, extraction_rules.RULES)
    for rule in rules
}

_COMMENT = re.compile(
    r"#[. ]?\s*i18n-wsgi:\s*ignore\s+(?P<codes>[EW]\d{3}\b(?:\s*,\s*[EW]\d{3}\b)*)\s*(?::\s*(?P<reason>.*))?"
)
_CODE = re.compile(r"[EW]\d{3}")
# What was meant to be one.
_LIKE_ONE = re.compile(r"#[. ]?\s*i18n[-_]wsgi\W+(?:lint\W+)?ignore\b", re.IGNORECASE)
_KEYS = {"code", "path", "msgid", "reason"}


@dataclass
class ProjectIgnore:
    """A rule of ``[[tool.i18n-wsgi.lint.ignore]]``.

    Attributes:
        code: the rule's.
        reason: why.
        path: of the files, as ``fnmatch`` has it, relative to pyproject.toml; ``*`` for all.
        msgid: the entry's; None for all.
    """

    code: str
    reason: str
    path: str = "*"
    msgid: str | None = None
    root: Path = field(default_factory=Path)

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding."""
        if finding.rule.code != self.code or self.msgid not in (None, finding.msgid):
            return False
        path = Path(finding.file).absolute()
        return path.is_relative_to(self.root) and fnmatch(
            path.relative_to(self.root).as_posix(), self.path
        )


def project_ignores(start: Path) -> list[ProjectIgnore]:
    """Those of the nearest pyproject.toml, from a folder upwards.

    Raises:
        SettingsError: it can't be read, or an ignore is not complete.
    """
    file = _project_file(start)
    return [] if file is None else [*_read_project(file)]


def ignores_by_project() -> Callable[[Path], Sequence[ProjectIgnore]]:
    """Who tells the ignores for a file, as ``project_ignores`` does for its folder; each pyproject.toml is read
    once."""
    read = cache(lambda file: [*_read_project(file)])

    def ignores_for(path: Path) -> Sequence[ProjectIgnore]:
        file = _project_file(path.parent)
        return () if file is None else read(file)

    return ignores_for


def _project_file(start: Path) -> Path | None:
    start = start.absolute()
    files = (folder / "pyproject.toml" for folder in (start, *start.parents))
    return next(filter(Path.is_file, files), None)


def _read_project(file: Path) -> Iterator[ProjectIgnore]:
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
        lint = settings.get("tool", {}).get("i18n-wsgi", {}).get("lint", {})
        told = lint.get("ignore", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as exc:
        raise _refusal(f"{file}: {exc}") from exc
    if unknown := sorted(lint.keys() - {"ignore"}):
        raise _refusal(f"{file}: tool.i18n-wsgi.lint has {', '.join(unknown)}; allowed: ignore")
    if not isinstance(told, list):
        raise _refusal(f"{file}: tool.i18n-wsgi.lint.ignore is {told!r}; allowed: tables")
    for one in told:
        if not isinstance(one, Mapping) or not {"code", "reason"} <= one.keys() <= _KEYS:
            raise _refusal(
                f"{file}: an ignore is {one!r}; allowed: a table with code and reason,"
                " and with path and msgid where it is not for all"
            )
        if not all(isinstance(value, str) and value.strip() for value in one.values()):
            raise _refusal(f"{file}: an ignore is {one!r}; allowed: texts that are not empty")
        if one["code"] not in ALL_RULES:
            raise _refusal(
                f"{file}: an ignore has the code {one['code']!r}; allowed: that of a rule, such as W504"
            )
        yield ProjectIgnore(**one, root=file.parent)


def _refusal(told: str) -> ValueError:
    from i18n_wsgi.settings import SettingsError  # needs oslo.config; the build hook does without

    return SettingsError(told)


def without_ignored(
    findings: Iterable[Finding], file: PoFile, name: str, project: Sequence[ProjectIgnore] = ()
) -> Iterator[Finding]:
    """The findings that nobody has decided to leave, and what is wrong with such decisions."""
    ignores = [*_ignores_of(file.entries)]
    used: set[int] = set()
    for finding in findings:
        covering = [
            number
            for number, one in enumerate(ignores)
            if finding.rule.code in one.codes and one.lines[0] <= finding.place.line < one.lines[1]
        ]
        used.update(covering)
        if not covering and not any(one.covers(finding) for one in project):
            yield finding
    for number, one in enumerate(ignores):
        place = Place(one.line, 1)
        codes = ", ".join(sorted(one.codes))
        if unknown := ", ".join(sorted(one.codes - ALL_RULES.keys())):
            yield Finding(name, place, _UNREADABLE, one.msgid, f"There is no rule {unknown}")
        elif not one.codes:
            yield Finding(
                name, place, _UNREADABLE, one.msgid, "It ignores nothing as it is written"
            )
        elif not one.reason:
            yield Finding(
                name, place, _WITHOUT_REASON, one.msgid, f"{codes} is ignored without a reason"
            )
        elif number not in used:
            yield Finding(name, place, _UNUSED, one.msgid, f"{codes} is not found here")


@dataclass(frozen=True)
class _EntryIgnore:
    """What a comment says; it has no codes where it can't be read."""

    codes: frozenset[str]
    reason: str
    line: int
    lines: tuple[int, int]
    msgid: str


def _ignores_of(entries: Iterable[Entry]) -> Iterator[_EntryIgnore]:
    for entry in entries:
        for line, comment in entry.comments:
            if "gnore" not in comment or not _LIKE_ONE.match(comment):
                continue
            match = _COMMENT.match(comment)
            codes = frozenset(_CODE.findall(match["codes"]) if match else ())
            reason = (match["reason"] or "").strip() if match else ""
            msgid = entry.msgid.value if entry.msgid else ""
            yield _EntryIgnore(codes, reason, line, (entry.start, entry.stop), msgid)
