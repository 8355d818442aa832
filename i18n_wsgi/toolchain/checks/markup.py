"""Markup: tags and entities are the msgid's, and nothing runs in the reader's browser."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from html.entities import html5
from itertools import islice
from typing import NamedTuple

from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject
from i18n_wsgi.toolchain.scripts import words

_LOST_TAG = Rule(
    "E540",
    "A tag is lost",
    "Write each tag of the msgid into the translation, as it stands there.",
    "What it does, such as a link or bold letters, is gone, or goes on to the end of the page.",
    'msgid "Read <b>this</b>."\nmsgstr "Lisez <b>ceci."',
    'msgid "Read <b>this</b>."\nmsgstr "Lisez <b>ceci</b>."',
)
_EXTRA_TAG = Rule(
    "E541",
    "A tag is not in the msgid",
    "Take it out.",
    "Where the msgid has no tags they are shown as they stand, or change the page.",
    'msgid "Read this."\nmsgstr "Lisez <b>ceci</b>."',
    'msgid "Read this."\nmsgstr "Lisez ceci."',
)
_NESTING = Rule(
    "E542",
    "Tags are not closed in the order in which they are opened",
    "Open each tag before you close it, and close the inner one first.",
    "The page is not what the msgid's is.",
    'msgid "Read <b>this</b>."\nmsgstr "Lisez </b>ceci<b>."',
    'msgid "Read <b>this</b>."\nmsgstr "Lisez <b>ceci</b>."',
)
_SCRIPT = Rule(
    "E543",
    "A translation brings a script or foreign content into the page",
    "Take it out, and find out who wrote it.",
    "It runs in the reader's browser with the reader's rights.",
    'msgid "Read this."\nmsgstr "Lisez ceci.<script>alert(1)</script>"',
    'msgid "Read this."\nmsgstr "Lisez ceci."',
)
_ATTRIBUTE = Rule(
    "E544",
    "An attribute of a tag was lost or changed",
    "Write it as the msgid has it; translate only title, alt, placeholder and the like.",
    "The link, the form or the style no longer works.",
    'msgid "<a class=\\"more\\">More</a>"\nmsgstr "<a class=\\"plus\\">Plus</a>"',
    'msgid "<a class=\\"more\\">More</a>"\nmsgstr "<a class=\\"more\\">Plus</a>"',
)
_ENTITY = Rule(
    "E545",
    "An entity is broken",
    "Write it with & before it, ; behind it and no blank, or write the character itself.",
    "The reader sees the code instead of the character.",
    'msgid "10&nbsp;MB"\nmsgstr "10&nbsp Mo"',
    'msgid "10&nbsp;MB"\nmsgstr "10&nbsp;Mo"',
)
_CODE = Rule(
    "E552",
    "A translation has code of a template",
    "Take it out, and find out who wrote it.",
    "Where texts are put into templates it runs on the server, and can show what it knows.",
    'msgid "Read this."\nmsgstr "Lisez ceci. {{ config }}"',
    'msgid "Read this."\nmsgstr "Lisez ceci."',
)
_EXTRA_PAIR = Rule(
    "W550",
    "A tag for the looks is lost, or more than the msgid has",
    "Write as many as the msgid has, unless the language needs it otherwise.",
    "A line break or a raised letter changes how the page looks.",
    'msgid "One line.<br>Another."\nmsgstr "Une ligne. Une autre."',
    'msgid "One line.<br>Another."\nmsgstr "Une ligne.<br>Une autre."',
)

RULES = (
    _LOST_TAG, _EXTRA_TAG, _NESTING, _SCRIPT, _ATTRIBUTE, _ENTITY, _EXTRA_PAIR, _CODE,
)  # fmt: skip

_VOID = words("area base br col embed hr img input link meta param source track wbr")
_HTML = _VOID | words("""a abbr address article aside audio b bdi bdo blockquote body button canvas caption center cite code
    colgroup data dd del details dfn dialog div dl dt em fieldset figcaption figure font footer form h1 h2 h3
    h4 h5 h6 head header html i iframe ins kbd label legend li main map mark math menu nav noscript object ol
    optgroup option output p picture pre progress q ruby rt s samp script section select slot small span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var
    video""")
# Elements whose names are no words that prose would put between < and >.
_PLAIN = words(
    "a b i u p em br hr li ul ol td tr th h1 h2 h3 h4 h5 h6 img div sup sub strong span wbr"
)
_LOOKS = words("br wbr sup sub bdi bdo ruby rt nobr q")
_DANGEROUS = "script|iframe|frame|object|embed|applet|form|meta|base|link|style|svg|math|template|video|audio|portal"

_NAME = r"[A-Za-z](?:[\w:.-]*\w)?|\d+"
_ATTRIBUTE_TEXT = r"""[A-Za-z_:@][\w:@.\-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?"""
_TAG = re.compile(rf"<(/?)({_NAME})((?:\s+{_ATTRIBUTE_TEXT})*)\s*(/?)>")
_ATTRIBUTES = re.compile(r"""([\w:@.\-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
# What editors make of the quotes around a value, and no browser takes for them.
_QUOTES = tuple("“”„«»‘’‚")
_FLAGS = words(
    "async autofocus checked controls defer disabled download hidden multiple novalidate open readonly required"
    " reversed selected"
)
_TRANSLATED = words(
    "title alt placeholder label content value lang xml:lang hreflang dir summary abbr download target rel"
)
_INJECTED = re.compile(
    rf"<\s*/?\s*(?:{_DANGEROUS})\b(?=[\s/>]|\Z)|<[a-z][^<>]*[\s/\"']on[a-z]{{3,}}\s*=|<!--",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"(?:=\s*(?:[\"']\s*)?|\]\(\s*)(?:javascript|vbscript|livescript)\s*:|\b(?:javascript|vbscript):(?=\S)"
    r"|(?:=\s*(?:[\"']\s*)?|\]\(\s*)data:(?!image/(?:png|gif|jpeg))",
    re.IGNORECASE,
)
_HIDDEN_IN_SCHEMES = re.compile(r"[\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]")

_ENTITY_TEXT = re.compile(
    r"(?P<sign>[&＆])(?P<before>\s{0,3})(?P<name>#?\w{2,31})(?P<after>\s{0,3})(?P<end>[;；]?)(?!=)"
)
_NUMBER = re.compile(r"#(?:\d{2,7}|x[0-9a-fA-F]{2,6})")

_CODE_TEXT = re.compile(r"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}|<%[^<>]{1,200}%>")
_HAS_ANY = re.compile(r"[<&＆]|\{[{%]|script\s*:", re.IGNORECASE)


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    piece: str = ""
    start: int = 0


class _Tag(NamedTuple):
    """A tag of a text: ``a``, ``/a``, ``br/``, and where it stands."""

    start: int
    text: str
    name: str
    kind: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.kind


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation's markup is not those of its msgid."""
    has_any = _HAS_ANY.search
    for entry, text, sources in subject.pairs:
        value = text.value
        if value in sources or not (has_any(value) or has_any(sources[0])):
            continue
        for rule, message, piece, start in islice(_troubles(value, sources), MOST):
            yield subject.in_text(rule, entry, text, message, piece=piece, offset=start)


def _troubles(value: str, sources: Sequence[str]) -> Iterator[_Trouble]:
    injected = [*islice(_injected(value, sources), MOST)]
    yield from injected
    whole = "".join(sources)
    if "{" not in whole and "<%" not in whole:
        for match in _CODE_TEXT.finditer(value):
            yield _Trouble(_CODE, f"{match[0]} is not in the msgid", match[0], match.start())
    if "<" in value or "<" in whole:
        options = [[*islice(_of_tags(value, source), MOST)] for source in sources]
        if not injected or not any(trouble.rule is _EXTRA_TAG for trouble in options[0]):
            yield from min(options, key=len)
        else:
            yield from (trouble for trouble in min(options, key=len) if trouble.rule is _LOST_TAG)
    if "&" in value or "＆" in value:
        yield from _of_entities(value, whole)


def _injected(value: str, sources: Sequence[str]) -> Iterator[_Trouble]:
    """What runs in a browser, or loads something, and is not in the msgid."""
    known = " ".join(sources).lower()
    for match in _INJECTED.finditer(value):
        if match[0].lower() not in known and not _is_foreseen(match[0], known):
            yield _Trouble(_SCRIPT, f"{match[0]} is not in the msgid", match[0], match.start())
    if ":" in value or "&#" in value or "&colon" in value:
        plain = _HIDDEN_IN_SCHEMES.sub("", unescape(value))
        if (found := _SCHEME.search(plain)) and not _SCHEME.search(unescape(known)):
            piece = found[0].strip(" =\"'](")
            yield _Trouble(
                _SCRIPT, f"{piece} is not in the msgid", piece, max(value.find(piece), 0)
            )


def _is_foreseen(found: str, known: str) -> bool:
    """Whether the msgid has the same element, written another way."""
    name = re.search(r"on[a-z]+(?=\s*=\Z)|[a-z]+(?=\Z)", found.lower())
    return name is not None and name[0] in _names_in(known)


@lru_cache(maxsize=64)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<=[</\s\"'])[a-z]+\b", text))


@lru_cache(maxsize=1024)
def _tags(text: str, known: frozenset[str] = frozenset()) -> tuple[_Tag, ...]:
    """What is markup: what is known to be, or closed, or has attributes, or has a name that no prose has."""
    found = []
    for match in _TAG.finditer(text):
        name, rest = match[2].lower(), match[3]
        if rest and "=" not in rest and not _FLAGS.issuperset(rest.lower().split()):
            continue
        is_void = match[4] or name in _VOID
        kind = "close" if match[1] else "void" if is_void else "open"
        attributes = tuple(
            (one[1].lower(), one[2] or one[3] or one[4] or "") for one in _ATTRIBUTES.finditer(rest)
        )
        found.append(
            (_Tag(match.start(), match[0], name, kind, attributes), "=" in rest, bool(match[4]))
        )
    closed = known | {tag.name for tag, _has, _self in found if tag.kind == "close"}
    return tuple(
        tag
        for tag, has_values, is_closed in found
        if tag.name in closed
        or (has_values and tag.name in _HTML)
        or is_closed
        or tag.name in _PLAIN
    )


def _of_tags(value: str, source: str) -> Iterator[_Trouble]:
    wanted = _tags(source)
    found = _tags(value, frozenset(tag.name for tag in wanted))
    if not wanted and not found:
        return
    have, need = Counter(tag.key for tag in found), Counter(tag.key for tag in wanted)
    lost, extra = need - have, have - need
    yield from _of_lost(lost, value, found)
    left = extra.copy()
    for tag in found:
        if _is_told(tag.key, extra) or not left[tag.key]:
            continue
        left[tag.key] -= 1
        rule = _EXTRA_PAIR if _is_for_looks(tag.key, extra) else _EXTRA_TAG
        yield _Trouble(rule, f"{tag.text} is not in the msgid", tag.text, tag.start)
    if not lost and not extra and _misnested(wanted) is None and (bad := _misnested(found)):
        yield _Trouble(_NESTING, f"{bad.text} is not at its place", bad.text, bad.start)
    if not lost and not extra:
        yield from _of_attributes(wanted, found)


_Key = tuple[str, str]


def _of_lost(lost: Counter[_Key], value: str, found: Sequence[_Tag]) -> Iterator[_Trouble]:
    for key, count in lost.items():
        if _is_told(key, lost):
            continue
        name, kind = key
        told = f"</{name}>" if kind == "close" else f"<{name}>"
        times = f" {count} times" if count > 1 else ""
        piece, at = _torn(name, value, found)
        hint = f", though {piece} is there" if piece else ""
        rule = _EXTRA_PAIR if _is_for_looks(key, lost) else _LOST_TAG
        yield _Trouble(rule, f"{told} is lost{times}{hint}", piece, at)


def _is_told(key: _Key, tags: Counter[_Key]) -> bool:
    """Whether a tag is told with the one that opens it."""
    return key[1] == "close" and tags[key[0], "open"] == tags[key]


def _is_for_looks(key: _Key, tags: Counter[_Key]) -> bool:
    """Whether it is a tag for the looks, and not half of a pair."""
    name, kind = key
    return name in _LOOKS and (kind == "void" or tags[name, "open"] == tags[name, "close"])


def _torn(name: str, value: str, found: Sequence[_Tag]) -> tuple[str, int]:
    """What may be left of a tag that is lost, and where."""
    word = re.escape(name)
    pattern = rf"[<＜‹]?[\s/]{{0,3}}\b{word}\b[\s/]{{0,3}}[>＞]|[<＜‹][\s/]{{0,3}}{word}\b"
    for match in re.finditer(pattern, value, re.IGNORECASE):
        before = bisect_right(found, match.start(), key=lambda tag: tag.start)
        if not before or match.start() >= found[before - 1].start + len(found[before - 1].text):
            return match[0], match.start()
    return "", 0


def _misnested(tags: Sequence[_Tag]) -> _Tag | None:
    """The first tag that closes what is not open, or not the last that was opened."""
    opened: list[_Tag] = []
    for tag in tags:
        if tag.kind == "open":
            opened.append(tag)
        elif tag.kind == "close":
            if not opened or opened.pop().name != tag.name:
                return tag
    return None


def _of_attributes(wanted: Sequence[_Tag], found: Sequence[_Tag]) -> Iterator[_Trouble]:
    """Attributes that are lost or changed; those of links are looked at as addresses too."""
    twins: dict[_Key, list[_Tag]] = {}
    for tag in reversed([*_without_equals(wanted, found)]):
        twins.setdefault(tag.key, []).append(tag)
    for tag in _without_equals(found, wanted):
        mine, theirs = _kept(tag), _kept(twins[tag.key].pop())
        for name, value in theirs.items():
            is_address = name in ("href", "src") and name in mine and _has_host(value)
            if mine.get(name) == value or (is_address and not mine[name].startswith(_QUOTES)):
                continue
            told = f"{name} is lost" if name not in mine else f'{name} was "{value}"'
            yield _Trouble(_ATTRIBUTE, f"{told} in {tag.text[:60]}", tag.text, tag.start)
        for name in mine:
            if name in theirs:
                continue
            told = f"{name} is not in the msgid, in {tag.text[:60]}"
            yield _Trouble(_ATTRIBUTE, told, tag.text, tag.start)


def _without_equals(tags: Sequence[_Tag], others: Sequence[_Tag]) -> Iterator[_Tag]:
    """The tags that open something, but for those that are among the others too."""
    left = Counter(map(_sense, others))
    for tag in tags:
        sense = _sense(tag)
        left[sense] -= 1
        if left[sense] < 0 and tag.kind != "close":
            yield tag


def _sense(tag: _Tag) -> tuple[_Key, frozenset[tuple[str, str]]]:
    return tag.key, frozenset(_kept(tag).items())


def _kept(tag: _Tag) -> dict[str, str]:
    return {
        name: value.strip()
        for name, value in tag.attributes
        if name not in _TRANSLATED and not name.startswith("aria-")
    }


def _has_host(value: str) -> bool:
    return "//" in value or "@" in value


def _of_entities(value: str, source: str) -> Iterator[_Trouble]:
    known = [*_ENTITY_TEXT.finditer(source)]
    pieces, named = (
        {match[0].rstrip() for match in known},
        {match["name"] for match in known if match["end"]},
    )
    is_html = bool(named) or "<" in source
    for match in _ENTITY_TEXT.finditer(value):
        piece = match[0].rstrip()
        if piece not in pieces and _is_broken(match, named, is_html=is_html):
            yield _Trouble(_ENTITY, f"{piece} is no entity", piece, match.start())


def _is_broken(match: re.Match[str], named: set[str], *, is_html: bool) -> bool:
    """Whether what looks like an entity was meant to be one, and is none."""
    name, end = match["name"], match["end"]
    is_known = _NUMBER.fullmatch(name) is not None or f"{name};" in html5
    if not end:
        meant = {*named, "nbsp"}
        return not match["before"] and (
            any(map(name.startswith, meant)) or _NUMBER.fullmatch(name) is not None
        )
    if match["sign"] != "&" or end != ";":
        return is_known
    if match["before"] or match["after"]:
        return is_known and (is_html or not match["before"])
    return not is_known and name.isascii()
