"""Texts of sources, what is wrong with them, and what translators are told of errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.toolchain.extraction.files import SourceMap, find_sources
from i18n_wsgi.toolchain.extraction.taking import catalog_of, keywords_of, take
from tests.extracting import HEAD, codes, taken

BOOK = f"""{HEAD}
class BookNotFound(APIError):
    status = 404
    message = _("Book %(book)s was not found.")
"""
BOOK_TEXT = "Book %(book)s was not found."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Row %(row)s of %(table)", "W612"),
        ("%(done)d% of it", "W612"),
        ("Row {row} of it", "W613"),
        ("50% off", None),
        ("100 % of %s", None),
        ("50%% of %(row)s", None),
        ("%(row)s {of} it", None),
        ('{"a": 1} is JSON', None),
        ("{{row}} of it", None),
    ],
)
@pytest.mark.parametrize(
    "source", ["raise APIError(_({}))", "class A(APIError):\n    message = _({})"]
)
def test_english_that_can_not_be_filled_in(
    tmp_path: Path, source: str, text: str, code: str | None
) -> None:
    """A text of an error that clients would read with its placeholders is told."""
    found, _texts = taken(tmp_path, a=HEAD + source.format(repr(text)))

    assert [one.rule.code for one in found.findings] == ([code] if code else [])


def test_braces_elsewhere(tmp_path: Path) -> None:
    """Texts that are no errors may be filled by str.format."""
    found, _texts = taken(tmp_path, a='_("Row {row} of it").format(row=4)')

    assert found.findings == []


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("50% off", set()),
        ("50 % of it", set()),
        ("%(a)s of it", {"python-format"}),
        ("%s of it", {"python-format"}),
        ("%(a)s of {it}", {"python-format"}),
        ("{a} of it", {"python-brace-format"}),
    ],
)
def test_flags(tmp_path: Path, text: str, flags: set[str]) -> None:
    """A text's flag says how it is filled in, if it is."""
    (tmp_path / "a.py").write_text(f"_({text!r})", "utf-8")
    mapped = find_sources([tmp_path], tmp_path, SourceMap(), ())

    catalog = catalog_of(take(mapped, keywords_of(())))

    assert catalog[text].flags == flags


@pytest.mark.parametrize(
    "source",
    [
        '_("a %(x)s") % {"x": x}',
        '_("{x}").format(x=x)',
        "ngettext(*pair, n)",
        "ngettext(n=n, **pair)",
        "def gettext(text):\n    return _(text)",
        "_()",
        "for _ in range(3): pass",
        f'{HEAD}raise APIError(_("a"))',
        f'{HEAD}raise APIError("400")',
        'raise ValueError("Not for clients")',
        f'{HEAD}class A(ValueError):\n    def __init__(self):\n        super().__init__("Not for clients")',
        f'{HEAD}class A(APIError):\n    def __init__(self):\n        super().__init__(_("a"))',
        f"{HEAD}class A(APIError):\n    message = None",
    ],
)
def test_right_marks(tmp_path: Path, source: str) -> None:
    """What works is not told."""
    found, _texts = taken(tmp_path, a=source)

    assert found.findings == []


@pytest.mark.parametrize(
    "source",
    [
        'raise BookNotFound("Not there")',
        'raise BookNotFound(f"{book} is not there")',
        'raise BookNotFound("%s is not there" % book)',
        'raise BookNotFound("{} is not there".format(book))',
        'ErrorItem("/title", "required", "Write a title")',
        'class Other(BookNotFound):\n    message = "Not there"',
        'class Other(BookNotFound):\n    def __init__(self):\n        super().__init__("Not there")',
        'raise BookNotFound("Not there" if x else _("Not here"))',
        'raise BookNotFound(x or "Not there")',
    ],
)
def test_unmarked(tmp_path: Path, source: str) -> None:
    """A text of an error without a mark is told."""
    found, _texts = taken(tmp_path, a=BOOK + source)

    assert codes(found) == ["W609"]


