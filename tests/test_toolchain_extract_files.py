"""Which files texts are taken from, and how."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.extraction.files import SourceMap, find_sources, root_of
from i18n_wsgi.toolchain.extraction.taking import keywords_of, take
from tests.extracting import codes


def test_extractors(tmp_path: Path) -> None:
    """The mapping names Babel's extractors, and what is to be passed over."""
    (tmp_path / "babel.cfg").write_text("[ignore: old/**]\n[javascript: **.js]\n")
    for name in ("a.js", "old/b.js", ".venv/c.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("gettext('a')")

    files = find_sources([tmp_path], tmp_path, SourceMap.read(tmp_path / "babel.cfg"), [".*"])

    assert [file.name for file in files] == ["a.js"]
    assert [text.key for text in take(files, keywords_of([])).texts] == [(None, "a")]


def test_unknown_extractor(tmp_path: Path) -> None:
    """An extractor that there is not is told for its file."""
    (tmp_path / "babel.cfg").write_text("[nonsense: **.py]\n")
    (tmp_path / "a.py").write_text("_('a')")

    files = find_sources([tmp_path], tmp_path, SourceMap.read(tmp_path / "babel.cfg"), [])

    assert codes(take(files, keywords_of([]))) == ["E601"]


@pytest.mark.parametrize("text", ["python: **.py", "[python]\n", "\0"])
def test_malformed_mapping(tmp_path: Path, text: str) -> None:
    """A mapping that is none is refused."""
    (tmp_path / "babel.cfg").write_text(text)

    with pytest.raises(SettingsError, match="allowed: sections"):
        SourceMap.read(tmp_path / "babel.cfg")


def test_root(tmp_path: Path) -> None:
    """The project's folder is the nearest one that has a project's files."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)

    assert root_of(tmp_path / "a" / "b") == tmp_path


@pytest.mark.parametrize(
    "inner",
    [
        "build/lib/a.py",
        "dist/a.py",
        "web/node_modules/a/a.py",
        "shop.egg-info/a.py",
        "lib/site-packages/a.py",
        "env/lib/a.py",
        "conda/lib/a.py",
    ],
)
def test_built_or_installed(tmp_path: Path, inner: str) -> None:
    """What a tool has built or installed is passed over, unless it is named."""
    for name in (inner, "pyproject.toml", "env/pyvenv.cfg", "conda/conda-meta/history"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    named = (tmp_path / inner).parent

    assert find_sources([tmp_path], tmp_path, SourceMap(), ()) == []
    assert [file.name for file in find_sources([named], tmp_path, SourceMap(), ())] == [inner]


def test_package_named_build(tmp_path: Path) -> None:
    """A package may be called build."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "shop" / "build").mkdir(parents=True)
    (tmp_path / "shop" / "build" / "a.py").touch()

    files = find_sources([tmp_path], tmp_path, SourceMap(), ())

    assert [file.name for file in files] == ["shop/build/a.py"]


def test_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that can't be listed is told as an error, and the others' texts are there."""
    (tmp_path / "a.py").write_text('_("a")')
    monkeypatch.chdir(tmp_path)
    for _level in range(20):  # until the path is too long, for root too
        Path("d" * 250).mkdir()
        monkeypatch.chdir("d" * 250)

    found = take(find_sources([tmp_path], tmp_path, SourceMap(), ()), keywords_of(()))

    assert codes(found) == ["E601"]
    assert found.findings[0].message == os.strerror(errno.ENAMETOOLONG)
    assert [text.key for text in found.texts] == [(None, "a")]
