"""Lazy text: what a message says, kept until it is known who reads it. Data only.

Lazy texts that oslo.i18n, Django, Babel and Flask-Babel made become such messages where they enter.
"""

from __future__ import annotations

import logging
import operator
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any, cast

DOMAIN = "i18n_wsgi"
_DOMAIN_NAME = re.compile(r"\w[\w.-]*")

_LOG = logging.getLogger(__name__)
# What can hold no lazy text.
_PLAIN = frozenset([str, int, float, bool, NoneType])
# How deep in lists and dicts a parameter's lazy texts are looked for.
_MAX_DEPTH = 4
_MAKERS: dict[type, Callable[[list[Any]], object]] = {
    **{kind: kind for kind in (list, tuple, set, frozenset, deque)},
    type({}.keys()): lambda items: dict.fromkeys(items).keys(),
    type({}.values()): lambda items: dict(enumerate(items)).values(),
    type({}.items()): lambda items: dict(items).items(),
}
# Python writes whole numbers of so many digits.
_MAX_DIGITS = 4300
# The count that stands for all that have more.
_MANY = 10**15


class Message(str):
    """A text that can still be told in another language.

    As a ``str`` it is the English text with its parameters filled in, so it can be logged, raised,
    compared and sent wherever a ``str`` can. Beside that it keeps what a translation needs::

        >>> text = Message("Book %(book)s was not found.") % {"book": 999}
        >>> text
        'Book 999 was not found.'
        >>> text.msgid, text.params
        ('Book %(book)s was not found.', {'book': 999})

    Filling never raises: with parameters that don't fit, the English text is the unfilled msgid.

    Attributes:
        msgid: the source text, for a plural the singular one.
        params: what fills it: a mapping (copied), a tuple, one value, or None while unfilled.
        context: gettext's ``msgctxt``, or None.
        plural: the source text for counts other than 1, or None.
        n: the number that chooses the plural form, or the name of the parameter that holds it.
        domain: the gettext domain whose catalogs have the translation.
    """

    __slots__ = ("context", "domain", "msgid", "n", "params", "plural")

    msgid: str
    params: Any  # whatever `%` was given
    context: str | None
    plural: str | None
    n: int | str | None
    domain: str

    def __new__(  # noqa: PLR0917  # by position: it is made on every raise
        cls,
        msgid: str,
        params: object = None,
        context: str | None = None,
        plural: str | None = None,
        n: int | str | None = None,
        domain: str = DOMAIN,
    ) -> Message:
        if type(params) is dict:
            params = params.copy()
        elif params is not None and issubclass(type(params), Mapping):
            params = _as_dict(params)
        template = msgid
        if plural is not None and _number(n, params) != 1:
            template = plural
        self = str.__new__(cls, template if params is None else _fill_source(template, params))
        self.msgid = msgid
        self.params = params
        self.context = context
        self.plural = plural
        self.n = n
        self.domain = domain
        return self

    def __mod__(self, params: object) -> Message:
        """The same message, filled; named parameters add to those it already has."""
        # By its type: the class of a lazy object may be that of what is behind it, which is loaded then.
        if type(self.params) is dict and issubclass(type(params), Mapping):
            params = {**self.params, **_as_dict(params)}
        elif params is None:
            params = (None,)  # the one value is None: without a tuple it would mean unfilled
        # For its speed: calling the class takes longer.
        return Message.__new__(
            type(self), self.msgid, params, self.context, self.plural, self.n, self.domain
        )

    @property
    def number(self) -> int:
        """The count that chooses the plural form; 0 when it is missing or not a number. For a
        ``Decimal`` of more than 4,300 digits it is another large number."""
        return _number(self.n, self.params)

    @property
    def named_params(self) -> dict[str, object]:
        """The raw parameters by name; empty when they were given by position or not at all."""
        return self.params if type(self.params) is dict else {}

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[object, ...]]:
        """Pickling and copying keep everything, the laziness included."""
        return Message, (
            self.msgid,
            self.params,
            self.context,
            self.plural,
            self.n,
            self.domain,
        )

    def __deepcopy__(self, memo: object) -> Message:
        """Itself: a message is never changed, and its parameters need not be copyable."""
        return self


def _as_dict(params: Any) -> dict[Any, object]:
    try:
        return dict(params)
    # A mapping may raise anything when it is read; the error that is being told survives.
    except Exception:
        return {}


def _number(n: object, params: object) -> int:
    try:
        if n is None or issubclass(type(n), str):
            n = params.get(n) if type(params) is dict else params
        if is_huge(n):
            return _MANY
        # A float or a Decimal may be a whole number, as what comes out of JSON or a database.
        return int(n) if n is not None and n == int(n) else 0  # type: ignore[call-overload] # whatever it is
    # What is no number, or none that is whole; nothing that a parameter raises here does harm.
    except Exception:
        return 0


