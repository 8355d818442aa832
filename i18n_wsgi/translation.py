"""Centre 2: an exception, or a single text, in the reader's language.

Nothing here fails because of a translation: where one is missing or can't be filled in, the reader
gets the English text.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, TypeGuard

from i18n_wsgi.catalogs import SOURCE_LOCALE, Catalogs, Translation, current_catalogs
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.messages import ForeignText, Message, as_text
from i18n_wsgi.negotiation import Tag, direction_of, language_of, maximise, parse_tag
from i18n_wsgi.parameters import is_rtl, isolated, tell_parameter
from i18n_wsgi.placeholders import Placeholder, fill, find_problem, is_malformed, plain_names
from i18n_wsgi.twin_maker import TwinMaker
from i18n_wsgi.twins import ExceptionT, with_slot

_message_of = operator.attrgetter("message")


def translate(
    text: str,
    locale: str | None,
    *,
    catalogs: Catalogs | None = None,
    used: set[str] | None = None,
) -> str:
    """A text in a locale; itself when it is not lazy.

    Args:
        text: a lazy message, ours or oslo.i18n's; a lazy string of Django's or Babel's; plain text.
        locale: the reader's locale in any spelling; None for English.
        catalogs: where to look; by default the catalogs of the request in hand, else the
            installed ones of the message's domain.
        used: collects the locale of the catalog that was used, ``en`` where none was.

    Raises:
        TypeError: the locale is no text.
    """
    message = text if type(text) is Message else as_text(text)
    if not isinstance(message, Message):
        return text
    if type(locale) is str or _is_locale(locale):
        if isinstance(message, ForeignText):
            found = _find_elsewhere(message, locale)
        else:
            found = (catalogs or current_catalogs()).find(message, locale)
        # Parameters may be lazy in turn, and may come from another catalog.
        told_in: set[str] = set()
        told = None if found is None else _fill(message, found, locale, catalogs, told_in)
        if told is not None:
            if used is not None:
                used |= told_in
            return told
    if used is not None:
        used.add(SOURCE_LOCALE)
    return str.__str__(message)


def _is_locale(locale: object) -> TypeGuard[str]:
    if isinstance(locale, str) or locale is None:
        return locale is not None
    raise TypeError(f"locale is {locale!r}; allowed: a str, None")


def _find_elsewhere(message: ForeignText, locale: str) -> Translation | None:
    template = message.template_in(_names_of(locale))
    if template is None:
        return None
    # What is in catalogs has been compared with the source text; this has not.
    sources = [message.msgid] if message.plural is None else [message.msgid, message.plural]
    is_bad = message.params is not None and find_problem(sources, [template], [message.number == 1])
    return None if is_bad else Translation(template, locale)


@lru_cache(maxsize=1024)
def _names_of(locale: str) -> tuple[str, ...]:
    """The locale by all names that another library may have for it, the most exact first."""
    language, script, _region = maximise(parse_tag(locale) or Tag(locale, "", ""))
    names = [language_of(locale), f"{language}-{script}"]
    if maximise(Tag(language, "", "")).script == script:
        names.append(language)
    return tuple(dict.fromkeys(name.lower() for name in names))


def translate_exception(
    exc: ExceptionT,
    locale: str | None,
    *,
    catalogs: Catalogs | None = None,
    used: set[str] | None = None,
) -> ExceptionT:
    """The exception's twin, told in a locale: another object of the same class, with the same
    attributes, traceback, cause, context and notes, whose lazy texts are translated.

        >>> shown = translate_exception(ValueError(Message("Not Found")), "fr")
        >>> str(shown)
        'Introuvable'

    Args:
        exc: the exception that was caught. It is never changed: another thread may be raising the
            same object for another reader.
        locale: the reader's locale in any spelling; None for English.
        catalogs: where to look; by default the catalogs of the request in hand, else the
            installed ones of each message's domain.
        used: collects the locales of the catalogs that were used, ``en`` where none was.

    Returns:
        The twin, or ``exc`` itself where nothing in it is lazy, and where its class allows no twin,
        which is logged. A property answers with what it makes of the twin's texts: a lazy message of
        its own stays lazy.
    """

    def tell(message: Message) -> str:
        return translate(message, locale, catalogs=catalogs, used=used)

    return TwinMaker(tell).twin_of(exc)


def translate_fault(
    shown: Fault,
    source: Fault,
    locale: str,
    *,
    catalogs: Catalogs,
    used: set[str],
    labels: Mapping[str, Message],
    request_id: str,
    traceback: str | None,
) -> TranslatedFault:
    """A fault in one language.

    Args:
        shown: the fault of the exception's translated twin; what is still lazy in it is
            translated here.
        source: the fault of the exception itself, which keeps the English texts.
        locale: the body's locale, as it is on offer.
        catalogs: where to look.
        used: the locales of the catalogs that the twin's texts came from.
        labels: the words that the chosen format puts around the error.
        request_id: the request's identifier.
        traceback: the traceback, where the settings expose it.
    """
    used = set(used)
    texts = (source.title, source.explanation, source.message, *map(_message_of, source.errors))
    if str in map(type, filter(None, texts)):
        used.add(SOURCE_LOCALE)  # plain text is in the language of the source code

    told = partial(translate, locale=locale, catalogs=catalogs, used=used)
    language = language_of(locale)
    return TranslatedFault(
        source=source,
        title=told(shown.title),
        explanation=told(shown.explanation),
        message=None if shown.message is None else told(shown.message),
        errors=tuple(with_slot(item, "message", told(item.message)) for item in shown.errors),
        labels={name: told(label) for name, label in labels.items()},
        language=language,
        direction=direction_of(locale),
        # Last, when all texts have been told and `used` is complete.
        languages=_languages(language, locale, used),
        request_id=request_id,
        traceback=traceback,
    )


def _languages(language: str, locale: str, used: set[str]) -> tuple[str, ...]:
    if used == {locale}:  # as nearly always
        return (language,)
    return (language, *sorted(set(map(language_of, used)) - {language}))


def _fill(
    message: Message,
    found: Translation,
    reader: str,
    catalogs: Catalogs | None,
    told_in: set[str],
) -> str | None:
    template, locale = found
    told_in.add(locale)
    if message.params is None:
        return template
    if locale != reader and _is_same_writing(locale, reader):
        locale = reader  # who reads the texts of `es` in Mexico writes numbers as one does there

    try:
        names = _plain_names(template, message.params)
        if names is None:
            return _fill_with_any(template, message.params, locale, catalogs, told_in)
        if not is_rtl(locale):
            return str(template % message.params)
        return str(template % {name: isolated(message.params[name]) for name in names})
    # A parameter may raise anything when it is formatted; the reader gets the English text.
    except Exception:
        return template if _is_never_filled(message, template) else None


def _is_never_filled(message: Message, template: str) -> bool:
    """Whether a stray % keeps the English text from being filled, and its translation is shown
    likewise; or the English text has none, and a translation says "50 %"."""
    if "%" not in f"{message.msgid}{message.plural}":
        return is_malformed(template)
    return str.__str__(message) in (message.msgid, message.plural) and is_malformed(message.msgid)


def _fill_with_any(
    template: str, params: Any, locale: str, catalogs: Catalogs | None, told_in: set[str]
) -> str:
    def tell(text: str) -> str:
        return translate(text, locale, catalogs=catalogs, used=told_in)

    def localise(value: object, placeholder: Placeholder) -> str:
        return tell_parameter(value, placeholder, locale, tell)

    return fill(template, params, localise)


@lru_cache(maxsize=1024)
def _is_same_writing(one: str, other: str) -> bool:
    tags = [parse_tag(locale) for locale in (one, other)]
    return len({None if tag is None else maximise(tag)[:2] for tag in tags}) == 1


def _plain_names(template: str, params: object) -> tuple[str, ...] | None:
    """The names of a template of which ``%`` does all: there is nothing but names and plain text."""
    names = plain_names(template)
    if names is None or type(params) is not dict:
        return None
    for name in names:
        if type(params.get(name)) is not str:
            return None
    return names
