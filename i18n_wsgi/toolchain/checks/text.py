"""The text: blanks, newlines and marks at its ends, words twice, what is not translated, and its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from i18n_wsgi.toolchain.checks.base import MOST, Finding, Pair, Rule, Subject
from i18n_wsgi.toolchain.scripts import is_pseudo, language_of, scripts_of, words

_NEWLINE = Rule(
    "E501",
    "A newline at the beginning or the end is lost or added",
    "Begin and end the text as the msgid does.",
    "Programs join texts; without the newline two of them stand in one line.",
    'msgid "Done.\\n"\nmsgstr "Fini."',
    'msgid "Done.\\n"\nmsgstr "Fini.\\n"',
)
_LOST_BLANK = Rule(
    "E502",
    "The blank before or behind the text is lost",
    "Begin and end the text with the blanks of the msgid.",
    "Programs join texts; without the blank two words become one.",
    'msgid "Name: "\nmsgstr "Nom :"',
    'msgid "Name: "\nmsgstr "Nom : "',
)
_LOST_EDGE = Rule(
    "W508",
    "A blank at the beginning or the end is lost",
    "Begin and end the text with the blanks of the msgid.",
    "Programs may join texts; without the blank two words become one.",
    'msgid "Not found. "\nmsgstr "Introuvable."',
    'msgid "Not found. "\nmsgstr "Introuvable. "',
)
_ADDED_BLANK = Rule(
    "W503",
    "There is a blank at the beginning or the end that the msgid does not have",
    "Take it out.",
    "It is seen as a gap, or parts a word from what the program puts behind it.",
    'msgid "Name"\nmsgstr "Nom "',
    'msgid "Name"\nmsgstr "Nom"',
)
_MARK = Rule(
    "W504",
    "The mark at the end is lost or another one",
    "End the text as the msgid ends, with the marks of the language.",
    "A question without its mark, or a label without its colon, reads as something else.",
    'msgid "Delete the book?"\nmsgstr "Supprimer le livre."',
    'msgid "Delete the book?"\nmsgstr "Supprimer le livre ?"',
)
_DOUBLED = Rule(
    "W505",
    "A word stands there twice",
    "Take one of them out.",
    "It was probably left when the sentence was changed.",
    'msgid "Open the file"\nmsgstr "Ouvrir le le fichier"',
    'msgid "Open the file"\nmsgstr "Ouvrir le fichier"',
)
_COPY = Rule(
    "W506",
    "The text is not translated",
    "Translate it, or leave it empty.",
    "It is the msgid once more; an empty one is shown the same way and is known to be missing.",
    'msgid "The book is lent"\nmsgstr "The book is lent"',
    'msgid "The book is lent"\nmsgstr "Le livre est prêté"',
)
_LENGTH = Rule(
    "W507",
    "The text is much longer or shorter than the msgid",
    "See whether it translates this msgid, and all of it.",
    "It was probably put at the wrong place, or cut off.",
    'msgid "The book was lent to another reader until the end of this month."\nmsgstr "Prêté"',
    'msgid "The book was lent to another reader until the end of this month."\n'
    "msgstr \"Le livre est prêté à quelqu'un d'autre jusqu'à la fin du mois.\"",
)

_BLANK = Rule(
    "E509",
    "The text is nothing but blanks",
    "Translate it, or leave it empty.",
    "The reader sees nothing; of an empty text the program shows the msgid.",
    'msgid "The book is lent"\nmsgstr " "',
    'msgid "The book is lent"\nmsgstr ""',
)
_GAP = Rule(
    "W513",
    "Blanks, tabs or empty lines stand in a row, which the msgid does not have",
    "Write a single blank, and as many lines as the msgid.",
    "They are seen as a gap.",
    'msgid "The book is lent"\nmsgstr "Le livre  est prêté"',
    'msgid "The book is lent"\nmsgstr "Le livre est prêté"',
)

_WRITTEN_OUT = Rule(
    "E514",
    "A line end or a tab is written with two backslashes",
    "Write it with one, as the msgid does.",
    "With two of them the reader sees a backslash and a letter.",
    'msgid "Done.\\nGo on."\nmsgstr "Fini.\\\\nContinuez."',
    'msgid "Done.\\nGo on."\nmsgstr "Fini.\\nContinuez."',
)
_LINES = Rule(
    "W515",
    "All lines became one",
    "Break the text where the msgid does.",
    "A list, or a text for a terminal, can't be read without its lines.",
    'msgid "Allowed:\\n- a book\\n- a page"\nmsgstr "Permis : un livre, une page"',
    'msgid "Allowed:\\n- a book\\n- a page"\nmsgstr "Permis :\\n- un livre\\n- une page"',
)

RULES = (
    _NEWLINE, _LOST_BLANK, _ADDED_BLANK, _MARK, _DOUBLED, _COPY, _LENGTH, _LOST_EDGE, _BLANK, _GAP, _WRITTEN_OUT,
    _LINES,
)  # fmt: skip

_BLANKS = " \t\u00a0\u202f\u3000"
# Two blanks behind the end of a sentence are a habit.
_GAPS = {
    "blanks": re.compile(r"(?<=[^\s.!?:;。।])  +(?=\S)"),
    "tab": re.compile(r"\t"),
    "empty line": re.compile(r"\n{2,}"),
}
_UNSPACED = words("Hani Hira Kana Hang Thai Laoo Khmr Mymr Tibt")
_FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uff65]\\Z")

# Where a line ends that is more than a sentence's.
_BREAKS = re.compile(r"\n(?!\s*[^\W\d_A-Z])")

# What may stand behind the mark at the end.
_CLOSING = (
    " \t\r\n\u00a0\u202f\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c"
    "\"'”’“»«›)]}）】」』〉》＞>"
)
_MARKS = {
    "stop": ".。．｡।॥։۔。።။།᙮᱾꯫៕|৷",
    "colon": ":：፡፦፥׃∶﹕︰ः",
    "exclamation mark": "!！՜¡﹗",
    "question mark": "?？؟՞፧⸮¿﹖",
    "ellipsis": "…⋯‥",
}  # fmt: skip
_KIND_OF = {mark: kind for kind, marks in _MARKS.items() for mark in marks}
# What languages do without: their sentences end with a blank, a verb or a particle.
_NO_MARKS: dict[str, frozenset[str]] = {
    **dict.fromkeys(words("th lo km my dz bo"), frozenset(_MARKS)),
    **dict.fromkeys(words("ja ko"), frozenset(("stop", "question mark", "exclamation mark"))),
    "zh": frozenset(("stop",)),
    "yue": frozenset(("stop",)),
    "am": frozenset(("stop",)),  # two colons are typed for it
    "ti": frozenset(("stop",)),
    "hy": frozenset(("stop", "colon", "question mark", "exclamation mark")),
}
_ENDS = frozenset(".:!?…")
# "The files are:" is a sentence there, which ends with a stop.
_SENTENCES = words("ja ko zh yue")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w\.)+\Z|\b(?:etc|no|inc|ltd|vs|approx|max|min|resp)\.\Z", re.I
)

# Languages in which a word twice is a slip, and the words that may stand there twice.
_SINGLE = {
    language: words(twice)
    for language, twice in {
        "fr": "nous vous",
        "de": "die das der sie den dem",
        "nl": "die dat je u zij het er in",
        "af": "nie",
        "it": "man piano mano via",
        "en": "that had",
        "es": "", "pt": "se", "ca": "", "gl": "se", "oc": "nos vos", "ro": "", "sv": "som i på av om det",
        "da": "der det at den i på", "nb": "at det som på i", "nn": "at det som på i", "no": "at det",
        "is": "", "fi": "", "et": "", "lt": "", "lv": "", "pl": "", "cs": "", "sk": "", "sl": "", "hr": "",
        "sr": "", "bs": "", "mk": "", "bg": "", "ru": "", "uk": "", "be": "", "el": "", "hu": "", "cy": "",
        "he": "", "ar": "جدا رويدا",
    }.items()
}  # fmt: skip
_TWICE = re.compile(r"(?<![\w'’\-])([^\W\d_]{2,}) +\1(?![\w'’\-])", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PARTS = re.compile(
    r"%(?:\([^()]*\))?[#0\-+ ]*\d*(?:\.\d+)?[hlL]?[a-zA-Z]|\{[^{}]*\}|<[^<>]*>|(?<!\w)\w+://\S+|(?<![\w.-])[\w.-]+@[\w.-]+"
    r"|[\"`“][^\"`”]*[\"`”]"
)
# How much a letter says, beside one of an alphabet.
_DENSE = re.compile("[\u1100-\u11ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]")


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation begins, ends or goes on otherwise than it should."""
    language, scripts = language_of(subject.language), scripts_of(subject.language)
    may_double = _SINGLE.get(language)
    is_foreign = language not in ("", "en")
    for pair in () if is_pseudo(subject.language) else subject.pairs:
        _entry, text, sources = pair
        value, source = text.value, sources[0]
        if not source or not value:
            continue
        ends = value[0], value[-1], source[0], source[-1]
        if any(map(str.isspace, ends)):
            yield from _check_ends(subject, pair, scripts)
        yield from _check_gaps(subject, pair)
        if ends[1] != ends[3] or ends[3] in " \n" or _has_dots(value) != _has_dots(source):
            yield from _check_mark(subject, pair, language)
        if may_double is not None:
            yield from _check_doubled(subject, pair, may_double)
        if "\n" in source or "\t" in source:
            yield from _check_lines(subject, pair)
        if value in sources or value.lower() == source.lower():
            if is_foreign and " " in source:
                yield from _check_copy(subject, pair)
        elif len(value) > 3 * len(source) + 40 or 4 * len(value) + 10 < len(source):
            yield from _check_length(subject, pair)


