"""What is wrong with a paste file, told with the file, the section and the key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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


def forget(conf: cfg.ConfigOpts) -> None:
    """Makes nothing."""


def fail(conf: cfg.ConfigOpts, **local_conf: str) -> None:
    raise TypeError("the application's own trouble")


def decode(conf: cfg.ConfigOpts) -> str:
    return b"\xff".decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"[app:main]\n{APP}nowhere:x",
            " [app:main]: i18n_wsgi.app_factory = nowhere:x: No module named 'nowhere'; "
            "allowed: module:callable",
        ),
        (
            f"[app:main]\n{APP}\n  {__name__}:nothing",
            " [app:main]: i18n_wsgi.app_factory = \\n" + __name__ + ":nothing: "
            f"module '{__name__}' has no attribute 'nothing'; allowed: module:callable",
        ),
        (
            f"[app:main]\n{APP}{__name__}:APP",
            f" [app:main]: i18n_wsgi.app_factory = {__name__}:APP, which can't be called; "
            "allowed: module:callable",
        ),
        (
            "[app:main]\npaste.app_factory = i18n_wsgi:app_factory",
            " [app:main]: the section lacks the key i18n_wsgi.app_factory = module:callable",
        ),
        (
            f"[app:main]\n{APP}{__name__}:make\nplace = 7",
            f" [app:main]: i18n_wsgi.app_factory = {__name__}:make: make() got an unexpected "
            "keyword argument 'place'; the section's other keys: place",
        ),
        (
            f"[app:main]\nuse = base\nplace = %(here)s\n[app:base]\n{APP}{__name__}:make",
            f" [app:main]: i18n_wsgi.app_factory = {__name__}:make: make() got an unexpected "
            "keyword argument 'place'; the section's other keys: place",
        ),
        (
            f"[pipeline:main]\npipeline = fault app\n[app:app]\n{APP}{__name__}:make\n"
            f"[filter:fault]\n{FILTER}i18n_wsgi:FaultMiddleware\nmax_json_depth = deep\n"
            f"[filter:other]\n{FILTER}i18n_wsgi:FaultMiddleware\nmax_json_depth = 5\n",
            " [filter:fault]: max_json_depth is 'deep'; allowed: a whole number, 1 to 500",
        ),
        (
            "[DEFAULT]\ndebug = 1\n[pipeline:main]\npipeline = debug app\n"
            f"[app:app]\n{APP}{__name__}:make\n"
            "[filter:debug]\nuse = egg:i18n-wsgi#debug\nstream = log\n",
            " [filter:debug]: stream is 'log'; allowed: stdout, stderr",
        ),
        (
            f"[pipeline:main]\npipeline = debug app\n[app:app]\n{APP}{__name__}:make\n"
            "[filter:debug]\nuse = egg:i18n-wsgi#debug\nsteam = stderr\n",
            " [filter:debug]: steam: no such key; there is stream",
        ),
        (
            f"[pipeline:main]\npipeline = debug app\n[app:app]\n{APP}{__name__}:make\n"
            f"[filter:debug]\n{FILTER}i18n_wsgi:debug_filter\nconfig_file = x\nsteam = stderr\n",
            " [filter:debug]: steam: no such key; there is stream",
        ),
        (
            f"[app:main]\n{APP}{__name__}:forget",
            f" [app:main]: i18n_wsgi.app_factory = {__name__}:forget answers None, "
            "which is no application",
        ),
        (
            f"[app:main]\nuse = base\nname = x\n[app:base]\n{APP}nowhere:x",
            " [app:base]: i18n_wsgi.app_factory = nowhere:x: No module named 'nowhere'; "
            "allowed: module:callable",
        ),
        (
            f"[app:main]\n{APP}{__name__}:make\nplace = 7\nname = x\n"
            "[app:other]\nplace = 7\n[app:empty]\n",
            f" [app:main]: i18n_wsgi.app_factory = {__name__}:make: make() got an unexpected "
            "keyword argument 'place'; the section's other keys: place, name",
        ),
    ],
)
def test_told(text: str, expected: str, tmp_path: Path) -> None:
    """One line names the file, the section, the key, what stands there and what is allowed."""
    assert told(tmp_path / "api.ini", text) == expected


def test_own_type_error(tmp_path: Path) -> None:
    """A TypeError inside of an application is its own."""
    path = tmp_path / "api.ini"
    path.write_text(f"[app:main]\n{APP}{__name__}:fail\n")

    with pytest.raises(TypeError, match="own trouble"):
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())


def test_bad_conf_is_told_by_its_own_place(tmp_path: Path) -> None:
    """A value that stands in a configuration file is told by that file, not by the paste file."""
    conf_file, paste_file = tmp_path / "api.conf", tmp_path / "api.ini"
    conf_file.write_text("[i18n_wsgi]\njson_format = xml\n")
    paste_file.write_text(
        "[pipeline:main]\npipeline = fault app\n[filter:fault]\nuse = egg:i18n-wsgi#fault\n"
        f"config_file = api.conf\n[app:app]\n{APP}{__name__}:make\n"
    )

    with pytest.raises(SettingsError) as caught:
        deploy.loadapp(f"config:{paste_file}")

    assert str(caught.value) == (
        f"{conf_file}: [i18n_wsgi] json_format is 'xml'; allowed: openstack, problem"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "Failed to find some config files: "),
        (b"[i18n_wsgi]\ndomain = \xe9\n", "is no UTF-8: "),
        (b"domain = x\n", "Failed to parse "),
    ],
)
def test_bad_config_file(content: bytes | None, reason: str, tmp_path: Path) -> None:
    """A configuration file that can't be read is told with the section that names it."""
    paste_file = tmp_path / "api.ini"
    paste_file.write_text(f"[app:main]\n{APP}{__name__}:make\nconfig_file = api.conf\n")
    if content is not None:
        (tmp_path / "api.conf").write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        deploy.loadapp(f"config:{paste_file}")

    assert str(caught.value).startswith(f"{paste_file} [app:main]: ")
    assert str(tmp_path / "api.conf") in str(caught.value)
    assert reason in str(caught.value)


