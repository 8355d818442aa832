"""oslo.config's types, which here say what they were given and what they allow."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from os import PathLike
from typing import Any

from oslo_config import cfg, types

# A socket's path. Linux takes 107 bytes of it.
_UNIX = r"unix:/[\x21-\x7e]{1,106}"
_NAMES = r"\w+(\.\w+)*"
_PACKAGE = r"\w[\w.]+:"  # C:\locale is a folder
_NUMBER = r"\s*[-+]?[0-9]*\s*"
_DOMAIN = r"\A\w[\w.-]*\Z"
# A language in any spelling. What is set here is sent in Content-Language.
_LANGUAGE = r"\A[A-Za-z]{2,3}([-_.@][A-Za-z0-9]+)*\Z"


class _Telling:
    allowed: str

    def __call__(self, value: object) -> Any:
        kind: Any = super()  # one of oslo.config's
        try:
            return kind.__call__(value)
        # The types take text or what they make of it; other values fail somewhere inside.
        except (AttributeError, TypeError, ValueError) as exc:
            raise ValueError(f"{value!r}; allowed: {self.allowed}") from exc


class Flag(_Telling, types.Boolean):
    """True or false."""

    allowed = "true, false"


class Domain(_Telling, types.String):
    """A gettext domain. Files are called like it."""

    allowed = "letters, digits and _, with - and . among them"

    def __init__(self) -> None:
        super().__init__(regex=_DOMAIN)


class Language(_Telling, types.String):
    """A language, or a locale."""

    allowed = "a language, such as pt-BR"

    def __init__(self) -> None:
        super().__init__(regex=_LANGUAGE)


class Languages(_Telling, types.List):
    """Several of them."""

    allowed = "languages, such as fr, pt-BR"

    def __init__(self) -> None:
        super().__init__(types.String(regex=_LANGUAGE))


class Text(_Telling, types.String):
    """Any text, or a path."""

    allowed = "text"

    def __call__(self, value: object) -> Any:
        if not isinstance(value, (str, PathLike)):
            raise ValueError(f"{value!r}; allowed: {self.allowed}")
        return super().__call__(value)


class Folder(Text):
    """A folder that is there, or one of a package that is there, which is looked for later."""

    allowed = "a folder that is there, or package:folder"

    def __call__(self, value: object) -> Any:
        place = super().__call__(value)
        if named := re.match(_PACKAGE, place):
            package = named[0].partition(".")[0].removesuffix(":")
            if _is_package(package):
                return place
            raise ValueError(f"{value!r}: there is no package {package}; allowed: {self.allowed}")
        if os.path.isdir(place or "."):  # noqa: PTH112 -- a Path raises
            return place
        raise ValueError(f"{value!r}; allowed: {self.allowed}")


def _is_package(name: str) -> bool:
    """Whether there is such a package; it is not imported."""
    try:
        spec = find_spec(name)
    # A module that was made by hand has none, and an import hook may raise anything: an operator is told
    # of the setting, and not where in the hook.
    except Exception:
        return False
    return spec is not None and spec.submodule_search_locations is not None


class TypeURI(Text):
    """A problem's type. A URI has neither braces nor blanks (RFC 3986, section 2)."""

    allowed = "a URI, in which {code} is replaced"

    def __init__(self) -> None:
        super().__init__(regex=r"\A([^{}\s]|\{code\})*\Z")


class Reference(_Telling, types.String):
    """The name of an object in a module.

    Args:
        allowed: what it is.
    """

    def __init__(self, allowed: str) -> None:
        super().__init__(regex=rf"\A({_NAMES}:{_NAMES})?\Z")
        self.allowed = allowed


class Host(_Telling, types.HostAddress):
    """Where to listen."""

    allowed = "a host's name or address, or unix:/path"

    def __call__(self, value: object) -> Any:
        if isinstance(value, str) and re.fullmatch(_UNIX, value):
            return value
        return super().__call__(value)


class Mode(Text):
    """Who may use a file, as chmod has it."""

    allowed = "three octal digits, such as 0660"

    def __init__(self) -> None:
        super().__init__(regex=r"\A0?[0-7]{3}\Z")


class Choice(_Telling, types.String):
    """One of a few words."""

    @property
    def allowed(self) -> str:  # type: ignore[override]  # it is only read
        return ", ".join(self.choices or ())


class Count(_Telling, types.Integer):
    """A whole number within limits."""

    def __call__(self, value: object) -> Any:
        if not isinstance(value, (str, int)) or not re.fullmatch(_NUMBER, str(value)):
            raise ValueError(f"{value!r}; allowed: {self.allowed}")
        return super().__call__(value)

    @property
    def allowed(self) -> str:  # type: ignore[override]  # it is only read
        limits = f"{self.min} or more" if self.max is None else f"{self.min} to {self.max}"
        return f"a whole number, {limits}"


def flag_option(name: str, *, default: bool, help: str) -> cfg.Opt:  # noqa: A002  # oslo.config's name
    """A BoolOpt, so that a sample shows ``true`` as people write it."""
    opt = cfg.BoolOpt(name, default=default, help=help)
    opt.type = Flag()
    return opt
