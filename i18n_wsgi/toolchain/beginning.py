"""Catalogs made from a template: for a language that has none yet, and for pseudo-locales."""

from __future__ import annotations

import re
from contextlib import suppress

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext
from polib import POEntry, escape

from i18n_wsgi.catalogs.compiled import CatalogError, form_of_one, plural_rule, single_counts
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES, pseudo_text
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.messages import Message
from i18n_wsgi.negotiation import parse_tag
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.plural_rules import PluralRule, plurals_of
from i18n_wsgi.toolchain.update import update

# What a template says of itself and a catalog says too.
_OF_TEMPLATE = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date")

_LIKE_FRENCH = "nplurals=2; plural=(n > 1);"
_LIKE_ENGLISH = "nplurals=2; plural=(n != 1);"
_CHARSET = re.compile(r"\.[\w-]+")


def begin(template: PoFile, language: str) -> str:
    """A catalog without translations.

    Args:
        template: what is to be translated.
        language: the locale, as its folder is called: ``pt_BR``, ``zh_Hant``.

    Raises:
        SettingsError: CLDR has no such language.
    """
    name, plural_forms = _told_by_cldr(language)
    fields = {
        **{field: template.fields.get(field, "") for field in _OF_TEMPLATE},
        "PO-Revision-Date": template.fields.get("POT-Creation-Date", ""),
        "Last-Translator": "",
        "Language": language,
        "Language-Team": name,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    project = fields["Project-Id-Version"].rpartition(" ")[0] or "this project"
    lines = [f"# {name} translations for {project}.", "#", 'msgid ""', 'msgstr ""']
    told = (escape(f"{field}: {value}\n") for field, value in fields.items())
    lines += [f'"{line}"' for line in told]
    return update("\n".join([*lines, "", ""]), template).text.rstrip("\n") + "\n"


def spelled(language: str) -> str:
    """A language as gettext spells it: ``pt_BR`` for ``pt-br`` and ``pt_BR.UTF-8``; what has more in it stays."""
    language = _CHARSET.sub("", language)
    tag = parse_tag(language)
    plain = "" if tag is None else "_".join(filter(None, tag))
    return plain if plain.lower() == language.replace("-", "_").lower() else language


def pseudo(template: PoFile, locale: str) -> str:
    """A catalog in a pseudo-locale: ``en_XA`` has accents, brackets and 40 % more, ``ar_XB`` is mirrored."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {locale}\\n"',
        f'"Plural-Forms: {_LIKE_ENGLISH}\\n"',
    ]
    lines += ['"MIME-Version: 1.0\\n"', '"Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for entry in template.live_entries():
        context, msgid = entry.key
        one = POEntry(msgid=msgid, msgctxt=context, flags=sorted(entry.flags - {"", "fuzzy"}))
        if entry.plural is None:
            one.msgstr = pseudo_text(Message(msgid), locale)
        else:
            one.msgid_plural = entry.plural.value
            one.msgstr_plural = {
                form: pseudo_text(Message(msgid, plural=one.msgid_plural, n=number), locale)
                for form, number in enumerate((1, 2))
            }
        lines.append(one.__unicode__())
    return "\n".join(lines)


def _plural_forms_of(locale: Locale) -> str:
    """The rule of gettext for a language, or CLDR's where lint finds that of gettext wrong, or none is there."""
    known = plurals_of(str(locale))
    plurals = get_plural(locale)
    traditional = f"nplurals={plurals.num_plurals}; plural={plurals.plural_expr};"
    # Babel answers with English's for a language that it doesn't know.
    known_rules = [traditional] if {str(locale), locale.language} & PLURALS.keys() else []
    # CLDR has a form for millions in some languages, by what gettext doesn't know; those count as French does.
    for told in (*known_rules, to_gettext(locale.plural_form), _LIKE_FRENCH):
        with suppress(CatalogError):
            count, index = plural_rule(f"Plural-Forms: {told}\n")
            rule = PluralRule(count, index, single_counts(count, index), form_of_one(index))
            if not (known.objection_to(rule) or known.objection_to_zero(rule)):
                return told
    return traditional


def _told_by_cldr(language: str) -> tuple[str, str]:
    """The English name of a language, with its region where CLDR has it there, and its ``Plural-Forms``."""
    if language in PSEUDO_LOCALES:
        raise SettingsError(f"{language} is a pseudo-locale; i18n-wsgi catalog pseudo writes it")
    tag = parse_tag(language) if is_locale(language) else None
    known = [] if tag is None else [(tag.language, tag.script, tag.region), (tag.language,)]
    for parts in known:
        with suppress(UnknownLocaleError, ValueError):
            locale = Locale.parse("_".join(filter(None, parts)))
            return str(locale.english_name), _plural_forms_of(locale)
    # Of some it knows the name only.
    name = None if tag is None else Locale("en").languages.get(tag.language)
    if name is None:
        raise SettingsError(
            f"{language!r} is no language that CLDR knows; allowed: a code such as fr, pt_BR, zh_Hant"
        )
    return name, _LIKE_ENGLISH
