"""Characters: what can't be seen, and letters that look like others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import NamedTuple

from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject
from i18n_wsgi.toolchain.scripts import (
    code_point_of,
    is_pseudo,
    language_of,
    letters_of,
    letters_outside,
    looks_like,
    name_of,
    script_of,
    scripts_of,
    words,
)

_CONTROL = Rule(
    "E520",
    "A text has a control character",
    "Take it out.",
    "It can't be shown: it ends the text, breaks the JSON or XML of the answer, or steers a terminal.",
    'msgid "Not found."\nmsgstr "Introuvable.\\000"',
    'msgid "Not found."\nmsgstr "Introuvable."',
)
_NO_CHARACTER = Rule(
    "E521",
    "A text has a character that means nothing",
    "Write the letter that was meant; save the file as UTF-8.",
    "U+FFFD stands where a letter was lost; others are private, and only some fonts know them.",
    'msgid "Not found."\nmsgstr "Pas trouv\ufffd."',
    'msgid "Not found."\nmsgstr "Pas trouvé."',
)
_HIDDEN = Rule(
    "E524",
    "A text has hidden letters",
    "Take them out.",
    "Tags and variation selectors can carry a message that people don't see and programs read.",
    'msgid "Not found."\nmsgstr "Introuvable.\U000e0048\U000e0049"',
    'msgid "Not found."\nmsgstr "Introuvable."',
)
_INVISIBLE = Rule(
    "W525",
    "A text has a character that can't be seen",
    "Take it out, unless the language needs it there.",
    "It came along when the text was copied; who searches for the word doesn't find it.",
    'msgid "Not found."\nmsgstr "Introu\u200dvable."',
    'msgid "Not found."\nmsgstr "Introuvable."',
)
_NEEDLESS = _INVISIBLE._replace(
    code="E530",
    title="A text has a character that can't be seen, and that no language needs there",
    advice="Take it out.",
    wrong='msgid "Not found."\nmsgstr "Introu\u200bvable."',
)
_HOMOGLYPH = Rule(
    "E526",
    "A word has a letter of another script that looks the same",
    "Write the whole word with the letters of one script.",
    "Nobody sees the difference, and no search, spell checker or screen reader knows the word.",
    'msgid "Server"\nmsgstr "Cервер"',
    'msgid "Server"\nmsgstr "Сервер"',
)
_MIXED = Rule(
    "W527",
    "A word has letters of two scripts",
    "Write it with the letters of one script, or put a hyphen between.",
    "One of them was probably typed with the wrong keyboard.",
    'msgid "The file"\nmsgstr "Fайл"',
    'msgid "The file"\nmsgstr "Файл"',
)
_FOREIGN = Rule(
    "W528",
    "A word is in a script that the language does not use",
    "Translate it, or write it with the letters of the language.",
    "It was probably left over from another language's catalog.",
    'msgid "The file was deleted."\nmsgstr "Le файл a été supprimé."',
    'msgid "The file was deleted."\nmsgstr "Le fichier a été supprimé."',
)
_LATIN_WORD = Rule(
    "W529",
    "A word seems to be typed with Latin letters that look the same",
    "Type it again with the keyboard of the language.",
    "Nobody sees the difference, and no search, spell checker or screen reader knows the word.",
    'msgid "Error with the file"\nmsgstr "Ошибка c файлом"',
    'msgid "Error with the file"\nmsgstr "Ошибка с файлом"',
)

RULES = (
    _CONTROL, _NO_CHARACTER, _HIDDEN, _INVISIBLE, _HOMOGLYPH, _MIXED, _FOREIGN, _LATIN_WORD,
    _NEEDLESS,
)  # fmt: skip

_JOINERS = "\u200c\u200d"
_BLANKS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb"
)
# Surrogates, private letters, what is no character, and U+FFFD.
_MEANINGLESS = "\ud800-\uf8ff\ufdd0-\ufdef\ufffc-\uffff\U000f0000-\U0010ffff"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_TAGS = "\U000e0000-\U000e0fff\ufe00-\ufe0f"
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_SUSPECT = re.compile(
    f"{_FLAG}|[{_CONTROLS}{_BLANKS}{_MEANINGLESS}{_TAGS}{_JOINERS}\U0001fffe\U0001ffff]"
)
_CLASSES = (
    (re.compile(f"[{_CONTROLS}]"), _CONTROL),
    (re.compile(f"[{_MEANINGLESS}\U0001fffe\U0001ffff]"), _NO_CHARACTER),
    (re.compile(f"[{_BLANKS}{_JOINERS}]"), _INVISIBLE),
)
_NEVER = "\ufeff\u2028\u2029\ufff9\ufffa\ufffb"
_FILLERS = "\u115f\u1160\u3164\uffa0"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Scripts whose letters join, or whose words are parted without a blank.
_JOINING = words(
    "Arab Syrc Mong Nkoo Adlm Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Tibt Java Mtei"
)
_UNSPACED = words("Thai Laoo Khmr Mymr Tibt Java")

# What stands for a value, an address or a tag: no words. A word does not go on behind it.
_NO_WORDS = re.compile(
    r"%(?:\([^()]*\))?[#0\-+ ]*\d*(?:\.\d+)?[hlL]?[a-zA-Z]|\{[^{}]*\}|<[^<>]*>|&#?\w+;|(?<!\w)\w+://[!-~]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w.-]+|\\."
)
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u0900-\u109f\u1780-\u17d3]*)+")
_LOOK_ALIKE_SCRIPTS = frozenset(("Grek", "Cyrl", "Armn"))
_LATIN = letters_of(frozenset(("Latn",)))
_OTHERS = letters_of(_LOOK_ALIKE_SCRIPTS)
# A Latin letter beside one of a script with look-alikes.
_MEETING = re.compile(f"[{_LATIN}](?:(?<=[{_OTHERS}].)|(?=[\u0300-\u036f]*[{_OTHERS}]))")
_LATIN_LOOK_ALIKES = re.compile(r"(?<![^\s(«„\"'])[ABCEHKMOPTXYaceopxyi]+(?![^\s,;:.!?)»“\"'])")
_SYMBOLS = frozenset("αβγδεζηθκλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩςϕϑ")

# Of mathematics and units, full-width, without a dot.
_STYLED_LETTERS = "[ı\u0261\u212a\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
# Of Roman numbers; some have an ending, as in "Ⅴe".
_NUMERALS = "[\u2160\u2164\u2169\u216c-\u2170\u2174\u2179\u217c-\u217f]"
_STYLED = re.compile(
    f"(?<=[A-Za-z]){_STYLED_LETTERS}|{_STYLED_LETTERS}(?=[A-Za-z])"
    f"|(?<=[A-Za-z]){_NUMERALS}|(?<!\\w){_NUMERALS}(?=[a-z]{{4}})"
)
_DOTLESS = words("tr az crh gag kaa kk tt")


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation has characters that it should not have."""
    scripts = scripts_of(subject.language)
    foreign = _foreign_letters(scripts)
    meets = None if scripts and not scripts & _LOOK_ALIKE_SCRIPTS else _MEETING
    has_own = bool(scripts & _LOOK_ALIKE_SCRIPTS) and "Latn" not in scripts
    suspect = _SUSPECT.search
    for entry, text, sources in () if is_pseudo(subject.language) else subject.pairs:
        value = text.value
        if value.isascii() and value.isprintable():
            continue
        found: list[Iterator[_Trouble]] = []
        if suspect(value):
            found.append(_of_suspects(value, sources, scripts))
        if (foreign and foreign.search(value)) or (meets and meets.search(value)):
            found.append(_of_words(value, sources, scripts))
        if _STYLED.search(value):
            found.append(_of_styled(value, sources, language_of(subject.language)))
        if has_own and _LATIN_LOOK_ALIKES.search(value):
            found.append(_of_latin(value, sources, scripts))
        for rule, message, piece, start in islice(chain(*found), MOST):
            yield subject.in_text(rule, entry, text, message, piece=piece, offset=start)


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    piece: str
    start: int


