"""What translators are told of a message that is an error's: its code, status and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from i18n_wsgi import errors
from i18n_wsgi.errors import APIError, code_of_name
from i18n_wsgi.placeholders import PlaceholderError, placeholders_of
from i18n_wsgi.toolchain.extraction import rules
from i18n_wsgi.toolchain.extraction.python_marks import Key
from i18n_wsgi.toolchain.extraction.python_source import ErrorClass, Raised, Source

_KINDS = {**dict.fromkeys("diuxXoc", "whole number"), **dict.fromkeys("eEfFgG", "number")}
_DEEPEST = 50


@dataclass
class _Known:
    """An error as it is declared, its bases included."""

    code: str
    status: int
    message: Key | None = None


_OURS = {
    name: _Known(value.code, value.status)
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, APIError)
}


def tell_errors(sources: Sequence[Source]) -> dict[Key, list[str]]:
    """The comments of the messages that errors have. Texts of errors that are not marked become findings.

    Args:
        sources: all that was read; a class may have its base in any of them.
    """
    return _Errors(sources).told()


class _Errors:
    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._classes: dict[str, list[tuple[Source, ErrorClass]]] = {}
        for source in sources:
            for found in source.classes:
                self._classes.setdefault(found.name, []).append((source, found))
        self._files: dict[str, list[Source]] = {}
        for source in sources:
            self._files.setdefault(_stem(source.name).rpartition("/")[2], []).append(source)
        self._known: dict[int, _Known | None] = {}

    def told(self) -> dict[Key, list[str]]:
        types: dict[str, dict[str, str]] = {}
        said: set[tuple[Key, str, int]] = set()
        for source in self._sources:
            for found in source.classes:
                known = self._of_class(source, found)
                if known is None:
                    continue
                if found.unmarked is not None:
                    told = f"The message of {found.name} is not marked"
                    source.tell(rules.UNMARKED, found.unmarked, told)
                if known.message is not None:
                    said.add((known.message, known.code, known.status))
            for raised in source.raised:
                said.update(self._of_call(source, raised, types))
        comments: dict[Key, set[str]] = {}
        for key, code, status in said:
            comments.setdefault(key, set()).add(_comment(key, code, status, types.get(code, {})))
        return {key: sorted(lines) for key, lines in comments.items()}

    def _of_call(
        self, source: Source, raised: Raised, types: dict[str, dict[str, str]]
    ) -> Iterator[tuple[Key, str, int]]:
        is_item = raised.name == "ErrorItem" and source.knows_us
        known = _Known(raised.code, 0) if is_item else self._of_name(source, raised.name)
        if known is None:
            return
        if raised.unmarked is not None:
            told = f"The text given to {raised.name} is not marked"
            source.tell(rules.UNMARKED, raised.unmarked, told)
        of_code = types.setdefault(known.code, {})
        for name, kind in raised.types.items():
            # What is given in two kinds is told in none.
            of_code[name] = kind if of_code.get(name, kind) == kind else ""
        if raised.message is not None:
            yield raised.message, known.code, known.status

    def _of_name(self, source: Source, name: str, depth: int = 0) -> _Known | None:
        """The error that a name means where it stands."""
        if depth > _DEEPEST:
            return None
        module, origin = source.origins.get(name, ("", name))
        if module:
            path = module.replace(".", "/")
            for other in self._files.get(path.rpartition("/")[2], []):
                if f"/{_stem(other.name)}".endswith(f"/{path}") and other is not source:
                    return self._of_name(other, origin, depth + 1)
            return _OURS.get(origin) if module.partition(".")[0] == "i18n_wsgi" else None
        candidates = self._classes.get(origin, [])
        here = [one for one in candidates if one[0] is source]
        for found in here or (candidates if len(candidates) == 1 else []):
            return self._of_class(*found, depth)
        return _OURS.get(origin) if source.knows_us and not candidates else None

    def _of_class(self, source: Source, found: ErrorClass, depth: int = 0) -> _Known | None:
        if id(found) in self._known:
            return self._known[id(found)]
        if depth > _DEEPEST:
            return None
        self._known[id(found)] = None  # a class may be its own base, in a source that does not work
        bases = (self._of_name(source, base, depth + 1) for base in found.bases)
        base = next(filter(None, bases), None)
        if base is None and found.name == "APIError" and source.name.endswith("errors.py"):
            base = _OURS.get(found.name)
        if base is not None:
            code = str(found.declared.get("code", code_of_name(found.name)))
            status = found.declared.get("status", base.status)
            status = status if isinstance(status, int) else base.status
            self._known[id(found)] = _Known(code, status, found.message or base.message)
        return self._known[id(found)]


def _stem(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__")


def _comment(key: Key, code: str, status: int, types: dict[str, str]) -> str:
    try:
        specs = placeholders_of(key[1])
    except PlaceholderError:
        specs = []
    kinds = {
        spec.name: types.get(spec.name) or _KINDS.get(spec.type, "") for spec in specs if spec.name
    }
    told = f"Error {code}, HTTP {status}." if status else f"One of several errors: {code}."
    if kinds:
        listed = (f"{name} ({kind})" if kind else name for name, kind in kinds.items())
        told += f" Parameters: {', '.join(listed)}."
    return told
