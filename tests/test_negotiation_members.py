"""How the members of a header, and their weights, are read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation.members import (
    MAX_HEADER_LENGTH,
    MAX_MEMBER_COUNT,
    Memo,
    Wish,
    read_weight,
    read_wishes,
    split_members,
    split_outside_quotes,
)

# Weights: RFC 9110, section 12.4.2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.", 1),
        ("0.", 0),
        (".5", 0.5),
        (".0", 0),
        ("\t1 ", 1),
        ("1.000", 1),
        ("0.000", 0),
        ("0.000000000", 0),
        ("0.999", 0.999),
        ("0.123456789", 0.123456789),
        ("0", 0),
        ("1", 1),
        ("0.7", 0.7),
    ],
)
def test_weight(text: str, expected: float) -> None:
    """A weight is a number from 0 to 1 with decimals."""
    assert read_weight(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            ".",
            "1.1",
            "1.001",
            "1.000000001",
            "2",
            "-1",
            "-0",
            "+1",
            "00",
            "01",
            "10",
            "1e0",
        ),
        *("nan", "inf", "high", "0.5.5", "0_1", "0.5_5", "0.\u0665", "\u0661", "0,5", '"1"', "0x1"),
        *("0.5 5", "0 .5", "0. 5"),
    ],
)
def test_no_weight(text: str) -> None:
    """What is no number from 0 to 1, or one with more decimals than anybody needs, is no weight."""
    assert read_weight(text) is None


@pytest.mark.parametrize(
    "parameter", ["q=0.5", "Q=0.5", " q = 0.5", "\tq=0.50 ", "q=.5", "q=0.500"]
)
def test_weight_of_member(parameter: str) -> None:
    """A member's weight is found in upper case, and between blanks."""
    assert read_wishes(f"de;{parameter}") == [("de", 0.5)]


@pytest.mark.parametrize("tenths", range(11))
def test_weights_of_browsers(tenths: int) -> None:
    """What browsers write is read as any other weight."""
    text = f"{tenths / 10:g}"

    assert read_wishes(f"de;q={text}") == read_wishes(f"de; q={text}") == [("de", tenths / 10)]


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("de", 1),
        ("de;", 1),
        ("de;level=1", 1),
        ("de;level=1;q=0.5", 0.5),
        ("de;q=0.5;level=1", 0.5),
        ("de;q=0.5;q=0.3", 0.3),
        ("de;quality=0.5", 1),
        ('de;level="1;q=0.1";q=0.5', 0.5),
    ],
)
def test_other_parameters(member: str, expected: float) -> None:
    """Other parameters than a weight say nothing; of two weights the last one counts."""
    assert read_wishes(member) == [("de", expected)]


@pytest.mark.parametrize("member", ["de;q", "de;q=", "de;q=high", "de;q=2", "de;q=0.5;q=x"])
def test_unreadable_weight(member: str) -> None:
    """A member whose weight can't be read is left out, alone."""
    assert read_wishes(f"en;q=0.2,{member},fr;q=0.1") == [("en", 0.2), ("fr", 0.1)]


def test_order() -> None:
    """Wishes stand in the order of their weights, of equals the first one first."""
    wishes = read_wishes("a;q=0.5,b;q=0,c,d;q=0.5,e;q=0.51,f;q=0.0,g")

    assert [text for text, _weight in wishes] == ["c", "g", "e", "a", "d", "b", "f"]


def test_repeated() -> None:
    """A member that stands twice is two wishes."""
    assert read_wishes("de;q=0.1,de") == [("de", 1), ("de", 0.1)]


# Lists: RFC 9110, sections 5.6.1 and 5.3


@pytest.mark.parametrize(
    "header",
    [
        *(
            "de,fr",
            "de ,fr",
            "de\t,\tfr",
            " de , fr ",
            ",de,,fr,",
            ", ,de,\t, fr ,;q=1",
            ",,, de,fr",
        ),
        *("de, fr", ";q=0.5,de,fr", "de;q=1,fr;q=1"),
    ],
)
def test_empty_members(header: str) -> None:
    """Blanks around members, and members that are empty, are left out."""
    assert [text for text, _weight in read_wishes(header)] == ["de", "fr"]


def test_empty_members_do_not_count() -> None:
    """However many members are empty, the others are read."""
    assert read_wishes("," * 100 + " ,\t," * 100 + "de") == [("de", 1)]


def test_no_members() -> None:
    """A header without members has none."""
    assert read_wishes("") == read_wishes(" ,\t,") == []


