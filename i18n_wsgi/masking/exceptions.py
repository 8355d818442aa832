"""An exception as a log shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias
from weakref import ref

from i18n_wsgi.masking.structures import masked_value
from i18n_wsgi.masking.text import log_text, one_line, text_of

# How many exceptions of a chain, and how many of one group, are shown. Python prints as many of a
# group.
_CHAIN_LIMIT = 100
_GROUP_LIMIT = 15

# The stand-ins of a chain by the identity of what they stand for, so that a ring is known for one. Each
# is kept by those that it is a cause of; kept here, it would be left to the garbage collector.
_Chain: TypeAlias = "dict[int, ref[_Masked]]"


def masked_exception(exc: BaseException) -> BaseException:
    """A stand-in for an exception in a log record's ``exc_info``, with its class's name, its traceback,
    causes, notes and group. Its texts are one line each and masked, when a handler first asks for them;
    none of them raises. To ``isinstance`` it is of the exception's class, and it has its attributes.
    """
    return _masked(exc, {})


def _masked(exc: BaseException, chain: _Chain) -> BaseException:
    known = chain.get(id(exc))
    shown = None if known is None else known()
    if shown is None:
        cls = type(exc)
        named = _class_named(*_names_of(cls))
        shown = named(exc, chain)
        chain[id(exc)] = ref(shown)
    return shown


def _names_of(cls: type) -> tuple[str, str, str]:
    name, qualname, module = (read(cls) for read in _NAMES)
    if type(name) is type(qualname) is type(module) is str:
        return name, qualname, module
    return text_of(name), text_of(qualname), text_of(module)


@lru_cache(maxsize=256)
def _class_named(name: str, qualname: str, module: str) -> type[_Masked]:
    """Tracebacks show the name of the class that an exception really has."""
    names = {"__slots__": (), "__qualname__": one_line(qualname), "__module__": one_line(module)}
    return type(one_line(name), (_Masked,), names)


def _own(name: str) -> Callable[[BaseException], Any]:
    """Reads what an exception really has, past a property of that name, which may raise."""
    slot: Any = vars(BaseException)[name]
    read: Callable[[BaseException], Any] = slot.__get__
    return read


# What a class is really called, past what its metaclass says.
_NAMES = [vars(type)[name].__get__ for name in ("__name__", "__qualname__", "__module__")]
_cause, _context = _own("__cause__"), _own("__context__")
_traceback, _suppress_context = _own("__traceback__"), _own("__suppress_context__")


def _notes(exc: BaseException) -> list[str]:
    try:
        return [log_text(note) for note in exc.__notes__]
    # There may be none, or a property that raises anything; the log record survives.
    except Exception:
        return []


class _Masked(Exception):
    # Not in `vars()`, which reporters of errors send away.
    __slots__ = ("__weakref__", "_chain", "_exc", "_others")

    def __init__(self, exc: BaseException, chain: _Chain) -> None:
        self._exc = exc
        self._chain = chain
        self._others: list[BaseException] = []

    def __str__(self) -> str:
        return log_text(self._exc)

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({log_text(self._exc)!r})"

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._exc, name)
        return log_text(value) if isinstance(value, str) else masked_value(value)

    # Any, for to a type checker these could be written.
    __class__: Any = property(lambda self: type(self._exc))
    __traceback__: Any = property(lambda self: _traceback(self._exc))
    __cause__: Any = property(lambda self: self._other(_cause(self._exc)))
    __context__: Any = property(lambda self: self._other(_context(self._exc)))
    __suppress_context__: Any = property(lambda self: _suppress_context(self._exc))
    __notes__: Any = property(lambda self: _notes(self._exc))
    args: Any = property(lambda self: (str(self),))

    @property
    def exceptions(self) -> list[BaseException]:
        members = BaseExceptionGroup.exceptions.__get__(self._exc)[:_GROUP_LIMIT]
        return [shown for member in members if (shown := self._other(member))]

    def _other(self, exc: BaseException | None) -> BaseException | None:
        is_known = id(exc) in self._chain
        if exc is None or (len(self._chain) >= _CHAIN_LIMIT and not is_known):
            return None
        shown = _masked(exc, self._chain)
        self._others.append(shown)
        return shown
