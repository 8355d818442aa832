"""Small sound catalogs, texts of our own in twelve languages, which mistakes are planted into."""

from __future__ import annotations

from dataclasses import dataclass, replace

# What is translated, by a short name: its text, and its flag.
SOURCES = {
    "book": ("Book %(book)s was not found.", "python-format"),
    "move": ("Cannot move %(source)s to %(target)s.", "python-format"),
    "line": ("Line %d: the value %s is not allowed.", "python-format"),
    "room": ("{user} has left the room {room}.", "python-brace-format"),
    "disk": ("The disk is %(share)d%% full.", "python-format"),
    "due": ("%(n)d book is overdue.", "python-format"),
    "terms": (
        'Read the <a href="https://example.org/terms">terms</a> before you <b>sign</b>.',
        "",
    ),
    "save": ("The file could not be saved. Try again later.", ""),
    "name": ("Name: ", ""),
    "done": ("The backup is finished.\n", ""),
    "help": ("See https://example.org/help or write to help@gnu.org.", ""),
}
DUE_PLURAL = "%(n)d books are overdue."

TEAMS = {
    "fr": "French",
    "de": "German",
    "pt_BR": "Brazilian Portuguese",
    "pl": "Polish",
    "ru": "Russian",
    "el": "Greek",
    "tr": "Turkish",
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Hindi",
    "ja": "Japanese",
    "zh_CN": "Simplified Chinese",
}
_SLAVIC = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_POLISH = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "pt_BR": "nplurals=2; plural=(n > 1);",
    "pl": f"nplurals=3; plural=({_POLISH});",
    "ru": f"nplurals=3; plural=({_SLAVIC});",
    "el": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n != 1);",
    "ar": f"nplurals=6; plural=({_ARABIC});",
    "he": "nplurals=2; plural=(n != 1);",
    "hi": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "zh_CN": "nplurals=1; plural=0;",
}

