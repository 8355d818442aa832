"""From ``.po`` to ``.mo``: what is compiled, what is left out, and what stops the build."""

from __future__ import annotations

import gettext
import io
import re

import pytest
from babel.messages.pofile import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_catalog
from tests.conftest import po_text

HEADER = po_text("fr", "").decode()  # six lines


def compile_fr(entries: str) -> dict[str, str | tuple[str, ...]]:
    return dict(read_catalog(compile_catalog((HEADER + entries).encode(), "fr.po")).texts)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("", {}),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', {}),
        ('#~ msgid "a"\n#~ msgstr "b"\n', {}),
        ('msgid "a"\nmsgstr ""\n', {}),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""\n', {}),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n', {"a": ("b", "bs")}),
        (
            'msgctxt "c"\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "d"\n',
            {"c\x04a": "b", "a": "d"},
        ),
        ('msgid ""\n"a"\n"\\n"\nmsgstr ""\n"b\\""\n"\\n"\n', {"a\n": 'b"\n'}),
        ('msgid "a"\r\nmsgstr "b"\r\n', {"a": "b"}),
        ('#. Translators: a\n#: a.py:1\n#| msgid "x"\nmsgid "a"\nmsgstr "é"\n', {"a": "é"}),
        ('msgid "a" \n\tmsgstr "b"', {"a": "b"}),
    ],
)
def test_texts(entries: str, expected: dict[str, str | tuple[str, ...]]) -> None:
    """Finished entries are compiled; fuzzy, obsolete and empty ones are left out."""
    assert compile_fr(entries) == expected


def test_byte_order_mark() -> None:
    """A byte order mark, as some editors write it, does no harm."""
    source = po_text("fr", 'msgid "a"\nmsgstr "b"\n')

    assert compile_catalog(b"\xef\xbb\xbf" + source, "fr.po") == compile_catalog(source, "fr.po")


@settings(deadline=None, database=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="%\0"), min_size=1))
def test_any_text(text: str) -> None:
    """Whatever text a translator writes, it is compiled to the letter."""
    assert compile_fr(f'msgid "a"\nmsgstr {escape(text)}\n') == {"a": text}


def test_gettext_agrees() -> None:
    """Python's own gettext reads the file: texts, contexts and plurals."""
    entries = (
        'msgctxt "c"\nmsgid "a"\nmsgstr "b"\n\n'
        'msgid "%d a"\nmsgid_plural "%d as"\nmsgstr[0] "%d b"\nmsgstr[1] "%d bs"\n'
    )

    found = gettext.GNUTranslations(io.BytesIO(compile_catalog(po_text("fr", entries), "fr.po")))

    assert found.pgettext("c", "a") == "b"
    assert [found.ngettext("%d a", "%d as", n) for n in (0, 1, 2)] == ["%d b", "%d b", "%d bs"]


def test_same_bytes() -> None:
    """Dates, names, comments and the order of entries leave no trace in the compiled file."""
    first, second = 'msgid "a"\nmsgstr "b"\n', 'msgctxt "c"\nmsgid "a"\nmsgstr "d"\n'
    noise = (
        '"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n"Last-Translator: N. N. <n@example>\\n"\n'
    )
    noisy = f"# A comment\n#, fuzzy\n{HEADER.rstrip()}\n{noise}\n{second}\n#: a.py:1\n{first}"

    plain = compile_catalog(f"{HEADER}{first}\n{second}".encode(), "fr.po")

    assert compile_catalog(noisy.encode(), "fr.po") == plain


def test_header() -> None:
    """The compiled header has what a reader needs: charset, language and plural forms."""
    compiled = compile_catalog(po_text("fr", ""), "fr.po")

    assert gettext.GNUTranslations(io.BytesIO(compiled)).info() == {
        "content-type": "text/plain; charset=utf-8",
        "language": "fr",
        "plural-forms": "nplurals=2; plural=(n > 1);",
    }


