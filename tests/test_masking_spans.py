"""Where the secrets are in a text."""

from __future__ import annotations

import pytest
from oslo_utils import strutils

from i18n_wsgi.masking import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'token': UUID('s')}", "{'token': ***}"),
        ("{'token': deque(['s'], maxlen=2), 'a': 1}", "{'token': ***, 'a': 1}"),
        ("{'token': <Secret s>, 'a': 1}", "{'token': ***, 'a': 1}"),
        ("Login(token=UUID('s'), a=1)", "Login(token=***, a=1)"),
        ("namespace(token='s')", "namespace(token='***')"),
        ("('token', UUID('s'))", "('token', ***)"),
        ("'--password', 's'", "'--password', '***'"),
        ("token=a(b)s c", "token=*** c"),
        ('[{"name":"pin","value":"s"}]', '[{"name":"pin","value":"***"}]'),
        ('[{"value":"s","name":"pin"}]', '[{"value":"***","name":"pin"}]'),
        ('[{"key":"pin","a":1,"value":7}]', '[{"key":"pin","a":1,"value":***}]'),
        ('[{"name":"a","value":"b"}]', '[{"name":"a","value":"b"}]'),
        ('<item key="token">s</item>', '<item key="token">***</item>'),
        ("<key>token</key><value>s</value>", "<key>token</key><value>***</value>"),
        ('<input value="s" name="pin">', '<input value="***" name="pin">'),
        ("?token=a's&x=1", "?token=***&x=1"),
        ("'?token=a\"s'", "'?token=***'"),
        ("'bad token=s', 5", "'bad token=***', 5"),
        ("password=it's s", "password=***"),
        (
            'name="pin"\r\nContent-Type: text/plain\r\n\r\ns\r\n--b',
            'name="pin"\r\nContent-Type: text/plain\r\n\r\n***\n--b',
        ),
        ('name="pin"; filename="x"\r\n\r\ns\r\n--b', 'name="pin"; filename="x"\r\n\r\n***\n--b'),
        ("token=Bearer s a", "token=*** a"),
        ("{'auth': Basic s, 'a': 1}", "{'auth': ***, 'a': 1}"),
        ("os.environ['DB_PASSWORD'] = 's'", "os.environ['DB_PASSWORD'] = '***'"),
        ('d["token"]: s', 'd["token"]: ***'),
        ("On a['password']:\n 's'", "On a['password']:\n '***'"),
        ("x://u:a/s@h", "x://u:***@h"),
        ("'x://u:a\"#?s@h'", "'x://u:***@h'"),
        ("<a>x://u:s@h</a>@", "<a>x://u:***@h</a>@"),
        ("https://s@sentry.io/1", "https://***@sentry.io/1"),
        ("ssh://git@host, git@host", "ssh://git@host, git@host"),
        ("Authorization: Digest a=b,\r\n response=s\r\nA: b", "Authorization: ***\r\nA: b"),
        ("  password: |\n    s\n    s\n  a: 1", "  password: ***\n  a: 1"),
        ("a: !x >\n\n  s", "a: !x >\n\n  s"),
        ("token: !x >\n\n  s\n\n  s\na", "token: ***\na"),
        ("token.eyJhbGciOiJ9.eyJz.s", "token.***"),
        ("<a name='pin' value=UUID('s')>", "<a name='pin' value=***"),
        ("api key: s", "api key: ***"),
        ("Bearer: s", "Bearer: ***"),
        ("%22pin%22%3A%22s%22%2C", "%22pin%22%3A%22***%22%2C"),
        ("&quot;pin&quot;: &quot;s&quot;", "&quot;pin&quot;: &quot;***&quot;"),
        ('{"password": 17, "a": 1}', '{"password": ***, "a": 1}'),
        ('{"password":\n "s", "a": 1}', '{"password":\n "***", "a": 1}'),
        ('{"tokens": ["s", "]"], "a": 1}', '{"tokens": ***, "a": 1}'),
        ('{"token": {"id": [1, {"}": 2}]}, "a": 1}', '{"token": ***, "a": 1}'),
        (r'{"session": "a\"s", "a": 1}', '{"session": "***", "a": 1}'),
        (r'"{\"password\": \"a\\\"s\", \"a\": 1}"', r'"{\"password\": \"***\", \"a\": 1}"'),
        ('{"jwt": "s', '{"jwt": "***'),
        ('{"jwt": "s\\', '{"jwt": "***'),
        ('{"jwt": [s', '{"jwt": ***'),
        ("password='a''s', a=1", "password='***', a=1"),
        ('password = """a "s" """, a=1', 'password = """***""", a=1'),
        ("password => b's'", "password => b'***'"),
        ("password: a s\nb: 1", "password: *** s\nb: 1"),
        ("pwd=s otp=17 a=1", "pwd=*** otp=*** a=1"),
        ("Authorization: Bearer s", "Authorization: ***"),
        ('Authorization: Digest a="b", response="s"\na', "Authorization: ***\na"),
        ("Cookie: a=b; c=s", "Cookie: ***"),
        ("HTTP_COOKIE=a=b; c=s\na", "HTTP_COOKIE=***\na"),
        ("HTTP_X_AUTH='s'", "HTTP_X_AUTH='***'"),
        ("?oauth=s&a=1", "?oauth=***&a=1"),
        ("?X-Amz-Signature=s&a=1", "?X-Amz-Signature=***&a=1"),
        ("?next=%2F%3Ftoken%3Ds&a=1", "?next=%2F%3Ftoken%3D***&a=1"),
        ("auth[password]=s&a=1", "auth[password]=***&a=1"),
        ("('X-Auth-Token', 's'), ('a', 'b')", "('X-Auth-Token', '***'), ('a', 'b')"),
        ("(b'authorization', b's')", "(b'authorization', b'***')"),
        ("<password>s</password><a>1</a>", "<password>***</password><a>1</a>"),
        ('<n:token a="b"><id>s</id></n:token>', '<n:token a="b">***</n:token>'),
        ("<token>s", "<token>***"),
        ("<token/><a>1</a>", "<token/><a>1</a>"),
        ('<input name="token" value="s"><a>', '<input name="token" value="***"><a>'),
        ('name="pin"\r\n\r\ns\ns\r\n--b', 'name="pin"\r\n\r\n***\n--b'),
        ("--os-password s --a b", "--os-password *** --a b"),
        ('password "s" a', 'password "***" a'),
        ("https://bob:s@s@host/a@b", "https://bob:***@b"),
        ("http://host:80/a @b", "http://host:80/a @b"),
        ("it got Bearer s", "it got Bearer ***"),
        ("it got Basic Ym9iOnM=", "it got Basic ***"),
        ("Basic things first", "Basic things first"),
        ("it got eyJhbGciOiJ9.eyJzdWIiOiJ9.s-_s too", "it got *** too"),
        ("it got gAAAAABkS-abcdefghijklmnopqrstu== too", "it got *** too"),
        ("-----BEGIN RSA PRIVATE KEY-----s", "-----BEGIN RSA PRIVATE KEY***"),
        ("-----BEGIN PUBLIC KEY-----a", "-----BEGIN PUBLIC KEY-----a"),
        ("", ""),
    ],
)
def test_mask(text: str, expected: str) -> None:
    """What a secret's name stands before, or what has a secret's form, is masked."""
    assert mask(text) == expected


