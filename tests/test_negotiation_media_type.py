"""Which format a client gets of those on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import best_match_format, media_type
from i18n_wsgi.negotiation.members import MAX_HEADER_LENGTH, MAX_MEMBER_COUNT, Memo


@dataclass(frozen=True)
class Named:
    media_type: str


JSON, HTML, PLAIN = "application/json", "text/html", "text/plain"


def best(header: str | None, *types: str) -> str | None:
    chosen = best_match_format(header, [Named(each) for each in types or (JSON, HTML, PLAIN)])
    return chosen and chosen.media_type


# Weights and specificity


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("*/*;q=0", None),
        ("image/png", None),
        ("text/html;q=0", None),
        ("text/*;q=0", None),
        ("text/html;q=0, text/*, application/json;q=0.5", PLAIN),
        ("text/*;q=0, text/plain;q=0.1", PLAIN),
        ("*/*;q=0, text/*;q=0.1", HTML),
        ("*/*, application/json;q=0", HTML),
        ("application/*;q=0, */*;q=0.1", HTML),
        ("text/html;q=0.1, */*;q=0.2", JSON),
        ("text/html, text/html;q=0", None),  # refused and accepted
        ("text/html;q=0, text/html", None),
        ("text/html;q=0.2, text/html;q=0.8, text/plain;q=0.5", HTML),  # of two the heavier
        ("text/html;q=0.001, text/plain;q=0.002", PLAIN),
        ("text/html;q=.5, text/plain;q=.6", PLAIN),
        ("text/html;Q=0.5, text/plain;q=0.6", PLAIN),
        ("text/html ; q = 0.5 ,\ttext/plain\t;\tq=0.6\t", PLAIN),
        ("text/plain, text/html", HTML),  # of equals the server's first
        ("text/*", HTML),
        ("*/*", JSON),
        ("image/png, */*;q=0.1", JSON),
        (",, text/plain,,", PLAIN),
        (None, JSON),
        ("", JSON),
    ],
)
def test_best_match_format(header: str | None, expected: str | None) -> None:
    """The best format is the one with the highest weight of its most specific range."""
    assert best(header) == expected


def test_example_of_the_standard() -> None:
    """The media types of RFC 9110's example come in the order of their weights."""
    header = (
        "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed,\n"
        "       text/plain;format=fixed;q=0.4, */*;q=0.5"
    ).replace("\n", "")
    weights = [
        ("text/html", 0.3),
        ("text/plain;format=fixed", 0.4),
        ("image/jpeg", 0.5),
        ("text/plain", 0.7),
        ("text/plain;format=flowed", 1.0),
    ]

    found = [best(header, *[each for each, _weight in weights[:count]]) for count in range(1, 6)]

    assert found == [each for each, _weight in weights]


@pytest.mark.parametrize("name", ["text/html", "image/jpeg", "text/plain;format=fixed"])
def test_weights_of_the_example(name: str) -> None:
    """The weights of RFC 9110's example are those of the standard, to a tenth."""
    weight = {"text/html": 3, "image/jpeg": 5, "text/plain;format=fixed": 4}[name]
    header = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=fixed;q=0.4, */*;q=0.5"

    assert best(f"{header}, x/y;q=0.{weight - 1}9", "x/y", name) == name
    assert best(f"{header}, x/y;q=0.{weight}1", name, "x/y") == "x/y"


def test_java() -> None:
    """What Java sends gets HTML, and whatever there is where there is none."""
    header = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"

    assert best(header) == HTML
    assert best(header, JSON, PLAIN) == JSON


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            HTML,
        ),
        ("application/json, text/plain, */*", JSON),
        ("application/xml;q=0.9, */*;q=0.8", JSON),
    ],
)
def test_clients(header: str, expected: str) -> None:
    """Browsers get HTML, and scripts get JSON."""
    assert best(header) == expected


@pytest.mark.parametrize(
    "header",
    ["TEXT/HTML", "Text/Html;Q=0.1", "text/HTML;CHARSET=UTF-8", "TEXT/*, application/*;q=0"],
)
def test_upper_case(header: str) -> None:
    """The case of names says nothing."""
    assert best(header) == HTML
    assert best(header, JSON, "Text/HTML") == "Text/HTML"


# Parameters: RFC 9110, section 5.6.6


