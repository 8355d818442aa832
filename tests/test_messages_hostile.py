"""Parameters that raise, load or take for ever when they are looked at: a filling survives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog
from tests.telling import tell

_MARKS = translator("library")
_ = _MARKS.gettext
HUGE = Decimal("-1E+999999999")


class Unloadable:
    """As Django's ``SimpleLazyObject`` of what can't be loaded."""

    @property
    def __class__(self) -> type:
        raise RuntimeError("the database is away")

    def __str__(self) -> str:
        raise RuntimeError("the database is away")


class Unreadable(Mapping[str, object]):
    def __getitem__(self, key: str) -> object:
        raise RuntimeError("no item for you")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("no names for you")

    def __len__(self) -> int:
        return 1


def test_unloadable() -> None:
    """An object that can't be loaded leaves the msgid."""
    text = _("User %s") % Unloadable()

    assert (text, text.named_params, text.number) == ("User %s", {}, 0)


@pytest.mark.parametrize("locale", ["fr", None])
def test_unloadable_told(locale: str | None, write_catalog: WriteCatalog) -> None:
    """So it is when it is told."""
    root = write_catalog("fr", 'msgid "User %s"\nmsgstr "Utilisateur %s"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(root))

    assert translate(_("User %s") % Unloadable(), locale, catalogs=catalogs) == "User %s"


def test_unloadable_count() -> None:
    """Neither does it count."""
    assert (_MARKS.ngettext("a", "b", "n") % {"n": Unloadable()}).number == 0


def test_class_is_not_loaded() -> None:
    """An object whose class is that of what is behind it fills a text without being asked for it."""

    class Lazy(Unloadable):
        def __str__(self) -> str:
            return "Joe"

    assert _("User %s") % Lazy() == "User Joe"


@pytest.mark.parametrize("first", [None, {"book": 9}])
def test_unreadable_mapping(first: dict[str, object] | None) -> None:
    """A mapping that can't be read is an empty one."""
    text = _("Book %(book)s")
    text = text if first is None else text % first

    filled = text % Unreadable()

    assert filled.named_params == (first or {})
    assert filled == ("Book %(book)s" if first is None else "Book 9")


# Numbers that would take minutes


@pytest.mark.parametrize("params", [HUGE, (HUGE,), {"x": HUGE}], ids=["alone", "tuple", "dict"])
@pytest.mark.parametrize("kind", ["d", "i", "5d", "x", "c"])
def test_huge_number(kind: str, params: object) -> None:
    """A number of a thousand million digits is not written in digits."""
    template = f"%(x){kind}" if isinstance(params, dict) else f"%{kind}"

    assert _(template) % params == template


def test_huge_number_as_text() -> None:
    """As text it is short."""
    assert _("%(x)s") % {"x": HUGE} == "-1E+999999999"


@pytest.mark.parametrize("locale", ["de", "fa", "tlh"])
@pytest.mark.parametrize("template", ["%(x)d", "%(x)5d"])
def test_huge_number_localised(template: str, locale: str) -> None:
    """Neither is it for a reader, who gets the English text."""
    with pytest.raises(TypeError):
        tell(HUGE, template, locale)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (Decimal("1E+999999999"), 10**15),
        (Decimal("1E-999999999"), 0),
        (10**4299, 10**4299),
        (Decimal("1E+4299"), 10**4299),
        (Decimal("1E+4300"), 10**15),
        (Decimal("2E+1"), 20),
        (Decimal("Infinity"), 0),
        (Decimal("sNaN"), 0),
    ],
)
def test_huge_count(n: object, expected: int) -> None:
    """Of a count with more digits than Python writes the plural form is that of a large number."""
    text = _MARKS.ngettext("one", "many", "n") % {"n": n}

    assert (text, text.number) == ("many", expected)