@pytest.mark.parametrize(
    "form",
    [
        *("ghp_", "gho_", "github_pat_", "glpat-", "sk_live_", "rk_test_", "xoxb-", "AKIA", "AIza"),
        "gAAAA",
    ],
)
def test_form(form: str) -> None:
    """A secret is known by how such begin."""
    assert mask(f"got {form}{'ABC234' * 6}, and") == "got ***, and"


@pytest.mark.parametrize(
    "text",
    [
        "a token has expired",
        "ExpiredSignatureError: Signature has expired",
        "NoCredentialsError: Unable to locate credentials",
        "AuthorizationFailed: role admin is needed",
        "keystoneauth1.exceptions.http.Unauthorized: The request",
        "sqlalchemy.orm.session: Detached",
        "/auth: 404",
        "if token: return",
        "class Token: pass",
        "unexpected token: expected ',' or ]",
        "max_tokens=100 token_count=5 passed=5",
        "compass: x, bypass: y, secretary: Ann",
        "cache_key: x, primary_key='id', Idempotency-Key: x",
        "<p>password-reset mail sent</p>",
        "a <b>/token-exchange/7</b>",
        "</secret-santa>",
        "KeyError('secret-key')",
        "the bearer of bad news: Bearer token is missing",
        'WWW-Authenticate: Bearer realm="x"',
        "Basic things first: Basic Auth required",
        "bad token\n\nMore",
        "{'secret': '', 'name': 'Ann'}",
        "session://x, http://host:80/a@b",
        "('name', 'token', 'author')",
        "AssertionError: 5",
        '["token", 5, "author", "x"]',
        "{'author': 'Ann', 'shipping': 'x'}",
    ],
)
def test_plain_text(text: str) -> None:
    """Nothing else is masked."""
    assert mask(text) == text


