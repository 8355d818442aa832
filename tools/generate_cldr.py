"""Write ``i18n_wsgi/cldr.py`` from CLDR's JSON data.

    npm pack cldr-core@48.2.0
    python tools/generate_cldr.py cldr-core-48.2.0.tgz > i18n_wsgi/cldr.py

The input is npm's package ``cldr-core``, 48.2 or newer: the ``languageMatching.json`` of 42, 45 and 46.1
lacks its ``desired`` member. ``--keep FILE`` writes the part of the input that is read into a smaller
archive, which is what `tests/data/` holds.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tarfile
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = "package/supplemental/"
NAMES = {
    "aliases": ("metadata", "alias"),
    "languageMatching": ("languageMatching", "written-new"),
    "likelySubtags": ("likelySubtags",),
    "numberingSystems": ("numberingSystems",),
    "territoryContainment": ("territoryContainment",),
}
READ = [
    *("package/package.json", "package/LICENSE", "package/availableLocales.json"),
    "package/scriptMetadata.json",
    *(f"{FOLDER}{name}.json" for name in NAMES),
]


class InputError(Exception):
    """The input is not what this script can read."""


class Cldr:
    """The members of the input that are used."""

    def __init__(self, archive: bytes) -> None:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            try:
                self.files = {name: tar.extractfile(name).read() for name in READ}  # type: ignore[union-attr] # they are files
            except KeyError as exc:
                raise InputError(f"this is not npm's cldr-core: {exc.args[0]}") from exc
        self.version: str = json.loads(self.files["package/package.json"])["version"]
        self.licence = self.files["package/LICENSE"].decode().strip()
        self.aliases = self._read("aliases")
        self.matching = self._read("languageMatching")
        self.likely: dict[str, str] = self._read("likelySubtags")
        self.numbers = self._read("numberingSystems")
        self.containment = self._read("territoryContainment")
        locales = json.loads(self.files["package/availableLocales.json"])
        self.locales: list[str] = locales["availableLocales"]["full"]
        scripts = json.loads(self.files["package/scriptMetadata.json"])["scriptMetadata"]
        self.rtl = sorted(code for code, facts in scripts.items() if facts["rtl"] == "YES")
        if not all("_desired" in rule for rule in self.matching["languageMatch"]):
            raise InputError(f"cldr-core {self.version} has no desired languages; 48.2 has")

    def _read(self, name: str) -> Any:  # JSON
        data = json.loads(self.files[f"{FOLDER}{name}.json"])["supplemental"]
        for member in NAMES[name]:
            data = data[member]
        return data

    def regions_in(self, code: str) -> set[str]:
        """The regions that have a code of their own within a region, itself left out."""
        found = set()
        for key in (code, f"{code}-status-grouping"):
            for inner in self.containment.get(key, {}).get("_contains", []):
                found |= {inner} if inner.isalpha() else self.regions_in(inner)
        return found


def maximise(likely: Mapping[str, str], language: str, script: str, region: str) -> str:
    """Add likely subtags as the package does it, from CLDR's own table."""
    for key in (f"{language}-{script}-{region}", f"{language}-{region}", f"{language}-{script}"):
        if key in likely and not key.endswith("-") and "--" not in key:
            return likely[key]
    return likely.get(language, f"{language}--")


def tables(cldr: Cldr) -> Iterator[tuple[str, str, str, object]]:
    """Each table's name, type, comment and value."""
    rules = [
        (rule["_desired"], rule["_supported"], int(rule["_distance"]), bool(rule.get("_oneway")))
        for rule in cldr.matching["languageMatch"]
    ]
    described = {locale.partition("-")[0] for locale in cldr.locales}
    described |= {code for rule in rules for code in rule[:2] if code.isalpha()}
    yield from likely_tables(cldr.likely, described)
    yield from alias_tables(cldr.aliases)
    yield from distance_tables(rules)
    yield from region_tables(cldr)
    yield (
        "PARADIGMS",
        "str",
        "Of languages equally near, these come first.",
        " ".join(cldr.matching["paradigmLocales"]["_locales"]),
    )
    zeros = {
        name: fact["_digits"][0]
        for name, fact in sorted(cldr.numbers.items())
        # Of the others the digits don't follow one another, or they are not letters for numbers.
        if fact["_type"] == "numeric" and is_row(fact["_digits"]) and name != "latn"
    }
    yield (
        "ZEROS",
        "dict[str, str]",
        "Numbering system to its zero; the other digits follow it.",
        zeros,
    )
    yield "RTL_SCRIPTS", "str", "Scripts written from right to left.", " ".join(cldr.rtl)