def test_no_utf8(tmp_path: Path) -> None:
    """A paste file that is no UTF-8 is named."""
    path = tmp_path / "api.ini"
    path.write_bytes(b"[app:main]\nname = \xe9\n")

    with pytest.raises(SettingsError, match=f"^{path} is no UTF-8: "):
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())


def test_own_unicode_error(tmp_path: Path) -> None:
    """A UnicodeDecodeError inside of an application is its own."""
    path = tmp_path / "api.ini"
    path.write_text(f"[app:main]\n{APP}{__name__}:decode\n")

    with pytest.raises(UnicodeDecodeError):
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())


@pytest.mark.parametrize("value", ["nowhere:ERRORS", "nowhere"])
def test_error_map_of_a_config_file(value: str, tmp_path: Path) -> None:
    """An error_map that stands in a configuration file is told by that file."""
    conf_file, path = tmp_path / "api.conf", tmp_path / "api.ini"
    conf_file.write_text(f"[i18n_wsgi]\nerror_map = {value}\n")
    path.write_text(
        "[pipeline:main]\npipeline = fault app\n[filter:fault]\nuse = egg:i18n-wsgi#fault\n"
        f"config_file = api.conf\n[app:app]\n{APP}{__name__}:make\n"
    )

    with pytest.raises(SettingsError) as caught:
        deploy.loadapp(f"config:{path}")

    assert str(caught.value).startswith(f"{conf_file}: [i18n_wsgi] error_map is '{value}'")


def test_formats_are_for_code(tmp_path: Path) -> None:
    """The keyword `formats` of the fault middleware is no setting of a paste file."""
    text = (
        f"[pipeline:main]\npipeline = fault app\n[app:app]\n{APP}{__name__}:make\n"
        f"[filter:fault]\n{FILTER}i18n_wsgi:FaultMiddleware\nformats = x\n"
    )

    assert told(tmp_path / "api.ini", text).startswith(
        " [filter:fault]: formats: no such setting; "
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import nowhere_at_all\n", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("def x(:\n", "SyntaxError: "),
        ("x = 1\nraise OSError('no disk')\n", "OSError: no disk"),
        ("None.x\n", "AttributeError: "),
        ("raise SystemExit\n", "SystemExit: "),
        ("import sys\nsys.exit('no library')\n", "SystemExit: no library"),
    ],
)
def test_module_that_fails(
    code: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that fails inside is told from one that is not there; the failure is kept."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "failing_app.py").write_text(code)
    path = tmp_path / "api.ini"
    path.write_text(f"[app:main]\n{APP}failing_app:x\n")

    with pytest.raises(SettingsError) as caught:
        paste_deploy_app(str(path), "main", cfg.ConfigOpts())

    cause = caught.value.__cause__
    assert f"failing_app:x: the module fails: {reason}" in str(caught.value)
    assert "failing_app.py, line " in str(caught.value)
    assert cause is not None
    assert type(cause.__cause__).__name__ == reason.partition(":")[0]
