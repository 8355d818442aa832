"""Certificates, made for a test run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


def make_certificates(folder: Path) -> Path:
    """A folder of the files that the tests of TLS name, all made now."""
    authority, other_authority = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    now, day = datetime.now(UTC), timedelta(days=1)
    for name, issuer, times in [
        ("server", authority, {}),
        ("client", authority, {}),
        ("stranger", other_authority, {}),
        ("expired", authority, {"not_before": now - 2 * day, "not_after": now - day}),
        ("coming", authority, {"not_before": now + day, "not_after": now + 2 * day}),
    ]:
        made = issuer.issue_cert("localhost", "127.0.0.1", **times)
        made.private_key_pem.write_to_path(folder / f"{name}.key")
        made.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
        made.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.both")
    key = load_pem_private_key((folder / "server.key").read_bytes(), None)
    for name, form in (
        ("locked", PrivateFormat.PKCS8),
        ("locked-old", PrivateFormat.TraditionalOpenSSL),
    ):
        locked = key.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"secret"))
        (folder / f"{name}.key").write_bytes(locked)
    (folder / "empty").touch()
    (folder / "junk").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    return folder


def certificate_of_no_use() -> bytes:
    """A certificate of a kind that TLS has given up, with its key."""
    key = dsa.generate_private_key(2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM) + private
