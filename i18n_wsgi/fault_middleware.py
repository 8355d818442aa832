"""The error path, whole: catch, describe, report, negotiate, translate, render."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import webob.exc

from i18n_wsgi.catalogs import SOURCE_LOCALE, Catalogs, request_catalogs
from i18n_wsgi.error_headers import error_headers, kept_headers, request_id_of
from i18n_wsgi.errors import UnreadableBody, is_of, undisguise
from i18n_wsgi.faults import (
    Declaration,
    ErrorMap,
    Fault,
    TranslatedFault,
    describe,
    describe_webob,
    is_fault,
)
from i18n_wsgi.formats import Format, OpenStackJSON, check_format, default_formats
from i18n_wsgi.masking import masked_exception
from i18n_wsgi.messages import Message
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.reporting import log_exception
from i18n_wsgi.request import CATALOGS_KEY, language_header
from i18n_wsgi.response import HeldStart, begin
from i18n_wsgi.settings import named_object, settings_from
from i18n_wsgi.statuses import status_text
from i18n_wsgi.translation import translate_exception, translate_fault
from i18n_wsgi.vary import VARY_KEY, with_vary

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from oslo_config import cfg

# What a client is told when telling itself went wrong.
UNEXPECTED = describe(RuntimeError(), ErrorMap())
DEFAULT_ERRORS = ErrorMap({webob.exc.WSGIHTTPException: describe_webob, TimeoutError: 504})

_LOG = logging.getLogger(__name__)

# The environ key that tells that what came too late was reported.
_LATE_KEY = "i18n_wsgi.late"

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "off": None,
}
OnFault: TypeAlias = "Callable[[Fault, str, WSGIEnvironment], object]"


class FaultMiddleware:
    """Tells every error of an application in the client's language and format.

    Args:
        application: the WSGI application that may fail.
        conf: a ConfigOpts with the settings' group; None for the defaults.
        formats: what errors can be rendered as, in the server's order; by default all built-ins.
        error_map: the service's own ErrorMap, what one is made of, or ``module:NAME`` of one.
        on_fault: called with each fault, the language that it was told in ("" where it came too late to
            be told) and the request's environ, to count them; or ``module:NAME`` of that.
        options: settings by name, as a paste file has them; they go before ``conf``.

    Raises:
        SettingsError: a setting is unknown or has an impossible value.
        ValueError: what was given as a format is none.
    """

    # A host that translates in another way puts its own function here.
    translate_exception = staticmethod(translate_exception)

    def __init__(
        self,
        application: WSGIApplication,
        conf: cfg.ConfigOpts | None = None,
        *,
        formats: Sequence[Format] | None = None,
        error_map: ErrorMap | Mapping[type[BaseException], Declaration] | str | None = None,
        on_fault: OnFault | str | None = None,
        **options: object,
    ) -> None:
        self.application = application
        # In a paste file all is text: then it is a setting, or none.
        by_code = {"formats": formats, "error_map": error_map, "on_fault": on_fault}
        options |= {name: value for name, value in by_code.items() if isinstance(value, str)}
        self.settings = settings_from(conf, options)
        self.catalogs = Catalogs.of(self.settings)
        _LOG.info("Errors are told in %s", ", ".join(self.catalogs.locales))
        self.formats = tuple(formats or default_formats(self.settings))
        for rendering in self.formats:
            check_format(rendering)
        if isinstance(error_map, Mapping):
            error_map = ErrorMap(error_map)
        declared = self._named("error_map", error_map, conf, "ErrorMap", _is_error_map)
        self.error_map = DEFAULT_ERRORS | (declared or ErrorMap())
        self._on_fault = self._named("on_fault", on_fault, conf, "callable", callable)
        self._raises_returned = self.settings.tell_returned_errors
        self._client_error_level = _LEVELS[self.settings.client_error_log_level]

    def _named(
        self,
        name: str,
        in_code: object,
        conf: cfg.ConfigOpts | None,
        expected: str,
        is_expected: Callable[[object], bool],
    ) -> Any:
        """What a keyword argument or a setting gives; None where it is not set."""
        given = getattr(self.settings, name) if in_code in (None, "") else in_code
        if given is None:
            return None
        return named_object(None if in_code else conf, name, given, expected, is_expected)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # 1. Catch. On the happy path this is all that happens.
        environ[CATALOGS_KEY] = self.catalogs
        if request_catalogs.get() is not self.catalogs:
            request_catalogs.set(self.catalogs)
        start = HeldStart(start_response)
        environ[VARY_KEY] = start.negotiated
        try:
            body = self.application(environ, start)
            # A whole success, as nearly all are; at all else `begin` looks closely.
            if type(body) is list and start.status < "4" and body and type(body[0]) is bytes:
                start.release()
                return body
            return begin(body, environ, start, self._report_late, self._raises_returned)
        except BaseException as exc:  # the request survives whatever an application throws
            if not is_fault(exc):
                raise
            if start.is_sent:
                self._report_late(exc, environ)
                raise  # to the server, which cuts the connection
            return self._answer(undisguise(exc), environ, start)

    def server_summary(self) -> str:
        """What a server says of it when it starts: ``in 46 languages``."""
        count = len(self.catalogs.locales)
        return f"in {count} languages" if count != 1 else "in 1 language"

    def refuse(
        self, environ: WSGIEnvironment, status: int, reason: str
    ) -> tuple[list[tuple[str, str]], bytes]:
        """The headers and the body of what the server answers by itself, to a request that no application
        sees."""
        told: list[tuple[str, str]] = []

        def start(_status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
            told.extend(header for header in headers if header[0] != "Content-Length")

        error = webob.exc.status_map[status](reason)
        body = self._answer(error, environ, HeldStart(start), by_client=True)
        return told, b"".join(body)

    def _answer(
        self,
        error: BaseException,
        environ: WSGIEnvironment,
        start: HeldStart,
        *,
        by_client: bool = False,
    ) -> Iterable[bytes]:
        if is_of(error, webob.exc.WSGIHTTPException):
            try:
                if 200 <= error.status_int < 400:
                    return _redirect(error, environ, start)  # it is no error, and none of ours
            # One that can't say what it is, or can't be sent, is a bug like any.
            except Exception as failure:
                error = failure
        request_id = request_id_of(environ)

        # 2. Describe.
        fault = self._describe(error, request_id, environ)

        # 3. Report.
        self._log(error, fault, request_id, environ, by_client=by_client)

        try:
            rendering, translated, body = self._render(error, fault, request_id, environ)
        # A format, or a host's own way to translate, may raise; the error keeps its status.
        except Exception as failure:
            self._log(failure, UNEXPECTED, request_id, environ, again=True)
            rendering, translated, body = _render_plainly(fault, request_id)
        headers = [
            ("Content-Type", rendering.content_type),
            ("Content-Length", str(len(body))),
            ("Content-Language", ", ".join(translated.languages)),
            *error_headers(fault, request_id, environ, start.headers),
        ]
        start.replace(f"{fault.status} {status_text(fault.status).title}", headers)
        self._count(fault, translated.language, request_id, environ)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _render(
        self, error: BaseException, fault: Fault, request_id: str, environ: WSGIEnvironment
    ) -> tuple[Format, TranslatedFault, bytes]:
        # 4. Negotiate.
        rendering = best_match_format(environ.get("HTTP_ACCEPT"), self.formats) or self.formats[0]
        locale = self._choose_locale(fault, environ)

        # 5. Translate.
        used: set[str] = set()
        try:
            shown = self._twin_of(error, fault, locale, used)
        # It costs what the exception says of itself, not the texts that are ours.
        except Exception as failure:
            self._log(failure, UNEXPECTED, request_id, environ, again=True)
            shown, used = fault, set()
        translated = translate_fault(
            shown,
            fault,
            locale,
            catalogs=self.catalogs,
            used=used,
            labels=rendering.labels,
            request_id=request_id,
            traceback=self._traceback_of(error, fault),
        )

        # 6. Render.
        body = rendering.render(translated)
        if not isinstance(body, bytes):
            raise TypeError(f"{type(rendering).__name__} rendered {type(body).__name__}, no bytes")
        return rendering, translated, body

    def _describe(self, error: BaseException, request_id: str, environ: WSGIEnvironment) -> Fault:
        try:
            return describe(error, self.error_map)
        # An ErrorMap's callable may raise, as may a property of the exception; it is a bug like any.
        except Exception as failure:
            self._log(failure, UNEXPECTED, request_id, environ, again=True)
            return UNEXPECTED

    def _report_late(self, exc: BaseException, environ: WSGIEnvironment) -> None:
        """Report what comes too late to be told: the response has begun. One within may have done so."""
        if _LATE_KEY in environ:
            return
        environ[_LATE_KEY] = True
        error = undisguise(exc)
        request_id = request_id_of(environ)
        fault = self._describe(error, request_id, environ)
        by_client = is_of(error, UnreadableBody)
        self._log(error, fault, request_id, environ, is_cut=True, by_client=by_client)
        self._count(fault, "", request_id, environ)

    def _log(
        self,
        exc: BaseException,
        fault: Fault,
        request_id: str,
        environ: WSGIEnvironment,
        *,
        is_cut: bool = False,
        again: bool = False,
        by_client: bool = False,
    ) -> None:
        log_exception(
            exc,
            (type(exc), exc, None),
            fault=fault,
            environ=environ,
            request_id=request_id,
            is_cut=is_cut,
            again=again,
            by_client=by_client,
            client_error_level=self._client_error_level,
        )

    def _count(
        self, fault: Fault, language: str, request_id: str, environ: WSGIEnvironment
    ) -> None:
        if self._on_fault is None:
            return
        try:
            self._on_fault(fault, language, environ)
        # What counts may raise anything; the response survives.
        except Exception as failure:
            self._log(failure, UNEXPECTED, request_id, environ, again=True)

    def _twin_of(self, error: BaseException, fault: Fault, locale: str, used: set[str]) -> Fault:
        """The fault with all that is told by way of the exception's twin; the rest is still lazy."""
        is_ours = self.translate_exception is translate_exception
        # Plain text may have been made of lazy attributes, as that of a property is.
        if fault is UNEXPECTED or (is_ours and type(fault.message) is not str):
            return fault
        twin = self.translate_exception(error, locale, catalogs=self.catalogs, used=used)
        if twin is error:
            return fault
        shown = describe(twin, self.error_map)
        # A host's own function may have changed more than texts. After ours nothing is lazy in the twin,
        # and lazy is how what was marked for clients is known.
        return replace(fault, message=shown.message) if is_ours else shown

    def _choose_locale(self, fault: Fault, environ: WSGIEnvironment) -> str:
        """The client's first language that has the exception's own message, as it is on offer."""
        catalogs, default = self.catalogs, self.settings.default_language
        header = language_header(environ, catalogs)
        best = catalogs.matcher.best_match(header) or default
        own = _translatable(fault)
        if own is None or catalogs.has(own, best):
            return best
        offered = [locale for locale in catalogs.locales if catalogs.has(own, locale)]
        if default not in offered:
            default = SOURCE_LOCALE
        return catalogs.matcher.best_match_among(header, offered) or default

    def _traceback_of(self, exc: BaseException, fault: Fault) -> str | None:
        if not self.settings.expose_traceback or fault.status < 500:
            return None
        return "".join(traceback.format_exception(masked_exception(exc)))


