"""Exception groups in the reader's language: the group's own message and each of its members."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate_exception
from tests.conftest import WriteCatalog

_ = translator("library").gettext
BOOK = _("Book %(book)s") % {"book": 9}
SEVERAL = _("Several")


@pytest.fixture
def catalogs(write_catalog: WriteCatalog) -> Catalogs:
    """French and German."""
    for locale, texts in {"fr": ("Livre", "Plusieurs"), "de": ("Buch", "Mehrere")}.items():
        entries = (
            f'msgid "Book %(book)s"\nmsgstr "{texts[0]} %(book)s"\n\n'
            f'msgid "Several"\nmsgstr "{texts[1]}"\n'
        )
        root = write_catalog(locale, entries)
    return Catalogs(domain="library", locale_dir=str(root))


class Coded(ExceptionGroup[Exception]):
    """A group that wants a code, and makes its message of it."""

    def __new__(cls, errors: Sequence[Exception], code: int) -> Coded:
        self = super().__new__(cls, f"code {code}", errors)
        self.code = code
        return self

    def __init__(self, errors: Sequence[Exception], code: int) -> None:
        super().__init__(errors, code)

    def derive(self, errors: Sequence[Exception]) -> Coded:
        return Coded(errors, self.code)


class KeywordOnly(ExceptionGroup[Exception]):
    def __new__(cls, *, errors: Sequence[Exception]) -> KeywordOnly:
        return super().__new__(cls, SEVERAL, errors)

    def __init__(self, *, errors: Sequence[Exception]) -> None:
        super().__init__()
        self.hint = BOOK


class Strict(ExceptionGroup[APIError]):
    """A group that forbids writing, and members of other classes."""

    def __new__(cls, message: str, errors: Sequence[Exception]) -> Strict:
        assert all(isinstance(error, APIError) for error in errors)
        return super().__new__(cls, message, errors)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)


def texts_of(exc: BaseException) -> Any:
    """The group's message before those of its members, all the way down."""
    if isinstance(exc, BaseExceptionGroup):
        return [str(exc.message), *map(texts_of, exc.exceptions)]
    return str(exc)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            lambda: ExceptionGroup("many", [ValueError(BOOK), KeyError(1)]),
            ["many", "Livre 9", "1"],
        ),
        (lambda: ExceptionGroup(SEVERAL, [ValueError(1)]), ["Plusieurs", "1"]),
        (
            lambda: ExceptionGroup(SEVERAL, [ValueError(BOOK), APIError(BOOK)]),
            ["Plusieurs", "Livre 9", "Livre 9"],
        ),
        (
            lambda: ExceptionGroup(
                "a", [ExceptionGroup("b", [ExceptionGroup("c", [OSError(BOOK)])])]
            ),
            ["a", ["b", ["c", "Livre 9"]]],
        ),
        (
            lambda: ExceptionGroup("a", [ExceptionGroup(SEVERAL, [ValueError(1)]), ValueError(2)]),
            ["a", ["Plusieurs", "1"], "2"],
        ),
        (
            lambda: BaseExceptionGroup(SEVERAL, [KeyboardInterrupt(), SystemExit(BOOK)]),
            ["Plusieurs", "", "Livre 9"],
        ),
        (lambda: Coded([ValueError(BOOK)], 4), ["code 4", "Livre 9"]),
        (lambda: KeywordOnly(errors=[ValueError(1)]), ["Plusieurs", "1"]),
        (lambda: Strict(SEVERAL, [APIError(BOOK)]), ["Plusieurs", "Livre 9"]),
    ],
)
def test_group(
    make: Callable[[], BaseExceptionGroup[Any]], expected: list[object], catalogs: Catalogs
) -> None:
    """Each text in a group is told, its members' and those of the groups within it."""
    group = make()
    before = texts_of(group)

    twin = translate_exception(group, "fr", catalogs=catalogs)

    assert texts_of(twin) == expected
    assert type(twin) is type(group)
    assert texts_of(group) == before


@pytest.mark.parametrize(
    "make",
    [
        lambda: ExceptionGroup("many", [ValueError(1), APIError("plain")]),
        lambda: ExceptionGroup("a", [ExceptionGroup("b", [ValueError(1)])]),
        lambda: Coded([ValueError(1)], 4),
    ],
)
def test_nothing_lazy(make: Callable[[], Exception], catalogs: Catalogs) -> None:
    """A group in which nothing is lazy comes back itself."""
    group = make()

    assert translate_exception(group, "fr", catalogs=catalogs) is group


def test_members_without_lazy_text(catalogs: Catalogs) -> None:
    """Beside a member that has a twin, those in which nothing is lazy are the same objects."""
    plain, nested = KeyError(1), ExceptionGroup("b", [ValueError(1)])
    group = ExceptionGroup("a", [plain, ValueError(BOOK), nested])

    twin = translate_exception(group, "fr", catalogs=catalogs)

    assert twin.exceptions[0] is plain
    assert twin.exceptions[2] is nested


