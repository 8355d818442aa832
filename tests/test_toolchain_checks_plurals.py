"""Plural forms, and the rule that chooses one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linting import PLURALS, catalog, codes, entry, lint

FORMS = ["%(n)d a", "%(n)d b", "%(n)d c", "%(n)d d", "%(n)d e", "%(n)d f"]


def book(count: int) -> str:
    """A plural with so many forms."""
    return entry("%(n)d book", *FORMS[:count], plural="%(n)d books")


def found(text: str) -> list[str]:
    """The codes of what is wrong with plurals."""
    return codes(lint(text), "E2") + codes(lint(text), "W2")


@pytest.mark.parametrize(
    ("language", "plural_forms", "count", "expected"),
    [
        ("fr", "", 2, "E201"),
        ("fr", "nplurals=INTEGER; plural=EXPRESSION;", 2, "E201"),
        ("fr", "nplurals=2; plural=__import__('os').getpid();", 2, "E202"),
        ("fr", "nplurals=2; plural=(n", 2, "E202"),
        ("fr", "nplurals=2", 2, "E202"),
        ("fr", "plural=(n > 1); nplurals=2;", 2, "E202"),
        ("fr", "nplurals=\uff12; plural=(n > 1);", 2, "E202"),
        ("fr", "nplurals=two; plural=n", 2, "E202"),
        ("fr", f"nplurals=2; plural={'(' * 500}n{')' * 500};", 2, "E202"),
        ("fr", "nplurals=99; plural=n;", 2, "E202"),
        ("fr", "nplurals=-2; plural=0;", 2, "E204"),
        ("fr", "nplurals=2; plural=10/n;", 2, "E203"),
        ("fr", "nplurals=2; plural=(n % (n - 1) > 1);", 2, "E203"),
        ("fr", "nplurals=2; plural=n;", 2, "E204"),
        ("pl", "nplurals=2; plural=(n==1 ? 0 : n%10>=2 ? 1 : 2);", 2, "E204"),
        ("fr", "nplurals=3; plural=(n > 1);", 3, "E205"),
        ("fr", "nplurals=2; plural=0;", 2, "E205"),
        ("de", "nplurals=1; plural=0;", 1, "E206"),
        ("ru", "nplurals=2; plural=(n != 1);", 2, "E206"),
        ("pl", "nplurals=1; plural=0;", 1, "E206"),
        ("de", "nplurals=2; plural=(n == 1);", 2, "E207"),
        ("ru", "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);", 3, "E207"),
        ("pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);", 3, "E207"),
        ("de", "nplurals=2; plural=(n > 1);", 2, "W208"),
        ("fr", "nplurals=2; plural=(n != 1);", 2, "W208"),
        ("cy", "nplurals=2; plural=(n != 1);", 2, "E206"),
        ("is", "nplurals=2; plural=(n != 1);", 2, "E207"),
        ("fr", PLURALS["fr"], 1, "E209"),
        ("pl", PLURALS["pl"], 2, "E209"),
        ("ja", PLURALS["ja"], 2, "E211"),
        ("fr", PLURALS["fr"], 3, "E211"),
    ],
)
def test_mistake(language: str, plural_forms: str, count: int, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    text = catalog(book(count), language=language, plural_forms=plural_forms)

    assert expected in found(text)


@pytest.mark.parametrize(
    ("language", "plural_forms", "count"),
    [
        *((language, told, int(told[9])) for language, told in PLURALS.items()),
        # CLDR has more, for fractions or for millions.
        ("cs", "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;", 3),
        ("cs", "nplurals=4; plural=(n == 1 && n % 1 == 0) ? 0 : (n >= 2 && n <= 4 && n % 1 == 0)"
            " ? 1: (n % 1 != 0 ) ? 2 : 3;", 4),
        ("pl", "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1"
            " : n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14)"
            " ? 2 : 3);", 4),
        ("fr", "nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;", 3),
        ("es", "nplurals=2; plural=(n != 1);", 2),
        ("pt_BR", "nplurals=2; plural=(n > 1);", 2),
        ("pt_PT", "nplurals=2; plural=(n != 1);", 2),
        ("he", "nplurals=2; plural=(n != 1);", 2),
        ("lv", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);", 3),
        ("tr", "nplurals=1; plural=0;", 1),
        ("tr", "nplurals=2; plural=(n > 1);", 2),
        ("fa", "nplurals=1; plural=0;", 1),
        ("zh_CN", "nplurals=1; plural=0;", 1),
        ("zh_Hant", "nplurals=1; plural=0", 1),
        ("tlh", "nplurals=2; plural=(n > 1);", 2),
        ("en_XA", "nplurals=2; plural=n!=1", 2),
        ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);", 4),
        ("ga", "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n>2 && n<7 ? 2 : n>6 && n<11 ? 3 : 4);", 5),
        ("ga", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;", 3),
        # Catalogs had them before there were CLDR's.
        ("ga", "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4);", 5),
        ("cy", "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;", 4),
        ("mk", "nplurals=2; plural=(n==1 || n%10==1 ? 0 : 1);", 2),
        ("mk", "nplurals=3; plural=n%10==1 ? 0 : n%10==2 ? 1 : 2;", 3),
        ("mt", "nplurals=4; plural=(n==1 ? 0 : n==0 || (n%100>1 && n%100<11) ? 1 : (n%100>10 && n%100<20)"
            " ? 2 : 3);", 4),
        ("gd", "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : (n > 2 && n < 20) ? 2 : 3;", 4),
        ("he", "nplurals=4; plural=(n == 1) ? 0 : (n == 2) ? 1 : (n > 10 && n % 10 == 0) ? 2 : 3;", 4),
        ("hy", "nplurals=2; plural=(n != 1);", 2),
    ],
)  # fmt: skip
def test_sound(language: str, plural_forms: str, count: int) -> None:
    """A rule that is richer or poorer than CLDR's, but not at odds with it, is left alone."""
    assert found(catalog(book(count), language=language, plural_forms=plural_forms)) == []


def test_empty_form() -> None:
    """A form without a text is found, with its line."""
    (finding,) = lint(catalog(entry("%(n)d book", "%(n)d livre", "", plural="%(n)d books")))

    assert (finding.rule.code, finding.place.line) == ("E210", 16)


def test_untranslated_plural() -> None:
    """A plural without any translation is none that is wrong."""
    assert found(catalog(entry("%(n)d book", "", "", plural="%(n)d books"))) == []


def test_no_plurals() -> None:
    """Where there are no plurals, nobody misses their rule."""
    assert found(catalog(entry("a", "b"), plural_forms="")) == []


def test_fields_over_lines() -> None:
    """The rule may go over several lines of the header."""
    told = catalog(book(2)).replace("nplurals=2; plural", 'nplurals=2;"\n" plural')

    assert found(told) == []


@given(st.text() | st.text("n0123456789=!<>&|?:%+-*/() ").map("nplurals=2; plural={}".format))
def test_anything(plural_forms: str) -> None:
    """Nothing is raised, whatever the rule is."""
    lint(catalog(book(2), plural_forms=plural_forms.replace('"', "").replace("\\", "")))
