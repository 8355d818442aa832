"""The server as paste.deploy runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from paste import deploy

from i18n_wsgi.serving.runner import serve_paste
from i18n_wsgi.settings import SettingsError
from tests.conftest import answering


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("port", "many", "port is 'many'; allowed: a whole number, 0 to 65535"),
        ("bind_host", "a b", "bind_host is 'a b'; allowed: a host's name or address"),
        ("listen", "*:8080", "listen: no such setting; there are "),
        ("worker", "4", "worker: no such setting (meant: workers?); there are "),
    ],
)
def test_bad_key(key: str, value: str, told: str) -> None:
    """The keys of its section are settings, and checked as such."""
    with pytest.raises(SettingsError) as caught:
        serve_paste(answering([]), {}, **{key: value})

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("port = abc", "port is 'abc'"),
        ("workers = many", "workers is 'many'; allowed: a whole number, 0 to 1024"),
    ],
)
def test_place(line: str, told: str, tmp_path: Path) -> None:
    """What is wrong with its section is told with file, section and the key as written."""
    path = tmp_path / "api.ini"
    path.write_text(f"[app:main]\nname = x\n[server:main]\nuse = egg:i18n-wsgi#main\n{line}\n")

    with pytest.raises(SettingsError) as caught:
        deploy.loadserver(f"config:{path}")(answering([]))

    assert str(caught.value).startswith(f"{path} [server:main]: {told}")


def test_key_twice() -> None:
    """A setting under both of its names is refused."""
    with pytest.raises(SettingsError, match="bind_host and host are one setting"):
        serve_paste(answering([]), {}, host="::1", bind_host="127.0.0.1")


def test_config_file(tmp_path: Path) -> None:
    """What its section does not say is read from the file that the paste file names."""
    (tmp_path / "api.conf").write_text("[i18n_wsgi_server]\nbacklog = none\n")

    with pytest.raises(
        SettingsError, match="backlog is 'none'; allowed: a whole number, 1 to 2147483647"
    ):
        serve_paste(answering([]), {"here": str(tmp_path), "config_file": "api.conf"}, port="0")
