"""What a request must look like before anything reads it: RFC 9112, without its leniencies.

Two readers that understand one request in two ways are what smuggling is made of. So whatever has
more than one reading is refused. What is left needs no parser: its lines are split at their colons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from ipaddress import IPv6Address
from typing import NamedTuple

from i18n_wsgi.messages import Message, translator
from i18n_wsgi.statuses import status_text

_MARKS = translator("i18n_wsgi")
_ = _MARKS.gettext
ngettext = _MARKS.ngettext

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_TEXT = rb"[^\x00-\x08\x0a-\x1f\x7f]*"  # of a field: tabs and bytes beyond ASCII included
_REQUEST_LINE = re.compile(rf"({_TOKEN.decode()}) ([!-~]+) (HTTP/[0-9]\.[0-9])\r\n")
_FIELD_LINES = re.compile(rb"(?:%s:%s\r\n)*" % (_TOKEN, _TEXT))
_ABSOLUTE = re.compile(r"(?i:https?)://([^/?#]+)(.*)")
_HOST = re.compile(
    r"(?:\[([0-9A-Fa-f:.]+)\]|(?:[A-Za-z0-9\-._~!$&'()*+;=]|%[0-9A-Fa-f]{2})+)(?::([0-9]{0,5}))?"
)
_LAST_PORT = 65_535
_DIGITS = re.compile(r"[0-9]+")
_LENGTH_DIGITS = 18
_EXPECTATIONS = ("", "100-continue")
# Codings that this server does not know, and chunked as the last one: RFC 9112, section 6.1.
_OTHER_CODINGS = re.compile(
    r"(?:(?!chunked[ \t]*,)[!#$%&'*+\-.^_`|~0-9a-z]+[ \t]*,[ \t]*)+chunked", re.IGNORECASE
)
_QUOTED = rb'"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[^\x00-\x08\x0a-\x1f\x7f])*"'
_CHUNK_LINE = re.compile(
    rb"([0-9A-Fa-f]{1,15})(?:[ \t]*;[ \t]*%s(?:[ \t]*=[ \t]*(?:%s|%s))?)*\r\n"
    % (_TOKEN, _TOKEN, _QUOTED)
)

# Translators: CR and LF are the two characters that end a line.
BAD_HEADER = _(
    "A header is malformed. Each must be a name, a colon and a value, on one line that ends with CR and LF."
)
# Translators: Host is the name of a header and stays as it is.
_BAD_HOST = _("The Host header, or the host in the URI, is malformed.")


class Refused(Exception):
    """A request that goes no further.

    Args:
        status: of the answer.
        reason: a text for the client, lazy, with nothing in it that the client sent; by default what the
            status means.
    """

    def __init__(self, status: int, reason: str | None = None) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason or status_text(status).explanation


class RequestLine(NamedTuple):
    """The first line of a request, its target in origin form, its version one that is spoken here."""

    method: str
    target: str
    version: str
    host: str | None
    """That of a target in absolute form, which goes before the header's."""


def request_line(line: bytes, limit: int) -> RequestLine:
    """What the line says.

    Args:
        line: with its end.
        limit: of the target, in bytes.

    Raises:
        Refused: it is malformed, too long, or says what this server does not do.
    """
    found = _REQUEST_LINE.fullmatch(line.decode("latin-1"))
    if found is None:
        # Translators: such as "GET /path HTTP/1.1", in which /path is the target.
        told = _("The first line of the request must be a method, a target and a version of HTTP.")
        raise Refused(400, told)
    method, target, version = found.groups()
    version = _understood(version)
    if len(target) > limit:
        raise Refused(414, url_too_long(limit))
    if method == "CONNECT":
        raise Refused(501, _("This server is not a proxy."))
    if target.startswith("//"):  # or a redirect to it would lead to another host
        target = f"/{target.lstrip('/')}"
    absolute = _ABSOLUTE.fullmatch(target)
    is_path = target.startswith("/") or (target == "*" and method == "OPTIONS")
    if "#" in target or not (is_path or absolute):
        # Translators: the target follows the method in a request; a fragment is what follows "#" in a URI.
        told = _("The target of the request must be a path or an HTTP URI, without a fragment.")
        raise Refused(400, told)
    if absolute is None:
        return RequestLine(method, target, version, None)
    host, path = absolute.groups()
    if not _is_host(host):
        raise Refused(400, _BAD_HOST)
    if not path.startswith("/"):
        path = "*" if method == "OPTIONS" and not path else f"/{path}"
    if path.startswith("//"):
        path = f"/{path.lstrip('/')}"
    return RequestLine(method, path, version, host)


def url_too_long(limit: int) -> Message:
    """What is told to a client whose URL has more bytes than the limit."""
    return ngettext(
        "The URI of a request may have %(limit)d byte at most.",
        "The URI of a request may have %(limit)d bytes at most.",
        "limit",
    ) % {"limit": limit}


