"""The texts of sources, Python's from their trees, others' by Babel; one that can't be read keeps no other out."""

from __future__ import annotations

import contextlib
import io
import stat
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.frontend import parse_keywords
from babel.util import parse_encoding

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.placeholders import is_malformed, placeholders_of
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.extraction import rules
from i18n_wsgi.toolchain.extraction.files import Mapped
from i18n_wsgi.toolchain.extraction.python_marks import Key, Keywords, Text
from i18n_wsgi.toolchain.extraction.python_source import Source, read_source
from i18n_wsgi.toolchain.extraction.told_errors import tell_errors
from i18n_wsgi.toolchain.slots import brace_pieces

NOOP_MARKS = ("gettext_noop", "ngettext_noop:1,2", "pgettext_noop:1c,2", "npgettext_noop:1c,2,3")
COMMENT_TAGS = ("Translators:",)
_MOST_BYTES = 16 * 1024 * 1024


@dataclass
class Taken:
    """What sources have.

    Attributes:
        texts: in the order of files and lines.
        sources: what Python sources say beside.
        findings: what is wrong.
        lines: of each file in which something is wrong.
    """

    texts: list[Text] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)

    def add_source(self, source: Source) -> None:
        """Add what a Python source has."""
        self.sources.append(source)
        for text in source.texts:
            self.add(text)

    def add(self, text: Text) -> None:
        """Add a text that a catalog can hold; any other becomes a finding."""
        if all(map(_is_unicode, (*text.key, text.plural))):
            self.texts.append(text)
            return
        told = "Half of a surrogate pair is marked"
        place = Place(text.line, 1)
        self.findings.append(Finding(text.file, place, rules.HALF_CHARACTER, "", told))


def _is_unicode(text: str | None) -> bool:
    return text is None or text.isascii() or text.encode("utf-8", "ignore").decode() == text


def keywords_of(given: Iterable[str]) -> Keywords:
    """The marks: Babel's, ours and those given, written as for pybabel's ``-k``.

    Raises:
        SettingsError: one is not written like that.
    """
    try:
        return {**DEFAULT_KEYWORDS, **parse_keywords(NOOP_MARKS), **parse_keywords(given)}
    except ValueError as exc:
        raise SettingsError(f"a keyword is {given!r}; allowed: such as tr, or trn:1,2") from exc


def take(files: Iterable[Mapped], keywords: Keywords) -> Taken:
    """The texts of files, and what is wrong with them."""
    taken = Taken()
    for file in files:
        try:
            _take_file(file, keywords, taken)
        except _Unreadable as exc:
            place, told = exc.args
            taken.findings.append(Finding(file.name, place, rules.NOT_READ, "", told))
    return taken


def catalog_of(taken: Taken) -> Catalog:
    """A catalog of the texts, with their comments; what is wrong with all of them together is added."""
    comments = tell_errors(taken.sources)
    first: dict[Key, Text] = {}
    catalog = Catalog()
    for text in taken.texts:
        before = first.setdefault(text.key, text)
        if before.plural != text.plural:
            told = f"{text.key[1]!r} has another plural in {before.file}:{before.line}"
            place = Place(text.line, 1)
            finding = Finding(text.file, place, rules.CONFLICT, text.key[1], told)
            taken.findings.append(finding)
        catalog.add(
            (text.key[1], text.plural) if text.plural is not None else text.key[1],
            locations=[(text.file, text.line)],
            auto_comments=text.comments,
            context=text.key[0],
        )
        taken.findings += _findings_in(text, is_of_error=text.key in comments)
    for one in catalog:
        # Babel takes the "% o" of "50% off" for a placeholder, and braces beside true ones.
        is_filled = any(
            _is_filled(text) for text in (one.id if one.pluralizable else (str(one.id),))
        )
        one.flags.discard("python-brace-format" if is_filled else "python-format")
    for key, lines in comments.items():
        if key in first:
            message = catalog.get(key[1], key[0])
            if message is not None:
                message.auto_comments += lines
    for source in taken.sources:
        taken.findings += source.findings
    files = {finding.file for finding in taken.findings}
    taken.lines |= {source.name: source.lines for source in taken.sources if source.name in files}
    taken.findings.sort(key=lambda one: (one.file, one.place, one.rule.code))
    return catalog


