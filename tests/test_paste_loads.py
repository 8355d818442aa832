"""Whose ConfigOpts a load hands out: loads in loads, beside each other and after a set-up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from oslo_config import cfg

from i18n_wsgi import (
    Middleware,
    app_factory,
    filter_factory,
    paste_deploy_app,
    setup_paste_factories,
    teardown_paste_factories,
)
from i18n_wsgi.settings import Settings, settings_from
from tests.pasting import APP, FILTER, INI, MADE, Conf, Made, section


@pytest.fixture
def conf() -> cfg.ConfigOpts:
    return Conf()


@pytest.fixture
def paste_file(tmp_path: Path) -> str:
    path = tmp_path / "paste.ini"
    path.write_text(INI)
    return str(path)


class Loader:
    """Makes what it makes by loading another application on the way."""

    path = ""
    inner: Any = None

    def __new__(cls, conf: cfg.ConfigOpts) -> Any:
        cls.inner = paste_deploy_app(cls.path, "plain", Conf())
        return Made(conf)


BARRIER = Barrier(2, timeout=20)


def wait(*given: object) -> Made:
    """Goes on when another thread is as far."""
    BARRIER.wait()
    return Made(*given)


@pytest.fixture
def _teardown() -> Iterator[None]:
    yield
    teardown_paste_factories()


def pipeline(app: str, outer: str) -> str:
    """A pipeline whose filter is made after its application."""
    return f"""{section(app)}
[pipeline:all]
pipeline = last main

[filter:last]
paste.filter_factory = i18n_wsgi:filter_factory
{FILTER} = {outer}
"""


class Shouting(Middleware):
    """A filter of a service."""


def test_nested_loads(paste_file: str, tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """A load inside of a load has its own ConfigOpts, and leaves the outer one in place."""
    Loader.path = paste_file
    path = tmp_path / "outer.ini"
    path.write_text(pipeline(f"{__name__}:Loader", MADE))

    last: Any = paste_deploy_app(str(path), "all", conf)

    assert (last.given[1], last.given[0].given) == (conf, (conf,))
    assert Loader.inner.given != (conf,)


def test_concurrent_loads(tmp_path: Path) -> None:
    """Loads in two threads don't meet."""
    path = tmp_path / "paste.ini"
    path.write_text(pipeline(*[f"{__name__}:wait"] * 2))
    confs = [Conf(), Conf()]

    with ThreadPoolExecutor(2) as pool:
        loads = [pool.submit(paste_deploy_app, str(path), "all", conf) for conf in confs]

    assert [load.result().given[1] for load in loads] == confs


@pytest.mark.usefixtures("_teardown")
def test_setup(conf: cfg.ConfigOpts) -> None:
    """After the set-up the factories hand out its ConfigOpts."""
    setup_paste_factories(conf)

    assert app_factory({}, **{APP: MADE}).given == (conf,)
    assert filter_factory({}, **{FILTER: MADE})("app").given == ("app", conf)


@pytest.mark.usefixtures("_teardown")
def test_teardown(conf: cfg.ConfigOpts) -> None:
    """After the tear-down they don't, and it may be repeated."""
    setup_paste_factories(conf)
    teardown_paste_factories()
    teardown_paste_factories()

    assert app_factory({}, **{APP: MADE}).given[0] is not conf


@pytest.mark.usefixtures("_teardown")
def test_load_after_setup(paste_file: str, conf: cfg.ConfigOpts) -> None:
    """A load leaves the ConfigOpts of a set-up in place, even when it fails."""
    setup_paste_factories(conf)

    with pytest.raises(LookupError):
        paste_deploy_app(paste_file, "elsewhere", cfg.ConfigOpts())

    assert app_factory({}, **{APP: MADE}).given == (conf,)


@pytest.mark.usefixtures("_teardown")
def test_nested_setup(conf: cfg.ConfigOpts) -> None:
    """A tear-down gives the set-up before it back."""
    setup_paste_factories(conf)
    setup_paste_factories(Conf())
    teardown_paste_factories()

    assert app_factory({}, **{APP: MADE}).given == (conf,)


def test_load_without_a_conf(tmp_path: Path, conf: cfg.ConfigOpts) -> None:
    """Without a ConfigOpts each section makes its own, whatever load goes on around it."""
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\ndomain = library\n")
    path = tmp_path / "paste.ini"
    path.write_text(f"{section(MADE)}config_file = api.conf\n")
    setup_paste_factories(conf)
    try:
        made: Any = paste_deploy_app(str(path), "main", None)
    finally:
        teardown_paste_factories()

    assert settings_from(made.given[0]) == Settings(domain="library")


def test_own_middleware(conf: cfg.ConfigOpts) -> None:
    """A subclass of Middleware is a filter as it stands, and has the ConfigOpts."""
    setup_paste_factories(conf)
    try:
        made: Any = filter_factory({}, **{FILTER: f"{__name__}:Shouting"})("application")  # type: ignore[arg-type]
    finally:
        teardown_paste_factories()

    assert isinstance(made, Shouting)
    assert (made.application, made.conf) == ("application", conf)
