"""The settings: oslo.config options in, frozen values out. Nothing is registered at import."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from oslo_config import cfg, types

from i18n_wsgi.masking import one_line
from i18n_wsgi.references import import_named
from i18n_wsgi.settings.misspelled import find_misspelled, no_such_setting
from i18n_wsgi.settings.server import ServerSettings, server_options
from i18n_wsgi.settings.telling import Settings, options

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    SettingsT = TypeVar("SettingsT", bound=DataclassInstance)

__all__ = [
    "GROUP",
    "SERVER_GROUP",
    "PlacedSettingsError",
    "ServerSettings",
    "Settings",
    "SettingsError",
    "is_utf8",
    "list_opts",
    "misspelled_settings",
    "named_object",
    "options",
    "read_conf",
    "refusal",
    "server_options",
    "server_settings_from",
    "settings_from",
    "warn_of_misspelled",
]

_LOG = logging.getLogger(__name__)

# How oslo.config shows which file a value comes from.
_LOCATION = re.compile(r"LocationInfo\(location=.*?, detail='(.*?)'\)")

GROUP = "i18n_wsgi"
SERVER_GROUP = "i18n_wsgi_server"

# What other servers call these settings.
_SHORT = {"host": "bind_host", "port": "bind_port"}


class SettingsError(ValueError):
    """A setting is unknown or has an impossible value. The message is one line for the operator.

    Args:
        message: what is wrong.
        key: the setting, as it was written.
    """

    def __init__(self, message: str, *, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key


class PlacedSettingsError(SettingsError):
    """One whose message begins with the place that the setting stands in."""


def list_opts() -> list[tuple[str, list[cfg.Opt]]]:
    """All groups with their options, as ``oslo-config-generator`` asks for them."""
    return [(GROUP, options()), (SERVER_GROUP, server_options())]


def read_conf(
    conf: cfg.ConfigOpts,
    arguments: Sequence[str],
    version: str | None = None,
    epilog: str | None = None,
) -> None:
    """Fill a ConfigOpts from the files and folders that its arguments name.

    Args:
        conf: its command's options are registered already.
        arguments: as on the command line.
        version: what ``--version`` prints.
        epilog: how the help ends.

    Raises:
        SettingsError: a file is not there, or can't be read.
    """
    try:
        conf(
            arguments,
            project="i18n_wsgi",
            prog="i18n-wsgi",
            version=version,
            epilog=epilog,
            default_config_files=[],
            default_config_dirs=[],
        )
    except UnicodeDecodeError as exc:
        files = [item.partition("=")[2] for item in arguments if item.startswith("--config-")]
        wrong = ", ".join(file for file in files if not is_utf8(file))
        raise SettingsError(f"{wrong} is no UTF-8: {exc}") from exc
    except (cfg.Error, OSError) as exc:
        raise SettingsError(" ".join(str(exc).split())) from exc


def misspelled_settings(conf: cfg.ConfigOpts) -> list[str]:
    """A line for each section and option in the files of a ConfigOpts, and each variable of the environment,
    that is called like ours and is none."""
    known = {group: {opt.dest for opt in opts} for group, opts in list_opts()}
    return list(find_misspelled(conf, known))


def warn_of_misspelled(conf: cfg.ConfigOpts) -> None:
    """Log these lines, each once in a process: several sections of a paste file may name one file."""
    for line in misspelled_settings(conf):
        _warn_once(line)


@lru_cache(maxsize=256)
def _warn_once(line: str) -> None:
    _LOG.warning("%s", one_line(line))


def is_utf8(path: str) -> bool:
    """Whether a file, or every ``.conf`` file of a folder, is UTF-8."""
    place = Path(path)
    try:
        for file in place.glob("*.conf") if place.is_dir() else [place]:
            file.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refusal(conf: cfg.ConfigOpts | None, name: str, told: str) -> SettingsError:
    """The error of a setting of ``[i18n_wsgi]`` that turned out unusable, with the place in ``conf``."""
    location = conf.get_location(name, GROUP) if conf is not None else None
    if location is None:
        return SettingsError(told, key=name)
    return PlacedSettingsError(f"{location.detail}: [{GROUP}] {told}", key=name)


def named_object(
    conf: cfg.ConfigOpts | None,
    name: str,
    given: object,
    expected: str,
    is_expected: Callable[[object], bool],
) -> Any:
    """What a setting of ``[i18n_wsgi]`` names, or was given in code.

    Args:
        conf: where the setting may stand.
        name: the setting.
        given: ``module:NAME``, or the object itself.
        expected: what it must be, in words.
        is_expected: whether an object is that.

    Raises:
        SettingsError: it is not, or nothing has this name.
    """
    told = f"{name} is {given!r}"
    found = given
    if isinstance(given, str):
        try:
            found = import_named(given)
        except ValueError as exc:
            raise refusal(conf, name, f"{told}: {exc}") from exc.__cause__
    if not is_expected(found):
        raise refusal(conf, name, f"{told}, which is no {expected}")
    return found


def settings_from(
    conf: cfg.ConfigOpts | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """The settings of a ConfigOpts, with paste keys or keyword arguments laid over them.

    Raises:
        SettingsError: an override has an unknown name, or a value is not allowed.
    """
    overrides = overrides or {}
    return replace(
        _read(Settings, GROUP, options, conf, overrides), places=_places(conf, overrides)
    )


def server_settings_from(
    conf: cfg.ConfigOpts | None = None, overrides: Mapping[str, object] | None = None
) -> ServerSettings:
    """The same for the server's group; ``host`` and ``port`` are ``bind_host`` and ``bind_port``."""
    return _read(ServerSettings, SERVER_GROUP, server_options, conf, overrides or {})


