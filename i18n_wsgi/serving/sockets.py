"""Where the server listens: on a port, on a socket of the file system, or on what systemd hands over."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from i18n_wsgi.serving.holders import holder_of_file, holder_of_port
from i18n_wsgi.serving.systemd import inherited_socket
from i18n_wsgi.serving.tls import tls_context
from i18n_wsgi.serving.unix_files import listen_on_file, remove_file
from i18n_wsgi.settings import ServerSettings

_UNIX = "unix:"
# What the system's words for an error leave open.
_ADVICE: dict[int | None, str] = {
    errno.EACCES: "ports below 1024 need the capability CAP_NET_BIND_SERVICE",
    errno.EADDRNOTAVAIL: "bind_host is no address of this machine",
    errno.EAFNOSUPPORT: "this machine has no IPv6",
    socket.EAI_NONAME: "bind_host is no host that can be found",
}
# Linux's; Python does not have it.
_SO_ATTACH_FILTER = 26
# Of a TCP segment, the byte with its flags; none with the flag SYN; all others.
_NO_SYN = ((0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))
# As long as a handshake may take; less than a client waits until it repeats the first step.
_HANDSHAKE_SECONDS = 0.5
# A name may stand for several addresses; with these errors the next one is tried.
_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class ListenError(OSError, RuntimeError):
    """The address can't be listened on. The message is one line for the operator.

    Args:
        message: what can't be listened on, and why.
        number: the system's number of the error, in ``errno``.
    """

    def __init__(self, message: str, number: int | None = None) -> None:
        super().__init__(message)
        self.errno = number


class BindSettings(Protocol):
    """What listening needs of the settings: ours, or the group of a ConfigOpts.

    The rest has defaults: ``socket_mode``, ``tcp_keepidle``, ``cert_file``, ``key_file``, ``ca_file``.
    """

    @property
    def bind_host(self) -> str: ...
    @property
    def bind_port(self) -> int | None: ...
    @property
    def backlog(self) -> int: ...


def is_file(host: str) -> bool:
    """Whether a ``bind_host`` is a socket of the file system."""
    return host.startswith(_UNIX)


def get_bind_addr(conf: BindSettings, default_port: int | None = None) -> tuple[str, int | None]:
    """The host and port to bind to; the default port where the settings name none."""
    return conf.bind_host, default_port if conf.bind_port is None else conf.bind_port


def get_socket(conf: BindSettings, default_port: int | None = None) -> socket.socket:
    """A listening socket, bound as the settings say; one of TLS where they have a ``cert_file``.

    It is one of the standard library. TLS begins at the first read or write of a connection, and not
    when it is accepted.

    Args:
        conf: the settings.
        default_port: the port to bind to where they name none.

    Raises:
        ListenError: the address is in use, or none of this machine.
        TLSError: the certificate can't be used.
    """
    context = tls_context(conf)
    listening = listen(conf, default_port)
    if context is None:
        return listening
    return context.wrap_socket(listening, server_side=True, do_handshake_on_connect=False)


def listen(
    conf: BindSettings, default_port: int | None = None, before: socket.socket | None = None
) -> socket.socket:
    """A listening socket without TLS: systemd's, where it hands one over; else as the settings say.

    Args:
        conf: the settings.
        default_port: the port to bind to where they name none.
        before: the socket whose place it takes. One on the same port is bound only, and would else take
            clients from it; ``listen_at_last`` does the rest.

    Raises:
        ListenError: the address is in use, or none of this machine.
    """
    try:
        inherited = inherited_socket()
    except OSError as exc:
        raise ListenError(f"can't listen on what systemd hands over: {exc}", exc.errno) from exc
    if inherited is not None:
        if before is None:
            return inherited
        inherited.close()
        return before
    host, port = get_bind_addr(conf, default_port)
    if not host:
        raise ListenError("bind_host is empty; 0.0.0.0 is all of IPv4, :: all of IPv6 and IPv4")
    if is_file(host):
        return _listen_on_file(conf, host.removeprefix(_UNIX))
    return _listen_on_port(conf, host, port, before)


def listen_at_last(listening: socket.socket, backlog: int, before: socket.socket) -> None:
    """Listen on a socket whose time has come.

    Args:
        listening: the socket.
        backlog: how many connections may wait to be accepted.
        before: the one whose place it takes, perhaps on the same port.

    Raises:
        ListenError: another process was quicker.
    """
    try:
        with _beside(before, listening):
            listening.listen(backlog)
    except OSError as exc:
        raise _refusal(url_of(listening).partition("//")[2], exc, None) from exc


def give_way(before: socket.socket, listening: socket.socket) -> None:
    """Have all who connect from now on come to the second of two sockets where they share a port.

    A request for a connection to the first one is dropped by the kernel, so that the client repeats it a second
    later; those that have been granted are there when this returns. Elsewhere than on Linux one that comes in
    the moment when the first is closed may be reset.
    """
    if sys.platform != "linux" or not _share_port(before, listening):
        return
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in _NO_SYN))
    filter_ = struct.pack("HP", len(_NO_SYN), ctypes.addressof(program))
    with suppress(OSError):  # a sandbox may not allow it
        before.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filter_)
        time.sleep(_HANDSHAKE_SECONDS)


def _share_port(before: socket.socket, listening: socket.socket) -> bool:
    addresses = before.getsockname(), listening.getsockname()
    return all(isinstance(one, tuple) for one in addresses) and addresses[0][1] == addresses[1][1]


@contextmanager
def _beside(*listeners: socket.socket) -> Iterator[None]:
    """Let them have one port, as 0.0.0.0 and 127.0.0.1 may, and no other process as well."""
    on_ports = [one for one in listeners if one.family != getattr(socket, "AF_UNIX", None)]
    for one in on_ports:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        yield
    finally:
        for one in on_ports:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)


def close_listener(listening: socket.socket) -> None:
    """Close a listening socket for good: its file goes too, unless another process listens on it."""
    if listening.fileno() == -1:  # closed already
        return
    address = listening.getsockname()
    listening.close()
    if isinstance(address, str):  # a path
        remove_file(Path(address))


def url_of(listening: socket.socket, *, is_tls: bool = False) -> str:
    """Where clients find it: ``https://[::1]:8080``, ``unix:/run/api.sock``."""
    address = listening.getsockname()
    if not isinstance(address, tuple):  # a path
        return f"{_UNIX}{os.fsdecode(address)}"
    host, port = address[:2]
    return f"{'https' if is_tls else 'http'}://{_place(host, port)}"


