"""Sources that texts are taken from, for tests."""

from __future__ import annotations

from pathlib import Path

from i18n_wsgi.toolchain.extraction.files import SourceMap, find_sources
from i18n_wsgi.toolchain.extraction.taking import Taken, catalog_of, keywords_of, take

HEAD = "from i18n_wsgi import APIError, ErrorItem\n"


def taken(
    folder: Path, *marks: str, **sources: str | bytes
) -> tuple[Taken, dict[object, list[str]]]:
    """What files have, and the comments of each text, by its msgid or its context and msgid."""
    for name, source in sources.items():
        data = source.encode() if isinstance(source, str) else source
        (folder / f"{name}.py").write_bytes(data)
    found = take(find_sources([folder], folder, SourceMap(), [".*"]), keywords_of(marks))
    catalog = catalog_of(found)
    texts = {
        (message.context, message.id) if message.context else message.id: message.auto_comments
        for message in catalog
        if message.id
    }
    return found, texts


def codes(found: Taken) -> list[str]:
    return [finding.rule.code for finding in found.findings]