def _has_dots(text: str) -> bool:
    return text.endswith("...")


def _check_ends(subject: Subject, pair: Pair, scripts: frozenset[str]) -> Iterator[Finding]:
    entry, text, sources = pair
    value = text.value
    if value.isspace() and not sources[0].isspace():
        yield subject.in_text(_BLANK, entry, text, "There is nothing to be read", piece=value)
        return
    for at_end in (False, True):
        edge, side = _edge(value, at_end=at_end), "end" if at_end else "beginning"
        wanted = [_edge(source, at_end=at_end) for source in sources]
        offset = max(len(value) - max(len(edge), 1), 0) if at_end else 0
        outermost = -1 if at_end else 0
        is_line = {one[outermost:][:1] == "\n" for one in wanted}
        if (edge[outermost:][:1] == "\n") not in is_line:
            lost = "lost" if is_line == {True} else "added"
            told = f"The newline at the {side} is {lost}"
            yield subject.in_text(_NEWLINE, entry, text, told, offset=offset)
        has_blank = {one[outermost:][:1] in _BLANKS for one in wanted if one} or {False}
        if (edge[outermost:][:1] in _BLANKS if edge else False) in has_blank:
            continue
        if has_blank == {False}:
            told = f"There is a blank at the {side}, the msgid has none"
            yield subject.in_text(_ADDED_BLANK, entry, text, told, piece=edge, offset=offset)
        elif not (at_end and scripts & _UNSPACED and _FULL_WIDTH.search(value)):
            told = f"The blank at the {side} is lost"
            rule = _LOST_BLANK if _is_joined(sources[0]) else _LOST_EDGE
            yield subject.in_text(rule, entry, text, told, offset=offset)


