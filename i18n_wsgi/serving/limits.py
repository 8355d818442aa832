"""How much a client may send, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one connection may take.

    Args:
        url_bytes: of the request's target.
        header_line_bytes: of one header, its name included.
        header_count: how many headers.
        headers_bytes: of all headers together.
        header_seconds: from a request's first byte to the end of its headers, and how long a new
            connection may be silent.
        idle_seconds: between an answer and the next request.
        body_seconds: from the end of the headers to that of the body.
        send_seconds: how long a client may take nothing of its answer.
    """

    url_bytes: int = 8_192
    header_line_bytes: int = 16_384
    header_count: int = 100
    headers_bytes: int = 65_536
    header_seconds: float = 20.0
    idle_seconds: float = 75.0
    body_seconds: float = 300.0
    send_seconds: float = 60.0