def _of_styled(value: str, sources: tuple[str, ...], language: str) -> Iterator[_Trouble]:
    """Letters of mathematics, numerals and the like in a word of plain letters."""
    for match in _STYLED.finditer(value):
        letter = match[0]
        is_own = letter == "ı" and language in _DOTLESS
        if not is_own and not any(letter in source for source in sources):
            told = f"{code_point_of(letter)} stands in a word with plain letters"
            yield _Trouble(_HOMOGLYPH, told, letter, match.start())


@lru_cache(maxsize=64)
def _foreign_letters(scripts: frozenset[str]) -> re.Pattern[str] | None:
    return re.compile(f"[{letters_outside(scripts)}]") if scripts else None


def _of_suspects(
    value: str, sources: tuple[str, ...], scripts: frozenset[str]
) -> Iterator[_Trouble]:
    """Characters that can't be seen, or mean nothing."""
    known = frozenset("".join(sources))
    done_to = -1
    for match in _SUSPECT.finditer(value):
        at, char = match.start(), match[0]
        if at < done_to or len(char) > 1:  # a flag
            continue
        if _is_hiding(char):
            done_to = _end_of_hidden(value, at)
            if done_to > at:
                yield _Trouble(_HIDDEN, f"{code_point_of(char)} hides here", value[at:done_to], at)
            continue
        rule = _rule_of(value, at, scripts)
        if rule is not None and char not in known and not _joins(value, at, scripts):
            done_to = at + 1
            while value[done_to : done_to + 1] == char:
                done_to += 1
            yield _Trouble(rule, f"{code_point_of(char)} is here", value[at:done_to], at)


