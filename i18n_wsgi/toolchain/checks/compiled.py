"""``.mo`` files: what a program reads must lead to each text."""

from __future__ import annotations

from collections.abc import Iterator

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject
from i18n_wsgi.toolchain.mo_damage import Damage
from i18n_wsgi.toolchain.mo_file import read_mo

_AGAIN = "Compile the .po file again."
_WRONG = "# library.mo, not as it was compiled"
_RIGHT = "# library.mo, compiled from library.po"


def _rule(code: str, title: str, reason: str, advice: str = _AGAIN) -> Rule:
    """A rule whose examples can't be shown as text."""
    return Rule(code, title, advice, reason, _WRONG, _RIGHT)


_OF_DAMAGE = {
    Damage.NO_MO: _rule(
        "E401", "The file is no compiled catalog", "A program can't read anything in it."
    ),
    Damage.VERSION: _rule(
        "E402",
        "The compiled catalog has an unknown version",
        "Programs know the versions 0 and 1, and refuse others.",
    ),
    Damage.CUT_OFF: _rule(
        "E403",
        "The compiled catalog is cut off",
        "It says where its texts are, and the file has no such place.",
    ),
    Damage.OVERLAP: _rule(
        "E404",
        "Two parts of the compiled catalog share bytes",
        "One of them is not what was written there.",
    ),
    Damage.MISALIGNED: _rule(
        "W405",
        "A table of the compiled catalog begins at an odd place",
        "Some processors fail when they read numbers that do not begin at a multiple of 4.",
    ),
    Damage.UNENDED: _rule(
        "E406",
        "A text of the compiled catalog has no end",
        "Programs in C read on until they meet a NUL, whatever stands there.",
    ),
    Damage.ORDER: _rule(
        "E407",
        "The compiled catalog is not sorted",
        "Programs in C look a msgid up as in a dictionary, and would not find it.",
        "Compile the .po file with msgfmt or i18n-wsgi catalog compile; Babel does not sort contexts.",
    ),
    Damage.DUPLICATE: _rule(
        "E408",
        "A message is twice in the compiled catalog",
        "Nobody knows which of the two a program shows.",
    ),
    Damage.HASH: _rule(
        "E409",
        "The hash table of the compiled catalog is wrong",
        "Programs in C look a msgid up by it, and would not find it, or find another.",
    ),
    Damage.TRAILING: _rule(
        "W410",
        "Something stands behind the compiled catalog",
        "No program reads it; it may be the rest of another file, or hidden there.",
    ),
    Damage.CHARSET: _rule(
        "E411",
        "The charset of the compiled catalog is missing or unknown",
        "A program that does not know the charset can't use the catalog at all.",
        "Write charset=UTF-8 in the header of the .po file, and compile it again.",
    ),
    Damage.UNDECODABLE: _rule(
        "E412",
        "A text of the compiled catalog is not in its charset",
        "A program can't read the text, and with it often the whole catalog.",
        "Save the .po file as its header declares, best as UTF-8, and compile it again.",
    ),
    Damage.ENDED_TWICE: _rule(
        "E413",
        "A NUL stands inside of a text of the compiled catalog",
        "Programs in C read up to it, and show a part of the text, or do not find the msgid.",
    ),
}

RULES = tuple(_OF_DAMAGE.values())

_MAX_FAULTS = 100


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with a ``.mo`` file; nothing for others."""
    if not subject.is_compiled:
        return
    faults = read_mo(subject.data).faults
    for damage, number, why, piece in faults[:_MAX_FAULTS]:
        msgid = (
            subject.file.entries[number - 1].key[1]
            if 0 < number <= len(subject.file.entries)
            else ""
        )
        place = Place(max(number, 1), 1)
        yield Finding(subject.name, place, _OF_DAMAGE[damage], msgid, why, piece)
    if (rest := len(faults) - _MAX_FAULTS) > 0:
        damage, number, _why, _piece = faults[_MAX_FAULTS]
        message = f"From here on {rest} further things are wrong"
        yield subject.in_file(_OF_DAMAGE[damage], message, Place(max(number, 1), 1))
