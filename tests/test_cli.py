"""The command's own errors; what it serves is seen in test_wheel.py."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from i18n_wsgi.cli import main
from i18n_wsgi.negotiation import LanguageMatcher, best_match_language


def test_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command it prints which there are, and fails."""
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == 2
    assert "serve" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """It says which version it is."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert capsys.readouterr().out == f"i18n-wsgi {version('i18n_wsgi')}\n"


@pytest.mark.parametrize(
    ("port", "told"),
    [
        ("http", "bind_port is 'http'"),
        ("65536", "bind_port is '65536'"),
        ("-1", "bind_port is '-1'"),
    ],
)
def test_impossible_port(port: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that can't be is one line that names option and value."""
    status = main(["serve", f"--port={port}"])

    printed = capsys.readouterr().err
    assert status == 1
    assert printed.startswith(f"i18n-wsgi: {told}")
    assert printed.count("\n") == 1


def test_missing_config_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration file that is not there is one line that names it."""
    missing = tmp_path / "missing.conf"

    status = main(["--config-file", str(missing), "serve"])

    assert status == 1
    assert str(missing) in capsys.readouterr().err


def test_config_file_behind_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--config-file may stand behind the command, too."""
    file = tmp_path / "bad.conf"
    file.write_text("[i18n_wsgi]\njson_format = yaml\n")

    status = main(["serve", "--port", "0", "--config-file", str(file)])

    assert status == 1
    assert "json_format" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("no section\n", "no section headers"),
        ("[app:main]\npaste.app_factory = nosuch:thing\n", "nosuch"),
        ("[app:main]\npaste.app_factory = i18n_wsgi:nosuch\n", "nosuch"),
        ("[app:main]\nuse = egg:nosuch\n", "nosuch"),
        ("[app:main]\nuse = call:i18n_wsgi:app_factory\n", "i18n_wsgi.app_factory"),
        (
            "[app:main]\npaste.app_factory = i18n_wsgi:app_factory\n"
            "i18n_wsgi.app_factory = nosuch:app\n",
            "nosuch:app",
        ),
    ],
)
def test_broken_paste_file(
    content: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A paste file that leads nowhere is one line that says where."""
    file = tmp_path / "paste.ini"
    file.write_text(content)

    status = main(["serve", "--port", "0", "--paste", str(file)])

    printed = capsys.readouterr().err
    assert status == 1
    assert printed.startswith("i18n-wsgi: ")
    assert told in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("content", [None, b"This is no database. " * 200])
def test_unusable_database(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that can't be opened is one line that names it."""
    database = tmp_path / "missing" / "library.sqlite3" if content is None else tmp_path / "file"
    if content is not None:
        database.write_bytes(content)
    conf = tmp_path / "library.conf"
    conf.write_text(f"[i18n_wsgi_sample]\ndatabase = {database}\n")

    status = main(["serve", "--port", "0", "--config-file", str(conf)])

    printed = capsys.readouterr().err
    assert status == 1
    assert str(database) in printed
    assert printed.count("\n") == 1


def test_bad_value_in_config_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad value in a file is one line with the option, the value and what is allowed."""
    file = tmp_path / "bad.conf"
    file.write_text("[i18n_wsgi]\njson_format = yaml\n")

    status = main(["--config-file", str(file), "serve", "--port", "0"])

    printed = capsys.readouterr().err
    assert status == 1
    assert printed.count("\n") == 1
    assert "json_format" in printed
    assert "yaml" in printed


def test_missing_app(capsys: pytest.CaptureFixture[str]) -> None:
    """An app that the paste file does not have is told with both names."""
    status = main(["serve", "--port", "0", "--app", "elsewhere"])

    printed = capsys.readouterr().err
    assert status == 1
    assert "paste.ini" in printed
    assert "elsewhere" in printed
    assert "Traceback" not in printed


def test_missing_paste_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A paste file that is not there is one line that names it."""
    missing = tmp_path / "missing.ini"

    status = main(["serve", "--port", "0", "--paste", str(missing)])

    assert status == 1
    assert str(missing) in capsys.readouterr().err


def test_negotiate(capsys: pytest.CaptureFixture[str]) -> None:
    """It prints each wish with its maximised form, the distance to each locale, and the choice."""
    status = main(["negotiate", "zh-HK,zh;q=0.9", "--available", "fr,zh_TW"])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert lines[:6] == [
        ["zh-HK", "zh"],
        ["zh-Hant-HK", "zh-Hans-CN"],
        ["q=1", "q=0.9"],
        ["On", "offer", "below", "50", "not", "needed"],
        ["zh_TW", "5", "-"],
        ["fr", "-", "-"],
    ]
    assert lines[-1] == ["Choice:", "zh_TW,", "for", "zh-HK"]


def test_negotiate_with_the_catalogs(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --available the languages of the catalogs are on offer."""
    main(["negotiate", "pt-AO, en;q=0.5"])

    printed = capsys.readouterr().out
    assert "\npt_BR     5" in printed
    assert "\nzh_Hant   -" in printed
    assert printed.endswith("Choice: pt_BR, for pt-AO\n")


@pytest.mark.parametrize(
    ("header", "available", "told"),
    [
        ("de;q=high, xyz-, en", "en", "Not read: de;q=high, xyz-\nChoice: en, for en\n"),
        (
            "en;q=0, *",
            "en,de",
            "\nChoice: de, for *, which anything suits, and the default language first of all\n",
        ),
        ("it", "fr", "Choice: none, so the answer is in the default language, en\n"),
        ("", "fr", "Choice: none, so the answer is in the default language, en\n"),
        (
            "fr",
            "fr, README.txt, iw,he",
            "Not on offer, as no tag or another one's double: README.txt, he\nChoice: fr, for fr\n",
        ),
        ("fr", ",", "Choice: none, so the answer is in the default language, en\n"),
    ],
)
def test_negotiate_tells_what_is_wrong(
    header: str, available: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not read, not on offer or refused is told beside the choice."""
    status = main(["negotiate", header, f"--available={available}"])

    assert status == 0
    assert capsys.readouterr().out.endswith(told)


def test_negotiate_reads_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The settings' languages and default are those of the answer."""
    file = tmp_path / "i18n.conf"
    file.write_text("[i18n_wsgi]\ndefault_language = de\nlanguages = de,fr\n")

    main(["negotiate", "*", "--config-file", str(file)])

    assert capsys.readouterr().out.endswith(
        "\nChoice: de, for *, which anything suits, and the default language first of all\n"
    )


def test_negotiate_tells_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    """A refused locale is told as such, and a star has no distances."""
    main(["negotiate", "en;q=0, *", "--available", "en,de"])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[3:6] == [["On", "offer", "anything", "refuses"], ["en", "refused"], ["de", "-"]]


@pytest.mark.parametrize("text", ["de@[/b]", "de.:smile:", "de-\x1b]0;x\x07", "de@\u00e9"])
def test_negotiate_prints_anything(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is given is printed as it is, without what a terminal would obey."""
    status = main(["negotiate", f"{text}, fr", "--available", f"{text},fr"])

    printed = capsys.readouterr().out
    assert status == 0
    assert "\x1b" not in printed
    assert text.partition("\x1b")[0] in printed
    assert not any(line.endswith(" ") for line in printed.splitlines())


def test_readme_examples() -> None:
    """What the README says of best_match_language is so."""
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    block = readme.partition("from i18n_wsgi import LanguageMatcher, best_match_language")[2]
    examples = [
        (call, told)
        for line in block.partition("```")[0].splitlines()
        if (call := line.partition("  # ")[0].strip()) and (told := line.partition("  # ")[2])
    ]
    names = {"LanguageMatcher": LanguageMatcher, "best_match_language": best_match_language}

    assert len(examples) == 8
    for call, told in examples:
        assert repr(eval(call, names)) in told  # our own README
