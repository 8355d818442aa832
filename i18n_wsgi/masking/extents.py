"""Where a value in a text ends."""

from __future__ import annotations

import re
import sys

# What may stand in front of credentials.
SCHEME = r"(?:(?:api-?key|basic|bearer|digest|negotiate|token)[ \t]++)"
_QUOTE = r"""(\\{0,7}+)('{3}|"{3}|['"])"""
STRING = re.compile(rf"[bfru]{{0,2}}+{_QUOTE}", re.IGNORECASE)
_ENCODED_QUOTE = re.compile(r"%2[27]|&(?:quot|apos|#3[49]);")
_BRACKET_OR_STRING = re.compile(rf"[\[({{\])}}]|{_QUOTE}")
# What a quote may be followed by, so that it does not end its string.
REST_OF_STRING = {
    quote: re.compile(rf"(?:[^\\{quote[0]}]|\\.|\\\Z|{quote[0]}{follower})*+", re.DOTALL)
    for quote, follower in [("'", "'"), ('"', '"'), ("'''", "(?!'')"), ('"""', '(?!"")')]
}
_CALL = re.compile(r"(?!\d)[\w.]{0,64}+(?=[(\[{])")
_ANGLES = re.compile(r"<(?!/)(?:[^<>\r\n]|<[^<>\r\n]{0,256}+(?:>|\Z)){0,1024}+(?:>|\Z)")
_BLOCK = re.compile(  # of YAML
    r"(?:![\w!]{1,32}+[ \t]++)?+[|>][-+\d]{0,2}[ \t]*+(?:\Z|(?:\r?\n)++(?:\Z|([ \t]++)[^\r\n]*+"
    r"(?:\r?\n(?:\1[^\r\n]*+|(?=[\r\n])))*+))"
)
_NESTED = re.compile(r"[^\r\n]*+")
_LINE_BELOW = re.compile(r"(?:\r?\n)++([^\r\n]++)")
# A value without quotes behind a name with quotes.
ITEM = re.compile(rf"""{SCHEME}?+[^\s,;&)\]}}'"]*+""", re.IGNORECASE)


def value_at(text: str, start: int) -> tuple[int, int] | None:
    """What is in a string, or what prints with brackets, with all that it holds; None when none begins."""
    if opening := STRING.match(text, start):
        return opening.end(), end_of_string(text, opening)
    if encoded := _ENCODED_QUOTE.match(text, start):
        return encoded.end(), find(text, encoded[0], encoded.end())
    if call := _CALL.match(text, start):
        return start, end_of(ITEM, text, _end_of_brackets(text, call.end()))
    for pattern in (_ANGLES, _BLOCK):
        if found := pattern.match(text, start):
            return found.span()
    return None


def nested_at(text: str, divided: int, start: int) -> tuple[int, int] | None:
    """What YAML has below a name, indented or as a list; None where the value is on its line."""
    _line, is_below, indent = text[divided:start].rpartition("\n")
    is_list = text.startswith("- ", start)
    if not is_below or not (indent or is_list):
        return None
    beginnings = (f"{indent}-", f"{indent} ") if is_list else (indent,)
    end = end_of(_NESTED, text, start)
    while (line := _LINE_BELOW.match(text, end)) and line[1].startswith(beginnings):
        end = line.end()
    return start, end


def end_of_string(text: str, opening: re.Match[str]) -> int:
    """Where its closing quote is."""
    slashes, quote = opening.groups()
    if slashes:  # of JSON in a string: it ends with as many
        rest = re.compile(rf"(?<!\\)\\{{{len(slashes)}}}{quote}").search(text, opening.end())
        return len(text) if rest is None else rest.start()
    return end_of(REST_OF_STRING[quote], text, opening.end())


def _end_of_brackets(text: str, start: int) -> int:
    depth = 0
    while found := _BRACKET_OR_STRING.search(text, start):
        start = found.end()
        if found.lastindex:
            start = min(end_of_string(text, found) + len(found[0]), len(text))
        else:
            depth += 1 if found[0] in "[({" else -1
            if depth == 0:
                return start
    return len(text)


def end_of(pattern: re.Pattern[str], text: str, start: int, limit: int = sys.maxsize) -> int:
    """Where what the pattern matches there ends."""
    found = pattern.match(text, start, limit)
    return start if found is None else found.end()


def find(text: str, closing: str, start: int) -> int:
    """Where the closing text is, or the end of all."""
    found = text.find(closing, start)
    return len(text) if found < 0 else found
