"""The exceptions that a service raises, and those that the toolkit raises itself.

::

    APIError                         500 until a subclass says otherwise
    ├── InvalidRequest               400
    │   ├── InvalidJSON              the body is not JSON
    │   │   ├── DuplicateKey         an object in it has a key twice
    │   │   ├── LoneSurrogate        a string in it has half a surrogate pair
    │   │   └── UnreadableNumber     a number in it is infinite, too long or none
    │   ├── InvalidEncoding          the body is not Unicode
    │   ├── InvalidLength            the Content-Length is unusable
    │   │   └── TruncatedBody        the body ended before it was reached
    │   ├── UnreadableBody           the client has gone, or its chunks make no sense
    │   ├── JSONTooDeep              the body is nested too deep
    │   └── InvalidArguments         the request does not fit the operation
    ├── PathNotFound                 404
    ├── MethodNotAllowed             405, with Allow
    ├── LengthRequired               411
    ├── RequestLimitExceeded         413
    ├── InvalidContentType           415, with Accept
    │   └── MissingContentType       there is no Content-Type
    └── InvalidContentEncoding       415, with Accept-Encoding
    HTTPExceptionDisguise            carries a webob error past webob.dec.wsgify
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import getattr_static
from typing import ClassVar, TypeGuard, TypeVar

from i18n_wsgi.messages import Message, as_text, translator
from i18n_wsgi.placeholders import placeholders_of

_T = TypeVar("_T")

_MARKS = translator("i18n_wsgi")
_ = _MARKS.gettext
ngettext = _MARKS.ngettext

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def code_of_name(name: str) -> str:
    """A class name or title as a stable code: ``BookNotFound`` is ``book_not_found``."""
    return _WORD_STARTS.sub("_", name).replace(" ", "_").lower()


def is_error_status(status: object) -> bool:
    """Whether it is the status of an error, 400 to 599."""
    return isinstance(status, int) and 400 <= status <= 599


def check_status(status: object, name: str) -> None:
    """Do nothing for the status of an error.

    Raises:
        ValueError: it is none.
    """
    if not is_error_status(status):
        raise ValueError(f"{name} is {status!r}; errors have one from 400 to 599")


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """One of several things that are wrong with a request.

    Attributes:
        pointer: where it is, as a JSON Pointer into the body (RFC 6901): ``/title``.
        code: its stable code: ``required``.
        message: what is wrong, lazy or plain text.
    """

    pointer: str
    code: str
    message: str


class APIError(Exception):
    """An error meant for the client. A service declares its own as subclasses::

        class BookNotFound(APIError):
            status = 404
            message = _("Book %(book)s was not found.")

        raise BookNotFound(book=999)

    Attributes:
        status: the HTTP status, 400 to 599.
        code: the stable, machine-readable code; the class's name in snake case until set.
        message: the lazy text with named placeholders. On an instance it is filled in.
        params: the raw parameters by name.
        headers: additional response headers, as pairs.
        errors: the single things that are wrong, when there are several.
        safe: whether the client may read the message and the class's name. None, the default,
            means yes below 500 and no from there on.
    """

    status: ClassVar[int] = 500
    code: str = "api_error"
    safe: ClassVar[bool | None] = None
    message: str | None = None
    # The class has these too, for subclasses that don't call `__init__`.
    params: Mapping[str, object] = {}
    headers: tuple[tuple[str, str], ...] = ()
    errors: tuple[ErrorItem, ...] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        check_status(cls.status, f"the status of {cls.__name__}")
        # oslo.messaging makes a subclass for what was raised in another process; it is the same error.
        if "code" not in cls.__dict__ and not cls.__name__.endswith("_Remote"):
            cls.code = code_of_name(cls.__name__)
        _check_declared(cls)

    def __init__(
        self,
        message: str | None = None,
        /,
        *,
        errors: Iterable[ErrorItem] = (),
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        **params: object,
    ) -> None:
        template = message if message is not None else self.message
        if type(message) is str:
            template = _own_message(type(self).message, message, params)
        text = as_text(template) if params else None
        if isinstance(text, Message):
            template = text % params
        elif text is not None:
            template = str.__str__(Message(text) % params)  # filled as safely, still plain
        self.message = template
        self.params = params
        if errors:
            self.errors = _checked_items(errors)
        if headers:
            self.headers = (*self.headers, *_checked_pairs(headers))
        # Of others' lazy texts the English one: they may follow the thread's language.
        super().__init__(*(() if template is None else (as_text(template) or template,)))

    @property
    def kwargs(self) -> dict[str, object]:
        """The parameters, by the name under which oslo.messaging sends them to another process."""
        return dict(self.params)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickling and copying skip ``__init__``, which a subclass may have given other arguments."""
        return _rebuild, (type(self), self.args), self.__dict__


