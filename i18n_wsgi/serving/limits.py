"""How much a client may send, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from i18n_wsgi.settings import ServerSettings


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

    url_bytes: int = ServerSettings.max_url_length
    header_line_bytes: int = ServerSettings.max_header_line
    header_count: int = ServerSettings.max_header_count
    headers_bytes: int = ServerSettings.max_headers_size
    header_seconds: float = ServerSettings.header_timeout
    idle_seconds: float = ServerSettings.idle_timeout
    body_seconds: float = ServerSettings.body_timeout
    send_seconds: float = ServerSettings.send_timeout

    @classmethod
    def of(cls, settings: ServerSettings) -> Self:
        """What the settings allow."""
        return cls(
            url_bytes=settings.max_url_length,
            header_line_bytes=settings.max_header_line,
            header_count=settings.max_header_count,
            headers_bytes=settings.max_headers_size,
            header_seconds=settings.header_timeout,
            idle_seconds=settings.idle_timeout,
            body_seconds=settings.body_timeout,
            send_seconds=settings.send_timeout,
        )
