"""Exceptions, classes and values that let nobody know what they are."""

from __future__ import annotations

from typing import Any

# It stands where no client, and no log, may show it: under a secret's name, or in an unnamed parameter.
SECRET = "hunter2"
LEAK = f"password={SECRET}"
# Where it stands it is for developers: a log may show it, a client may not.
INNER = "swordfish"


class Refusing(Exception):
    """None of its texts can be had."""

    def __str__(self) -> str:
        raise RuntimeError(LEAK)

    __repr__ = __str__


class Numb(Exception):
    """Its texts are none."""

    def __str__(self) -> str:
        return 5  # type: ignore[return-value]  # noqa: PLE0307  # that is the point

    __repr__ = __str__


def refuse(*_args: object) -> Any:
    raise RuntimeError(LEAK)


class Properties(Exception):
    """Whatever one asks it for raises."""

    args = message = status = code = detail = headers = errors = property(refuse)  # type: ignore[assignment]
    __notes__ = __cause__ = __context__ = __traceback__ = property(refuse)  # type: ignore[assignment]


class Closed(Exception):
    """Nor has it any attribute."""

    __getattribute__ = refuse


class Classless(Exception):
    """Nor does it say what it is."""

    __class__ = property(refuse)  # type: ignore[assignment]


def lying(claimed: type) -> type[Exception]:
    """A class of exceptions that claim to be of another."""
    return type("Lying", (Exception,), {"__class__": claimed})


class HostileMeta(type):
    """What is asked of the class raises, too."""

    __name__ = __module__ = property(refuse)  # type: ignore[assignment]
    __hash__ = __eq__ = __instancecheck__ = __repr__ = __bool__ = refuse  # type: ignore[assignment]


class NamedOddly(type):
    """Classes whose names are none."""

    __name__ = __module__ = 5  # type: ignore[assignment]


class Mimic(str):
    """A text that is none when it is used."""

    __str__ = __repr__ = __format__ = __len__ = __iter__ = __eq__ = encode = refuse  # type: ignore[assignment]
    __hash__ = str.__hash__


class Formatted:
    """A parameter that leaves by its format alone."""

    __format__ = __str__ = __repr__ = __int__ = __float__ = __index__ = refuse


class Count(int):
    __str__ = __repr__ = __format__ = __add__ = __abs__ = refuse


class Ring(list[Any]):
    __iter__ = __len__ = __getitem__ = refuse  # type: ignore[assignment]
