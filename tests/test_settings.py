"""The settings: what may be set, from where, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict
from pathlib import Path

import pytest
from oslo_config import cfg, generator

from i18n_wsgi import settings
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

ReadConf = Callable[[str], cfg.ConfigOpts]


@pytest.fixture
def read_conf(tmp_path: Path) -> ReadConf:
    """Makes a ConfigOpts of the text of a configuration file."""

    def read(text: str) -> cfg.ConfigOpts:
        path = tmp_path / "library.conf"
        path.write_text(text)
        conf = cfg.ConfigOpts()
        conf(["--config-file", str(path)], project="library", default_config_dirs=[])
        return conf

    return read


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
        ("locale_dir", Path("/srv/locale"), str(Path("/srv/locale"))),
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
        ("max_json_body_size", -1),
        ("error_map", "a b"),
        ("error_map", "library.errors"),
        ("error_map", 5),
        ("locale_dir", b"/srv"),
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
    """An unknown name is refused with a list of those that there are."""
    with pytest.raises(SettingsError) as caught:
        settings_from(None, {"langauges": "fr", "bind_port": "1"})

    unknown, _, known = str(caught.value).partition(": no such setting; there are ")
    assert unknown == "bind_port, langauges"
    assert known.split(", ") == sorted(opt.dest for opt in options())


# Configuration files


def test_conf(read_conf: ReadConf) -> None:
    """A configuration file's group is read, and what is not in it has its default."""
    conf = read_conf("[i18n_wsgi]\ndomain = library\nlanguages = fr, pt_BR\nunknown = 1\n")

    assert settings_from(conf) == Settings(domain="library", languages=("fr", "pt_BR"))


def test_server_conf(read_conf: ReadConf) -> None:
    """The server has a group of its own."""
    conf = read_conf("[i18n_wsgi]\nbind_port = 1\n[i18n_wsgi_server]\nbind_port = 0\n")

    assert server_settings_from(conf) == ServerSettings(bind_port=0)


def test_override_wins(read_conf: ReadConf) -> None:
    """What is passed goes before the configuration file; what is passed as None does not."""
    conf = read_conf("[i18n_wsgi]\ndomain = library\nmax_json_depth = 9\n")

    assert settings_from(conf, {"domain": "shelf", "max_json_depth": None}) == Settings(
        domain="shelf", max_json_depth=9
    )


def test_conf_empty_number(read_conf: ReadConf) -> None:
    """A number that is left empty in a configuration file has its default."""
    assert settings_from(read_conf("[i18n_wsgi]\nmax_json_depth =\n")) == Settings()


def test_conf_twice(read_conf: ReadConf) -> None:
    """One ConfigOpts can be read by several middlewares, and by a host that knows the options."""
    conf = read_conf("[i18n_wsgi]\ndomain = library\n")
    for group, opts in list_opts():
        conf.register_opts(opts, group=group)

    assert settings_from(conf) == settings_from(conf) == Settings(domain="library")


@pytest.mark.parametrize(
    ("group", "line", "told"),
    [
        ("i18n_wsgi", "max_json_depth = 0", "is '0'; allowed: a whole number, 1 to 500"),
        ("i18n_wsgi", "max_json_body_size = 0x1", "is '0x1'; allowed: a whole number, 0 or more"),
        ("i18n_wsgi", "json_format = xml\n  json", r"is 'xml\njson'; allowed: openstack, problem"),
        ("i18n_wsgi", "source_text = 2", "is '2'; allowed: true, false"),
        ("i18n_wsgi", "default_language = /", "is '/'; allowed: a language, such as pt-BR"),
        (
            "i18n_wsgi",
            "type_uri = urn:{kode}",
            "is 'urn:{kode}'; allowed: a URI, in which {code} is replaced",
        ),
        ("i18n_wsgi", "languages = fr,/", "is 'fr,/'; allowed: languages, such as fr, pt-BR"),
        (
            "i18n_wsgi",
            "domain = $nothing",
            "can't be read: no such option nothing in group [DEFAULT]",
        ),
        (
            "i18n_wsgi_server",
            "bind_port = 65536",
            "is '65536'; allowed: a whole number, 0 to 65535",
        ),
        ("i18n_wsgi_server", "bind_host = a b", "is 'a b'; allowed: a host's name or address"),
    ],
)
def test_bad_conf(read_conf: ReadConf, tmp_path: Path, group: str, line: str, told: str) -> None:
    """A value that is not allowed is refused in one line: file, group, option, value, what is allowed."""
    conf = read_conf(f"[{group}]\n{line}\n")
    read = settings_from if group == GROUP else server_settings_from

    with pytest.raises(SettingsError) as caught:
        read(conf)

    name = line.partition(" ")[0]
    assert str(caught.value) == f"{tmp_path / 'library.conf'}: [{group}] {name} {told}"