# The translations, one a line, in the order of SOURCES; the forms of a plural stand between bars.
_TRANSLATIONS = {
    "fr": """\
Le livre %(book)s est introuvable.
Impossible de déplacer %(source)s vers %(target)s.
Ligne %d : la valeur %s n’est pas autorisée.
{user} a quitté le salon {room}.
Le disque est plein à %(share)d %%.
%(n)d livre est en retard.|%(n)d livres sont en retard.
Lisez les <a href="https://example.org/terms">conditions</a> avant de <b>signer</b>.
Le fichier n’a pas pu être enregistré. Réessayez plus tard.
Nom : _
La sauvegarde est terminée.\\n
Consultez https://example.org/help ou écrivez à help@gnu.org.""",
    "de": """\
Das Buch %(book)s wurde nicht gefunden.
%(source)s kann nicht nach %(target)s verschoben werden.
Zeile %d: Der Wert %s ist nicht erlaubt.
{user} hat den Raum {room} verlassen.
Die Festplatte ist zu %(share)d %% voll.
%(n)d Buch ist überfällig.|%(n)d Bücher sind überfällig.
Lesen Sie die <a href="https://example.org/terms">Bedingungen</a>, bevor Sie <b>unterschreiben</b>.
Die Datei konnte nicht gespeichert werden. Versuchen Sie es später noch einmal.
Vorname: _
Die Sicherung ist abgeschlossen.\\n
Siehe https://example.org/help oder schreiben Sie an help@gnu.org.""",
    "pt_BR": """\
O livro %(book)s não foi encontrado.
Não é possível mover %(source)s para %(target)s.
Linha %d: o valor %s não é permitido.
{user} saiu da sala {room}.
O disco está %(share)d%% cheio.
%(n)d livro está atrasado.|%(n)d livros estão atrasados.
Leia os <a href="https://example.org/terms">termos</a> antes de <b>assinar</b>.
O arquivo não pôde ser salvo. Tente novamente mais tarde.
Nome: _
A cópia de segurança terminou.\\n
Veja https://example.org/help ou escreva para help@gnu.org.""",
    "pl": """\
Nie znaleziono książki %(book)s.
Nie można przenieść %(source)s do %(target)s.
Wiersz %d: wartość %s jest niedozwolona.
{user} opuszcza pokój {room}.
Dysk jest zapełniony w %(share)d%%.
%(n)d książka jest przeterminowana.|%(n)d książki są przeterminowane.|%(n)d książek jest przeterminowanych.
Przeczytaj <a href="https://example.org/terms">warunki</a>, zanim <b>podpiszesz</b>.
Nie udało się zapisać pliku. Spróbuj ponownie później.
Nazwa: _
Kopia zapasowa jest gotowa.\\n
Zobacz https://example.org/help lub napisz na help@gnu.org.""",
    "ru": """\
Книга %(book)s не найдена.
Не удалось переместить %(source)s в %(target)s.
Строка %d: значение %s недопустимо.
{user} выходит из комнаты {room}.
Диск заполнен на %(share)d%%.
%(n)d книга просрочена.|%(n)d книги просрочены.|%(n)d книг просрочено.
Прочитайте <a href="https://example.org/terms">условия</a>, прежде чем <b>подписать</b>.
Не удалось сохранить файл. Повторите попытку позже.
Имя: _
Резервная копия готова.\\n
См. https://example.org/help или напишите на help@gnu.org.""",
    "el": """\
Το βιβλίο %(book)s δεν βρέθηκε.
Δεν είναι δυνατή η μετακίνηση του %(source)s στο %(target)s.
Γραμμή %d: η τιμή %s δεν επιτρέπεται.
Ο χρήστης {user} έφυγε από το δωμάτιο {room}.
Ο δίσκος είναι γεμάτος κατά %(share)d%%.
%(n)d βιβλίο έχει καθυστερήσει.|%(n)d βιβλία έχουν καθυστερήσει.
Διαβάστε τους <a href="https://example.org/terms">όρους</a> πριν <b>υπογράψετε</b>.
Δεν ήταν δυνατή η αποθήκευση του αρχείου. Δοκιμάστε ξανά αργότερα.
Όνομα: _
Το αντίγραφο ασφαλείας ολοκληρώθηκε.\\n
Δείτε https://example.org/help ή γράψτε στο help@gnu.org.""",
    "tr": """\
%(book)s adlı kitap bulunamadı.
%(source)s, %(target)s konumuna taşınamıyor.
Satır %d: %s değerine izin verilmiyor.
{user}, {room} odasından ayrıldı.
Disk %%%(share)d dolu.
%(n)d kitabın süresi doldu.|%(n)d kitabın süreleri doldu.
<b>İmzalamadan</b> önce <a href="https://example.org/terms">koşulları</a> okuyun.
Dosya kaydedilemedi. Daha sonra yeniden deneyin.
Ad: _
Yedekleme tamamlandı.\\n
https://example.org/help adresine bakın veya help@gnu.org adresine yazın.""",
    "ar": """\
لم يُعثر على الكتاب %(book)s.
يتعذر نقل %(source)s إلى %(target)s.
السطر %d: القيمة %s غير مسموح بها.
غادر {user} الغرفة {room}.
القرص ممتلئ بنسبة %(share)d%%.
%(n)d كتاب متأخر.|كتاب واحد متأخر (%(n)d).|كتابان متأخران (%(n)d).|%(n)d كتب متأخرة.|%(n)d كتابًا متأخرًا.|%(n)d من الكتب متأخرة.
اقرأ <a href="https://example.org/terms">الشروط</a> قبل أن <b>توقّع</b>.
تعذر حفظ الملف. حاول مرة أخرى لاحقًا.
الاسم: _
اكتملت النسخة الاحتياطية.\\n
انظر https://example.org/help أو اكتب إلى help@gnu.org.""",
    "he": """\
הספר %(book)s לא נמצא.
לא ניתן להעביר את %(source)s אל %(target)s.
שורה %d: הערך %s אינו מותר.
המשתמש {user} עזב את החדר {room}.
הכונן מלא ב־%(share)d%%.
ספר %(n)d באיחור.|%(n)d ספרים באיחור.
קראו את <a href="https://example.org/terms">התנאים</a> לפני <b>החתימה</b>.
לא ניתן היה לשמור את הקובץ. נסו שוב מאוחר יותר.
שם: _
הגיבוי הסתיים.\\n
ראו https://example.org/help או כתבו אל help@gnu.org.""",
    "hi": """\
पुस्तक %(book)s नहीं मिली।
%(source)s को %(target)s में नहीं ले जाया जा सकता।
पंक्ति %d: मान %s की अनुमति नहीं है।
{user} ने कमरा {room} छोड़ दिया है।
डिस्क %(share)d%% भर गई है।
%(n)d पुस्तक की अवधि बीत गई है।|%(n)d पुस्तकों की अवधि बीत गई है।
<b>हस्ताक्षर</b> करने से पहले <a href="https://example.org/terms">शर्तें</a> पढ़ें।
फ़ाइल सहेजी नहीं जा सकी। बाद में फिर प्रयास करें।
नाम: _
बैकअप पूरा हो गया है।\\n
https://example.org/help देखें या help@gnu.org पर लिखें।""",
    "ja": """\
本 %(book)s が見つかりませんでした。
%(source)s を %(target)s に移動できません。
%d 行目: 値 %s は使用できません。
{user} さんが {room} から退出しました。
ディスクの %(share)d%% が使用されています。
%(n)d 冊の本が返却期限を過ぎています。
<b>署名</b>する前に<a href="https://example.org/terms">利用規約</a>をお読みください。
ファイルを保存できませんでした。後でもう一度お試しください。
名前: _
バックアップが完了しました。\\n
https://example.org/help をご覧いただくか、help@gnu.org までご連絡ください。""",
    "zh_CN": """\
找不到图书 %(book)s。
无法将 %(source)s 移动到 %(target)s。
第 %d 行：不允许使用值 %s。
{user} 已离开房间 {room}。
磁盘已使用 %(share)d%%。
%(n)d 本书已逾期。
<b>签署</b>之前请阅读<a href="https://example.org/terms">条款</a>。
无法保存文件。请稍后重试。
名称: _
备份已完成。\\n
请访问 https://example.org/help 或写信至 help@gnu.org。""",
}


