"""What the contenders are asked: ICU's own rows, random requests, browsers' headers and hostile ones."""

from __future__ import annotations

import io
import json
import random
import string
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parents[1] / "tests" / "data"
_ROWS = _DATA / "localeMatcherTest.txt"
_CLDR = _DATA / "cldr-core-48.2.0.tar.xz"

_COMMON = (
    "ar de en es fr ja pl pt_BR zh_Hans zh_Hant it ko ru tr uk nl sv da nb fi cs hu ro el he th vi id ms hi "
    "bn ta te ur fa sw af sr sr_Latn hr bg sk sl ca et"
)
COMMON_LOCALES = _COMMON.split()

# What browsers and other clients send. None: no such header.
LANGUAGE_HEADERS = {
    "Chrome, Taiwan": "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7",
    "Firefox, Austria": "de-AT,de;q=0.8,en-US;q=0.5,en;q=0.3",
    "Safari, Canada": "fr-CA",
    "Edge, Brazil": "pt-BR,pt;q=0.9,en;q=0.8,en-GB;q=0.7,en-US;q=0.6",
    "Chrome, Mexico": "es-419,es;q=0.9",
    "Chrome, Norway": "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5",
    "Firefox, Serbia": "sr-RS, sr;q=0.9, sr-Latn-RS;q=0.8, en-US;q=0.5, en;q=0.3",
    "Android, 6 languages": "hi-IN,bn-IN;q=0.9,ta-IN;q=0.8,te-IN;q=0.7,ur-IN;q=0.6,en-IN;q=0.5",
    "Swiss German": "gsw-CH,de-CH;q=0.9,fr-CH;q=0.8,it-CH;q=0.7,en;q=0.6",
    "nearly in vain": "cy-GB,cy;q=0.9,ga;q=0.8,en-GB;q=0.5",
    "an API client": "*",
    "malformed": "en-US;q=high,,de;q=0.5;;,fr-",
    "curl": None,
}
BROWSER_ACCEPT = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
ACCEPT_HEADERS = {"a browser": BROWSER_ACCEPT, "an API client": "application/json, text/plain, */*"}
MEDIA_TYPES = ("application/json", "application/problem+json", "text/html", "text/plain")

HOSTILE_LENGTH = 65_536


class Row(NamedTuple):
    """A test case of ICU's: what a header gets of what is on offer, "null" for nothing."""

    header: str
    available: tuple[str, ...]
    default: str | None
    expected: str


class Request(NamedTuple):
    """A header, and what is on offer."""

    header: str
    available: list[str]


def plain_rows() -> list[Row]:
    """The rows of ICU's localeMatcherTest.txt, which explains its format, without @favor and @threshold."""
    rows = []
    given: dict[str, str] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("** test"):
            given = {}
        elif text.startswith("@"):
            name, _equals, value = text[1:].partition("=")
            given[name] = value.strip()
        elif ">>" in text and not (given.get("favor") or given.get("threshold")):
            header, _arrow, expected = text.partition(">>")
            supported = given.get("supported", "").split(",")
            rows.append(
                Row(
                    header.strip(),
                    tuple(locale.strip() for locale in supported if locale.strip()),
                    given.get("default") or None,
                    expected.partition("|")[0].strip(),
                )
            )
    return rows


def cldr_names() -> list[str]:
    """The locales of CLDR, but for the root."""
    with tarfile.open(_CLDR) as archive:
        member = archive.extractfile("package/availableLocales.json")
        assert member is not None
        names = json.load(io.TextIOWrapper(member, "utf-8"))["availableLocales"]["full"]
    return [name for name in names if name not in ("root", "und")]


def requests_for_common_locales(count_: int, seed: int) -> Iterator[Request]:
    """What asks for one to five of CLDR's locales, of the common ones: all, or a few of them."""
    chance, names = random.Random(seed), cldr_names()  # noqa: S311 -- no secret
    for number in range(count_):
        size = chance.randint(1, len(COMMON_LOCALES)) if number % 2 else len(COMMON_LOCALES)
        available = chance.sample(COMMON_LOCALES, size)
        yield Request(", ".join(chance.sample(names, chance.randint(1, 5))), available)


def requests_for_all_locales(count_: int, seed: int) -> Iterator[Request]:
    """What asks for one to five of CLDR's locales, of up to 45 others."""
    chance, names = random.Random(seed), cldr_names()  # noqa: S311
    for _ in range(count_):
        available = chance.sample(names, chance.randint(1, len(COMMON_LOCALES)))
        yield Request(", ".join(chance.sample(names, chance.randint(1, 5))), available)


