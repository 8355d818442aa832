"""Which section of a paste file is told of, and what paste.deploy itself is to call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from oslo_config import cfg
from paste import deploy

from i18n_wsgi import paste_deploy_app
from i18n_wsgi.settings import SettingsError
from tests.conftest import answering
from tests.pasting import APP_SECTION as APP
from tests.pasting import FILTER_SECTION as FILTER
from tests.pasting import told

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def make(conf: cfg.ConfigOpts, name: str = "") -> WSGIApplication:
    return answering([])


def compose(loader: Any, global_conf: dict[str, str], one: str) -> WSGIApplication:
    made: WSGIApplication = loader.get_app(one, global_conf=global_conf)
    return made


FAULT = "use = egg:i18n-wsgi#fault\njson_format = xml\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another section has the same keys.
        (f"[app:main]\n{APP}nowhere:x\n[app:other]\n{APP}nowhere:x\n", "[app:main]: i18n"),
        (
            f"[app:main]\nfilter-with = flt\n{APP}{__name__}:make\n[filter:flt]\n{FAULT}"
            f"[filter-app:fa]\nnext = main\n{FAULT}",
            "[filter:flt]: json_format",
        ),
        (
            f"[filter-app:main]\nnext = base\n{FAULT}[app:base]\n{APP}{__name__}:make\n"
            f"[filter:flt]\n{FAULT}",
            "[filter-app:main]: json_format",
        ),
        (
            f"[filter-app:main]\nnext = base\n{FILTER}i18n_wsgi:FaultMiddleware\njson_format = xml\n"
            f"[app:base]\n{APP}{__name__}:make\n",
            "[filter-app:main]: json_format",
        ),
        # The same value stands in the section that is used.
        (
            f"[app:main]\nuse = base\nplace = 7\n[app:base]\n{APP}{__name__}:make\nplace = 7\n",
            "[app:main]: i18n_wsgi.app_factory",
        ),
        (f"[app:main]\nuse = base\n[app:base]\n{APP}nowhere:x\n", "[app:base]: i18n"),
        (f"[app:main]\nget place = here\n{APP}{__name__}:make\n", "[app:main]: i18n"),
        (
            f"[composite:main]\nuse = call:{__name__}:compose\none = e1\n"
            f"[app:e1]\n{APP}nowhere:x\n[app:e11]\n{APP}nowhere:x\nplace = 7\n",
            "[app:e1]: i18n",
        ),
    ],
)
def test_section(text: str, expected: str, tmp_path: Path) -> None:
    """Our loader knows the section, whatever the others look like."""
    assert told(tmp_path / "api.ini", text).startswith(f" {expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Some can't be told apart.
        ("[app:other]\n" + APP + "nowhere:x\n", "[app:main] or [app:other]: "),
        # The key stands in what is used.
        ("[app:other]\nuse = main\nname = y\n", "[app:main]: "),
        # Others have no way here, or other keys.
        ("[app:other]\npaste.app_factory = not_loaded:x\n", "[app:main]: "),
        ("[app:other]\nuse = egg:other\n", "[app:main]: "),
        ("[app:other]\n", "[app:main]: "),
        (f"[app:other]\n{APP}nowhere:x\nname = y\n", "[app:main]: "),
        ("[app:other]\npaste.app_factory = i18n_wsgi:app_factory\n", "[app:main]: "),
    ],
)
def test_section_under_another_loader(text: str, expected: str, tmp_path: Path) -> None:
    """Another loader does not tell the section: those that it may be are named, however many."""
    path = tmp_path / "api.ini"
    path.write_text(f"[app:main]\n{APP}nowhere:x\n{text}")

    with pytest.raises(SettingsError) as caught:
        deploy.loadapp(f"config:{path}", "other" if "use = main" in text else "main")

    assert str(caught.value).startswith(f"{path} {expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[app:main]\npaste.app_factory = i18n_wsgi:app_facto\n",
            "[app:main]: paste.app_factory = i18n_wsgi:app_facto: module 'i18n_wsgi' has no "
            "attribute 'app_facto'; allowed: module:callable",
        ),
        (
            "[app:main]\npaste.app_factory = nowhere\n",
            "[app:main]: paste.app_factory = nowhere: no name of that form; "
            "allowed: module:callable",
        ),
        (
            f"[app:main]\npaste.app_factory = i18n_wsgi:filter_factory\n"
            f"i18n_wsgi.filter_factory = {__name__}:make\n",
            "[app:main]: paste.app_factory names a factory that is one for paste.filter_factory",
        ),
        (
            f"[app:main]\nfilter-with = x\n{APP}{__name__}:make\n[filter:x]\n"
            f"paste.filter_factory = i18n_wsgi:app_factory\ni18n_wsgi.app_factory = {__name__}:make\n",
            "[filter:x]: paste.filter_factory names a factory that is one for paste.app_factory",
        ),
    ],
)
def test_wrong_factory(text: str, expected: str, tmp_path: Path) -> None:
    """What paste.deploy is to call is told like what we are to call."""
    assert told(tmp_path / "api.ini", text) == f" {expected}"


def test_factory_with_extras(tmp_path: Path) -> None:
    """A factory may be named as an entry point is."""
    path = tmp_path / "api.ini"
    factory = APP.replace("app_factory\n", "app_factory [test]\n")
    path.write_text(f"[app:main]\n{factory}{__name__}:make\n")

    assert paste_deploy_app(str(path), "main", cfg.ConfigOpts())


@pytest.mark.parametrize("use", ["config:other.ini#foo", "config:%(here)s/other.ini#foo"])
def test_other_file(use: str, tmp_path: Path) -> None:
    """A key that stands in a file that this one refers to is told by that file."""
    other, path = tmp_path / "other.ini", tmp_path / "api.ini"
    other.write_text(f"[app:foo]\n{APP}nowhere:x\nname = inner\n")
    path.write_text(f"[app:main]\nuse = {use}\n[app:gone]\nuse = config:missing.ini\n")

    with pytest.raises(SettingsError, match=f"^{other} \\[app:foo\\]: "):
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())


def test_set_in_a_section(tmp_path: Path) -> None:
    """A section's own `set config_file` goes before that of [DEFAULT], and is told by the section."""
    path = tmp_path / "api.ini"
    path.write_text(
        "[DEFAULT]\nconfig_file = a.conf\n"
        f"[app:main]\nset config_file = nosuch.conf\n{APP}{__name__}:make\n"
    )

    with pytest.raises(SettingsError, match=rf"^{path} \[app:main\]: Failed .*nosuch\.conf"):
        deploy.loadapp(f"config:{path}")


def test_default_section(tmp_path: Path) -> None:
    """A key of [DEFAULT] is told by that section."""
    path = tmp_path / "api.ini"
    path.write_text(f"[DEFAULT]\nconfig_file = nosuch.conf\n[app:main]\n{APP}{__name__}:make\n")

    with pytest.raises(SettingsError, match=f"^{path} \\[DEFAULT\\]: Failed to find"):
        deploy.loadapp(f"config:{path}")
