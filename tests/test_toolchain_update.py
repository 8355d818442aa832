"""Bringing a catalog up to its template."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.toolchain.update import Updated, update
from tests.linting import catalog, entry

OURS = sorted(Path(__file__).parent.parent.glob("locale/*/LC_MESSAGES/*.po"))
LINES = "# A note.\n#. Translators: mind it.\n#: a.py:1\n#, python-format\n"


def updated(text: str, *entries: str, is_fuzzy_wanted: bool = True) -> Updated:
    """The catalog with the messages of a template of these entries."""
    return update(text, PoFile(catalog(*entries)), is_fuzzy_wanted=is_fuzzy_wanted)


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_nothing_new(path: Path) -> None:
    """A catalog that is up to date stays as it is, byte for byte."""
    text = path.read_bytes().decode()

    assert update(text, PoFile(text)).text == text


@pytest.mark.parametrize(
    "odd",
    [
        'msgid "a"\nmsgstr "b"',  # no newline at the end
        'msgid "a"\nmsgstr "b"\n\n\n\n',
        '\n\n\nmsgid   "a"\nmsgstr\t"b"\n',
        'msgid ""\n"a"\nmsgstr ""\n"b"\n',
        '#one\n#  two\n#,fuzzy\nmsgid "a"\nmsgstr "b"\n',
        'msgid "a"\r\nmsgstr "b"\r\n',
        '#~ msgid "gone"\n#~ msgstr "parti"\n\nmsgid "a"\nmsgstr "b"\n',
        '#| msgid "b"\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n# the end',
    ],
)
def test_odd_layout(odd: str) -> None:
    """However a file is laid out, what the template has not changed stays as it is."""
    text = catalog(odd)

    assert update(text, PoFile(catalog(entry("a", "")))).text == text


def test_new_message() -> None:
    """A new message comes behind the one that it follows in the template."""
    text = catalog(entry("a", "A"), entry("c", "C"))

    result = updated(text, entry("a", ""), entry("quite another", ""), entry("c", ""))

    assert result.text == catalog(entry("a", "A"), entry("quite another", ""), entry("c", "C"))
    assert (result.kept, result.new) == (2, 1)


def test_first_new_message() -> None:
    """The first one comes behind the header."""
    result = updated(catalog(entry("a", "A")), entry("quite another", ""), entry("a", ""))

    assert result.text == catalog(entry("quite another", ""), entry("a", "A"))


def test_changed_message() -> None:
    """A message that is like one with a translation gets that, marked as fuzzy, with the old msgid."""
    result = updated(catalog(entry("The book is gone", "Parti")), entry("The book is gone.", ""))

    assert (
        '#, fuzzy\n#| msgid "The book is gone"\nmsgid "The book is gone."\nmsgstr "Parti"\n'
        in result.text
    )
    assert result.fuzzy == 1


def test_no_fuzzy() -> None:
    """Unless nobody wants that."""
    text = catalog(entry("The book is gone", "Parti"))

    result = updated(text, entry("The book is gone.", ""), is_fuzzy_wanted=False)

    assert 'msgid "The book is gone."\nmsgstr ""\n' in result.text


def test_message_that_is_gone() -> None:
    """A translation that is needed no more is kept as obsolete, with its translator's comment."""
    text = catalog(LINES + entry("%(a)s", "%(a)s !"), entry("b", "B"))

    result = updated(text, entry("b", ""))

    kept = '# A note.\n#, python-format\n#~ msgid "%(a)s"\n#~ msgstr "%(a)s !"\n'
    assert result.text == catalog(entry("b", "B"), kept)


def test_untranslated_message_that_is_gone() -> None:
    """Of one that was never translated nothing is kept, nor its note: obsolete entries are there for their
    translations, and msgmerge drops it too."""
    result = updated(catalog("# A note.\n" + entry("a", ""), entry("b", "B")), entry("b", ""))

    assert result.text == catalog(entry("b", "B"))


