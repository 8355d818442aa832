"""Where the secrets are in a text.

A secret is known by its name (``password``, ``X-Auth-Token``, ``HTTP_COOKIE``) in front of it, as
dicts, JSON, XML, YAML, headers, forms, query strings, pairs, subscripts and command lines show it; by
its name beside it (``{"name": "password", "value": "x"}``); or by its form: what stands before the
host in a URL, what follows ``Bearer`` or ``Basic``, a JSON Web Token, a Fernet token, a private key, the
keys of some providers. None other is known: one in a sentence ("the password is x"), in a URL's path,
under a name of another language, under a name with escapes in it, or encoded as a whole.

No text takes long: no pattern can match in two ways over more than a few characters, and what has no
end ends with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from i18n_wsgi.masking.extents import (
    ITEM,
    REST_OF_STRING,
    SCHEME,
    STRING,
    end_of,
    end_of_string,
    find,
    nested_at,
    value_at,
)
from i18n_wsgi.masking.names import ends_as_secret, has_line, is_secret

# How far back, and how far ahead, it is looked for what belongs to a name or a value.
_NEAR = 64
_AROUND = 256

_QUOTES = r"""%2[27]|&(?:quot|apos|\#3[49]);|\\{0,7}+['"]"""
_CREDENTIALS = r"""(?-i:(?!\w{1,32}+=")(?=\S{20}|\S{0,19}?(?:[\d=_]|[a-z][A-Z]|\.\w|\Z)))"""
# How secrets of some kinds begin, and go on.
_FORMS = {
    "eyJ": r"[\w-]{5,}+(?:\.[\w.-]*+|\Z)",  # a JSON Web Token
    "gAAAA": r"[\w-]{20,}+=*+",  # Fernet
    **dict.fromkeys(("ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_"), r"\w{20,}+"),
    **dict.fromkeys(("sk_live_", "sk_test_", "rk_live_", "rk_test_"), r"\w{10,}+"),
    **dict.fromkeys(
        ("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "glpat-"), r"[\w-]{10,}+"
    ),
    **dict.fromkeys(("AKIA", "ASIA"), r"[A-Z\d]{12,}+"),
    "AIza": r"[\w-]{30,}+",
}
_LOOKED_AT = re.compile(r"\S{0,20}+")
_BEGINNING = re.compile(
    rf"""
    \b(?P<scheme>(?:bearer|basic)[ \t]++{_CREDENTIALS})
    | (?P<name>(?:(?:api|access|private|secret)\ key|assertion|auth|bearer|clusterfsid|configdrive
      |cookie|cred|csrf|cv[cv]|hashsuffix|jwt|kek|key|mfa|otp|pass|pin|psk|ps?wd|saml|secret|sess|sig|token
      |[2t]fa|xsrf)(?:[\w.\[\]-]|%5[bd]){{0,{_NEAR}}}+)
      (?P<quote>{_QUOTES})?+\]?+(?:
        (?P<field>(?:;[^\r\n]{{0,{_AROUND}}}+)?+(?:\r?\n[\w-]{{1,{_NEAR}}}+:[^\r\n]{{0,{_AROUND}}}+){{0,8}}+(?:\r?\n){{2}})
      | (?P<cell></[\w:.-]{{1,{_NEAR}}}+>\s*+<[\w:.-]{{1,{_NEAR}}}+[^<>]{{0,{_AROUND}}}+>)
      | \s*+(?: (?P<item>[!:=]{{1,3}}+>?+|->|,|%3[ad]) \s*+
              | (?P<element>[^<>]{{0,{_AROUND}}}+>)
              | (?P<word>(?<=\s)|\Z) )
      )
    | \bval(?:ue)?+(?:{_QUOTES})?+\s*+(?P<value>[:=])\s*+
    | (?P<url>://)
    | (?<![\w-])(?:(?P<form>(?-i:{"|".join(map("".join, _FORMS.items()))}))|(?P<part>[\w-]{{1,40}}+\Z))
    | (?P<key>-----BEGIN\ [A-Z\ ]{{0,40}}PRIVATE\ KEY)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LINE = re.compile(r"[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]*+)*+")
# A bare value, by the quote that the text around it opened with. Where there is none, a quote within it
# is as good as a letter, and then it may hold blanks: it's.
_WORD = {
    "'": re.compile(rf"{SCHEME}?+[^\s&']*+", re.IGNORECASE),
    '"': re.compile(rf'{SCHEME}?+[^\s&"]*+', re.IGNORECASE),
    "": re.compile(
        rf"""{SCHEME}?+[^\s&'"]*+(?:['"](?![\s,;:&)\]}}>'"\\]|\Z)[^&\r\n'"]*+)*+""", re.IGNORECASE
    ),
}
_URL_END = {
    "'": re.compile(r"[^\s']{0,512}+"),
    '"': re.compile(r'[^\s"]{0,512}+'),
    "<": re.compile(r"[^\s<>]{0,512}+"),
    ">": re.compile(r"[^\s<>]{0,512}+"),
    "": re.compile(r"\S{0,512}+"),
}
_AUTHORITY = re.compile(r"[^\s/?#]{0,512}+")
_PORT = re.compile(r"[^\s/?#:]*:\d{1,5}\Z")
_OPTION = re.compile(r"(?:^|\s)--?\Z")
_MAY_BE_VALUE = re.compile(r"[\w.&%]{0,64}+\Z")
_OPENS_PAIR = re.compile(r"""[(\[]\s*[bfru]{0,2}\\{0,7}['"]\Z|['"]--?\Z""", re.IGNORECASE)
# Behind these a name and a colon are a complaint or a line of Python.
_NO_LABEL = re.compile(
    r"\b(?:and|bad|class|elif|expected|expired|if|illegal|in|invalid|is|lambda|malformed|missing|not|or"
    r"|unexpected|unknown|while|with|wrong)\s\Z",
    re.IGNORECASE,
)
_FIELD = re.compile(r"""\bname\s?=\s?["']?\Z""", re.IGNORECASE)
_CLOSING = re.compile("[}>]")
_TAG = re.compile(r"<([\w:.-]*)\Z")
_TAG_NAME = re.compile(r"[\w:.-]*+")
_OPEN_TAG = re.compile(r"<([\w:.-]{1,64})\s[^<>]*\Z")
_VOID_TAGS = ("input", "meta", "param")
_SIBLING = re.compile(
    r"""\b(?:attribute|field|header|id|key|name|option|param(?:eter)?|property|variable)
    (?:%22|&quot;|[\\'"])*+\s*+[:=]\s*+(?:%22|&quot;|[\\'"])*+([\w.-]{1,64}+)""",
    re.VERBOSE,
)
_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]-"


