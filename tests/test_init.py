"""What `import i18n_wsgi` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import i18n_wsgi

# Every class and function of the original module (heat.common.wsgi).
SEED_NAMES = """
    AppFactory BasePasteFactory Debug DefaultMethodController FilterFactory JSONRequestDeserializer
    Middleware Request Resource Router Server app_factory debug_filter filter_factory get_bind_addr
    get_socket is_json_content_type log_exception paste_deploy_app setup_paste_factories
    teardown_paste_factories translate_exception
""".split()  # noqa: SIM905  # a list of words


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize("name", SEED_NAMES)
def test_seed_names(name: str) -> None:
    """Every name of the original module is importable from the package."""
    assert name in i18n_wsgi.__all__


@pytest.mark.parametrize(
    "name",
    [
        "InvalidJSON",
        "InvalidRequest",
        "MethodNotAllowed",
        "MissingContentType",
        "PathNotFound",
        "SettingsError",
    ],
)
def test_what_is_raised(name: str) -> None:
    """So is what a service may want to catch or map."""
    assert name in i18n_wsgi.__all__


@pytest.mark.parametrize("name", i18n_wsgi.__all__)
def test_public_names_exist(name: str) -> None:
    """Every public name leads to an object of that name."""
    assert getattr(i18n_wsgi, name).__name__ == name


def test_unknown_name() -> None:
    """A name that is not there is an AttributeError that says so."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = i18n_wsgi.nothing


def test_import_is_light() -> None:
    """The import alone loads neither eventlet nor webob, nor any module of ours."""
    loaded = run(
        "import sys, i18n_wsgi; print([name for name in sys.modules if name.partition('.')[0] in "
        "('eventlet', 'webob', 'babel', 'oslo_config') or name.startswith('i18n_wsgi.')])"
    )

    assert loaded == "[]"


def test_modules_do_nothing() -> None:
    """Importing every module registers no option on oslo.config's global object."""
    registered = run(
        "import warnings; warnings.simplefilter('ignore')\n"
        "import i18n_wsgi; [getattr(i18n_wsgi, name) for name in i18n_wsgi.__all__]\n"
        "import i18n_wsgi.sample.api\n"
        "from oslo_config import cfg; print(list(cfg.CONF._opts), list(cfg.CONF._groups))"
    )

    assert registered == run(
        "from oslo_config import cfg; print(list(cfg.CONF._opts), list(cfg.CONF._groups))"
    )
