"""What a locale means, and which others have its texts where it has none."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from i18n_wsgi.negotiation import Tag, maximise, parse_tag


@lru_cache(maxsize=1024)
def full_tag(locale: str) -> Tag | None:
    """What a locale means, however it is spelled; None for what is no language tag."""
    tag = parse_tag(locale)
    return None if tag is None else maximise(tag)


@lru_cache(maxsize=1024)
def fallbacks(locale: str) -> tuple[Tag, ...]:
    """The locale and its ancestors in the same script, each maximised (CLDR, Parent Locales)."""
    found: list[Tag] = []
    full = full_tag(locale)
    while full is not None and full not in found:
        found.append(full)
        full = _parent(full)
    return tuple(found)


def _parent(full: Tag) -> Tag:
    language, script, region = full
    base = maximise(Tag(language, script, ""))
    names = [f"{language}_{region}", f"{language}_{script}_{region}"]
    if full == base:
        names.append(language)
    for name in names:
        parent = parse_tag(get_global("parent_exceptions").get(name, ""))
        # `no` is both of Norway's languages. Another language is none that the reader asked for.
        if parent is not None and parent.language in (language, "no"):
            full_parent = maximise(parent)
            if full_parent.script == script:
                return full_parent
    return base