def likely_tables(
    likely: Mapping[str, str], described: set[str]
) -> Iterator[tuple[str, str, str, object]]:
    languages, scripts, regions, undetermined = (
        defaultdict[str, list[str]](list) for _ in range(4)
    )
    for key, value in likely.items():
        language, script, region = value.split("-")
        first, *rest = key.split("-")
        if not rest and first != "und":
            if first in described:
                languages[f"{script}-{region}"].append(first)
            elif script != "Latn":
                languages[script].append(first)
        elif first != "und":
            if len(rest[0]) == 4:
                regions[region].append(key)
            else:
                scripts[f"{language}-{script}"].append(rest[0])
        elif rest:
            check_undetermined(likely, rest, value)
            undetermined[language].append("-".join(rest))
    # The matching rules speak of it as of a language in Latin characters.
    languages["Latn-RS"].append("sh")
    yield (
        "LIKELY",
        "dict[str, str]",
        "Script and region to the languages that are likely written so and spoken there; of rare "
        "languages the script alone. What is not here is written in Latin characters.",
        joined(languages),
    )
    yield (
        "LIKELY_SCRIPTS",
        "dict[str, str]",
        "Language and script to the regions where it is likely written so.",
        joined(scripts),
    )
    yield (
        "LIKELY_REGIONS",
        "dict[str, str]",
        "Region to the languages and scripts that are likely from there.",
        joined(regions),
    )
    yield (
        "UNDETERMINED",
        "dict[str, str]",
        "Language to the scripts and regions that are likely its own.",
        joined(undetermined),
    )


def check_undetermined(likely: Mapping[str, str], subtags: Sequence[str], value: str) -> None:
    """Refuse what would be lost: the language alone has to lead to the other subtags."""
    language, *_rest = value.split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4), "")
    region = next((subtag for subtag in subtags if len(subtag) < 4), "")
    _language, likely_script, likely_region = maximise(likely, language, script, region).split("-")
    found = f"{language}-{script or likely_script}-{region or likely_region}"
    if found != value:
        raise InputError(f"und-{'-'.join(subtags)} is {value}, but {language} leads to {found}")


def alias_tables(aliases: Mapping[str, Any]) -> Iterator[tuple[str, str, str, object]]:
    languages, regions = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for old, fact in aliases["languageAlias"].items():
        # The matching rules speak of sh; und can't be matched.
        if not old.startswith("und-") and old not in ("sh", "hbs"):
            languages[fact["_replacement"].partition("-x-")[0]].append(old.lower())
    languages["sh"].append("hbs")
    for old, fact in aliases["territoryAlias"].items():
        # Letters of three and numbers of countries are no subtags (BCP 47, section 2.2.4).
        if fact["_reason"] == "deprecated":
            regions[fact["_replacement"]].append(old)
    yield (
        "LANGUAGE_ALIASES",
        "dict[str, str]",
        "Tag to the tags and codes that it replaces.",
        joined(languages),
    )
    yield (
        "REGION_ALIASES",
        "dict[str, str]",
        "Region to the codes that it replaces, or several, the first of which does so by default.",
        joined(regions),
    )


def distance_tables(
    rules: Iterable[tuple[str, str, int, bool]],
) -> Iterator[tuple[str, str, str, object]]:
    languages, scripts = defaultdict[str, list[str]](list), {}
    for desired, supported, distance, is_oneway in rules:
        pairs = [(desired, supported)] + ([] if is_oneway else [(supported, desired)])
        for one, other in pairs:
            if "*" in one or "$" in one:
                continue
            if one.isalpha():
                languages[f"{other} {distance}"].append(one)
            else:
                scripts[f"{one} {other}"] = distance
    yield (
        "LANGUAGE_DISTANCES",
        "dict[str, str]",
        "A language on offer, and how far it is from each of the languages asked for.",
        joined(languages),
    )
    yield (
        "SCRIPT_DISTANCES",
        "dict[str, int]",
        "The language and script asked for, those on offer, and how far the scripts are apart.",
        scripts,
    )