class Span(NamedTuple):
    """Where the name of a secret begins, the secret itself and its end, and how far the text was read
    to know that: what ends there may be another when the text goes on. An empty one is no secret yet."""

    begin: int
    start: int
    end: int
    reach: int


_Found: TypeAlias = "tuple[int, int] | tuple[int, int, int] | None"


def secret_spans(text: str, position: int = 0) -> Iterator[Span]:
    """Of each secret from a position on, in order."""
    while found := _BEGINNING.search(text, position):
        position = found.start() + 1
        if span := _SPAN_BY_KIND[found.lastgroup or ""](text, found):
            start, end, *reach = span
            yield Span(found.start(), start, end, *(reach or [end]))
            if start < end:
                position = max(found.end(), end)


def _name(text: str, found: re.Match[str]) -> tuple[str, int]:
    """The whole of the name, and where it begins."""
    near = text[max(0, found.start() - _NEAR) : found.start()]
    head = near[len(near.rstrip(_NAME_CHARACTERS)) :]
    return head + found["name"], found.start() - len(head)


def _item(text: str, found: re.Match[str]) -> _Found:
    name, begin = _name(text, found)
    start, divider = found.end(), found["item"]
    if not is_secret(name):
        return None
    if divider == "," and not (
        found["quote"] and _OPENS_PAIR.search(text, max(0, begin - 16), begin + _dashes(name))
    ):
        return None  # no pair of a name and its value
    if not found["quote"] and divider[0] == ":" and not _is_label(text, found, name, begin):
        return None
    if has_line(name) and not found["quote"] and not STRING.match(text, start):
        return start, end_of(_LINE, text, start)
    value = value_at(text, start)
    if not value and not found["quote"]:
        value = nested_at(text, found.end("item"), start)
    if value or divider == ",":
        return value or ((start, start, len(text)) if _MAY_BE_VALUE.match(text, start) else None)
    pattern = ITEM if found["quote"] else _WORD[_quote_around(text, begin)]
    return _bare(pattern, text, start)


def _bare(pattern: re.Pattern[str], text: str, start: int) -> _Found:
    """A value without quotes, unless the text ends within what may be one."""
    end = end_of(pattern, text, start)
    return start, end, len(text) if len(text) - start < len("&quot;") else end


def _dashes(name: str) -> int:
    return len(name) - len(name.lstrip("-"))


def _is_label(text: str, found: re.Match[str], name: str, begin: int) -> bool:
    """Whether a bare name and a colon introduce a value: no class, module, path or complaint does."""
    is_module = "." in name and not name.endswith(("password", "passwd", "secret", "key"))
    return (
        ends_as_secret(name)
        and not is_module
        and text[max(0, begin - 1) : begin] != "/"
        and not text.startswith("//", found.end("item"))
        and (text[found.end() - 1] not in "\r\n" or text.startswith("- ", found.end()))
        and not _NO_LABEL.search(text, max(0, begin - 16), begin)
    )


