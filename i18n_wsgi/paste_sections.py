"""A section of a paste.deploy file: what it is called, and the ConfigOpts that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from configparser import Error as ConfigParserError
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from oslo_config import cfg
from paste.deploy import loadwsgi

from i18n_wsgi.masking import one_line
from i18n_wsgi.settings import PlacedSettingsError, SettingsError, read_conf

Keys: TypeAlias = Mapping[str, str]

# The key that names the settings' files.
CONFIG_FILE_KEY = "config_file"

# What paste.deploy itself reads of a section.
_LOADERS_OWN = re.compile(r"(paste\.|set |get ).*|use|next|require|filter-with")
_OTHER_FILE = re.compile(r"\bconfig:([^\s#]+)")


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
    return conf


def loader_of(path: str) -> loadwsgi.ConfigLoader:
    """paste.deploy's loader of a file, which takes a ``%`` in its path as it stands."""
    loader = loadwsgi.ConfigLoader(str(Path(path).absolute()))
    places = {name: loader.parser.get("DEFAULT", name, raw=True) for name in ("here", "__file__")}
    loader.update_defaults({name: place.replace("%", "%%") for name, place in places.items()})
    return loader


@contextmanager
def naming_the_section(global_conf: Keys, local_conf: Keys) -> Iterator[None]:
    """What is wrong with a section is told with its file and name."""
    try:
        yield
    except PlacedSettingsError:
        raise
    except SettingsError as exc:
        place = _place_of(global_conf, local_conf, exc.key)
        raise PlacedSettingsError(one_line(f"{place}{exc}"), key=exc.key) from exc


def _place_of(global_conf: Keys, local_conf: Keys, key: str | None) -> str:
    """The file, and the section whose keys these are: paste.deploy tells the keys only."""
    path = global_conf.get("__file__")
    if path is None:
        return ""
    fitting = [found for found in _sections(path) if _fits(found[2], local_conf)]
    having = [found for found in fitting if {key, f"set {key}"} & set(found[2])]
    if not having and key in global_conf:
        return f"{path} [DEFAULT]: "
    counts = [len(own) for _file, _section, own in having or fitting]
    names = [
        (file, f"[{section}]")
        for file, section, own in having or fitting
        if len(own) == max(counts)
    ]
    places = [f"{file} {' or '.join(each)}" for file, each in _grouped(names).items()]
    return f"{' or '.join(places) or path}: "


def _fits(own: Keys, local_conf: Keys) -> bool:
    # A value with a `%` was replaced by another before we got it.
    return all(
        key in local_conf and ("%" in value or local_conf[key] == value)
        for key, value in own.items()
        if not _LOADERS_OWN.fullmatch(key)
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for file, section in pairs:
        grouped.setdefault(file, []).append(section)
    return grouped


def _sections(path: str) -> Iterator[tuple[str, str, Keys]]:
    """File, name and own keys of each section of a file, and of the files that it refers to."""
    paths = [path]
    for file in paths:
        try:
            parser = loader_of(file).parser
        except (OSError, ValueError, ConfigParserError):  # what is not loaded may be anything
            continue
        for section in parser.sections():
            keys = dict(parser.items(section, raw=True))
            others = [_beside(file, name) for name in _OTHER_FILE.findall(" ".join(keys.values()))]
            paths += [other for other in dict.fromkeys(others) if other not in paths]
            own = {name: value for name, value in keys.items() if name not in parser.defaults()}
            yield file, section, own


def _beside(path: str, name: str) -> str:
    here = Path(path).parent
    return str(here / unquote(name.replace("%(here)s", str(here))))
