"""Which folders are called like a locale: `fr.bak` and `fr_old` are not."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

# What glibc's locales are called, and a few more, their parts spelled as BCP 47 or as gettext does.
_LOCALE = re.compile(
    r"[a-z]{2,3}(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?:[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:[-_](?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?:\.(?:utf-?8|iso-?8859-?1?\d|koi8-?[rtu]|cp125\d|big5(?:-?hkscs)?|gb(?:k|2312|18030)"
    r"|euc-?(?:jp|kr|tw)|tis-?620|armscii-?8|georgian-?ps|rk1048|tcvn5712-?1))?"
    r"(?:@(?:abegede|arabic|cyrillic|devanagari|euro|iqtelif|latin|saaho|tarask|valencia))?",
    re.ASCII | re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def is_locale(name: str) -> bool:
    """Whether a folder is called like a locale, in any spelling, and not like a copy of one."""
    match = _LOCALE.fullmatch(name)
    if match is None:
        return False
    script, variants = match["script"], match["variants"].upper().replace("-", "_").split("_")[1:]
    if script and script.title() not in _scripts():
        return False
    # What Babel knows of English takes a moment to read, and folders with variants are rare.
    return not variants or set(variants) <= Locale("en").variants.keys()


@lru_cache(maxsize=1)
def _scripts() -> frozenset[str]:
    likely = get_global("likely_subtags").items()
    parts = (part for pair in likely for tag in pair for part in tag.split("_"))
    return frozenset(part for part in parts if len(part) == 4)
