"""Where and how the server serves: the group ``[i18n_wsgi_server]``."""

from __future__ import annotations

from dataclasses import dataclass

from oslo_config import cfg

from i18n_wsgi.option_types import Count, Host, Mode, Text, flag_option

_YEAR_SECONDS = 31_536_000

# What a client may send, and how long it may take.
_LIMITS = {
    "max_url_length": "The longest URL of a request, in bytes.",
    "max_header_line": "The longest header, its name included, in bytes.",
    "max_header_count": "How many headers a request may have.",
    "max_headers_size": "The largest size of all headers of a request together, in bytes.",
    "header_timeout": "How many seconds the headers may take to arrive, and how long a new connection "
    "may be silent.",
    "idle_timeout": "How many seconds a connection is kept for the next request.",
    "body_timeout": "How many seconds a client may be waited for, all in all, while a body is read.",
    "send_timeout": "How many seconds a client may take nothing of its answer.",
}


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens; the group ``[i18n_wsgi_server]``."""

    bind_host: str = "127.0.0.1"
    bind_port: int = 8080
    backlog: int = 4096
    socket_mode: str = "0660"
    tcp_keepidle: int = 600
    cert_file: str | None = None
    key_file: str | None = None
    ca_file: str | None = None
    workers: int = 0
    threads: int = 1000
    max_connections: int = 8192
    start_timeout: int = 60
    graceful_timeout: int = 30
    max_url_length: int = 8192
    max_header_line: int = 16384
    max_header_count: int = 100
    max_headers_size: int = 65536
    header_timeout: int = 20
    idle_timeout: int = 75
    body_timeout: int = 300
    send_timeout: int = 60
    request_timeout: int = 900
    worker_timeout: int = 60
    access_log: bool = False


def _limit(name: str) -> Count:
    return Count(min=1, max=_YEAR_SECONDS if name.endswith("_timeout") else None)


def server_options() -> list[cfg.Opt]:
    """The options of the group ``[i18n_wsgi_server]``, fresh on every call."""
    return [
        cfg.Opt(
            "bind_host",
            type=Host(),
            default=ServerSettings.bind_host,
            help="The address to listen on: 0.0.0.0 for all of IPv4, :: for all of IPv6 and IPv4, unix:/path for "
            "a socket in the file system.",
        ),
        cfg.Opt(
            "bind_port",
            type=Count(min=0, max=65535),
            default=ServerSettings.bind_port,
            help="The TCP port to listen on; 0 for any that is free.",
        ),
        cfg.Opt(
            "backlog",
            type=Count(min=1, max=2**31 - 1),
            default=ServerSettings.backlog,
            help="How many connections may wait to be accepted.",
        ),
        cfg.Opt(
            "socket_mode",
            type=Mode(),
            default=ServerSettings.socket_mode,
            help="Who may connect to unix:/path, as chmod has it.",
        ),
        cfg.Opt(
            "tcp_keepidle",
            type=Count(min=1, max=32767),  # as much as Linux takes
            default=ServerSettings.tcp_keepidle,
            help="After how many idle seconds the kernel asks whether a client is still there.",
        ),
        cfg.Opt(
            "cert_file",
            type=Text(),
            help="The server's certificate, in PEM, and those between it and the root. With it the server "
            "speaks TLS, 1.2 or newer, and nothing else.",
        ),
        cfg.Opt(
            "key_file",
            type=Text(),
            help="The key of the certificate, in PEM, without a password.",
        ),
        cfg.Opt(
            "ca_file",
            type=Text(),
            help="The roots of the clients' certificates, in PEM. With it only clients that have one are "
            "served.",
        ),
        cfg.Opt(
            "workers",
            type=Count(min=0, max=1024),
            default=ServerSettings.workers,
            help="How many processes serve, which are replaced when they end and on SIGHUP; 0 for one "
            "process without a parent, for development.",
        ),
        cfg.Opt(
            "threads",
            type=Count(min=1),
            default=ServerSettings.threads,
            help="How many requests a process runs at once.",
        ),
        cfg.Opt(
            "max_connections",
            type=Count(min=1),
            default=ServerSettings.max_connections,
            help="How many connections a process has at once. Beyond, the one that has been without a "
            "request for the longest is closed.",
        ),
        cfg.Opt(
            "start_timeout",
            type=Count(min=1, max=_YEAR_SECONDS),
            default=ServerSettings.start_timeout,
            help="How many seconds a worker may take until it can serve.",
        ),
        cfg.Opt(
            "graceful_timeout",
            type=Count(min=0, max=_YEAR_SECONDS),
            default=ServerSettings.graceful_timeout,
            help="How many seconds the requests in hand are given when the server stops or reloads.",
        ),
        *(
            cfg.Opt(name, type=_limit(name), default=getattr(ServerSettings, name), help=told)
            for name, told in _LIMITS.items()
        ),
        cfg.Opt(
            "request_timeout",
            type=Count(min=0, max=_YEAR_SECONDS),
            default=ServerSettings.request_timeout,
            help="How many seconds a request may take, its answer included: 503 then, if nothing has been "
            "sent; 0 for any time.",
        ),
        cfg.Opt(
            "worker_timeout",
            type=Count(min=0, max=_YEAR_SECONDS),
            default=ServerSettings.worker_timeout,
            help="After how many seconds a worker is replaced whose code lets nothing else run; 0 for never.",
        ),
        flag_option(
            "access_log",
            default=ServerSettings.access_log,
            help="Whether each request is logged, by the logger i18n_wsgi.access.",
        ),
    ]