@pytest.mark.parametrize(
    ("first", "second"),
    [('_("a")', 'ngettext("a", "b", 1)'), ('ngettext("a", "b", 1)', 'ngettext("a", "c", 1)')],
)
def test_conflict(tmp_path: Path, first: str, second: str) -> None:
    """Two plurals of one text are told at the second, with the place of the first."""
    found, _texts = taken(tmp_path, a=first, b=second)

    (finding,) = found.findings
    assert (finding.rule.code, finding.file) == ("W610", "b.py")
    assert finding.message.endswith("a.py:1")


@pytest.mark.parametrize(
    "data",
    [
        b'_("before")\nx = (',
        b'_("before")\n\xff',
        b'# coding: nonsense\n_("a")',
        b'_("before")\n\0',
        b"x = " + b"(" * 5000,
        b"_(" * 3000 + b")" * 3000,
        b"_('a'" + b" + 'a'" * 3000 + b")",
        b"\n\n_('a'" + b" + 'a'" * 3000 + b")",
        b"\xff\xfe_\0(\0",
    ],
    ids=[
        "syntax",
        "encoding",
        "unknown encoding",
        "nul",
        "open",
        "deep",
        "long",
        "long below",
        "utf-16",
    ],
)
def test_broken_file(tmp_path: Path, data: bytes) -> None:
    """A file that can't be read is told as an error, and the others' texts are there."""
    found, texts = taken(tmp_path, a=data, b='_("next")')

    assert "E601" in codes(found)
    assert "next" in texts


def test_before_mistake(tmp_path: Path) -> None:
    """What stands before a mistake in a source is found."""
    _found, texts = taken(tmp_path, a='_("before")\nprint "x"\n')

    assert [*texts] == ["before"]


def test_no_file(tmp_path: Path) -> None:
    """A link to nothing and a huge file are told."""
    (tmp_path / "a.py").symlink_to("nothing")
    with (tmp_path / "b.py").open("wb") as file:
        file.truncate(17 * 1024 * 1024)

    found, texts = taken(tmp_path, c='_("next")')

    assert codes(found) == ["E601", "E601"]
    assert [*texts] == ["next"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf_('\xc3\xa9')", b"# coding: latin-1\n_('\xe9')"])
def test_encoding(tmp_path: Path, data: bytes) -> None:
    """A source is read as it says."""
    found, texts = taken(tmp_path, a=data)

    assert ([*texts], found.findings) == (["é"], [])


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        ("", "Error book_not_found, HTTP 404. Parameters: book."),
        (
            "raise BookNotFound(book=1)",
            "Error book_not_found, HTTP 404. Parameters: book (whole number).",
        ),
        (
            "def f(book: str):\n    raise BookNotFound(book=book)",
            "Error book_not_found, HTTP 404. Parameters: book (text).",
        ),
        (
            "raise BookNotFound(book=len(books))",
            "Error book_not_found, HTTP 404. Parameters: book (whole number).",
        ),
        (
            "raise BookNotFound(book=[1])",
            "Error book_not_found, HTTP 404. Parameters: book (list).",
        ),
        (
            f'raise BookNotFound(_("{BOOK_TEXT}") % {{"book": 1.5}})',
            "Error book_not_found, HTTP 404. Parameters: book (number).",
        ),
        (
            "BookNotFound(book=1); BookNotFound(book='a')",
            "Error book_not_found, HTTP 404. Parameters: book.",
        ),
    ],
)
def test_declared(tmp_path: Path, source: str, comment: str) -> None:
    """Of a declared error its code, status and parameters are told, with their types where they are known."""
    _found, texts = taken(tmp_path, a=BOOK + source)

    assert texts[BOOK_TEXT] == [comment]


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        ("int | None", " (whole number)"),
        ("None | int", " (whole number)"),
        ("Optional[int]", " (whole number)"),
        ("typing.Union[int, None]", " (whole number)"),
        ('"int"', " (whole number)"),
        ('"datetime.date | None"', " (date)"),
        ('Optional["list[int]"]', " (list)"),
        ("int | str", ""),
        ("int | Book", ""),
        ('"int("', ""),
        (r'"\0"', ""),
        ("None", ""),
    ],
)
def test_annotations(tmp_path: Path, annotation: str, kind: str) -> None:
    """A parameter's type is told as its annotation has it, if that names one."""
    source = f"{BOOK}def f(book: {annotation}):\n    raise BookNotFound(book=book)"
    _found, texts = taken(tmp_path, a=source)

    assert texts[BOOK_TEXT] == [f"Error book_not_found, HTTP 404. Parameters: book{kind}."]


