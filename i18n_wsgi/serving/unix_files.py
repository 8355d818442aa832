"""Listening sockets that have a file: made, taken over from a dead server, and removed."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def listen_on_file(path: Path, mode: int, backlog: int) -> socket.socket:
    """A socket that listens at a path. A file that a dead server left there is replaced.

    Args:
        path: its file.
        mode: who may connect.
        backlog: how many connections may wait.

    Raises:
        OSError: a server listens there, or there is something else, or no way to get there.
    """
    with _alone_in(path.parent):
        _remove_stale(path)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(str(path))
            path.chmod(mode)
            listening.listen(backlog)  # from here on clients may connect
        except BaseException:
            listening.close()
            raise
    return listening


def remove_file(path: Path) -> None:
    """Remove a listening socket's file, if nobody listens there any more."""
    with suppress(OSError), _alone_in(path.parent):
        _remove_stale(path)


def _remove_stale(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise OSError(errno.EEXIST, "there is a file that is no socket")
        if _is_live(path):
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        path.unlink()


def _is_live(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(0)
        try:
            client.connect(str(path))
        except ConnectionRefusedError:
            return False
        except BlockingIOError:  # too many connections wait already
            pass
    return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other servers from taking a file for stale between its making and the first `listen`."""
    import fcntl  # not on Windows

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise OSError(exc.errno, "another server starts in this folder just now") from exc
        yield
    finally:
        os.close(descriptor)