def _findings_in(text: Text, *, is_of_error: bool) -> Iterator[Finding]:
    """What keeps an English text from being filled in."""
    place = Place(text.line, 1)
    for told in (text.key[1], *([text.plural] if text.plural else [])):
        if "%(" in told and is_malformed(told):
            why = f"{told!r} has a placeholder that is not complete, or has a blank in it"
            yield Finding(text.file, place, rules.BROKEN, text.key[1], why)
        if is_of_error and "%" not in told:
            for piece in brace_pieces(told):
                if piece.flaw is None:
                    why = f"{piece.text} is shown as it stands"
                    yield Finding(text.file, place, rules.BRACES, text.key[1], why)


def _is_filled(text: str) -> bool:
    return "%(" in text or (not is_malformed(text) and bool(placeholders_of(text)))


class _Unreadable(Exception):
    """A source that can't be read; its arguments are the place and what is wrong."""


def _take_file(file: Mapped, keywords: Keywords, taken: Taken) -> None:
    data = _read(file)
    keywords = {**keywords, **file.options.get("keywords", {})}
    tags = (*COMMENT_TAGS, *file.options.get("add_comments", ()))
    options = dict(file.options)
    wrong = None
    if file.method == "python":
        text, options["encoding"] = _decoded(data, str(options.get("encoding", "utf-8")))
        try:
            source = read_source(file.name, text, keywords, tags)
        except SyntaxError as exc:
            place = Place(exc.lineno or 1, max(exc.offset or 1, 1))
            wrong = _Unreadable(place, f"Python can't read it: {exc.msg}")
            taken.lines[file.name] = text.split("\n")
        except (ValueError, RecursionError, MemoryError) as exc:
            wrong = _Unreadable(Place(1, 1), f"Python can't read it: {exc}")
        else:
            taken.add_source(source)
            return
        if "\0" in text:
            raise wrong
        data = text.encode(options["encoding"])
    try:
        for found in _texts_in(file, data, keywords, tags, options):
            taken.add(found)  # what was found before a mistake stays
    # Extractors are anybody's, and raise what they like for what they can't read.
    except Exception as exc:
        raise wrong or _Unreadable(Place(1, 1), f"Its texts can't be found: {exc}") from exc
    if wrong is not None:
        raise wrong


def _texts_in(
    file: Mapped,
    data: bytes,
    keywords: Keywords,
    tags: Sequence[str],
    options: dict[str, object],
) -> Iterator[Text]:
    # Babel tells of empty texts on its own, without the file's name.
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = extract(file.method, io.BytesIO(data), keywords, tags, options)
        for line, message, comments, context in found:
            texts = (message,) if isinstance(message, str) else message
            plural = texts[1] if len(texts) > 1 else None
            yield Text((context, texts[0]), plural, file.name, line, comments)


def _read(file: Mapped) -> bytes:
    if file.error:
        raise _Unreadable(Place(1, 1), file.error)
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable(Place(1, 1), "It is no file")
        if status.st_size > _MOST_BYTES:
            told = f"It has {status.st_size:,} bytes; allowed: {_MOST_BYTES:,}"
            raise _Unreadable(Place(1, 1), told)
        return file.path.read_bytes()
    except OSError as exc:
        raise _Unreadable(Place(1, 1), exc.strerror or str(exc)) from exc


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    """A Python source and its encoding (PEP 263), with plain line ends and without a mark at its start."""
    with contextlib.suppress(RecursionError, MemoryError):  # who reads the source tells of these
        try:
            encoding = parse_encoding(io.BytesIO(data)) or encoding
        except (SyntaxError, ValueError) as exc:
            raise _Unreadable(Place(1, 1), f"Its encoding can't be used: {exc}") from exc
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
        text.encode(encoding)
    except UnicodeDecodeError as exc:
        told = f"Byte {exc.start} is not {encoding}"
        raise _Unreadable(Place(data.count(b"\n", 0, exc.start) + 1, 1), told) from exc
    except (LookupError, ValueError) as exc:
        raise _Unreadable(Place(1, 1), f"Its encoding can't be used: {exc}") from exc
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
