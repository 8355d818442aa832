"""What programs did to a text: letters read in a wrong charset or lost, and escapes left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject
from i18n_wsgi.toolchain.scripts import is_pseudo
from i18n_wsgi.toolchain.slots import percent_pieces

_MISREAD = Rule(
    "E510",
    "Letters were read in a wrong charset",
    "Type them again, or open the file as UTF-8 from the beginning.",
    "UTF-8 was taken for Latin-1 and saved once more: the reader sees two or three signs for each letter.",
    'msgid "Not found"\nmsgstr "Pas trouvÃ©"',
    'msgid "Not found"\nmsgstr "Pas trouvé"',
)
_LOST = Rule(
    "E511",
    "Letters are lost, or became question marks",
    "Type them again, and save the file as UTF-8.",
    "A program saved them in a charset that does not have them; they are lost.",
    'msgid "Not found"\nmsgstr "?? ???????"',
    'msgid "Not found"\nmsgstr "Не найдено"',
)
_ESCAPE = Rule(
    "W512",
    "A character is written as HTML has it, in a text without markup",
    "Write the character itself.",
    "Who reads the text elsewhere than on a web page sees the code.",
    'msgid "The page"\nmsgstr "L&#39;article"',
    'msgid "The page"\nmsgstr "L’article"',
)

_TWO_SIGNS = Rule(
    "W516",
    "A percent sign is written twice where nothing is filled in",
    "Write it once.",
    "It is doubled in texts with placeholders only; here the reader sees both.",
    'msgid "100% sure."\nmsgstr "100%% sûr."',
    'msgid "100% sure."\nmsgstr "100% sûr."',
)

RULES = (_MISREAD, _LOST, _ESCAPE, _TWO_SIGNS)

# What Windows-1252 has for the bytes of the C1 controls.
_BYTES = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_MAYBE_MISREAD = re.compile(f"[\xc2-\xf4][\x80-\xbf{''.join(map(chr, _BYTES))}]")
_NEXT = "[\x80-\xbf]"
_TWO = f"[\xc4-\xde]{_NEXT}"
# Latin letters and signs; quotes and dashes; a letter inside of a word; letters of other scripts in a row.
# What stands alone behind a capital letter may be a closing quote: IRMÃ”, É ».
_MISREADING = re.compile(
    f"(?:(?<![A-Z\xc0-\xde])[\xc2\xc3]{_NEXT})+|\xe2\x80{_NEXT}|(?<=[a-z\xdf-\xff]){_TWO}(?=[a-z\xdf-\xff])"
    f"|(?:{_TWO}){{2,}}|(?:[\xe0-\xef]{_NEXT}{{2}}){{2,}}|[\xf0-\xf4]{_NEXT}{{3}}"
)
_QUESTION_MARKS = re.compile(r"(?<!\S)\?{2,}(?=[\s.,;:]|\Z)")
# What programs escape; others, such as &nbsp;, are typed on purpose.
_ESCAPES = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|quot|apos|amp|lt|gt);")
_NO_WORDS = re.compile(r"%(?:\([^()]*\))?[#0\-+ ]*\d*(?:\.\d+)?[hlL]?[a-zA-Z]|\{[^{}]*\}|<[^<>]*>")
_STARTS_WORD = re.compile(r"(?<!\S)[^\W\d_]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    piece: str
    start: int


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation is not what was typed."""
    for entry, text, sources in () if is_pseudo(subject.language) else subject.pairs:
        for trouble in islice(_troubles(text.value, sources), MOST):
            rule, message, piece, start = trouble
            yield subject.in_text(rule, entry, text, message, piece=piece, offset=start)


def _troubles(value: str, sources: tuple[str, ...]) -> Iterator[_Trouble]:
    if not value.isascii() and _MAYBE_MISREAD.search(value):
        yield from _of_misread(value, sources)
    if "??" in value or not _STARTS_WORD.search(value):
        yield from _of_lost(value, sources)
    if "%%" in value and not any(map(_is_filled, sources)):
        at = value.index("%%")
        yield _Trouble(_TWO_SIGNS, "The reader sees both percent signs", "%%", at)
    if "&" in value and not any("&" in source or "<" in source for source in sources):
        for match in _ESCAPES.finditer(value):
            yield _Trouble(_ESCAPE, f"{match[0]} stands here", match[0], match.start())


def _is_filled(source: str) -> bool:
    """Whether a program fills something in there, or means to."""
    pieces = [*percent_pieces(source)]
    is_meant = any(piece.flaw is None or piece.slot.name for piece in pieces)
    return "%%" in source or is_meant


def _of_misread(value: str, sources: tuple[str, ...]) -> Iterator[_Trouble]:
    for match in _MISREADING.finditer(value.translate(_BYTES)):
        piece = value[match.start() : match.end()]
        try:
            meant = match[0].encode("latin-1").decode()
        except UnicodeDecodeError:
            continue
        if not any(piece in source for source in sources):
            yield _Trouble(_MISREAD, f"{piece} should be {meant}", piece, match.start())


def _of_lost(value: str, sources: tuple[str, ...]) -> Iterator[_Trouble]:
    """Words of question marks, and what is left of a sentence without a letter."""
    found = [*_QUESTION_MARKS.finditer(value)]
    if any("??" in source for source in sources):
        return
    # A single word of them at the end is an astonished question.
    if len(found) > 1 or (found and not found[0].start()):
        match = found[0]
        yield _Trouble(_LOST, f"{match[0]} stands for a word", match[0], match.start())
    elif value.strip() and not _LETTER.search(_NO_WORDS.sub("", value)):
        if all(len(_WORD.findall(_NO_WORDS.sub("", source))) > 2 for source in sources):
            yield _Trouble(_LOST, "No letter is left of the sentence", value, 0)
