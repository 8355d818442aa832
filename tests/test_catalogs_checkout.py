"""The checkout of an editable install, as its installer wrote it down."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.checkout import checkout_of

# PEP 610: direct_url.json

Install = Callable[[str | None], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes the record that an installer leaves of the package ``acme_library``."""
    info = tmp_path / "acme_library-1.0.dist-info"

    def write(record: str | None) -> None:
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-library\nVersion: 1.0\n")
        if record is not None:
            (info / "direct_url.json").write_text(record)
        monkeypatch.syspath_prepend(tmp_path)

    return write


@pytest.mark.parametrize(
    "record",
    [
        None,
        "",
        "{}",
        '{"url": "file:///srv/library", "dir_info": {}}',
        '{"url": "file:///srv/library", "dir_info": {"editable": false}}',
        '{"url": "https://git.example/library", "vcs_info": {"vcs": "git"}}',
        "[]",
        "{",
        "null",
        '{"dir_info": {"editable": true}}',
    ],
)
def test_no_checkout(record: str | None, install: Install) -> None:
    """A package that is installed by copying, or from a repository, has no checkout."""
    install(record)

    assert checkout_of("acme_library") is None


def test_checkout(install: Install, tmp_path: Path) -> None:
    """The checkout of an editable install is the path that its URL was made of."""
    checkout = tmp_path / "bücher #1 %20"
    install(json.dumps({"url": checkout.as_uri(), "dir_info": {"editable": True}}))

    assert checkout_of("acme_library") == checkout


def test_not_installed() -> None:
    """A package that is not installed, only importable, has no checkout."""
    assert checkout_of("acme_unknown_library") is None


def test_distribution_with_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checkout is found, too, when the distribution is not called like its package."""
    info = tmp_path / "acme_suite-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-suite\nVersion: 1.0\n")
    (info / "top_level.txt").write_text("acme_shelves\n")
    (info / "direct_url.json").write_text(
        '{"url": "file:///srv/acme%20suite", "dir_info": {"editable": true}}'
    )
    monkeypatch.syspath_prepend(tmp_path)

    assert checkout_of("acme_shelves") == Path("/srv/acme suite")
