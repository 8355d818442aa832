"""What a service can set and replace in the error path."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
import webob.exc
from oslo_config import cfg

from i18n_wsgi import APIError, ErrorMap, FaultMiddleware
from i18n_wsgi.errors import PathNotFound
from i18n_wsgi.formats import PlainText
from i18n_wsgi.settings import GROUP, SettingsError
from tests.conftest import call, raising


class Named(APIError):
    status = 404


def name(exc: BaseException) -> Named:
    return Named()


ERRORS = ErrorMap({KeyError: name})
BUG = KeyError()


@pytest.mark.parametrize("declared", [ERRORS, f"{__name__}:ERRORS"])
def test_error_map(declared: Any) -> None:
    """A service's own ErrorMap may be given, or be named as a paste file does."""
    assert call(FaultMiddleware(raising(BUG), error_map=declared)).status_code == 404


@pytest.mark.parametrize(
    "declared", ["nowhere:ERRORS", f"{__name__}:nothing", f"{__name__}:name", "a b", __name__]
)
def test_unusable_error_map(declared: str) -> None:
    """A name that leads to no ErrorMap is a SettingsError that shows it."""
    with pytest.raises(SettingsError, match=f"error_map is '{declared}'"):
        FaultMiddleware(raising(BUG), error_map=declared)


@pytest.mark.parametrize("options", [{"langages": "fr"}, {"json_format": "soap"}])
def test_unusable_setting(options: dict[str, str]) -> None:
    """A setting that there is not, or that can't be so, is a SettingsError that names it."""
    with pytest.raises(SettingsError, match=next(iter(options))):
        FaultMiddleware(raising(BUG), **options)


def test_settings() -> None:
    """Settings come from the ConfigOpts, and those given by name go before it."""
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])
    FaultMiddleware(raising(BUG), conf)
    conf.set_override("json_format", "problem", group=GROUP)
    conf.set_override("default_language", "fr", group=GROUP)

    document = call(FaultMiddleware(raising(BUG), conf, default_language="ja")).json

    assert (document["status"], document["lang"]) == (500, "ja")


def test_formats() -> None:
    """The formats on offer may be chosen, and put in order."""
    app = FaultMiddleware(raising(BUG), formats=[PlainText()])

    assert call(app, headers={"Accept": "application/json"}).content_type == "text/plain"


def test_translation() -> None:
    """A host may put its own way of translating an exception in the place of ours."""

    class Shouting(FaultMiddleware):
        @staticmethod
        def translate_exception(exc: Any, locale: str | None, **_known: object) -> Any:
            return type(exc)(f"{str(exc).upper()} ({locale})")

    app = Shouting(raising(PathNotFound(path="/x")))

    response = call(app, headers={"Accept-Language": "fr"})

    assert response.json["error"]["message"] == "THERE IS NOTHING AT /X. (fr)"


def test_error_map_as_a_dict() -> None:
    """What an ErrorMap is made of will do as one."""
    app = FaultMiddleware(raising(BUG), error_map={KeyError: 410})

    assert call(app).status_code == 410


@pytest.mark.parametrize("error_map", [[(KeyError, 404)], 404, object()])
def test_error_map_that_is_none(error_map: Any) -> None:
    """What is no ErrorMap is refused when the middleware is made, with what was given."""
    with pytest.raises(SettingsError, match="which is no ErrorMap"):
        FaultMiddleware(raising(BUG), error_map=error_map)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("off", []), ("debug", [10]), ("info", [20]), ("warning", [30]), ("error", [40])],
)
def test_client_error_log_level(
    value: str, expected: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    """How errors of clients are logged is a setting."""
    caplog.set_level("DEBUG", logger="i18n_wsgi")

    call(FaultMiddleware(raising(PathNotFound(path="/")), client_error_log_level=value))

    assert [record.levelno for record in caplog.records if record.name == "i18n_wsgi"] == expected


def test_log_level_of_bugs(caplog: pytest.LogCaptureFixture) -> None:
    """A bug is an ERROR whatever that setting is."""
    call(FaultMiddleware(raising(BUG), client_error_log_level="off"))

    assert [record.levelname for record in caplog.records if record.name == "i18n_wsgi"] == [
        "ERROR"
    ]


@pytest.mark.parametrize("value", [True, False])
def test_tell_returned_errors(value: bool) -> None:
    """Whether errors that are returned are told is a setting."""
    response = call(FaultMiddleware(webob.exc.HTTPNotFound(), tell_returned_errors=value))

    assert ("X-Request-Id" in response.headers) == value


def test_hook_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """A hook that fails costs a log record, not the response."""

    def on_fault(*given: object) -> None:
        raise RuntimeError("no counter\npassword=opensesame")

    response = call(FaultMiddleware(raising(PathNotFound(path="/")), on_fault=on_fault))

    assert response.status_code == 404
    assert r"no counter\npassword=***" in caplog.text


@pytest.mark.parametrize("value", ["nowhere:count", f"{__name__}:__name__"])
def test_unusable_hook(value: str) -> None:
    """A name that leads to no callable is refused when the middleware is made."""
    with pytest.raises(SettingsError, match=f"on_fault is '{value}'"):
        FaultMiddleware(raising(BUG), on_fault=value)


class NoFormat:
    media_type = content_type = "text/csv"
    labels: ClassVar[dict[str, str]] = {}

    def render(self, fault: object) -> str:
        return "no bytes"


def test_format_that_is_none() -> None:
    """What is no format is refused when the middleware is made."""
    with pytest.raises(ValueError, match="object is no format"):
        FaultMiddleware(raising(BUG), formats=[object()])  # type: ignore[list-item]  # that is the point


def test_format_that_renders_text(caplog: pytest.LogCaptureFixture) -> None:
    """A format that renders no bytes costs its body, not the status."""
    response = call(FaultMiddleware(raising(Named()), formats=[NoFormat()]))  # type: ignore[list-item]

    assert (response.status_code, response.json["code"]) == (404, 404)
    assert "NoFormat rendered str, no bytes" in caplog.text


def test_traceback_for_clients() -> None:
    """Where clients see tracebacks, secrets in their texts are masked too."""

    def app(environ: Any, start_response: Any) -> Any:
        raise RuntimeError("".join(["pass", "word=opensesame"]))

    response = call(FaultMiddleware(app, expose_traceback=True))

    assert "RuntimeError: password=***" in response.json["error"]["traceback"]