def test_message_that_is_back() -> None:
    """A message that comes back has its translation again."""
    text = catalog(entry("b", "B"), '#~ msgid "a"\n#~ msgstr "A"\n')

    result = updated(text, entry("a", ""), entry("b", ""))

    assert result.text == catalog(entry("a", "A"), entry("b", "B"))


def test_comments_of_the_template() -> None:
    """What the template says of a message is brought up to date; the translator's own comment stays."""
    told = "#. Translators: mind it well.\n#: b.py:2\n#, python-format\n"

    result = updated(catalog(LINES + entry("%(a)s", "A")), told + entry("%(a)s", ""))

    assert result.text == catalog("# A note.\n" + told + entry("%(a)s", "A"))


def test_places_laid_out_otherwise() -> None:
    """Places that are only laid out otherwise stay as they are."""
    text = catalog("#: a.py:1\n#: b.py:2\n" + entry("a", "A"))

    assert updated(text, "#: a.py:1 b.py:2\n" + entry("a", "")).text == text


def test_fuzzy_stays() -> None:
    """What a translator has not looked at yet stays fuzzy when the template's flags change."""
    text = catalog(entry("a", "A", flags="fuzzy"))

    result = updated(text, entry("a", "", flags="python-format"))

    assert result.text == catalog(entry("a", "A", flags="fuzzy, python-format"))


def test_message_that_becomes_a_plural() -> None:
    """The translation of a text that has become a plural is fuzzy, in as many forms as there are."""
    result = updated(catalog(entry("a book", "un livre")), entry("a book", "", plural="books"))

    assert 'msgstr[0] "un livre"\nmsgstr[1] "un livre"\n' in result.text
    assert result.fuzzy == 1


def dated(text: str, year: int) -> str:
    """A catalog whose template is of that year."""
    told = f'"POT-Creation-Date: {year}\\n"\n"PO-Revision-Date'
    return text.replace('"PO-Revision-Date', told)


def test_date() -> None:
    """The date of the template is the template's; that of the translation stays."""
    before, after = dated(catalog(), 2025), dated(catalog(entry("a", "")), 2026)
    template = after.replace("Revision-Date: 2026", "Revision-Date: 1999")

    assert update(before, PoFile(template)).text == after


def test_date_alone() -> None:
    """A template that is younger, and the same, changes nothing."""
    text = dated(catalog(entry("a", "b")), 2025)

    assert update(text, PoFile(dated(catalog(entry("a", "")), 2026))).text == text


def test_context() -> None:
    """The same text in another context is another message."""
    result = updated(
        catalog(entry("May", "Mai")), entry("May", ""), 'msgctxt "verb"\n' + entry("May", "")
    )

    assert 'msgctxt "verb"\nmsgid "May"\n' in result.text


@pytest.mark.parametrize("is_long", [False, True])
def test_wrapping(is_long: bool) -> None:
    """New texts are wrapped as those of the file are."""
    long = "word " * 40
    text = catalog(entry("a", f"{long}A" if is_long else "A"))

    result = updated(text, entry("a", ""), entry(f"quite {long}", ""))

    assert (f'msgid "quite {long}"' in result.text) is is_long


def test_twice() -> None:
    """Doing it again changes nothing."""
    text = catalog(entry("The book is gone", "Parti"), entry("b", "B"))
    template = PoFile(catalog(entry("The book is gone!", ""), entry("new", "")))
    once = update(text, template).text

    assert update(once, template).text == once


def test_result(tmp_path: Path) -> None:
    """What comes out compiles, and translates what was translated."""
    text = catalog(entry("a", "A"), entry("%(n)d a", "%(n)d A", "%(n)d As", plural="%(n)d as"))
    template = PoFile(
        catalog(entry("new", ""), entry("%(n)d a", "", "", plural="%(n)d as"), entry("a", ""))
    )
    compiled = tmp_path / "x.mo"

    compiled.write_bytes(compile_catalog(update(text, template).text.encode(), "x.po"))

    with compiled.open("rb") as file:
        told = gettext.GNUTranslations(file)
    assert [told.gettext("a"), told.ngettext("%(n)d a", "%(n)d as", 5)] == ["A", "%(n)d As"]


