"""Pipelines from PasteDeploy files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from oslo_config import cfg

from i18n_wsgi import (
    AppFactory,
    BasePasteFactory,
    FilterFactory,
    paste_deploy_app,
)
from i18n_wsgi.settings import Settings, SettingsError, settings_from
from tests.pasting import APP, INI, MADE, Conf, section


def fail(conf: cfg.ConfigOpts, **options: object) -> None:
    raise KeyError("the application's own trouble")


@pytest.fixture
def conf() -> cfg.ConfigOpts:
    return Conf()


@pytest.fixture
def paste_file(tmp_path: Path) -> str:
    path = tmp_path / "paste.ini"
    path.write_text(INI)
    return str(path)


def test_app(paste_file: str, conf: cfg.ConfigOpts) -> None:
    """An application gets the ConfigOpts and the keys of its section, not the global ones."""
    made = paste_deploy_app(paste_file, "plain", conf)

    assert (made.given, made.options) == ((conf,), {"name": "plain"})


def test_pipeline(paste_file: str, conf: cfg.ConfigOpts) -> None:
    """A filter gets the next application, the ConfigOpts and its own keys."""
    outer: Any = paste_deploy_app(paste_file, "main", conf)

    inner = outer.given[0]
    assert (outer.given, outer.options) == ((inner, conf), {"name": "outer"})
    assert (inner.given[1], inner.given[0].options) == (conf, {"name": "plain"})


@pytest.mark.parametrize(
    "name", ["api.ini", "./api.ini", "a b.ini", "c#.ini", "é?.ini", "50%x.ini", "%(here)s.ini"]
)
def test_path(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conf: cfg.ConfigOpts
) -> None:
    """A file may be named relative to the working directory, and as people name files."""
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(section(MADE))

    assert paste_deploy_app(name, "main", conf).given == (conf,)


def test_percent_in_a_folder(tmp_path: Path) -> None:
    """A folder may have a `%` in its name, and be referred to."""
    folder = tmp_path / "50%x"
    folder.mkdir()
    (folder / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    (folder / "api.ini").write_text(f"{section(MADE)}config_file = %(here)s/api.conf\n")

    made: Any = paste_deploy_app(str(folder / "api.ini"), "main", None)

    assert settings_from(made.given[0]) == Settings(domain="library")


@pytest.mark.parametrize("line", ["set config_file = own.conf", "config_file = own.conf"])
def test_config_file_twice(line: str, tmp_path: Path) -> None:
    """Where [DEFAULT] has a `config_file`, a section's own must be `set`."""
    for name in "own", "default":
        (tmp_path / f"{name}.conf").write_text(f"[i18n_wsgi]\ndomain = {name}\n")
    path = tmp_path / "api.ini"
    path.write_text(f"[DEFAULT]\nconfig_file = default.conf\n{section(MADE)}{line}\n")

    made: Any = paste_deploy_app(str(path), "main", None)

    expected = "own" if line.startswith("set ") else "default"
    assert settings_from(made.given[0]).domain == expected


def test_no_file(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """A file that is not there is an OSError that names it."""
    with pytest.raises(OSError, match=r"missing\.ini"):
        paste_deploy_app(str(tmp_path / "missing.ini"), "main", conf)


def test_no_section(paste_file: str, conf: cfg.ConfigOpts) -> None:
    """A section that is not there is a LookupError that names it."""
    with pytest.raises(LookupError, match="elsewhere"):
        paste_deploy_app(paste_file, "elsewhere", conf)


@pytest.mark.parametrize("factory", [AppFactory, FilterFactory])
@pytest.mark.parametrize(
    "name",
    ["", "nowhere:Made", f"{__name__}:nothing", f"{__name__}", f"{__name__}:APP", "a b:c", ":x"],
)
def test_unusable_name(factory: type[AppFactory], name: str, conf: cfg.ConfigOpts) -> None:
    """A name that leads to nothing that can be called is a SettingsError that shows key and name."""
    with pytest.raises(SettingsError, match=f"{factory.KEY} = {name}"):
        factory(conf)({}, **{factory.KEY: name})


@pytest.mark.parametrize("factory", [AppFactory, FilterFactory])
def test_no_key(factory: type[AppFactory], conf: cfg.ConfigOpts) -> None:
    """A section without the key is a SettingsError that names it."""
    with pytest.raises(SettingsError, match=f"lacks the key {factory.KEY} ="):
        factory(conf)({}, **{APP + "s": "x"})


def test_own_key(conf: cfg.ConfigOpts) -> None:
    """A subclass's KEY decides for its own sections."""

    class HeatFactory(AppFactory):
        KEY = "heat.app_factory"

    options = {"heat.app_factory": MADE, APP: "an option like others"}

    assert HeatFactory(conf)({}, **options).options == {APP: "an option like others"}


def test_base_factory(conf: cfg.ConfigOpts) -> None:
    """The base class keeps the ConfigOpts, and has no key of its own."""
    factory = BasePasteFactory(conf)

    assert (factory.conf, factory.KEY) == (conf, None)


def test_own_trouble(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """What an application raises while it is made is raised as it is."""
    path = tmp_path / "paste.ini"
    path.write_text(section(f"{__name__}:fail"))

    with pytest.raises(KeyError, match="own trouble"):
        paste_deploy_app(str(path), "main", conf)


@pytest.mark.parametrize(
    "keys",
    [
        {"heat.app_factory": MADE},
        {"heat.app_factory": "nowhere:x", APP: MADE},
    ],
)
def test_heats_key(keys: dict[str, str], conf: cfg.ConfigOpts) -> None:
    """The key of Heat's paste files does as well, unless ours is there."""
    assert AppFactory(conf)({}, **keys, name="x").options == {"name": "x"}


def test_heats_filter_key(conf: cfg.ConfigOpts) -> None:
    """So does that of its filters."""
    wrap = FilterFactory(conf)({}, **{"heat.filter_factory": MADE})

    assert wrap("app").given == ("app", conf)  # type: ignore[arg-type]  # anything is wrapped


def test_key_named_global_conf(conf: cfg.ConfigOpts) -> None:
    """A section's key may have any name."""
    assert AppFactory(conf)({}, **{APP: MADE}, global_conf="x").options == {"global_conf": "x"}
