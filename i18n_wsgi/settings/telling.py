"""How errors are told: the group ``[i18n_wsgi]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from oslo_config import cfg

from i18n_wsgi.option_types import (
    Choice,
    Count,
    Domain,
    Folder,
    Language,
    Languages,
    Reference,
    Text,
    TypeURI,
    flag_option,
)


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