@pytest.mark.parametrize(
    ("header", "types", "expected"),
    [
        ("text/html;level=1", ["text/html"], None),
        ("text/html;level=1", ["text/html", "text/html;level=1"], "text/html;level=1"),
        ("text/html;level=1", ["text/html;level=2"], None),
        ("text/html", ["text/html;level=1"], "text/html;level=1"),
        ("text/html;LEVEL=1", ["text/html;level=1"], "text/html;level=1"),
        ("text/html;v=A", ["text/html;v=a"], None),  # the case of a value may say something
        ("text/html; level = 1 ", ["text/html;level=1"], "text/html;level=1"),
        ('text/html;level="1"', ["text/html;level=1"], "text/html;level=1"),
        ("text/html;level=1", ['text/html;level="1"'], 'text/html;level="1"'),
        ("text/html;a=1;b=2", ["text/html;b=2;a=1"], "text/html;b=2;a=1"),
        ("text/html;a=1;b=2", ["text/html;a=1"], None),
        (
            "text/html;q=0, text/html;level=1",
            ["text/html", "text/html;level=1"],
            "text/html;level=1",
        ),
        ("text/html, text/html;level=1;q=0", ["text/html;level=1", "text/html"], "text/html"),
        ("text/html;a=1;b=2;q=0, text/html;a=1", ["text/html;a=1;b=2"], None),
        ("text/html;level=1, */*;q=0.1", ["text/html"], "text/html"),
        ("text/html;level=1;q=0, */*", ["text/html"], "text/html"),
        ("text/html;q=0.5;level=1", ["text/html"], "text/html"),  # no part of the range
        ("text/html;q=0;q=1", ["text/html"], None),
        ("text/html;", ["text/html"], "text/html"),
        ("text/html;;q=0.5;", ["text/html"], "text/html"),
    ],
)
def test_parameters(header: str, types: list[str], expected: str | None) -> None:
    """A range with parameters covers what has the same ones, and is more specific than one without."""
    assert best(header, *types) == expected


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', '"Utf-8"'])
def test_charset(charset: str) -> None:
    """All that is offered is in UTF-8, and a range may say so."""
    assert best(f"text/html;charset={charset}, text/plain;q=0.9") == HTML
    assert best("text/html", f"text/html; charset={charset}") is not None


def test_other_charset() -> None:
    """Another charset is not on offer."""
    assert best("text/html;charset=iso-8859-1, text/plain;q=0.1") == PLAIN


def test_charset_is_no_specificity() -> None:
    """A charset that goes without saying makes a range no more specific."""
    assert best("text/html;charset=utf-8, text/html;q=0, text/plain;q=0.1") == PLAIN


# Quoted strings: RFC 9110, section 5.6.4


@pytest.mark.parametrize(
    ("header", "types", "expected"),
    [
        ('text/html;p="a,b", text/plain;q=0.1', [HTML, PLAIN], PLAIN),
        ('text/html;p="a,b"', ['text/html;p="a,b"'], 'text/html;p="a,b"'),
        ('text/html;p="a;b"', ['text/html;p="a;b"'], 'text/html;p="a;b"'),
        ('text/html;p=";q=0"', ['text/html;p=";q=0"'], 'text/html;p=";q=0"'),
        ('text/html;p=",text/plain,"', [PLAIN], None),
        (r'text/html;p="a\"b"', [r'text/html;p="a\"b"'], r'text/html;p="a\"b"'),
        (r'text/html;p="\",\"", text/plain', [PLAIN], PLAIN),
        (r'text/html;p="a\b"', ["text/html;p=ab"], "text/html;p=ab"),
        (r'text/html;p="a\\"', [r'text/html;p="a\\"'], r'text/html;p="a\\"'),
        (r'text/html;p="a\\"', ["text/html;p=a"], None),
        ('text/html;p=""', ['text/html;p=""'], 'text/html;p=""'),
        ('text/html;p=" a "', ['text/html;p=" a "'], 'text/html;p=" a "'),
        ('text/html;p="a;b";q=0, text/html', [HTML], HTML),
    ],
)
def test_quoted_strings(header: str, types: list[str], expected: str | None) -> None:
    """What stands in a quoted string separates nothing, and is compared without its backslashes."""
    assert best(header, *types) == expected


@pytest.mark.parametrize(
    "member",
    [
        *(
            'text/html;p="',
            'text/html;p="a',
            r'text/html;p="a\"',
            'text/html;p="a;q=0.5',
            '"text/html',
        ),
        *('text/html"', '"'),
    ],
)
def test_unterminated_quotes(member: str) -> None:
    """A quoted string that is never ended makes its member unreadable, and no other one."""
    assert best(f"text/plain;q=0.1, {member}") == PLAIN
    assert best(f"{member}, text/plain;q=0.1") == PLAIN