def distinct_headers(count_: int, seed: int) -> Iterator[str]:
    """Headers that hardly come twice: every other one of CLDR's locales, the rest of made-up tags."""
    chance, names = random.Random(seed), cldr_names()  # noqa: S311
    for number in range(count_):
        size = chance.randint(1, 6)
        if number % 2:
            tags = [f"{_word(chance, 3)}-{_word(chance, 4)}" for _ in range(size)]
        else:
            tags = chance.choices(names, k=size)
        yield ",".join(f"{tag};q=0.{chance.randint(1, 999)}" for tag in tags)


def hostile_headers(kind: str, count_: int, seed: int) -> list[str]:
    """Different headers of a kind, of 64 kB each."""
    chance = random.Random(seed)  # noqa: S311
    make = HOSTILE_KINDS[kind]
    return [make(chance)[:HOSTILE_LENGTH] for _ in range(count_)]


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=length))


def _weight(chance: random.Random) -> str:
    return f"q=0.{chance.randint(1, 999_999_999):09}"


def _offered(chance: random.Random) -> str:
    """A new tag of a language that is on offer, in a script that no one knows."""
    language = chance.choice(COMMON_LOCALES).partition("_")[0]
    return f"{language}-Q{_word(chance, 3)}-{_word(chance, 2)}"


def _repeated(start: str, piece: str) -> Callable[[random.Random], str]:
    """A start, a word that tells one header from another, and a piece without end."""
    pieces = piece * (HOSTILE_LENGTH // len(piece))
    return lambda chance: f"{start}{_word(chance, 4)}{pieces}"


def _members(
    member: Callable[[random.Random], str], start: str = ""
) -> Callable[[random.Random], str]:
    """Members without end, each a new one."""

    def make(chance: random.Random) -> str:
        found, length = [start] if start else [], 0
        while length < HOSTILE_LENGTH:
            found.append(member(chance))
            length += len(found[-1]) + 1
        return ",".join(found)

    return make


HOSTILE_KINDS: dict[str, Callable[[random.Random], str]] = {
    "commas": _repeated("", ","),
    "semicolons": _repeated("", ";"),
    "blanks": _repeated("", " "),
    "quotes": _repeated("", '"'),
    "backslashes in quotes": _repeated('en;a="', "\\"),
    "empty members with weights": _repeated("", ",;q=1"),
    "one long tag": lambda chance: _word(chance, HOSTILE_LENGTH),
    "subtags without end": _repeated("en-", "-a"),
    "weights without end": _repeated("en;a=", ";q=0.1"),
    "letters beyond ASCII": _repeated("", ",\xe9\xfc"),
    "new tags": _members(lambda chance: f"{_word(chance, 2)}-{_word(chance, 2)}"),
    "new scripts": _members(_offered),
    "new scripts, weighed": _members(lambda chance: f"{_offered(chance)};{_weight(chance)}"),
    "new scripts of none": _members(lambda chance: f"und-Q{_word(chance, 3)}-{_word(chance, 2)}"),
    "new variants": _members(
        lambda chance: "-".join([_offered(chance), *(_word(chance, 5) for _ in range(8))])
    ),
    "modifiers": _members(lambda chance: f"sr_{_word(chance, 2)}.{_word(chance, 8)}@latin"),
    "private use": _members(lambda chance: f"x-{_word(chance, 8)}-{_word(chance, 8)}"),
    "all refused": _members(lambda chance: f"{_offered(chance)};q=0"),
    "all refused but a star": _members(lambda chance: f"{_offered(chance)};q=0", "*"),
    "refused star, all weighed": _members(
        lambda chance: f"{_offered(chance)};{_weight(chance)}", "*;q=0"
    ),
    # Of the first kB, which ours reads, as many members as count, each as long as can be.
    "parameters in members": _members(
        lambda chance: f"{_offered(chance)};{';' * 140}{_weight(chance)}", "*;q=0"
    ),
    "weights in members": _members(
        lambda chance: f"{_offered(chance)}{';q=1' * 35};{_weight(chance)}", "*;q=0"
    ),
    "subtags in members": _members(
        lambda chance: f"zh{''.join(f'-{_word(chance, 3)}' for _ in range(14))};{_weight(chance)}",
        "*;q=0",
    ),
}
