"""Lazy messages, filled in English whatever their parameters are."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from decimal import Decimal
from types import NoneType
from typing import Any, cast

from i18n_wsgi.messages.foreign import (
    is_babel,
    is_django,
    is_oslo,
    parts_of_oslo,
    source_of,
    text_in,
)

DOMAIN = "i18n_wsgi"

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
    Its attributes are not to be changed: one mark serves the whole process. A subclass keeps its class
    when it is filled, copied or pickled, if it is made of the same arguments.

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
        return type(self), (
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
    """A lazy string of Django, Babel or Flask-Babel. Its ``msgid`` is what it says in English.

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
        that Django has; Babel's in the one that its own function chooses. None for the English one."""
        text = text_in(languages, self.lazy, None if self.plural is None else self.number)
        return None if text in (self.msgid, self.plural) else text


def as_text(value: object) -> str | None:
    """The text in what may be one: plain text as it is, a lazy one, whoever made it, as a Message; None
    for anything else, and for a lazy text that can't be made."""
    # By its type: looking at the class of a lazy object may load what is behind it.
    kind = type(value)
    if kind is str or issubclass(kind, Message):
        return cast(str, value)
    if issubclass(kind, str):
        return Message(*parts_of_oslo(value)) if is_oslo(kind) else str.__str__(value)
    if not (is_babel(kind) or is_django(kind)) or (source := source_of(value)) is None:
        return None
    # What Babel's fill in themselves is English by now.
    return ForeignText(value, *(source if is_django(kind) else [str.__str__(Message(*source))]))
