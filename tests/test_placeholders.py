"""Placeholders: what is one, what a translation may do with them, and filling them safely."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.placeholders import (
    Placeholder,
    PlaceholderError,
    fill,
    find_problem,
    parse,
    placeholders_of,
    render,
)

PROPERTY = settings(deadline=None, database=None, max_examples=500)


# Reading


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", ()),
        ("%%", ("%",)),
        ("%%(book)s", ("%", "(book)s")),
        ("%%%(book)s", ("%", Placeholder("book", "", "s"))),
        ("{book} {0.__class__} $book", ("{book} {0.__class__} $book",)),
        ("%(book.title[0])s", (Placeholder("book.title[0]", "", "s"),)),  # a name, no path
        ("%( )s", (Placeholder(" ", "", "s"),)),
        ("%(\ud800\n)s", (Placeholder("\ud800\n", "", "s"),)),
        ("%(n)ld", (Placeholder("n", "", "d"),)),  # Python ignores length modifiers
        ("%.f", (Placeholder(None, ".", "f"),)),
        ("%(n)#+0-5.2f!", (Placeholder("n", "#+0-5.2", "f"), "!")),
        ("a%sb%rc", ("a", Placeholder(None, "", "s"), "b", Placeholder(None, "", "r"), "c")),
    ],
)
def test_parse(template: str, expected: tuple[str | Placeholder, ...]) -> None:
    """A template is its literal pieces and its placeholders, in order."""
    assert parse(template) == expected


@pytest.mark.parametrize(
    "template",
    [
        "100%",
        "100% (all)",
        "%)",
        "%()s",
        "%(book",
        "%(book)",
        "%(book) ",
        "%((book))s",
        "%(50%)s",
        "%(book)%",
        "%5%",
        "% %",
        "%(book)b",
        "%(book)n",
        "%(n)*d",
        "%(n)-\u0665d",  # an Arabic digit
        "%(n)\uff44",  # a full-width d
        "%\0s",
        "%s of %(book)s",
        "100 % of it",  # in Python a space would be a flag
    ],
)
def test_malformed(template: str) -> None:
    """What is no placeholder in Python is none here; named and unnamed ones don't mix."""
    with pytest.raises(PlaceholderError):
        parse(template)


def test_malformed_is_quoted() -> None:
    """The error quotes where the trouble starts, not the whole text."""
    with pytest.raises(PlaceholderError, match=r"^stray % in '%! x{17}'$"):
        parse("Book " * 1000 + "%! " + "x" * 10_000)


@pytest.mark.parametrize("spec", ["%s", "%(book)s", "%(n)#+0-5.2f"])
def test_placeholder_as_text(spec: str) -> None:
    """As text a placeholder is what stood in the template."""
    assert [str(found) for found in placeholders_of(f"a {spec} b%%")] == [spec]


# Filling


def test_unfilled_is_untouched() -> None:
    """Without parameters a template stays as it is, malformed or not, doubled percent signs too."""
    assert fill("100%% of %(all)s, 5%", None, render) == "100%% of %(all)s, 5%"


@pytest.mark.parametrize(
    ("template", "params"),
    [
        ("%(book)s", {}),
        ("%(book)s", {"Book": 1}),
        ("%(book)s", ("book",)),
        ("%(book)s", "book"),
        ("%s %s", ("a",)),
        ("%s", ()),
        ("%s, %s", ("a", "b", "c")),
        ("5%", {"book": 1}),
        ("%(a)s %s", {"a": 1, "password": "hunter2"}),
    ],
)
def test_parameters_that_do_not_fill(template: str, params: object) -> None:
    """A parameter that is not there is an error, not a hole and not another parameter; so is one too
    many."""
    with pytest.raises(PlaceholderError):
        fill(template, params, render)


