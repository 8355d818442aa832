"""What `i18n-wsgi serve` does besides serving."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from i18n_wsgi.cli import main
from tests.conftest import po_text
from tests.frontdoor import run


def checked(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of a check with these settings, and what it printed."""
    file = folder / "api.conf"
    file.write_text(text)
    status = main(["serve", "--check", "--config-file", str(file)])
    return status, "".join(capsys.readouterr())


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check says that all is sound, and serves nothing."""
    status, printed = checked(tmp_path, "", capsys)

    assert status == 0
    assert printed.endswith("All is sound\n")


def test_check_of_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a setting that can't be."""
    status, printed = checked(tmp_path, "[i18n_wsgi_server]\nworkers = -1\n", capsys)

    assert status == 1
    assert "workers is '-1'; allowed: a whole number, 0 to 1024" in printed


def test_check_of_a_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a certificate that is not there."""
    status, printed = checked(tmp_path, "[i18n_wsgi_server]\ncert_file = /nosuch\n", capsys)

    assert status == 1
    assert "cert_file" in printed


def test_check_of_catalogs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a translation that can't be used."""
    folder = tmp_path / "overlay" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = po_text("fr", 'msgid "Not Found"\nmsgstr "%(lost)s"\n')
    (folder / "i18n_wsgi.po").write_bytes(text)

    settings = f"[i18n_wsgi]\noverlay_dir = {tmp_path / 'overlay'}\n"
    status, printed = checked(tmp_path, settings, capsys)

    assert status == 1
    assert printed.endswith("There is something wrong, as the log says\n")


@pytest.mark.frontdoor
@pytest.mark.parametrize("text", ["[loggers]\n", "[loggers]\nkeys = root\n"])
def test_bad_log(text: str, tmp_path: Path) -> None:
    """A paste file whose settings of the log can't be used is a line that names it."""
    (tmp_path / "api.ini").write_text(f"[app:main]\nuse = egg:i18n-wsgi\n{text}")

    ended = run(sys.executable, "-m", "i18n_wsgi", "serve", "--paste", "api.ini", cwd=tmp_path)

    assert ended.returncode == 1
    assert ended.stdout.startswith("i18n-wsgi: api.ini: [loggers] can't be used: ")
    assert ended.stdout.count("\n") == 1