def _place(host: str, port: int | None) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _listen_on_file(conf: BindSettings, path: str) -> socket.socket:
    mode = int(getattr(conf, "socket_mode", ServerSettings.socket_mode), 8)
    try:
        return listen_on_file(Path(path), mode, conf.backlog)
    except OSError as exc:
        raise _refusal(_UNIX + path, exc, holder_of_file(path)) from exc


def _listen_on_port(
    conf: BindSettings, host: str, port: int | None, before: socket.socket | None
) -> socket.socket:
    place = _place(host, port)
    # The C library would take any number, and what is left of it after a division.
    if not 0 <= (port or 0) < 65_536:
        raise ListenError(f"can't listen on {place}: bind_port is 0 to 65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError as exc:
        raise ListenError(f"can't listen on {place}: {exc}") from exc
    except OSError as exc:
        raise _refusal(place, exc, _ADVICE.get(exc.errno)) from exc
    while True:
        family, *_rest, address = found.pop(0)
        try:
            return _bound(conf, family, address, before)
        except OSError as exc:
            if exc.errno not in _NO_SUCH_ADDRESS or not found:
                is_taken = exc.errno == errno.EADDRINUSE
                more = holder_of_port(port or 0) if is_taken else _ADVICE.get(exc.errno)
                raise _refusal(place, exc, more) from exc


def _bound(
    conf: BindSettings, family: int, address: tuple[Any, ...], before: socket.socket | None
) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Connections take these options over.
        if os.name == "posix":  # elsewhere two servers could have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        idle_seconds = getattr(conf, "tcp_keepidle", ServerSettings.tcp_keepidle)
        if hasattr(socket, "TCP_KEEPIDLE"):  # not everywhere
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle_seconds)
        if family == socket.AF_INET6:  # whatever the system's default is
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, address[0] != "::")
        if before is None or before.getsockname()[1:2] != address[1:2]:
            listening.bind(address)
            listening.listen(conf.backlog)
        else:
            with _beside(before, listening):
                listening.bind(address)
    except BaseException:
        listening.close()
        raise
    return listening


def _refusal(place: str, exc: OSError, more: str | None) -> ListenError:
    told = [exc.strerror or str(exc), *([more] if more else [])]
    return ListenError(f"can't listen on {place}: {'; '.join(told)}", exc.errno)
