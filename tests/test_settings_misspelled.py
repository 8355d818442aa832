"""What is called like a setting of ours and is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from oslo_config import cfg

from i18n_wsgi import settings
from i18n_wsgi.sample.api import GROUP
from i18n_wsgi.settings import misspelled, misspelled_settings
from tests.frontdoor import ROOT


def told(*arguments: str) -> list[str]:
    """What is told of the files that a command's arguments name, and of the environment."""
    conf = cfg.ConfigOpts()
    settings.read_conf(conf, arguments)
    return misspelled_settings(conf)


@pytest.mark.parametrize(
    ("section", "meant"),
    [
        ("i18n_wsgi_sever", " (meant: i18n_wsgi_server?)"),
        ("I18N_WSGI_SEVER", " (meant: i18n_wsgi_server?)"),
        ("i18n-wsgi", " (meant: i18n_wsgi?)"),
        ("i8n_wsgi_server", " (meant: i18n_wsgi_server?)"),
        ("i18n_wsgi_of_something_else", ""),
    ],
)
def test_section(section: str, meant: str, tmp_path: Path) -> None:
    """A section that is called nearly like one of ours is told once, with the one that is meant."""
    file = tmp_path / "api.conf"
    file.write_text(f"[{section}]\ncert_file = a.pem\nworkers = 2\n")

    assert told(f"--config-file={file}") == [f"{file}: [{section}]: no such section{meant}"]


@pytest.mark.parametrize("section", ["library", "wsgi", "wsgi_server", "DEFAULT", "oslo_i18n"])
def test_section_of_others(section: str, tmp_path: Path) -> None:
    """Other sections are no matter of ours."""
    file = tmp_path / "api.conf"
    file.write_text(f"[{section}]\nworkers = 2\n")

    assert told(f"--config-file={file}") == []


def test_section_in_capitals(tmp_path: Path) -> None:
    """A section of ours may be written in capitals, as oslo.config has it; its options may not."""
    file = tmp_path / "api.conf"
    file.write_text("[I18N_WSGI]\ndomain = library\nDOMAIN = library\n")

    assert told(f"--config-file={file}") == [f"{file}: [I18N_WSGI] DOMAIN: no such setting"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("OS_I18N_WSGI_SERVER__WOKERS", " (meant: OS_I18N_WSGI_SERVER__WORKERS?)"),
        ("OS_I18N_WSGI_SEVER__WORKERS", " (meant: OS_I18N_WSGI_SERVER__WORKERS?)"),
        ("OS_I18N_WSGI_DOMAIN", " (meant: OS_I18N_WSGI__DOMAIN?)"),
        ("I18N_WSGI_PAST", " (meant: I18N_WSGI_PASTE?)"),
        ("I18N_WSGI_LOCALDIR", " (meant: I18N_WSGI_LOCALEDIR?)"),
        ("I18N_WSGI_X", ""),
    ],
)
def test_variable(name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is called nearly like one of ours is told, with the one that is meant."""
    monkeypatch.setenv(name, "1")

    assert told() == [f"{name}: no such variable{meant}"]


def test_our_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What we read is known: options, what servers are told, and folders of domains."""
    for name in (
        "OS_I18N_WSGI__DOMAIN",
        "OS_I18N_WSGI_SERVER__WORKERS",
        "I18N_WSGI_PASTE",
        "I18N_WSGI_LOCALEDIR",
        "I18N_WSGI_SAMPLE_LOCALEDIR",
    ):
        monkeypatch.setenv(name, "1")

    assert told() == []


def test_variables_of_kubernetes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Kubernetes tells of a service that is called i18n-wsgi, or i18n-wsgi-api, is none of ours."""
    for name, value in {
        "I18N_WSGI_SERVICE_HOST": "10.0.0.11",
        "I18N_WSGI_SERVICE_PORT": "8080",
        "I18N_WSGI_SERVICE_PORT_HTTP": "8080",
        "I18N_WSGI_PORT": "tcp://10.0.0.11:8080",
        "I18N_WSGI_PORT_8080_TCP": "tcp://10.0.0.11:8080",
        "I18N_WSGI_API_PORT_8080_TCP_ADDR": "10.0.0.11",
    }.items():
        monkeypatch.setenv(name, value)

    assert told() == []


def test_variables_of_the_module() -> None:
    """Those that the module for other servers reads are known."""
    read = set(
        re.findall(r'"(I18N_WSGI_[A-Z_]+)"', (ROOT / "i18n_wsgi" / "wsgi.py").read_text("utf-8"))
    )

    assert set(misspelled._OF_WSGI) == read


def test_section_of_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample's own section is known, in files and in the environment."""
    (tmp_path / "api.conf").write_text(f"[{GROUP}]\nshelf = 1\n")
    monkeypatch.setenv(f"OS_{GROUP}__SHELF".upper(), "1")

    assert told(f"--config-dir={tmp_path}") == []