def _quote_around(text: str, begin: int) -> str:
    """The quote that the word opened with in which the name is."""
    near = text[max(0, begin - _AROUND) : begin].split()
    if not near or text[begin - 1].isspace():
        return ""
    quotes = [letter for letter in near[-1] if letter in "'\""]
    return quotes[0] if quotes else ""


def _element(text: str, found: re.Match[str]) -> _Found:
    name, begin = _name(text, found)
    if not is_secret(name) or found["element"].endswith("/>"):
        return None
    tag = _TAG.search(text, max(0, found.start() - _NEAR), found.start())
    if tag:
        closing = f"</{text[tag.start(1) : end_of(_TAG_NAME, text, tag.start(1))]}"
        return found.end(), find(text, closing, found.end())
    # <item key="token">...</item>
    tag = _OPEN_TAG.search(text, max(0, begin - _AROUND), begin) if found["quote"] else None
    if tag is None or tag[1].lower() in _VOID_TAGS:
        return None
    return found.end(), find(text, f"</{tag[1]}", found.end())


def _cell(text: str, found: re.Match[str]) -> _Found:
    """<key>token</key><value>...</value>"""
    name, begin = _name(text, found)
    is_name = text[max(0, begin - 1) : begin] == ">" and is_secret(name)
    return (found.end(), find(text, "</", found.end())) if is_name else None


def _word(text: str, found: re.Match[str]) -> _Found:
    """Behind a name, with nothing between: a quoted value, or that of an option."""
    name, begin = _name(text, found)
    start = found.end()
    if not is_secret(name):
        return (start, start) if start == len(text) else None
    if opening := STRING.match(text, start):
        return opening.end(), end_of_string(text, opening)
    is_option = _OPTION.search(text, max(0, begin - 1), begin + _dashes(name))
    return (start, end_of(_WORD[""], text, start)) if is_option or start == len(text) else None


def _field(text: str, found: re.Match[str]) -> _Found:
    name, begin = _name(text, found)
    if not is_secret(name) or not _FIELD.search(text, max(0, begin - 16), begin):
        return None
    return found.end(), find(text, "\n--", found.end())


def _sibling(text: str, found: re.Match[str]) -> _Found:
    """The value of an object that has a secret's name beside it."""
    start, limit = found.end(), found.end() + _AROUND
    opened = max(
        text.rfind(bracket, max(0, found.start() - _AROUND), found.start()) for bracket in "{<"
    )
    if _has_secret_name(text[max(opened, found.start() - _AROUND, 0) : found.start()]):
        return value_at(text, start) or _bare(ITEM, text, start)
    opening = STRING.match(text, start)
    start = opening.end() if opening else start
    end = end_of(REST_OF_STRING[opening[2]] if opening else ITEM, text, start, limit)
    closed = _CLOSING.search(text, end, limit)
    if _has_secret_name(text[end : closed.start() if closed else limit]):
        return start, end
    return None if closed or limit <= len(text) else (start, start, len(text))


def _has_secret_name(text: str) -> bool:
    return any(is_secret(found[1]) for found in _SIBLING.finditer(text.lower()))


def _userinfo(text: str, found: re.Match[str]) -> _Found:
    start = found.end()
    before = text[max(0, found.start() - 32) : found.start()]
    scheme = before[len(before.rstrip(_NAME_CHARACTERS + "+")) :].lower()
    opened = before[: len(before) - len(scheme)][-1:]
    end = end_of(_URL_END.get(opened, _URL_END[""]), text, start)
    authority_end = min(end_of(_AUTHORITY, text, start), end)
    colon = text.find(":", start, authority_end)
    at = text.rfind("@", start, authority_end)
    if colon >= 0 and (at > colon or not _PORT.match(text, start, authority_end)):
        at = text.rfind("@", start, end)
    is_key = scheme.startswith("http") or at - start >= 20
    secret = colon + 1 if 0 <= colon < at else start
    if at < 0 or (secret == start and not is_key):
        return (start, start, end) if end == len(text) else None
    return secret, at, end


def _credentials(text: str, found: re.Match[str]) -> _Found:
    """Behind ``Bearer`` or ``Basic``, which may be words of a sentence."""
    start = found.end()
    end = end_of(_WORD[""], text, start)
    return start, end, max(end, end_of(_LOOKED_AT, text, start))


def _part(text: str, found: re.Match[str]) -> _Found:
    """What may become one of the forms."""
    begin, word = found.start(), found[0]
    is_part = any(form.startswith(word) or word.startswith(form) for form in _FORMS)
    return (begin, begin, len(text)) if is_part else None


_SPAN_BY_KIND: dict[str, Callable[[str, re.Match[str]], _Found]] = {
    "item": _item,
    "element": _element,
    "cell": _cell,
    "word": _word,
    "value": _sibling,
    "url": _userinfo,
    "form": lambda _text, found: found.span(),
    "part": _part,
    "field": _field,
    "scheme": _credentials,
    "key": lambda text, found: (found.end(), find(text, "-----END", found.end())),
}