@dataclass(frozen=True)
class Entry:
    """A message with its translation; of a plural, with one text for each form."""

    msgid: str
    forms: dict[int, str]
    plural: str = ""
    flags: str = ""
    context: str = ""
    comments: str = ""

    def render(self) -> str:
        """As a file has it, each text on one line."""
        lines = [self.comments] if self.comments else []
        if self.flags:
            lines.append(f"#, {self.flags}")
        if self.context:
            lines.append(f"msgctxt {quoted(self.context)}")
        lines.append(f"msgid {quoted(self.msgid)}")
        if not self.plural:
            return "\n".join([*lines, f"msgstr {quoted(self.forms[0])}", ""])
        lines.append(f"msgid_plural {quoted(self.plural)}")
        lines += [f"msgstr[{form}] {quoted(text)}" for form, text in self.forms.items()]
        return "\n".join([*lines, ""])


def quoted(text: str) -> str:
    """A text as .po has it."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    for code in (*range(9), 11, 12, *range(14, 32)):
        text = text.replace(chr(code), f"\\{code:03o}")
    return f'"{text}"'.replace("\r", "\\r")


def header(language: str, plurals: str = "", *, team: str = "") -> str:
    """The head of a catalog, as .po has it."""
    team = team or TEAMS.get(language, "English")
    return (
        f'# {team} texts of the library.\nmsgid ""\nmsgstr ""\n'
        '"Project-Id-Version: library 1.0\\n"\n'
        '"Report-Msgid-Bugs-To: https://example.org/bugs\\n"\n'
        '"POT-Creation-Date: 2026-01-05 10:00+0000\\n"\n'
        '"PO-Revision-Date: 2026-02-05 10:00+0000\\n"\n'
        '"Last-Translator: Ana Lima <ana@gnu.org>\\n"\n'
        f'"Language-Team: {team} <team@gnu.org>\\n"\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plurals or PLURALS[language]}\\n"\n'
    )


def entries_of(language: str) -> dict[str, Entry]:
    """The sound translations of a language, by their short names."""
    rows = _TRANSLATIONS[language].split("\n")
    assert len(rows) == len(SOURCES), language
    found = {}
    for index, ((key, (msgid, flags)), row) in enumerate(zip(SOURCES.items(), rows, strict=True)):
        text = row.replace("\\n", "\n").removesuffix("_")
        forms = dict(enumerate(text.split("|"))) if key == "due" else {0: text}
        comments = f"#: library/texts.py:{index + 10}"
        found[key] = Entry(msgid, forms, flags=flags, comments=comments)
    found["due"] = replace(found["due"], plural=DUE_PLURAL)
    return found


def catalog(head: str, entries: list[Entry]) -> str:
    """A whole file."""
    return "\n".join([head, *(entry.render() for entry in entries)])


def sound(language: str) -> str:
    """The sound catalog of a language."""
    return catalog(header(language), list(entries_of(language).values()))
