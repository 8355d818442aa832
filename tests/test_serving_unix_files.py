"""Listening on a socket of the file system."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from i18n_wsgi.serving import ListenError
from i18n_wsgi.serving.sockets import close_listener, listen, url_of


@pytest.fixture
def path() -> Iterator[Path]:
    """A path that is short enough."""
    with TemporaryDirectory() as folder:
        yield Path(folder, "api.sock")


def conf(path: Path, **more: Any) -> Any:
    return SimpleNamespace(bind_host=f"unix:{path}", bind_port=8080, backlog=5, **more)


def refusal(path: Path) -> str:
    with pytest.raises(ListenError) as caught:
        listen(conf(path))
    told = str(caught.value)
    assert told.startswith(f"can't listen on unix:{path}: ")
    return told.removeprefix(f"can't listen on unix:{path}: ")


def leave_behind(path: Path) -> None:
    """What a server leaves that was killed."""
    listen(conf(path)).close()


def is_served(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def test_served(path: Path) -> None:
    """Clients connect by its file, and are told to."""
    with listen(conf(path)) as listening:
        assert is_served(path)
        assert url_of(listening) == f"unix:{path}"


@pytest.mark.parametrize(("more", "mode"), [({}, 0o660), ({"socket_mode": "0606"}, 0o606)])
def test_mode(more: dict[str, str], mode: int, path: Path) -> None:
    """Whoever socket_mode says may connect, whatever the umask is; the owner and the group by default."""
    before = os.umask(0o777)
    try:
        with listen(conf(path, **more)):
            assert stat.S_IMODE(path.stat().st_mode) == mode
    finally:
        os.umask(before)


def test_no_gap(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody connects before the mode is set."""
    served: list[bool] = []
    monkeypatch.setattr(Path, "chmod", lambda path, _mode: served.append(is_served(path)))

    listen(conf(path)).close()

    assert served == [False]


def test_stale(path: Path) -> None:
    """The file of a server that was killed is replaced."""
    leave_behind(path)

    with listen(conf(path)):
        assert is_served(path)


def test_live(path: Path) -> None:
    """The file of a server that is alive is left alone; the error names its process."""
    with listen(conf(path)):
        told = refusal(path)

        assert is_served(path)
    assert told.startswith(f"Address already in use; process {os.getpid()} (")


def test_live_without_room(path: Path) -> None:
    """A server that has too many connections waiting is alive."""
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as client:
        busy.bind(str(path))
        busy.listen(0)
        client.connect(str(path))

        assert refusal(path).startswith("Address already in use")


def test_file_of_data(path: Path) -> None:
    """A file that is no socket is never removed."""
    path.write_text("data")

    assert refusal(path) == "there is a file that is no socket"
    assert path.read_text() == "data"


def test_link(path: Path) -> None:
    """Nor is a link, wherever it leads."""
    target = path.with_name("old.sock")
    leave_behind(target)
    path.symlink_to(target)

    assert refusal(path) == "there is a file that is no socket"


def test_datagrams(path: Path) -> None:
    """Nor is a socket that takes no connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.bind(str(path))

        assert refusal(path).startswith("Protocol wrong type for socket")


def test_no_folder(path: Path) -> None:
    """A folder that is not there is told."""
    assert refusal(path / "api.sock") == "No such file or directory"


def test_long_path(path: Path) -> None:
    """A path that is longer than the system takes is told."""
    assert refusal(path.with_name("a" * 108)) == "AF_UNIX path too long"


def test_two_at_once(path: Path) -> None:
    """Of two servers that start at the same time, neither takes the other's file for stale."""
    leave_behind(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)

        assert refusal(path) == "another server starts in this folder just now"
    finally:
        os.close(folder)


# The end


def test_removed(path: Path) -> None:
    """The file goes when the server ends."""
    close_listener(listen(conf(path)))

    assert not path.exists()


def test_served_by_another(path: Path) -> None:
    """A file that another server has put in the place stays."""
    first = listen(conf(path))
    path.unlink()
    with listen(conf(path)):
        close_listener(first)

        assert is_served(path)


def test_removed_by_another(path: Path) -> None:
    """A file that is gone is no trouble, nor is its folder."""
    listening = listen(conf(path))
    path.unlink()
    path.parent.rename(path.parent.with_suffix(".old"))
    try:
        close_listener(listening)
    finally:
        path.parent.with_suffix(".old").rename(path.parent)

    assert listening.fileno() == -1
