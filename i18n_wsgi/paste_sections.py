"""A section of a paste.deploy file: what it is called, and the ConfigOpts that it names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from configparser import Error as ConfigParserError
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from oslo_config import cfg
from paste.deploy import loadwsgi

from i18n_wsgi.masking import one_line
from i18n_wsgi.references import import_named
from i18n_wsgi.settings import PlacedSettingsError, SettingsError, read_conf, warn_of_misspelled

Keys: TypeAlias = Mapping[str, str]

# The key that names the settings' files.
CONFIG_FILE_KEY = "config_file"

# What paste.deploy itself reads of a section.
_LOADERS_OWN = re.compile(r"(paste\.|set |get ).*|use|next|require|filter-with")
_FACTORY = re.compile(r"paste\.\w+_factory")
_OUR_EGG = re.compile(r"egg:i18n[-_.]wsgi\b.*", re.IGNORECASE)


def conf_of_section(global_conf: Keys, local_conf: Keys) -> cfg.ConfigOpts:
    """A ConfigOpts for a section: of the files that its key ``config_file`` names, or that of
    ``[DEFAULT]``, one on a line and relative to the paste file's folder; and of the environment, which
    goes before them.

    Raises:
        SettingsError: a file is not there, or can't be read.
    """
    named = local_conf.get(CONFIG_FILE_KEY) or global_conf.get(CONFIG_FILE_KEY, "")
    here = global_conf.get("here", "")
    files = [Path(here, line.strip()) for line in named.splitlines() if line.strip()]
    conf = cfg.ConfigOpts()
    try:
        read_conf(conf, [f"--config-file={file}" for file in files])
    except SettingsError as exc:
        raise SettingsError(str(exc), key=CONFIG_FILE_KEY) from exc
    warn_of_misspelled(conf)
    return conf


class _Section(NamedTuple):
    file: str
    name: str
    keys: Keys  # its own, as they are written


class LoadedKeys(dict[str, str]):
    """The keys of ``[DEFAULT]``, and what our loader knows besides.

    Attributes:
        sections: the section that was asked for, and those that it uses, each behind its user.
        protocol: the key that the factory goes by: ``paste.app_factory``.
    """

    def __init__(self, keys: Keys, sections: Sequence[_Section], protocol: str | None) -> None:
        super().__init__(keys)
        self.sections = sections
        self.protocol = protocol


class Loader(loadwsgi.ConfigLoader):  # type: ignore[misc]  # paste.deploy has no types
    """paste.deploy's loader of a file, which takes a ``%`` in its path as it stands, and tells
    factories which section they are called for."""

    def __init__(self, path: str) -> None:
        super().__init__(str(Path(path).absolute()))
        places = {name: self.parser.get("DEFAULT", name, raw=True) for name in ("here", "__file__")}
        self.update_defaults({name: place.replace("%", "%%") for name, place in places.items()})

    def get_context(  # Any: contexts, their types and the keys are paste.deploy's
        self, object_type: Any, name: str | None = None, global_conf: Any = None
    ) -> Any:
        if name is not None and name.lower().startswith("config:"):
            return self._context_elsewhere(object_type, name, global_conf)
        if self.absolute_name(name):
            return super().get_context(object_type, name, global_conf)
        section = self._section(self.find_config_section(object_type, name))
        _check_factory(section)
        context = super().get_context(object_type, name, global_conf)
        _record(context, section)
        return context

    def sections(self) -> list[_Section]:
        """All of the file's."""
        return [self._section(name) for name in self.parser.sections()]

    def _section(self, name: str) -> _Section:
        keys = dict(self.parser.items(name, raw=True))
        defaults = self.parser.defaults()
        own = {key: value for key, value in keys.items() if key not in defaults}
        return _Section(self.filename, name, own)

    def _context_elsewhere(self, object_type: Any, name: str, global_conf: Any) -> Any:
        file, _, section = name.partition(":")[2].partition("#")
        loader = Loader(str(Path(self.filename).parent / unquote(file)))
        loader.update_defaults(global_conf or {}, overwrite=False)
        return loader.get_context(object_type, section or "main", global_conf)


def _check_factory(section: _Section) -> None:
    for key, name in section.keys.items():
        if "use" in section.keys or not _FACTORY.fullmatch(key) or "%" in name:
            continue
        try:
            import_named(name.partition("[")[0])  # as an entry point, it may have extras
        except ValueError as exc:
            told = f"{_named([section])}{key} = {name}: {exc}; allowed: module:callable"
            raise PlacedSettingsError(one_line(told), key=key) from exc.__cause__


def _record(context: Any, section: _Section) -> None:
    """Have the factory that a section leads to know of it."""
    own = context
    if own.object_type is loadwsgi.FILTER_WITH:
        own = own.next_context
    if own.object_type is loadwsgi.FILTER_APP:
        own = own.filter_context
    keys = own.global_conf
    used = keys.sections if isinstance(keys, LoadedKeys) else ()
    own.global_conf = LoadedKeys(keys, (section, *used), own.protocol)
    if context.global_conf is keys:  # what stands around it has the same
        context.global_conf = own.global_conf


@contextmanager
def naming_the_section(global_conf: Keys, local_conf: Keys) -> Iterator[None]:
    """What is wrong with a section is told with its file and name."""
    try:
        yield
    except PlacedSettingsError:
        raise
    except SettingsError as exc:
        place = _section_of(global_conf, local_conf, exc.key)
        raise PlacedSettingsError(one_line(f"{place}{exc}"), key=exc.key) from exc


def _section_of(global_conf: Keys, local_conf: Keys, key: str | None) -> str:
    """The file and the section that a key stands in, or else the one that was asked for."""
    path = global_conf.get("__file__")
    if path is None:
        return ""
    known = global_conf.sections if isinstance(global_conf, LoadedKeys) else ()
    sections = known or _fitting(path, local_conf)
    written = {key, f"set {key}", f"get {key}"}
    having = [section for section in sections if written & section.keys.keys()]
    if not having and key in global_conf:
        return f"{path} [DEFAULT]: "
    found = having or sections
    return _named(found[:1] if known else found) or f"{path}: "


def _named(sections: Sequence[_Section]) -> str:
    names = " or ".join(f"[{section.name}]" for section in sections)
    return f"{sections[0].file} {names}: " if sections else ""


def _fitting(path: str, local_conf: Keys) -> list[_Section]:
    """Under another loader, which tells the keys only: all sections that may have led here with them."""
    try:
        sections = Loader(path).sections()
    except (OSError, ValueError, ConfigParserError):  # it is no longer what was loaded
        return []
    used = {section.keys.get("use") for section in sections}
    return [it for it in sections if _leads_here(it.keys) and _fits(it, local_conf, used)]


def _leads_here(keys: Keys) -> bool:
    use = keys.get("use", "")
    if use.startswith("egg:"):
        return _OUR_EGG.fullmatch(use) is not None
    named = [value for key, value in keys.items() if _FACTORY.fullmatch(key)]
    return use != "" or any(value.partition(":")[0].strip() in sys.modules for value in named)


def _fits(section: _Section, local_conf: Keys, used: set[str | None]) -> bool:
    own = {key: it for key, it in section.keys.items() if not _LOADERS_OWN.fullmatch(key)}
    got = {key.removeprefix("get ") for key in section.keys if key.startswith("get ")}
    is_all = "use" not in section.keys and section.name.partition(":")[2] not in used
    if is_all and own.keys() | got != local_conf.keys():
        return False
    # A value with a `%` was replaced by another before we got it.
    return all(
        key in local_conf and ("%" in value or local_conf[key] == value)
        for key, value in own.items()
    )
