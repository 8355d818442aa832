"""Where the secrets are in a text.

A secret is known by its name (``password``, ``X-Auth-Token``, ``HTTP_COOKIE``) in front of it, as
dicts, JSON, XML, headers, forms, query strings, pairs and command lines show it; or by its form: the
password in a URL, what follows ``Bearer`` or ``Basic``, a JSON Web Token, a Fernet token, a private
key. None other is known: one in a sentence ("the password is x"), in a URL's path, under a name of
another language, or encoded.

No text takes long: no pattern can match in two ways, and what has no end ends with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

# Part of all that oslo.utils masks by name, and of what else carries credentials.
_WORDS = (
    r"authoriz|(?<![a-z])o?auth(?![a-z])|(?-i:Auth(?![a-z]))|clusterfsid|configdrive|cookie"
    r"|credential|hashsuffix|jwt|kek|[a-z][-_]?key|pass|pswd|pwd|secret|session|signature|token"
    r"|(?<![a-z])(?:cvc|cvv|otp|pin|sig)(?![a-z])"
)
_NAME = re.compile(_WORDS, re.IGNORECASE)
# Such as have a value of several words, which ends with the line.
_OF_LINES = re.compile("authoriz|cookie", re.IGNORECASE)

_BEGINNING = re.compile(
    rf"""
    (?:{_WORDS})[\w.\[\]-]{{0,64}}+(?P<quote>\\{{0,7}}['"])?+(?:
        (?P<field>(?:\r?\n){{2}})  # of a form: name="password", a blank line
      | \s*+(?: (?P<item>[:=]{{1,3}}>?|,|%3[ad]) \s*+
              | (?P<element>[^<>]{{0,256}}+>)
              | (?P<word>(?<=\s)|\Z) )
    )
    | (?P<url>://[^\s/?\#@:'"]{{0,256}}+:)
    | \b(?P<scheme>bearer[ \t]++|basic[ \t]++(?=(?-i:[^\s\dA-Z=]{{0,512}}+(?:[\dA-Z=]|\Z))))
    | (?<![\w-])(?P<form>eyJ[\w-]{{5,}}+(?:\.[\w.-]*+|\Z)|gAAAA[\w-]{{20,}}+=*+)
    | (?P<key>-----BEGIN\ [A-Z\ ]{{0,40}}PRIVATE\ KEY)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTE = r"""(\\{0,7}+)('{3}|"{3}|['"])"""
_STRING = re.compile(rf"[bfru]{{0,2}}+{_QUOTE}", re.IGNORECASE)
_BRACKET_OR_STRING = re.compile(rf"[\[({{\])}}]|{_QUOTE}")
# What a quote may be followed by, so that it does not end its string.
_REST_OF_STRING = {
    quote: re.compile(rf"(?:[^\\{quote[0]}]|\\.|\\\Z|{quote[0]}{follower})*+", re.DOTALL)
    for quote, follower in [("'", "'"), ('"', '"'), ("'''", "(?!'')"), ('"""', '(?!"")')]
}
_LINE = re.compile(r"[^\r\n]*+")
_ITEM = re.compile(r"""[^\s,;&)\]}'"]*+""")
_WORD = re.compile(r"""[^\s&'"]*+""")
_AUTHORITY = re.compile(r"""[^\s/?#'"<>]{0,1024}+""")
_OPTION = re.compile(r"(?:^|\s)--?[\w-]*\Z")
_TAG = re.compile(r"<([\w:.-]*)\Z")
_TAG_NAME = re.compile(r"[\w:.-]*+")


def is_secret(name: str) -> bool:
    """Whether what has this name is a secret."""
    return _NAME.search(name) is not None


def secret_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Of each secret, in order: where its name begins, itself, and where it ends.

    One that ends with the text may go on in what follows, be it an empty one, as behind ``token``.
    """
    position = 0
    while found := _BEGINNING.search(text, position):
        span = _SPAN_BY_KIND[found.lastgroup or ""](text, found)
        position = found.start() + 1 if span is None else max(found.end(), span[1])
        if span:
            yield found.start(), *span


_Span: TypeAlias = "tuple[int, int] | None"


def _item(text: str, found: re.Match[str]) -> _Span:
    start, divider = found.end(), found["item"]
    value = _value(text, start)
    if divider == "," and not (found["quote"] and value) and start < len(text):
        return None  # no pair of a name and its value
    if value:
        return value
    is_line = ":" in divider or _OF_LINES.search(found[0])
    pattern = _ITEM if found["quote"] else _LINE if is_line else _WORD
    return start, _end(pattern, text, start)


def _element(text: str, found: re.Match[str]) -> _Span:
    tag = _TAG.search(text, max(0, found.start() - 64), found.start())
    if tag:
        closing = f"</{text[tag.start(1) : _end(_TAG_NAME, text, tag.start(1))]}"
        return (
            None
            if found["element"].endswith("/>")
            else (found.end(), _find(text, closing, found.end()))
        )
    # <input name="token" value="...">
    return (found.start("element"), found.end() - 1) if found["quote"] else None


def _word(text: str, found: re.Match[str]) -> _Span:
    """Behind a name, with nothing between: a quoted value, or that of an option."""
    start = found.end()
    if opening := _STRING.match(text, start):
        return opening.end(), _end_of_string(text, opening)
    is_option = _OPTION.search(text, max(0, found.start() - 64), found.start())
    return (start, _end(_WORD, text, start)) if is_option or start == len(text) else None


def _password_of_url(text: str, found: re.Match[str]) -> _Span:
    start = found.end()
    end = _end(_AUTHORITY, text, start)
    at = text.rfind("@", start, end)
    if at < 0:
        return (end, end) if end == len(text) else None
    return start, at


def _value(text: str, start: int) -> _Span:
    """What is in a string, or a list or object with all that it holds; None when none begins there."""
    if opening := _STRING.match(text, start):
        return opening.end(), _end_of_string(text, opening)
    return (
        (start, _end_of_brackets(text, start))
        if text[start : start + 1] in ("[", "{", "(")
        else None
    )


def _end_of_string(text: str, opening: re.Match[str]) -> int:
    """Where its closing quote is."""
    slashes, quote = opening.groups()
    if slashes:  # of JSON in a string: it ends with as many
        rest = re.compile(rf"(?<!\\)\\{{{len(slashes)}}}{quote}").search(text, opening.end())
        return len(text) if rest is None else rest.start()
    return _end(_REST_OF_STRING[quote], text, opening.end())


def _end_of_brackets(text: str, start: int) -> int:
    depth = 0
    while found := _BRACKET_OR_STRING.search(text, start):
        start = found.end()
        if found.lastindex:
            start = min(_end_of_string(text, found) + len(found[0]), len(text))
        else:
            depth += 1 if found[0] in "[({" else -1
            if depth == 0:
                return start
    return len(text)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return start if found is None else found.end()


def _find(text: str, closing: str, start: int) -> int:
    found = text.find(closing, start)
    return len(text) if found < 0 else found


_SPAN_BY_KIND: dict[str, Callable[[str, re.Match[str]], _Span]] = {
    "item": _item,
    "element": _element,
    "word": _word,
    "url": _password_of_url,
    "form": lambda _text, found: found.span(),
    "field": lambda text, found: (found.end(), _find(text, "\n--", found.end())),
    "scheme": lambda text, found: (found.end(), _end(_WORD, text, found.end())),
    "key": lambda text, found: (found.end(), _find(text, "-----END", found.end())),
}