def is_huge(value: object) -> bool:
    """Whether a value is a number with more digits than Python writes: it would take minutes to have
    them."""
    return issubclass(type(value), Decimal) and cast(Decimal, value).adjusted() >= _MAX_DIGITS


def _fill_source(template: str, params: object) -> str:
    try:
        if type(params) is dict and _PLAIN.issuperset(map(type, params.values())):
            return template % params
        # A parameter's __str__ may have answered with a subclass of str, whose own one raises.
        return str.__str__(str.__mod__(template, change_texts(params, str.__str__)))
    # A parameter may raise anything when it is formatted; the error that is being told survives.
    except Exception:
        return template


def change_texts(value: Any, change: Callable[[str], str], depth: int = 0) -> Any:
    """The value with what ``change`` makes of the lazy texts in it, those included that lists, tuples,
    sets, dicts and their like hold; itself where nothing is changed. A huge number becomes text."""
    kind = type(value)
    if kind in _PLAIN or depth > _MAX_DEPTH:
        return value
    if (text := as_text(value)) is not None:
        return change(text)
    if is_huge(value):
        return str(value)  # which %d refuses
    if issubclass(kind, dict):
        changed = {key: change_texts(item, change, depth + 1) for key, item in value.items()}
        if not _is_same(changed.values(), value.values()):
            value = copy(value)  # a subclass may hold more than its items
            value.update(changed)
    elif make := _make_of(kind):
        items = [change_texts(item, change, depth + 1) for item in value]
        if not _is_same(items, value):
            return make(items)
    return value


def _make_of(kind: Any) -> Callable[[list[Any]], object] | None:
    """What makes another collection of a kind, such as a namedtuple; None for what is none."""
    return _MAKERS.get(kind) or (getattr(kind, "_make", None) if issubclass(kind, tuple) else None)


def _is_same(items: Iterable[object], others: Iterable[object]) -> bool:
    return all(map(operator.is_, items, others))


class ForeignText(Message):
    """A lazy string of Django or Babel. Its ``msgid`` is what it says in English.

    Attributes:
        lazy: the string as it was made.
    """

    __slots__ = ("lazy",)

    lazy: object

    def __new__(  # noqa: PLR0917  # as the message that it is
        cls,
        lazy: object,
        msgid: str,
        params: object = None,
        context: str | None = None,
        plural: str | None = None,
        n: int | str | None = None,
    ) -> ForeignText:
        self = cast(ForeignText, Message.__new__(cls, msgid, params, context, plural, n, ""))
        self.lazy = lazy
        return self

    def __mod__(self, params: object) -> ForeignText:
        """The same string, filled."""
        filled = cast(ForeignText, super().__mod__(params))
        filled.lazy = self.lazy
        return filled

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[object, ...]]:
        """Pickling and copying keep the lazy string."""
        return ForeignText, (
            self.lazy,
            self.msgid,
            self.params,
            self.context,
            self.plural,
            self.n,
        )

    def template_in(self, languages: Iterable[str]) -> str | None:
        """The text, not filled in, as its own library has it: Django's in the first of the languages
        that Django has, None for none; Babel's in the one that its own function chooses."""
        return _text_in(languages, self.lazy, str if self.plural is None else self._count)

    def _count(self, lazy: Any) -> str:
        _make, (gettext, _cls, _name, texts) = lazy.__reduce__()
        return str(gettext(**texts, number=self.number))


def as_text(value: object) -> str | None:
    """The text in what may be one: plain text as it is, a lazy one, whoever made it, as a Message; None
    for anything else, and for a lazy text that can't be made."""
    # By its type: looking at the class of a lazy object may load what is behind it.
    kind = type(value)
    if kind is str or issubclass(kind, Message):
        return cast(str, value)
    if issubclass(kind, str):
        is_oslo = _is_a(kind, "oslo_i18n._message", "Message")
        return _message_of_oslo(value) if is_oslo else cast(str, value)
    if _is_babel(kind):
        return _text_of_babel(value)
    return _text_of_django(value) if _is_a(kind, "django.utils.functional", "Promise") else None


def _message_of_oslo(text: Any) -> Message:
    match text.msgid:
        case (str(context), str(msgid)):
            return Message(msgid, text.params, context, domain=text.domain)
        case (str(singular), str(plural), int(n)):
            return Message(singular, text.params, None, plural, n, text.domain)
        case msgid:
            return Message(msgid, text.params, domain=text.domain)


