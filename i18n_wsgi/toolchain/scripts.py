"""Which script a letter belongs to, which scripts a language is written in, and which letters look alike."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from i18n_wsgi.negotiation import maximise, parse_tag

# Unicode's blocks of letters by script, with the names of ISO 15924.
_RANGES = {
    "Latn": "41-5A 61-7A AA BA C0-D6 D8-F6 F8-2B8 1D00-1D25 1E00-1EFF 2C60-2C7F A722-A787 A78B-A7FF AB30-AB64 FB00-FB06 FF21-FF3A FF41-FF5A",
    "Grek": "370-3E1 3F0-3FF 1F00-1FFF",
    "Cyrl": "400-52F 1C80-1C8F 2DE0-2DFF A640-A69F",
    "Armn": "531-588 FB13-FB17",
    "Hebr": "591-5F4 FB1D-FB4F",
    "Arab": "620-63F 641-64A 66E-6FF 750-77F 870-8FF FB50-FDFF FE70-FEFC",
    "Syrc": "700-74F 860-86F",
    "Thaa": "780-7BF",
    "Nkoo": "7C0-7FF",
    "Deva": "900-963 966-97F A8E0-A8FF",
    "Beng": "980-9FF",
    "Guru": "A00-A7F",
    "Gujr": "A80-AFF",
    "Orya": "B00-B7F",
    "Taml": "B80-BFF",
    "Telu": "C00-C7F",
    "Knda": "C80-CFF",
    "Mlym": "D00-D7F",
    "Sinh": "D80-DFF",
    "Thai": "E01-E3A E40-E5B",
    "Laoo": "E80-EFF",
    "Tibt": "F00-FFF",
    "Mymr": "1000-109F A9E0-A9FF AA60-AA7F",
    "Geor": "10A0-10FF 1C90-1CBF 2D00-2D2F",
    "Hang": "1100-11FF 3131-318F A960-A97F AC00-D7FF FFA0-FFDC",
    "Ethi": "1200-139F 2D80-2DDF AB00-AB2F",
    "Cher": "13A0-13FF AB70-ABBF",
    "Cans": "1400-167F 18B0-18FF",
    "Khmr": "1780-17FF 19E0-19FF",
    "Mong": "1800-180A 1810-18AF",
    "Olck": "1C50-1C7F",
    "Tfng": "2D30-2D7F",
    "Hani": "2E80-2FDF 3005 3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-3FFFD",
    "Hira": "3041-3096 309D-309F",
    "Kana": "30A1-30FA 30FD-30FF 31F0-31FF FF66-FF6F FF71-FF9D",
    "Bopo": "3105-312F 31A0-31BF",
    "Yiii": "A000-A4CF",
    "Java": "A980-A9DF",
    "Mtei": "AAE0-AAFF ABC0-ABFF",
    "Adlm": "1E900-1E95F",
}
_NAMES = {
    "Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Armn": "Armenian", "Hebr": "Hebrew", "Arab": "Arabic",
    "Thaa": "Thaana", "Deva": "Devanagari", "Beng": "Bengali", "Guru": "Gurmukhi", "Gujr": "Gujarati",
    "Taml": "Tamil", "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam", "Sinh": "Sinhala", "Laoo": "Lao",
    "Tibt": "Tibetan", "Mymr": "Burmese", "Geor": "Georgian", "Hang": "Korean", "Ethi": "Ethiopic",
    "Cher": "Cherokee", "Khmr": "Khmer", "Mong": "Mongolian", "Hani": "Chinese", "Hira": "Japanese",
    "Kana": "Japanese",
}  # fmt: skip


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def _bounds(ranges: str) -> list[tuple[int, int]]:
    pairs = (part.partition("-") for part in ranges.split())
    return [(int(low, 16), int(high or low, 16)) for low, _hyphen, high in pairs]


_TABLE = sorted(
    (low, high, script) for script, ranges in _RANGES.items() for low, high in _bounds(ranges)
)
_STARTS = [low for low, _high, _script in _TABLE]

# Languages with more than one script, and scripts that consist of several.
_OF_LANGUAGE = {
    language: frozenset(scripts.split())
    for languages, scripts in {
        "az bs crh kaa kk ky mn sr tg tk tt ug uz": "Cyrl Arab Mong",
        "ks ku ckb pa sd": "Arab Deva Guru",
        "ber kab rif shi zgh": "Tfng Arab",
        "ha ff": "Arab Adlm",
        "ms jv": "Arab Java",
        "kok sa": "Deva Knda",
        "mni": "Beng Mtei",
        "chr": "Cher",
        "iu": "Cans",
    }.items()
    for language in languages.split()
}
_OF_SCRIPT = {
    "Jpan": frozenset(("Hani", "Hira", "Kana")),
    "Kore": frozenset(("Hang", "Hani")),
    "Hans": frozenset(("Hani", "Bopo")),
    "Hant": frozenset(("Hani", "Bopo")),
}

# Letters of other scripts, each with the one of Latin that it looks like.
_LATIN_OF = {
    **dict(zip("аеорсухіјѕһԁԛԝӏѵкАВЕКМНОРСТУХІЈЅѴԚԜҮ", "aeopcyxijshdqwlvkABEKMHOPCTYXIJSVQWY", strict=True)),
    **dict(zip("ονικρυαγχϲϳηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovikpuayxcjnwABEZHIKMNOPTYX", strict=True)),
    **dict(zip("օոսհցզքՏԼՕՍյ", "onuhgqpSLOUj", strict=True)),
}  # fmt: skip


def script_of(letter: str) -> str:
    """The script of a letter, by its name of ISO 15924; empty for what belongs to none or to several."""
    code = ord(letter)
    place = bisect_right(_STARTS, code) - 1
    if place < 0 or code > _TABLE[place][1] or not unicodedata.category(letter).startswith("L"):
        return ""
    return _TABLE[place][2]


def name_of(script: str) -> str:
    """What people call it."""
    return _NAMES.get(script, script)


def code_point_of(char: str) -> str:
    """How a character is told: ``U+0065 (LATIN SMALL LETTER E)``."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def language_of(locale: str | None) -> str:
    """The language of a locale without script and region; empty where it can't be told."""
    tag = parse_tag(locale or "")
    return "" if tag is None else tag.language


