"""Whose fault a TypeError is: that of the arguments, or that of the function that took them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from traceback import walk_tb
from typing import Any

_COLLECTING = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def misfitted(
    exc: TypeError,
    function: Callable[..., Any],
    args: Sequence[object],
    kwargs: Mapping[str, object],
    *,
    owner: object = None,
    attribute: str = "",
) -> inspect.Signature | None:
    """The signature that the arguments of a failed call don't fit: the function's own, that of what it
    decorates or that of a base class's method. None where the call failed for another reason.

    Args:
        exc: what the call raised.
        function: what was called, decorated or not.
        args: its arguments by position.
        kwargs: its arguments by name.
        owner: the object whose method was called; each of its classes may have one.
        attribute: the method's name there; not all decorators tell it.
    """
    signature = _signature_of(function, follow_wrapped=False)
    if not _fits(signature, args, kwargs):
        return signature
    # It fits the decorator. What that calls is known by what Python says of a call that does not
    # fit, `Books.show() got …`; there is no frame of it then.
    name = str(exc).partition("()")[0]
    called = [frame.f_code for frame, _line in walk_tb(exc.__traceback__)]
    for blamed in _functions_named(name, function, owner, attribute):
        signature = _signature_of(blamed, follow_wrapped=True)
        code = getattr(inspect.unwrap(blamed), "__code__", None)
        is_hidden = getattr(code, "co_qualname", None) != name
        # A decorator takes any arguments in the place of a function that is hidden.
        is_fitting = _fits(signature, args, kwargs) and not (is_hidden and _takes_any(signature))
        is_called = name in [it.co_qualname for it in called] if is_hidden else code in called
        if not is_fitting and not is_called:
            return signature
    return None


def parameter_names(signature: inspect.Signature, given_count: int) -> list[str] | None:
    """The names of a signature's parameters, without those first ones that are given by position. None
    where they are not known: it takes any and names none."""
    parameters = signature.parameters.values()
    names = [parameter.name for parameter in parameters if parameter.kind not in _COLLECTING]
    return names[given_count:] or (None if _takes_any(signature) else [])


def _functions_named(
    name: str, function: Callable[..., Any], owner: object, attribute: str
) -> Iterator[Callable[..., Any]]:
    """The function, if it has that name, and its owner's methods that do: a base class may be a namesake."""
    if name == getattr(function, "__qualname__", None):
        yield function
    for cls in type(owner).__mro__:
        if attribute in vars(cls) and name == f"{cls.__qualname__}.{attribute}":
            yield vars(cls)[attribute].__get__(owner, type(owner))


def _fits(
    signature: inspect.Signature | None, args: Sequence[object], kwargs: Mapping[str, object]
) -> bool:
    if signature is None:
        return True
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        return False
    return True


def _takes_any(signature: inspect.Signature | None) -> bool:
    return signature is not None and any(
        it.kind is it.VAR_KEYWORD for it in signature.parameters.values()
    )


def _signature_of(
    function: Callable[..., Any], *, follow_wrapped: bool
) -> inspect.Signature | None:
    """None for what has none, as some functions written in C."""
    try:
        return inspect.signature(function, follow_wrapped=follow_wrapped)
    except (TypeError, ValueError):
        return None
