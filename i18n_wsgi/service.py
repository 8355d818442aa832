"""What an operator has served: a paste file's application, with the log that the file asks for."""

from __future__ import annotations

import logging
import traceback
from configparser import Error as ConfigParserError
from configparser import RawConfigParser
from contextlib import suppress
from importlib.resources import as_file, files
from logging.config import fileConfig
from pathlib import Path
from typing import TYPE_CHECKING

from i18n_wsgi.settings import SettingsError, warn_of_misspelled

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from oslo_config import cfg


def load_application(
    paste_file: str | None, app_name: str, conf: cfg.ConfigOpts
) -> WSGIApplication:
    """The application of a paste file; its log is set up.

    Args:
        paste_file: its path; with None the sample's.
        app_name: the section's name, without ``app:`` or ``pipeline:``.
        conf: has been read. Where it was read from no file, a paste file of the operator's chooses
            its own, as it does under other servers.

    Raises:
        SettingsError: the file can't be used, or a setting is impossible.
        OSError: there is no such file.
    """
    from i18n_wsgi.paste import paste_deploy_app

    set_up_log(paste_file)
    warn_of_misspelled(conf)
    is_told = paste_file is None or conf.config_file or conf.config_dir
    with as_file(files("i18n_wsgi.sample") / "paste.ini") as sample_file:
        path = paste_file or str(sample_file)
        try:
            application: object = paste_deploy_app(path, app_name, conf if is_told else None)
        except Exception as exc:
            if not _is_loaders_own(exc):
                raise
            raise SettingsError(f"{path}: {exc}") from exc
    if not callable(application):
        made = type(application).__name__
        raise SettingsError(f"{path}: {app_name} is no application: its factory answers a {made}")
    return application


def set_up_log(paste_file: str | None) -> None:
    """As the paste file says, if it does: other servers heed its ``[loggers]`` too.

    Raises:
        SettingsError: what it says can't be used.
    """
    parser = RawConfigParser(strict=False)
    with suppress(ConfigParserError, UnicodeDecodeError):  # which the loader tells
        parser.read(paste_file or (), "utf-8")
    if paste_file is None or not parser.has_section("loggers"):
        logging.basicConfig(
            level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        return
    path = str(Path(paste_file).absolute())
    places = {"here": str(Path(path).parent), "__file__": path}
    try:
        fileConfig(path, places, disable_existing_loggers=False, encoding="utf-8")
    except (
        Exception
    ) as exc:  # it evaluates what stands there; what it raises is an operator's mistake
        raise SettingsError(f"{paste_file}: [loggers] can't be used: {exc!r}") from exc


def _is_loaders_own(exc: Exception) -> bool:
    """Whether it was PasteDeploy that could not go on, and not the code of what it was making."""
    if isinstance(exc, SettingsError | OSError):
        return False  # told in one line as they are
    *_outer, (innermost, _line) = traceback.walk_tb(exc.__traceback__)
    module: str = innermost.f_globals.get("__name__", "")
    # Our own package stands for its look-up of public names.
    loaders = ("configparser", "importlib", "paste", "pkg_resources")
    return module == __package__ or module.partition(".")[0] in loaders
