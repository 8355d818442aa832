"""What a check is: rules with numbers, and a function that finds where a catalog breaks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from i18n_wsgi.catalogs.po_file import Entry, Place, PoFile, PoText
from i18n_wsgi.toolchain.plural_rules import PluralRule

_TOP = Place(1, 1)
# How many findings one text may have; a file of garbage is not told letter by letter.
MOST = 20


class Rule(NamedTuple):
    """One class of trouble.

    Attributes:
        code: ``E`` for an error or ``W`` for a warning, and a number.
        title: what is wrong, without a placeholder or an end.
        advice: what to do, one sentence.
        reason: why it matters, for ``--explain``.
        wrong: an example of it, lines of a ``.po`` file.
        right: the example, mended.
    """

    code: str
    title: str
    advice: str
    reason: str = ""
    wrong: str = ""
    right: str = ""

    @property
    def severity(self) -> str:
        """``error`` or ``warning``."""
        return "error" if self.code.startswith("E") else "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a catalog breaks a rule.

    Attributes:
        file: the catalog's name.
        place: the line and the column, from 1; of a ``.mo`` file the number of the entry, and 1.
        rule: which one.
        msgid: the entry's; empty for the file itself.
        message: what is wrong there, one sentence.
        piece: what offends, as the file has it; empty where something is missing.
    """

    file: str
    place: Place
    rule: Rule
    msgid: str
    message: str
    piece: str = ""


# A text of an entry, and what it translates: of a plural first the one for the same numbers.
Pair = tuple[Entry, PoText, tuple[str, ...]]


@dataclass(frozen=True)
class Subject:
    """One catalog that is looked at.

    Attributes:
        name: what the file is called in findings.
        data: its bytes.
        file: what it holds.
        locale: the locale that its folder or name says it is for; None where neither does.
        plural_rule: its own; None where it has none that can be used.
        template: the template that it is for, if one was given.
        is_compiled: whether it is a ``.mo`` file.
        compiled: what the ``.mo`` file beside it holds, if there is one that can be read.
    """

    name: str
    data: bytes
    file: PoFile
    locale: str | None = None
    plural_rule: PluralRule | None = None
    template: PoFile | None = None
    is_compiled: bool = False
    compiled: PoFile | None = None

    @property
    def is_template(self) -> bool:
        """Whether it is a ``.pot`` file, which is no translation."""
        return self.name.lower().endswith(".pot")

    @cached_property
    def translated(self) -> list[Entry]:
        """The entries that a program shows."""
        return [entry for entry in self.file.live_entries() if entry.is_translated]

    @cached_property
    def language(self) -> str | None:
        """The locale that the catalog is for, or says it is for."""
        return self.locale or self.file.fields.get("Language") or None

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each text that a program shows, beside what it translates."""
        of_one = 0 if self.plural_rule is None else self.plural_rule.form_of_one
        pairs: list[Pair] = []
        for entry in self.translated:
            if entry.msgid is None:
                continue
            if entry.plural is None:
                pairs += [(entry, text, (entry.msgid.value,)) for text in entry.forms.values()]
                continue
            single, many = entry.msgid.value, entry.plural.value
            for number, text in sorted(entry.forms.items()):
                if text.value:
                    sources = (single, many) if number == of_one else (many, single)
                    pairs.append((entry, text, sources))
        return pairs

    def in_text(
        self,
        rule: Rule,
        entry: Entry,
        text: PoText,
        message: str,
        *,
        piece: str = "",
        offset: int = -1,
    ) -> Finding:
        """A finding in one of an entry's texts.

        Args:
            rule: which one it breaks.
            entry: the entry.
            text: one of its texts.
            message: what is wrong.
            piece: what offends, a part of the text's value.
            offset: where in the value it stands, where it may stand there twice.
        """
        if offset < 0:
            offset = max(text.value.find(piece), 0) if piece else 0
        msgid = entry.msgid.value if entry.msgid else ""
        return Finding(self.name, text.place_of(offset), rule, msgid, message, piece)

    def in_entry(self, rule: Rule, entry: Entry, message: str, piece: str = "") -> Finding:
        """A finding about an entry as a whole."""
        msgid = entry.msgid.value if entry.msgid else ""
        return Finding(self.name, Place(entry.line, 1), rule, msgid, message, piece)

    def in_file(self, rule: Rule, message: str, place: Place = _TOP, piece: str = "") -> Finding:
        """A finding about the file or its header."""
        return Finding(self.name, place, rule, "", message, piece)


class Check(Protocol):
    """A module of this folder."""

    @property
    def RULES(self) -> Sequence[Rule]:  # noqa: N802  # a constant of the module
        ...

    @property
    def check(self) -> Callable[[Subject], Iterator[Finding]]:
        """Where a catalog breaks the rules of the module. Nothing is raised, whatever it holds."""
        ...
