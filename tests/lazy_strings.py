"""A stand-in for Django's lazy strings, which is not installed for the tests and must not become a
dependency.

It takes Django's place in ``sys.modules``: the two modules that are looked at, with the names that Django
gives to what is in them, ``Promise`` in ``django.utils.functional``, ``override`` and
``check_for_language`` in ``django.utils.translation``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType

import pytest

ENGLISH = "Book"
TEXTS = {
    "fr": "Livre",
    "de": "Buch",
    "nb": "Bok",
    "pt-br": "Livro",
    "sr": "Књига",
    "sr-latn": "Knjiga",
    "zh-hant": "書",
}
# The language that is active in the thread, as Django and Babel's callers know one.
ACTIVE: ContextVar[str] = ContextVar("active", default="en")


def text_now(texts: Mapping[str, str] = TEXTS) -> str:
    return texts.get(ACTIVE.get()) or texts.get("en", ENGLISH)


class Promise:
    """Django's base class of all that is lazy."""


class LazyText(Promise):
    """What ``gettext_lazy`` makes: a proxy that is no ``str``."""

    def __init__(self, texts: Mapping[str, str] = TEXTS) -> None:
        self._texts = texts

    def __str__(self) -> str:
        return text_now(self._texts)

    # Two of the same text are equal, in the language that is active.
    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


class LazyPlural(Promise):
    """What ``ngettext_lazy`` makes: it says nothing until it is counted, and is pickled as here."""

    def __init__(
        self,
        forms: Mapping[str, tuple[str, str]],
        name: str | None = "n",
        **context: str,
    ) -> None:
        self._forms = forms
        self._name = name
        self._context = context

    def __str__(self) -> str:
        return ""

    def __reduce__(self) -> tuple[object, ...]:
        singular, plural = self._forms["en"]
        texts = {"singular": singular, "plural": plural, **self._context}
        return str, (self._ngettext, str, self._name, texts)

    def _ngettext(self, *, singular: str, plural: str, number: int, **context: str) -> str:
        assert ((singular, plural), context) == (self._forms["en"], self._context)
        return self._forms[ACTIVE.get()][number != 1]


def install(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Puts the stand-in in place; answers the languages that it is asked for, as it goes."""
    languages: list[str] = []

    @contextmanager
    def override(language: str) -> Iterator[None]:
        languages.append(language)
        token = ACTIVE.set(language)
        yield
        ACTIVE.reset(token)

    contents = {
        "django": {},
        "django.utils": {},
        "django.utils.functional": {"Promise": Promise},
        "django.utils.translation": {
            "override": override,
            "check_for_language": {"en", *TEXTS}.__contains__,
        },
    }
    for name, members in contents.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    return languages
