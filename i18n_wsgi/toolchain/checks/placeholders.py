"""Placeholders: what a program fills in must be in the translation, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from i18n_wsgi.catalogs.po_file import Entry, PoText
from i18n_wsgi.placeholders import find_problem
from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject
from i18n_wsgi.toolchain.filling import Wanted, find_failure
from i18n_wsgi.toolchain.slots import Flaw, Piece, Slot, brace_pieces, c_pieces, percent_pieces

_LOST = Rule(
    "E101",
    "A placeholder is lost",
    "Put it where the sentence needs it, exactly as it stands in the msgid.",
    "The reader would never learn what the program fills in there.",
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre est introuvable."',
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."',
)
_FOREIGN = Rule(
    "E102",
    "A placeholder is not in the msgid",
    "Take it out, or write one that the msgid has.",
    "The program has nothing to fill in for it, and fails or shows the placeholder itself.",
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s de %(shelf)s est introuvable."',
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."',
)
_RENAMED = Rule(
    "E103",
    "A placeholder's name was changed",
    "Write the name as the msgid has it; names are not translated.",
    "The program knows the value by this name only; capital and small letters differ.",
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(livre)s est introuvable."',
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."',
)
_RETYPED = Rule(
    "E104",
    "A placeholder's type was changed",
    "Write the letter at its end as the msgid has it.",
    "The letter says how the value is written; a text can't be written as a number.",
    'msgid "%(count)d books"\nmsgstr "%(count)s livres"',
    'msgid "%(count)d books"\nmsgstr "%(count)d livres"',
)
_REFORMED = Rule(
    "E105",
    "A placeholder's form was changed",
    "Write its digits and signs as the msgid has them.",
    "They say how many digits are shown, and how wide.",
    'msgid "%(size).1f MB"\nmsgstr "%(size).4f Mo"',
    'msgid "%(size).1f MB"\nmsgstr "%(size).1f Mo"',
)
_STRAY = Rule(
    "E106",
    "A percent sign starts no placeholder",
    "Write %% for a percent sign, or complete the placeholder.",
    "In a text with placeholders each single % starts one; filling this text fails.",
    'msgid "%(done)d%% of %(file)s"\nmsgstr "%(done)d % de %(file)s"',
    'msgid "%(done)d%% of %(file)s"\nmsgstr "%(done)d %% de %(file)s"',
)
_BLANKS = Rule(
    "E107",
    "A placeholder has blanks inside",
    "Write it without them, exactly as it stands in the msgid.",
    "With a blank it is another placeholder, or none.",
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre % (book) s est introuvable."',
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."',
)
_LOOK_ALIKE = Rule(
    "E108",
    "A placeholder is written with look-alike characters",
    "Write it with the plain characters of the msgid.",
    "The program looks for the plain %, ( and ), not for their full-width or other doubles.",
    'msgid "Book %(book)s was not found."\nmsgstr "找不到书籍％（book）s。"',
    'msgid "Book %(book)s was not found."\nmsgstr "找不到书籍%(book)s。"',
)
_ORDER = Rule(
    "E109",
    "The placeholders without a name are not those of the msgid, in its order",
    "Keep their number and their order, or ask the developers for names.",
    "They are filled from the first to the last, whatever the sentence means.",
    'msgid "%s has %d books"\nmsgstr "%d livres chez %s"',
    'msgid "%s has %d books"\nmsgstr "%s a %d livres"',
)
_BOMB = Rule(
    "E110",
    "A placeholder asks for an enormous width",
    "Write it as the msgid has it.",
    "The server would fill its memory with blanks.",
    'msgid "%(count)d books"\nmsgstr "%(count)999999999d livres"',
    'msgid "%(count)d books"\nmsgstr "%(count)d livres"',
)
_ACCESS = Rule(
    "E111",
    "A placeholder reaches into its value",
    "Write the name alone, as the msgid has it.",
    "With a dot or brackets a translation can print what nobody meant to show.",
    'msgid "Hello {user}"\nmsgstr "Bonjour {user.password}"',
    'msgid "Hello {user}"\nmsgstr "Bonjour {user}"',
)
_TYPELESS = Rule(
    "E112",
    "A placeholder ends with a letter that says no type",
    "Write the letter at its end as the msgid has it.",
    "Filling this text fails.",
    'msgid "%(count)d books"\nmsgstr "%(count)n livres"',
    'msgid "%(count)d books"\nmsgstr "%(count)d livres"',
)
_BRACES = Rule(
    "E113",
    "A brace is not closed, or not opened",
    "Write {{ or }} for a brace that is text, or complete the placeholder.",
    "Filling this text fails.",
    'msgid "Hello {name}"\nmsgstr "Bonjour {name"',
    'msgid "Hello {name}"\nmsgstr "Bonjour {name}"',
)
_ESCAPED = Rule(
    "E114",
    "A placeholder is escaped",
    "Write it with a single percent sign or single braces.",
    "Doubled, the sign is text: the reader sees the placeholder itself.",
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %%(book)s est introuvable."',
    'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."',
)
_SOURCE = Rule(
    "E115",
    "The msgid itself can't be filled",
    "Ask the developers to mend the msgid; the translation can't help it.",
    "Filling the msgid fails, and a translation that can be filled is not used.",
    'msgid "%(done)d% of %(file)s"\nmsgstr "%(done)d %% de %(file)s"',
    'msgid "%(done)d%% of %(file)s"\nmsgstr "%(done)d %% de %(file)s"',
)

RULES = (
    _LOST, _FOREIGN, _RENAMED, _RETYPED, _REFORMED, _STRAY, _BLANKS, _LOOK_ALIKE, _ORDER, _BOMB, _ACCESS,
    _TYPELESS, _BRACES, _ESCAPED, _SOURCE,
)  # fmt: skip

_OF_FLAW = {
    Flaw.STRAY: _STRAY,
    Flaw.BLANKS: _BLANKS,
    Flaw.LOOK_ALIKE: _LOOK_ALIKE,
    Flaw.TYPELESS: _TYPELESS,
    Flaw.BOMB: _BOMB,
    Flaw.ESCAPED: _ESCAPED,
    Flaw.UNBALANCED: _BRACES,
    Flaw.NO_NAME: _BRACES,
}
# Those that are text, unless what they were meant to be is missing.
_MAYBE_TEXT = (Flaw.BLANKS, Flaw.LOOK_ALIKE, Flaw.ESCAPED)

# What may stand behind a name in braces; more than that is JSON or the like.
_FORM = re.compile(r"(?:![rsa])?(?::(?:.?[<>=^])?[+\- ]?z?#?0?\d*[,_]?(?:\.\d+)?[a-zA-Z%]?)?")

_PiecesOf = Callable[[str], Iterator[Piece]]


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation's placeholders are not those of its msgid."""
    for entry in subject.translated:
        ways = [*_ways_to_fill(entry)]
        for pieces_of in ways:
            yield from _check_entry(subject, entry, pieces_of)
        texts = (*_sources(entry), *entry.forms.values())
        if not {percent_pieces, c_pieces} & {*ways} and any("%" in text.value for text in texts):
            yield from _check_as_run_time_does(subject, entry)


