"""The command ``i18n-wsgi``."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from itertools import product
from typing import TYPE_CHECKING

from oslo_config import cfg
from tabulate import tabulate

from i18n_wsgi.catalogs import Catalogs, expire_catalogs
from i18n_wsgi.masking import one_line
from i18n_wsgi.messages import translator
from i18n_wsgi.negotiation import ExplainedWish, Explanation, LanguageMatcher
from i18n_wsgi.negotiation.members import MAX_HEADER_LENGTH, MAX_MEMBER_COUNT
from i18n_wsgi.service import load_application, set_up_log
from i18n_wsgi.serving import Server, StartError
from i18n_wsgi.settings import (
    GROUP,
    SERVER_GROUP,
    ServerSettings,
    SettingsError,
    options,
    read_conf,
    server_options,
    server_settings_from,
    settings_from,
    warn_of_misspelled,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)

# What the extra `catalog` brings.
_OF_CATALOG = ("polib", "rapidfuzz", "rich")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments; by default the process's.

    Returns:
        The exit status: 0 for success, 1 for an error that one line on stderr tells. Of ``catalog`` and
        ``check-wheel`` 1 is for what they find, and 2 for such an error.
    """
    given = sys.argv[1:] if argv is None else argv
    is_catalog = given[:1] in (["catalog"], ["check-wheel"])
    try:
        if is_catalog:  # what a translator does needs nothing of what a server is told
            return _run_catalog(given)
        arguments = _with_config_first(given)
        conf = _read(arguments)
        return int(conf.command.run(conf, partial(_read, arguments)))
    except BrokenPipeError:  # who reads has seen enough; what is left would be written at the exit
        _let_go_of_stdout()
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell has it for what Ctrl-C ended
    except (SettingsError, StartError, cfg.Error, OSError, UnicodeDecodeError) as exc:
        print(f"i18n-wsgi: {' '.join(str(exc).split())}", file=sys.stderr)
        return 2 if is_catalog else 1


def _let_go_of_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_catalog(arguments: Sequence[str]) -> int:
    try:
        from i18n_wsgi.toolchain.commands import run
    except ModuleNotFoundError as exc:
        package = (exc.name or "").partition(".")[0]
        if package not in _OF_CATALOG:
            raise
        raise SettingsError(f"there is no {package}; pip install 'i18n_wsgi[catalog]'") from exc
    return run(arguments)


def _read(arguments: Sequence[str]) -> cfg.ConfigOpts:
    conf = cfg.ConfigOpts()
    conf.register_opts(options(), group=GROUP)
    conf.register_opts(server_options(), group=SERVER_GROUP)
    conf.register_cli_opt(cfg.SubCommandOpt("command", handler=_add_commands))
    told = f"i18n-wsgi {version('i18n_wsgi')}"
    read_conf(conf, arguments, told, epilog="example: i18n-wsgi serve --port 8080")
    return conf


