"""Centre 2: an exception, or a single text, in the reader's language.

Nothing here fails because of a translation: where one is missing or can't be filled in, the reader
gets the English text.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from types import MemberDescriptorType
from typing import Any, TypeGuard, TypeVar

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from i18n_wsgi.catalogs import SOURCE_LOCALE, Catalogs, Translation, current_catalogs
from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.messages import Message
from i18n_wsgi.negotiation import direction_of, language_of
from i18n_wsgi.placeholders import Placeholder, fill, render

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Attributes that hold text by custom: ours, and those of webob's errors.
_TEXT_ATTRIBUTES = ("message", "explanation", "detail", "title")

ExceptionT = TypeVar("ExceptionT", bound=BaseException)


def translate(
    text: str,
    locale: str | None,
    *,
    catalogs: Catalogs | None = None,
    used: set[str] | None = None,
) -> str:
    """A text in a locale; itself when it is not lazy.

    Args:
        text: a lazy message, ours or oslo.i18n's, or plain text.
        locale: the reader's locale in any spelling; None for English.
        catalogs: where to look; by default the catalogs of the request in hand, else the
            installed ones of the message's domain.
        used: collects the locale of the catalog that was used, ``en`` where none was.
    """
    message = _as_message(text)
    if message is None:
        return text
    found = None
    if locale is not None:
        found = (catalogs or current_catalogs()).find(message, locale)
    # Parameters may be lazy in turn, and may come from another catalog.
    told_in = {SOURCE_LOCALE} if found is None else {found.locale}
    told = None if found is None else _fill(message, found, catalogs, told_in)
    if used is not None:
        used.update({SOURCE_LOCALE} if told is None else told_in)
    return str.__str__(message) if told is None else told


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
        The twin, or ``exc`` itself where nothing in it is lazy.
    """

    def told(value: Any) -> Any:
        return translate(value, locale, catalogs=catalogs, used=used)

    attributes: dict[str, Any] = {}
    for name in dict.fromkeys((*_TEXT_ATTRIBUTES, *vars(exc))):
        value = vars(exc).get(name, getattr(type(exc), name, None))
        if _as_message(value) is not None:
            attributes[name] = told(value)
        elif _has_lazy_item(value):
            attributes[name] = tuple(
                replace(item, message=told(item.message)) if isinstance(item, ErrorItem) else item
                for item in value
            )
    args = tuple(map(told, exc.args))
    if not attributes and all(map(operator.is_, args, exc.args)):
        return exc
    return _twin(exc, args, {**vars(exc), **attributes}, told)


def _has_lazy_item(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple) and any(
        isinstance(item, ErrorItem) and _as_message(item.message) is not None for item in value
    )


def _twin(
    exc: ExceptionT,
    args: tuple[Any, ...],
    attributes: Mapping[str, Any],
    told: Callable[[Any], Any],
) -> ExceptionT:
    # The class's own `__new__`, `__init__` and `__setattr__` are passed by: they may want other
    # arguments than those in `args`, and may forbid writing.
    cls: type = type(exc)
    built_in: Any = cls  # Any: only `object` has no `__base__`
    while built_in.__module__ != "builtins":
        built_in = built_in.__base__
    state = (told(exc.message), exc.exceptions) if isinstance(exc, BaseExceptionGroup) else args
    twin: ExceptionT = built_in.__new__(cls, *state)
    # Lists are copied, webob's headers among them: work on the twin must not touch the original.
    for name, value in attributes.items():
        vars(twin)[name] = value.copy() if type(value) is list else value
    if "_headerlist" in attributes:  # webob's view of it would still write to the original's
        vars(twin)["_headers"] = None
    for member in _members_of(cls):
        with suppress(AttributeError):  # it is empty, or read-only and filled by `__new__`
            value = member.__get__(exc)
            if value is not None:  # an OSError would show a file name that was set to None
                member.__set__(twin, told(value))
    put = partial(BaseException.__setattr__, twin)
    put("args", args)
    put("__cause__", exc.__cause__)
    put("__context__", exc.__context__)
    put("__suppress_context__", exc.__suppress_context__)
    return twin.with_traceback(exc.__traceback__)


@lru_cache(maxsize=256)
def _members_of(cls: type) -> tuple[MemberDescriptorType, ...]:
    """Where instances keep what is not in their ``__dict__``: ``__slots__``, built-in attributes."""
    members = (member for base in cls.__mro__ for member in vars(base).values())
    return tuple(member for member in members if isinstance(member, MemberDescriptorType))


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
    texts = (source.title, source.explanation, source.message, *(i.message for i in source.errors))
    if any(text and _as_message(text) is None for text in texts):
        used.add(SOURCE_LOCALE)  # plain text is in the language of the source code

    def told(text: str) -> str:
        return translate(text, locale, catalogs=catalogs, used=used)

    language = language_of(locale)
    return TranslatedFault(
        source=source,
        title=told(shown.title),
        explanation=told(shown.explanation),
        message=None if shown.message is None else told(shown.message),
        errors=tuple(replace(item, message=told(item.message)) for item in shown.errors),
        labels={name: told(label) for name, label in labels.items()},
        language=language,
        direction=direction_of(locale),
        # Last, when all texts have been told and `used` is complete.
        languages=(language, *sorted({language_of(other) for other in used} - {language})),
        request_id=request_id,
        traceback=traceback,
    )


def _as_message(text: object) -> Message | None:
    """The lazy message in a text: ours as it is, oslo.i18n's turned into one of ours."""
    if isinstance(text, Message):
        return text
    if not isinstance(text, str) or not isinstance(domain := getattr(text, "domain", None), str):
        return None
    params = getattr(text, "params", None)
    match getattr(text, "msgid", None):
        case str(msgid):
            return Message(msgid, params, domain=domain)
        case (str(context), str(msgid)):
            return Message(msgid, params, context, domain=domain)
        case (str(singular), str(plural), int(n)):
            return Message(singular, params, None, plural, n, domain)
    return None


def _fill(
    message: Message, found: Translation, catalogs: Catalogs | None, told_in: set[str]
) -> str | None:
    is_rtl = direction_of(found.locale) == "rtl"

    def localise(value: object, placeholder: Placeholder) -> str:
        if isinstance(value, str):
            value = translate(value, found.locale, catalogs=catalogs, used=told_in)
        text = _localise(value, placeholder, found.locale)
        if not is_rtl:
            return text
        return f"{_FIRST_STRONG_ISOLATE}{_BIDI_CONTROLS.sub('', text)}{_POP_ISOLATE}"

    try:
        return fill(found.template, message.params, localise)
    # A parameter may raise anything when it is formatted; the reader gets the English text.
    except Exception:
        return None


def _localise(value: object, placeholder: Placeholder, locale: str) -> str:
    """One parameter as the reader writes it (CLDR, through Babel)."""
    cldr = _cldr_locale(locale)
    if cldr is None or placeholder.form:
        return render(value, placeholder)
    if placeholder.type in "diu" and isinstance(value, int):
        # A subclass may write itself in another way: a truth value, an enumeration.
        return format_decimal(int(value), locale=cldr)
    if placeholder.type == "s":
        if isinstance(value, datetime.datetime):
            # The long form names a time zone, which a naive value does not have.
            return format_datetime(value, "long" if value.tzinfo else "medium", locale=cldr)
        if isinstance(value, datetime.date):
            return format_date(value, "long", locale=cldr)
    return render(value, placeholder)


@lru_cache(maxsize=256)
def _cldr_locale(locale: str) -> Locale | None:
    try:
        return Locale.parse(language_of(locale), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