@pytest.mark.parametrize(
    ("source", "comments"),
    [
        (
            "class A(InvalidRequest):\n    def __init__(self, n: int):\n"
            '        super().__init__(_("a"), n=n)',
            ["Error a, HTTP 400."],
        ),
        ('raise InvalidRequest(_("b") if x else _("a"))', ["Error invalid_request, HTTP 400."]),
        ('class A(APIError):\n    code = "gone"\n    message = _("a")', ["Error gone, HTTP 500."]),
        (
            'class A(APIError):\n    status = HTTPStatus.GONE\n    message: str = _("a")',
            ["Error a, HTTP 410."],
        ),
        ('class A(PathNotFound):\n    message = _("a")', ["Error a, HTTP 404."]),
        ('class A(exc.PathNotFound):\n    message = _("a")', ["Error a, HTTP 404."]),
        ('raise PathNotFound(_("a"))', ["Error path_not_found, HTTP 404."]),
        ('ErrorItem("/a", "required", _("a"))', ["One of several errors: required."]),
        ('class A(ValueError):\n    message = _("a")', []),
        ('class A(A):\n    message = _("a")', []),
        (
            'class A(APIError):\n    message = _("a")\nclass B(A):\n    status = 409',
            ["Error a, HTTP 500.", "Error b, HTTP 409."],
        ),
    ],
)
def test_errors(tmp_path: Path, source: str, comments: list[str]) -> None:
    """What an error is called and its status come from its class, or from the bases of that."""
    _found, texts = taken(tmp_path, a=f"{HEAD}{source}")

    assert texts.get("a") == comments


def test_error_of_other_file(tmp_path: Path) -> None:
    """A base may stand in another source, under another name."""
    _found, texts = taken(
        tmp_path,
        a='from z import Base as Other\nclass A(Other):\n    message = _("a")',
        z=f"{HEAD}class Base(APIError):\n    status = 409",
    )

    assert texts["a"] == ["Error a, HTTP 409."]


def test_error_by_way(tmp_path: Path) -> None:
    """A base may come by way of another source."""
    _found, texts = taken(
        tmp_path,
        a='from .b import Base\nclass A(Base):\n    message = _("a")',
        b="from i18n_wsgi import InvalidRequest as Base",
    )

    assert texts["a"] == ["Error a, HTTP 400."]


@pytest.mark.parametrize("imported", ["from other import", "import i18n_wsgi\nfrom other import"])
@pytest.mark.parametrize("name", ["InvalidRequest", "APIError"])
def test_stranger(tmp_path: Path, imported: str, name: str) -> None:
    """Another library's error that is called like one of ours is none."""
    found, texts = taken(tmp_path, a=f'{imported} {name}\n{name}("Text"); {name}(_("a"))')

    assert (found.findings, texts) == ([], {"a": []})


def test_stranger_by_module(tmp_path: Path) -> None:
    """So is one that is named with its module, in a source that does not know us."""
    found, texts = taken(tmp_path, a='import other\nother.InvalidRequest("Text", _("a"))')

    assert (found.findings, texts) == ([], {"a": []})


def test_own_base(tmp_path: Path) -> None:
    """Sources that import each other in a ring are read."""
    _found, texts = taken(
        tmp_path,
        a='from b import B\nclass A(B):\n    message = _("a")',
        b="from c import B",
        c="from b import B",
    )

    assert texts == {"a": []}


def test_half_character(tmp_path: Path) -> None:
    """Half of a surrogate pair is told, and left out."""
    found, texts = taken(tmp_path, a='_("\\ud83d"); _("next")')

    assert (codes(found), [*texts]) == (["W611"], ["next"])


def test_not_run(tmp_path: Path) -> None:
    """No source is run."""
    found, _texts = taken(tmp_path, a='raise SystemExit("run")', b='_("b")')

    assert found.findings == []
