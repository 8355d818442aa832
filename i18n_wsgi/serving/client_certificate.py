"""What an application is told of a client's certificate, by the names that Apache's mod_ssl has for it."""

from __future__ import annotations

import re
import ssl
from typing import Any

# OpenSSL's names of what RFC 4514, section 3, has short ones for, and of the e-mail address.
_SHORT = {
    "commonName": "CN",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "countryName": "C",
    "streetAddress": "STREET",
    "domainComponent": "DC",
    "userId": "UID",
}
# RFC 4514, section 2.4
_SPECIAL = re.compile(r'[,+"\\<>;=]|^[# ]| $')
_UNPRINTABLE = re.compile("[^ -~]")


def environ_of_certificate(connection: ssl.SSLSocket) -> dict[str, str]:
    """What the environ has of the certificate that a client has shown; nothing where it has shown none.

    Args:
        connection: with hands shaken, which checks certificates.
    """
    certificate = connection.getpeercert()
    shown = connection.getpeercert(binary_form=True)
    if not certificate or shown is None:  # or nobody has checked it
        return {}
    return {
        "SSL_CLIENT_VERIFY": "SUCCESS",
        "SSL_CLIENT_S_DN": distinguished_name(certificate["subject"]),
        "SSL_CLIENT_CERT": ssl.DER_cert_to_PEM_cert(shown),
    }


def distinguished_name(subject: Any) -> str:
    """A name as text in ASCII (RFC 4514): ``CN=client,O=Example``.

    Args:
        subject: the name as ``getpeercert`` has it, which typeshed does not say.
    """
    return ",".join(
        "+".join(f"{_SHORT.get(name, name)}={_escaped(value)}" for name, value in parts)
        for parts in reversed(subject)
    )


def _escaped(value: str) -> str:
    return _UNPRINTABLE.sub(_in_hexadecimal, _SPECIAL.sub(r"\\\g<0>", value))


def _in_hexadecimal(found: re.Match[str]) -> str:
    return "".join(f"\\{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))
