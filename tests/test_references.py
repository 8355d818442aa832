"""Objects by their names."""

from __future__ import annotations

import pytest

from i18n_wsgi import ErrorMap
from i18n_wsgi.references import import_named


@pytest.mark.parametrize("name", ["i18n_wsgi:ErrorMap", " i18n_wsgi.faults:ErrorMap\n"])
def test_named(name: str) -> None:
    """A module's attribute is found, blanks around its name left out."""
    assert import_named(name) is ErrorMap


def test_attribute_of_an_attribute() -> None:
    """So is an attribute of it."""
    assert import_named("i18n_wsgi:ErrorMap.__name__") == "ErrorMap"


@pytest.mark.parametrize(
    "name", ["", ":x", "x:", "i18n_wsgi", ".x:y", "..:x", "a b:c", "a:b:c", "i18n_wsgi:ErrorMap..x"]
)
def test_no_name(name: str) -> None:
    """What is no such name is a ValueError, and imports nothing."""
    with pytest.raises(ValueError, match=r"^no name of that form$"):
        import_named(name)


@pytest.mark.parametrize(
    "name", ["nowhere:x", "i18n_wsgi.nowhere:x", "i18n_wsgi:nothing", "json.decoder.deep:x"]
)
def test_nothing_there(name: str) -> None:
    """What is not there is told as such, not as a module that fails."""
    with pytest.raises(ValueError, match=r"^(No module named|module .* has no attribute) "):
        import_named(name)
