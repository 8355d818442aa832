"""The corpus of the linters' benchmark: planted mistakes, each alone in a sound catalog, and correct look-alikes.

A list of names and bytes; nothing is drawn by lot. Written before any linter was run on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import lookalikes
import lookalikes_later
import planted_files as files
import planted_later as later
from planted_mistakes import EMPTY_TEXTS, PLACEHOLDERS, TEXTS, WHOLE_TEXTS, Mistake
from planted_mo import DAMAGES, HASH_DAMAGES, Layout, compiled, sound_texts
from planted_texts import PLURALS, TEAMS, Entry, catalog, entries_of, header, sound


@dataclass(frozen=True)
class Case:
    """One file, and what is to be said of it."""

    kind: str
    name: str
    language: str
    data: bytes
    # Where the mistake is; a compiled catalog has no lines.
    lines: frozenset[int] = field(default_factory=frozenset)
    # That only a warning may be said.
    is_style: bool = False
    # That it is looked at beside template().
    has_template: bool = False
    ending: str = "po"

    @property
    def is_sound(self) -> bool:
        """Whether nothing is to be said."""
        return self.kind == "look-alike"


def planted() -> list[Case]:
    """All files that have a mistake."""
    return [*_of_texts(), *_of_forms(), *_of_heads(), *_of_entries(), *_resaved(), *_compiled()]


def look_alikes() -> list[Case]:
    """All files that have none."""
    return [*_sound(), *_sound_texts(), *_sound_files(), *_sound_compiled()]


def template() -> str:
    """What the sound catalogs translate."""
    entries = [
        replace(entry, forms=dict.fromkeys(range(2) if entry.plural else range(1), ""))
        for entry in entries_of("fr").values()
    ]
    head = header("fr", team="Blank").replace("Language: fr", "Language: ")
    return catalog(head, entries)


def _of_texts() -> Iterator[Case]:
    for mistake in [*PLACEHOLDERS, *later.PLACEHOLDERS]:
        yield from _with_mistake("placeholders", mistake)
    for mistake in [*TEXTS, *later.TEXTS]:
        yield from _with_mistake("texts", mistake)
    for rows, is_style in ((WHOLE_TEXTS, True), (EMPTY_TEXTS, False)):
        for name, key, text, languages in rows:
            for language in languages.split():
                entries = entries_of(language)
                entries[key] = replace(entries[key], forms={0: text})
                yield _case("texts", name, language, _joined(language, entries), is_style)


def _with_mistake(kind: str, mistake: Mistake) -> Iterator[Case]:
    for language in mistake.languages.split():
        entries = entries_of(language)
        entry = entries[mistake.key]
        form = mistake.form % len(entry.forms)
        text = entry.forms[form]
        old, new = mistake.old, mistake.new
        if old == " " not in text:  # languages that write none
            old, new = "。", f"。{new}"
        assert old in text, (mistake, language)
        forms = entry.forms | {form: text.replace(old, new, 1)}
        entries[mistake.key] = replace(entry, forms=forms)
        yield _case(kind, mistake.name, language, _joined(language, entries), mistake.is_style)


def _of_forms() -> Iterator[Case]:
    yield from _damaged("plurals", files.FORMS)
    for name, value, languages in [*files.PLURAL_FORMS, *later.PLURAL_FORMS]:
        for language in languages.split():
            line = f'"Plural-Forms: {PLURALS[language]}\\n"\n'
            new = "" if value is None else f'"Plural-Forms: {value}\\n"\n'
            case = _case("plurals", f"rule: {name}", language, sound(language).replace(line, new))
            yield replace(case, lines=case.lines | _plural_lines(case.data.decode()))


def _of_heads() -> Iterator[Case]:
    for case in _damaged("head", [*files.HEADS, *later.HEADS]):
        yield replace(case, lines=case.lines | _foreign_lines(case))


def _foreign_lines(case: Case) -> frozenset[int]:
    """A wrong charset may be told where the first letter is that it does not have."""
    if not case.name.startswith("charset"):
        return frozenset()
    lines = enumerate(case.data.split(b"\n"), 1)
    return frozenset(number for number, line in lines if not line.isascii())


def _of_entries() -> Iterator[Case]:
    yield from _damaged("entries", [*files.ENTRIES, *later.ENTRIES])
    for case in _damaged("entries", files.STRANGERS):
        yield replace(case, name=f"not of the template: {case.name}", has_template=True)


def _damaged(kind: str, rows: list[files.Damage]) -> Iterator[Case]:
    for row in rows:
        for language in row.languages.split():
            text = sound(language)
            assert row.old in text, (row, language)
            yield _case(kind, row.name, language, text.replace(row.old, row.new, 1), row.is_style)


def _resaved() -> Iterator[Case]:
    for row in [*files.RESAVED, *later.RESAVED]:
        for language in row.languages.split():
            before = sound(language)
            data = row.resave(before)
            lines = _first_difference(before.encode(), data) | _differences(before.encode(), data)
            yield Case("saving", row.name, language, data, lines, row.is_style)


def _compiled() -> Iterator[Case]:
    rows = [(row, Layout()) for row in DAMAGES]
    rows += [(row, Layout(is_hashed=True)) for row in HASH_DAMAGES]
    for row, layout in rows:
        for language in row.languages.split():
            data = row.damage(compiled(sound_texts(language), layout))
            yield Case("compiled", row.name, language, data, ending="mo")


def _joined(language: str, entries: dict[str, Entry]) -> str:
    return catalog(header(language), list(entries.values()))


def _case(kind: str, name: str, language: str, text: str, is_style: bool = False) -> Case:
    """A case whose line is the first that differs from the sound catalog, or the msgid before it."""
    data = text.encode()
    lines = _first_difference(sound(language).encode(), data)
    return Case(kind, name, language, data, lines, is_style)


def _first_difference(before: bytes, after: bytes) -> frozenset[int]:
    old, new = before.split(b"\n"), after.split(b"\n")
    count = min(len(old), len(new))
    line = next((index for index in range(count) if old[index] != new[index]), count - 1)
    msgid = max(
        (i for i, text in enumerate(new[: line + 1]) if text.startswith(b"msgid ")), default=line
    )
    return frozenset({line + 1, msgid + 1})


def _differences(before: bytes, after: bytes) -> frozenset[int]:
    """All lines that are damaged."""
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=False)
    return frozenset(number for number, (old, new) in enumerate(pairs, 1) if old != new)


def _plural_lines(text: str) -> frozenset[int]:
    """A wrong rule may be told at the head's first lines, or at the plural that it is wrong for."""
    lines = text.split("\n")
    start = next(index for index, line in enumerate(lines) if line.startswith("msgid_plural"))
    end = next(index for index in range(start, len(lines)) if not lines[index])
    return frozenset({2, 3, *range(start, end + 1)})


