"""The same paste file, served by others: gunicorn, and whatever runs a `[server:main]`."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.frontdoor import serving

pytestmark = pytest.mark.frontdoor

INI = """
[DEFAULT]
config_file = api.conf

[pipeline:main]
pipeline = fault debug library

[filter:fault]
use = egg:i18n-wsgi#fault
domain = i18n_wsgi_sample
locale_dir = i18n_wsgi:locale

[filter:debug]
use = egg:i18n-wsgi#debug

[app:library]
use = egg:i18n-wsgi
i18n_wsgi.app_factory = i18n_wsgi.sample.api:make_app

[server:main]
use = egg:i18n-wsgi#main
host = 127.0.0.1
port = 0
"""
# What pserve does.
RUN_SERVER = """
import logging
from paste import deploy

logging.basicConfig(level=logging.INFO)
deploy.loadserver("config:api.ini", relative_to=".")(deploy.loadapp("config:api.ini", relative_to="."))
"""
SERVERS = {
    "gunicorn": ["-m", "gunicorn", "--paste", "api.ini", "--bind", "127.0.0.1:0"],
    "ours": ["-c", RUN_SERVER],
    "serve": ["-m", "i18n_wsgi", "serve", "--paste", "api.ini", "--port", "0"],
}


@pytest.mark.parametrize("server", SERVERS)
def test_served(server: str, tmp_path: Path) -> None:
    """A pipeline tells errors by the settings of the file that the paste file names, and stops when told."""
    (tmp_path / "api.ini").write_text(INI)
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\njson_format = problem\n")
    command = [sys.executable, "-W", "ignore", *SERVERS[server]]

    with serving(*command, cwd=tmp_path) as running:
        request = urllib.request.Request(
            f"{running.url}/books/999", headers={"Accept-Language": "fr", "X-Auth-Token": "sesame"}
        )
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=30)
        with caught.value as response:
            body = json.load(response)
        status, printed = running.stop()

    assert (body["status"], body["detail"]) == (404, "Le livre 999 est introuvable.")
    assert (status, "REQUEST ENVIRON" in printed, "sesame" in printed) == (0, True, False)
