"""Placeholders in translated text: reading, comparing and filling them.

One engine for run time, the build's check and the linter. Only the ``%`` syntax of Python exists here:
nothing in a translation can reach an attribute, or a parameter that its source text does not name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

# One placeholder as it must be written; what type it has is looked at apart.
SPEC = re.compile(
    # A length modifier (h, l or L) may stand before the type; Python ignores it. The flag of a space is
    # left out: "100 % of it" has no placeholder.
    r"%(?:\((?P<name>[^()%]+)\))?(?P<form>[#0\-+]*[0-9]*(?:\.[0-9]*)?)[hlL]?(?P<type>[a-zA-Z%])"
)
_TYPES = frozenset("diouxXeEfFgGcrsa")
_WIDTH = re.compile(r"-?[1-9][0-9]{0,2}(?![0-9])")


class PlaceholderError(ValueError):
    """A text's placeholders are malformed, or the parameters at hand don't fill them."""


class Placeholder(NamedTuple):
    """``%(name)05.2f`` has the name ``name``, the form ``05.2`` and the type ``f``."""

    name: str | None
    form: str
    type: str

    def __str__(self) -> str:
        name = f"({self.name})" if self.name is not None else ""
        return f"%{name}{self.form}{self.type}"


def as_compared(placeholder: Placeholder) -> Placeholder:
    """The one that it is as good as: ``i`` and ``u`` say ``d``, and columns are as wide as a language needs."""
    name, form, kind = placeholder
    width = _WIDTH.match(form)
    return Placeholder(name, form[width.end() :] if width else form, "d" if kind in "iu" else kind)


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[str | Placeholder, ...]:
    """The template's literal pieces and placeholders, in order; ``%%`` has become ``%``.

    Raises:
        PlaceholderError: a ``%`` starts neither a placeholder nor ``%%``, or only some have a name.
    """
    parts: list[str | Placeholder] = []
    position = 0
    while (start := template.find("%", position)) >= 0:
        if start > position:
            parts.append(template[position:start])
        match = SPEC.match(template, start)
        if match is None:
            raise PlaceholderError(f"stray % in {template[start : start + 20]!r}")
        name, form, kind = match.group("name", "form", "type")
        if kind == "%" and match.group() == "%%":
            parts.append("%")
        elif kind in _TYPES:
            parts.append(Placeholder(name, form, kind))
        else:
            raise PlaceholderError(f"{match.group()!r} is not a placeholder")
        position = match.end()
    if position < len(template):
        parts.append(template[position:])
    # For one without a name beside others with one, `%` fails or prints all parameters there are.
    if len({part.name is None for part in parts if isinstance(part, Placeholder)}) == 2:
        raise PlaceholderError(f"only some placeholders have a name in {template[:60]!r}")
    return tuple(parts)


def placeholders_of(template: str) -> list[Placeholder]:
    """The template's placeholders, in order."""
    return [part for part in parse(template) if isinstance(part, Placeholder)]


def is_malformed(template: str) -> bool:
    """Whether a template can't be filled, whatever the parameters are."""
    try:
        parse(template)
    except PlaceholderError:
        return True
    return False


@lru_cache(maxsize=4096)
def plain_names(template: str) -> tuple[str, ...] | None:
    """The names of a template that has no placeholders but ``%(name)s``; None for any other."""
    found = placeholders_of(template)
    names = tuple(spec.name for spec in found if spec.name is not None)
    is_plain = len(names) == len(found) and all(str(spec)[-2:] == ")s" for spec in found)
    return names if names and is_plain else None


def fill(
    template: str,
    params: object,
    localise: Callable[[object, Placeholder], str],
) -> str:
    """The template with its parameters filled in; untouched where ``params`` is None.

    Args:
        template: the text with placeholders.
        params: a mapping for named placeholders; a tuple or one value for those without a name.
        localise: turns one parameter into text.

    Raises:
        PlaceholderError: the template is malformed, asks for a parameter that is not there, or takes
            only some of those without a name.
        Exception: whatever a parameter raises when it is turned into text.
    """
    if params is None:
        return template
    given = params if isinstance(params, tuple) else (params,)
    values = iter(given)
    filled = [
        part if isinstance(part, str) else localise(_value_of(part, params, values), part)
        for part in parse(template)
    ]
    # A form of a plural may leave its number out.
    if 0 < len([*values]) < len(given):
        raise PlaceholderError("there are more parameters than placeholders")
    return "".join(filled)


def render(value: object, placeholder: Placeholder) -> str:
    """The value as ``%`` would write it in English."""
    return f"%{placeholder.form}{placeholder.type}" % (value,)


def _value_of(placeholder: Placeholder, params: object, values: Iterable[object]) -> object:
    if placeholder.name is not None:
        if not isinstance(params, Mapping) or placeholder.name not in params:
            raise PlaceholderError(f"there is no parameter {placeholder.name!r}")
        return params[placeholder.name]
    if isinstance(params, Mapping):
        raise PlaceholderError("a placeholder without a name would print all parameters")
    for value in values:
        return value
    raise PlaceholderError("there are fewer parameters than placeholders")


def find_problem(
    sources: Sequence[str],
    forms: Sequence[str],
    single_counts: Sequence[bool] = (),
    form_of_one: int = -1,
) -> str | None:
    """Why a translation must not be used, in one English sentence; None when it may.

    Args:
        sources: the source text; for a plural both of its texts.
        forms: the translation; for a plural all of its forms.
        single_counts: for each form whether exactly one count uses it. Such a form may leave
            placeholders out ("one book"), as Arabic does for 0, 1 and 2.
        form_of_one: the place of a form that 1, and beside it at most 0, takes, as in French; -1
            where there is none. It may leave out what the singular source text leaves out.
    """
    try:
        wanted = {spec for source in sources for spec in _compared(source)}
    except PlaceholderError as exc:
        # A source text with a stray % is never filled, so there is nothing to lose; but a translation
        # could be, with parameters that the source text does not name.
        is_fillable = any(map(_may_be_filled, forms))
        return f"the source text can't be filled: {exc}" if is_fillable else None
    unnamed = [spec for spec in _compared(sources[-1]) if spec.name is None]
    for index, form in enumerate(forms):
        try:
            found = _compared(form)
        except PlaceholderError as exc:
            if "%" not in "".join(sources) and not _may_be_filled(form):
                continue  # nothing is filled in there: "50 %" in prose
            return str(exc)
        if foreign := set(found) - wanted:
            return f"{_listed(foreign)} is not in the source text"
        found_unnamed = [spec for spec in found if spec.name is None]
        if found_unnamed and found_unnamed != unnamed:
            return "the placeholders without a name are not those of the source text, in its order"
        needed = set(_compared(sources[0])) if index == form_of_one else wanted
        may_omit = index < len(single_counts) and single_counts[index]
        if (lost := needed - set(found)) and not may_omit:
            return f"{_listed(lost)} is lost"
    return None


def _compared(template: str) -> list[Placeholder]:
    return [as_compared(spec) for spec in placeholders_of(template)]


def _may_be_filled(form: str) -> bool:
    try:
        return bool(placeholders_of(form))
    except PlaceholderError:
        return "%(" in form


def _listed(specs: Iterable[Placeholder]) -> str:
    return ", ".join(sorted(map(str, specs)))