def _understood(version: str) -> str:
    if not version.startswith("HTTP/1."):
        raise Refused(505, _("The server supports only HTTP/1.0 and HTTP/1.1."))
    # A newer one is understood as the newest that there is: RFC 9110, section 2.5.
    return version if version == "HTTP/1.0" else "HTTP/1.1"


class Fields:
    """The headers of a request, as eventlet asks for them.

    Args:
        fields: their names and values, in their order.

    Attributes:
        values: those of each header, by its name in lower case.
    """

    type = ""  # eventlet's word for what has no Content-Type

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._headers = fields
        self.values: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            self.values[name.lower()].append(value)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The values of a header, as one."""
        found = self.values.get(name.lower())
        return default if found is None else ",".join(found)

    def replace(self, name: str, value: str) -> None:
        """Put a value in the place of what a header has."""
        key = name.lower()
        self._headers = [one for one in self._headers if one[0].lower() != key]
        self._headers.append((name, value))
        self.values[key] = [value]


def fields_of(lines: bytes) -> Fields:
    """The headers that the lines are.

    Raises:
        Refused: a name is no token, a value holds control characters, a line is folded, ...
    """
    if not are_field_lines(lines):
        raise Refused(400, BAD_HEADER)
    fields = []
    for line in lines.decode("latin-1").split("\r\n")[:-1]:
        name, _colon, value = line.partition(":")
        fields.append((name, value.strip(" \t")))
    return Fields(fields)


def check_fields(version: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Nothing, where all agree on whom the request is for, where it ends, and what it is.

    Args:
        version: of HTTP.
        fields: the values of each header, by its name in lower case.

    Raises:
        Refused: they don't.
    """
    hosts = fields.get("host", ())
    if len(hosts) != 1 and (hosts or version == "HTTP/1.1"):
        raise _not_one("Host")
    if hosts and hosts[0] and not _is_host(hosts[0]):
        raise Refused(400, _BAD_HOST)
    if "transfer-encoding" in fields:
        _check_coding(version, ", ".join(fields["transfer-encoding"]), "content-length" in fields)
    elif "content-length" in fields:
        _check_length(fields["content-length"])
    if len(fields.get("content-type", ())) > 1:
        raise _not_one("Content-Type")
    if version == "HTTP/1.1" and ", ".join(fields.get("expect", ())).lower() not in _EXPECTATIONS:
        raise _unsupported(417, "Expect", "100-continue")


def _not_one(header: str) -> Refused:
    # Translators: header is the name of a header, such as Host.
    told = _("The request must have exactly one %(header)s header.")
    return Refused(400, told % {"header": header})


def _unsupported(status: int, header: str, allowed: str) -> Refused:
    # Translators: header is the name of a header, such as Expect, allowed a value such as 100-continue.
    told = _("This value of the %(header)s header is not supported here. Supported: %(allowed)s.")
    return Refused(status, told % {"header": header, "allowed": allowed})


def _is_host(text: str) -> bool:
    """Whether it is a host's name or address, with or without a port."""
    found = _HOST.fullmatch(text)
    if found is None or int(found[2] or 0) > _LAST_PORT:
        return False
    try:
        return found[1] is None or bool(IPv6Address(found[1]))
    except ValueError:
        return False


def _check_coding(version: str, coding: str, has_length: bool) -> None:
    if has_length or version == "HTTP/1.0":
        # Translators: Transfer-Encoding and Content-Length are names of headers and stay as they are.
        told = _(
            "Transfer-Encoding is allowed in HTTP/1.1 only, and not together with Content-Length."
        )
        raise Refused(400, told)
    if coding.lower() != "chunked":
        status = 501 if _OTHER_CODINGS.fullmatch(coding) else 400
        raise _unsupported(status, "Transfer-Encoding", "chunked")


def _check_length(lengths: Sequence[str]) -> None:
    if len(lengths) > 1 or not _DIGITS.fullmatch(lengths[0]):
        # Translators: Content-Length is the name of a header and stays as it is.
        told = _("The Content-Length header must be one number, the length of the body in bytes.")
        raise Refused(400, told)
    if len(lengths[0]) > _LENGTH_DIGITS:
        raise Refused(413)


def chunk_size(line: bytes) -> int | None:
    """What the line in front of a chunk says; None where it is malformed."""
    found = _CHUNK_LINE.fullmatch(line)
    return None if found is None else int(found[1], 16)


def is_trailer(line: bytes) -> bool:
    """Whether the line may stand behind the last chunk."""
    return line == b"\r\n" or bool(line and are_field_lines(line))


def are_field_lines(lines: bytes) -> bool:
    """Whether they are headers: names that are tokens, values without control characters, not folded."""
    return _FIELD_LINES.fullmatch(lines) is not None
