"""Pipelines from PasteDeploy files."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from oslo_config import cfg
from paste import deploy

from i18n_wsgi import (
    AppFactory,
    BasePasteFactory,
    Debug,
    FaultMiddleware,
    FilterFactory,
    Middleware,
    app_factory,
    filter_factory,
    paste_deploy_app,
    setup_paste_factories,
    teardown_paste_factories,
)
from i18n_wsgi.settings import Settings, SettingsError, settings_from

APP, FILTER = "i18n_wsgi.app_factory", "i18n_wsgi.filter_factory"


class Conf(cfg.ConfigOpts):
    """A ConfigOpts is a mapping, and all empty ones are equal. Here it matters which one it is."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Made:
    """What a factory was asked to make, and with what."""

    def __init__(self, *given: object, **options: object) -> None:
        self.given = given
        self.options = options

    def __call__(self, environ: object, start_response: object) -> list[bytes]:
        return []


class Loader:
    """Makes what it makes by loading another application on the way."""

    path = ""
    inner: Any = None

    def __new__(cls, conf: cfg.ConfigOpts) -> Any:
        cls.inner = paste_deploy_app(cls.path, "plain", Conf())
        return Made(conf)


def fail(conf: cfg.ConfigOpts, **options: object) -> None:
    raise KeyError("the application's own trouble")


BARRIER = Barrier(2, timeout=20)


def wait(*given: object) -> Made:
    """Goes on when another thread is as far."""
    BARRIER.wait()
    return Made(*given)


INI = f"""
[DEFAULT]
everywhere = 1

[pipeline:main]
pipeline = outer inner plain

[filter:outer]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {__name__}:Made
name = outer

[filter:inner]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {__name__}:Made

[app:plain]
paste.app_factory = i18n_wsgi:app_factory
{APP} =  {__name__}:Made
name = plain
"""


@pytest.fixture
def conf() -> cfg.ConfigOpts:
    return Conf()


@pytest.fixture
def paste_file(tmp_path: Path) -> str:
    path = tmp_path / "paste.ini"
    path.write_text(INI)
    return str(path)


@pytest.fixture
def _teardown() -> Iterator[None]:
    yield
    teardown_paste_factories()


def section(name: str) -> str:
    return f"[app:main]\npaste.app_factory = i18n_wsgi:app_factory\n{APP} = {__name__}:{name}\n"


def pipeline(app: str, outer: str) -> str:
    """A pipeline whose filter is made after its application."""
    return f"""{section(app)}
[pipeline:all]
pipeline = last main

[filter:last]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {__name__}:{outer}
"""


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
    Path(name).write_text(section("Made"))

    assert paste_deploy_app(name, "main", conf).given == (conf,)


