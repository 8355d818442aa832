"""paste.deploy: factories that hand a ConfigOpts to the applications and filters of a pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from i18n_wsgi.paste_sections import (
    CONFIG_FILE_KEY,
    LoadedKeys,
    Loader,
    conf_of_section,
    naming_the_section,
)
from i18n_wsgi.references import import_named
from i18n_wsgi.settings import PlacedSettingsError, SettingsError, is_utf8

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from oslo_config import cfg

Filter: TypeAlias = "Callable[[WSGIApplication], WSGIApplication]"

# The ConfigOpts of the loads that are going on, the innermost last. Concurrent loads don't meet.
_loading: ContextVar[tuple[cfg.ConfigOpts, ...]] = ContextVar("i18n_wsgi.paste", default=())

# Keys that mean the same: those of OpenStack Heat's paste files.
_ALIASES = {
    "i18n_wsgi.app_factory": "heat.app_factory",
    "i18n_wsgi.filter_factory": "heat.filter_factory",
}


class BasePasteFactory:
    """A factory that paste.deploy calls. Subclasses set ``KEY`` and provide ``__call__``.

    Args:
        conf: a ConfigOpts, handed to whatever is made.
    """

    KEY: ClassVar[str | None] = None

    # The key of paste.deploy that this kind of factory goes by; None for a kind of its own.
    _protocol: ClassVar[str | None] = None

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self.conf = conf

    def _maker(
        self, global_conf: Mapping[str, str], local_conf: Mapping[str, str]
    ) -> Callable[..., Any]:
        """Calls what the section names, with the section's other keys as keywords.

        Raises:
            SettingsError: there is no such callable, or it refuses these keys.
        """
        options = dict(local_conf)
        options.pop(CONFIG_FILE_KEY, None)
        keys = [str(self.KEY), _ALIASES.get(str(self.KEY), "")]
        named = [(key, options.pop(key)) for key in keys if key in options]
        key, name = named[0] if named else (keys[0], None)
        with naming_the_section(global_conf, local_conf):
            self._check_protocol(global_conf)
            make = _resolve(key, name)

        def call(*given: object) -> Any:
            with naming_the_section(global_conf, local_conf):
                made = _call(f"{key} = {name}", make, given, options)
                if not callable(made):
                    told = f"{key} = {name} answers {made!r}, which is no application"
                    raise SettingsError(told, key=key)
                return made

        return call

    def _check_protocol(self, global_conf: Mapping[str, str]) -> None:
        given = global_conf.protocol if isinstance(global_conf, LoadedKeys) else None
        if None not in (given, self._protocol) and given != self._protocol:
            told = f"{given} names a factory that is one for {self._protocol}"
            raise SettingsError(told, key=given)


class AppFactory(BasePasteFactory):
    """Makes an application: ``KEY`` in its section names a callable that is given the ConfigOpts and,
    as keywords, the section's other keys."""

    KEY = "i18n_wsgi.app_factory"
    _protocol = "paste.app_factory"

    def __call__(self, global_conf: Mapping[str, str], /, **local_conf: str) -> WSGIApplication:
        application: WSGIApplication = self._maker(global_conf, local_conf)(self.conf)
        return application


class FilterFactory(AppFactory):
    """Makes a filter: the callable is given the next application, the ConfigOpts and the keys."""

    KEY = "i18n_wsgi.filter_factory"
    _protocol = "paste.filter_factory"

    def __call__(  # type: ignore[override]  # a filter factory answers a filter
        self, global_conf: Mapping[str, str], /, **local_conf: str
    ) -> Filter:
        make = self._maker(global_conf, local_conf)

        def wrap(application: WSGIApplication) -> WSGIApplication:
            wrapped: WSGIApplication = make(application, self.conf)
            return wrapped

        return wrap


def app_factory(global_conf: Mapping[str, str], /, **local_conf: str) -> WSGIApplication:
    """``paste.app_factory = i18n_wsgi:app_factory``, with the ConfigOpts of the load going on.

    Under another loader, of ``gunicorn --paste`` or ``pserve``, with one that is read from the file
    that the key ``config_file`` names, of the section or of ``[DEFAULT]``; without it, and always
    first, from the environment. Where ``[DEFAULT]`` has the key, a section overrides it by
    ``set config_file = ...``. Each section has a ConfigOpts of its own: an option that one registers
    is unknown to the others.
    """
    return AppFactory(_conf(global_conf, local_conf))(global_conf, **local_conf)