# What other programs leave in catalogs


@pytest.mark.parametrize(
    "text",
    [
        "\n\n" + catalog(entry("a", "A")),
        catalog('msgid "a"\nmsgstr "A"\nmsgid "b"\nmsgstr "B"\n'),
        catalog(entry("a", "A"), '#~ msgid "a"\n#~ msgstr "Z"\n'),
        catalog(entry("a", "A"), "# the end\n# of it\n\n"),
    ],
)
def test_left_as_it_is(text: str) -> None:
    """No blank line is put in or taken out where nothing is new."""
    template = PoFile("\n".join(line for line in text.split("\n") if not line.startswith("#~")))

    assert update(text, template).text == text


def test_fuzzy_message_that_is_back() -> None:
    """What was fuzzy when it went is fuzzy when it comes back, with its translator's comment and old msgid."""
    gone = '# mine\n#, fuzzy\n#~| msgid "as"\n#~ msgid "a"\n#~ msgstr "A"\n'

    result = updated(catalog(entry("b", "B"), gone), entry("a", ""), entry("b", ""))

    assert '# mine\n#, fuzzy\n#| msgid "as"\nmsgid "a"\nmsgstr "A"\n' in result.text
    assert (result.kept, result.fuzzy) == (1, 1)


def test_obsolete_once() -> None:
    """A translation that goes again takes the place of the one that has gone before."""
    text = catalog(entry("a", "new"), entry("b", "B"), '#~ msgid "a"\n#~ msgstr "old"\n')

    result = updated(text, entry("b", ""))

    assert result.text == catalog(entry("b", "B"), '#~ msgid "a"\n#~ msgstr "new"\n')


def test_untranslated_message_that_becomes_a_plural() -> None:
    """A message without a translation has nothing to be fuzzy."""
    result = updated(catalog(entry("a", "")), entry("a", "", "", plural="as"))

    assert result.text == catalog(entry("a", "", "", plural="as"))


def test_changed_message_takes_its_comment_along() -> None:
    """A message that has changed is not kept as obsolete too; its translator's comment goes along."""
    text = catalog("# mine\n" + entry("The book is gone", "Parti"))

    result = updated(text, entry("The book is gone.", ""))

    assert '# mine\n#, fuzzy\n#| msgid "The book is gone"\n' in result.text
    assert "#~" not in result.text
    assert result.obsolete == 0


def test_line_ends() -> None:
    """What is new behind the last entry has the file's line ends, the blank line before it too."""
    text = catalog(entry("a", "A"))

    result = updated(text.replace("\n", "\r\n"), entry("a", ""), entry("quite another", ""))

    assert result.text == catalog(entry("a", "A"), entry("quite another", "")).replace("\n", "\r\n")


def test_wrapping_beside_long_comments() -> None:
    """Places and words that are too long to be wrapped don't tell that a file is not wrapped."""
    place = f'#. As in "{"a b " * 30}".\n#: {"x" * 100}.py:1\n'
    text = catalog(place + entry(f"http://{'x' * 100}", "A"))

    result = updated(text, place + entry(f"http://{'x' * 100}", ""), entry("quite " * 30, ""))

    assert 'msgid ""\n"quite ' in result.text


def test_many_changes() -> None:
    """Each of a thousand messages that have changed gets the translation of its own."""
    texts = [f"Message {n} of {n * 7919 % 10007} has failed in {n % 77}" for n in range(1000)]
    text = catalog(*(entry(msgid, str(n)) for n, msgid in enumerate(texts)))

    result = updated(text, *(entry(msgid.replace("has", "had"), "") for msgid in texts))

    assert [one.texts[0] for one in PoFile(result.text).live_entries()] == [
        str(n) for n in range(1000)
    ]