def _check_as_run_time_does(subject: Subject, entry: Entry) -> Iterator[Finding]:
    """Whether a text that seems not to be filled in would be refused all the same."""
    sources = [source.value for source in _sources(entry)]
    for text in entry.forms.values():
        if problem := find_problem(sources, [text.value]):
            rule = _SOURCE if problem.startswith("the source") else _FOREIGN
            rule = _LOST if problem.endswith("is lost") else rule
            yield subject.in_text(rule, entry, text, problem[0].upper() + problem[1:])


def _sources(entry: Entry) -> list[PoText]:
    return [text for text in (entry.msgid, entry.plural) if text is not None]


def _ways_to_fill(entry: Entry) -> Iterator[_PiecesOf]:
    """How a program fills the entry's texts in."""
    sources, flags = [text.value for text in _sources(entry)], entry.flags
    has_percent = any("%" in text for text in sources)

    def is_filled(pieces_of: _PiecesOf) -> bool:
        pieces = [piece for text in sources for piece in pieces_of(text)]
        return bool(pieces) and _are_sound(pieces)

    if "python-format" in flags:
        yield percent_pieces
    elif "c-format" in flags and not any("%(" in text for text in sources):
        yield c_pieces
    elif "no-python-format" not in flags:
        if is_filled(percent_pieces) if has_percent else _asks(entry):
            yield percent_pieces
    if "python-brace-format" in flags:
        yield brace_pieces
    elif "no-python-brace-format" not in flags and not has_percent:
        if any("{" in text for text in sources) and is_filled(brace_pieces):
            yield brace_pieces


