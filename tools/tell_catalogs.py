"""Tell every message of catalogs that others wrote, in its language, through the real path.

    python tools/tell_catalogs.py SITE_PACKAGES/django SITE_PACKAGES/heat ...

Each folder is searched for ``<locale>/LC_MESSAGES/<domain>.mo`` and ``.po``. Every message gets the parameters
that its source text's placeholders ask for, and is told in its language, plurals for several counts. It is
counted as told, or as shown in English; what raises is a fault of ours, and ends in exit status 1.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from i18n_wsgi import translate
from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.messages import Message
from i18n_wsgi.placeholders import PlaceholderError, placeholders_of

VALUES: dict[str, object] = {"d": 1234567, "i": 1234567, "u": 3, "f": 1234.5, "g": 0.5, "c": "x"}
COUNTS = (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000)


def params_of(*sources: str) -> object:
    """What the placeholders ask for; None where there are none, or where they can't be read."""
    try:
        found = [spec for source in sources for spec in placeholders_of(source)]
    except PlaceholderError:
        return None
    if any(spec.name is None for spec in found):
        return tuple(VALUES.get(spec.type, "Zoë") for spec in placeholders_of(sources[-1]))
    return {spec.name: VALUES.get(spec.type, "Zoë") for spec in found} or None


def messages_in(path: Path, domain: str) -> Iterator[Message]:
    """The messages that a catalog translates."""
    catalog = polib.mofile(str(path)) if path.suffix == ".mo" else polib.pofile(str(path))
    for entry in catalog.translated_entries():
        if not entry.msgid_plural:
            yield Message(entry.msgid, params_of(entry.msgid), entry.msgctxt, domain=domain)
            continue
        params = params_of(entry.msgid, entry.msgid_plural)
        for count in COUNTS:
            context, plural = entry.msgctxt, entry.msgid_plural
            yield Message(entry.msgid, params, context, plural, count, domain)


def tell(path: Path, counts: Counter[str]) -> None:
    """Tell the messages of one catalog."""
    domain, locale, root = path.stem, path.parent.parent.name, path.parent.parent.parent
    catalogs = Catalogs(domain=domain, locale_dir=str(root), overlay_dir=str(root))
    for message in messages_in(path, domain):
        used: set[str] = set()
        try:
            translate(message, locale, catalogs=catalogs, used=used)
            str(translate(message, locale, catalogs=catalogs))
        # Whatever it is, it is what this command looks for.
        except Exception as exc:
            counts["raised"] += 1
            print(f"{path}: {message.msgid!r}: {exc!r}")
        else:
            counts["told" if locale in used else "shown in English"] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Tell every message of catalogs in its language.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print why a text is not used")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING if arguments.verbose else logging.CRITICAL)
    status = 0
    for folder in arguments.folders:
        found = sorted(folder.rglob("*/LC_MESSAGES/*.[mp]o"))
        # Of a catalog in both forms the compiled one is told.
        paths = [
            path for path in found if path.suffix == ".mo" or path.with_suffix(".mo") not in found
        ]
        counts: Counter[str] = Counter()
        start = time.monotonic()
        for number, path in enumerate(paths, 1):
            print(f"\r{folder}: {number} of {len(paths)} catalogs", end="", file=sys.stderr)
            tell(path, counts)
        print(file=sys.stderr)
        locales = {path.parent.parent.name for path in paths}
        figures = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        print(
            f"{folder.name}: {len(paths)} catalogs of {len(locales)} languages in "
            f"{time.monotonic() - start:.1f} s: {figures or 'no messages'}"
        )
        status |= counts["raised"] > 0
    return status


if __name__ == "__main__":
    sys.exit(main())
