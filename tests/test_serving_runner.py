"""The server as paste.deploy runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.serving.runner import serve_paste
from i18n_wsgi.settings import SettingsError
from tests.conftest import answering


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("port", "many", "bind_port is 'many'; allowed: 0 to 65535"),
        ("bind_host", "a b", "bind_host is 'a b'; allowed: a host's name or address"),
        ("listen", "*:8080", "listen: no such setting; there are "),
    ],
)
def test_bad_key(key: str, value: str, told: str) -> None:
    """The keys of its section are settings, and checked as such."""
    with pytest.raises(SettingsError) as caught:
        serve_paste(answering([]), {}, **{key: value})

    assert str(caught.value).startswith(told)


def test_config_file(tmp_path: Path) -> None:
    """What its section does not say is read from the file that the paste file names."""
    (tmp_path / "api.conf").write_text("[i18n_wsgi_server]\nbacklog = none\n")

    with pytest.raises(SettingsError, match="backlog is 'none'; allowed: 1 or more"):
        serve_paste(answering([]), {"here": str(tmp_path), "config_file": "api.conf"}, port="0")
