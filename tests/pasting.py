"""What tests of paste files share: applications that keep what they were made of, and a file of such."""

from __future__ import annotations

from pathlib import Path

import pytest
from oslo_config import cfg

from i18n_wsgi import paste_deploy_app
from i18n_wsgi.settings import SettingsError

APP, FILTER = "i18n_wsgi.app_factory", "i18n_wsgi.filter_factory"
MADE = f"{__name__}:Made"
# A section with either, all but the name.
APP_SECTION = f"paste.app_factory = i18n_wsgi:app_factory\n{APP} = "
FILTER_SECTION = f"paste.filter_factory = i18n_wsgi:filter_factory\n{FILTER} = "


class Conf(cfg.ConfigOpts):
    """A ConfigOpts is a mapping, and all empty ones are equal. Here it matters which one it is."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Made:
    """What a factory was asked to make, and with what."""

    def __init__(self, *given: object, **options: object) -> None:
        self.given = given
        self.options = options

    def __call__(self, environ: object, start_response: object) -> list[bytes]:
        return []


def section(named: str) -> str:
    """A section that makes what is named."""
    return f"[app:main]\npaste.app_factory = i18n_wsgi:app_factory\n{APP} = {named}\n"


INI = f"""
[DEFAULT]
everywhere = 1

[pipeline:main]
pipeline = outer inner plain

[filter:outer]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {MADE}
name = outer

[filter:inner]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {MADE}

[app:plain]
paste.app_factory = i18n_wsgi:app_factory
{APP} =  {MADE}
name = plain
"""


def told(path: Path, text: str) -> str:
    """What is wrong with a paste file's `main`, the file's path left out."""
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value).removeprefix(str(path))
