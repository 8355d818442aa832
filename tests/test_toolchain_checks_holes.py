"""What the linter says of ``{{ name }}`` and ``$name``."""

from __future__ import annotations

import pytest

from tests.linting import catalog, codes, entry, lint


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello {{ name }}!", "Bonjour {{ nom }} !"),
        ("Hello {{ name }}!", "Bonjour !"),
        ("{% if x %}Hello{% endif %}", "{% si x %}Bonjour{% fin %}"),
        ("Hello $name", "Bonjour $nom"),
        ("Hello $name today", "Bonjour"),
    ],
)
def test_mistake(msgid: str, msgstr: str) -> None:
    """What is lost or changed is told, as an error."""
    assert {*codes(lint(catalog(entry(msgid, msgstr))))} == {"E554"}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "flags"),
    [
        ("Hello {{ name }}!", "{{name}}, bonjour !", ""),
        ("{{x}} of {n}", "{{y}} de {n}", "python-brace-format"),
        ("It costs $5", "Cela coûte 5 $", ""),
        ("It costs US$", "Cela coûte des USD", ""),
        ("Set $HOME and $PATH", "Définissez $PATH et $HOME", ""),
        ("Call $(document)", "Appelez $(ceci)", ""),
    ],
)
def test_look_alike(msgid: str, msgstr: str, flags: str) -> None:
    """Another order, other blanks and prices are no mistakes."""
    assert "E554" not in codes(lint(catalog(entry(msgid, msgstr, flags=flags))))
