"""The application of `i18n_wsgi.wsgi`, as the environment asks for it."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import webob

from i18n_wsgi import SettingsError
from tests.frontdoor import plain_environ

INI = """
[DEFAULT]
config_file = api.conf

[filter-app:main]
use = egg:i18n-wsgi#fault
next = library
domain = i18n_wsgi_sample
locale_dir = i18n_wsgi:locale

[app:library]
use = egg:i18n-wsgi
i18n_wsgi.app_factory = i18n_wsgi.sample.api:make_app
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a paste file, which is the current one."""
    (tmp_path / "api.ini").write_text(INI)
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\njson_format = problem\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(monkeypatch: pytest.MonkeyPatch, **environ: str) -> Any:
    """What a server gets that imports the module with these variables."""
    for name, value in environ.items():
        monkeypatch.setenv(f"I18N_WSGI_{name}", value)
    return runpy.run_module("i18n_wsgi.wsgi")["application"]


def french_404(application: Any) -> dict[str, Any]:
    request = webob.Request.blank("/books/999", headers={"Accept-Language": "fr"})
    body: dict[str, Any] = request.send(application).json
    return body


def test_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a variable it is the sample; one that is empty is none."""
    application = load(monkeypatch, PASTE="", APP="", CONFIG_FILE="", CONFIG_DIR="")

    assert french_404(application)["error"]["message"] == "Le livre 999 est introuvable."


@pytest.mark.usefixtures("folder")
def test_paste_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paste file names its own settings."""
    application = load(monkeypatch, PASTE="api.ini")

    assert french_404(application)["detail"] == "Le livre 999 est introuvable."


@pytest.mark.usefixtures("folder")
def test_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another app of the file can be had: here the one without the fault middleware."""
    application = load(monkeypatch, PASTE="api.ini", APP="library")

    with pytest.raises(Exception, match="Book 999 was not found"):
        french_404(application)


def test_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of settings take the place of what the paste file names; the last one wins."""
    (folder / "one.conf").write_text("[i18n_wsgi]\nsource_text = false\njson_format = openstack\n")
    (folder / "more").mkdir()
    (folder / "more" / "two.conf").write_text("[i18n_wsgi]\njson_format = problem\n")
    files = os.pathsep.join(["api.conf", "one.conf"])

    application = load(monkeypatch, PASTE="api.ini", CONFIG_FILE=files, CONFIG_DIR="more")

    assert {"detail", "source"} & french_404(application).keys() == {"detail"}


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        (
            {"PASTE": "nosuch.ini"},
            r"No such file.*nosuch\.ini' \(I18N_WSGI_PASTE=nosuch\.ini\)",
        ),
        (
            {"PASTE": "api.ini", "APP": "nosuch"},
            r"No section 'nosuch'.*api\.ini \(I18N_WSGI_PASTE=api\.ini, I18N_WSGI_APP=nosuch\)",
        ),
        (
            {"CONFIG_FILE": "nosuch.conf"},
            r"nosuch\.conf \(I18N_WSGI_CONFIG_FILE=nosuch\.conf\)",
        ),
        (
            {"CONFIG_DIR": "nosuch"},
            r"nosuch.* \(I18N_WSGI_CONFIG_DIR=nosuch\)",
        ),
        (
            {"CONFIG_FILE": "wrong.conf"},
            r"wrong\.conf: \[i18n_wsgi\] json_format is 'xml'; .* \(I18N_WSGI_CONFIG_FILE=wrong\.conf\)",
        ),
    ],
)
def test_mistakes(
    environ: dict[str, str], told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is one line, with the variables that led there."""
    (folder / "wrong.conf").write_text("[i18n_wsgi]\njson_format = xml\n")

    with pytest.raises(SettingsError, match=rf"\A.*{told}\Z"):
        load(monkeypatch, **environ)


def test_misspelled(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is misspelled in the environment and in a file is a warning."""
    (folder / "api.conf").write_text("[i18n_wsgi]\njson_fromat = problem\n")

    load(monkeypatch, PASTEE="api.ini", CONFIG_FILE="api.conf")

    assert [it.message for it in caplog.records if it.levelname == "WARNING"] == [
        "api.conf: [i18n_wsgi] json_fromat: no such setting (meant: json_format?)",
        "I18N_WSGI_PASTEE: no such variable (meant: I18N_WSGI_PASTE?)",
    ]


def test_import() -> None:
    """Other servers load nothing of ours that serves."""
    code = "import sys, i18n_wsgi.wsgi; sys.exit('eventlet' in sys.modules)"

    subprocess.run([sys.executable, "-c", code], env=plain_environ(), check=True)


def test_variables() -> None:
    """The page about servers names all variables, and no others."""
    root = Path(__file__).parent.parent
    files = [root / "docs" / "deployment.md", root / "i18n_wsgi" / "wsgi.py"]

    told, read = (
        set(re.findall(r"\bI18N_WSGI_[A-Z_]+", file.read_text("utf-8"))) for file in files
    )

    assert told == read