@pytest.mark.parametrize("date", ["", "tomorrow", "2024-01-01", "YEAR-MO-DA HO:MI+ZONE"])
def test_date(date: str) -> None:
    """Whatever dates a header has, they are not read."""
    dates = f'"POT-Creation-Date: {date}\\n"\n"PO-Revision-Date: {date}\\n"\n'

    assert compile_catalog((HEADER.rstrip() + f"\n{dates}\n").encode(), "fr.po") == compile_catalog(
        HEADER.encode(), "fr.po"
    )


def test_plural_forms_by_language() -> None:
    """A header without Plural-Forms gets those of its language."""
    source = 'msgid ""\nmsgstr "Language: pl\\n"\n\nmsgid "a"\nmsgid_plural "as"\n' + "".join(
        f'msgstr[{index}] "{index}"\n' for index in range(3)
    )

    catalog = read_catalog(compile_catalog(source.encode(), "pl.po"))

    assert catalog.find("a") == ("0", "1", "2")
    assert catalog.plural_index(22) == 1


PLURAL = 'msgid "%(n)d a"\nmsgid_plural "%(n)d as"\n'


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ("garbage\n", 7),
        ('msgid "a"\nmsgstr "b\n', 8),
        ('msgid "a"\nmsgstr "b\\"\n', 8),
        ('msgid "a"\nmsgstr b\n', 8),
        ('msgid "a"\nmsgstr[x] "b"\n', 8),
        ('msgid "a"\rmsgstr "b"\r', 7),
        ("\0\n", 7),
        ('msgid "a"\n', 7),
        ('msgid "a\\nb"\n', 7),
        ('msgid "a %(x)s"\nmsgstr "b"\n', 7),
        ('\nmsgid "a %(x)s"\nmsgstr "b %(y)s"\n', 8),
        ('msgid "a %(x)s"\nmsgstr "b %(x)d"\n', 7),
        ('msgid "a %(x)s"\nmsgstr "100 % %(x)s"\n', 7),
        ('msgid "a %s %d"\nmsgstr "b %d %s"\n', 7),
        (PLURAL + 'msgstr[0] "%(n)d b"\n', 7),
        (PLURAL + 'msgstr[0] "%(n)d b"\nmsgstr[1] ""\n', 7),
        (PLURAL + 'msgstr[0] "%(n)d b"\nmsgstr[1] "%(n)d b"\nmsgstr[2] "%(n)d b"\n', 7),
        (PLURAL + 'msgstr[0] "b"\nmsgstr[1] "%(n)d bs"\n', 7),  # French takes it for 0 and 1
        (PLURAL + 'msgstr "%(n)d b"\n', 9),
    ],
)
def test_broken_entry(entries: str, line: int) -> None:
    """A broken entry is refused in one line that names the file and its line."""
    with pytest.raises(CatalogError) as caught:
        compile_catalog((HEADER + entries).encode(), "fr.po")

    assert str(caught.value).startswith(f"fr.po:{line}: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"\xff\xfe", 1),
        (HEADER.encode() + b'msgid "a"\nmsgstr "\xe9"\n', 8),
        (HEADER.replace("n > 1", "n / 0").encode(), 4),
        (HEADER.replace("nplurals=2", "nplurals=1").encode(), 4),
        (HEADER.replace("nplurals=2", "nplurals=many").encode(), 4),
    ],
)
def test_broken_file(source: bytes, line: int) -> None:
    """A file that is not UTF-8, or has an unusable header, is refused in one line."""
    with pytest.raises(CatalogError) as caught:
        compile_catalog(source, "fr.po")

    assert str(caught.value).startswith(f"fr.po:{line}: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("forms", ['msgstr[0] "b"', 'msgstr[0] "b"\nmsgstr[1] ""'])
def test_missing_form(forms: str) -> None:
    """A plural needs as many forms as its language has."""
    with pytest.raises(CatalogError, match="1 plural forms are given, the language has 2: 'a'"):
        compile_fr(f'msgid "a"\nmsgid_plural "as"\n{forms}\n')


def test_singular_omits_nothing() -> None:
    """A text that counts nothing keeps its placeholders, whatever the language's plurals are."""
    with pytest.raises(CatalogError, match=r"%\(x\)s is lost"):
        compile_catalog(po_text("de", 'msgid "a %(x)s"\nmsgstr "b"\n'), "de.po")


def test_every_problem() -> None:
    """All problems of a file are told at once, a line for each."""
    entries = 'msgid "a %(x)s"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n\nmsgid "e"\nmsgstr "%(y)s"\n'

    with pytest.raises(CatalogError) as caught:
        compile_fr(entries)

    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["fr.po:7", "fr.po:13"]


@pytest.mark.parametrize(
    ("declared", "locale"),
    [
        ("pt_BR", "pt_BR"),
        ("pt-br", "pt_BR"),
        ("sr@latin", "sr_Latn"),
        ("", "fr"),
        ("fr", None),
        ("", None),
    ],
)
def test_locale(declared: str, locale: str | None) -> None:
    """The header says the language that the file is for, in any spelling, or says nothing."""
    source = po_text(declared, "")

    assert compile_catalog(source, "x.po", locale).startswith(b"\xde\x12\x04\x95")


@pytest.mark.parametrize(
    ("declared", "locale"), [("fr", "de"), ("zh_TW", "zh_Hans"), ("sr", "sr@latin")]
)
def test_other_locale(declared: str, locale: str) -> None:
    """A header that says another language than the file is for is refused."""
    with pytest.raises(CatalogError, match=f"^x.po:3: the header says {declared}, the folder"):
        compile_catalog(po_text(declared, ""), "x.po", locale)


def test_language_that_is_none() -> None:
    """A header may say nonsense where nobody knows better, and its reader is not asked."""
    source = po_text("/etc/passwd", "")

    assert read_catalog(compile_catalog(source, "x.po")).texts == {}
    with pytest.raises(CatalogError, match="^x.po:3: the header says /etc/passwd, the folder fr"):
        compile_catalog(source, "x.po", "fr")


def test_single_count_may_omit() -> None:
    """A form that one number alone takes may leave the number out, as Arabic does."""
    forms = ["لا كتب", "كتاب", "كتابان", "%(n)d كتب", "%(n)d كتابًا", "%(n)d كتاب"]
    entry = PLURAL + "".join(f'msgstr[{index}] "{form}"\n' for index, form in enumerate(forms))

    catalog = read_catalog(compile_catalog(po_text("ar", entry), "ar.po"))

    assert catalog.find("%(n)d a") == tuple(forms)


@settings(deadline=None, database=None, max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 200),
            st.integers(0, 20),
            st.sampled_from(
                ['"', "\n", "\\", "%", "msgid ", "msgstr[0] ", "\0", "#~ ", "\r", ";", "=", "é"]
            ),
        ),
        max_size=4,
    )
)
def test_damaged_file(damages: list[tuple[int, int, str]]) -> None:
    """A damaged file is compiled, or refused in a line for each place; nothing else can happen."""
    text = HEADER + PLURAL + 'msgstr[0] "%(n)d b"\nmsgstr[1] "%(n)d bs"\n'
    for position, length, damage in damages:
        text = text[:position] + damage + text[position + length :]

    lines: list[str] = []
    try:
        assert read_catalog(compile_catalog(text.encode(), "fr.po"))
    except CatalogError as exc:
        lines = str(exc).splitlines()

    assert all(re.match(r"fr\.po:\d+: .", line) for line in lines)


@pytest.mark.parametrize(
    ("declared", "locale"),
    [("zh_TW", "zh_Hant"), ("zh_CN", "zh_Hans"), ("nb_NO", "nb"), ("fr_FR", "fr"), ("pt_BR", "pt")],
)
def test_same_writing(declared: str, locale: str) -> None:
    """Header and folder may spell the language in two ways."""
    assert compile_catalog(po_text(declared, ""), "x.po", locale)


def test_obsolete_entries() -> None:
    """What msgmerge keeps of obsolete entries is passed over."""
    obsolete = '#~| msgid "Old"\n#~ msgid "Older"\n#~ msgstr "Ancien"\n'

    assert compile_fr(obsolete) == {}
