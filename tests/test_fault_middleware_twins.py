"""What a body tells of an exception's texts: those that it holds, whichever way the exception makes them."""

from __future__ import annotations

import pytest
import webob.exc

from i18n_wsgi.fault_middleware import FaultMiddleware
from i18n_wsgi.messages import Message, translator
from tests.conftest import call, raising

FOUND = Message("Not Found")


class Computed(Exception):
    """Its text is made of a lazy one, which makes it plain."""

    def __init__(self) -> None:
        super().__init__()
        self.what = FOUND

    @property
    def message(self) -> str:
        return f"9: {self.what}"


class Lazily(Computed):
    @property
    def message(self) -> str:
        return Message("There is nothing at %(path)s.") % {"path": self.what}


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        (Computed, "9: Introuvable"),
        (Lazily, "Aucune ressource ne correspond au chemin Introuvable."),
    ],
)
def test_property(cls: type[Exception], expected: str) -> None:
    """A text that a property makes is made of the texts in the client's language."""
    application = FaultMiddleware(raising(cls()), error_map={cls: 404})

    response = call(application, headers={"Accept-Language": "fr"})

    assert response.json["error"]["message"] == expected


def test_languages() -> None:
    """A text that the body does not hold has no say in its languages."""
    exc = webob.exc.HTTPNotFound(FOUND, comment=translator("library").gettext("untranslated"))

    response = call(FaultMiddleware(raising(exc)), headers={"Accept-Language": "fr"})

    assert response.headers["Content-Language"] == "fr"


class Closed(Computed):
    """It has no twin."""

    __dict__ = property(lambda self: 1 / 0)  # type: ignore[assignment]  # that is the test


def test_no_twin() -> None:
    """An exception that has no twin is told with its own text, under a title in the client's language."""
    application = FaultMiddleware(raising(Closed()), error_map={Closed: 404})

    response = call(application, headers={"Accept-Language": "fr"})

    assert response.json["error"]["message"] == "9: Not Found"
    assert response.json["title"] == "Introuvable"
