"""The tables of CLDR, and the script that writes them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from i18n_wsgi import cldr
from i18n_wsgi.negotiation import maximise, parse_tag

ROOT = Path(__file__).parent.parent
ARCHIVE = ROOT / "tests" / "data" / "cldr-core-48.2.0.tar.xz"
MODULE = Path(cldr.__file__).read_bytes()
MATCHING = "package/supplemental/languageMatching.json"


def generate(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "utf8", ROOT / "tools" / "generate_cldr.py", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60)


def read_archive() -> dict[str, bytes]:
    with tarfile.open(ARCHIVE) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}


def write_archive(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def supplemental(name: str) -> Any:
    return json.loads(read_archive()[f"package/supplemental/{name}.json"])["supplemental"]


def table(groups: dict[str, str]) -> dict[str, list[str]]:
    return {key: members.split() for key, members in groups.items()}


# The script


def test_regenerated() -> None:
    """The script writes exactly this module from the input that is stored beside the tests."""
    written = generate(ARCHIVE)

    assert (written.returncode, written.stderr) == (0, b"")
    assert written.stdout == MODULE


def test_package_of_npm(tmp_path: Path) -> None:
    """An archive as npm packs it, with more members and in another order, gives the same module."""
    files = dict(reversed(read_archive().items())) | {"package/README.md": b"..."}
    archive = write_archive(tmp_path / "cldr-core-48.2.0.tgz", files)

    assert generate(archive).stdout == MODULE


def test_keep(tmp_path: Path) -> None:
    """What --keep leaves of an archive gives the same module, and holds nothing else."""
    files = read_archive() | {"package/README.md": b"..."}
    kept = tmp_path / "kept.tar.xz"

    generate(write_archive(tmp_path / "all.tgz", files), "--keep", kept)

    assert generate(kept).stdout == MODULE
    with tarfile.open(kept) as tar:
        assert sorted(tar.getnames()) == sorted(read_archive())


def test_other_version(tmp_path: Path) -> None:
    """The version is the input's."""
    files = read_archive()
    files["package/package.json"] = b'{"version": "49.0.0"}'

    written = generate(write_archive(tmp_path / "49.tgz", files)).stdout

    assert b'\nVERSION = "49.0.0"\n' in written
    assert written.startswith(b'"""CLDR 49.0.0:')


@pytest.mark.parametrize("missing", ["package/package.json", "package/LICENSE", MATCHING])
def test_member_missing(missing: str, tmp_path: Path) -> None:
    """An archive without a member that is read is refused in one line that names it."""
    files = {name: content for name, content in read_archive().items() if name != missing}
    archive = write_archive(tmp_path / "lacks.tgz", files)

    refused = generate(archive)

    assert (refused.returncode, refused.stdout) == (1, b"")
    assert missing.encode() in refused.stderr
    assert refused.stderr.startswith(b"generate_cldr: " + bytes(archive))
    assert refused.stderr.count(b"\n") == 1


def test_nothing_desired(tmp_path: Path) -> None:
    """A languageMatching.json without desired languages, as of version 42, is refused in one line."""
    files = read_archive()
    data = json.loads(files[MATCHING])
    for rule in data["supplemental"]["languageMatching"]["written-new"]["languageMatch"]:
        del rule["_desired"]
    files[MATCHING] = json.dumps(data).encode()

    refused = generate(write_archive(tmp_path / "42.tgz", files))

    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"has no desired languages" in refused.stderr
    assert refused.stderr.count(b"\n") == 1


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is refused in one line."""
    refused = generate(tmp_path / "missing.tgz")

    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.count(b"\n") == 1


# The module


def test_licence() -> None:
    """The licence of the data stands in the module, each line of it."""
    lines = [line[2:] for line in MODULE.decode().splitlines() if line[:1] == "#"]
    licence = read_archive()["package/LICENSE"].decode().strip()

    assert licence.splitlines() == lines[: len(licence.splitlines())]
    assert licence.startswith("UNICODE LICENSE V3")
    assert "Copyright © 2004-" in licence


def test_version() -> None:
    """The version of the data stands in the module; those before 48.2 lack what is needed."""
    assert tuple(map(int, cldr.VERSION.split("."))) >= (48, 2)
    assert f'"""CLDR {cldr.VERSION}: '.encode() in MODULE


def test_size() -> None:
    """The module is a fraction of the data."""
    assert len(MODULE) < 35_000


def test_lines() -> None:
    """No line is longer than the project's."""
    assert max(map(len, MODULE.decode().splitlines())) <= 100


# The tables


@pytest.mark.parametrize(
    "groups",
    [
        *(cldr.LIKELY, cldr.LIKELY_REGIONS, cldr.UNDETERMINED),
        *(cldr.LANGUAGE_ALIASES, cldr.REGION_ALIASES),
    ],
    ids=["LIKELY", "LIKELY_REGIONS", "UNDETERMINED", "LANGUAGE_ALIASES", "REGION_ALIASES"],
)
def test_told_once(groups: dict[str, str]) -> None:
    """What is turned round when it is read stands in one group only."""
    members = [member for group in table(groups).values() for member in group]

    assert len(members) == len(set(members)) > 0


