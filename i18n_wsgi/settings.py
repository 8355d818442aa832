"""The settings: oslo.config options in, frozen values out. Nothing is registered at import."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from oslo_config import cfg, types

from i18n_wsgi.option_types import (
    Choice,
    Count,
    Domain,
    Folder,
    Host,
    Language,
    Languages,
    Mode,
    Reference,
    Text,
    TypeURI,
    flag_option,
)
from i18n_wsgi.references import import_named

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    SettingsT = TypeVar("SettingsT", bound=DataclassInstance)

# How oslo.config shows which file a value comes from.
_LOCATION = re.compile(r"LocationInfo\(location=.*?, detail='(.*?)'\)")

GROUP = "i18n_wsgi"
SERVER_GROUP = "i18n_wsgi_server"

# What other servers call these settings.
_SHORT = {"host": "bind_host", "port": "bind_port"}


# What a client may send, and how long it may take.
_LIMITS = {
    "max_url_length": "The longest URL of a request, in bytes.",
    "max_header_line": "The longest header, its name included, in bytes.",
    "max_header_count": "How many headers a request may have.",
    "max_headers_size": "The largest size of all headers of a request together, in bytes.",
    "header_timeout": "How many seconds the headers may take to arrive, and how long a new connection "
    "may be silent.",
    "idle_timeout": "How many seconds a connection is kept for the next request.",
    "body_timeout": "How many seconds the body of a request may take to arrive.",
    "send_timeout": "How many seconds a client may take nothing of its answer.",
}


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


@dataclass(frozen=True)
class Settings:
    """How errors are told; the group ``[i18n_wsgi]``. Each option's help says what it means.

    Attributes:
        places: where the settings stand that a file or the environment has, for warnings.
    """

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
    tell_returned_errors: bool = True
    client_error_log_level: str = "info"
    on_fault: str | None = None
    max_json_body_size: int = 1_048_576
    max_json_depth: int = 64
    allow_json_nan: bool = False
    allow_json_duplicate_keys: bool = False
    allow_json_lone_surrogates: bool = False
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens; the group ``[i18n_wsgi_server]``."""

    bind_host: str = "127.0.0.1"
    bind_port: int = 8080
    backlog: int = 4096
    socket_mode: str = "0660"
    tcp_keepidle: int = 600
    cert_file: str | None = None
    key_file: str | None = None
    ca_file: str | None = None
    workers: int = 0
    threads: int = 1000
    max_connections: int = 8192
    start_timeout: int = 60
    graceful_timeout: int = 30
    max_url_length: int = 8192
    max_header_line: int = 16384
    max_header_count: int = 100
    max_headers_size: int = 65536
    header_timeout: int = 20
    idle_timeout: int = 75
    body_timeout: int = 300
    send_timeout: int = 60


def options() -> list[cfg.Opt]:
    """The options of the group ``[i18n_wsgi]``, fresh on every call."""
    return [
        cfg.Opt(
            "domain",
            type=Domain(),
            default=Settings.domain,
            help="The gettext domain of the service. Its languages are those on offer.",
        ),
        cfg.Opt(
            "locale_dir",
            type=Folder(),
            help="The only place of the domain's catalogs: the folder that holds "
            "<locale>/LC_MESSAGES/<domain>.mo, or package:folder. By default <DOMAIN>_LOCALEDIR in the "
            "environment, then the data of the package that is named like the domain, then its "
            "checkout, then the system's folder.",
        ),
        cfg.Opt(
            "overlay_dir",
            type=Text(),
            help="A folder like locale_dir, of .mo or .po files of any domain, whose texts go before "
            "all others: to correct one that was shipped.",
        ),
        flag_option(
            "pseudo_locales",
            default=Settings.pseudo_locales,
            help="Whether en-XA and ar-XB are on offer, English made strange. For tests.",
        ),
        cfg.Opt(
            "default_language",
            type=Language(),
            default=Settings.default_language,
            help="The language of clients that accept none of those on offer.",
        ),
        cfg.Opt(
            "languages",
            type=Languages(),
            default=[],
            help="The languages on offer; empty for all that have a catalog.",
        ),
        cfg.Opt(
            "json_format",
            type=Choice(choices=[("openstack", "as OpenStack's APIs"), ("problem", "as RFC 9457")]),
            default=Settings.json_format,
            help="What application/json and application/xml mean.",
        ),
        cfg.Opt(
            "type_uri",
            type=TypeURI(),
            help="The type of a problem document, {code} in it replaced: "
            "https://api.example/errors/{code}. By default about:blank.",
        ),
        flag_option(
            "source_text",
            default=Settings.source_text,
            help="Whether a problem document in another language has the English texts too.",
        ),
        flag_option(
            "expose_traceback",
            default=Settings.expose_traceback,
            help="Whether clients see tracebacks. For development only.",
        ),
        cfg.Opt(
            "error_map",
            type=Reference("module:NAME of an ErrorMap"),
            help="The service's own ErrorMap, as module:NAME.",
        ),
        flag_option(
            "tell_returned_errors",
            default=Settings.tell_returned_errors,
            help="Whether errors that the application answers instead of raising them are told as well, if "
            "their body is empty or the page that WebOb makes.",
        ),
        cfg.Opt(
            "client_error_log_level",
            type=Choice(
                choices=[
                    ("debug", "for whoever looks for a single request"),
                    ("info", "as what is no trouble of the service's"),
                    ("warning", "as what is to be looked at"),
                    ("error", "as errors of the service itself, without their traceback"),
                    ("off", "not at all"),
                ]
            ),
            default=Settings.client_error_log_level,
            help="How errors below 500 are logged.",
        ),
        cfg.Opt(
            "on_fault",
            type=Reference("module:NAME of a callable"),
            help="What is called for each error, as module:NAME: i18n_wsgi.metrics:count_fault.",
        ),
        cfg.Opt(
            "max_json_body_size",
            type=Count(min=0),
            default=Settings.max_json_body_size,
            help="The largest body that is read, in bytes.",
        ),
        cfg.Opt(
            "max_json_depth",
            type=Count(min=1, max=500),  # Python's own limit is 1000, the server's stack included
            default=Settings.max_json_depth,
            help="How deep a JSON body may be nested, in levels.",
        ),
        flag_option(
            "allow_json_nan",
            default=Settings.allow_json_nan,
            help="Whether NaN, Infinity and numbers as large (1e999) are read in a JSON body.",
        ),
        flag_option(
            "allow_json_duplicate_keys",
            default=Settings.allow_json_duplicate_keys,
            help="Whether an object in a JSON body may have a key twice; the last one counts.",
        ),
        flag_option(
            "allow_json_lone_surrogates",
            default=Settings.allow_json_lone_surrogates,
            help="Whether half a surrogate pair, which no UTF-8 text can hold, is read in a JSON body.",
        ),
    ]