def _own_message(own: object, given: str, params: Mapping[str, object]) -> str:
    """A class's own message where its English text was given, as when an error is made anew that was
    raised in another process: it can still be translated."""
    message = as_text(own)
    if not isinstance(message, Message):
        return given
    return message if str.__str__(message % params if params else message) == given else given


def _check_declared(cls: type[APIError]) -> None:
    """Make sure that what a class declares can be told. What a property computes is not looked at."""
    declared = {name: getattr_static(cls, name) for name in (*_DECLARED, "headers", "errors")}
    fixed = {name: it for name, it in declared.items() if not hasattr(type(it), "__get__")}
    for name, (is_possible, allowed) in _DECLARED.items():
        if name in fixed and not is_possible(fixed[name]):
            told = f"the {name} of {cls.__name__} is {fixed[name]!r}; allowed: {allowed}"
            raise ValueError(told)
    taken = _TAKEN.intersection(_names_in(fixed.get("message")))
    if taken:
        raise ValueError(
            f"the message of {cls.__name__} names {', '.join(sorted(taken))}, which is an argument of "
            "every APIError; allowed: any other name"
        )
    if "headers" in fixed:
        cls.headers = _checked_pairs(fixed["headers"] or ())
    if "errors" in fixed:
        cls.errors = _checked_items(fixed["errors"] or ())


def _names_in(message: object) -> set[str | None]:
    """The parameters that a message of ours names; what is wrong with its placeholders is told elsewhere."""
    if type(message) is not Message:
        return set()
    try:
        return {spec.name for spec in placeholders_of(message.msgid)}
    except ValueError:
        return set()


def is_code(value: object) -> bool:
    """Whether it can be an error's code: a text that is printable and has no blanks."""
    return isinstance(value, str) and value.isprintable() and value != "" and " " not in value


def _is_message(value: object) -> bool:
    # Any other class may be that of a library's lazy strings, which are not to be looked at yet.
    kind = type(value)
    return value is None or issubclass(kind, str) or kind.__module__ != "builtins"


def _is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)


_TAKEN = frozenset(["errors", "headers"])
_DECLARED: dict[str, tuple[Callable[[object], bool], str]] = {
    "code": (is_code, "a str without blanks"),
    "message": (_is_message, "a message, a str, None"),
    "safe": (_is_flag, "True, False, None"),
}


def _checked_items(errors: Iterable[ErrorItem]) -> tuple[ErrorItem, ...]:
    items = tuple(errors)
    for item in items:
        if not isinstance(item, ErrorItem):
            raise TypeError(
                f"errors has {item!r}; an ErrorItem(pointer, code, message) was expected"
            )
    return items