def _are_sound(pieces: Iterable[Piece]) -> bool:
    """Whether all of a source text's pieces can be filled."""
    return all(
        piece.flaw is None and (piece.slot.type.isalpha() or _FORM.fullmatch(piece.slot.form))
        for piece in pieces
    )


def _asks(entry: Entry) -> bool:
    """Whether a translation has a placeholder by name, beside a source text without any."""
    return any("%(" in text.value for text in entry.forms.values())


def _check_entry(subject: Subject, entry: Entry, pieces_of: _PiecesOf) -> Iterator[Finding]:
    told = [list(_without_text(pieces_of(text.value))) for text in _sources(entry)]
    is_filled = all(map(_are_sound, told))
    wanted = [[piece.slot for piece in pieces] for pieces in told]
    for number, text in sorted(entry.forms.items()):
        found = list(pieces_of(text.value))
        is_same = [piece.slot for piece in found] == wanted[0] == wanted[-1]
        # {} and {1} are the same as {} and {}, and can't stand in one text.
        if not text.value or (is_same and pieces_of is not brace_pieces):
            if not any(piece.flaw for piece in found):
                continue
        if is_filled:
            needs = Wanted.of(entry, number, wanted, subject.plural_rule)
            troubles = [*islice(_troubles(text.value, found, needs), MOST)]
            # What a program in C does can't be tried.
            is_tried = not troubles and pieces_of is not c_pieces
            if is_tried and (why := find_failure(text.value, needs)):
                troubles = [_Trouble(_STRAY, why)]
        else:
            own = frozenset(piece.slot.name for pieces in told for piece in pieces)
            troubles = [*islice(_foreign_names(found, own), MOST)]
            sources = [source.value for source in _sources(entry)]
            if not troubles and pieces_of is percent_pieces:
                problem = find_problem(sources, [text.value])
                troubles = [_Trouble(_SOURCE, problem)] if problem else []
            if not troubles and pieces_of is percent_pieces:
                troubles = [*_of_sources(told)]
        for rule, message, piece, start in troubles:
            yield subject.in_text(rule, entry, text, message, piece=piece, offset=start)


def _of_sources(told: Iterable[Sequence[Piece]]) -> Iterator[_Trouble]:
    """Why a source text with names that are meant to be filled in can't be."""
    flawed = [piece for pieces in told for piece in pieces if not _are_sound([piece])]
    if any(piece.slot.name and piece not in flawed for pieces in told for piece in pieces):
        yield _Trouble(_SOURCE, f"The msgid can't be filled in, because of its {flawed[0].text}")