def test_percent_in_a_folder(tmp_path: Path) -> None:
    """A folder may have a `%` in its name, and be referred to."""
    folder = tmp_path / "50%x"
    folder.mkdir()
    (folder / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    (folder / "api.ini").write_text(f"{section('Made')}config_file = %(here)s/api.conf\n")

    made: Any = paste_deploy_app(str(folder / "api.ini"), "main", None)

    assert settings_from(made.given[0]) == Settings(domain="library")


@pytest.mark.parametrize("line", ["set config_file = own.conf", "config_file = own.conf"])
def test_config_file_twice(line: str, tmp_path: Path) -> None:
    """Where [DEFAULT] has a `config_file`, a section's own must be `set`."""
    for name in "own", "default":
        (tmp_path / f"{name}.conf").write_text(f"[i18n_wsgi]\ndomain = {name}\n")
    path = tmp_path / "api.ini"
    path.write_text(f"[DEFAULT]\nconfig_file = default.conf\n{section('Made')}{line}\n")

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

    options = {"heat.app_factory": f"{__name__}:Made", APP: "an option like others"}

    assert HeatFactory(conf)({}, **options).options == {APP: "an option like others"}


def test_base_factory(conf: cfg.ConfigOpts) -> None:
    """The base class keeps the ConfigOpts, and has no key of its own."""
    factory = BasePasteFactory(conf)

    assert (factory.conf, factory.KEY) == (conf, None)


def test_own_trouble(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """What an application raises while it is made is raised as it is."""
    path = tmp_path / "paste.ini"
    path.write_text(section("fail"))

    with pytest.raises(KeyError, match="own trouble"):
        paste_deploy_app(str(path), "main", conf)


def test_nested_loads(paste_file: str, tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """A load inside of a load has its own ConfigOpts, and leaves the outer one in place."""
    Loader.path = paste_file
    path = tmp_path / "outer.ini"
    path.write_text(pipeline("Loader", "Made"))

    last: Any = paste_deploy_app(str(path), "all", conf)

    assert (last.given[1], last.given[0].given) == (conf, (conf,))
    assert Loader.inner.given != (conf,)


def test_concurrent_loads(tmp_path: Path) -> None:
    """Loads in two threads don't meet."""
    path = tmp_path / "paste.ini"
    path.write_text(pipeline("wait", "wait"))
    confs = [Conf(), Conf()]

    with ThreadPoolExecutor(2) as pool:
        loads = [pool.submit(paste_deploy_app, str(path), "all", conf) for conf in confs]

    assert [load.result().given[1] for load in loads] == confs


@pytest.mark.usefixtures("_teardown")
def test_setup(conf: cfg.ConfigOpts) -> None:
    """After the set-up the factories hand out its ConfigOpts."""
    setup_paste_factories(conf)

    assert app_factory({}, **{APP: f"{__name__}:Made"}).given == (conf,)
    assert filter_factory({}, **{FILTER: f"{__name__}:Made"})("app").given == ("app", conf)


@pytest.mark.usefixtures("_teardown")
def test_teardown(conf: cfg.ConfigOpts) -> None:
    """After the tear-down they don't, and it may be repeated."""
    setup_paste_factories(conf)
    teardown_paste_factories()
    teardown_paste_factories()

    assert app_factory({}, **{APP: f"{__name__}:Made"}).given[0] is not conf


@pytest.mark.usefixtures("_teardown")
def test_load_after_setup(paste_file: str, conf: cfg.ConfigOpts) -> None:
    """A load leaves the ConfigOpts of a set-up in place, even when it fails."""
    setup_paste_factories(conf)

    with pytest.raises(LookupError):
        paste_deploy_app(paste_file, "elsewhere", cfg.ConfigOpts())

    assert app_factory({}, **{APP: f"{__name__}:Made"}).given == (conf,)


@pytest.mark.usefixtures("_teardown")
def test_nested_setup(conf: cfg.ConfigOpts) -> None:
    """A tear-down gives the set-up before it back."""
    setup_paste_factories(conf)
    setup_paste_factories(Conf())
    teardown_paste_factories()

    assert app_factory({}, **{APP: f"{__name__}:Made"}).given == (conf,)


@pytest.mark.parametrize(
    "keys",
    [
        {"heat.app_factory": f"{__name__}:Made"},
        {"heat.app_factory": "nowhere:x", APP: f"{__name__}:Made"},
    ],
)
def test_heats_key(keys: dict[str, str], conf: cfg.ConfigOpts) -> None:
    """The key of Heat's paste files does as well, unless ours is there."""
    assert AppFactory(conf)({}, **keys, name="x").options == {"name": "x"}


def test_heats_filter_key(conf: cfg.ConfigOpts) -> None:
    """So does that of its filters."""
    wrap = FilterFactory(conf)({}, **{"heat.filter_factory": f"{__name__}:Made"})

    assert wrap("app").given == ("app", conf)  # type: ignore[arg-type]  # anything is wrapped


def test_key_named_global_conf(conf: cfg.ConfigOpts) -> None:
    """A section's key may have any name."""
    assert AppFactory(conf)({}, **{APP: f"{__name__}:Made"}, global_conf="x").options == {
        "global_conf": "x"
    }


# Loaded by another server, which knows no ConfigOpts


def test_another_server() -> None:
    """An application gets a ConfigOpts with the defaults."""
    made = app_factory({}, **{APP: f"{__name__}:Made"})

    assert settings_from(made.given[0]) == Settings()


@pytest.mark.parametrize("where", ["[DEFAULT]\nconfig_file = {}\n", "{section}config_file = {}\n"])
@pytest.mark.parametrize("name", ["api.conf", "%(here)s/api.conf", "first.conf\n  api.conf"])
def test_config_file(name: str, where: str, tmp_path: Path) -> None:
    """Its ConfigOpts is read from the files that the paste file names, relative to its folder."""
    (tmp_path / "first.conf").write_text("[i18n_wsgi]\ndomain = first\n")
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    path = tmp_path / "paste.ini"
    text = where.format(name, section=section("Made"))
    path.write_text(text if "app:main" in text else text + section("Made"))

    made = deploy.loadapp(f"config:{path}")

    assert settings_from(made.given[0]) == Settings(domain="library")
    assert made.options == {}


def test_config_file_is_not_needed(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """A load that has a ConfigOpts reads no other file, and the keys are the same."""
    path = tmp_path / "paste.ini"
    path.write_text(f"{section('Made')}config_file = missing.conf\n")

    made: Any = paste_deploy_app(str(path), "main", conf)

    assert (made.given, made.options) == ((conf,), {})


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds there too."""
    monkeypatch.setenv("OS_I18N_WSGI__DOMAIN", "library")

    made = app_factory({}, **{APP: f"{__name__}:Made"})

    assert settings_from(made.given[0]) == Settings(domain="library")


def test_eggs(tmp_path: Path) -> None:
    """The fault middleware, the printer and the factories are found by the name of the egg."""
    path = tmp_path / "paste.ini"
    path.write_text(f"""
[pipeline:main]
pipeline = fault debug own app

[filter:fault]
use = egg:i18n-wsgi#fault
json_format = problem

[filter:debug]
use = egg:i18n-wsgi#debug
stream = stderr

[filter:own]
use = egg:i18n-wsgi
{FILTER} = {__name__}:Made

[app:app]
use = egg:i18n-wsgi
{APP} = {__name__}:Made
""")

    fault = deploy.loadapp(f"config:{path}")

    assert isinstance(fault, FaultMiddleware)
    assert fault.settings.json_format == "problem"
    assert isinstance(fault.application, Debug)
    assert isinstance(fault.application.application, Made)


class Shouting(Middleware):
    """A filter of a service."""


def test_own_middleware(conf: cfg.ConfigOpts) -> None:
    """A subclass of Middleware is a filter as it stands, and has the ConfigOpts."""
    setup_paste_factories(conf)
    try:
        made: Any = filter_factory({}, **{FILTER: f"{__name__}:Shouting"})("application")  # type: ignore[arg-type]
    finally:
        teardown_paste_factories()

    assert isinstance(made, Shouting)
    assert (made.application, made.conf) == ("application", conf)


def test_load_without_a_conf(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """Without a ConfigOpts each section makes its own, whatever load goes on around it."""
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    path = tmp_path / "paste.ini"
    path.write_text(f"{section('Made')}config_file = api.conf\n")
    setup_paste_factories(conf)
    try:
        made: Any = paste_deploy_app(str(path), "main", None)
    finally:
        teardown_paste_factories()

    assert settings_from(made.given[0]) == Settings(domain="library")
