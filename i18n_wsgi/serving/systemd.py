"""What systemd and a service tell each other: sd_listen_fds(3) and sd_notify(3)."""

from __future__ import annotations

import logging
import os
import socket
import time

_LOG = logging.getLogger(__name__)

_FIRST_DESCRIPTOR = 3
_PATIENCE_SECONDS = 1.0


def inherited_socket() -> socket.socket | None:
    """The listening socket that systemd hands over to this process; None where it does not.

    Every call answers a duplicate of its own, so that closing one does not end the others.

    Raises:
        OSError: it hands over several, or one that is no listening stream socket.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = os.environ.get("LISTEN_FDS", "")
    if count != "1":
        raise OSError(f"LISTEN_FDS is {count!r}; one socket is served")
    os.set_inheritable(_FIRST_DESCRIPTOR, False)
    listening = socket.socket(fileno=os.dup(_FIRST_DESCRIPTOR))
    is_stream = listening.type == socket.SOCK_STREAM
    if not is_stream or not listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        listening.close()
        raise OSError("it is no listening stream socket; its unit needs ListenStream and Accept=no")
    return listening


def notify_ready() -> None:
    """Tell systemd that the service is up, or up again after a reload."""
    _notify("READY=1")


def notify_reloading() -> None:
    """Tell systemd that a reload begins; ``notify_ready`` ends it, also where it was refused."""
    # sd_notify(3) asks for the clock that systemd goes by.
    now_microseconds = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    _notify(f"RELOADING=1\nMONOTONIC_USEC={now_microseconds}")


def notify_stopping() -> None:
    """Tell systemd that the service is about to end."""
    _notify("STOPPING=1")


def _notify(state: str) -> None:
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.settimeout(_PATIENCE_SECONDS)
        try:
            sock.sendto(state.encode(), address)
        except OSError as exc:  # the service goes on; whoever started it will time out
            _LOG.warning("NOTIFY_SOCKET is %s: %s", place, exc.strerror or exc)
