"""The bytes of a ``.po`` file: its charset, its line ends, and what no eye sees."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.catalogs.reading import Decoded, decode, is_text_codec, is_utf8
from i18n_wsgi.toolchain.checks.base import Finding, Rule, Subject

_WRONG = '"Content-Type: text/plain; charset=latin9\\n"\n"Language: fr\\n"'
_RIGHT = '"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"'

_WIDE = Rule(
    "E331",
    "The file is in UTF-16 or UTF-32",
    "Save it as UTF-8, without a byte order mark.",
    "Tools for catalogs read ASCII's characters as single bytes; of this file they read nothing.",
    '"Content-Type: text/plain; charset=UTF-16\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
)
_MARK = Rule(
    "E332",
    "The file begins with a byte order mark",
    "Save it as UTF-8 without a byte order mark (BOM).",
    "gettext refuses the file, and other tools lose the comment or the entry at its beginning.",
    '\ufeffmsgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"',
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"',
)
_UNDECLARED = Rule(
    "E333",
    "The charset is not declared",
    "Add Content-Type: text/plain; charset=UTF-8 to the header.",
    "A program that is not told the charset takes another, and fails or shows wrong letters.",
    '"Content-Type: text/plain\\n"\n"Language: fr\\n"',
    _RIGHT,
)
_UNDECLARED_PLAIN = Rule(
    "W334",
    "The charset is not declared",
    "Add Content-Type: text/plain; charset=UTF-8 to the header.",
    "So far all letters are ASCII's; with the first other one the charset is needed.",
    '"Content-Type: text/plain\\n"\n"Language: fr\\n"',
    _RIGHT,
)
_UNKNOWN = Rule(
    "E335",
    "The charset is unknown",
    "Write charset=UTF-8, and save the file as UTF-8.",
    "A program that does not know the charset can't use the catalog at all.",
    '"Content-Type: text/plain; charset=CHARSET\\n"\n"Language: fr\\n"',
    _RIGHT,
)
_OTHER = Rule(
    "E336",
    "The charset is another one than the header declares",
    "Save the file as UTF-8, and write charset=UTF-8.",
    "Letters beyond ASCII are lost, or others are shown for them.",
    _WRONG.replace("latin9", "ISO-8859-1"),
    _RIGHT,
)
_NOT_UTF8 = Rule(
    "W337",
    "The file is in a charset that few tools know",
    "Save it as UTF-8, and write charset=UTF-8.",
    "It was read as it declares; others may not be able to.",
    _WRONG.replace("latin9", "mac-roman"),
    _RIGHT,
)
_LINE_ENDS = Rule(
    "W338",
    "Lines end with a carriage return",
    "Save the file with line ends as Unix has them (LF).",
    "Each tool that saves it with others changes all its lines.",
    'msgid "Book"\r\nmsgstr "Livre"\r\n',
    'msgid "Book"\nmsgstr "Livre"\n',
)
_NUL = Rule(
    "E339",
    "A NUL stands in the file",
    "Take it out; was the file damaged?",
    "Programs end there, or take the file for no text.",
    '# Books\x00\nmsgid "Book"\nmsgstr "Livre"',
    '# Books\nmsgid "Book"\nmsgstr "Livre"',
)
_CONTROL = Rule(
    "W340",
    "A control character stands in the file",
    "Take it out.",
    "No eye sees it, and tools and terminals may obey it.",
    '# Books\x1b[2J\nmsgid "Book"\nmsgstr "Livre"',
    '# Books\nmsgid "Book"\nmsgstr "Livre"',
)
_LONG = Rule(
    "W341",
    "A line is enormously long",
    "Break the text into several lines, each in quotes of its own.",
    "Editors and reviews can't show it.",
    'msgid "Book"\nmsgstr "Livre livre livre …"',
    'msgid "Book"\nmsgstr ""\n"Livre "\n"livre …"',
)
_UNENDED = Rule(
    "W342",
    "The last line has no end",
    "See whether the file is complete, and end its last line.",
    "A file that was cut off often looks like this.",
    'msgid "Book"\nmsgstr "Livre"\n# The ne',
    'msgid "Book"\nmsgstr "Livre"\n# The next\n',
)

RULES = (
    _WIDE, _MARK, _UNDECLARED, _UNDECLARED_PLAIN, _UNKNOWN, _OTHER, _NOT_UTF8, _LINE_ENDS, _NUL, _CONTROL,
    _LONG, _UNENDED,
)  # fmt: skip

# What gettext's manual lists for the header, as Python calls them.
_KNOWN = re.compile(
    r"ascii|iso8859-\d+|koi8-[rtu]|cp(?:8|9|12)\d\d|gbk?\d*|euc_(?:jp|kr)|big5(?:hkscs)?|shift_jis|johab|tis-620"
)
# Python passes over other signs.
_NAME = re.compile(r"[a-z0-9_.:+-]+")
_LONGEST = 10_000
# Blanks of all kinds are left out; those in quotes are parts of a text.
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with a file's bytes."""
    if subject.is_compiled:
        return
    read = decode(subject.data)
    if subject.file.entries:
        yield from _check_codec(subject, read)
    elif read.codec.startswith("utf-16") or read.codec.startswith("utf-32"):
        yield subject.in_file(_WIDE, f"The file is in {read.codec}")
    if "\r" in read.text:
        yield from _check_line_ends(subject, read.text)
    if not subject.file.entries:
        return
    if _ODD.search(read.text):
        yield from _check_odd(subject)
    for number, line in enumerate(subject.file.lines, 1):
        if len(line) > _LONGEST:
            message = f"The line has {len(line)} characters"
            yield subject.in_file(_LONG, message, Place(number, 1))
    last = subject.file.lines[-1].rstrip()
    if last and not last.endswith('"'):  # which ends a text
        place = Place(len(subject.file.lines), len(last.rstrip("\r")) + 1)
        yield subject.in_file(_UNENDED, "The file ends inside of this line", place)