def test_likely_subtags() -> None:
    """Of a language, with a script or a region, CLDR's likely script and region are found.

    Of languages that CLDR has no locale of, the region of the language alone is left out.
    """
    replaced = {"in", "iw", "ji", "jw", "mo", "no", "tl"}
    likely = {
        key: full
        for key, full in supplemental("likelySubtags")["likelySubtags"].items()
        if key.partition("-")[0] not in {"und", *replaced}
    }

    found = {key: str(maximise(tag)) for key in likely if (tag := parse_tag(key)) is not None}

    wrong = {
        key: found[key]
        for key, full in likely.items()
        if found[key] != full and ("-" in key or found[key] != full.rpartition("-")[0])
    }
    assert wrong == {}
    assert len(likely) > 7_000


def test_languages_of_locales() -> None:
    """Of each language that CLDR has a locale of, the region is known too."""
    locales = json.loads(read_archive()["package/availableLocales.json"])["availableLocales"]
    languages = {locale.partition("-")[0] for locale in locales["full"]} - {"und"}

    tags = [tag for language in sorted(languages) if (tag := parse_tag(language)) is not None]

    assert [str(tag) for tag in tags if not maximise(tag).region] == []
    assert len(tags) > 300


@pytest.mark.parametrize("kind", ["Cyrl", "TW", "419", "Hebr"])
def test_undetermined(kind: str) -> None:
    """A script or a region alone leads to CLDR's likely language."""
    tag = parse_tag(f"und-{kind}")

    assert tag is not None
    assert str(maximise(tag)) == supplemental("likelySubtags")["likelySubtags"][f"und-{kind}"]


def test_language_aliases() -> None:
    """Each language that CLDR replaces is replaced, but for sh, of which the matching rules speak."""
    aliases = supplemental("aliases")["metadata"]["alias"]["languageAlias"]
    replaced = {member for members in table(cldr.LANGUAGE_ALIASES).values() for member in members}

    assert {old.lower() for old in aliases if not old.startswith("und-")} == replaced | {"sh"}


@pytest.mark.parametrize(
    ("offered", "expected"),
    [("no 1", "nb"), ("nb 1", "no"), ("nb 8", "da"), ("de 4", "gsw lb"), ("sh 4", "bs hr sr")],
)
def test_language_distances(offered: str, expected: str) -> None:
    """Who reads a language that is not his own, and how far it is from him, is told by that language."""
    assert cldr.LANGUAGE_DISTANCES[offered] == expected


def test_one_way() -> None:
    """A one-way rule of CLDR stands in one direction, any other in both."""
    rules = supplemental("languageMatching")["languageMatching"]["written-new"]["languageMatch"]
    expected = set()
    for rule in rules:
        desired, supported = rule["_desired"], rule["_supported"]
        if desired.isalpha() and supported.isalpha():
            expected.add((desired, supported, int(rule["_distance"])))
            if not rule.get("_oneway"):
                expected.add((supported, desired, int(rule["_distance"])))

    found = {
        (reader, *key.split())
        for key, readers in table(cldr.LANGUAGE_DISTANCES).items()
        for reader in readers
    }

    assert {(reader, offered, int(far)) for reader, offered, far in found} == expected


def test_distances_are_below_the_threshold() -> None:
    """A distance of 50 is none: what is as far away is another language."""
    far = {int(key.split()[1]) for key in cldr.LANGUAGE_DISTANCES} | {
        *cldr.SCRIPT_DISTANCES.values()
    }

    assert (min(far), max(far)) == (1, 30)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("sr-Latn sr-Cyrl", 5),
        ("sr-Cyrl sr-Latn", 5),
        ("zh-Latn zh-Hans", 20),
        ("zh-Hans zh-Latn", None),
        ("zh-Hans zh-Hant", None),
        ("ta-Taml en-Latn", 10),
    ],
)
def test_script_distances(key: str, expected: int | None) -> None:
    """How far another script is stands there in the directions in which it is read."""
    assert cldr.SCRIPT_DISTANCES.get(key) == expected


@pytest.mark.parametrize(
    ("key", "inside", "outside", "partly"),
    [
        ("en", "CA US PR GU", "AU GB IN 150", "001 419 021"),
        ("es", "MX AR US 419 003 005 013 019 021 029", "ES PH 150 002", "001"),
        ("pt", "BR US 419", "PT AO 150", "001"),
        ("ar", "MA DZ TN LY EH MR", "EG SA AE", "001 015"),
        ("zh-Hant", "HK MO", "TW CN", "001 030"),
    ],
)
def test_region_groups(key: str, inside: str, outside: str, partly: str) -> None:
    """A region is in its language's group, out of it, or, when it holds regions of both, partly in it."""
    group, between = (set(regions.split()) for regions in cldr.REGION_GROUPS[key])

    assert {*inside.split()} <= group
    assert {*partly.split()} <= between
    assert not {*outside.split()} & (group | between)
    assert not group & between


def test_groups() -> None:
    """Five languages have groups of regions."""
    assert {*cldr.REGION_GROUPS} == {"ar", "en", "es", "pt", "zh-Hant"}


def test_paradigms() -> None:
    """The paradigms are CLDR's."""
    paradigms = supplemental("languageMatching")["languageMatching"]["written-new"][
        "paradigmLocales"
    ]

    assert cldr.PARADIGMS.split() == paradigms["_locales"]


def test_rtl_scripts() -> None:
    """The scripts written from right to left are CLDR's."""
    facts = json.loads(read_archive()["package/scriptMetadata.json"])["scriptMetadata"]
    rtl = {script for script, fact in facts.items() if fact["rtl"] == "YES"}

    assert set(cldr.RTL_SCRIPTS.split()) == rtl >= {"Arab", "Hebr", "Thaa", "Adlm"}