def _check_gaps(subject: Subject, pair: Pair) -> Iterator[Finding]:
    entry, text, sources = pair
    if not ("  " in text.value or "\t" in text.value or "\n\n" in text.value):
        return
    for what, gap in _GAPS.items():
        match = gap.search(text.value)
        if match and not any(map(gap.search, sources)):
            told = f"{what[0].upper()}{what[1:]} the msgid does not have"
            piece, at = match[0], match.start()
            yield subject.in_text(_GAP, entry, text, told, piece=piece, offset=at)


def _check_lines(subject: Subject, pair: Pair) -> Iterator[Finding]:
    entry, text, sources = pair
    for char, escape in (("\n", "\\n"), ("\t", "\\t")):
        if escape in text.value and not any(escape in source for source in sources):
            if char in sources[0]:
                at, told = text.value.index(escape), f"{escape} is shown as it stands"
                yield subject.in_text(_WRITTEN_OUT, entry, text, told, piece=escape, offset=at)
                return
    has_lines = all(len(_BREAKS.findall(source.strip())) > 1 for source in sources)
    if has_lines and "\n" not in text.value.strip():
        yield subject.in_text(_LINES, entry, text, "It has one line, the msgid has several")


def _is_joined(source: str) -> bool:
    """Whether something surely follows or precedes: ``Name: ``, not `` Name `` or a whole sentence."""
    is_open = (
        source.rstrip().endswith((",", ":", ";", "=", "(", "-", "/")) or len(source.split()) < 4
    )
    return (
        is_open
        and source[0].isspace() != source[-1].isspace()
        and not source.rstrip().endswith(".")
    )