# Quoted strings: RFC 9110, section 5.6.4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        (",", ["", ""]),
        ("a,b", ["a", "b"]),
        ('a="b,c",d', ['a="b,c"', "d"]),
        ('a= "b,c" ,d', ['a= "b,c" ', "d"]),
        ('="a,b",="c,d"', ['="a,b"', '="c,d"']),
        ('="",="",', ['=""', '=""', ""]),
        (r'="a\",b",c', [r'="a\",b"', "c"]),  # an escaped quote
        (r'="a\\",b', [r'="a\\"', "b"]),  # an escaped backslash, then the end
        (r'="a\\\",b",c', [r'="a\\\",b"', "c"]),
        (r"a\,b", ["a\\", "b"]),  # outside of quotes a backslash is one
        (r'a\"b,c"', [r"a\"b", 'c"']),
        ('a,="b,c', ["a", '="b', "c"]),  # never ended
        ('a"b,c"d,e', ['a"b', 'c"d', "e"]),  # no parameter's value
        ('"a,b",c', ['"a', 'b"', "c"]),
    ],
)
def test_split_outside_quotes(text: str, expected: list[str]) -> None:
    """A separator in a quoted string, which is a parameter's value, separates nothing."""
    assert split_outside_quotes(text, ",") == expected


@settings(deadline=None, database=None)
@given(st.text('a,;="\\', max_size=60))
def test_split_loses_nothing(text: str) -> None:
    """The parts and the separators between them are the text."""
    assert ",".join(split_outside_quotes(text, ",")) == text


@settings(deadline=None, database=None)
@given(st.text("a,;= \\", max_size=60))
def test_split_without_quotes(text: str) -> None:
    """A text without quotes is split at each separator."""
    assert split_outside_quotes(text, ",") == text.split(",")


# Hostile headers


@pytest.mark.parametrize(("count", "expected"), [(4, [("de", 0.5)]), (5, []), (60_000, [])])
def test_parameter_count(count: int, expected: list[Wish]) -> None:
    """A member with more parameters than any client's can't be read, weight or not."""
    assert read_wishes("de" + ";a" * count + ";q=0.5") == expected


def test_member_count() -> None:
    """Of a header with more members than any client's, the first ones count."""
    wishes = read_wishes("x," * MAX_MEMBER_COUNT + "de")

    assert wishes == [("x", 1)] * MAX_MEMBER_COUNT


def test_last_member() -> None:
    """As many members as there may be are all read."""
    wishes = read_wishes("x," * (MAX_MEMBER_COUNT - 1) + "de")

    assert wishes[-1] == ("de", 1)


def test_member_count_with_quotes() -> None:
    """Quotes don't let more members in."""
    assert len(split_members('"",' * 10 + "x," * 64)) == MAX_MEMBER_COUNT


def test_whole_length() -> None:
    """A header of the greatest length is read to its end."""
    header = ", fr;q=0".rjust(MAX_HEADER_LENGTH, "x")

    assert read_wishes(header)[-1] == ("fr", 0)


@pytest.mark.parametrize("over", range(1, 10))
def test_cut_member(over: int) -> None:
    """A member that the cap would cut in two is left out: a refusal does not turn into a wish."""
    header = ", fr;q=0".rjust(MAX_HEADER_LENGTH + over, "x")

    assert [text for text, _weight in read_wishes(header)] in ([header[:-8]], [])


def test_one_member_beyond_the_cap() -> None:
    """Of a header that is one member without end, nothing is read."""
    assert read_wishes("x" * (MAX_HEADER_LENGTH + 1)) == []


@settings(deadline=None, database=None)
@given(st.text(st.characters(), max_size=200) | st.text('defr-;,=q01. \t"\\*', max_size=200))
def test_any_header(header: str) -> None:
    """Whatever is sent, a wish is a text without blanks around it, and its weight from 0 to 1."""
    for text, weight in read_wishes(header):
        assert text == text.strip(" \t") != ""
        assert 0 <= weight <= 1
        assert not math.isnan(weight)


# What is remembered


def test_memo() -> None:
    """A memo remembers what was found, none included."""
    memo: Memo[int | None] = Memo()

    assert (memo.keep("a", 1), memo.keep("b", None)) == (1, None)
    assert memo == {"a": 1, "b": None}


def test_memo_size() -> None:
    """A full memo forgets before it remembers, so that it never grows."""
    memo: Memo[int] = Memo()

    sizes = [
        len(memo) for number in range(3 * Memo.MAX_SIZE) if memo.keep(str(number), number) >= 0
    ]

    assert max(sizes) == Memo.MAX_SIZE
    assert str(3 * Memo.MAX_SIZE - 1) in memo


@pytest.mark.parametrize(("over", "is_kept"), [(0, True), (1, False), (64_000, False)])
def test_memo_length(over: int, is_kept: bool) -> None:
    """A memo answers for a text of any length, and remembers none that is longer than its limit."""
    text = "x" * (Memo.MAX_TEXT_LENGTH + over)
    memo: Memo[int] = Memo()

    assert memo.keep(text, 1) == 1
    assert (text in memo) is is_kept
