"""Paste files that another server loads, which knows no ConfigOpts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from oslo_config import cfg
from paste import deploy

from i18n_wsgi import Debug, FaultMiddleware, app_factory, paste_deploy_app
from i18n_wsgi.settings import Settings, settings_from
from tests.pasting import APP, FILTER, MADE, Conf, Made, section


@pytest.fixture
def conf() -> cfg.ConfigOpts:
    return Conf()


def test_another_server() -> None:
    """An application gets a ConfigOpts with the defaults."""
    made = app_factory({}, **{APP: MADE})

    assert settings_from(made.given[0]) == Settings()


@pytest.mark.parametrize("where", ["[DEFAULT]\nconfig_file = {}\n", "{section}config_file = {}\n"])
@pytest.mark.parametrize("name", ["api.conf", "%(here)s/api.conf", "first.conf\n  api.conf"])
def test_config_file(name: str, where: str, tmp_path: Path) -> None:
    """Its ConfigOpts is read from the files that the paste file names, relative to its folder."""
    (tmp_path / "first.conf").write_text("[i18n_wsgi]\ndomain = first\n")
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    path = tmp_path / "paste.ini"
    text = where.format(name, section=section(MADE))
    path.write_text(text if "app:main" in text else text + section(MADE))

    made = deploy.loadapp(f"config:{path}")

    assert settings_from(made.given[0]) == Settings(domain="library")
    assert made.options == {}


def test_config_file_is_not_needed(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """A load that has a ConfigOpts reads no other file, and the keys are the same."""
    path = tmp_path / "paste.ini"
    path.write_text(f"{section(MADE)}config_file = missing.conf\n")

    made: Any = paste_deploy_app(str(path), "main", conf)

    assert (made.given, made.options) == ((conf,), {})


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds there too."""
    monkeypatch.setenv("OS_I18N_WSGI__DOMAIN", "library")

    made = app_factory({}, **{APP: MADE})

    assert settings_from(made.given[0]) == Settings(domain="library")


def test_eggs(tmp_path: Path) -> None:
    """The fault middleware, the printer and the factories are found by the name of the egg."""
    path = tmp_path / "paste.ini"
    path.write_text(f"""
[pipeline:main]
pipeline = fault debug own app

[filter:fault]
use = egg:i18n-wsgi#fault
json_format = problem

[filter:debug]
use = egg:i18n-wsgi#debug
stream = stderr

[filter:own]
use = egg:i18n-wsgi
{FILTER} = {MADE}

[app:app]
use = egg:i18n-wsgi
{APP} = {MADE}
""")

    fault = deploy.loadapp(f"config:{path}")

    assert isinstance(fault, FaultMiddleware)
    assert fault.settings.json_format == "problem"
    assert isinstance(fault.application, Debug)
    assert isinstance(fault.application.application, Made)
