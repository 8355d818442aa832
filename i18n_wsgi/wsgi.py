"""The application for servers that take a module's name: ``gunicorn i18n_wsgi.wsgi:application``.

The environment says what ``i18n-wsgi serve`` is told by its options:

=========================  ===================================================================
``I18N_WSGI_PASTE``        the paste file; without it the sample's
``I18N_WSGI_APP``          the file's app or pipeline; without it ``main``
``I18N_WSGI_CONFIG_FILE``  files of oslo.config, with ``:`` between them; without any the paste
                           file names its own
``I18N_WSGI_CONFIG_DIR``   folders of such files, likewise
=========================  ===================================================================
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from oslo_config import cfg

from i18n_wsgi.service import load_application
from i18n_wsgi.settings import SettingsError, read_conf

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_PASTE = "I18N_WSGI_PASTE"
_APP = "I18N_WSGI_APP"
_FILES = {
    "I18N_WSGI_CONFIG_FILE": "--config-file",
    "I18N_WSGI_CONFIG_DIR": "--config-dir",
}


def _load() -> WSGIApplication:
    given = {name: os.environ.get(name, "") for name in (_PASTE, _APP, *_FILES)}
    arguments = [
        f"{option}={path}"
        for name, option in _FILES.items()
        for path in given[name].split(os.pathsep)
        if path
    ]
    conf = cfg.ConfigOpts()
    try:
        read_conf(conf, arguments)
        return load_application(given[_PASTE] or None, given[_APP] or "main", conf)
    except (SettingsError, OSError) as exc:
        told = ", ".join(f"{name}={value}" for name, value in given.items() if value)
        raise SettingsError(f"{exc} ({told})" if told else str(exc)) from exc.__cause__


# Made at import, unlike all else: uWSGI takes what a module holds, and never asks its `__getattr__`.
application = _load()
