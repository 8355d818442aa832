"""Which status an exception's class has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from i18n_wsgi.errors import APIError, check_status
from i18n_wsgi.faults.records import Fault

Declaration: TypeAlias = "int | Callable[[BaseException], Fault | BaseException | int]"


class ErrorMap:
    """Which status an exception's class has, looked up along its inheritance line.

    A class is declared with a status, or with a callable that is given the exception and returns a
    status, the exception to tell in its place, or a whole Fault::

        ERRORS = ErrorMap({LookupFailed: 404, Locked: lambda exc: BookLocked(book=exc.key)})

    Below 500 clients read the exception's own text: its ``message``, else its first argument. Where a
    built-in class of Python was declared, or raised, they read it only if it is lazy: what a
    KeyError says was written for developers. The code is the name of the class that was declared.

    Raises:
        TypeError: a key is no class of exceptions.
        ValueError: a status is not one from 400 to 599.
    """

    def __init__(self, declared: Mapping[type[BaseException], Declaration] | None = None) -> None:
        self._declared = MappingProxyType(dict(declared or {}))
        for cls, declaration in self._declared.items():
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                raise TypeError(f"an ErrorMap declares classes of exceptions; {cls!r} is none")
            if not callable(declaration):
                check_status(declaration, f"the status of {cls.__name__}")

    def __or__(self, other: ErrorMap) -> ErrorMap:
        """Both maps in one; for a class that both declare, ``other`` decides."""
        return ErrorMap({**self._declared, **other._declared})

    def find(self, exc: BaseException) -> Declaration | None:
        """What the nearest declared class of an exception was declared with; None for none."""
        cls = self.class_of(exc)
        return None if cls is None else self._declared[cls]

    def class_of(self, exc: BaseException) -> type[BaseException] | None:
        """The nearest declared class of an exception; None for none.

        An APIError declares itself: classes above it, such as ``Exception``, have no say in it.
        """
        for cls in type(exc).__mro__:
            if cls in self._declared:
                return cls
            if cls is APIError:
                break
        return None
