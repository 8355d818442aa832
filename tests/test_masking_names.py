"""Which names are those of secrets."""

from __future__ import annotations

import pytest
from oslo_utils import strutils

from i18n_wsgi.masking.names import is_secret


@pytest.mark.parametrize(
    "name",
    [
        *(
            "password",
            "DB_PASSWORD",
            "dbPass",
            "adminPass",
            "new_pass",
            "passwd",
            "PGPASSWORD",
            "Pwd",
        ),
        *("token", "tokens", "X-Auth-Token", "authToken", "csrfmiddlewaretoken", "secret_uuid"),
        *("HTTP_AUTHORIZATION", "Proxy-Authorization", "HTTP_X_AUTH", "oauth", "OAuth", "bearer"),
        *(
            "api_key",
            "apiKey",
            "APIKey",
            "X-Api-Key",
            "SecretAccessKey",
            "AWS_ACCESS_KEY_ID",
            "api key",
        ),
        *("PHPSESSID", "JSESSIONID", "session_id", "Set-Cookie", "totp", "mfa_code", "pin", "psk"),
        *(
            "csrf",
            "XSRF-TOKEN",
            "client_assertion",
            "SAMLResponse",
            "auth[password]",
            "X-Amz-Signature",
        ),
        *strutils._SANITIZE_KEYS,
    ],
)
def test_secret(name: str) -> None:
    """A name is known for a secret's however its words are joined, and so are all of oslo.utils."""
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "compass",
            "bypass",
            "encompass",
            "passed",
            "passenger",
            "tokenizer",
            "secretary",
            "author",
        ),
        *("max_tokens", "token_count", "prompt_tokens", "token_type", "expires_in", "tokenExpiry"),
        *(
            "key",
            "monkey",
            "turkey",
            "primary_key",
            "foreign_key",
            "sort_key",
            "cacheKey",
            "public_key",
        ),
        *("routing_key", "Idempotency-Key", "authority", "unauthorized", "obsession", "shipping"),
        *("ExpiredSignatureError", "password_file", "auth_url", "secret_name", "mfa_enabled", ""),
    ],
)
def test_other(name: str) -> None:
    """One that only has such letters in it, or tells about a secret, is not."""
    assert not is_secret(name)


def test_long_name() -> None:
    """Of a long name its end is looked at."""
    assert is_secret("x" * 1_000_000 + "_token")
