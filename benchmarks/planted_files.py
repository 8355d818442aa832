"""Mistakes in a file as a whole: its head, its plurals, how it was saved, its template."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import NamedTuple

from planted_texts import PLURALS


class Damage(NamedTuple):
    """One mistake; ``old`` becomes ``new`` once, in the file of each of the languages."""

    name: str
    old: str
    new: str
    languages: str
    is_style: bool = False


class Resaved(NamedTuple):
    """A whole file that was saved otherwise."""

    name: str
    resave: Callable[[str], bytes]
    languages: str
    is_style: bool = False


_ENGLISH_DUE = 'msgid "%(n)d book is overdue."\nmsgid_plural "%(n)d books are overdue."\n'
_SAVE = 'msgid "The file could not be saved. Try again later."\n'
_FRENCH_SAVE = "Le fichier n’a pas pu être enregistré. Réessayez plus tard."
_RUSSIAN_SAVE = "Не удалось сохранить файл. Повторите попытку позже."
_JAPANESE_SAVE = "ファイルを保存できませんでした。後でもう一度お試しください。"
_POLISH_LAST = 'msgstr[2] "%(n)d książek jest przeterminowanych."'
_ARABIC_LAST = 'msgstr[5] "%(n)d من الكتب متأخرة."'
_RUSSIAN_LAST = 'msgstr[2] "%(n)d книг просрочено."'
_CODE = "__import__('os').system('id')"

# The forms of a plural.
FORMS = [
    Damage("form missing", f"{_POLISH_LAST}\n", "", "pl"),
    Damage("form missing", f"{_ARABIC_LAST}\n", "", "ar"),
    Damage("form missing", f"{_RUSSIAN_LAST}\n", "", "ru"),
    Damage("form missing", 'msgstr[1] "%(n)d livres sont en retard."\n', "", "fr"),
    Damage("form missing", 'msgstr[1] "%(n)d ספרים באיחור."\n', "", "he"),
    Damage("form empty", "%(n)d książek jest przeterminowanych.", "", "pl"),
    Damage("form empty", "%(n)d كتب متأخرة.", "", "ar"),
    Damage("form empty", "%(n)d kitabın süreleri doldu.", "", "tr"),
    Damage("first form empty", "%(n)d книга просрочена.", "", "ru"),
    Damage("first form empty", "%(n)d βιβλίο έχει καθυστερήσει.", "", "el"),
    Damage("one form too many", '過ぎています。"', '過ぎています。"\nmsgstr[1] "%(n)d 冊。"', "ja"),
    Damage("one form too many", _POLISH_LAST, f'{_POLISH_LAST}\nmsgstr[3] "%(n)d książki."', "pl"),
    Damage(
        "one form too many", 'en retard."\n\n', 'en retard."\nmsgstr[2] "%(n)d de plus."\n\n', "fr"
    ),
    Damage("gap", 'msgstr[2] "%(n)d książek', 'msgstr[3] "%(n)d książek', "pl"),
    Damage("gap", 'msgstr[1] "%(n)d книги просрочены."\n', "", "ru"),
    Damage("form twice", 'msgstr[1] "%(n)d livres', 'msgstr[0] "%(n)d livres', "fr"),
    Damage("form twice", 'msgstr[2] "%(n)d книг ', 'msgstr[1] "%(n)d книг ', "ru"),
    Damage("plural lost", 'msgid_plural "%(n)d books are overdue."\n', "", "de hi"),
    Damage("no numbers of forms", 'msgstr[0] "%(n)d 冊', 'msgstr "%(n)d 冊', "ja"),
    Damage("number of a form is a word", "msgstr[1]", "msgstr[N]", "fr pl"),
    Damage("first number is 1", 'msgstr[0] "%(n)d 本书', 'msgstr[1] "%(n)d 本书', "zh_CN"),
]

# What becomes of Plural-Forms; None takes it away.
PLURAL_FORMS: list[tuple[str, str | None, str]] = [
    ("absent", None, "fr ru ar ja"),
    ("left as in a template", "nplurals=INTEGER; plural=EXPRESSION;", "de pl hi"),
    ("of another language", "nplurals=2; plural=(n != 1);", "ru pl ar ja"),
    ("of another language", "nplurals=1; plural=0;", "fr ru"),
    ("of another language", PLURALS["ru"], "pl"),
    ("of another language", PLURALS["pl"], "fr he"),
    ("forms turned round", "nplurals=2; plural=(n == 1);", "de el"),
    ("too many announced", "nplurals=3; plural=(n != 1);", "de fr he"),
    ("too few announced", PLURALS["ru"].replace("nplurals=3", "nplurals=2"), "ru"),
    ("too few announced", PLURALS["ar"].replace("nplurals=6", "nplurals=5"), "ar"),
    (
        "a form never reached",
        "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 1);",
        "pl ru",
    ),
    ("leaves the range", "nplurals=2; plural=n;", "fr de"),
    ("leaves the range", "nplurals=2; plural=(n>1)+1;", "pt_BR"),
    ("leaves the range", "nplurals=3; plural=n%10;", "ru pl"),
    ("below nought", "nplurals=2; plural=(n > 1) - 1;", "hi tr"),
    ("divides by zero", "nplurals=2; plural=(n > 1) + 0/n;", "fr"),
    ("divides by zero", "nplurals=2; plural=n % n;", "de"),
    ("divides by zero", "nplurals=3; plural=n==1 ? 0 : 10 % (n-7) ? 2 : 1;", "ru"),
    ("code", f"nplurals=2; plural={_CODE};", "fr ja"),
    ("code", "nplurals=2; plural=(lambda: n != 1)();", "de"),
    ("code", "nplurals=2; plural=n.__class__;", "ar"),
    ("Python", "nplurals=2; plural=0 if n == 1 else 1;", "el"),
    ("Python", "nplurals=2; plural=n > 1 and n < 5;", "fr"),
    ("assignment", "nplurals=2; plural=n=1 ? 0 : 1;", "de"),
    ("other comparison", "nplurals=2; plural=n <> 1;", "he"),
    ("other variable", "nplurals=2; plural=x != 1;", "tr"),
    ("bracket not closed", "nplurals=2; plural=(n != 1;", "fr de"),
    ("no third part", "nplurals=3; plural=n==1 ? 0;", "pl"),
    ("empty rule", "nplurals=2; plural=;", "hi"),
    ("no rule", "nplurals=2;", "fr ru"),
    ("no count", "plural=(n != 1);", "de"),
    ("no forms", "nplurals=0; plural=0;", "ja fr"),
    ("count below nought", "nplurals=-1; plural=0;", "zh_CN"),
    ("count that is a word", "nplurals=two; plural=(n != 1);", "el"),
    ("huge count", "nplurals=99999999; plural=(n != 1);", "de"),
    ("count beyond numbers", f"nplurals={'9' * 400}; plural=(n != 1);", "fr"),
    ("too deep", f"nplurals=2; plural={'(' * 5000}n != 1{')' * 5000};", "fr ru"),
    ("too deep", f"nplurals=2; plural={'!' * 20000}n;", "de"),
    ("too long", f"nplurals=2; plural=n != 1{' || n == 1 && 0' * 20000};", "tr"),
    ("number without end", f"nplurals=2; plural=n != {'9' * 5000};", "fr"),
    ("no equals sign", "nplurals 2; plural (n != 1);", "he"),
    ("comma for the semicolon", "nplurals=2, plural=(n != 1)", "de"),
]

# The rest of the head.
HEADS = [
    Damage("charset left as in a template", "charset=UTF-8", "charset=CHARSET", "fr ru ja"),
    Damage("charset unknown", "charset=UTF-8", "charset=UTF-9", "de ar"),
    Damage("charset absent", "; charset=UTF-8", "", "fr ru"),
    Damage("Content-Type absent", '"Content-Type: text/plain; charset=UTF-8\\n"\n', "", "pl hi"),
    Damage("charset ASCII", "charset=UTF-8", "charset=US-ASCII", "el zh_CN"),
    Damage("charset of another file", "charset=UTF-8", "charset=EUC-JP", "ru"),
    Damage("charset that changes every letter", "charset=UTF-8", "charset=ISO-8859-1", "fr ru ja"),
    Damage("charset that changes every letter", "charset=UTF-8", "charset=KOI8-R", "ru"),
    Damage("charset with a typing error", "charset=UTF-8", "charset=UFT-8", "tr"),
    Damage("Language of another one", "Language: fr\\n", "Language: de\\n", "fr"),
    Damage("Language of another one", "Language: ru\\n", "Language: uk\\n", "ru"),
    Damage("Language of another one", "Language: zh_CN\\n", "Language: zh_TW\\n", "zh_CN"),
    Damage("Language of another one", "Language: ar\\n", "Language: fa\\n", "ar"),
    Damage("Language in words", "Language: de\\n", "Language: German\\n", "de", True),
    Damage("Language unknown", "Language: he\\n", "Language: xq\\n", "he"),
    Damage("Language absent", '"Language: pl\\n"\n', "", "pl", True),
    Damage("Language empty", "Language: ja\\n", "Language: \\n", "ja", True),
    Damage("head is fuzzy", 'msgid ""\n', '#, fuzzy\nmsgid ""\n', "fr ru ar ja"),
    Damage(
        "title of the template",
        "# French texts of the library.",
        "# SOME DESCRIPTIVE TITLE.",
        "fr",
        True,
    ),
    Damage("project of the template", "library 1.0", "PACKAGE VERSION", "de hi", True),
    Damage(
        "translator of the template",
        "Ana Lima <ana@gnu.org>",
        "FULL NAME <EMAIL@ADDRESS>",
        "ru",
        True,
    ),
    Damage("team of the template", "Polish <team@gnu.org>", "LANGUAGE <LL@li.org>", "pl", True),
    Damage("date of the template", "2026-02-05 10:00+0000", "YEAR-MO-DA HO:MI+ZONE", "ja tr", True),
    Damage("line end of a field lost", "Language: fr\\n", "Language: fr", "fr"),
    Damage("line end of a field lost", "MIME-Version: 1.0\\n", "MIME-Version: 1.0", "ru"),
    Damage("colon of a field lost", "Content-Type: ", "Content-Type ", "de"),
    Damage("field twice", '"Language: ar\\n"\n', '"Language: ar\\n"\n"Language: he\\n"\n', "ar"),
    Damage("field twice", '"MIME', '"Content-Type: text/plain; charset=KOI8-R\\n"\n"MIME', "ru"),
    Damage(
        "no head",
        'msgid ""\nmsgstr ""\n"Project',
        '# msgid ""\nmsgid "Project"\nmsgstr ""\n"Project',
        "fr el",
    ),
]

# Entries, and the syntax of the file.
ENTRIES = [
    Damage("closing quote lost", f'{_FRENCH_SAVE}"', _FRENCH_SAVE, "fr"),
    Damage("closing quote lost", f'{_RUSSIAN_SAVE}"', _RUSSIAN_SAVE, "ru"),
    Damage("closing quote lost", f'{_JAPANESE_SAVE}"', _JAPANESE_SAVE, "ja"),
    Damage("opening quote lost", f'"{_FRENCH_SAVE}', _FRENCH_SAVE, "fr"),
    Damage("quote inside not escaped", "Le fichier n", 'Le "fichier" n', "fr"),
    Damage("quote inside not escaped", "сохранить файл", 'сохранить "файл"', "ru"),
    Damage("quote inside not escaped", '\\"https', '"https', "de ar"),
    Damage("typographic quotes around a text", f'"{_FRENCH_SAVE}"', f"“{_FRENCH_SAVE}”", "fr"),
    Damage(
        "typographic quotes around a text", f'"{_JAPANESE_SAVE}"', f"「{_JAPANESE_SAVE}」", "ja"
    ),
    Damage("text behind the quote", f'{_RUSSIAN_SAVE}"', f'{_RUSSIAN_SAVE}" ещё', "ru"),
    Damage(
        "line without a quote",
        "\n#: library/texts.py:17",
        "\nplus tard\n\n#: library/texts.py:17",
        "fr hi",
    ),
    Damage("unknown escape", _FRENCH_SAVE, "Le fichier n\\’a pas été enregistré.", "fr"),
    Damage("unknown escape", "Не удалось сохранить", "Не удалось\\ сохранить", "ru"),
    Damage("unknown escape", "%(n)d", "%(n)d\\q", "tr"),
    Damage("backslash at the end", f'{_RUSSIAN_SAVE}"', f'{_RUSSIAN_SAVE}\\"', "ru"),
    Damage("octal NUL", "Réessayez", "\\000Réessayez", "fr"),
    Damage("hexadecimal NUL", "Повторите", "\\x00Повторите", "ru"),
    Damage("keyword misspelt", 'msgstr "Le fichier', 'msgst "Le fichier', "fr"),
    Damage("keyword misspelt", "msgid_plural", "msgidplural", "de ja"),
    Damage("keyword in capitals", 'msgstr "Le fichier', 'MSGSTR "Le fichier', "fr"),
    Damage("keyword translated", 'msgstr "Не удалось со', 'перевод "Не удалось со', "ru"),
    Damage("msgstr absent", f'msgstr "{_FRENCH_SAVE}"\n', "", "fr"),
    Damage("msgstr absent", f'msgstr "{_RUSSIAN_SAVE}"\n', "", "ru"),
    Damage("msgstr twice", f'msgstr "{_FRENCH_SAVE}"\n', f'msgstr "{_FRENCH_SAVE}"\n' * 2, "fr"),
    Damage(
        "msgstr twice", f'msgstr "{_JAPANESE_SAVE}"\n', f'msgstr "{_JAPANESE_SAVE}"\n' * 2, "ja"
    ),
    Damage("msgid absent", _SAVE, "", "fr ar"),
    Damage("context behind the text", _SAVE, f'{_SAVE}msgctxt "error"\n', "de hi"),
    Damage(
        "merge not finished", _SAVE, f"<<<<<<< HEAD\n{_SAVE}=======\n{_SAVE}>>>>>>> fr\n", "fr ru"
    ),
    Damage("merge not finished", f"{_POLISH_LAST}\n", f"{_POLISH_LAST}\n=======\n", "pl"),
    Damage("half an obsolete entry", 'msgstr "Le fichier', '#~ msgstr "Le fichier', "fr"),
    Damage(
        "comment marked wrongly", "#: library/texts.py:17", "// library/texts.py:17", "tr zh_CN"
    ),
    Damage("twice, alike", _SAVE, f'{_SAVE}msgstr "{_FRENCH_SAVE}"\n\n{_SAVE}', "fr"),
    Damage("twice, alike", _SAVE, f'{_SAVE}msgstr "{_RUSSIAN_SAVE}"\n\n{_SAVE}', "ru"),
    Damage("twice, not alike", _SAVE, f'{_SAVE}msgstr "Erreur. Réessayez."\n\n{_SAVE}', "fr"),
    Damage(
        "twice, not alike",
        _SAVE,
        f'{_SAVE}msgstr "保存できません。再試行してください。"\n\n{_SAVE}',
        "ja",
    ),
    Damage(
        "twice, not alike", _SAVE, f'{_SAVE}msgstr "Ошибка. Повторите попытку."\n\n{_SAVE}', "ru"
    ),
    Damage(
        "twice, once as a plural",
        _SAVE,
        f'msgid "%(n)d book is overdue."\nmsgstr "x"\n\n{_SAVE}',
        "de ar",
    ),
    Damage("a second head", _SAVE, f'msgid ""\nmsgstr "Language: fr\\n"\n\n{_SAVE}', "fr hi"),
    Damage("fuzzy", f"{_SAVE}", f"#, fuzzy\n{_SAVE}", "fr ru ja ar", True),
    Damage(
        "fuzzy plural",
        "#, python-format\n" + _ENGLISH_DUE,
        "#, fuzzy, python-format\n" + _ENGLISH_DUE,
        "pl he",
        True,
    ),
    Damage(
        "obsolete, though it is in use",
        "\n#: library/texts.py:18",
        f'\n#~ {_SAVE}#~ msgstr "保存できません。"\n\n#: library/texts.py:18',
        "ja",
        True,
    ),
    Damage("control character", "Réessayez", "\x01Réessayez", "fr"),
    Damage("control character", "Повторите", "\x1bПовторите", "ru"),
    Damage("NUL", "Réessayez", "\x00Réessayez", "fr"),
    Damage("NUL", "Повторите", "\x00Повторите", "ru"),
    Damage(
        "NUL between entries", "\n#: library/texts.py:17", "\n\x00#: library/texts.py:17", "de ja"
    ),
]

# Entries whose English text is no longer that of the template, which has not changed.
STRANGERS = [
    Damage(
        "English text edited",
        'msgid "The file could not be saved.',
        'msgid "The file can’t be saved.',
        "fr ru ja",
    ),
    Damage(
        "placeholder of the English text edited",
        'msgid "Book %(book)s',
        'msgid "Book %(livre)s',
        "fr",
    ),
    Damage(
        "placeholder of the English text edited",
        'msgid "{user} has',
        'msgid "{usuario} has',
        "pt_BR hi",
    ),
    Damage("English text translated", _SAVE, f'msgid "{_FRENCH_SAVE}"\n', "fr"),
    Damage("English text translated", _SAVE, f'msgid "{_RUSSIAN_SAVE}"\n', "ru"),
    Damage("English plural edited", "%(n)d books are overdue.", "%(n)d book(s) overdue.", "de ar"),
    Damage("context added", _SAVE, f'msgctxt "file"\n{_SAVE}', "pl he"),
    Damage("entry of no use", _SAVE, f'msgid "Old text."\nmsgstr "Ancien texte."\n\n{_SAVE}', "fr"),
]


def _cut(share: float) -> Callable[[str], bytes]:
    return lambda text: text.encode()[: int(len(text.encode()) * share)]


def _cut_in_letter(text: str) -> bytes:
    """The file ends in the middle of a letter of the last text."""
    last = max(index for index, letter in enumerate(text) if ord(letter) > 0x7F)
    return text[: last + 1].encode()[:-1]


def _cut_after(piece: str) -> Callable[[str], bytes]:
    return lambda text: text[: text.rindex(piece) + len(piece)].encode()


def _one_wrong_byte(text: str) -> bytes:
    """One letter was saved in Latin-1."""
    before, after = text.split("Réessayez")
    return before.encode() + "Réessayez".encode("latin-1") + after.encode()


RESAVED = [
    Resaved("as Latin-1", lambda text: text.replace("’", "'").encode("latin-1"), "fr de pt_BR"),
    Resaved("as Windows-1251", lambda text: text.encode("cp1251"), "ru"),
    Resaved("as KOI8-R", lambda text: text.encode("koi8-r"), "ru"),
    Resaved("as Windows-1250", lambda text: text.encode("cp1250"), "pl"),
    Resaved("as Windows-1253", lambda text: text.encode("cp1253"), "el"),
    Resaved("as Windows-1254", lambda text: text.encode("cp1254"), "tr"),
    Resaved("as Windows-1255", lambda text: text.replace("־", "-").encode("cp1255"), "he"),
    Resaved("as Windows-1256", lambda text: text.encode("cp1256"), "ar"),
    Resaved("as Shift-JIS", lambda text: text.encode("shift-jis"), "ja"),
    Resaved("as GB18030", lambda text: text.encode("gb18030"), "zh_CN"),
    Resaved("one byte of Latin-1", _one_wrong_byte, "fr"),
    Resaved("one byte lost", lambda text: text.encode().replace("й".encode(), b"\xd0", 1), "ru"),
    Resaved("as UTF-16", lambda text: text.encode("utf-16"), "fr ru ja"),
    Resaved("as UTF-16, no mark", lambda text: text.encode("utf-16-le"), "de"),
    Resaved("as UTF-32", lambda text: text.encode("utf-32"), "ar"),
    Resaved("with a byte order mark", lambda text: codecs.BOM_UTF8 + text.encode(), "fr ru ja ar"),
    Resaved("UTF-8 twice", lambda text: text.encode().decode("latin-1").encode(), "fr ru hi"),
    Resaved("surrogates", lambda text: text.encode().replace(b"e", b"\xed\xa0\xbd", 1), "de"),
    Resaved("all empty", lambda _: b"", "fr"),
    Resaved("zeroes", lambda text: bytes(len(text)), "ru"),
    Resaved("a web page", lambda _: b"<!DOCTYPE html>\n<html><title>404</title></html>\n", "fr"),
    Resaved("compressed", lambda _: codecs.encode(b"msgid", "zlib") * 9, "ja"),
    Resaved("cut in the middle of a text", _cut_after("Réessayez pl"), "fr"),
    Resaved("cut in the middle of a text", _cut_after("Повторите по"), "ru"),
    Resaved("cut in a letter", _cut_in_letter, "ja hi ar"),
    Resaved("cut behind msgid", _cut_after('to help@gnu.org."\n'), "fr ru he"),
    Resaved("cut in a keyword", _cut_after('to help@gnu.org."\nmsgs'), "de pl"),
    Resaved("cut in the head", _cut(0.04), "fr ja"),
    Resaved("cut in the plural", _cut_after('msgid_plural "%(n)d books'), "tr el"),
    Resaved("CRLF", lambda text: text.replace("\n", "\r\n").encode(), "fr ru ja", True),
    Resaved("CR", lambda text: text.replace("\n", "\r").encode(), "de ar", True),
    Resaved(
        "CRLF in places", lambda text: text.replace("\n", "\r\n", 20).encode(), "pl zh_CN", True
    ),
]
