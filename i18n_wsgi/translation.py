"""Centre 2: an exception, or a single text, in the reader's language.

Nothing here fails because of a translation: where one is missing or can't be filled in, the reader
gets the English text.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import NoneType
from typing import Any, NamedTuple

from i18n_wsgi.catalogs import SOURCE_LOCALE, Catalogs, Translation, current_catalogs
from i18n_wsgi.errors import ErrorItem
from i18n_wsgi.faults import Fault, TranslatedFault
from i18n_wsgi.messages import ForeignText, Message, as_text
from i18n_wsgi.negotiation import Tag, direction_of, language_of, maximise, parse_tag
from i18n_wsgi.parameters import is_rtl, isolated, tell_parameter
from i18n_wsgi.placeholders import Placeholder, fill, find_problem, plain_names
from i18n_wsgi.twins import ExceptionT, make_twin, slots_of

# Attributes that hold text by custom: ours, and those of webob's errors.
_TEXT_ATTRIBUTES = ("message", "explanation", "detail", "title")
# Of exceptions nested more deeply those inside stay as they are.
_MAX_GROUP_DEPTH = 100
# And of lists in lists, which may hold a client's body.
_MAX_ITEM_DEPTH = 4

_message_of = operator.attrgetter("message")

# What is no lazy text and holds none.
_NEVER_LAZY = frozenset([str, NoneType, bool, int, float, dict, bytes])


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
    """
    message = text if type(text) is Message else as_text(text)
    if not isinstance(message, Message):
        return text
    if locale is not None:
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


def _find_elsewhere(message: ForeignText, locale: str) -> Translation | None:
    template = message.template_in(_names_of(locale))
    if template is None or template == message.msgid:
        return None
    # What is in catalogs has been compared with the source text; this has not.
    is_bad = message.params is not None and find_problem([message.msgid], [template])
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
        The twin, or ``exc`` itself where nothing in it is lazy.
    """
    return _Telling(locale, catalogs, used, {}, {}).twin_of(exc)


class _Telling(NamedTuple):
    """Who reads, and what was used so far."""

    locale: str | None
    catalogs: Catalogs | None
    used: set[str] | None
    # Most exceptions hold one message twice, in an attribute and in their arguments.
    told: dict[int, tuple[Message, str]]
    # One exception may be in several groups.
    twins: dict[int, tuple[BaseException, BaseException]]

    def tell(self, value: Any, depth: int = 0) -> Any:
        """A lazy text translated, also in a list, a tuple or an error's item; what has none as it is."""
        cls = type(value)
        if cls in _NEVER_LAZY:
            return value
        if cls is Message:
            return self._tell_message(value)
        if (cls is tuple or cls is list) and depth < _MAX_ITEM_DEPTH:
            return self._tell_items(value, depth + 1)
        if issubclass(cls, ErrorItem):
            message = self.tell(value.message)
            return value if message is value.message else replace(value, message=message)
        text = as_text(value)
        return self._tell_message(text) if isinstance(text, Message) else value

    def _tell_message(self, message: Message) -> str:
        found = self.told.get(id(message))
        if found is None:
            shown = translate(message, self.locale, catalogs=self.catalogs, used=self.used)
            # The message is kept as well: none that is made later has its id.
            found = self.told[id(message)] = (message, shown)
        return found[1]

    def _tell_items(self, items: Any, depth: int) -> Any:
        for index, item in enumerate(items):
            if type(item) not in _NEVER_LAZY and (shown := self.tell(item, depth)) is not item:
                rest = (self.tell(other, depth) for other in items[index + 1 :])
                return type(items)((*items[:index], shown, *rest))
        return items

    def twin_of(self, exc: ExceptionT, depth: int = 0) -> ExceptionT:
        """The twin, or ``exc`` itself where nothing in it is lazy."""
        own = vars(exc)
        cls: type = type(exc)
        told = {
            name: shown
            for name, value in own.items()
            if type(value) not in _NEVER_LAZY and (shown := self.tell(value)) is not value
        }
        for name in _declared_by(cls):
            if name not in own:
                value = getattr(cls, name, None)
                if type(value) not in _NEVER_LAZY and (shown := self.tell(value)) is not value:
                    told[name] = shown
        slots = {
            slot: shown for slot, value in slots_of(exc) if (shown := self.tell(value)) is not value
        }
        args = state = self.tell(exc.args)
        if isinstance(exc, BaseExceptionGroup):
            args, state = self._group(exc, args, depth)
        if not told and not slots and args is exc.args:
            return exc
        return make_twin(exc, args, state, told, slots)

    def _group(
        self, exc: BaseExceptionGroup[Any], args: tuple[Any, ...], depth: int
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """A group's arguments with its members' twins in them, and what makes a group of them."""
        if depth >= _MAX_GROUP_DEPTH:
            return exc.args, (exc.message, exc.exceptions)
        twins = [self._twin_of_member(member, depth + 1) for member in exc.exceptions]
        if any(map(operator.is_not, twins, exc.exceptions)):
            # Its class may have been given more, or other things, than a message and the members.
            given = ([*exc.exceptions], exc.exceptions)
            args = tuple(
                type(arg)(twins) if type(arg) in (list, tuple) and arg in given else arg
                for arg in args
            )
        return args, (self.tell(exc.message), twins)

    def _twin_of_member(self, member: BaseException, depth: int) -> BaseException:
        known = self.twins.get(id(member))
        if known is None:
            known = self.twins[id(member)] = (member, self.twin_of(member, depth))
        return known[1]


@lru_cache(maxsize=256)
def _declared_by(cls: type) -> tuple[str, ...]:
    """The attributes in which a class declares texts: those that hold them by custom, and those of its
    own that are lazy."""
    nobody = _Telling(None, None, None, {}, {})
    own = [item for base in cls.__mro__ for item in vars(base).items()]
    lazy = [name for name, value in own if nobody.tell(value) is not value]
    return tuple(dict.fromkeys((*_TEXT_ATTRIBUTES, *lazy)))


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
        languages=(language, *sorted(set(map(language_of, used)) - {language})),
        request_id=request_id,
        traceback=traceback,
    )


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
        return None


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
