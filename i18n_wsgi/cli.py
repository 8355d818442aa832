"""The command ``i18n-wsgi``."""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from collections.abc import Sequence
from importlib.resources import as_file, files

from oslo_config import cfg

from i18n_wsgi.settings import (
    GROUP,
    SERVER_GROUP,
    SettingsError,
    options,
    server_options,
    server_settings_from,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments; by default the process's.

    Returns:
        The exit status: 0 for success, 1 for an error that one line on stderr tells.
    """
    conf = cfg.ConfigOpts()
    conf.register_opts(options(), group=GROUP)
    conf.register_opts(server_options(), group=SERVER_GROUP)
    conf.register_cli_opt(cfg.SubCommandOpt("command", handler=_add_commands))
    try:
        conf(
            sys.argv[1:] if argv is None else argv,
            project="i18n_wsgi",
            prog="i18n-wsgi",
            default_config_files=[],
            default_config_dirs=[],
        )
        return int(conf.command.run(conf))
    except (SettingsError, cfg.Error, OSError) as exc:
        print(f"i18n-wsgi: {exc}", file=sys.stderr)
        return 1


def _add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = subparsers.add_parser("serve", help="serve the sample API, or a paste file's")
    serve.add_argument("--host", help="the address to listen on")
    serve.add_argument("--port", help="the TCP port to listen on")
    serve.add_argument("--paste-file", help="the PasteDeploy file; by default the sample's")
    serve.add_argument("--app", default="main", help="the file's app or pipeline (default: main)")
    serve.set_defaults(run=_serve)


def _serve(conf: cfg.ConfigOpts) -> int:
    # What it says when it is imported is for its users' developers, not for who serves.
    warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
    # Imported here, so that no other command waits for eventlet.
    from i18n_wsgi.paste import paste_deploy_app
    from i18n_wsgi.serving import Server

    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # What eventlet notes of an error has been reported already.
    logging.getLogger("i18n_wsgi.serving.eventlet").setLevel(logging.WARNING)
    command = conf.command
    settings = server_settings_from(conf, {"bind_host": command.host, "bind_port": command.port})
    with as_file(files("i18n_wsgi.sample") / "paste.ini") as sample_file:
        paste_file = command.paste_file or str(sample_file)
        try:
            application = paste_deploy_app(paste_file, command.app, conf)
        except LookupError as exc:
            if type(exc) is not LookupError:  # a bug in the application that was being made
                raise
            raise SettingsError(f"{paste_file}: {exc}") from exc
    server = Server("i18n-wsgi", settings)
    server.start(application)
    host, port = server.address
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    print(f"Serving on {url} (Ctrl-C stops)", flush=True)
    if command.paste_file is None:
        print(
            "Try:",
            f"  curl -H 'Accept-Language: fr' {url}/books/999",
            f"  curl -H 'Accept-Language: ja' -H 'Accept: application/problem+json' {url}/books/999",
            f"  curl -H 'Accept-Language: ar' -H 'Accept: text/html' {url}/books/999",
            sep="\n",
            flush=True,
        )
    server.wait()
    return 0