def filter_factory(global_conf: Mapping[str, str], /, **local_conf: str) -> Filter:
    """``paste.filter_factory = i18n_wsgi:filter_factory``, likewise."""
    return FilterFactory(_conf(global_conf, local_conf))(global_conf, **local_conf)


def fault_filter_factory(global_conf: Mapping[str, str], /, **local_conf: str) -> Filter:
    """``use = egg:i18n-wsgi#fault``: the fault middleware; the keys are its settings."""
    return filter_factory(
        global_conf, **{**local_conf, FilterFactory.KEY: "i18n_wsgi:FaultMiddleware"}
    )


def debug_filter_factory(global_conf: Mapping[str, str], /, **local_conf: str) -> Filter:
    """``use = egg:i18n-wsgi#debug``: the printer; the key ``stream`` is ``stdout`` or ``stderr``."""
    return filter_factory(
        global_conf, **{**local_conf, FilterFactory.KEY: "i18n_wsgi:debug_filter"}
    )


def setup_paste_factories(conf: cfg.ConfigOpts) -> None:
    """Make ``app_factory`` and ``filter_factory`` hand out this ConfigOpts, in this context."""
    _loading.set((*_loading.get(), conf))


def teardown_paste_factories() -> None:
    """Reverse the effect of the last ``setup_paste_factories``."""
    _loading.set(_loading.get()[:-1])


def paste_deploy_app(
    paste_config_file: str, app_name: str, conf: cfg.ConfigOpts | None
) -> WSGIApplication:
    """The application or pipeline of a PasteDeploy file, its parts given a ConfigOpts.

    Args:
        paste_config_file: the file's path.
        app_name: the section's name, without ``app:`` or ``pipeline:``.
        conf: handed to every application and filter; with None each section makes its own, of what the
            key ``config_file`` names.

    Raises:
        LookupError: the file has no such section.
        SettingsError: a key of a section names nothing usable, or a setting is impossible.
        OSError: there is no such file.
    """
    token = _loading.set(() if conf is None else (*_loading.get(), conf))
    try:
        application: WSGIApplication = Loader(paste_config_file).get_app(app_name)
    except UnicodeDecodeError as exc:
        if is_utf8(paste_config_file):
            raise  # an application's own
        raise PlacedSettingsError(f"{paste_config_file} is no UTF-8: {exc}") from exc
    finally:
        _loading.reset(token)
    return application


def _conf(global_conf: Mapping[str, str], local_conf: Mapping[str, str]) -> cfg.ConfigOpts:
    loading = _loading.get()
    if loading:
        return loading[-1]
    with naming_the_section(global_conf, local_conf):
        return conf_of_section(global_conf, local_conf)


def _resolve(key: str, name: str | None) -> Callable[..., Any]:
    if name is None:
        raise SettingsError(f"the section lacks the key {key} = module:callable")
    try:
        make = import_named(name)
    except ValueError as exc:
        told = f"{key} = {name}: {exc}; allowed: module:callable"
        raise SettingsError(told, key=key) from exc.__cause__
    if not callable(make):
        told = f"{key} = {name}, which can't be called; allowed: module:callable"
        raise SettingsError(told, key=key)
    found: Callable[..., Any] = make
    return found


def _call(
    named: str, make: Callable[..., Any], given: tuple[object, ...], options: Mapping[str, str]
) -> object:
    try:
        return make(*given, **options)
    except TypeError as exc:
        # Raised by the call itself, not inside of the callable: there is no frame of it.
        if exc.__traceback__ is not None and exc.__traceback__.tb_next is None:
            keys = ", ".join(options) or "none"
            told = f"{named}: {exc}; the section's other keys: {keys}"
            wrong = next((key for key in options if f"'{key}'" in str(exc)), None)
            raise SettingsError(told, key=wrong) from exc
        raise
