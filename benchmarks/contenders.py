"""What is measured side by side: our matcher, and what else a Python service may negotiate with.

A contender is bound once to the locales on offer, in the form that it likes best. It then takes the text of
an Accept-Language header and answers with the locale as it was spelled, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from operator import itemgetter
from typing import NamedTuple

from i18n_wsgi.negotiation import (
    LanguageMatcher,
    best_match_format,
    best_match_language,
    language,
    media_type,
    tags,
)

Choose = Callable[[str | None], str | None]
_weight_of = itemgetter(0)


def _nothing() -> None:
    """What forgets nothing, where nothing is remembered."""


class Bound(NamedTuple):
    """A contender at work, and how it is made to forget: whole headers, and all that it has met."""

    choose: Choose
    forget_headers: Callable[[], object] = _nothing
    forget: Callable[[], object] = _nothing


class Contender(NamedTuple):
    """One way to negotiate a language, or a format, where media types stand in for locales."""

    name: str
    packages: tuple[str, ...]  # as they are installed, the usual one first
    bind: Callable[[Sequence[str]], Bound]
    memo: str = ""  # what `forget` empties
    is_list: bool = False  # is handed what is on offer with each header

    def release(self) -> str | None:
        """The version that is installed; None where there is none that can be imported."""
        try:
            self.bind(["en"])
        except ImportError:
            return None
        for package in self.packages:
            try:
                return f"{package} {version(package)}"
            except PackageNotFoundError:
                continue
        return f"{self.packages[0]} from its sources"


def wished_tags(header: str | None) -> list[str]:
    """The tags of a header by falling weight: the least reading that a fair answer takes.

    For peers that take a list of tags.
    """
    if not header:
        return []
    wishes = []
    for member in header.split(","):
        tag, _semicolon, parameter = member.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0:
            wishes.append((weight, tag.strip()))
    wishes.sort(key=_weight_of, reverse=True)
    return [tag for _weight, tag in wishes]


def _bind_ours(available: Sequence[str]) -> Bound:
    matcher = LanguageMatcher(available)
    # The memos are private: nobody but a benchmark has a reason to empty them.
    answers = matcher._answers  # noqa: SLF001
    return Bound(matcher.best_match, answers.clear, lambda: _empty(matcher))


def _bind_ours_with_list(available: Sequence[str]) -> Bound:
    locales = list(available)
    best_match_language("en", locales)
    matcher = language._matchers_by_id[id(locales)][1]  # noqa: SLF001 -- see _bind_ours
    answers = matcher._answers  # noqa: SLF001
    return Bound(
        lambda header: best_match_language(header, locales),
        answers.clear,
        lambda: _empty(matcher),
    )


def _empty(matcher: LanguageMatcher) -> None:
    matcher._answers.clear()  # noqa: SLF001 -- see _bind_ours
    matcher._found.clear()  # noqa: SLF001
    tags._recall.cache_clear()  # noqa: SLF001


def _bind_webob_best_match(available: Sequence[str]) -> Bound:
    from webob.acceptparse import create_accept_language_header

    spelled = _by_tag(available)
    offered = list(spelled)
    return Bound(
        lambda header: spelled.get(create_accept_language_header(header).best_match(offered))
    )


def _bind_webob_lookup(available: Sequence[str]) -> Bound:
    from webob.acceptparse import create_accept_language_header

    spelled = _by_tag(available)
    offered = list(spelled)

    def choose(header: str | None) -> str | None:
        return spelled.get(create_accept_language_header(header).lookup(offered, default=_nothing))

    return Bound(choose)


def _bind_babel(available: Sequence[str]) -> Bound:
    from babel.core import negotiate_locale

    spelled = {tag.replace("-", "_").lower(): locale for tag, locale in _by_tag(available).items()}
    locales = list(spelled)

    def choose(header: str | None) -> str | None:
        wished = wished_tags(header and header.replace("-", "_"))
        found = negotiate_locale(wished, locales)
        return found and spelled[found.lower()]

    return Bound(choose)


def _bind_werkzeug(available: Sequence[str]) -> Bound:
    from werkzeug.datastructures import LanguageAccept
    from werkzeug.http import parse_accept_header

    return Bound(lambda header: parse_accept_header(header, LanguageAccept).best_match(available))


def _bind_langcodes(available: Sequence[str]) -> Bound:
    from langcodes import Language, closest_supported_match, language_distance
    from langcodes.tag_parser import LanguageTagError

    def is_tag(text: str) -> bool:
        try:
            Language.get(text).maximize()
        except LanguageTagError:
            return False
        return True

    spelled = {tag: locale for tag, locale in _by_tag(available).items() if is_tag(tag)}
    offered = list(spelled)

    def choose(header: str | None) -> str | None:
        for tag in wished_tags(header):
            try:
                found = closest_supported_match(tag, offered)
            except LanguageTagError:
                continue
            if found is not None:
                return spelled[found]
        return None

    def forget() -> None:
        # All that it remembers of tags, but for those on offer, which others are bound to as well.
        Language._INSTANCES.clear()  # noqa: SLF001 -- see _bind_ours
        Language._PARSE_CACHE.clear()  # noqa: SLF001
        language_distance._DISTANCE_CACHE.clear()  # noqa: SLF001
        for tag in offered:
            is_tag(tag)

    return Bound(choose, forget=forget)


def _bind_icu(available: Sequence[str]) -> Bound:
    import icu

    spelled = icu_locales(available)
    builder = icu.LocaleMatcher.Builder()
    builder.setSupportedLocales([icu.Locale(name) for name in spelled])
    # PyICU crashes on a header that nothing suits, unless there is a default: one that is no language.
    builder.setDefaultLocale(icu.Locale("zxx"))
    matcher = builder.build()

    def choose(header: str | None) -> str | None:
        try:
            found = matcher.getBestMatchForListString(header or "")
        except icu.ICUError:  # the whole header is refused
            return None
        return spelled.get(found.getName())

    return Bound(choose)


def _bind_icu_with_list(available: Sequence[str]) -> Bound:
    import icu

    spelled = icu_locales(available)
    names = list(spelled)

    def choose(header: str | None) -> str | None:
        try:
            found, _result = icu.LocaleMatcher.acceptLanguageFromHTTP(header or "", names)
        except icu.ICUError:
            return None
        return spelled.get(found)

    return Bound(choose)


def icu_version() -> str:
    """The version of the library that PyICU binds."""
    import icu

    return str(icu.ICU_VERSION)


def icu_locales(available: Sequence[str]) -> dict[str, str]:
    """The locales that ICU can read, by the names that it gives to them."""
    import icu

    spelled: dict[str, str] = {}
    for tag, locale in _by_tag(available).items():
        try:
            spelled.setdefault(icu.Locale.forLanguageTag(tag).getName(), locale)
        except icu.ICUError:
            continue
    return spelled


def _bind_our_formats(media_types: Sequence[str]) -> Bound:
    formats = [_Format(text) for text in media_types]

    def choose(header: str | None) -> str | None:
        found = best_match_format(header, formats)
        return found and found.media_type

    forget = media_type._ranges_of.clear  # noqa: SLF001 -- see _bind_ours
    return Bound(choose, forget, forget)


class _Format(NamedTuple):
    media_type: str


def _bind_webob_formats(media_types: Sequence[str]) -> Bound:
    from webob.acceptparse import create_accept_header

    def choose(header: str | None) -> str | None:
        found = create_accept_header(header).acceptable_offers(media_types)
        return found[0][0] if found else None

    return Bound(choose)


def _bind_werkzeug_formats(media_types: Sequence[str]) -> Bound:
    from werkzeug.datastructures import MIMEAccept
    from werkzeug.http import parse_accept_header

    return Bound(lambda header: parse_accept_header(header, MIMEAccept).best_match(media_types))


def _by_tag(available: Sequence[str]) -> dict[str, str]:
    """The locales by their tags as HTTP writes them, of equal ones the first."""
    spelled: dict[str, str] = {}
    for locale in available:
        spelled.setdefault(locale.replace("_", "-"), locale)
    return spelled


_OUR_MEMO = "headers, wishes, tags"
_ICU = ("icukit-pyicu", "PyICU")
OURS = Contender("ours", ("i18n_wsgi",), _bind_ours, _OUR_MEMO)
OURS_WITH_LIST = Contender("ours, list", ("i18n_wsgi",), _bind_ours_with_list, _OUR_MEMO, True)
ICU = Contender("PyICU", _ICU, _bind_icu)
ICU_WITH_LIST = Contender("PyICU, list", _ICU, _bind_icu_with_list, is_list=True)

CONTENDERS = (
    OURS,
    OURS_WITH_LIST,
    ICU,
    ICU_WITH_LIST,
    Contender("Babel", ("babel",), _bind_babel),
    Contender("WebOb best", ("webob",), _bind_webob_best_match),
    Contender("WebOb lookup", ("webob",), _bind_webob_lookup),
    Contender("Werkzeug", ("werkzeug",), _bind_werkzeug),
    Contender("langcodes", ("langcodes",), _bind_langcodes, "tags that aren't on offer, distances"),
)

OUR_FORMATS = Contender("ours", ("i18n_wsgi",), _bind_our_formats, "headers")
FORMAT_CONTENDERS = (
    OUR_FORMATS,
    Contender("WebOb", ("webob",), _bind_webob_formats),
    Contender("Werkzeug", ("werkzeug",), _bind_werkzeug_formats),
)