def test_bad_second_file(tmp_path: Path) -> None:
    """Of two files that one is named which the value stands in."""
    for name, depth in ("first", "1"), ("second", "none"):
        (tmp_path / name).write_text(f"[i18n_wsgi]\nmax_json_depth = {depth}\n")
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[str(tmp_path / "first"), str(tmp_path / "second")])

    with pytest.raises(SettingsError, match=f"^{tmp_path / 'second'}: "):
        settings_from(conf)


def test_bad_environment(read_conf: ReadConf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad value of the environment, which goes before that of a file, is told by its variable."""
    monkeypatch.setenv("OS_I18N_WSGI__MAX_JSON_DEPTH", "deep")
    conf = read_conf("[i18n_wsgi]\nmax_json_depth = 5\n")

    with pytest.raises(SettingsError) as caught:
        settings_from(conf)

    assert str(caught.value) == (
        "OS_I18N_WSGI__MAX_JSON_DEPTH: [i18n_wsgi] max_json_depth is 'deep'; allowed: a whole number, 1 to 500"
    )


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is read, and needs no file."""
    monkeypatch.setenv("OS_I18N_WSGI__LANGUAGES", "fr,de")
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])

    assert settings_from(conf) == Settings(languages=("fr", "de"))


@pytest.mark.parametrize("name", ["i18n_wsgi.conf", "i18n-wsgi.conf", "i18n_wsgi.conf.d/1.conf"])
def test_home_is_not_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is read but those that are named: none of the user's home."""
    path = tmp_path / ".i18n_wsgi" / name
    path.parent.mkdir(parents=True)
    path.write_text("[i18n_wsgi]\ndomain = stray\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    conf = cfg.ConfigOpts()

    settings.read_conf(conf, [])

    assert settings_from(conf) == Settings()


def test_config_dir(tmp_path: Path) -> None:
    """The .conf files of a folder are read in the order of their names."""
    for name, domain in ("1.conf", "first"), ("2.conf", "second"), ("3.txt", "no .conf"):
        (tmp_path / name).write_text(f"[i18n_wsgi]\ndomain = {domain}\n")
    conf = cfg.ConfigOpts()
    conf([f"--config-dir={tmp_path}"], default_config_files=[])

    assert settings_from(conf) == Settings(domain="second")


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


@pytest.mark.parametrize("option", ["--config-file={}/bad.conf", "--config-dir={}"])
def test_no_utf8(option: str, tmp_path: Path) -> None:
    """A file that is no UTF-8 is named."""
    (tmp_path / "bad.conf").write_bytes(b"[i18n_wsgi]\ndomain = \xe9\n")
    path = option.format(tmp_path)

    with pytest.raises(SettingsError, match=f"^{path.partition('=')[2]} is no UTF-8: "):
        settings.read_conf(cfg.ConfigOpts(), [path])


@pytest.mark.parametrize("option", ["--config-file={}/missing", "--config-dir={}/missing"])
def test_missing(option: str, tmp_path: Path) -> None:
    """A file or folder that is not there is named."""
    with pytest.raises(SettingsError, match=str(tmp_path / "missing")):
        settings.read_conf(cfg.ConfigOpts(), [option.format(tmp_path)])
