"""What a command or a build found, whatever found it."""

from __future__ import annotations

from typing import NamedTuple

from i18n_wsgi.masking import one_line
from i18n_wsgi.toolchain.checks.base import Finding


class Problem(NamedTuple):
    """What is wrong, or may be meant. As text it is a line: ``file:line:column: error E101 …``.

    Attributes:
        file: what it is about.
        line: where in the file, from 1; 0 for the whole.
        column: likewise.
        severity: ``error``, ``warning`` or ``notice``.
        code: the rule's; empty where it is none of the linter's.
        msgid: the entry's; empty for the file itself.
        message: what is wrong, in one line.
    """

    file: str
    message: str
    severity: str = "error"
    line: int = 0
    column: int = 0
    code: str = ""
    msgid: str = ""

    @classmethod
    def of_finding(cls, finding: Finding) -> Problem:
        """What the linter found."""
        place, rule = finding.place, finding.rule
        return cls(
            finding.file,
            one_line(finding.message),
            rule.severity,
            place.line,
            place.column,
            rule.code,
            finding.msgid,
        )

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number)
        rule = f"{self.severity} {self.code} " if self.code else ""
        return f"{self.file}{place}: {rule}{self.message}"
