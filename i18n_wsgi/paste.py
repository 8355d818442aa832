"""paste.deploy: factories that hand a ConfigOpts to the applications and filters of a pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from oslo_config import cfg
from paste import deploy

from i18n_wsgi.settings import SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The ConfigOpts of the load that is going on: nested and concurrent loads don't meet.
_loading: ContextVar[cfg.ConfigOpts | None] = ContextVar("i18n_wsgi.paste", default=None)


class BasePasteFactory:
    """A factory that paste.deploy calls. Subclasses set ``KEY`` and provide ``__call__``.

    Args:
        conf: a ConfigOpts, handed to whatever is made.
    """

    KEY: ClassVar[str | None] = None

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self.conf = conf

    def _make(self, local_conf: Mapping[str, str]) -> tuple[Callable[..., Any], dict[str, str]]:
        """The callable that the section names, and the section's other keys."""
        options = dict(local_conf)
        name = options.pop(str(self.KEY), None)
        if name is None:
            raise SettingsError(f"the section lacks the key {self.KEY} = module:callable")
        try:
            make = resolve_name(name.strip())
        except (ImportError, AttributeError, ValueError) as exc:
            raise SettingsError(f"{self.KEY} = {name}: {exc}") from exc
        if not callable(make):
            raise SettingsError(f"{self.KEY} = {name}, which can't be called")
        return make, options


class AppFactory(BasePasteFactory):
    """Makes an application: ``KEY`` in its section names a callable that is given the ConfigOpts and,
    as keywords, the section's other keys."""

    KEY = "i18n_wsgi.app_factory"

    def __call__(self, global_conf: Mapping[str, str], **local_conf: str) -> WSGIApplication:
        make, options = self._make(local_conf)
        application: WSGIApplication = make(self.conf, **options)
        return application


class FilterFactory(AppFactory):
    """Makes a filter: the callable is given the next application, the ConfigOpts and the keys."""

    KEY = "i18n_wsgi.filter_factory"

    def __call__(  # type: ignore[override]  # a filter factory answers a filter
        self, global_conf: Mapping[str, str], **local_conf: str
    ) -> Callable[[WSGIApplication], WSGIApplication]:
        make, options = self._make(local_conf)

        def wrap(application: WSGIApplication) -> WSGIApplication:
            wrapped: WSGIApplication = make(application, self.conf, **options)
            return wrapped

        return wrap


def app_factory(global_conf: Mapping[str, str], **local_conf: str) -> WSGIApplication:
    """``paste.app_factory = i18n_wsgi:app_factory``, with the ConfigOpts of the load going on."""
    return AppFactory(_conf())(global_conf, **local_conf)


def filter_factory(
    global_conf: Mapping[str, str], **local_conf: str
) -> Callable[[WSGIApplication], WSGIApplication]:
    """``paste.filter_factory = i18n_wsgi:filter_factory``, likewise."""
    return FilterFactory(_conf())(global_conf, **local_conf)


def setup_paste_factories(conf: cfg.ConfigOpts) -> None:
    """Make ``app_factory`` and ``filter_factory`` hand out this ConfigOpts, in this context."""
    _loading.set(conf)


def teardown_paste_factories() -> None:
    """Reverse the effect of ``setup_paste_factories``."""
    _loading.set(None)


def paste_deploy_app(
    paste_config_file: str, app_name: str, conf: cfg.ConfigOpts
) -> WSGIApplication:
    """The application or pipeline of a PasteDeploy file, its parts given a ConfigOpts.

    Args:
        paste_config_file: the file's path.
        app_name: the section's name, without ``app:`` or ``pipeline:``.
        conf: handed to every application and filter.

    Raises:
        LookupError: the file has no such section.
        SettingsError: a key of a section names nothing usable.
        OSError: there is no such file.
    """
    token = _loading.set(conf)
    try:
        application: WSGIApplication = deploy.loadapp(_uri_of(paste_config_file), name=app_name)
    finally:
        _loading.reset(token)
    return application


def _uri_of(path: str) -> str:
    # PasteDeploy takes no relative path, ends the path at a `#` and unquotes what is left.
    return f"config:{quote(str(Path(path).absolute()))}"


def _conf() -> cfg.ConfigOpts:
    conf = _loading.get()
    if conf is not None:
        return conf
    # Another server loads the file: the defaults and the environment hold.
    conf = cfg.ConfigOpts()
    conf([], project="i18n_wsgi", default_config_files=[], default_config_dirs=[])
    return conf
