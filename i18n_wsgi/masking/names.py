"""Which names are those of secrets, one notion for texts, structures and settings."""

from __future__ import annotations

import re
from functools import lru_cache

# What makes a name that of a secret, in words joined by "_": all that oslo.utils masks by name, and
# what else carries credentials. Of keys, only such as open something.
_NOUN = r"""
    (?:(?<![a-z])authori[sz]ation | (?<![a-z])o?_?auth\d?(?![a-z]) | (?<![a-z])bearer(?![a-z])
    | clusterfsid | configdrive | hashsuffix | (?<![a-z])[cx]srf[a-z]* | kek(?![a-z]) | jwt
    | (?:cookie|credential|secret|signature|token)s?(?![a-z]) | (?<![a-z])creds?(?![a-z])
    | client_?assertion | (?<![a-z])saml_?(?:response|request)
    | passw(?:or)?ds? | passphrase | passcode | passkey | (?<!by|om|ur|es|ol|er)pass(?![a-z]) | ps?wd
    | (?<![a-z])sessions?(?![a-z]) | sess(?:ion)?_?id
    | (?<![a-z])(?:cvc|cvv|[ht]?otp|pin|sig|psk|mfa|[t2]fa)\d?(?![a-z])
    | (?:access|account|admin|api|app|auth|ceph_?mon|cipher|client|consumer|crypto|deploy|encrypt(?:ed|ion)
        |fernet|functions|heartbeat|hmac|licen[cs]e|master|mds|private|rgw|rndc|root|secret|service|session
        |shared|signature|signing|ssh|ssl|storage|subscription|tls|token|webhook)_?keys?(?![a-z]))
"""
_SECRET = re.compile(_NOUN, re.VERBOSE)
_SECRET_AT_END = re.compile(rf"{_NOUN}_?(?:id|key|code|value|hash|data|\d+)?\Z", re.VERBOSE)
# What a name ends with that speaks of a secret without holding it, and plain numbers of tokens.
_ABOUT = re.compile(
    r"""_(?:age|alg|algorithm|at|backend|class|count|created|disabled|domain|driver|enabled|endpoint
        |errors?|exception|expir(?:ed|es|y|ation)|factory|failed|failures?|file|format|handler|host|in
        |invalid|length|lifetime|limit|maker|manager|max|methods?|middleware|min|missing|names?|number
        |path|policy|pool|prefix|provider|realm|required|reset|scheme|scopes?|size|status|strategy|timeout
        |ttl|types?|ur[il]|usage|used|user|username|valid|version)\Z
    | (?:^|_)(?:cached|completion|input|max|min|num|output|prompt|reasoning|remaining|total|used)_tokens\Z""",
    re.VERBOSE,
)
_JOINT = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z\d]+")
_OF_LINE = re.compile("authori[sz]ation|cookie", re.IGNORECASE)
_LENGTH_LIMIT = 200


def is_secret(name: str) -> bool:
    """Whether what has this name is a secret: ``DB_PASSWORD``, ``X-Auth-Token``, ``apiKey``."""
    return _judge(name[-_LENGTH_LIMIT:])[0]


def ends_as_secret(name: str) -> bool:
    """Whether the name's last word is a secret's, as that of ``AuthorizationFailed`` is not."""
    return _judge(name[-_LENGTH_LIMIT:])[1]


def has_line(name: str) -> bool:
    """Whether it is a header's, whose value is the rest of the line."""
    return _OF_LINE.search(name) is not None


@lru_cache(maxsize=1024)
def _judge(name: str) -> tuple[bool, bool]:
    words = _JOINT.sub("_", name).strip("_").lower()
    if not _SECRET.search(words) or _ABOUT.search(words):
        return False, False
    return True, _SECRET_AT_END.search(words) is not None
