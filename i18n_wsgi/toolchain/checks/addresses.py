"""Addresses: a translation leads where its msgid does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from i18n_wsgi.negotiation import parse_tag
from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject

_HOST = Rule(
    "E546",
    "A web address leads somewhere else",
    "Write the address of the msgid.",
    "Readers would be sent to another server.",
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.net/help"',
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.org/help"',
)
_LOST_ADDRESS = Rule(
    "E547",
    "A web or e-mail address is lost",
    "Write the address of the msgid.",
    "Readers don't learn where to go.",
    'msgid "See https://example.org/help"\nmsgstr "Voyez l\'aide"',
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.org/help"',
)
_PATH = Rule(
    "W548",
    "A web address has another path",
    "Write the address of the msgid, or see that the other one is there.",
    "The page may not be there; one in the reader's language is fine.",
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.org/hlep"',
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.org/fr/help"',
)
_MAIL = Rule(
    "E549",
    "An e-mail address was changed",
    "Write the address of the msgid.",
    "Letters would go to somebody else.",
    'msgid "Write to help@example.org"\nmsgstr "Écrivez à help@example.net"',
    'msgid "Write to help@example.org"\nmsgstr "Écrivez à help@example.org"',
)

_PLAIN = Rule(
    "E551",
    "A web address is no longer encrypted",
    "Write https as the msgid has it.",
    "Who listens on the way can read the page, and change it.",
    'msgid "See https://example.org/help"\nmsgstr "Voyez http://example.org/help"',
    'msgid "See https://example.org/help"\nmsgstr "Voyez https://example.org/help"',
)
_TRANSLATED_SAMPLE = Rule(
    "W553",
    "A sample address was translated",
    "Write the address of the msgid.",
    "example.com belongs to nobody, for good; the other one belongs to somebody, or will.",
    'msgid "such as https://example.com/x"\nmsgstr "tel que https://exemple.com/x"',
    'msgid "such as https://example.com/x"\nmsgstr "tel que https://example.com/x"',
)

RULES = (_HOST, _LOST_ADDRESS, _PATH, _MAIL, _PLAIN, _TRANSLATED_SAMPLE)

_URL = re.compile(
    r"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,15}://|(?<![\w@/.-])(?=www\.[\w-]+\.)|(?<==[\"'])//)"
    r"(?P<host>[a-z0-9_.\-:@%(){}$\[\]\u00c0-\u058f]*)"
    r"(?P<path>(?:[/?#][!#-&(-;=?-\[\]_a-z~|]*)?)",
    re.IGNORECASE | re.ASCII,
)
_MAIL_TEXT = re.compile(
    r"(?:(?<![\w.+/:-])|(?<=mailto:))[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII
)
_SAMPLE = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?\Z", re.IGNORECASE
)
# "Example" in languages that make a host of it.
_TRANSLATED = re.compile(
    r"(?:^|\.)(?:exemple|exemplo|exemplu|ejemplo|exempel|esempio|beispiel|voorbeeld|eksempel|esimerkki|przyklad|priklad"
    r"|pelda|ornek|contoh|primer|näide|пример|приклад)\.[^.]+\Z",
    re.IGNORECASE,
)

_HAS_ANY = re.compile(r"@|//|www\.", re.IGNORECASE)


class _Trouble(NamedTuple):
    rule: Rule
    message: str
    piece: str = ""
    start: int = 0


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation's addresses are not those of its msgid."""
    has_any = _HAS_ANY.search
    for entry, text, sources in subject.pairs:
        value = text.value
        if value in sources or not (has_any(value) or has_any(sources[0])):
            continue
        options = [[*_of_addresses(value, source)] for source in sources]
        for rule, message, piece, start in min(options, key=len)[:MOST]:
            yield subject.in_text(rule, entry, text, message, piece=piece, offset=start)


class _Url(NamedTuple):
    start: int
    text: str
    host: str
    path: str


