"""The command's own errors; what it serves is seen in test_wheel.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.cli import main


def test_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command it prints which there are, and fails."""
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == 2
    assert "serve" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("port", "told"),
    [
        ("http", "bind_port is 'http'"),
        ("65536", "bind_port is '65536'"),
        ("-1", "bind_port is '-1'"),
    ],
)
def test_impossible_port(port: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that can't be is one line that names option and value."""
    status = main(["serve", f"--port={port}"])

    printed = capsys.readouterr().err
    assert status == 1
    assert printed.startswith(f"i18n-wsgi: {told}")
    assert printed.count("\n") == 1


def test_missing_config_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration file that is not there is one line that names it."""
    missing = tmp_path / "missing.conf"

    status = main(["--config-file", str(missing), "serve"])

    assert status == 1
    assert str(missing) in capsys.readouterr().err


def test_bad_value_in_config_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad value in a file is one line with the option, the value and what is allowed."""
    file = tmp_path / "bad.conf"
    file.write_text("[i18n_wsgi]\njson_format = yaml\n")

    status = main(["--config-file", str(file), "serve", "--port", "0"])

    printed = capsys.readouterr().err
    assert status == 1
    assert printed.count("\n") == 1
    assert "json_format" in printed
    assert "yaml" in printed


def test_missing_app(capsys: pytest.CaptureFixture[str]) -> None:
    """An app that the paste file does not have is told with both names."""
    status = main(["serve", "--port", "0", "--app", "elsewhere"])

    printed = capsys.readouterr().err
    assert status == 1
    assert "paste.ini" in printed
    assert "elsewhere" in printed
    assert "Traceback" not in printed


def test_missing_paste_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A paste file that is not there is one line that names it."""
    missing = tmp_path / "missing.ini"

    status = main(["serve", "--port", "0", "--paste", str(missing)])

    assert status == 1
    assert str(missing) in capsys.readouterr().err