@pytest.mark.parametrize(
    ("template", "params", "expected"),
    [
        ("%(a)s", {"a": "%(b)s %s %", "b": "secret"}, "%(b)s %s %"),  # filled once
        ("%(b)s%(a)s%(b)s", {"a": 1, "b": 2}, "212"),
        ("none", ("a", "b"), "none"),
        ("%s", None, "%s"),
        ("%s", (None,), "None"),
        ("%s", ([1, 2],), "[1, 2]"),
        ("%(n)05.1f%%", {"n": 2}, "002.0%"),
        ("%(a.b)s", {"a.b": "no path"}, "no path"),
    ],
)
def test_fill(template: str, params: object, expected: str) -> None:
    """Parameters stand where their placeholders stood, and are never read as templates."""
    assert fill(template, params, render) == expected


def test_localise_decides() -> None:
    """Each value is told by the function at hand, which is given its placeholder."""
    filled = fill("%(n)d and %(t)5s", {"n": 1, "t": "x"}, lambda value, spec: f"<{value!r}{spec}>")

    assert filled == "<1%(n)d> and <'x'%(t)5s>"


def test_errors_of_values_pass() -> None:
    """What a value raises when it is told reaches the caller, who knows what to say instead."""

    class Hostile:
        def __str__(self) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fill("%(x)s", {"x": Hostile()}, render)


def test_tuple_is_one_value() -> None:
    """A tuple as a named parameter is one value."""
    assert render((1, 2), Placeholder("pair", "", "s")) == "(1, 2)"


@PROPERTY
@given(
    template=st.lists(
        st.one_of(
            st.sampled_from(["%(a)", "%(b)", "%%", "%", "(a)", "l", ".", "5", "\u0665", "*"]),
            st.text("sdfcxr%# +-0b.", max_size=4),
        ),
        max_size=5,
    ).map("".join)
)
def test_agrees_with_python(template: str) -> None:
    """What can be filled here is filled as Python's own operator does it."""
    params = {"a": 65, "b": 66}
    try:
        filled = fill(template, params, render)
    except (PlaceholderError, TypeError, ValueError):
        return

    assert filled == template % params


# Comparing


@pytest.mark.parametrize(
    ("source", "translation", "problem"),
    [
        ("%(a)s", "%(a)s 100%", "stray %"),
        ("%(a)s", "%(password)s %(a)s", "%(password)s is not in the source text"),
        ("%(a)s", "%(A)s", "%(A)s is not in the source text"),
        ("%(a)d", "%(a)s", "%(a)s is not in the source text"),
        ("%(a)s", "%(a)999999999s", "%(a)999999999s is not in the source text"),
        ("%(a)5s", "%(a)1000s", "%(a)1000s is not in the source text"),
        ("%(a)02d", "%(a)d", "%(a)d is not in the source text"),
        ("%.1f", "%.4f", "%.4f is not in the source text"),
        ("Book", "%s", "%s is not in the source text"),
        ("%s %d", "%d %s", "not those of the source text, in its order"),
        ("%s %s", "%s", "not those of the source text, in its order"),
        ("%s", "%s %s", "not those of the source text, in its order"),
        ("%(b)s %(a)s", "buch", "%(a)s, %(b)s is lost"),
        ("%(a)s", "%%(a)s", "%(a)s is lost"),
        ("%s %s", "", "%s is lost"),
        ("%(a)s", "", "%(a)s is lost"),
        # English can't be filled: a translation must not be either.
        ("5%! %(a)s", "5%% %(password)s", "the source text can't be filled: stray %"),
        ("%s %(a)s", "%(a)s", "the source text can't be filled: only some"),
    ],
)
def test_bad_translation(source: str, translation: str, problem: str) -> None:
    """A translation that loses, adds or breaks a placeholder must not be used, and why is said."""
    found = find_problem([source], [translation])

    assert found is not None
    assert problem in found


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("100%!", "100 %!"),  # nobody fills it
        ("50%%", "%% 50"),
        ("%(a)s %(b)s", "%(b)s %(a)s %(b)s"),
        ("%(n)ld", "%(n)d"),
        ("%(n)i", "%(n)d"),
        ("%d", "%u"),
        ("%(name)-10s|", "%(name)-24s|"),
        ("%5.1f", "%12.1f"),
        ("%s %d", "<%s> %d"),
        ("", ""),
    ],
)
def test_good_translation(source: str, translation: str) -> None:
    """Named placeholders may change their order and occur more than once."""
    assert find_problem([source], [translation]) is None


