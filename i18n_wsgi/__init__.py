"""A localization-aware error layer for WSGI APIs.

Everything public is importable from here, and loaded when it is first used: ``import i18n_wsgi`` alone
loads neither webob nor eventlet.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from i18n_wsgi.catalogs import Catalogs as Catalogs
    from i18n_wsgi.catalogs import expire_catalogs as expire_catalogs
    from i18n_wsgi.errors import APIError as APIError
    from i18n_wsgi.errors import ErrorItem as ErrorItem
    from i18n_wsgi.errors import HTTPExceptionDisguise as HTTPExceptionDisguise
    from i18n_wsgi.errors import InvalidContentType as InvalidContentType
    from i18n_wsgi.errors import InvalidJSON as InvalidJSON
    from i18n_wsgi.errors import InvalidRequest as InvalidRequest
    from i18n_wsgi.errors import MethodNotAllowed as MethodNotAllowed
    from i18n_wsgi.errors import MissingContentType as MissingContentType
    from i18n_wsgi.errors import PathNotFound as PathNotFound
    from i18n_wsgi.errors import RequestLimitExceeded as RequestLimitExceeded
    from i18n_wsgi.fault_middleware import FaultMiddleware as FaultMiddleware
    from i18n_wsgi.faults import ErrorMap as ErrorMap
    from i18n_wsgi.faults import Fault as Fault
    from i18n_wsgi.faults import TranslatedFault as TranslatedFault
    from i18n_wsgi.messages import Message as Message
    from i18n_wsgi.messages import translator as translator
    from i18n_wsgi.middleware import Debug as Debug
    from i18n_wsgi.middleware import Middleware as Middleware
    from i18n_wsgi.middleware import debug_filter as debug_filter
    from i18n_wsgi.negotiation import LanguageMatcher as LanguageMatcher
    from i18n_wsgi.negotiation import best_match_format as best_match_format
    from i18n_wsgi.negotiation import best_match_language as best_match_language
    from i18n_wsgi.negotiation import direction_of as direction_of
    from i18n_wsgi.negotiation import language_of as language_of
    from i18n_wsgi.parameters import ByteSize as ByteSize
    from i18n_wsgi.parameters import Quantity as Quantity
    from i18n_wsgi.paste import AppFactory as AppFactory
    from i18n_wsgi.paste import BasePasteFactory as BasePasteFactory
    from i18n_wsgi.paste import FilterFactory as FilterFactory
    from i18n_wsgi.paste import app_factory as app_factory
    from i18n_wsgi.paste import filter_factory as filter_factory
    from i18n_wsgi.paste import paste_deploy_app as paste_deploy_app
    from i18n_wsgi.paste import setup_paste_factories as setup_paste_factories
    from i18n_wsgi.paste import teardown_paste_factories as teardown_paste_factories
    from i18n_wsgi.reporting import log_exception as log_exception
    from i18n_wsgi.request import JSONRequestDeserializer as JSONRequestDeserializer
    from i18n_wsgi.request import Request as Request
    from i18n_wsgi.request import is_json_content_type as is_json_content_type
    from i18n_wsgi.resource import Resource as Resource
    from i18n_wsgi.router import DefaultMethodController as DefaultMethodController
    from i18n_wsgi.router import Router as Router
    from i18n_wsgi.serializers import JSONResponseSerializer as JSONResponseSerializer
    from i18n_wsgi.serializers import XMLResponseSerializer as XMLResponseSerializer
    from i18n_wsgi.serving import Server as Server
    from i18n_wsgi.serving import get_bind_addr as get_bind_addr
    from i18n_wsgi.serving import get_socket as get_socket
    from i18n_wsgi.settings import Settings as Settings
    from i18n_wsgi.settings import SettingsError as SettingsError
    from i18n_wsgi.settings import settings_from as settings_from
    from i18n_wsgi.translation import translate as translate
    from i18n_wsgi.translation import translate_exception as translate_exception

# Where each public name is.
_HOMES = {
    "catalogs": ["Catalogs", "expire_catalogs"],
    "errors": [
        "APIError",
        "ErrorItem",
        "HTTPExceptionDisguise",
        "InvalidContentType",
        "InvalidJSON",
        "InvalidRequest",
        "MethodNotAllowed",
        "MissingContentType",
        "PathNotFound",
        "RequestLimitExceeded",
    ],
    "fault_middleware": ["FaultMiddleware"],
    "faults": ["ErrorMap", "Fault", "TranslatedFault"],
    "messages": ["Message", "translator"],
    "middleware": ["Debug", "Middleware", "debug_filter"],
    "negotiation": [
        "LanguageMatcher",
        "best_match_format",
        "best_match_language",
        "direction_of",
        "language_of",
    ],
    "parameters": ["ByteSize", "Quantity"],
    "paste": [
        "AppFactory",
        "BasePasteFactory",
        "FilterFactory",
        "app_factory",
        "filter_factory",
        "paste_deploy_app",
        "setup_paste_factories",
        "teardown_paste_factories",
    ],
    "reporting": ["log_exception"],
    "request": ["JSONRequestDeserializer", "Request", "is_json_content_type"],
    "resource": ["Resource"],
    "router": ["DefaultMethodController", "Router"],
    "serializers": ["JSONResponseSerializer", "XMLResponseSerializer"],
    "serving": ["Server", "get_bind_addr", "get_socket"],
    "settings": ["Settings", "SettingsError", "settings_from"],
    "translation": ["translate", "translate_exception"],
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605  # computed from the table above


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # the next look-up finds it without coming here
    return value


def __dir__() -> list[str]:
    return __all__