def _without_text(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (piece for piece in pieces if piece.flaw not in (Flaw.ESCAPED, Flaw.LOOK_ALIKE))


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    piece: str = ""
    start: int = 0


def _troubles(text: str, found: Sequence[Piece], wanted: Wanted) -> Iterator[_Trouble]:
    sound = {piece.slot for piece in found if piece.flaw is None}
    lost = {slot for slot in wanted.needed if slot not in sound and slot.name is not None}
    # What may be left out may not be left there torn.
    lost |= {
        slot for slot in wanted.allowed - sound if slot.name and f"({slot.name}){slot.type}" in text
    }
    seen = False
    for trouble in _of_pieces(found, wanted, lost):
        seen = True
        yield trouble
    if not seen:
        yield from _of_unnamed(found, wanted)
    for slot in sorted(lost):
        yield _Trouble(_LOST, f"{slot} is lost{_hint(text, slot)}", *_torn(text, slot))


def _of_pieces(found: Sequence[Piece], wanted: Wanted, lost: set[Slot]) -> Iterator[_Trouble]:
    """What is wrong with the pieces that are there; what they were meant to be is lost no more."""
    for piece in found:
        slot, flaw = piece.slot, piece.flaw
        if flaw is None and (slot in wanted.allowed or (slot.name is None and wanted.unnamed)):
            continue
        meant = {one for one in lost if one.name == slot.name and slot.name is not None}
        is_meant = bool(meant) or (slot.name is None and slot in wanted.unnamed)
        if flaw in (Flaw.ESCAPED, Flaw.LOOK_ALIKE) and not is_meant:
            continue
        if flaw is Flaw.BLANKS and not is_meant and slot.name is None:
            yield _Trouble(_STRAY, "% is no placeholder here", piece.text, piece.start)
            continue
        lost -= meant
        if flaw is not None:
            right = min(meant) if meant else slot
            yield _Trouble(_OF_FLAW[flaw], _told_flaw(piece, right), piece.text, piece.start)
        else:
            yield _of_foreign(piece, wanted, lost)


def _of_foreign(piece: Piece, wanted: Wanted, lost: set[Slot]) -> _Trouble:
    """Why a sound piece is none of the msgid's; of a name that was changed the right one is lost no more."""
    slot = piece.slot
    for one in sorted(wanted.allowed, key=str):
        if one.name == slot.name and slot.name is not None:
            rule = _RETYPED if one.type != slot.type else _REFORMED
            if slot.type.startswith((".", "[")):
                rule = _ACCESS
            told = f"{piece.text} should be {one}"
            return _Trouble(rule, told, piece.text, piece.start)
    right = _renamed(slot, lost)
    if right is not None:
        lost.discard(right)
        told = f"{piece.text} should probably be {right}"
        return _Trouble(_RENAMED, told, piece.text, piece.start)
    allowed = ", ".join(map(str, sorted(wanted.allowed, key=str))) or "none"
    told = f"{piece.text} is not in the msgid, which has {allowed}"
    return _Trouble(_FOREIGN, told, piece.text, piece.start)


def _renamed(slot: Slot, lost: set[Slot]) -> Slot | None:
    """Which of those that are lost it probably is."""
    if slot.name is None:
        return None
    names = {one.name: one for one in sorted(lost) if one.name is not None}
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(slot.name.casefold(), folded, n=1)
    if close:
        return names[folded[close[0]]]
    return next(iter(lost)) if len(lost) == 1 else None


def _of_unnamed(found: Sequence[Piece], wanted: Wanted) -> Iterator[_Trouble]:
    """What is wrong with those without a name, which are filled in their order."""
    pieces = [piece for piece in found if piece.slot.name is None and piece.flaw is None]
    slots, right = [piece.slot for piece in pieces], wanted.unnamed
    if slots == right or (not slots and wanted.may_lack_unnamed):
        return
    told = " ".join(map(str, right))
    if len(slots) < len(right):
        yield _Trouble(_LOST, f"There are {len(slots)} of the {len(right)} placeholders {told}")
    elif len(slots) > len(right):
        extra = pieces[len(right)]
        message = f"There are {len(slots)} placeholders, the msgid has {len(right)}: {told}"
        yield _Trouble(_FOREIGN, message, extra.text, extra.start)
    else:
        wrong = next(piece for piece, slot in zip(pieces, right, strict=True) if piece.slot != slot)
        rule = _ORDER if sorted(map(str, slots)) == sorted(map(str, right)) else _RETYPED
        yield _Trouble(rule, f"The msgid has them as {told}", wrong.text, wrong.start)


def _foreign_names(found: Iterable[Piece], own: frozenset[str | None]) -> Iterator[_Trouble]:
    """In the translation of a text that can't be filled: what could make it one that can."""
    for piece in found:
        if piece.flaw is None and piece.slot.name and piece.slot.name not in own:
            told = f"{piece.text} is not in the msgid"
            yield _Trouble(_FOREIGN, told, piece.text, piece.start)


def _told_flaw(piece: Piece, right: Slot) -> str:
    text, slot = piece.text, piece.slot
    told = {
        Flaw.BLANKS: f"{text} should be {right}",
        Flaw.LOOK_ALIKE: f"{text} should be {right}",
        Flaw.ESCAPED: f"{text} is shown as it stands, with nothing filled in",
        Flaw.TYPELESS: f"{text} ends with {slot.type!r}, which says no type",
        Flaw.BOMB: f"{text[:40]} asks for a width that no text has",
        Flaw.STRAY: f"{text} should be {right}" if right.type else "The % starts no placeholder",
    }
    return told.get(piece.flaw or Flaw.STRAY, f"{text} is no placeholder")


def _hint(text: str, slot: Slot) -> str:
    torn, _at = _torn(text, slot)
    return f", though {torn} is there" if torn else ""


def _torn(text: str, slot: Slot) -> tuple[str, int]:
    """What may be left of a placeholder that is lost: its name with or without brackets of some kind."""
    name = re.escape(slot.name or "")
    found = re.search(rf"\S?[(\[{{<]\s*{name}\s*[)\]}}>]\w?|(?<!\w){name}(?!\w)", text)
    return (found[0], found.start()) if found and slot.name else ("", 0)