def region_tables(cldr: Cldr) -> Iterator[tuple[str, str, str, object]]:
    variables = {
        name: set().union(*({code} | cldr.regions_in(code) for code in fact["_value"].split("+")))
        for name, fact in cldr.matching["matchVariables"].items()
    }
    # A region that holds others is in a group when all of them are, and neither in nor out when some are.
    every = {code for code in cldr.containment if code.isdigit() or code.isalpha()}
    groups: dict[str, tuple[str, str]] = {}
    for rule in cldr.matching["languageMatch"]:
        language, *rest = rule["_desired"].split("-")
        if len(rest) == 2 and rest[1].startswith("$") and not rest[1].startswith("$!"):
            members = variables[rest[1]]
            inside = {code for code in every if (held := cldr.regions_in(code)) and held <= members}
            partly = {code for code in every if cldr.regions_in(code) & members} - inside
            key = language if rest[0] == "*" else f"{language}-{rest[0]}"
            groups[key] = (" ".join(sorted(members | inside)), " ".join(sorted(partly - members)))
            if int(rule["_distance"]) != 4:
                raise InputError(f"the regions of {key} are {rule['_distance']} apart")
    yield (
        "REGION_GROUPS",
        "dict[str, tuple[str, str]]",
        "Languages whose regions are nearer to each other inside of a group, and outside of it, than "
        "across: the group, and the regions that are partly in it.",
        groups,
    )


def is_row(digits: str) -> bool:
    return [ord(digit) - ord(digits[0]) for digit in digits] == [*range(10)]


def joined(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {key: " ".join(sorted(values)) for key, values in sorted(groups.items())}


def module_of(cldr: Cldr) -> str:
    """The module's source text."""
    lines = [
        f'"""CLDR {cldr.version}: how likely languages, scripts and regions go together, and how far apart',
        "languages are (UTS #35, Likely Subtags and Language Matching).",
        "",
        "Generated by tools/generate_cldr.py from npm's cldr-core; changes belong there.",
        '"""',
        "",
        *(f"# {line}".rstrip() for line in cldr.licence.splitlines()),
        "",
        "# fmt: off",
        "",
        f'VERSION = "{cldr.version}"',
    ]
    for name, kind, comment, value in tables(cldr):
        lines += ["", *textwrap.wrap(comment, 98, initial_indent="# ", subsequent_indent="# ")]
        lines += written(name, kind, value)
    return "\n".join(lines) + "\n"


def written(name: str, kind: str, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{name} = ("
        yield from quoted(value, "    ")
        yield ")"
        return
    assert isinstance(value, dict)
    yield f"{name}: {kind} = {{"
    line = "   "
    for key, item in value.items():
        entry = f' "{key}": {item!a},'.replace("'", '"')
        if len(entry) < 96 and len(line + entry) > 100:
            yield line
            line = "   "
        if len(entry) < 96:
            line += entry
            continue
        if line.strip():
            yield line
            line = "   "
        yield f'    "{key}": ('
        for text in item if isinstance(item, tuple) else [item]:
            *head, last = quoted(text, "        ")
            yield from head
            yield f"{last}," if isinstance(item, tuple) else last
        yield "    ),"
    if line.strip():
        yield line
    yield "}"


def quoted(text: str, indent: str) -> list[str]:
    parts = textwrap.wrap(text, 88) or [""]
    return [f'{indent}"{part} "' for part in parts[:-1]] + [f'{indent}"{parts[-1]}"']


def smaller(cldr: Cldr) -> bytes:
    """The input with nothing but what is read, the same bytes whenever it is written."""
    written_ = io.BytesIO()
    with tarfile.open(fileobj=written_, mode="w:xz", preset=9) as tar:
        for name, content in cldr.files.items():
            is_json = name.endswith(".json")
            dense = (
                json.dumps(json.loads(content), separators=(",", ":")).encode()
                if is_json
                else content
            )
            member = tarfile.TarInfo(name)
            member.size = len(dense)
            tar.addfile(member, io.BytesIO(dense))
    return written_.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Write the language-matching tables from npm's cldr-core."
    )
    parser.add_argument("archive", type=Path, help="the package as `npm pack cldr-core` leaves it")
    parser.add_argument("--keep", type=Path, help="also write the part of it that is read here")
    arguments = parser.parse_args()
    try:
        cldr = Cldr(arguments.archive.read_bytes())
        sys.stdout.write(module_of(cldr))
        if arguments.keep:
            arguments.keep.write_bytes(smaller(cldr))
    except (InputError, OSError, tarfile.TarError) as exc:
        print(f"generate_cldr: {arguments.archive}: {exc}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