def is_pseudo(locale: str | None) -> bool:
    """Whether it is a pseudo-locale, whose texts are made from the msgids."""
    tag = parse_tag(locale or "")
    return tag is not None and tag.region in ("XA", "XB", "XC")


@lru_cache(maxsize=256)
def scripts_of(locale: str | None) -> frozenset[str]:
    """What the texts of a locale may be written in, Latin aside; nothing is known of one without a script."""
    tag = parse_tag(locale or "")
    script = "" if tag is None else maximise(tag).script
    if tag is None or not script:
        return frozenset()
    return _OF_SCRIPT.get(script, frozenset((script,))) | _OF_LANGUAGE.get(
        tag.language, frozenset()
    )


@lru_cache(maxsize=64)
def letters_of(scripts: frozenset[str]) -> str:
    """The letters of some scripts, as they stand between the brackets of a regular expression."""
    return "".join(
        f"{re.escape(chr(low))}-{re.escape(chr(high))}"
        for low, high, script in _TABLE
        if script in scripts
    )


def letters_outside(scripts: frozenset[str]) -> str:
    """The letters of all others but Latin, likewise."""
    return letters_of(frozenset(_RANGES) - scripts - {"Latn"})


def looks_like(letter: str, script: str) -> str:
    """The letter of another script that it looks like; empty for none."""
    latin = letter if script_of(letter) == "Latn" else _LATIN_OF.get(letter, "")
    if not latin:  # é is an e with an accent
        base = unicodedata.normalize("NFD", letter)[0]
        return looks_like(base, script) if base != letter else ""
    return latin if script == "Latn" else _OF_LATIN.get((latin, script), "")


_OF_LATIN = {(latin, script_of(letter)): letter for letter, latin in _LATIN_OF.items()}