@pytest.mark.parametrize("header", ["", " ", ",", "\t", " , ,"])
def test_empty_list(header: str) -> None:
    """A header without a member accepts everything, as no header does."""
    assert best(header) == JSON


# What can't be read


@pytest.mark.parametrize(
    "member",
    [
        *(
            "*",
            "*/json",
            "*/html",
            "text",
            "text/",
            "/html",
            "/",
            "text/html/x",
            "text /html",
            "html",
        ),
        *(
            "text/ html",
            "text/html x",
            "text/html;q",
            "text/html;q=",
            "text/html;q=2",
            "text/html;q=x",
        ),
        *(
            "text/html;q=-1",
            "text/html;q=1.001",
            "text/html;q=nan",
            "text/html;level",
            "text/html;=1",
        ),
        *(
            "text/html;level=",
            "text/html;a b=1",
            "text/html;a=b c",
            'text/html;a=b"c"',
            "text/html;é=1",
        ),
        *(
            "tëxt/html",
            "text/html\0",
            "text/html;a=\0",
            "text\\html",
            "(text)/html",
            "text/html;a=1=1",
        ),
        *(
            "",
            ";q=1",
            "application/*+json",
            'text/html;q="1"',
            "text/<html>",
        ),
    ],
)
@pytest.mark.parametrize("header", ["{}, text/plain;q=0.1", "text/plain;q=0.1,{}"])
def test_unreadable_member(member: str, header: str) -> None:
    """A member that can't be read is left out, alone."""
    assert best(header.format(member)) == PLAIN


@pytest.mark.parametrize("header", ["json", "*", "*/json", "text/html;q=high"])
def test_nothing_readable(header: str) -> None:
    """Where nothing can be read, nothing is acceptable."""
    assert best(header) is None


@pytest.mark.parametrize("header", [None, "", "*/*", "text/html"])
def test_no_formats(header: str | None) -> None:
    """Where there are no formats, none is chosen."""
    assert best_match_format(header, []) is None


@pytest.mark.parametrize(
    "name",
    [
        *("", "nonsense", "text", "text/", "text /html", "téxt/html", "text/html;a=b c", "*/html"),
        *("text/html;a", "text/html;a=", "text/html;=1", "text/html;é=1", "text/html;a b=1"),
        *('text/html;a="', 'text/html;a="b', "text/html;q=x"),
    ],
)
def test_no_media_type(name: str) -> None:
    """A format whose media type is none is never chosen."""
    assert best("*/*", name, PLAIN) == PLAIN


def test_objects() -> None:
    """The object that was offered is what is chosen, and not one that is equal to it."""
    formats = tuple(Named(HTML) for _number in range(3))

    assert best_match_format("text/html", formats) is formats[0]


# Hostile headers


@pytest.mark.parametrize(("count", "expected"), [(4, HTML), (5, PLAIN), (300, PLAIN)])
def test_parameter_count(count: int, expected: str) -> None:
    """A range with more parameters than any client's can't be read."""
    member = "text/html" + ";charset=utf-8" * count + ";q=0.5"

    assert best(f"text/plain;q=0.1, {member}") == expected


@pytest.mark.parametrize("quotes", ['"' * 97, '"' * 500, 'a="' * 300, '="",' * 10, '=",' * 15])
def test_many_quotes(quotes: str) -> None:
    """However many quotes stand in a header, the members around them are read."""
    assert best(f"text/plain;q=0.1, {quotes}, text/html") == HTML


@pytest.mark.parametrize(
    "unread",
    ['"' * 64_000, "x" * 64_000, "," * 64_000, ";" * 64_000, "x/y," * 16_000, "\\" * 64_000],
)
def test_long_header(unread: str) -> None:
    """Of a header that is longer than any client's, the end is not read."""
    assert best(f"{unread}, text/html") is None


@pytest.mark.parametrize("length", range(MAX_HEADER_LENGTH + 1, MAX_HEADER_LENGTH + 15))
def test_cut_member(length: int) -> None:
    """A member at the cap is read whole or not at all: a refusal does not turn into a wish."""
    header = "text/plain;p=" + ", text/html;q=0".rjust(length - 13, "x")

    assert best(header) is None


def test_longest_header() -> None:
    """A header of the greatest length is read to its end."""
    header = "text/plain;p=" + ", text/html".rjust(MAX_HEADER_LENGTH - 13, "x")

    assert best(header) == HTML


@pytest.mark.parametrize(
    ("count", "expected"), [(MAX_MEMBER_COUNT - 1, HTML), (MAX_MEMBER_COUNT, None)]
)
def test_member_count(count: int, expected: str | None) -> None:
    """Of a header with more members than any client's, the first ones count."""
    assert best("x/y," * count + "text/html") == expected