def _is_hiding(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e0fff"


def _rule_of(value: str, at: int, scripts: frozenset[str]) -> Rule | None:
    char, is_inside = value[at], value[at - 1 : at].isalpha() and value[at + 1 : at + 2].isalpha()
    if (char == "\u200b" and scripts & _UNSPACED) or (char == "\u00ad" and is_inside):
        return None
    is_needless = char in "\u200b\u2060" and is_inside and script_of(value[at - 1]) != "Hani"
    if is_needless or char in _NEVER or (char in _FILLERS and scripts and "Hang" not in scripts):
        return _NEEDLESS
    return next((rule for pattern, rule in _CLASSES if pattern.match(char)), None)


def _end_of_hidden(value: str, at: int) -> int:
    """Where hidden letters that begin at a place end; that place for a selector that stands where it may."""
    stop = at
    while stop < len(value) and (_is_hiding(value[stop])):
        stop += 1
    before = value[at - 1] if at else " "
    if stop - at > 1 or not _SELECTOR.match(value, at):
        return stop
    if value[at] >= "\U000e0100":
        return at if script_of(before) == "Hani" else stop
    is_varied = before in "0123456789#*" or unicodedata.category(before)[0] in "SPLM"
    return at if is_varied else stop


def _joins(value: str, at: int, scripts: frozenset[str]) -> bool:
    """Whether it is a joiner that does what it is for: beside letters that join, or between two pictures."""
    if value[at] not in _JOINERS:
        return False
    if scripts & _JOINING and "Latn" not in scripts:
        return True
    around = value[max(at - 2, 0) : at] + value[at + 1 : at + 2]
    return any(
        script_of(char) in _JOINING or unicodedata.category(char) in ("So", "Sk") for char in around
    )


def _words(value: str) -> Iterator[tuple[int, str]]:
    plain = _NO_WORDS.sub(lambda match: " " * len(match[0]), value)
    return ((match.start(), match[0]) for match in _WORD.finditer(plain))


def _is_word_of(sources: tuple[str, ...], word: str) -> bool:
    known, told = _words_of(sources), word.lower()
    return told in known or f"{told}s" in known


@lru_cache(maxsize=64)
def _words_of(sources: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_WORD.findall("\0".join(sources).lower()))


def _of_words(value: str, sources: tuple[str, ...], scripts: frozenset[str]) -> Iterator[_Trouble]:
    """Words of two scripts, and those of a script that is not the language's."""
    for at, word in _words(value):
        if word.isascii():
            continue
        parts = [
            (script, "".join(letters)) for script, letters in groupby(_letters(word), script_of)
        ]
        found = {script for script, _letters in parts} - {""}
        strange = found - scripts - {"Latn"} if scripts else set()
        is_mixed = len(found) > 1 and (strange | {"Latn"} & found) and found & _LOOK_ALIKE_SCRIPTS
        if not (is_mixed or strange) or _is_word_of(sources, word):
            continue
        if is_mixed:
            if trouble := _of_mixed(at, word, parts, sources, scripts):
                yield trouble
        elif not (word[0] in _SYMBOLS and len({*word}) == 1):
            yield _of_foreign(at, word, min(strange), scripts)


def _letters(word: str) -> str:
    return unicodedata.normalize("NFC", word).translate(_NO_ACCENTS)


_NO_ACCENTS = dict.fromkeys(range(0x300, 0x370))


def _of_mixed(
    at: int,
    word: str,
    parts: list[tuple[str, str]],
    sources: tuple[str, ...],
    scripts: frozenset[str],
) -> _Trouble | None:
    """What a word of several scripts is: one with look-alikes in it, or two that are put together."""
    letters = _by_script(parts)
    latin, greek = letters.get("Latn", ""), letters.get("Grek", "")
    if len(greek) == 1 and greek in _SYMBOLS and not _is_like(greek, "Latn"):
        return None  # a unit, a formula
    is_compound = len(parts) == 2 and len(latin) > 1
    if is_compound and _is_word_of(sources, latin):
        if not (parts[0][0] != "Latn" and _is_like(parts[0][1], "Latn") and latin.islower()):
            return None
    has_ending = is_compound and latin.isupper() and word[-1:].islower()
    # The fewer letters are the wrong ones; of as many those that are not the language's.
    for script in sorted(letters, key=lambda one: (len(letters[one]), one in scripts)):
        other = next((o for o in letters if o != script and _is_like(letters[script], o)), "")
        if other and not (script == "Latn" and has_ending):
            place = next((n for n, char in enumerate(word) if script_of(char) == script), 0)
            told = f"{code_point_of(word[place])} stands in a word with {name_of(other)} letters"
            return _Trouble(_HOMOGLYPH, told, word, at + place)
    names = " and ".join(sorted({name_of(script) for script in letters}))
    return _Trouble(_MIXED, f"{word} has {names} letters", word, at)


def _by_script(parts: list[tuple[str, str]]) -> dict[str, str]:
    """The letters of each script that a word has."""
    found: dict[str, list[str]] = {}
    for script, part in parts:
        if script:
            found.setdefault(script, []).append(part)
    return {script: "".join(letters) for script, letters in found.items()}


def _is_like(letters: str, script: str) -> bool:
    return all(looks_like(letter, script) for letter in letters)


def _of_foreign(at: int, word: str, script: str, scripts: frozenset[str]) -> _Trouble:
    own = "Latn" if script in _LOOK_ALIKE_SCRIPTS else ""
    if own in scripts and _is_like(_letters(word), own):
        told = f"All of {word} is {name_of(script)}, though it looks like {name_of(own)}"
        return _Trouble(_HOMOGLYPH, told, word, at)
    start = next(n for n, char in enumerate(word) if script_of(char) == script)
    stop = next(
        (n for n in range(start, len(word)) if script_of(word[n]) not in ("", script)), len(word)
    )
    part = word[start:stop]
    return _Trouble(_FOREIGN, f"{part} is {name_of(script)}", part, at + start)


def _of_latin(value: str, sources: tuple[str, ...], scripts: frozenset[str]) -> Iterator[_Trouble]:
    """Whole words of Latin letters that look like those of the language."""
    own = next(iter(scripts & _LOOK_ALIKE_SCRIPTS), "")
    for match in _LATIN_LOOK_ALIKES.finditer(value):
        word = match[0]
        if own and _is_like(word, own) and not _is_word_of(sources, word):
            told = f"{word} is Latin, though it looks like {name_of(own)}"
            yield _Trouble(_LATIN_WORD, told, word, match.start())