@pytest.mark.parametrize(
    ("sources", "forms", "single_counts", "is_usable"),
    [
        (("one %(x)s", "%(n)d %(x)s"), ("ein %(x)s", "%(n)d"), (True, False), False),
        (("one book", "%d books"), ("ein Buch", "%d Bücher"), (True, False), True),
        (("%d %s", "%d %ss"), ("%s", "%d %ss"), (True, False), False),  # it would show the number
        (("one book", "%(n)d books"), ("un", "%(n)d"), (False, False), False),  # 0 and 1 in French
        (("one book", "%(n)d books"), ("un", "%(n)d"), (), False),
        (("one book", "%(n)d books"), ("ein", "%(n)d"), (True, False), True),
        (("%(n)d book", "%(n)d books"), ("%(n)d",), (False,), True),  # Japanese has one form
        (("%(n)d book", "%(n)d books"), ("%(n)d", "%(n)d", "%(m)d"), (True,), False),
    ],
)
def test_plural_forms(
    sources: tuple[str, ...],
    forms: tuple[str, ...],
    single_counts: tuple[bool, ...],
    is_usable: bool,
) -> None:
    """Only a form that exactly one count uses may leave placeholders out; one bad form spoils all."""
    assert (find_problem(sources, forms, single_counts) is None) == is_usable


PIECES = st.sampled_from(["%(a)s", "%(a)r", "%(b)s", "%(b)", "%%", "%", "!"])
TEMPLATES = st.lists(PIECES, max_size=4).map("".join)


@PROPERTY
@given(source=TEMPLATES, translation=TEMPLATES)
def test_usable_shows_nothing_foreign(source: str, translation: str) -> None:
    """A translation that may be used shows only parameters that its source text names."""
    if find_problem([source], [translation]) is not None:
        return
    try:
        filled = fill(translation, {"a": "AAA", "b": "BBB"}, render)
    except PlaceholderError:
        return

    assert {name for name in "ab" if name.upper() in filled} <= set(source)


@pytest.mark.parametrize(
    ("forms", "form_of_one", "expected"),
    [
        (["Un livre", "%(n)d livres"], 0, None),  # 0 and 1 in French
        (["%(n)d livre", "%(n)d livres"], 0, None),
        (["Un livre", "livres"], 0, "%(n)d is lost"),
        (["%(n)d livres", "Un livre"], 0, "%(n)d is lost"),
        (["%(n)d livres", "Un livre"], 1, None),
        (["Un livre", "%(n)d livres"], -1, "%(n)d is lost"),
    ],
)
def test_singular_without_number(forms: list[str], form_of_one: int, expected: str | None) -> None:
    """Where the singular source names no number, neither need the form that 1 takes."""
    sources = ["One book", "%(n)d books"]

    assert find_problem(sources, forms, (), form_of_one) == expected


# What must not be printed


def test_stray_percent_and_no_name() -> None:
    """A source text that can't be filled has no translation with a placeholder without a name."""
    assert find_problem(["50 %, %(user)s"], ["%s"]) is not None
    assert find_problem(["50 %, all"], ["50 %"]) is None


def test_percent_in_prose() -> None:
    """A source text with nothing to fill in has translations with a stray %, none with a placeholder."""
    assert find_problem(["fifty percent"], ["50 %"]) is None
    assert find_problem(["fifty percent"], ["50 %!, %(user)s"]) == "stray % in '%!, %(user)s'"


def test_no_name_for_named_parameters() -> None:
    """A placeholder without a name does not print a dict of parameters."""
    with pytest.raises(PlaceholderError, match="would print all parameters"):
        fill("%s", {"password": "secret"}, render)
