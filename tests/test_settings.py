"""The settings: what may be set, from where, and what is refused."""

from __future__ import annotations

import io
from dataclasses import FrozenInstanceError, asdict
from pathlib import Path

import pytest
from oslo_config import cfg, generator

from i18n_wsgi.settings import (
    GROUP,
    SERVER_GROUP,
    ServerSettings,
    Settings,
    SettingsError,
    list_opts,
    options,
    server_settings_from,
    settings_from,
)


def test_groups() -> None:
    """There are two groups, one for the errors and one for the server."""
    groups = [name for name, _options in list_opts()]

    assert groups == [GROUP, SERVER_GROUP] == ["i18n_wsgi", "i18n_wsgi_server"]


def test_options_are_fresh() -> None:
    """Every call makes options of its own, so that no caller changes another's."""
    first, second = list_opts(), list_opts()

    assert not {id(opt) for _, opts in first for opt in opts} & {
        id(opt) for _, opts in second for opt in opts
    }


@pytest.mark.parametrize("opt", [opt for _group, opts in list_opts() for opt in opts], ids=str)
def test_help(opt: cfg.Opt) -> None:
    """Every option has a help of whole sentences."""
    assert opt.help.endswith(".")


@pytest.mark.parametrize("conf", [None, cfg.ConfigOpts()], ids=["no conf", "empty conf"])
def test_defaults(conf: cfg.ConfigOpts | None) -> None:
    """Where nothing is set, the defaults of the options are those of the settings."""
    assert settings_from(conf) == Settings()
    assert server_settings_from(conf) == ServerSettings()


def test_documented_defaults() -> None:
    """By default errors are told as OpenStack's, in English, with limits, and without tracebacks."""
    told = (Settings().json_format, Settings().default_language, Settings().source_text)
    limits = (Settings().max_json_body_size, Settings().max_json_depth)

    assert told == ("openstack", "en", True)
    assert limits == (1048576, 64)
    assert not Settings().expose_traceback
    assert ServerSettings().bind_host == "127.0.0.1"  # nobody but this machine is served


def test_frozen() -> None:
    """Settings are values: they can't be changed, and serve as a key."""
    made = settings_from(None, {"languages": ["fr", "de"]})

    with pytest.raises(FrozenInstanceError):
        made.domain = "other"  # type: ignore[misc]  # that is the test
    assert len({made, Settings(languages=("fr", "de"))}) == 1


