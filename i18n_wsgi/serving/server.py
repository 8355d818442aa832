"""The server: one process, or a parent and its workers."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from oslo_config import cfg

from i18n_wsgi.serving import systemd
from i18n_wsgi.serving.children import Plan
from i18n_wsgi.serving.parent import Parent
from i18n_wsgi.serving.signals import STOP_SIGNALS, Signals
from i18n_wsgi.serving.sockets import BindSettings, close_listener, is_file, listen, url_of
from i18n_wsgi.serving.tls import tls_context
from i18n_wsgi.serving.wrapped import summary_of
from i18n_wsgi.settings import ServerSettings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from i18n_wsgi.serving.seats import Seat
    from i18n_wsgi.serving.worker import Worker

Load: TypeAlias = "Callable[[], WSGIApplication]"

_LOG = logging.getLogger(__name__)

# Settings of the socket; a new place needs a new one.
_PLACE = ("bind_host", "bind_port")
_STASHED = (*_PLACE, "backlog", "cert_file", "key_file")


class Server:
    """Serves a WSGI application: with the setting ``workers`` in as many processes, which a parent looks
    after; with ``workers = 0`` in this one.

    Args:
        name: what the server is called in the log.
        conf: the settings of the server, or the group of a ConfigOpts that has them. They may lack all
            but ``bind_host``, ``bind_port`` and ``backlog``.
        threads: how many requests a process runs at once, where the settings don't say.
        configure: answers the settings anew at a reload. By default a group's files are read again.
        settled: called in this process when workers have begun to serve, at first or by a reload: to have
            its log follow theirs.

    Attributes:
        summary: what is served where, after ``start``: ``http://[::1]:8080 in 46 languages, with 4 workers``.
    """

    def __init__(
        self,
        name: str,
        conf: BindSettings,
        threads: int = 1000,
        *,
        configure: Callable[[], BindSettings] | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.conf = conf
        self.threads = threads
        self.sock: socket.socket | None = None
        self.summary = ""
        self._configure = configure or partial(_read_again, conf)
        self._has_settled = settled
        self._default_port: int | None = None
        self._load: Load | None = None
        self._signals: Signals | None = None
        self._parent: Parent | None = None
        self._worker: Worker | None = None

    @property
    def address(self) -> tuple[str, int]:
        """The host and port that it listens on, after ``start``; of a file's socket, the path and 0."""
        found = self._listening().getsockname()
        host, port = found[:2] if isinstance(found, tuple) else (found, 0)
        return host, port

    @property
    def url(self) -> str:
        """Where clients find it, after ``start``: ``https://[::1]:8080``, ``unix:/run/api.sock``."""
        return url_of(self._listening(), is_tls=bool(getattr(self.conf, "cert_file", None)))

    def listen(self, default_port: int | None = None) -> None:
        """Take the port; ``start`` does it where it has not been done.

        Raises:
            ListenError: the address is in use, or none of this machine.
            TLSError: the certificate can't be used.
        """
        if self.sock is None:
            self._default_port = default_port
            self.configure_socket()

    def configure_socket(
        self,
        old_conf: Mapping[str, object] | None = None,
        has_changed: Callable[[str], bool] = lambda _name: True,
    ) -> None:
        """Listen where the settings say: at first, and where ``bind_host`` or ``bind_port`` have changed,
        on a new socket, else on the one that is there.

        An old socket is closed by whoever serves on it, once the new one is served; one on the same port
        does not listen before that.

        Args:
            old_conf: what ``stash_conf_values`` answered before the settings changed.
            has_changed: whether the setting of a name has changed.

        Raises:
            ListenError: the address is in use, or none of this machine.
            TLSError: the certificate can't be used.
        """
        tls_context(self.conf)  # each worker makes its own; here it is only known to be possible
        # A file has no port.
        place = _PLACE[:1] if is_file(self.conf.bind_host) else _PLACE
        if self.sock is None or old_conf is None or any(map(has_changed, place)):
            self.sock = listen(self.conf, self._default_port, self.sock)
        elif has_changed("backlog"):
            self.sock.listen(self.conf.backlog)

    def stash_conf_values(self) -> dict[str, object]:
        """The settings of the socket as they are now, to be compared after a reload."""
        return {name: getattr(self.conf, name, None) for name in _STASHED}

    def start(
        self,
        application: WSGIApplication | None = None,
        default_port: int | None = None,
        *,
        load: Load | None = None,
    ) -> None:
        """Listen, and begin to serve; ``wait`` goes on with it.

        Args:
            application: the application to run.
            default_port: the port to bind to where the settings name none.
            load: makes the application, instead of it, in each worker: a reload brings new code.

        Raises:
            ListenError: the address is in use, or none of this machine.
            TLSError: the certificate can't be used.
            StartError: a worker can't begin.
        """
        if load is None:
            if application is None:
                raise TypeError("start() takes an application, or load=")
            load = partial(_itself, application)
        self._load = load
        self.listen(default_port)
        try:
            self._start(load, _settings_of(self.conf, self.threads))
        except BaseException:
            close_listener(self._listening())
            self._parent = self.sock = None
            raise

    def wait(self) -> None:
        """Serve until SIGTERM or SIGINT, then let the requests in hand end; at a second one, don't."""
        if self._parent is not None:
            self._parent.wait()
            self._parent = self.sock = None
        elif self._worker is not None:
            self._wait_here(self._worker)

    def run_server(self, application: WSGIApplication | None = None) -> None:
        """Serve in this process, whatever ``workers`` says, until SIGTERM or SIGINT.

        Args:
            application: the application to run; by default that of ``start``.
        """
        self.conf = replace(_settings_of(self.conf, self.threads), workers=0)
        self.start(application, self._default_port, load=None if application else self._load)
        self.wait()

    def reload(self) -> None:
        """Put new workers, with everything read anew, in the place of the old ones, when all of them can
        serve; the old ones then end, with their requests. Where it fails, they go on."""
        self._tell(signal.SIGHUP)

    def hup(self, *_args: object) -> None:
        """What a handler of SIGHUP does: ``reload``."""
        self.reload()

    def kill_children(self, *_args: object) -> None:
        """End at once, the workers too; no other process."""
        self._tell(signal.SIGTERM)
        self._tell(signal.SIGTERM)

    def stop(self) -> None:
        """Take no more connections, and let the requests in hand end; of workers, ``wait`` does it."""
        worker, self._worker = self._worker, None
        if worker is None:
            self._tell(signal.SIGTERM)
            return
        self._begin_to_stop()
        worker.stop()
        self._end_here(worker)

    def _listening(self) -> socket.socket:
        if self.sock is None:
            raise RuntimeError(f"the server {self.name} has not been started")
        return self.sock

    def _tell(self, number: int) -> None:
        receiver = self._parent or self._signals
        if receiver is not None:
            receiver.send(number)

    def _start(self, load: Load, settings: ServerSettings) -> None:
        if settings.workers:
            if not hasattr(os, "fork"):  # on Windows
                raise SettingsError(f"workers is {settings.workers}; this system allows 0 only")
            self._parent = Parent(self.name, partial(self._work, load), self._replan, self._settled)
            self._parent.start(Plan(settings, self._listening()))
            return
        from i18n_wsgi.serving.worker import Worker

        application = load()
        self._worker = Worker(self.name, application, self._listening(), settings)
        self._worker.start()
        self._settled(Plan(settings, self._listening()), summary_of(application))

    def _wait_here(self, worker: Worker) -> None:
        self._signals = Signals(*STOP_SIGNALS)
        self._signals.open()
        systemd.notify_ready()
        try:
            worker.wait(self._signals)
            self._begin_to_stop()
            worker.stop_unless(self._signals)
        finally:
            self._signals.close()
            self._worker = self._signals = None
            self._end_here(worker)

    def _begin_to_stop(self) -> None:
        _LOG.info("The server %s is stopping", self.name)
        systemd.notify_stopping()

    def _end_here(self, worker: Worker) -> None:
        worker.close()
        close_listener(self._listening())
        self.sock = None
        _LOG.info("The server %s has stopped", self.name)

    def _work(self, load: Load, plan: Plan, seat: Seat, channel: socket.socket) -> None:
        from i18n_wsgi.serving.worker import work

        work(self.name, load, plan, seat, channel)

    def _replan(self) -> Plan:
        old_conf = self.stash_conf_values()
        self.conf = settings = _settings_of(self._configure(), self.threads)
        if settings.workers < 1:
            told = f"workers is {settings.workers}; allowed at a reload: 1 to 1024"
            raise SettingsError(f"{told}; 0 only a new start can bring", key="workers")
        self.configure_socket(old_conf, lambda name: old_conf[name] != getattr(settings, name))
        return Plan(settings, self._listening())

    def _settled(self, plan: Plan, summary: str | None) -> None:
        self.conf, self.sock = plan.settings, plan.listener
        if summary is None:
            return
        try:
            self._has_settled()
        except Exception as exc:  # the workers serve
            _LOG.warning("The server %s could not follow its workers: %s", self.name, exc)
        count = plan.settings.workers
        workers = f"with {count} worker{'s' if count > 1 else ''}" if count else ""
        self.summary = f"{self.url} {', '.join(filter(None, [summary, workers]))}".rstrip()
        _LOG.info("The server %s listens on %s", self.name, self.summary)


def _itself(application: WSGIApplication) -> WSGIApplication:
    return application


def _read_again(conf: BindSettings) -> BindSettings:
    # A group of a ConfigOpts is a view of it.
    owner = getattr(conf, "_conf", None)
    if isinstance(owner, cfg.ConfigOpts) and not owner.reload_config_files():
        raise SettingsError(f"{', '.join(owner.config_file)}: can't be read again")
    return conf


def _settings_of(conf: object, threads: int) -> ServerSettings:
    """All settings that there are, as they are now."""
    told = {
        field.name: getattr(conf, field.name)
        for field in fields(ServerSettings)
        if hasattr(conf, field.name)
    }
    return ServerSettings(**{"threads": threads, **told})
