"""Small catalogs for the linter's tests."""

from __future__ import annotations

from collections.abc import Sequence

from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.lint import lint_bytes

PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 ? 4 : 5);",
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 ||"
    " n%100>=20) ? 1 : 2);",
}


def escaped(text: str) -> str:
    """A text as it stands between quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def catalog(*entries: str, language: str = "fr", plural_forms: str | None = None) -> str:
    """A whole catalog."""
    told = PLURALS.get(language, PLURALS["de"]) if plural_forms is None else plural_forms
    header = (
        "# French.\n#\n"
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: library 1.0\\n"\n'
        '"PO-Revision-Date: 2026-11-22 10:00+0000\\n"\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {told}\\n"\n'
    )
    return "\n".join([header, *entries])


def entry(msgid: str, *forms: str, plural: str | None = None, flags: str = "") -> str:
    """One entry; a plural with its forms, or a text with its translation."""
    lines = [f"#, {flags}"] if flags else []
    lines.append(f'msgid "{escaped(msgid)}"')
    if plural is None:
        lines.append(f'msgstr "{escaped(forms[0])}"')
    else:
        lines.append(f'msgid_plural "{escaped(plural)}"')
        lines += [f'msgstr[{number}] "{escaped(form)}"' for number, form in enumerate(forms)]
    return "\n".join(lines) + "\n"


def lint(text: str, locale: str | None = None) -> list[Finding]:
    """What the linter says."""
    return lint_bytes(text.encode(), "x.po", locale).findings


def codes(findings: Sequence[Finding], prefix: str = "") -> list[str]:
    """The codes of the findings that begin so."""
    return [finding.rule.code for finding in findings if finding.rule.code.startswith(prefix)]
