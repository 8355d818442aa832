"""What tests of paste files share: applications that keep what they were made of, and a file of such."""

from __future__ import annotations

from oslo_config import cfg

APP, FILTER = "i18n_wsgi.app_factory", "i18n_wsgi.filter_factory"
MADE = f"{__name__}:Made"


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
