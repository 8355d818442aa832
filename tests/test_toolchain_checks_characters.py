"""Characters that can't be seen, or look like others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import characters
from tests.linting import PLURALS, catalog, codes, entry, lint

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def found(text: str, locale: str | None = None) -> list[str]:
    """The codes of what is wrong with characters, without repeats."""
    return sorted({code for code in codes(lint(text, locale)) if code[1:3] in ("52", "53")})


def of(msgid: str, msgstr: str, language: str = "fr") -> list[str]:
    """What is wrong with one translation."""
    return found(catalog(entry(msgid, msgstr), language=language))


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "expected"),
    [
        ("fr", "Not found", "Introuvable\x00", "E520"),
        ("fr", "Not found", "Introuvable\x07", "E520"),
        ("fr", "Not found", "\x1b[31mIntrouvable", "E520"),
        ("fr", "Not found", "Introuvable\x7f", "E520"),
        ("fr", "Not found", "Introuvable\x85", "E520"),
        ("fr", "Not found", "Introuv\x92able", "E520"),
        ("fr", "Not found", "Intro\x0cuvable", "E520"),
        ("ja", "Not found", "見つかりません\x08", "E520"),
        ("fr", "Not found", "Pas trouv\ufffd", "E521"),
        ("fr", "Not found", "Pas trouvé \ue000", "E521"),
        ("fr", "Not found", "Pas trouvé \U000f0001", "E521"),
        ("fr", "Not found", "Pas trouvé \ufdd0", "E521"),
        ("fr", "Not found", "Pas trouvé \uffff", "E521"),
        ("fr", "Not found", "Introuvable\U000e0048\U000e0049", "E524"),
        ("fr", "Not found", "\U0001f3f4\U000e0067\U000e0062Introuvable", "E524"),
        ("fr", "Not found", "\U0001f3f4" + "\U000e0067" * 30 + "\U000e007f", "E524"),
        ("fr", "Not found", "Introuvable\U000e0001", "E524"),
        ("fr", "Not found", "Introuvable\U000e0101", "E524"),
        ("fr", "Not found", "\U0001f600\ufe01\ufe02\ufe03", "E524"),
        ("fr", "Not found", "Introu\u200bvable", "E530"),
        ("ru", "Not found", "Не най\u200bдено", "E530"),
        ("fr", "Not found", "Introuvable \u200b", "W525"),
        ("fr", "Not found", "Introuvable\u00ad", "W525"),
        ("fr", "Not found", "Introu\ufeffvable", "E530"),
        ("ja", "Not found", "見つかりません\ufeff", "E530"),
        ("fr", "Not found", "Introu\u2060vable", "E530"),
        ("de", "Not found", "Nicht \u3164gefunden", "E530"),
        ("ar", "Not found", "\ufff9x\ufffb", "E530"),
        ("fr", "Not found", "Introu\u200dvable", "W525"),
        ("ru", "Not found", "Не най\u200cдено", "W525"),
        ("fr", "Not found", "Intro\u2028uvable", "E530"),
        ("ko", "Not found", "찾\u3164음", "W525"),
        ("zh", "Server", "服\u200b务器", "W525"),
        ("ru", "Server", "Cервер", "E526"),
        ("ru", "Server", "сервeр", "E526"),
        ("ru", "Server", "Серверы и пaпки", "E526"),
        ("uk", "Server", "сервeри", "E526"),
        ("bg", "Server", "cървър", "E526"),
        ("sr", "Server", "сервeр", "E526"),
        ("mk", "Server", "сервeр", "E526"),
        ("el", "Server", "διακομιστήςo", "E526"),
        ("el", "Book", "βιβλίo", "E526"),
        ("hy", "Book", "գիրo", "E526"),
        ("hy", "Server", "uերվեր", "E526"),
        ("fr", "Server", "sеrveur", "E526"),
        ("fr", "Server", "Sеrvеur", "E526"),
        ("de", "Server", "Sеrvеr", "E526"),
        ("de", "Book", "Βuch", "E526"),
        ("es", "Book", "librο", "E526"),
        ("ja", "Server nova", "サーバー nоva", "E526"),
        ("ru", "Server nova", "Сервер nоva", "E526"),
        ("fr", "Server", "сора", "E526"),
        ("fr", "Is there", "Il у a", "E526"),
        ("ru", "Compute host", "Хост сompute", "E526"),
        ("ru", "TCP port", "Порт ТCP", "E526"),
        ("ru", "CPU", "СРU", "E526"),
        ("x", "Server", "сервeр", "E526"),
        ("ru", "The file", "Фaйл", "E526"),
        ("ru", "Server", "Zервер", "W527"),
        ("fr", "The file", "Le fiчier", "W527"),
        ("fr", "The file", "Le файл", "W528"),
        ("fr", "The file", "Le 文件", "W528"),
        ("de", "The file", "Die αρχείο", "W528"),
        ("ru", "The file", "Этот αρχείο", "W528"),
        ("zh", "The file", "这个ファイル", "W528"),
        ("ja", "The file", "この파일", "W528"),
        ("ar", "The file", "הקובץ", "W528"),
        ("hi", "The file", "ফাইল", "W528"),
        ("th", "The file", "ໄຟລ໌", "W528"),
        ("ru", "Error with the file", "Ошибка c файлом", "W529"),
        ("ru", "About us", "O нас", "W529"),
        ("uk", "And file", "Файл a файл", "W529"),
        ("el", "The book", "O βιβλίο", "W529"),
        ("fr", "Save it", "Sau\U0001d42fer", "E526"),
        ("fr", "Save it", "Sau\uff56er", "E526"),
        ("fr", "Title", "T\u0131tre", "E526"),
        ("fr", "Large", "\u0261rand", "E526"),
        ("fr", "Kiosk", "Le \u212aiosque", "E526"),
        ("fr", "Book", "\u216civre", "E526"),
        ("it", "Find", "Trova\u217fe", "E526"),
    ],
)
def test_mistake(language: str, msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr, language)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        ("fr", "A\tB", "A\tB"),
        ("fr", "A\r\nB", "A\r\nB"),
        ("fr", "One line", "Une\nligne"),
        ("fr", "\x1b[1mBold", "\x1b[1mGras"),
        ("fr", "Press \uf8ff", "Appuyez \uf8ff"),
        ("he", "Open (file)", "פתח (קובץ)\u200f"),
        ("ar", "Open file", "افتح file\u200e"),
        ("ar", "Open file", "\u061cافتح"),
        ("fa", "Books", "کتاب\u200cها"),
        ("fa", "URLs", "URL\u200cها"),
        ("fa", "%(n)s files", "%(n)s\u200c پرونده"),
        ("ckb", "Books", "کتێب\u200cەکان"),
        ("hi", "Power", "शक्\u200dति क्\u200cष"),
        ("si", "Sri Lanka", "ශ්\u200dරී ලංකාව"),
        ("ml", "Book", "ന്\u200d"),
        ("de", "Privacy", "Daten\u00adschutz"),
        ("th", "Book", "หนังสือ\u200bเล่ม"),
        ("km", "Book", "សៀវភៅ\u200bមួយ"),
        ("my", "Book", "စာ\u200bအုပ်"),
        ("fr", "Family", "Famille \U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("fr", "Love", "Amour \u2764\ufe0f\u200d\U0001f525"),
        ("fr", "Wave", "Salut \U0001f44b\U0001f3fd"),
        ("fr", "Scotland", f"Écosse {SCOTLAND}"),
        ("fr", "One", "Un 1\ufe0f\u20e3"),
        ("ja", "Katsura", "葛\U000e0100飾区"),
        ("fr", "50 µm", "50 µm"),
        ("de", "50 μm", "50 μm"),
        ("de", "50 um", "50 μm"),
        ("fr", "5 kΩ", "5 kΩ"),
        ("fr", "5 kohm", "5 kΩ"),
        ("fr", "Angle alpha", "Angle α"),
        ("fr", "Sum Δx", "Somme Δx"),
        ("fr", "YYYY-MM-DD", "AAAA-MM-JJ HH:MM:ss.μμμμμμ"),
        ("ru", "URL address", "URL-адрес"),
        ("ru", "XML document", "XMLдокумент"),
        ("ru", "HTTP request", "HTTPзапрос"),
        ("ru", "URLs", "URLы"),
        ("ky", "Page with url", "URLдүү барак"),
        ("ru", "The PostgreSQL server", "Сервер PostgreSQL"),
        ("ru", "%s files", "%sфайлов"),
        ("ru", "%(count)d files", "%(count)dфайлов"),
        ("ru", "{name} files", "{name}файлов"),
        ("ru", "<b>Bold</b>", "<b>Жирный</b>"),
        ("ru", "&laquo;Yes&raquo;", "&laquo;Да&raquo;"),
        ("ru", "Mac address", "MAC адрес"),
        ("ru", "OC", "OC"),
        ("ru", "x and y", "x и y"),
        ("ru", "2 x 2", "2 x 2"),
        ("uk", "Internet", "інтернет"),
        ("sr", "Line", "линија љубав"),
        ("sr@latin", "Line", "linija"),
        ("sr_Latn", "By the line", "po liniji i O"),
        ("az", "Or", "ya da"),
        ("uz_Cyrl", "File", "файл"),
        ("uz", "File", "файл"),
        ("be", "Files", "файлы ў"),
        ("el", "The URL", "Το URL"),
        ("el", "Book", "βιβλίο ΐ ώ"),
        ("ja", "Book", "本ほんホン ABC 〜・ー"),
        ("ja", "Code", "Ｃｏｄｅ コード"),
        ("ko", "Book", "책 漢字 ABC"),
        ("zh_TW", "Book", "書ㄅㄆ ABC"),
        ("zh_Hans", "Book", "书籍、ABC"),
        ("ar", "The URL", "الـURL"),
        ("he", "The URL", "ה-URL וURL"),
        ("hi", "URLs", "URLएँ"),
        ("vi", "Book", "Quyển sách đã được mượn"),
        ("tr", "Book", "ışık İstanbul"),
        ("pl", "Book", "książka ŁÓDŹ"),
        ("fr", "Book", "cœur Œuvre nai\u0308f"),
        ("ru", "Book", "кни\u0301га ёлка"),
        ("fr", "Русский", "Русский"),
        ("fr", "The letter “π”", "La lettre «\u00a0π\u00a0»"),
        ("ka", "Book", "წიგნი"),
        ("hy", "Book", "գիրք"),
        ("am", "Book", "መጽሐፍ"),
        ("ta", "Book", "புத்தகம்"),
        ("kab", "Book", "adlis ɛ ɣ"),
        ("x", "Book", "книга 本 βιβλίο"),
        ("", "Book", "книга 本 βιβλίο"),
        ("ja", "The web", "\uff37\uff45\uff42"),
        ("ja", "Disk A", "ディスク\uff21"),
        ("fr", "The \U0001d42fector", "Le \U0001d42fecteur"),
        ("tr", "Title", "Ba\u015fl\u0131k"),
        ("fr", "Henry IV", "Henri \u2163"),
        ("fr", "The 5th century", "Le \u2164e siècle, ou \u2164ème"),
        ("ko", "5 ml", "5 m\u2113"),
    ],
)
def test_look_alike(language: str, msgid: str, msgstr: str) -> None:
    """What is right in its language is not told."""
    assert of(msgid, msgstr, language) == []


def test_place_and_name() -> None:
    """A finding says which character stands where."""
    text = catalog(entry("Server error", "Ошибка сервeра"), language="ru")
    (finding,) = [one for one in lint(text) if one.rule.code == "E526"]

    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1] == "e"
    assert "U+0065 (LATIN SMALL LETTER E)" in finding.message
    assert finding.piece == "сервeра"


def test_folder_says_the_language() -> None:
    """Where the file stands is believed before what its header says."""
    text = catalog(entry("The file", "Этот файл"), language="fr")

    assert found(text, "ru") == []
    assert found(text) == ["W528"]


def test_garbage_is_not_told_letter_by_letter() -> None:
    """A text full of it has a limited number of findings."""
    text = catalog(entry("x", "\x01\x02" * 50_000))

    assert len(lint(text)) < 100


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in characters.RULES:
        language = "ru" if any("а" <= char <= "я" for char in rule.right) else "fr"
        assert rule.code in found(catalog(rule.wrong + "\n", language=language))
        assert rule.code not in found(catalog(rule.right + "\n", language=language))


SOME = st.text(st.sampled_from("aаοé\u0301\u200b\u200d\ufe0f\U000e0067\U0001f3f4Ωж漢 %\x00"))


@settings(deadline=None)
@given(st.text() | SOME, st.text() | SOME, st.sampled_from([*PLURALS, "th", "el", "x", ""]))
def test_arbitrary_text(msgid: str, msgstr: str, language: str) -> None:
    """Nothing is raised."""
    of(msgid, msgstr, language)


@pytest.mark.parametrize(
    "piece",
    ["\u200b", SCOTLAND, "aж", "ж ", "\ufe0f", "a\u0301ж", "c ж "],
)
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x", piece * 20_000, "ru")


@pytest.mark.parametrize("letters", ["аbсdеfghkм", "ABCEHKMOPT"])
def test_many_words(letters: str) -> None:
    """Many words that are in the msgid too take no longer than their length."""
    text = " ".join(
        str(n).translate(dict(zip(b"0123456789", letters, strict=True))) for n in range(20_000)
    )

    lint(catalog(entry(text, f"{text} Ж"), language="ru"))