def test_headers_are_forgotten() -> None:
    """However many headers are sent, no more than a few are remembered, and none that is long."""
    for number in range(2 * Memo.MAX_SIZE):
        best(f"text/html;n={number}")
        best(f"text/html;n={number}" + ", x/y" * 100)

    assert 0 < len(media_type._ranges_of) <= Memo.MAX_SIZE
    assert max(map(len, media_type._ranges_of)) <= Memo.MAX_TEXT_LENGTH


# Properties

KINDS = {"text": ["html", "plain", "*"], "application": ["json", "*"], "*": ["*"]}
PARAMETERS = st.dictionaries(
    st.sampled_from(["a", "level"]), st.sampled_from(["1", "x,y", '"', "\\"])
)
TYPES = st.sampled_from([JSON, HTML, PLAIN])
WEIGHTS = st.sampled_from([0, 0.001, 0.5, 0.999, 1])
RANGES = st.tuples(
    st.sampled_from(
        [f"{kind}/{subtype}" for kind, subtypes in KINDS.items() for subtype in subtypes]
    ),
    PARAMETERS,
    WEIGHTS,
)
GARBAGE = st.text('texhml/*,;q=01. \t"\\', max_size=60) | st.text(st.characters(), max_size=60)


def written(name: str, parameters: dict[str, str]) -> str:
    quoted = {
        key: value.replace("\\", r"\\").replace('"', r"\"") for key, value in parameters.items()
    }
    return "".join([name, *(f';{key}="{value}"' for key, value in quoted.items())])


def weight_of(
    offered: tuple[str, dict[str, str]], ranges: list[tuple[str, dict[str, str], float]]
) -> float:
    """What the standard says, word by word."""
    name, own = offered
    kind = name.partition("/")[0]
    rank = {"*/*": 0, f"{kind}/*": 1, name: 2}
    covering = [
        ((rank[media_range], len(parameters)), weight)
        for media_range, parameters, weight in ranges
        if media_range in rank and parameters.items() <= own.items()
    ]
    decisive = [weight for rank, weight in covering if rank == max(covering)[0]]
    return 0 if not decisive or min(decisive) == 0 else max(decisive)


@settings(deadline=None, database=None)
@given(
    st.lists(RANGES, min_size=1, max_size=8),
    st.lists(st.tuples(TYPES, PARAMETERS), min_size=1, max_size=4),
)
def test_any_ranges(
    ranges: list[tuple[str, dict[str, str], float]], offered: list[tuple[str, dict[str, str]]]
) -> None:
    """The answer is the first of the formats that weigh most; what weighs nothing is never answered."""
    header = ", ".join(f"{written(name, own)};q={weight}" for name, own, weight in ranges)
    formats = [Named(written(name, own)) for name, own in offered]
    weights = [weight_of(each, ranges) for each in offered]

    chosen = best_match_format(header, formats)

    if max(weights) == 0:
        assert chosen is None
    else:
        assert chosen is formats[weights.index(max(weights))]


@settings(deadline=None, database=None)
@given(
    st.permutations(
        ["text/html;q=0.5", "text/*;q=0", "*/*;q=0.1", "text/html;level=1", "x/*;q=0.2"]
    )
)
def test_order_of_ranges(members: list[str]) -> None:
    """The order of the ranges says nothing."""
    chosen = [best(", ".join(members), *types) for types in ((HTML, JSON), (PLAIN,), (JSON, "x/y"))]

    assert chosen == [HTML, None, "x/y"]


@settings(deadline=None, database=None)
@given(GARBAGE)
def test_any_header(header: str) -> None:
    """Whatever is sent, the answer is a format on offer or None, the first time and the second."""
    answers = [best(header) for _time in range(2)]

    assert answers[0] == answers[1]
    assert answers[0] in (JSON, HTML, PLAIN, None)


@settings(deadline=None, database=None)
@given(GARBAGE.filter(lambda text: '"' not in text))
def test_any_header_and_a_refusal(garbage: str) -> None:
    """Whatever is sent beside it, a type that is refused is never answered."""
    for header in (f"text/html;q=0,{garbage}", f"{garbage},text/html;q=0"):
        assert best(header) != HTML


@settings(deadline=None, database=None)
@given(GARBAGE)
def test_any_type_on_offer(name: str) -> None:
    """Whatever a format calls its media type, choosing does not fail."""
    assert best("*/*;q=0.5, text/plain", name, PLAIN) in (name, PLAIN)