def _with_config_first(argv: Sequence[str]) -> list[str]:
    """oslo.config knows its own options only before a command; people write them behind it too."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--config-file", "--config-dir"):
        parser.add_argument(name, action="append", default=[])
    found, rest = parser.parse_known_args(argv)
    files = [f"--config-file={name}" for name in found.config_file]
    return [*files, *(f"--config-dir={name}" for name in found.config_dir), *rest]


def _add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = subparsers.add_parser("serve", help="serve the sample API, or a paste file's")
    serve.add_argument("--host", help="the address to listen on")
    serve.add_argument("--port", help="the TCP port to listen on")
    serve.add_argument("--paste", help="the PasteDeploy file; by default the sample's")
    serve.add_argument("--app", default="main", help="the file's app or pipeline (default: main)")
    serve.add_argument(
        "--check",
        action="store_true",
        help="say whether all that it needs is sound, and serve nothing",
    )
    serve.set_defaults(run=_serve)
    negotiate = subparsers.add_parser(
        "negotiate",
        help="show which language an Accept-Language header gets, and why",
        epilog="example: i18n-wsgi negotiate 'zh-HK,zh;q=0.9' --available fr,zh_TW",
    )
    negotiate.add_argument("header", help="the header's value")
    negotiate.add_argument(
        "--available",
        metavar="LOCALE,...",
        help="the locales on offer, in any spelling (default: those of the catalogs)",
    )
    negotiate.set_defaults(run=_negotiate)
    for name, told in (
        ("catalog", "lint, begin, update, count and compile translations"),
        ("check-wheel", "say whether wheels have every language"),
    ):
        parser = subparsers.add_parser(name, help=told)
        parser.add_argument("rest", nargs=argparse.REMAINDER)
        parser.set_defaults(run=_refuse_options_before)


def _refuse_options_before(conf: cfg.ConfigOpts, _read: Callable[[], cfg.ConfigOpts]) -> int:
    raise SettingsError(f"{conf.command.name} comes first, and takes no option of the server's")


def _serve(conf: cfg.ConfigOpts, read: Callable[[], cfg.ConfigOpts]) -> int:
    # What it says when it is imported is for its users' developers, not for who serves.
    warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
    set_up_log(conf.command.paste)
    settings = _server_settings(conf)
    if conf.command.check:
        return _check(conf, settings)
    warn_of_misspelled(conf)
    server = Server(
        "i18n-wsgi",
        settings,
        configure=lambda: _server_settings(read()),
        settled=lambda: set_up_log(conf.command.paste),
    )
    server.listen()  # first of all: who has to choose another port should not wait for more
    server.start(load=lambda: _application(read()))
    url = server.url
    served = f"{conf.command.paste or 'the sample'} ({conf.command.app})"
    lines = [f"Serving {served} on {server.summary} (Ctrl-C stops)"]
    if url.startswith("unix:"):  # as curl has it
        url = f"--unix-socket {url.removeprefix('unix:')} http://localhost"
    if conf.command.paste is None:
        lines += [
            "Try:",
            f"  curl -H 'Accept-Language: fr' {url}/books/999",
            f"  curl -H 'Accept-Language: ja' -H 'Accept: application/problem+json' {url}/books/999",
            f"  curl -H 'Accept-Language: ar' -H 'Accept: text/html' {url}/books/999",
        ]
    if not settings.workers and hasattr(signal, "SIGHUP"):  # not on Windows
        signal.signal(signal.SIGHUP, lambda _number, _frame: _reload_catalogs())
    try:
        print("\n".join(lines), flush=True)
    except OSError:  # nobody reads it, or the disk is full; the service goes on
        _let_go_of_stdout()
    server.wait()
    return 0


def _reload_catalogs() -> None:
    """What a reload is without workers."""
    from i18n_wsgi.serving import systemd

    systemd.notify_reloading()
    expire_catalogs()
    _LOG.info("Catalogs are read anew; the rest only a new start brings, or `workers` from 1 on")
    systemd.notify_ready()


def _server_settings(conf: cfg.ConfigOpts) -> ServerSettings:
    command = conf.command
    return server_settings_from(conf, {"bind_host": command.host, "bind_port": command.port})


def _check(conf: cfg.ConfigOpts, settings: ServerSettings) -> int:
    """Look at all that the service needs; the log says what is wrong with it."""
    from i18n_wsgi.fault_middleware import FaultMiddleware
    from i18n_wsgi.serving.address import check_address
    from i18n_wsgi.serving.tls import tls_context

    warned = _Warned(logging.WARNING)
    log = logging.getLogger(__package__)
    log.addHandler(warned)
    try:
        warn_of_misspelled(conf)
        check_address(settings)
        tls_context(settings)
        application: object = _application(conf)
        while application is not None and not isinstance(application, FaultMiddleware):
            application = getattr(application, "application", None)
        if isinstance(application, FaultMiddleware):
            catalogs, domains = application.catalogs, {__package__, application.settings.domain}
            for locale, domain in product(catalogs.locales, domains):
                catalogs.find(translator(domain).gettext("Not Found"), locale)
    finally:
        log.removeHandler(warned)
    print("There is something wrong, as the log says" if warned.is_so else "All is sound")
    return int(warned.is_so)


class _Warned(logging.Handler):
    """Whether something was logged that an operator should look at."""

    is_so = False

    def emit(self, _record: logging.LogRecord) -> None:
        self.is_so = True


def _application(conf: cfg.ConfigOpts) -> WSGIApplication:
    return load_application(conf.command.paste, conf.command.app, conf)


def _negotiate(conf: cfg.ConfigOpts, _read: Callable[[], cfg.ConfigOpts]) -> int:
    settings = settings_from(conf)
    default = settings.default_language
    if conf.command.available is None:
        locales: Sequence[str] = Catalogs.of(settings).locales
    else:
        named = map(str.strip, conf.command.available.split(","))
        locales = list(filter(None, named))
    matcher = LanguageMatcher(locales, default=default)
    explanation = matcher.explain(conf.command.header)
    lines = _distance_table(matcher.locales, explanation)
    for what, texts in (
        ("Not read", explanation.unread),
        ("Not on offer, as no tag or another one's double", {*locales}.difference(matcher.locales)),
    ):
        if texts:
            lines.append(f"{what}: {', '.join(sorted(texts))}")
    if explanation.left_out_count:
        lines.append(
            f"Not looked at: the last {explanation.left_out_count} members, as no more than"
            f" {MAX_MEMBER_COUNT} and {MAX_HEADER_LENGTH:,} characters are"
        )
    if explanation.choice is None:
        lines.append(f"Choice: none, so the answer is in the default language, {default}")
    else:
        is_any = explanation.suited == "*"
        why = ", which anything suits, and the default language first of all" if is_any else ""
        lines.append(f"Choice: {explanation.choice}, for {explanation.suited}{why}")
    # What was given may hold anything, and a terminal may not know all letters.
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        print(one_line(line).encode(encoding, "backslashreplace").decode(encoding))
    return 0


def _distance_table(offered: Sequence[str], explanation: Explanation) -> list[str]:
    """A row for each locale on offer, the nearest first, and a column for each wish."""
    if not (offered and explanation.wishes):
        return [f"Nothing is {'asked for' if offered else 'on offer'}."]
    far = 50
    rows = {
        locale: [wish.distances.get(locale, far) for wish in explanation.wishes]
        for locale in offered
    }
    names = sorted(offered, key=lambda locale: (min(rows[locale], default=far), locale))
    table = [
        ["", *(wish.text for wish in explanation.wishes)],
        ["", *(wish.maximised for wish in explanation.wishes)],
        ["", *(f"q={wish.weight:g}" for wish in explanation.wishes)],
        ["On offer", *(_needed(wish) for wish in explanation.wishes)],
    ]
    for name in names:
        told = ["-" if distance == far else f"{distance}" for distance in rows[name]]
        if name in explanation.refused:
            told = ["refused"] * len(told)
        stars = [wish.text == "*" for wish in explanation.wishes]
        table.append([name, *("" if star else one for one, star in zip(told, stars, strict=True))])
    lines = tabulate(table, tablefmt="plain", disable_numparse=True).splitlines()
    return [
        *map(str.rstrip, lines),
        "Distances are CLDR's: 0 is the same, - is 50 or more, another language.",
    ]


def _needed(wish: ExplainedWish) -> str:
    if not wish.weight:
        return "refuses"
    if wish.text == "*":
        return "anything"
    return f"below {wish.limit}" if wish.limit else "not needed"