def _sound() -> Iterator[Case]:
    for language in TEAMS:
        text = sound(language)
        yield _sound_case("catalog", language, text)
        yield replace(_sound_case("catalog with its template", language, text), has_template=True)


def _sound_texts() -> Iterator[Case]:
    for name, language, msgid, msgstr, flag in [*lookalikes.TEXTS, *lookalikes_later.TEXTS]:
        entry = Entry(msgid, {0: msgstr}, flags=flag)
        yield _sound_case(name, language, _sound_with(language, entry))
    for name, language, rule, forms in [*lookalikes.PLURALS, *lookalikes_later.PLURALS]:
        entry = lookalikes.plural_entry(forms)
        yield _sound_case(f"plural: {name}", language, _sound_with(language, entry, rule))


def _sound_with(language: str, entry: Entry, rule: str = "") -> str:
    """A catalog of one text."""
    rules = PLURALS | lookalikes.RULES | lookalikes_later.RULES
    team = (lookalikes.TEAMS | lookalikes_later.TEAMS).get(language, "")
    return catalog(header(language, rule or rules[language], team=team), [entry])


def _sound_files() -> Iterator[Case]:
    for name, language, old, new in [*lookalikes.FILES, *lookalikes_later.FILES]:
        text = sound(language)
        assert old in text, name
        yield _sound_case(name, language, text.replace(old, new, 1) if old else text + new)
    yield _sound_case("no line end at the end", "ar", sound("ar").rstrip("\n"))
    for charset, language in lookalikes.CHARSETS:
        text = sound(language).replace("charset=UTF-8", f"charset={charset}")
        data = text.replace("־", "-").encode(charset)
        yield replace(_sound_case(f"saved as {charset}", language, ""), data=data)


def _sound_compiled() -> Iterator[Case]:
    layouts = {
        "as Python has it": Layout(),
        "as GNU has it": Layout(is_hashed=True),
        "of another processor": Layout(order=">"),
        "of another processor, as GNU has it": Layout(order=">", is_hashed=True),
        "aligned": Layout(alignment=4, is_hashed=True),
    }
    for name, layout in layouts.items():
        for language in ("fr", "ru", "ja"):
            data = compiled(sound_texts(language), layout)
            yield Case("look-alike", f"compiled {name}", language, data, ending="mo")


def _sound_case(name: str, language: str, text: str) -> Case:
    return Case("look-alike", name, language, text.encode())
