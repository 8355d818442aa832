"""What stands in files and in the environment as if it were a setting of ours, and is none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from oslo_config import cfg

_PREFIX = "i18n_wsgi"
# The sample's own section.
_SAMPLE = "i18n_wsgi_sample"
_VARIABLE = re.compile(r"(OS_)?I18N_WSGI_")
# What i18n_wsgi.wsgi reads.
_OF_WSGI = (
    "I18N_WSGI_PASTE",
    "I18N_WSGI_APP",
    "I18N_WSGI_CONFIG_FILE",
    "I18N_WSGI_CONFIG_DIR",
)
# Where a domain's catalogs are, which may be called as the service likes.
_LOCALEDIR = "_LOCALEDIR"
# What Kubernetes tells each container of a service that is called i18n-wsgi.
_OF_KUBERNETES = re.compile(
    r"\w+_(SERVICE_(HOST|PORT)|PORT_[0-9]+_(TCP|UDP|SCTP))(_\w+)?=|\w+=\w+://"
)


def find_misspelled(conf: cfg.ConfigOpts, known: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """A line for each section, option and variable that is called like ours and is none.

    Args:
        conf: has been read from files, or from none.
        known: the options of our groups.
    """
    folders = [Path(folder) for folder in conf.config_dir]
    inside = (file for folder in folders for file in sorted(folder.glob("*.conf")))
    for file in (*conf.config_file, *inside):
        sections: dict[str, dict[str, list[str]]] = {}
        cfg.ConfigParser(str(file), sections).parse()
        for section, options in sections.items():
            yield from (f"{file}: {it}" for it in _in_section(section, options, known))
    variables = [f"OS_{group}__{name}".upper() for group in known for name in known[group]]
    variables += [*_OF_WSGI, f"I18N_WSGI{_LOCALEDIR}"]
    for name in sorted(filter(_is_unknown, os.environ.keys() - set(variables))):
        yield f"{name}: no such variable{meant(variables, name, cutoff=0.9)}"


def _in_section(
    section: str, options: Iterable[str], known: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    group = section.lower()  # as oslo.config does
    if group in known:
        unknown = [name for name in options if name not in known[group]]
        yield from (f"[{section}] {no_such_setting(known[group], name)}" for name in unknown)
    # Of other services' sections there are some that are a little like ours.
    elif group != _SAMPLE and (
        group.startswith(_PREFIX) or get_close_matches(group, known, 1, 0.85)
    ):
        yield f"[{section}]: no such section{meant(known, group)}"


def _is_unknown(name: str) -> bool:
    return (
        _VARIABLE.match(name) is not None
        and not (name.startswith("I18N_WSGI_") and name.endswith(_LOCALEDIR))
        and not name.startswith(f"OS_{_SAMPLE}__".upper())
        and not _OF_KUBERNETES.match(f"{name}={os.environ[name]}")
    )


def no_such_setting(known: Iterable[str], *names: str) -> str:
    """What is told of settings that there are not, with those that may be meant."""
    return f"{', '.join(names)}: no such setting{meant(known, *names)}"


def meant(known: Iterable[str], *names: str, cutoff: float = 0.8) -> str:
    """What the names may have been meant to be, in parentheses; nothing where that is unclear."""
    nearest = [found for name in names for found in get_close_matches(name, known, 1, cutoff)]
    return f" (meant: {', '.join(nearest)}?)" if nearest else ""
