"""Lazy texts of Django, Babel and oslo.i18n in what clients are told."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import webob.exc
from babel.support import LazyProxy
from oslo_i18n import _message as oslo

from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.fault_middleware import FaultMiddleware
from i18n_wsgi.faults import ErrorMap, describe, describe_webob, raw_params
from i18n_wsgi.messages import Message
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog, call, raising
from tests.lazy_strings import LazyText, install


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Puts the stand-in for Django in place; answers the languages that it is asked for."""
    return install(monkeypatch)


class Lost(APIError):
    status = 404


class Failing(LazyText):
    """It can't be made."""

    def __str__(self) -> str:
        raise RuntimeError("no text for you")

    __bool__ = __eq__ = __str__  # type: ignore[assignment]
    __hash__ = LazyText.__hash__


def failing(*_args: object) -> str:
    raise RuntimeError("no text for you")


def test_fault(asked: list[str]) -> None:
    """A client reads the lazy string of an error in its language, labelled so."""
    application = FaultMiddleware(raising(Lost(LazyText())))  # type: ignore[arg-type]

    response = call(application, headers={"Accept-Language": "fr"})

    assert response.status_int == 404
    assert response.json["error"]["message"] == "Livre"
    assert response.headers["Content-Language"] == "fr"


def test_fault_without_translation(asked: list[str]) -> None:
    """Where Django lacks the language, the body says that it is in English as well."""
    application = FaultMiddleware(raising(Lost(LazyText())))  # type: ignore[arg-type]

    response = call(application, headers={"Accept-Language": "pl"})

    assert response.json["error"]["message"] == "Book"
    assert response.headers["Content-Language"] == "pl, en"


# Texts that can't be made


@pytest.mark.parametrize("make", [Lost, webob.exc.HTTPConflict], ids=["APIError", "webob"])
@pytest.mark.parametrize("lazy", [Failing(), LazyProxy(failing)], ids=["Django", "Babel"])
def test_failing(make: Any, lazy: object, asked: list[str]) -> None:
    """An error whose lazy text raises keeps its status; the status's own texts stand."""
    exc = make(lazy)

    response = call(FaultMiddleware(raising(exc)), headers={"Accept-Language": "fr"})

    assert response.status_int == describe(exc, ErrorMap({Exception: 409})).status in (404, 409)
    assert "message" not in response.json["error"]


def test_failing_title(asked: list[str]) -> None:
    """So it is with the title and the explanation of a webob error."""
    exc = webob.exc.HTTPConflict()
    exc.title = exc.explanation = Failing()

    assert describe_webob(exc) == describe_webob(webob.exc.HTTPConflict())


def test_failing_in_a_language(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a lazy text raises in the reader's language alone, the reader gets the English one."""
    lazy = LazyText()
    exc = Lost(lazy)
    monkeypatch.setattr(
        LazyText, "__str__", lambda _self: "Book" if asked[-1] == "en" else failing()
    )

    response = call(FaultMiddleware(raising(exc)), headers={"Accept-Language": "fr"})

    assert response.json["error"]["message"] == "Book"
    assert response.headers["Content-Language"] == "fr, en"


def test_failing_is_logged_once(asked: list[str], caplog: pytest.LogCaptureFixture) -> None:
    """What a lazy text raises is logged once, however often it is asked for."""

    class Odd(Failing):
        pass

    with caplog.at_level(logging.WARNING, "i18n_wsgi.messages"):
        for _turn in range(3):
            translate(Odd(), "fr")  # type: ignore[arg-type]  # it is no str

    assert caplog.messages == ["A lazy text can't be made: Odd raises RuntimeError"]


# Where only lazy texts are told

LAZY = [
    pytest.param(lambda: oslo.Message("Book", domain="library"), id="oslo.i18n"),
    pytest.param(LazyText, id="Django"),
    pytest.param(lambda: LazyProxy(lambda: "Book"), id="Babel"),
]


@pytest.mark.parametrize("make", LAZY)
def test_built_in(make: Any, asked: list[str]) -> None:
    """A declared built-in exception tells a lazy text, whoever made it."""
    fault = describe(KeyError(make()), ErrorMap({KeyError: 404}))

    assert isinstance(fault.message, Message)
    assert fault.message == "Book"


@pytest.mark.parametrize("make", LAZY)
def test_webob_5xx(make: Any, asked: list[str]) -> None:
    """A webob error from 500 on tells a lazy detail, whoever made it."""
    assert describe_webob(webob.exc.HTTPServiceUnavailable(make())).message == "Book"


@pytest.mark.parametrize("make", LAZY)
def test_item(make: Any, asked: list[str]) -> None:
    """The text of an error's item is one of our messages, whoever made it."""
    fault = describe(Lost(errors=[ErrorItem("/a", "lost", make())]), ErrorMap())

    assert isinstance(fault.errors[0].message, Message)


# Parameters


def oslo_text() -> object:
    return oslo.Message("by %(who)s", domain="library")


def django_text() -> object:
    return LazyText({"en": "by %(who)s", "fr": "de %(who)s"})


def babel_text() -> object:
    return LazyProxy(lambda: "by %(who)s")


@pytest.mark.parametrize(
    ("make", "expected"),
    [(oslo_text, "de Eco"), (django_text, "de Eco"), (babel_text, "by Eco")],
)
def test_class_message(
    make: Any, expected: str, asked: list[str], write_catalog: WriteCatalog
) -> None:
    """A lazy text that a class declares is filled in and stays lazy, whoever made it."""
    folder = write_catalog("fr", 'msgid "by %(who)s"\nmsgstr "de %(who)s"\n')
    cls = type("Written", (APIError,), {"status": 404, "message": make()})
    application = FaultMiddleware(
        raising(cls(who="Eco")), domain="library", locale_dir=str(folder), json_format="problem"
    )

    response = call(application, headers={"Accept-Language": "fr"})

    assert response.json["detail"] == expected
    assert response.json["source"]["detail"] == "by Eco"
    assert response.json["params"] == {"who": "Eco"}


def test_bad_translation(asked: list[str]) -> None:
    """A translation of Django's that would show what its source text does not ask for is not used."""
    text = LazyText({"en": "by %(who)s", "fr": "de %(who)s, %(password)s"})
    exc = type("Written", (APIError,), {"message": text})(who="Eco", password="hunter2")

    assert translate(exc.message, "fr") == "by Eco"


def test_oslo_params() -> None:
    """The raw parameters of a message of oslo.i18n's are told beside it."""
    exc = Lost(oslo.Message("by %(who)s", domain="library") % {"who": "Eco"})

    assert raw_params(describe(exc, ErrorMap()).message) == {"who": "Eco"}


def test_exceptions_own_text() -> None:
    """An exception says in English what a lazy text of Babel's says in the active language."""
    assert str(APIError(LazyProxy(lambda text: "Weg", "Gone"))) == "Gone"


def test_language_of_oslo(write_catalog: WriteCatalog) -> None:
    """The body's language is the first that has the text of oslo.i18n's."""
    write_catalog("de", 'msgid "Shelf"\nmsgstr "Regal"\n')
    folder: Path = write_catalog("fr", 'msgid "Book"\nmsgstr "Livre"\n')
    exc = Lost(oslo.Message("Book", domain="library"))
    application = FaultMiddleware(raising(exc), domain="library", locale_dir=str(folder))

    response = call(application, headers={"Accept-Language": "de, fr;q=0.5"})

    assert response.headers["Content-Language"] == "fr"
