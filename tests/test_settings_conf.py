"""The settings as files and the environment have them, and how what is wrong there is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from oslo_config import cfg

from i18n_wsgi import settings
from i18n_wsgi.settings import (
    GROUP,
    ServerSettings,
    Settings,
    SettingsError,
    list_opts,
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
        (
            "i18n_wsgi",
            "locale_dir = /nonexist",
            "is '/nonexist'; allowed: a folder that is there, or package:folder",
        ),
        (
            "i18n_wsgi",
            "locale_dir = not_installed.part:locale",
            "is 'not_installed.part:locale': there is no package not_installed; "
            "allowed: a folder that is there, or package:folder",
        ),
        (
            "i18n_wsgi",
            "locale_dir = this:locale",  # a module
            "is 'this:locale': there is no package this; "
            "allowed: a folder that is there, or package:folder",
        ),
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
            "can't be read: no such option nothing in group [DEFAULT]; "
            "allowed: letters, digits and _, with - and . among them; $$ for a $",
        ),
        (
            "i18n_wsgi_server",
            "bind_port = 65536",
            "is '65536'; allowed: a whole number, 0 to 65535",
        ),
        (
            "i18n_wsgi_server",
            "bind_host = a b",
            "is 'a b'; allowed: a host's name or address, or unix:/path",
        ),
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


def test_bad_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a reference to nothing is told in full, however it was named."""
    (tmp_path / "library.conf").write_text("[i18n_wsgi]\nlanguages = fr, $nope\n")
    monkeypatch.chdir(tmp_path)
    conf = cfg.ConfigOpts()
    conf([], default_config_files=["library.conf"])

    with pytest.raises(SettingsError) as caught:
        settings_from(conf)

    assert str(caught.value) == (
        f"{tmp_path / 'library.conf'}: [i18n_wsgi] languages can't be read: no such option nope in "
        "group [DEFAULT]; allowed: languages, such as fr, pt-BR; $$ for a $"
    )


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


def test_places(read_conf: ReadConf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings know where they stand, but for those that were passed and those that have defaults."""
    monkeypatch.setenv("OS_I18N_WSGI__LANGUAGES", "fr")
    conf = read_conf("[i18n_wsgi]\ndomain = library\noverlay_dir = /srv\nlanguages = de\n")

    assert settings_from(conf, {"domain": "shelf"}).places == {
        "overlay_dir": f"{tmp_path / 'library.conf'}: [i18n_wsgi]",
        "languages": "OS_I18N_WSGI__LANGUAGES: [i18n_wsgi]",
    }


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