def _check_codec(subject: Subject, read: Decoded) -> Iterator[Finding]:
    data, codec = subject.data, read.codec
    if codec.startswith(("utf-16", "utf-32")):
        yield subject.in_file(_WIDE, f"The file is in {codec}")
        return
    if codec == "utf-8-sig":
        yield subject.in_file(_MARK, "The first three bytes are a byte order mark", piece="\ufeff")
    field = subject.file.fields.get("Content-Type", "")
    declared = field.lower().partition("charset=")[2].partition(";")[0].strip()
    place = subject.file.place_of_field("Content-Type")
    if declared and not (_NAME.fullmatch(declared) and is_text_codec(declared)):
        if not (subject.is_template and declared == "charset"):
            yield subject.in_file(_UNKNOWN, f"Nobody knows this charset: {declared}", place, field)
    elif not declared and subject.file.header is not None and not subject.is_template:
        rule = _UNDECLARED_PLAIN if data.isascii() else _UNDECLARED
        yield subject.in_file(rule, "The header declares no charset", place, field)
    if read.bad_at >= 0:
        start = data.rfind(b"\n", 0, read.bad_at) + 1
        before = data[start : read.bad_at].decode("utf-8", "replace")
        piece = data[read.bad_at : read.bad_at + 1].decode("latin-1")
        message = f"Byte {data[read.bad_at]:#04x} is not {declared or 'UTF-8'}"
        at = Place(data.count(b"\n", 0, read.bad_at) + 1, len(before) + 1)
        yield subject.in_file(_OTHER, message, at, piece)
    elif codec.startswith("utf-8"):
        if not data.isascii() and is_text_codec(declared) and not is_utf8(declared):
            message = f"The header declares {declared}, and the file is in UTF-8"
            yield subject.in_file(_OTHER, message, place, field)
    elif not _KNOWN.fullmatch(codecs.lookup(codec).name):
        yield subject.in_file(_NOT_UTF8, f"The file is in {codec}", place, field)


def _check_line_ends(subject: Subject, text: str) -> Iterator[Finding]:
    both, feeds = text.count("\r\n"), text.count("\n")
    if both < text.count("\r"):
        match = _LONE_RETURN.search(text)
        at = match.start() if match else 0
        place = Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        yield subject.in_file(_LINE_ENDS, "A carriage return stands alone", place, "\r")
    if both:
        at = text.find("\r\n")
        place = Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        lines = "All lines end" if both == feeds else f"{both} of {feeds} lines end"
        yield subject.in_file(_LINE_ENDS, f"{lines} with a carriage return", place, "\r")


def _check_odd(subject: Subject) -> Iterator[Finding]:
    """Control characters in comments; those in texts are no matter of the file."""
    for number, line in enumerate(subject.file.lines, 1):
        bare = line.lstrip()
        if not bare.startswith("#") or bare.startswith("#~"):
            continue
        if match := _ODD.search(line):
            rule = _NUL if match[0] == "\x00" else _CONTROL
            message = f"U+{ord(match[0]):04X} stands here"
            yield subject.in_file(rule, message, Place(number, match.start() + 1), match[0])