def _checked_pairs(
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    pairs = tuple(headers.items() if isinstance(headers, Mapping) else headers)
    for pair in pairs:
        match pair:
            case (str(), _value):
                continue
        raise TypeError(f"headers has {pair!r}; a pair of a name and a value was expected")
    return pairs


def _rebuild(cls: type[APIError], args: tuple[object, ...]) -> APIError:
    exc = cls.__new__(cls)
    exc.args = args
    return exc


class InvalidRequest(APIError):
    """The request can't be understood; raised as one of its subclasses."""

    status = 400
    message = _("The server could not understand the request.")


class InvalidJSON(InvalidRequest):
    """The body is not JSON (RFC 8259). Parameters: ``line`` and ``column``, from 1."""

    message = _(
        "The body of the request is not valid JSON: reading failed at line %(line)d, column %(column)d."
    )


class DuplicateKey(InvalidJSON):
    """An object in the body has a key twice. Parameters: ``key``, ``line`` and ``column``."""

    message = _(
        "The body of the request repeats a key in an object at line %(line)d, column %(column)d: %(key)s."
    )


class LoneSurrogate(InvalidJSON):
    """A string in the body has half a surrogate pair, which is no character (RFC 8259, section 8.2).
    Parameters: ``received``, ``line`` and ``column``."""

    # Translators: received is the escape of half a character, such as \ud83d.
    message = _(
        "The body of the request has an incomplete character at line %(line)d, column %(column)d: %(received)s."
    )


class UnreadableNumber(InvalidJSON):
    """A number in the body is NaN, infinite or too long. Parameters: ``received``, ``line``, ``column``."""

    message = _(
        "The body of the request has a number that cannot be read at line %(line)d, column %(column)d: %(received)s."
    )


class InvalidEncoding(InvalidRequest):
    """The body is not in the Unicode encoding that it starts in. Parameters: ``encoding``, ``line``,
    ``column``, and ``position``, the first byte that can't be read, from 1."""

    # Translators: encoding is UTF-8, UTF-16 or UTF-32.
    message = _(
        "The body of the request is not valid %(encoding)s: reading failed at byte %(position)d "
        "(line %(line)d, column %(column)d)."
    )


class InvalidLength(InvalidRequest):
    """The Content-Length is unusable, or the body ended before it was reached."""

    # Translators: Content-Length is the name of a header and stays as it is.
    message = _(
        "The Content-Length header must be the length of the body in bytes. Received: %(received)s."
    )


class TruncatedBody(InvalidLength):
    """The body ended before its Content-Length. Parameters: ``received``, ``expected``, in bytes."""

    message = _(
        "The body of the request ended too early. Bytes received: %(received)d of %(expected)d."
    )


class UnreadableBody(InvalidRequest):
    """The client has gone before its body was read, or its chunks make no sense (RFC 9112, section 7.1).
    The server's own exception is the ``__cause__``."""

    message = _("The body of the request could not be received completely.")


class InvalidArguments(InvalidRequest):
    """The request does not fit the controller's signature."""

    # Translators: expected is a list of technical names such as "book_id, body".
    message = _("The request does not fit this operation. Parameters that it takes: %(expected)s.")


class PathNotFound(APIError):
    """No route has this path."""

    status = 404
    message = _("There is nothing at %(path)s.")


class MethodNotAllowed(APIError):
    """The path has routes, none for this method."""

    status = 405
    # Translators: method is an HTTP method such as POST, allowed a list of such.
    message = _("%(method)s is not allowed at %(path)s. Allowed methods: %(allowed)s.")


class RequestLimitExceeded(APIError):
    """The body is larger than the server reads. Parameter: ``limit``, in bytes."""

    status = 413
    message = ngettext(
        "The body of a request may have %(limit)d byte at most.",
        "The body of a request may have %(limit)d bytes at most.",
        "limit",
    )


class JSONTooDeep(InvalidRequest):
    """The body is nested deeper than the server reads. Parameter: ``limit``, in levels."""

    message = ngettext(
        "The body of a request may be nested %(limit)d level deep at most.",
        "The body of a request may be nested %(limit)d levels deep at most.",
        "limit",
    )


class LengthRequired(APIError):
    """The body comes without a length, and the server does not say where it ends."""

    status = 411
    message = _("The request must state the length of its body.")


class InvalidContentType(APIError):
    """The body is in a format that is not read here."""

    status = 415
    # Translators: received is a media type such as text/plain, allowed a list of such.
    message = _("A body of type %(received)s is not supported here. Supported types: %(allowed)s.")


class MissingContentType(InvalidContentType):
    """The body does not say which format it is in."""

    # Translators: Content-Type is the name of a header and stays as it is.
    message = _("The request has no Content-Type header. Supported types: %(allowed)s.")


class InvalidContentEncoding(APIError):
    """The body is encoded, as by gzip, in a way that is not read here (RFC 9110, section 8.4)."""

    status = 415
    # Translators: received and allowed are technical names such as "gzip" and "identity".
    message = _(
        "A body with the encoding %(received)s is not supported here. Supported encodings: %(allowed)s."
    )


class HTTPExceptionDisguise(Exception):
    """A webob error in plain clothes, so that ``webob.dec.wsgify`` lets it pass to the fault
    middleware instead of sending it, untranslated, as a response."""

    def __init__(self, exc: Exception) -> None:
        super().__init__(exc)
        self.exc = exc


def undisguise(exc: BaseException) -> BaseException:
    """The error behind an HTTPExceptionDisguise; any other exception itself."""
    if not is_of(exc, HTTPExceptionDisguise):
        return exc
    for _turn in range(10):  # one may hold itself
        held = getattr(exc, "exc", None) if is_of(exc, HTTPExceptionDisguise) else None
        if not is_of(held, BaseException):
            break
        exc = held
    return exc


def is_of(value: object, cls: type[_T]) -> TypeGuard[_T]:
    """Whether a value is of a class, whatever it says of its ``__class__``, which may be a lie or raise."""
    return issubclass(type(value), cls)