# Overrides: paste keys are text, keyword arguments may be values


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("max_json_depth", "", 64),  # a key that is there but left empty
        ("max_json_depth", " 1 ", 1),
        ("max_json_depth", 5, 5),
        ("max_json_body_size", "0", 0),
        ("languages", "", ()),
        ("languages", "pt_BR, sr@latin,", ("pt_BR", "sr@latin")),
        ("languages", ["fr"], ("fr",)),
        ("languages", ("fr",), ("fr",)),
        ("default_language", "sr@latin", "sr@latin"),
        ("source_text", "No", False),
        ("source_text", False, False),
        ("expose_traceback", "1", True),
        ("json_format", "problem", "problem"),
        ("locale_dir", Path("/"), str(Path("/"))),
        ("locale_dir", "", ""),
        ("locale_dir", "i18n_wsgi.sample:nosuch", "i18n_wsgi.sample:nosuch"),
        ("domain", "my-shop", "my-shop"),
        ("type_uri", "$library", "$library"),
        ("type_uri", "urn:{code}:{code}", "urn:{code}:{code}"),
        ("domain", None, "i18n_wsgi"),  # a keyword argument that is not given
    ],
)
def test_override(name: str, value: object, expected: object) -> None:
    """An override is read as its option would be, whether it is text or a value."""
    assert asdict(settings_from(None, {name: value}))[name] == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_json_depth", "0"),
        ("max_json_depth", 0),
        ("max_json_depth", "many"),
        ("max_json_depth", "1\n2"),
        ("max_json_depth", [1]),
        ("max_json_depth", True),
        ("max_json_depth", 5.7),
        ("max_json_depth", b"5"),
        ("max_json_depth", 501),
        ("max_json_depth", "\u0661\u0662"),  # Arabic digits
        ("max_json_depth", "1_0"),
        ("max_json_body_size", -1),
        ("error_map", "a b"),
        ("error_map", "library.errors"),
        ("error_map", 5),
        ("locale_dir", b"/srv"),
        ("locale_dir", "/nonexist"),
        ("locale_dir", "/nul\0nul"),
        ("locale_dir", "x" * 300),
        ("type_uri", 5),
        ("type_uri", "https://api.example/errors/{kode}"),
        ("type_uri", "https://api.example/errors/{code}/{lang}"),
        ("type_uri", "https://api.example/errors/{code"),
        ("type_uri", "https://api.example/errors/code}"),
        ("type_uri", "https://api.example/errors/{{code}}"),
        ("type_uri", "https://api.example/errors/{ code }"),
        ("type_uri", "https://api.example/errors/{code}\n"),
        ("domain", ""),
        ("domain", "a b"),
        ("domain", "../library"),
        ("domain", "library\n"),
        ("json_format", "xml"),
        ("json_format", "problem\r\n"),
        ("json_format", ""),
        ("source_text", ""),
        ("source_text", "maybe"),
        ("source_text", 1),
        ("default_language", ""),
        ("default_language", "fr\r\nX-Header: 1"),
        ("default_language", "fr\n"),
        ("languages", "fr,,de"),
        ("languages", ["/etc/passwd"]),
        ("languages", {"fr"}),
        ("languages", 5),
    ],
)
def test_bad_override(name: str, value: object) -> None:
    """A value that is not allowed is refused in one line that names the setting and the value."""
    with pytest.raises(SettingsError) as caught:
        settings_from(None, {name: value})

    assert str(caught.value).startswith(f"{name} is {value!r}")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bind_port", "65536"),
        ("bind_port", -1),
        ("backlog", 0),
        ("bind_host", ""),
        ("bind_host", "a b"),
        ("bind_host", "unix:"),
        ("bind_host", "unix:api.sock"),
        ("bind_host", "unix:@api"),
        ("bind_host", "unix:\0api"),
        ("bind_host", "unix:/run/api\n.sock"),
        ("bind_host", "unix:/" + "a" * 107),
        ("socket_mode", "0668"),
        ("socket_mode", "4755"),
        ("socket_mode", 0o660),  # 432, which is another mode
        ("tcp_keepidle", 0),
        ("tcp_keepidle", 32768),
        ("cert_file", b"/etc/ssl/api.pem"),
    ],
)
def test_bad_server_override(name: str, value: object) -> None:
    """The server's values are checked like the others."""
    with pytest.raises(SettingsError, match=f"^{name} is "):
        server_settings_from(None, {name: value})


def test_conf_of_another_type() -> None:
    """What is no ConfigOpts is a TypeError that says how settings are given."""
    with pytest.raises(TypeError, match=r"a ConfigOpts was expected, not 'library'; .* domain="):
        settings_from("library")  # type: ignore[arg-type]  # that is the test


def test_unknown_override() -> None:
    """An unknown name is refused with the one that is meant and a list of those that there are."""
    with pytest.raises(SettingsError) as caught:
        settings_from(None, {"langauges": "fr", "bind_port": "1"})

    unknown, _, known = str(caught.value).partition(
        ": no such setting (meant: languages?); there are "
    )
    assert unknown == "bind_port, langauges"
    assert known.split(", ") == sorted(opt.dest for opt in options())


# The options


def test_sample() -> None:
    """oslo-config-generator finds the options by their entry point, and what each may be."""
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf(["--namespace", "i18n_wsgi"], default_config_files=[], default_config_dirs=[])
    sample = io.StringIO()

    generator.generate(conf, sample)

    lines = sample.getvalue().splitlines()
    assert {
        "[i18n_wsgi]",
        "[i18n_wsgi_server]",
        "#source_text = true",
        "# Minimum value: 1",
    } <= set(lines)
    assert "<No description provided>" not in sample.getvalue()


def test_nothing_is_registered() -> None:
    """Importing all of it registers no option on oslo.config's global object."""
    assert not {GROUP, SERVER_GROUP} & set(cfg.CONF)
