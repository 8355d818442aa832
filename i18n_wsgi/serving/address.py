"""Whether an address could be listened on, also while a server listens there."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from i18n_wsgi.serving.sockets import ListenError, is_file, listen
from i18n_wsgi.settings import ServerSettings


def check_address(settings: ServerSettings) -> None:
    """Look at all of the address but its port, which the service may have just now.

    Raises:
        ListenError: it is none of this machine, or a socket's file can't be made.
    """
    host = settings.bind_host
    if is_file(host):
        why = _why_no_socket(Path(host.removeprefix("unix:")))
        if why is not None:
            raise ListenError(f"can't listen on {host}: {why}")
        return
    try:
        listen(replace(settings, bind_port=0)).close()
    except ListenError as exc:
        raise ListenError(str(exc).replace(":0: ", ": ", 1), exc.errno) from exc


def _why_no_socket(path: Path) -> str | None:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} can't be written to"
    if path.exists() and not path.is_socket():
        return "there is a file that is no socket"
    return None