def test_fuzzy_template() -> None:
    """What is fuzzy in the template, which may be another catalog, makes nothing fuzzy here."""
    wanted = "#: b.py\n" + entry("a", "Z", flags="fuzzy, python-format")

    result = updated(catalog(entry("a", "A")), wanted, entry("quite another", "", flags="fuzzy"))

    assert "fuzzy" not in result.text
    assert "#, python-format\n" in result.text


def test_like_in_the_same_context() -> None:
    """Of texts that are equally near the one in the same context is taken."""
    noun = 'msgctxt "noun"\n'
    text = catalog(entry("A long loan", "Prêter"), noun + entry("A long loan", "Prêt"))

    result = updated(text, noun + entry("A long loan.", ""))

    assert 'msgid "A long loan."\nmsgstr "Prêt"\n' in result.text


@pytest.mark.parametrize("kind", ["live", "obsolete"])
def test_fuzzy_message_that_changes_again(kind: str) -> None:
    """What nobody has looked at yet goes on, with the msgid that it was for."""
    old = '# mine\n#, fuzzy\n#| msgid "The first text"\nmsgid "The second text"\nmsgstr "Texte"\n'
    if kind == "obsolete":
        old = old.replace("#|", "#~|").replace("\nmsg", "\n#~ msg")

    result = updated(catalog(old), entry("The third text", ""))

    assert result.text == catalog(
        '# mine\n#, fuzzy\n#| msgid "The first text"\nmsgid "The third text"\nmsgstr "Texte"\n'
    )


def test_fuzzy_message_of_an_unknown_msgid() -> None:
    """What is fuzzy for a reason that nobody has told was for another msgid than its own."""
    result = updated(
        catalog(entry("The second text", "Texte", flags="fuzzy")), entry("The third text", "")
    )

    assert result.text == catalog(entry("The third text", "Texte", flags="fuzzy"))


def test_obsolete_message_that_changes() -> None:
    """Where one that had gone comes back as another, it is not kept twice."""
    gone = '#~ msgid "The first text"\n#~ msgstr "Texte"\n'

    result = updated(catalog(entry("b", "B"), gone), entry("b", ""), entry("The second text", ""))

    assert "#~" not in result.text
    assert '#, fuzzy\n#| msgid "The first text"\nmsgid "The second text"\n' in result.text


def test_indented_comments() -> None:
    """A comment is one wherever it begins in its line."""
    lines = '  # mine\n  #. Mind it.\n  #: old.py\n\t#, python-format\nmsgid "%(a)s"\nmsgstr "A"\n'

    result = updated(
        catalog(lines), "#. Mind it.\n#: new.py\n" + entry("%(a)s", "", flags="python-format")
    )

    assert result.text == catalog(lines.replace("  #: old.py", "#: new.py"))


def test_indented_comments_of_a_message_that_is_gone() -> None:
    """Those of the translator stay, as comments."""
    lines = '  # mine\n  #: old.py\nmsgid "a"\nmsgstr "A"\n'

    result = updated(catalog(lines))

    assert result.text == catalog('  # mine\n#~ msgid "a"\n#~ msgstr "A"\n')


def test_indented_message_that_is_gone() -> None:
    """However its lines are indented, it can be read when it is obsolete."""
    result = updated(catalog('\x0bmsgid "a"\n\x0c \tmsgstr "A"\n'))

    file = PoFile(result.text)
    assert file.faults == []
    assert [(one.key[1], one.texts) for one in file.entries if one.is_obsolete] == [("a", ("A",))]


@pytest.mark.parametrize("flags", ["no-wrap", "weblate-custom, python-format"])
def test_flags_of_the_translator(flags: str) -> None:
    """What a translator, or their editor, has added stays."""
    text = catalog(entry("%(a)s", "A", flags=flags))
    wanted = entry("%(a)s", "", flags=", ".join({*flags.split(", ")} & {"python-format"}))

    assert updated(text, wanted).text == text


def test_flag_of_the_template_that_is_gone() -> None:
    """How a text is filled in the template knows."""
    text = catalog(entry("100%", "100 %", flags="no-wrap, python-format"))

    assert "#, no-wrap\n" in updated(text, entry("100%", "")).text