def _text_of_babel(lazy: object) -> ForeignText | None:
    """By custom its function is given the English text, and by name what fills it."""
    func, args, params = (getattr(lazy, name, None) for name in ("_func", "_args", "_kwargs"))
    # A context or a domain stands before the text.
    if str(getattr(func, "__name__", "")).endswith(("pgettext", "dgettext", "dngettext")):
        args = args and args[1:]
    source: str | None
    match args:
        case (str(singular), str(plural), int(n), *_):
            source = str.__str__(Message(singular, {"num": n, **(params or {})}, None, plural, n))
        case (str(msgid), *_):
            source = str.__str__(Message(msgid, params or None))
        case _:
            source = _text_in([], lazy)
    return None if source is None else ForeignText(lazy, source)


def _text_of_django(lazy: Any) -> ForeignText | None:
    source = _text_in(["en"], lazy)
    # A plural of a number that is not known yet says nothing; it is made again from all that it is.
    match lazy.__reduce__() if source == "" else None:
        case (_, (_, _, n, {"singular": str(singular), "plural": str(plural)} as texts)):
            return ForeignText(lazy, singular, None, texts.get("context"), plural, n)
    return None if source is None else ForeignText(lazy, source)


def _is_babel(kind: type) -> bool:
    return _is_a(kind, "babel.support", "LazyProxy") or _is_a(
        kind, "flask_babel.speaklater", "LazyString"
    )


def _is_a(kind: type, module: str, name: str) -> bool:
    # Who has not loaded a library has none of its strings.
    cls = getattr(sys.modules.get(module), name, None)
    return isinstance(cls, type) and issubclass(kind, cls)


def _text_in(
    languages: Iterable[str], lazy: object, tell: Callable[[Any], str] = str
) -> str | None:
    django = sys.modules.get("django.utils.translation")
    try:
        if django is None or _is_babel(type(lazy)):
            return str.__str__(tell(lazy))
        for language in filter(django.check_for_language, languages):
            with django.override(language):
                return str.__str__(tell(lazy))
    # A lazy string's own function may raise anything; the error that is being told survives.
    except Exception as exc:
        _report(type(lazy).__name__, type(exc).__name__)
    return None


@lru_cache(maxsize=256)
def _report(text: str, error: str) -> None:
    """Log what a lazy text raises, once."""
    _LOG.warning("A lazy text can't be made: %s raises %s", text, error, exc_info=True)


# The marks stand in the code, so their texts come again and again; messages are never changed.
@lru_cache(maxsize=1024)
def _unfilled(msgid: str, domain: str) -> Message:
    return Message(msgid, domain=domain)


@dataclass(frozen=True, slots=True)
class Translator:
    """The marks of one gettext domain. They translate nothing: they make lazy messages."""

    domain: str

    def gettext(self, msgid: str) -> Message:
        """The lazy message for ``msgid``; usually bound to ``_``."""
        return _unfilled(msgid, self.domain)

    def ngettext(self, singular: str, plural: str, n: int | str) -> Message:
        """The lazy message that counts ``n``, or the parameter named ``n`` when it is filled."""
        return Message(singular, None, None, plural, n, self.domain)

    def pgettext(self, context: str, msgid: str) -> Message:
        """The lazy message for ``msgid`` in a gettext context."""
        return Message(msgid, None, context, domain=self.domain)

    def npgettext(self, context: str, singular: str, plural: str, n: int | str) -> Message:
        """The lazy counting message in a gettext context."""
        return Message(singular, None, context, plural, n, self.domain)

    def gettext_noop(self, msgid: str) -> str:
        """``msgid`` itself, marked for extraction: to be given to ``gettext`` later."""
        return msgid

    def ngettext_noop(self, singular: str, plural: str) -> tuple[str, str]:
        """Both texts, marked for extraction: ``ngettext(*texts, n)`` later."""
        return singular, plural

    def pgettext_noop(self, context: str, msgid: str) -> tuple[str, str]:
        """Both texts, marked for extraction: ``pgettext(*texts)`` later."""
        return context, msgid

    def npgettext_noop(self, context: str, singular: str, plural: str) -> tuple[str, str, str]:
        """All three texts, marked for extraction: ``npgettext(*texts, n)`` later."""
        return context, singular, plural


def translator(domain: str) -> Translator:
    """The marks of a service's own domain.

    ``_ = translator("library").gettext`` stands at the head of a module that has texts.

    Raises:
        ValueError: the domain is no plain name.
    """
    return Translator(check_domain(domain))


def check_domain(domain: str) -> str:
    """The domain, which is a plain name: files are called like it.

    Raises:
        ValueError: it is none, and could lead to other files.
    """
    if not _DOMAIN_NAME.fullmatch(domain):
        raise ValueError(
            f"domain is {domain!r}; allowed: letters, digits and _, with - and . among them"
        )
    return domain