def _redirect(
    error: Any,  # webob has no types
    environ: WSGIEnvironment,
    start: HeldStart,
) -> Iterable[bytes]:
    def begin_redirect(status: str, headers: list[tuple[str, str]], *_exc_info: object) -> None:
        kept = kept_headers(start.headers, headers)
        start.replace(status, with_vary([*headers, *kept], start.negotiated))

    page: Iterable[bytes] = error(environ, begin_redirect)
    return page


def _translatable(fault: Fault) -> Message | None:
    """What an error says of itself that can be translated."""
    if isinstance(fault.message, Message):
        return fault.message
    texts = (*(item.message for item in fault.errors), fault.title)
    return next((text for text in texts if isinstance(text, Message)), None)


def _render_plainly(fault: Fault, request_id: str) -> tuple[Format, TranslatedFault, bytes]:
    """The fault in English, without the message, in the format that needs nothing."""
    translated = TranslatedFault(
        source=fault,
        language=SOURCE_LOCALE,
        direction="ltr",
        languages=(SOURCE_LOCALE,),
        title=str(status_text(fault.status).title),
        explanation=str(status_text(fault.status).explanation),
        message=None,
        errors=(),
        labels={},
        request_id=request_id,
    )
    rendering = OpenStackJSON()
    return rendering, translated, rendering.render(translated)


def _is_error_map(found: object) -> bool:
    return isinstance(found, ErrorMap)
