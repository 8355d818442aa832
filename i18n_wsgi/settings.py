"""The settings: oslo.config options in, frozen values out. Nothing is registered at import."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from oslo_config import cfg, types

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    SettingsT = TypeVar("SettingsT", bound=DataclassInstance)

# How oslo.config shows where a value comes from: a file, or a variable of the environment.
_LOCATION = re.compile(r"LocationInfo\(location=.*?, detail='(.*?)'\)")

GROUP = "i18n_wsgi"
SERVER_GROUP = "i18n_wsgi_server"

# A language in any spelling. What is set here is sent in Content-Language.
_LANGUAGE = r"\A[A-Za-z]{2,3}([-_.@][A-Za-z0-9]+)*\Z"


class SettingsError(ValueError):
    """A setting is unknown or has an impossible value. The message is one line for the operator."""


@dataclass(frozen=True)
class Settings:
    """How errors are told; the group ``[i18n_wsgi]``. Each option's help says what it means."""

    domain: str = "i18n_wsgi"
    locale_dir: str | None = None
    overlay_dir: str | None = None
    pseudo_locales: bool = False
    default_language: str = "en"
    languages: tuple[str, ...] = ()
    json_format: str = "openstack"
    type_uri: str | None = None
    source_text: bool = True
    expose_traceback: bool = False
    error_map: str | None = None
    max_json_body_size: int = 1_048_576
    max_json_depth: int = 64


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens; the group ``[i18n_wsgi_server]``."""

    bind_host: str = "127.0.0.1"
    bind_port: int = 8080
    backlog: int = 4096


def options() -> list[cfg.Opt]:
    """The options of the group ``[i18n_wsgi]``, fresh on every call."""
    return [
        cfg.StrOpt(
            "domain",
            default=Settings.domain,
            help="The gettext domain of the service. Its languages are those on offer.",
        ),
        cfg.StrOpt(
            "locale_dir",
            help="The folder that holds <locale>/LC_MESSAGES/<domain>.mo, or package:folder. "
            "By default <DOMAIN>_LOCALEDIR in the environment, then the data of the package "
            "that is named like the domain, then the system's folder.",
        ),
        cfg.StrOpt(
            "overlay_dir",
            help="A folder like locale_dir, of .mo or .po files of any domain, whose texts go before "
            "all others: to correct one that was shipped.",
        ),
        cfg.BoolOpt(
            "pseudo_locales",
            default=Settings.pseudo_locales,
            help="Whether en-XA and ar-XB are on offer, English made strange. For tests.",
        ),
        cfg.StrOpt(
            "default_language",
            default=Settings.default_language,
            regex=_LANGUAGE,
            help="The language of clients that accept none of those on offer.",
        ),
        cfg.ListOpt(
            "languages",
            default=[],
            item_type=types.String(regex=_LANGUAGE),
            help="The languages on offer; empty for all that have a catalog.",
        ),
        cfg.StrOpt(
            "json_format",
            default=Settings.json_format,
            choices=["openstack", "problem"],
            help="What application/json means: the shape of OpenStack's APIs or RFC 9457's.",
        ),
        cfg.StrOpt(
            "type_uri",
            help="The type of a problem document, {code} in it replaced: "
            "https://api.example/errors/{code}. By default about:blank.",
        ),
        cfg.BoolOpt(
            "source_text",
            default=Settings.source_text,
            help="Whether a problem document in another language has the English texts too.",
        ),
        cfg.BoolOpt(
            "expose_traceback",
            default=Settings.expose_traceback,
            help="Whether clients see tracebacks. For development only.",
        ),
        cfg.StrOpt(
            "error_map",
            help="The service's own ErrorMap, as module:NAME.",
        ),
        cfg.IntOpt(
            "max_json_body_size",
            default=Settings.max_json_body_size,
            min=0,
            help="The largest body that is read, in bytes.",
        ),
        cfg.IntOpt(
            "max_json_depth",
            default=Settings.max_json_depth,
            min=1,
            help="How deep a JSON body may be nested, in levels.",
        ),
    ]


def server_options() -> list[cfg.Opt]:
    """The options of the group ``[i18n_wsgi_server]``, fresh on every call."""
    return [
        cfg.HostAddressOpt(
            "bind_host",
            default=ServerSettings.bind_host,
            help="The address to listen on.",
        ),
        cfg.PortOpt(
            "bind_port",
            default=ServerSettings.bind_port,
            help="The TCP port to listen on; 0 for any that is free.",
        ),
        cfg.IntOpt(
            "backlog",
            default=ServerSettings.backlog,
            min=1,
            help="How many connections may wait to be accepted.",
        ),
    ]


def list_opts() -> list[tuple[str, list[cfg.Opt]]]:
    """All groups with their options, as ``oslo-config-generator`` asks for them."""
    return [(GROUP, options()), (SERVER_GROUP, server_options())]


def settings_from(
    conf: cfg.ConfigOpts | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """The settings of a ConfigOpts, with paste keys or keyword arguments laid over them.

    Raises:
        SettingsError: an override has an unknown name, or a value is not allowed.
    """
    return _read(Settings, GROUP, options, conf, overrides or {})


def server_settings_from(
    conf: cfg.ConfigOpts | None = None, overrides: Mapping[str, object] | None = None
) -> ServerSettings:
    """The same for the server's group."""
    return _read(ServerSettings, SERVER_GROUP, server_options, conf, overrides or {})


def _read(
    shape: type[SettingsT],
    group: str,
    make_options: Callable[[], list[cfg.Opt]],
    conf: cfg.ConfigOpts | None,
    overrides: Mapping[str, object],
) -> SettingsT:
    known = {opt.dest: opt for opt in make_options()}
    if unknown := sorted(set(overrides) - set(known)):
        raise SettingsError(
            f"{', '.join(unknown)}: no such setting; there are {', '.join(sorted(known))}"
        )
    if conf is not None:
        conf.register_opts(list(known.values()), group=group)
    values: dict[str, Any] = {}
    for field in fields(shape):
        opt = known[field.name]
        value = overrides.get(field.name)
        value = _from_conf(conf, group, opt) if value is None else _parse(opt, value)
        if value is None:  # a number that is there but left empty
            value = opt.default
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return shape(**values)


def _from_conf(conf: cfg.ConfigOpts | None, group: str, opt: cfg.Opt) -> object:
    if conf is None:
        return opt.default
    try:
        return conf[group][opt.dest]
    # A value that is not allowed, wherever it stands, or a reference ($name) to nothing.
    except cfg.Error as exc:
        reason = _LOCATION.sub(rf"\1 [{group}]", str(exc))
        raise SettingsError(f"{opt.dest} can't be read: {reason}") from exc


def _parse(opt: cfg.Opt, value: object) -> object:
    kind: types.ConfigType = opt.type
    try:
        return kind(value)
    except ValueError as exc:
        limits = [getattr(kind, name, None) for name in ("min", "max")]
        allowed = "; allowed: {} to {}".format(*limits) if None not in limits else ""
        raise SettingsError(f"{opt.dest} is {value!r}: {exc}{allowed}") from exc
    # oslo.config's types take text or what they make of it; other values fail somewhere inside.
    except (AttributeError, TypeError) as exc:
        raise SettingsError(f"{opt.dest} is {value!r}, which is no {kind.type_name}") from exc