def _read(
    shape: type[SettingsT],
    group: str,
    make_options: Callable[[], list[cfg.Opt]],
    conf: cfg.ConfigOpts | None,
    overrides: Mapping[str, object],
) -> SettingsT:
    known = {opt.dest: opt for opt in make_options()}
    written = _names_as_written(known, overrides)
    if conf is not None:
        if not isinstance(conf, cfg.ConfigOpts):
            raise TypeError(
                f"a ConfigOpts was expected, not {conf!r}; settings go by name: domain=..."
            )
        conf.register_opts(list(known.values()), group=group)
    values: dict[str, Any] = {}
    for dest, opt in known.items():
        name = written.get(dest, dest)
        value = overrides.get(name)
        value = _from_conf(conf, group, opt) if value is None else _parse(opt, value, name)
        if value is None:  # a number that is there but left empty
            value = opt.default
        values[dest] = tuple(value) if isinstance(value, list) else value
    return shape(**values)


def _names_as_written(
    known: Mapping[str, cfg.Opt], overrides: Mapping[str, object]
) -> dict[str, str]:
    written: dict[str, str] = {}
    for name in sorted(overrides):
        meant = name if name in known else _SHORT.get(name, name)
        if meant in written:
            raise SettingsError(f"{written[meant]} and {name} are one setting", key=name)
        written[meant] = name
    if unknown := [written[meant] for meant in written if meant not in known]:
        told = f"{no_such_setting(known, *unknown)}; there are {', '.join(sorted(known))}"
        raise SettingsError(told, key=unknown[0])
    return written


def _from_conf(conf: cfg.ConfigOpts | None, group: str, opt: cfg.Opt) -> object:
    if conf is None:
        return opt.default
    try:
        return conf[group][opt.dest]
    except cfg.ConfigSourceValueError as exc:
        place = _place_of_value(conf, group, opt, str(exc))
        raise PlacedSettingsError(f"{place}: [{group}] {opt.dest} is {exc.__context__}") from exc
    # A reference ($name) to nothing.
    except cfg.Error as exc:
        place = _place_of_value(conf, group, opt, str(exc))
        kind: Any = opt.type  # one of ours
        told = f"{opt.dest} can't be read: {exc}; allowed: {kind.allowed}; $$ for a $"
        raise PlacedSettingsError(f"{place}: [{group}] {told}") from exc


def _place_of_value(conf: cfg.ConfigOpts, group: str, opt: cfg.Opt, told: str) -> str:
    """Where a bad value comes from. The environment goes before files; oslo.config blames the file."""
    variable = f"OS_{group}__{opt.dest}".upper()
    if variable in os.environ:
        return variable
    found = _LOCATION.search(told)
    return found[1] if found else ", ".join(str(Path(it).absolute()) for it in conf.config_file)


def _places(conf: cfg.ConfigOpts | None, overrides: Mapping[str, object]) -> dict[str, str]:
    if conf is None:
        return {}
    names = [opt.dest for opt in options() if overrides.get(opt.dest) is None]
    locations = {name: conf.get_location(name, GROUP) for name in names}
    return {
        name: f"{it.detail}: [{GROUP}]"
        for name, it in locations.items()
        if it is not None and it.location.is_user_controlled
    }


def _parse(opt: cfg.Opt, value: object, name: str) -> object:
    kind: types.ConfigType = opt.type
    try:
        return kind(value)
    except ValueError as exc:
        raise SettingsError(f"{name} is {exc}", key=name) from exc