@pytest.mark.parametrize(
    "part",
    [
        *(
            "token",
            "token ",
            "token:",
            '"token":',
            "token='",
            "token,",
            '"token"\\',
            '"token": \\"',
        ),
        *(
            "<token>",
            "<token",
            "<token/>",
            '<input name="token"',
            "--token ",
            "-",
            "[",
            '{"token":[',
        ),
        *("://a", "://a:", "://a:@", "bearer ", "basic a", "eyJaaaaa.", "gAAAA", "-----BEGIN "),
        *("-----BEGIN PRIVATE KEY", 'token"\n\n', "Auth", "apikey", "\\", '"', "x"),
        *("token=a(", "token=<<", "token: |\n a\n", "Cookie: a\n b\n", 'name="pin"\r\na:b\r\n'),
        *('"value":', "value=", "value=[", "name:a value:", "token=a'b ", "'://", "http://a:b@c"),
        *("<key>token</key><a>", "-token-=", "a-=", "token --", "access key", "ey", "('token',a("),
    ],
)
def test_hostile_text(part: str) -> None:
    """Masking a text a thousand times as long takes no more than a thousand times as long. (Otherwise
    this would run for hours.)"""
    text = part * (300_000 // len(part))

    assert len(mask(text)) <= len(text) + len("***") * text.count(part)


@pytest.mark.parametrize("key", strutils._SANITIZE_KEYS)
def test_secrets_of_oslo(key: str) -> None:
    """All that oslo.utils masks by name is masked."""
    assert mask(f"{{'{key}': 17, 'a': 1}}") == f"{{'{key}': ***, 'a': 1}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password:\n  - s\n  - s\na: 1", "password:\n  ***\na: 1"),
        ("tokens:\n- s\n  s\n- b: s\na: 1", "tokens:\n***\na: 1"),
        ("a:\n  tokens:\n  - s\n  - s\n  b: 1", "a:\n  tokens:\n  ***\n  b: 1"),
        ("secrets:\r\n  a: s\r\n\r\n  b: s\r\nc: 1", "secrets:\r\n  ***\r\nc: 1"),
        ("password:\n  s s\na: 1", "password:\n  ***\na: 1"),
        ("password:\na: 1", "password:\na: 1"),
    ],
)
def test_nested_yaml(text: str, expected: str) -> None:
    """What YAML has below a secret's name is masked, be it a list, a mapping or a text; nothing else is."""
    assert mask(text) == expected
