"""Whether an address could be listened on."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from i18n_wsgi.serving.address import check_address
from i18n_wsgi.serving.sockets import ListenError
from i18n_wsgi.settings import ServerSettings


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])  # RFC 5737, RFC 3849
def test_of_no_machine(host: str) -> None:
    """An address of another machine is refused, and no port is named that nobody chose."""
    shown = f"[{host}]" if ":" in host else host

    with pytest.raises(ListenError) as caught:
        check_address(ServerSettings(bind_host=host))

    assert str(caught.value).startswith(f"can't listen on {shown}: ")


def test_port_in_use() -> None:
    """A port that is in use is no mistake: the service itself may run there."""
    with socket.create_server(("127.0.0.1", 0)) as running:
        check_address(ServerSettings(bind_port=running.getsockname()[1]))


def test_no_folder(tmp_path: Path) -> None:
    """A socket's folder has to be there."""
    place = f"unix:{tmp_path}/nix/sock"

    with pytest.raises(ListenError) as caught:
        check_address(ServerSettings(bind_host=place))

    assert str(caught.value) == f"can't listen on {place}: there is no folder {tmp_path}/nix"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_of_others(tmp_path: Path) -> None:
    """A socket's folder has to be one that can be written to."""
    tmp_path.chmod(0o500)

    with pytest.raises(ListenError, match="can't be written to"):
        check_address(ServerSettings(bind_host=f"unix:{tmp_path}/sock"))


def test_no_socket(tmp_path: Path) -> None:
    """Another file at the socket's place is told."""
    (tmp_path / "sock").touch()

    with pytest.raises(ListenError, match="there is a file that is no socket"):
        check_address(ServerSettings(bind_host=f"unix:{tmp_path}/sock"))


def test_socket_in_use(tmp_path: Path) -> None:
    """The socket of a running service is left alone."""
    path = tmp_path / "sock"
    with socket.socket(socket.AF_UNIX) as running:
        running.bind(str(path))
        check_address(ServerSettings(bind_host=f"unix:{path}"))

    assert path.is_socket()


def test_socket_is_not_made(tmp_path: Path) -> None:
    """Nothing is left behind."""
    check_address(ServerSettings(bind_host=f"unix:{tmp_path}/sock"))

    assert list(tmp_path.iterdir()) == []