def _urls(text: str) -> list[_Url]:
    found = []
    for match in _URL.finditer(text):
        host = match["host"].rpartition("@")[2].rstrip(".:)]").lower()
        path = match["path"].rstrip(".,;:!?)]|'")
        if host:
            found.append(_Url(match.start(), match[0], host, path))
    return found


def _of_addresses(value: str, source: str) -> Iterator[_Trouble]:
    wanted, found = _urls(source), _urls(value)
    hosts = {_bare(url.host) for url in wanted}
    strange = [url for url in found if _bare(url.host) not in hosts]
    for url in strange:
        rule = _TRANSLATED_SAMPLE if _is_translated_sample(url.host, hosts) else _HOST
        yield _Trouble(rule, f"{url.host} is not in the msgid", url.text, url.start)
    kept = Counter(_bare(url.host) for url in found)
    lost = Counter(_bare(url.host) for url in wanted) - kept
    for host in [*lost.elements()][len(strange) :]:
        if not any(_is_part(host, url) for url in found):
            yield _Trouble(_LOST_ADDRESS, f"The address at {host} is lost")
    plain = {_bare(url.host) for url in wanted if not _is_encrypted(url)}
    for url in found:
        if _bare(url.host) in hosts - plain and url.text.lower().startswith("http://"):
            yield _Trouble(_PLAIN, f"{url.host} has https in the msgid", url.text, url.start)
    paths = {(_bare(url.host), _plain_path(url)) for url in wanted}
    for url in found:
        if _bare(url.host) in hosts and (_bare(url.host), _plain_path(url)) not in paths:
            if not any(_is_localised(url.host, one.host) for one in wanted):
                yield _Trouble(_PATH, f"{url.path or '/'} is not in the msgid", url.text, url.start)
    yield from _of_mails(value, source)


def _is_translated_sample(host: str, hosts: Collection[str]) -> bool:
    return _TRANSLATED.search(host) is not None and any(map(_SAMPLE.search, hosts))


def _is_encrypted(url: _Url) -> bool:
    return url.text.lower().startswith("https://")


def _is_part(host: str, url: _Url) -> bool:
    return host in url.text.lower()


def _bare(host: str) -> str:
    """A host without ``www.`` or a language before it."""
    first, dot, rest = host.partition(".")
    return rest if dot and "." in rest and (first == "www" or _is_language(first)) else host


def _is_language(part: str) -> bool:
    return len(part) in (2, 3, 5, 7) and part[:2].isalpha() and parse_tag(part) is not None


def _is_localised(host: str, other: str) -> bool:
    """Whether it is the host of another language, whose paths are other words."""
    return host != other and _bare(host) == _bare(other)


def _plain_path(url: _Url) -> str:
    """A path without its languages, its end and the text that it is followed by."""
    path = re.sub(r"(?<=[/=.])[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?(?=[/&.]|\Z)", "*", url.path)
    return path.replace("/*", "").rstrip("/")


def _of_mails(value: str, source: str) -> Iterator[_Trouble]:
    wanted = {match[0].lower() for match in _MAIL_TEXT.finditer(source)}
    found = [(match.start(), match[0]) for match in _MAIL_TEXT.finditer(value)]
    hosts = {mail.partition("@")[2] for mail in wanted}
    strange = [(at, mail) for at, mail in found if mail.lower() not in wanted]
    for at, mail in strange:
        host = mail.lower().partition("@")[2]
        rule = _TRANSLATED_SAMPLE if _is_translated_sample(host, hosts) else _MAIL
        if not (host in hosts and _SAMPLE.search(host)):
            yield _Trouble(rule, f"{mail} is not in the msgid", mail, at)
    lost = wanted - {mail.lower() for _at, mail in found}
    for mail in sorted(lost)[len(strange) :]:
        yield _Trouble(_LOST_ADDRESS, f"{mail} is lost")
