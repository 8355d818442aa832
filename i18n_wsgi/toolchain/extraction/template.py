"""The file of a template: the same texts give the same bytes, and its header is its team's."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import generate_po
from polib import escape

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.reading import is_utf8
from i18n_wsgi.settings import SettingsError

_CHARSET = re.compile(r'charset=([^\s"\\]+)')
_CREATION_DATE = re.compile(r'(?m)^("POT-Creation-Date: )[^\\"]*')


@dataclass(frozen=True)
class Project:
    """What a new template says of its project.

    Attributes:
        name, version: the project's.
        holder: whose the copyright is.
        bugs: where mistakes in the English texts are told.
    """

    name: str
    version: str = ""
    holder: str = ""
    bugs: str = ""


def project_of(root: Path) -> Project:
    """What pyproject.toml says of the project; the folder's name where there is none.

    Raises:
        SettingsError: it can't be read.
    """
    file = root / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except ValueError as exc:
        raise SettingsError(f"{file}: {exc}") from exc
    project = _table(table.get("project"))
    urls = {str(name).lower(): str(url) for name, url in _table(project.get("urls")).items()}
    bugs = next((urls[name] for name in ("issues", "bug tracker", "bugs") if name in urls), "")
    authors = project.get("authors")
    author = _table(authors[0]) if isinstance(authors, list) and authors else {}
    name = str(project.get("name") or root.name)
    holder = str(author.get("name") or f"The {name} authors")
    return Project(
        name, str(project.get("version", "")), holder, bugs or str(author.get("email", ""))
    )


def _table(value: object) -> Mapping[str, Any]:  # as tomllib has it
    return value if isinstance(value, Mapping) else {}


def template_text(
    catalog: Catalog, old: str | None, project: Project, *, has_lines: bool = False, width: int = 0
) -> str:
    """The text of a template.

    Args:
        catalog: its messages, in their order.
        old: the text of the one that there is. Its header stays; where nothing else has changed, all of it.
        project: what a new header says.
        has_lines: whether places have the line's number, which changes with every line above it.
        width: where lines are broken; 0 for nowhere.
    """
    lines = generate_po(catalog, omit_header=True, include_lineno=has_lines, width=width)
    body = "".join(lines).rstrip("\n")
    body = f"\n{body}\n" if body else ""
    header = None if old is None else _header_of(old.replace("\r\n", "\n"))
    if header is None:
        return _new_header(project) + body
    text = header + body
    if old is not None and text.rstrip() == old.replace("\r\n", "\n").rstrip():
        return old
    return _CREATION_DATE.sub(lambda found: f"{found[1]}{_now()}", text, count=1)


def _header_of(text: str) -> str | None:
    file = PoFile(text)
    if file.header is None or file.entries[0] is not file.header:
        return None
    lines = file.lines[: file.header.stop - 1]
    header = "\n".join(lines).rstrip("\n") + "\n"
    found = _CHARSET.search(header)
    return header if found is None or is_utf8(found[1]) else _CHARSET.sub("charset=UTF-8", header)


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return f"{now:%Y-%m-%d %H:%M+0000}"


def _new_header(project: Project) -> str:
    now = _now()
    fields = {
        "Project-Id-Version": f"{project.name} {project.version}".strip(),
        "Report-Msgid-Bugs-To": project.bugs,
        "POT-Creation-Date": now,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "",
        "Language-Team": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    told = (escape(f"{name}: {value}\n") for name, value in fields.items())
    name = " ".join(project.name.split())
    lines = [f"# Translations template for {name}."]
    if project.holder:
        lines.append(f"# Copyright (C) {now[:4]} {' '.join(project.holder.split())}")
    lines += [f"# This file is distributed under the same license as {name}.", "#"]
    return "\n".join(
        [*lines, "#, fuzzy", 'msgid ""', 'msgstr ""', *(f'"{one}"' for one in told), ""]
    )