def _edge(text: str, *, at_end: bool) -> str:
    """The blanks and newlines at one end of a text."""
    return text[len(text.rstrip()) :] if at_end else text[: len(text) - len(text.lstrip())]


def _check_mark(subject: Subject, pair: Pair, language: str) -> Iterator[Finding]:
    entry, text, sources = pair
    source = sources[0].rstrip()
    if source[-1:] not in _ENDS:
        return
    value, wanted = text.value, [_mark_of(source, language) for source in sources]
    found, first = _mark_of(value, language), wanted[0]
    if found in wanted or first is None or first in _NO_MARKS.get(language, ()):
        return
    if (first, found) == ("stop", "exclamation mark"):
        return
    if (first, found) == ("colon", "stop") and language in _SENTENCES:
        return
    if first == "stop" and (source.count(" ") < 2 or _ABBREVIATION.search(source)):
        return
    told = (
        f"The {first} at the end is lost"
        if found is None
        else f"The {first} at the end became {_a(found)}"
    )
    stripped = value.rstrip(_CLOSING)
    yield subject.in_text(
        _MARK,
        entry,
        text,
        told,
        piece=stripped[-1:] if found else "",
        offset=max(len(stripped) - 1, 0),
    )


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _mark_of(text: str, language: str) -> str | None:
    stripped = text.rstrip(_CLOSING)
    if stripped.endswith(("...", "。。。", "・・・")):
        return "ellipsis"
    last = stripped[-1:]
    if language == "el" and last in (";", "\u037e"):
        return "question mark"
    return _KIND_OF.get(last)


def _check_doubled(subject: Subject, pair: Pair, may_double: frozenset[str]) -> Iterator[Finding]:
    entry, text, sources = pair
    parts = text.value.lower().split()
    if not any(map(str.startswith, parts[1:], parts)) or any(map(_TWICE.search, sources)):
        return
    plain = _PARTS.sub(lambda match: "\0" * len(match[0]), text.value)
    for match in islice(_TWICE.finditer(plain), MOST):
        if match[1].lower() not in may_double:
            told = f"{match[1]} stands there twice"
            yield subject.in_text(_DOUBLED, entry, text, told, piece=match[0], offset=match.start())


def _check_copy(subject: Subject, pair: Pair) -> Iterator[Finding]:
    entry, text, _sources = pair
    found = _LETTERS.findall(_PARTS.sub(" ", text.value))
    if len(found) > 2 and sum(word.islower() and len(word) > 1 for word in found) > 1:
        yield subject.in_text(
            _COPY, entry, text, "It is the English text once more", piece=text.value
        )


def _check_length(subject: Subject, pair: Pair) -> Iterator[Finding]:
    entry, text, sources = pair
    length, lengths = _weight(text.value), [_weight(source) for source in sources]
    if all(length > 3 * one + 40 for one in lengths) or all(
        4 * length + 10 < one for one in lengths
    ):
        told = f"It has {len(text.value)} letters, the msgid {len(sources[0])}"
        yield subject.in_text(_LENGTH, entry, text, told)


def _weight(text: str) -> int:
    """How long a text would be in an alphabet."""
    return len(text) + 2 * len(_DENSE.findall(text))
