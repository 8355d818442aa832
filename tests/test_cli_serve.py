"""What `i18n-wsgi serve` does besides serving."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from i18n_wsgi.cli import main
from tests.conftest import po_text
from tests.frontdoor import ROOT, plain_environ, run, serving
from tests.workers import service, until


def checked(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of a check with these settings, and what it printed."""
    file = folder / "api.conf"
    file.write_text(text)
    status = main(["serve", "--check", "--config-file", str(file)])
    return status, "".join(capsys.readouterr())


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check says that all is sound, and serves nothing."""
    status, printed = checked(tmp_path, "", capsys)

    assert status == 0
    assert printed.endswith("All is sound\n")


def test_check_of_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a setting that can't be."""
    status, printed = checked(tmp_path, "[i18n_wsgi_server]\nworkers = -1\n", capsys)

    assert status == 1
    assert "workers is '-1'; allowed: a whole number, 0 to 1024" in printed


@pytest.mark.parametrize("option", ["--config-file", "--config-dir"])
def test_check_of_names(
    option: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It finds a setting that is misspelled, and knows which one is meant."""
    file = tmp_path / "api.conf"
    file.write_text("[i18n_wsgi_server]\nworker = 4\n[i18n_wsgi]\nx = y\n[library]\nshelf = 1\n")

    status = main(
        ["serve", "--check", option, str(file if option == "--config-file" else tmp_path)]
    )

    assert status == 1
    assert "There is something wrong" in capsys.readouterr().out
    assert [it.message for it in caplog.records if it.levelname == "WARNING"] == [
        f"{file}: [i18n_wsgi_server] worker: no such setting (meant: workers?)",
        f"{file}: [i18n_wsgi] x: no such setting",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("OS_I18N_WSGI_SERVER__WOKERS", " (meant: OS_I18N_WSGI_SERVER__WORKERS?)"),
        ("I18N_WSGI_PAST", " (meant: I18N_WSGI_PASTE?)"),
    ],
)
def test_check_of_variables(
    name: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It finds a variable of the environment that is misspelled."""
    monkeypatch.setenv(name, "3")

    status = main(["serve", "--check"])

    assert (status, "There is something wrong" in capsys.readouterr().out) == (1, True)
    assert f"{name}: no such variable{told}" in caplog.messages


def test_check_of_names_in_a_file_of_the_paste_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It looks at the files of settings that the paste file names, and tells each line once."""
    sample = (ROOT / "i18n_wsgi" / "sample" / "paste.ini").read_text("utf-8")
    (tmp_path / "api.ini").write_text(f"[DEFAULT]\nconfig_file = api.conf\n{sample}")
    (tmp_path / "api.conf").write_text("[i18n_wsgi]\njson_fromat = problem\n")

    status = main(["serve", "--check", "--paste", str(tmp_path / "api.ini")])

    assert (status, "There is something wrong" in capsys.readouterr().out) == (1, True)
    assert [it.message for it in caplog.records if it.levelname == "WARNING"] == [
        f"{tmp_path / 'api.conf'}: [i18n_wsgi] json_fromat: no such setting (meant: json_format?)"
    ]


@pytest.mark.frontdoor
def test_start_with_a_misspelled_name(tmp_path: Path) -> None:
    """A start serves, and warns of what is misspelled."""
    (tmp_path / "api.conf").write_text("[i18n_wsgi_sever]\nworkers = 2\n")
    with serving(*SERVE, "--config-file", "api.conf", cwd=tmp_path) as served:
        printed = served.stop()[1]

    told = "api.conf: [i18n_wsgi_sever]: no such section (meant: i18n_wsgi_server?)"
    assert re.search(rf" WARNING .*{re.escape(told)}$", printed, re.M)


@pytest.mark.parametrize("host", ["192.0.2.1", "unix:/nosuch/sock"])
def test_check_of_an_address(host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds an address that can't be listened on."""
    status, printed = checked(tmp_path, f"[i18n_wsgi_server]\nbind_host = {host}\n", capsys)

    assert status == 1
    assert f"can't listen on {host}: " in printed


def test_check_of_a_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a certificate that is not there."""
    status, printed = checked(tmp_path, "[i18n_wsgi_server]\ncert_file = /nosuch\n", capsys)

    assert status == 1
    assert "cert_file" in printed


def test_check_of_catalogs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It finds a translation that can't be used."""
    folder = tmp_path / "overlay" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = po_text("fr", 'msgid "Not Found"\nmsgstr "%(lost)s"\n')
    (folder / "i18n_wsgi.po").write_bytes(text)

    settings = f"[i18n_wsgi]\noverlay_dir = {tmp_path / 'overlay'}\n"
    status, printed = checked(tmp_path, settings, capsys)

    assert status == 1
    assert printed.endswith("There is something wrong, as the log says\n")


def test_no_application(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A factory that answers what nobody can call is told when it is loaded."""
    paste_file = tmp_path / "api.ini"
    paste_file.write_text("[app:main]\npaste.app_factory = builtins:dict\n")

    status = main(["serve", "--check", "--paste", str(paste_file)])

    told = "api.ini: main is no application: its factory answers a dict"
    assert (status, told in capsys.readouterr().err) == (1, True)


@pytest.mark.frontdoor
@pytest.mark.parametrize("text", ["[loggers]\n", "[loggers]\nkeys = root\n"])
def test_bad_log(text: str, tmp_path: Path) -> None:
    """A paste file whose settings of the log can't be used is a line that names it."""
    (tmp_path / "api.ini").write_text(f"[app:main]\nuse = egg:i18n-wsgi\n{text}")

    ended = run(sys.executable, "-m", "i18n_wsgi", "serve", "--paste", "api.ini", cwd=tmp_path)

    assert ended.returncode == 1
    assert ended.stdout.startswith("i18n-wsgi: api.ini: [loggers] can't be used: ")
    assert ended.stdout.count("\n") == 1


SERVE = (sys.executable, "-m", "i18n_wsgi", "serve", "--port", "0")


@pytest.mark.frontdoor
@pytest.mark.parametrize(("count", "workers"), [(0, ""), (1, ", with 1 worker")])
def test_first_line(count: int, workers: str, tmp_path: Path) -> None:
    """A line on stdout, and one in the log, tells what is served where, in how many languages."""
    environ = {"OS_I18N_WSGI__LANGUAGES": "en,fr", "OS_I18N_WSGI_SERVER__WORKERS": str(count)}
    with serving(*SERVE, cwd=tmp_path, **environ) as served:
        assert served.process.stdout is not None
        while not served.printed[-1].startswith("Serving "):
            served.printed.append(next(served.process.stdout))
        printed = "".join(served.printed)

    place = rf"http://127\.0\.0\.1:\d+ in 2 languages{workers}"
    assert re.search(rf"^Serving the sample \(main\) on {place} \(Ctrl-C stops\)$", printed, re.M)
    assert re.search(rf" The server i18n-wsgi listens on {place}$", printed, re.M)


@pytest.mark.frontdoor
def test_first_line_without_languages(tmp_path: Path) -> None:
    """Of an application without a fault middleware it tells no number of languages."""
    with service(tmp_path) as served:
        line = next(it for it in served.printed().splitlines() if it.startswith("Serving "))

    assert line == f"Serving api.ini (main) on http://{served.host} with 2 workers (Ctrl-C stops)"


@pytest.mark.frontdoor
def test_nowhere_to_print(tmp_path: Path) -> None:
    """It serves, though the disk that it would print to be full."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [*SERVE[:-1], str(port)]
    with Path("/dev/full").open("wb") as full:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=plain_environ(), stdout=full, stderr=full
        )
    try:
        until(lambda: _answers(port) or process.poll() is not None)
        assert _answers(port)
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        return _status(port, "/") == 200
    except ConnectionError:
        return False


@pytest.mark.frontdoor
def test_health(tmp_path: Path) -> None:
    """The health check that the documentation shows says whether a load balancer may come."""
    shown = (ROOT / "docs" / "server.md").read_text("utf-8")
    health = next(it for it in re.findall(r"```ini\n(.*?)```", shown, re.S) if "healthcheck" in it)
    sample = (ROOT / "i18n_wsgi" / "sample" / "paste.ini").read_text("utf-8")
    sections = [it for it in re.split(r"^(?=\[)", sample, flags=re.M) if "[pipeline" not in it]
    (tmp_path / "library.ini").write_text("".join([health, *sections]))
    environ = {"OS_I18N_WSGI_SERVER__WORKERS": "1"}
    with serving(*SERVE, "--paste", "library.ini", cwd=tmp_path, **environ) as served:
        port = int(served.url.rpartition(":")[2])
        assert _status(port, "/healthcheck") == 200
        (tmp_path / "leaving").touch()
        assert _status(port, "/healthcheck") == 503
        assert _status(port, "/books/999") == 404

        assert re.search(r" in \d+ languages, with 1 worker", "".join(served.printed))


def _status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as response:
            return response.status