def server_options() -> list[cfg.Opt]:
    """The options of the group ``[i18n_wsgi_server]``, fresh on every call."""
    return [
        cfg.Opt(
            "bind_host",
            type=Host(),
            default=ServerSettings.bind_host,
            help="The address to listen on: 0.0.0.0 for all of IPv4, :: for all of IPv6 and IPv4, unix:/path for "
            "a socket in the file system.",
        ),
        cfg.Opt(
            "bind_port",
            type=Count(min=0, max=65535),
            default=ServerSettings.bind_port,
            help="The TCP port to listen on; 0 for any that is free.",
        ),
        cfg.Opt(
            "backlog",
            type=Count(min=1, max=2**31 - 1),
            default=ServerSettings.backlog,
            help="How many connections may wait to be accepted.",
        ),
        cfg.Opt(
            "socket_mode",
            type=Mode(),
            default=ServerSettings.socket_mode,
            help="Who may connect to unix:/path, as chmod has it.",
        ),
        cfg.Opt(
            "tcp_keepidle",
            type=Count(min=1, max=32767),  # as much as Linux takes
            default=ServerSettings.tcp_keepidle,
            help="After how many idle seconds the kernel asks whether a client is still there.",
        ),
        cfg.Opt(
            "cert_file",
            type=Text(),
            help="The server's certificate, in PEM, and those between it and the root. With it the server "
            "speaks TLS, 1.2 or newer, and nothing else.",
        ),
        cfg.Opt(
            "key_file",
            type=Text(),
            help="The key of the certificate, in PEM, without a password.",
        ),
        cfg.Opt(
            "ca_file",
            type=Text(),
            help="The roots of the clients' certificates, in PEM. With it only clients that have one are "
            "served.",
        ),
        cfg.Opt(
            "workers",
            type=Count(min=0, max=1024),
            default=ServerSettings.workers,
            help="How many processes serve, which are replaced when they end and on SIGHUP; 0 for one "
            "process without a parent, for development.",
        ),
        cfg.Opt(
            "threads",
            type=Count(min=1),
            default=ServerSettings.threads,
            help="How many requests a process runs at once.",
        ),
        cfg.Opt(
            "max_connections",
            type=Count(min=1),
            default=ServerSettings.max_connections,
            help="How many connections a process has at once. Beyond, the one that has been without a "
            "request for the longest is closed.",
        ),
        cfg.Opt(
            "start_timeout",
            type=Count(min=1),
            default=ServerSettings.start_timeout,
            help="How many seconds a worker may take until it can serve.",
        ),
        cfg.Opt(
            "graceful_timeout",
            type=Count(min=0),
            default=ServerSettings.graceful_timeout,
            help="How many seconds the requests in hand are given when the server stops or reloads.",
        ),
        *(
            cfg.Opt(name, type=Count(min=1), default=getattr(ServerSettings, name), help=told)
            for name, told in _LIMITS.items()
        ),
    ]


def list_opts() -> list[tuple[str, list[cfg.Opt]]]:
    """All groups with their options, as ``oslo-config-generator`` asks for them."""
    return [(GROUP, options()), (SERVER_GROUP, server_options())]


def read_conf(conf: cfg.ConfigOpts, arguments: Sequence[str]) -> None:
    """Fill a ConfigOpts from the files and folders that its arguments name.

    Args:
        conf: its command's options are registered already.
        arguments: as on the command line.

    Raises:
        SettingsError: a file is not there, or can't be read.
    """
    try:
        conf(
            arguments,
            project="i18n_wsgi",
            prog="i18n-wsgi",
            default_config_files=[],
            default_config_dirs=[],
        )
    except UnicodeDecodeError as exc:
        files = [item.partition("=")[2] for item in arguments if item.startswith("--config-")]
        wrong = ", ".join(file for file in files if not is_utf8(file))
        raise SettingsError(f"{wrong} is no UTF-8: {exc}") from exc
    except (cfg.Error, OSError) as exc:
        raise SettingsError(" ".join(str(exc).split())) from exc


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
        raise SettingsError(
            f"{', '.join(unknown)}: no such setting; there are {', '.join(sorted(known))}",
            key=unknown[0],
        )
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
