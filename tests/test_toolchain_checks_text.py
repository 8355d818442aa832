"""Blanks, newlines and marks at the ends, words twice, copies, and lengths."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import text as check_of_text
from tests.linting import PLURALS, catalog, codes, entry, lint

LENT = "The book was lent to another reader until the end of this month."


def found(text: str, locale: str | None = None) -> list[str]:
    """The codes of what is wrong with a text, without repeats."""
    return sorted({code for code in codes(lint(text, locale)) if code[1:3] in ("50", "51")})


def of(msgid: str, msgstr: str, language: str = "fr") -> list[str]:
    """What is wrong with one translation."""
    return found(catalog(entry(msgid, msgstr), language=language))


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "expected"),
    [
        ("fr", "Done\n", "Fini", "E501"),
        ("fr", "Done", "Fini\n", "E501"),
        ("fr", "\nDone", "Fini", "E501"),
        ("fr", "Done", "\nFini", "E501"),
        ("ja", "Done.\n", "完了。", "E501"),
        ("ar", "Done.\n", "تم.", "E501"),
        ("fr", "Name: ", "Nom :", "E502"),
        ("fr", ", ", ",", "E502"),
        ("de", " and more", "und mehr", "E502"),
        ("ru", "Author: ", "Автор:", "E502"),
        ("fr", "Author: ", "Auteur :\u200b", "E502"),
        ("fr", "Done. ", "Fini.", "W508"),
        ("fr", " Name ", " Nom", "W508"),
        ("zh", "Name: ", "名称", "E502"),
        ("fr", "Name", "Nom ", "W503"),
        ("fr", "Name", " Nom", "W503"),
        ("fr", "Name", "Nom\u00a0", "W503"),
        ("ja", "Name", "名前\u3000", "W503"),
        ("fr", "Name", "\tNom", "W503"),
        ("fr", "Name:", "Nom", "W504"),
        ("ja", "Name:", "名前", "W504"),
        ("fr", "Delete it?", "Supprimer.", "W504"),
        ("fr", "Delete it?", "Supprimer", "W504"),
        ("el", "Delete it?", "Διαγραφή", "W504"),
        ("ar", "Delete it?", "حذف", "W504"),
        ("zh", "Delete it?", "删除", "W504"),
        ("fr", "Well done!", "Bravo", "W504"),
        ("fr", "Delete it?\n", "Supprimer\n", "W504"),
        ("fr", "Well done!", "Bravo.", "W504"),
        ("fr", "Loading…", "Chargement", "W504"),
        ("fr", "Loading...", "Chargement.", "W504"),
        ("fr", "The book is lent.", "Le livre est prêté", "W504"),
        ("hi", "The book is lent.", "किताब उधार दी गई है", "W504"),
        ("ru", "The book is lent.", "Книга выдана:", "W504"),
        ("zh", "Name:", "名称。。。", "W504"),
        ("fr", "Open the file", "Ouvrir le le fichier", "W505"),
        ("fr", "Open the file.", "Ouvrir le fichier fichier.", "W505"),
        ("de", "Open the file", "Die Datei Datei öffnen", "W505"),
        ("es", "Open the file", "Abrir el  el archivo", "W505"),
        ("pl", "It is not", "Nie jest jest", "W505"),
        ("ru", "It is lent", "Книга на на руках", "W505"),
        ("it", "In the file", "Nel Nel file", "W505"),
        ("el", "The book", "Το το βιβλίο", "W505"),
        ("fr", "The book is lent", "The book is lent", "W506"),
        ("ja", "Could not open %(file)s again", "Could not open %(file)s again", "W506"),
        ("ar", "No file was submitted.", "No file was submitted.", "W506"),
        ("fr", LENT, "Prêté", "W507"),
        ("ja", LENT, "本", "W507"),
        ("fr", "Open it", LENT * 2, "W507"),
        ("fr", "It is lent", " ", "E509"),
        ("ja", "It is lent", "\u3000", "E509"),
        ("fr", "Open the file", "Ouvrir le  fichier", "W513"),
        ("ru", "Open the file", "Открыть   файл", "W513"),
        ("fr", "Open the file", "Ouvrir\tle fichier", "W513"),
        ("fr", "Done.\n", "Fini.\n\n", "W513"),
        ("ar", "Open the file", "افتح الملف الملف", "W505"),
        ("zh", "Open it", "这本书已经借给另一位读者直到这个月底才会归还" * 4, "W507"),
        ("fr", "One\nline", "Une\\nligne", "E514"),
        ("fr", "One\tcolumn", "Une\\tcolonne", "E514"),
        ("fr", "Allowed:\n- a book\n- a page", "Permis : un livre, une page", "W515"),
        ("de", "please enter the name", "Please enter the Name", "W506"),
    ],
)
def test_mistake(language: str, msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr, language)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        ("en_XA", "It is done.", "[Ĭţ ĭš ðöñé. one two]"),
        ("fr", "Done.\n", "Fini.\n"),
        ("fr", "\n    Done\n", "\nFini\n"),
        ("fr", "Name: ", "Nom : "),
        ("ja", "Name: ", "名前："),
        ("zh_TW", ", ", "、"),
        ("fr", "Name: ", "Nom :\u00a0"),
        ("fr", "Name:", "Nom :"),
        ("fr", "Name:", "Nom\u00a0:"),
        ("ja", "Name:", "名前："),
        ("he", "Name:", "שם:\u200f"),
        ("fr", "Is it lent?", "Est-il prêté\u202f?"),
        ("el", "Is it lent?", "Είναι δανεισμένο;"),
        ("el", "Is it lent?", "Είναι δανεισμένο\u037e"),
        ("ar", "Is it lent?", "هل هو معار؟"),
        ("es", "Is it lent?", "¿Está prestado?"),
        ("es", "Well done!", "¡Bien hecho!"),
        ("ja", "Is it lent?", "貸出中ですか。"),
        ("ja", "The book is lent.", "本は貸出中です"),
        ("zh", "The book is lent.", "这本书已借出。"),
        ("th", "The book is lent.", "หนังสือถูกยืมแล้ว"),
        ("th", "Is the book lent?", "หนังสือถูกยืมไหม"),
        ("lo", "The book is lent.", "ປຶ້ມຖືກຢືມແລ້ວ"),
        ("km", "The book is lent.", "សៀវភៅត្រូវបានខ្ចី"),
        ("hi", "The book is lent.", "किताब उधार दी गई है।"),
        ("hi", "The book is lent.", "किताब उधार दी गई है."),
        ("bn", "The book is lent.", "বইটি ধার দেওয়া হয়েছে।"),
        ("ur", "The book is lent.", "کتاب ادھار دی گئی ہے۔"),
        ("hy", "The book is lent.", "Գիրքը տրված է։"),
        ("hy", "The book is lent.", "Գիրքը տրված է:"),
        ("hy", "Is the book lent?", "Գիրքը տրվա՞ծ է"),
        ("am", "The book is lent.", "መጽሐፉ ተሰጥቷል።"),
        ("ko", "The files are as follows:", "파일은 다음과 같습니다."),
        ("fr", "Loading...", "Chargement…"),
        ("zh", "Loading...", "加载中……"),
        ("fr", "Say “yes.”", "Dites «\u00a0oui\u00a0»."),
        ("fr", "Aug.", "août"),
        ("fr", "books, papers, etc.", "livres, papiers et autres"),
        ("fr", "Must not contain ':'", "Sans deux-points"),
        ("de", "The book is lent.", "Das Buch ist verliehen."),
        ("fr", "We see", "Nous nous voyons"),
        ("fr", "You ask", "Vous vous demandez"),
        ("de", "the ones who", "diejenigen, die die Bücher lesen"),
        ("id", "Books", "buku buku"),
        ("vi", "Always", "luôn luôn"),
        ("tr", "One by one", "tek tek"),
        ("hi", "Together", "साथ साथ"),
        ("sw", "Quickly", "haraka haraka"),
        ("fr", "%s %s", "%s %s"),
        ("fr", "%(a)s %(a)s of the file", "%(a)s %(a)s du fichier"),
        ("fr", "had had", "avait avait"),
        ("it", "Slowly", "piano piano"),
        ("fr", "PostgreSQL Server Database", "PostgreSQL Server Database"),
        ("fr", "GET /v1/books HTTP", "GET /v1/books HTTP"),
        ("fr", "Django", "Django"),
        ("fr", "%(name)s: %(value)s", "%(name)s: %(value)s"),
        ("fr", "https://example.org/a/b", "https://example.org/a/b"),
        ("fr", "string (max 20)", "string (max 20)"),
        ("en_GB", "The book is lent", "The book is lent"),
        ("ja", LENT, "本は今月末まで他の読者に貸し出されています。"),
        ("zh", LENT, "这本书已借给另一位读者，直到本月底。"),
        ("de", "OK", "Einverstanden"),
        ("fr", "It is lent. Wait.", "Il est prêté.  Attendez."),
        ("fr", "a\tb", "un\tdeux"),
        ("fr", "a  b c", "un  deux trois"),
        ("fr", "One\n\ntwo", "Un\n\ndeux"),
        ("fr", " ", "  "),
        ("ar", "Very well", "جيد جدا جدا"),
        ("ta", "Save", "சேமிக்கவும்"),
        ("fr", "One\nline \\n", "Une\nligne \\n"),
        ("fr", "Open C:\\new", "Ouvrir C:\\new"),
        (
            "fr",
            "The page that you asked for\nis not here, look\nelsewhere",
            "La page n'est pas ici",
        ),
        ("fr", "Allowed:\n- a book\n- a page", "Permis :\n- un livre\n- une page"),
    ],
)
def test_look_alike(language: str, msgid: str, msgstr: str) -> None:
    """What is right in its language is not told."""
    assert of(msgid, msgstr, language) == []


def test_plural_that_is_not_translated() -> None:
    """A form may be either of the English texts, and none of them is a translation."""
    one, many = "%(n)d book was lent here", "%(n)d books were lent here"
    text = catalog(entry(one, "%(n)d Buch", one, plural=many, flags="python-format"), language="de")

    assert found(text) == ["W506"]


def test_plural_beside_either_text() -> None:
    """A form is compared with the text for its numbers, and is right where it fits one of them."""
    text = entry("One book.\n", "Un livre.\n", "%(n)d livres", plural="%(n)d books")

    assert found(catalog(text)) == []


def test_plural_that_fits_neither_text() -> None:
    """Each form is looked at."""
    text = entry("One book\n", "jedna\n", "%(n)d\n", "%(n)d", plural="%(n)d books\n")

    assert found(catalog(text, language="pl")) == ["E501"]


def test_place() -> None:
    """A finding says where it is."""
    text = catalog(entry("Open the file", "Ouvrir le le fichier"))
    finding = next(one for one in lint(text) if one.rule.code == "W505")

    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("le le")
    assert finding.piece == "le le"


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in check_of_text.RULES:
        assert rule.code in found(catalog(rule.wrong + "\n"))
        assert rule.code not in found(catalog(rule.right + "\n"))


@settings(deadline=None)
@given(st.text(), st.text(), st.sampled_from([*PLURALS, "th", "el", "x", ""]))
def test_arbitrary_text(msgid: str, msgstr: str, language: str) -> None:
    """Nothing is raised."""
    of(msgid, msgstr, language)


@pytest.mark.parametrize("piece", ["a", "a ", " ", "ab ab ", "\n", ".", ")", "a'", "\u3002 "])
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x y z.", f"a{piece * 20_000}b")
    of(piece * 20_000, piece * 20_000)