def test_attributes(catalogs: Catalogs) -> None:
    """A group's own attributes are kept, and told where they are lazy."""
    group = Coded([ValueError(BOOK)], 4)
    group.hint = BOOK  # type: ignore[attr-defined]  # it may be given any

    twin = translate_exception(group, "fr", catalogs=catalogs)

    assert (twin.code, twin.hint) == (4, "Livre 9")


def test_args(catalogs: Catalogs) -> None:
    """A group's arguments hold the twins of its members, whatever else its class was given."""
    coded = Coded([ValueError(BOOK)], 4)

    twin = translate_exception(coded, "fr", catalogs=catalogs)

    (errors, code) = twin.args
    assert ([str(error) for error in errors], code) == (["Livre 9"], 4)
    assert errors[0] is twin.exceptions[0]
    assert [str(error) for error in coded.args[0]] == ["Book 9"]


def test_split(catalogs: Catalogs) -> None:
    """A twin can be taken apart as a group can."""
    group = Coded([ValueError(BOOK), KeyError(BOOK)], 4)

    matching, rest = translate_exception(group, "fr", catalogs=catalogs).split(KeyError)

    assert matching is not None
    assert rest is not None
    assert (matching.code, texts_of(rest)) == (4, ["code 4", "Livre 9"])


def test_origin(catalogs: Catalogs) -> None:
    """The twin has the notes, cause and traceback of the group, and its members have theirs."""

    def raise_group() -> None:
        try:
            raise ValueError(BOOK)
        except ValueError as member:
            member.add_note("inner")
            group = ExceptionGroup("many", [member])
            group.add_note("outer")
            raise group from KeyError("cause")

    with pytest.raises(ExceptionGroup) as caught:
        raise_group()

    twin = translate_exception(caught.value, "fr", catalogs=catalogs)

    told = "".join(traceback.format_exception(twin))
    expected = "".join(traceback.format_exception(caught.value)).replace(
        "| ValueError: Book", "| ValueError: Livre"
    )
    assert told == expected
    assert "inner" in told
    assert "outer" in told


def test_error_items(catalogs: Catalogs) -> None:
    """The single errors of a member are told."""
    member = APIError("plain", errors=[ErrorItem("/a", "lost", BOOK)])

    twin = translate_exception(ExceptionGroup("many", [member]), "fr", catalogs=catalogs)

    assert twin.exceptions[0].errors[0].message == "Livre 9"


def test_used(catalogs: Catalogs) -> None:
    """The languages of all members are collected."""
    lost = ValueError(_("Lost"))  # in no catalog
    group = ExceptionGroup("many", [ValueError(BOOK), ExceptionGroup("deep", [lost])])
    used: set[str] = set()

    translate_exception(group, "fr", catalogs=catalogs, used=used)

    assert used == {"fr", "en"}


def test_two_readers(catalogs: Catalogs) -> None:
    """One group told to two readers has each language on its own."""
    group = ExceptionGroup(SEVERAL, [ValueError(BOOK)])

    told = [
        texts_of(translate_exception(group, locale, catalogs=catalogs)) for locale in ("fr", "de")
    ]

    assert told == [["Plusieurs", "Livre 9"], ["Mehrere", "Buch 9"]]


def test_endlessly_deep(catalogs: Catalogs) -> None:
    """Groups nested 2,000 deep raise nothing: the outer ones are told, what is inside is kept."""
    exc: Exception = ValueError(BOOK)
    for _level in range(2000):
        exc = ExceptionGroup(SEVERAL, [exc])

    twin: Any = translate_exception(exc, "fr", catalogs=catalogs)

    depth, inner = 0, twin
    while isinstance(inner, ExceptionGroup):
        depth, inner = depth + 1, inner.exceptions[0]
    assert (depth, twin.message, str(twin.exceptions[0].message)) == (
        2000,
        "Plusieurs",
        "Plusieurs",
    )
    assert inner.args == (BOOK,)


def test_wide(catalogs: Catalogs) -> None:
    """A group of a thousand is told whole, in its order."""
    group = ExceptionGroup(
        "many", [ValueError(_("Book %(book)s") % {"book": n}) for n in range(1000)]
    )

    twin = translate_exception(group, "fr", catalogs=catalogs)

    assert [str(member) for member in twin.exceptions] == [f"Livre {n}" for n in range(1000)]


@pytest.mark.parametrize("wrap", [list, tuple])
def test_arguments(
    wrap: Callable[[list[Exception]], Sequence[Exception]], catalogs: Catalogs
) -> None:
    """The members in a group's arguments are told ones too, in a list or a tuple as they were given."""
    twin = translate_exception(
        ExceptionGroup("many", wrap([ValueError(BOOK)])), "fr", catalogs=catalogs
    )

    assert twin.args == ("many", wrap([*twin.exceptions]))
