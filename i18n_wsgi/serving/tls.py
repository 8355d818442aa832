"""TLS as a server speaks it."""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from i18n_wsgi.settings import SettingsError

_LOG = logging.getLogger(__name__)

# How many messages the two sides of a handshake have for each other, at most.
_FLIGHT_COUNT = 4
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL


class TLSError(SettingsError, RuntimeError):
    """A certificate, or its key, can't be used. The message is one line for the operator."""


class _ExpiredError(TLSError):
    """The time of a certificate is over."""


class _LockedError(Exception):
    """A key has a password."""


def tls_context(conf: object, *, may_have_expired: bool = False) -> ssl.SSLContext | None:
    """What connections speak TLS with, 1.2 or newer; None where the settings have no certificate.

    Args:
        conf: settings, with ``cert_file`` and ``key_file`` or without. With ``ca_file`` only clients that
            have a certificate of it are let in.
        may_have_expired: whether a certificate that has expired is a warning only.

    Raises:
        TLSError: a file is missing, can't be read or is not what it should be, or the certificate has
            expired and may not.
    """
    names = ("cert_file", "key_file", "ca_file")
    files = {name: file for name in names if (file := getattr(conf, name, None))}
    if not files:
        return None
    for name in ("cert_file", "key_file"):
        if name not in files:
            told = " and ".join(files)
            raise TLSError(
                f"{name} is not set, but {told} is; TLS needs both a certificate and its key",
                key=name,
            )
    for name, file in files.items():
        _check_readable(name, file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    _load_certificate(context, files["cert_file"], files["key_file"])
    try:
        _try_out(context, files["cert_file"])
    except _ExpiredError as exc:
        if not may_have_expired:
            raise
        _LOG.warning("%s", exc)
    if "ca_file" in files:
        _load_roots(context, "ca_file", files["ca_file"])
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _check_readable(name: str, file: str) -> None:
    try:
        with Path(file).open("rb"):
            pass
    except OSError as exc:
        raise _refusal(name, file, exc.strerror or str(exc)) from exc


def _load_certificate(context: ssl.SSLContext, cert_file: str, key_file: str) -> None:
    def refuse() -> str:  # or OpenSSL would ask whoever sits at the terminal
        raise _LockedError

    try:
        context.load_cert_chain(cert_file, key_file, password=refuse)
    except _LockedError as exc:
        raise _refusal("key_file", key_file, "the key has a password, and must have none") from exc
    except ssl.SSLError as exc:
        if exc.reason == "KEY_VALUES_MISMATCH":
            told = f"it is not the key of the certificate in cert_file, {cert_file!r}"
            raise _refusal("key_file", key_file, told) from exc
        # OpenSSL does not say which of the two files it could not make use of.
        _load_roots(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "cert_file", cert_file)
        if exc.reason is not None:  # too weak
            raise _refusal("cert_file", cert_file, _told(exc)) from exc
        raise _refusal("key_file", key_file, "there is no private key in PEM") from exc


def _load_roots(context: ssl.SSLContext, name: str, file: str) -> None:
    try:
        context.load_verify_locations(file)
    except ssl.SSLError as exc:
        raise _refusal(name, file, "there is no certificate in PEM") from exc


def _try_out(context: ssl.SSLContext, cert_file: str) -> None:
    """Let a client that trusts this very certificate look at it: it sees whether it has expired."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    _load_roots(trusting, "cert_file", cert_file)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (
        trusting.wrap_bio(to_client, to_server),
        context.wrap_bio(to_server, to_client, server_side=True),
    )
    for side in sides * _FLIGHT_COUNT:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError as exc:
            kind = _ExpiredError if exc.verify_code == _EXPIRED else TLSError
            raise _refusal("cert_file", cert_file, exc.verify_message, kind) from exc
        except ssl.SSLError as exc:
            raise _refusal("cert_file", cert_file, _told(exc)) from exc


def _told(exc: ssl.SSLError) -> str:
    return (exc.reason or str(exc)).lower().replace("_", " ")


def _refusal(name: str, file: str, reason: str, kind: type[TLSError] = TLSError) -> TLSError:
    return kind(f"{name} is {file!r}: {reason}", key=name)
