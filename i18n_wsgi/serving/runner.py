"""The server as paste.deploy knows one: ``use = egg:i18n-wsgi#main`` in a ``[server:main]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from i18n_wsgi.paste_sections import CONFIG_FILE_KEY, conf_of_section, naming_the_section
from i18n_wsgi.serving.server import Server
from i18n_wsgi.settings import ServerSettings, server_settings_from

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def serve_paste(
    application: WSGIApplication, global_conf: Mapping[str, str], /, **local_conf: str
) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        application: what to serve.
        global_conf: the paste file's ``[DEFAULT]``.
        local_conf: settings of ``[i18n_wsgi_server]``, which go before those of ``config_file``;
            ``host`` and ``port`` are ``bind_host`` and ``bind_port``.

    Raises:
        SettingsError: a setting is unknown or has an impossible value.
        ListenError: the address is in use, or none of this machine.
        StartError: a worker can't begin.
    """
    keys = {key: value for key, value in local_conf.items() if key != CONFIG_FILE_KEY}

    def configure() -> ServerSettings:
        with naming_the_section(global_conf, local_conf):
            return server_settings_from(conf_of_section(global_conf, local_conf), keys)

    server = Server("i18n-wsgi", configure(), configure=configure)
    server.start(application)
    server.wait()
