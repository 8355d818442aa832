"""What the language matcher remembers, and that it forgets it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from i18n_wsgi.negotiation import LanguageMatcher, best_match_language, language
from i18n_wsgi.negotiation.members import Memo

OFFERED = ["ar", "de", "en", "fr", "he", "pt_BR", "zh_Hans", "zh_Hant"]


def test_list_changed_in_place() -> None:
    """A list that has been changed is another offer."""
    available = ["de", "fr"]
    answers = [best_match_language("it, fr;q=0.5", available)]

    available[1] = "it"
    answers.append(best_match_language("it, fr;q=0.5", available))
    available.clear()
    answers.append(best_match_language("it, fr;q=0.5", available))
    available.append("fr")
    answers.append(best_match_language("it, fr;q=0.5", available))

    assert answers == ["fr", "it", None, "fr"]


def test_set_changed_in_place() -> None:
    """A set that has been changed is another offer."""
    available = {"de"}
    answers = [best_match_language("fr", available)]

    available.add("fr")
    answers.append(best_match_language("fr", available))

    assert answers == [None, "fr"]


def test_iterator_is_read_once() -> None:
    """An iterator that has been read to its end offers nothing more."""
    available = iter(["de"])

    assert [best_match_language("de", available) for _time in range(2)] == ["de", None]


@pytest.mark.parametrize("kind", [list, tuple, set, iter])
def test_same_identity(kind: Callable[[list[str]], Iterable[str]]) -> None:
    """An offer that comes to lie where another one lay is not taken for it."""
    locales = ["de", "fr", "it", "pl", "es"] * 20

    # Nothing keeps the offers, so that they have the same identity.
    assert [best_match_language("*", kind([locale])) for locale in locales] == locales


def test_offers_are_forgotten() -> None:
    """However many offers there are, no more than a few are remembered."""
    kept = [[f"x-{number}"] for number in range(200)]

    sizes = set()
    for available in kept:
        assert best_match_language("*", available) == available[0]
        sizes |= {len(language._matchers), len(language._matchers_by_id)}

    assert max(sizes) == language._MAX_MATCHER_COUNT


def test_offers_of_one_list() -> None:
    """A list that is changed for each call is remembered once."""
    available = ["x-0"]
    for number in range(100):
        available[0] = f"x-{number}"
        assert best_match_language("*", available) == f"x-{number}"

    held = [known for known in language._matchers_by_id.values() if known[0] == available]
    assert len(held) == 1


def test_equal_offers() -> None:
    """Offers that hold the same languages share what is made of them."""
    best_match_language("de", ["de", "fr", "x-shared"])
    best_match_language("de", ("x-shared", "fr", "de", "de"))

    held = [offered for offered in language._matchers if "x-shared" in offered]
    assert held == [{"de", "fr", "x-shared"}]


def test_headers_are_forgotten() -> None:
    """However many headers are sent, no more than a few are remembered, and none that is long."""
    matcher = LanguageMatcher(OFFERED)

    for number in range(2 * Memo.MAX_SIZE):
        matcher.best_match(f"x-{number}, de")
        matcher.best_match(f"x-{number}-" + "y, " * 100 + "de")

    for memo in (matcher._answers, matcher._found):
        assert 0 < len(memo) <= Memo.MAX_SIZE
        assert max(map(len, memo)) <= Memo.MAX_TEXT_LENGTH


def test_long_members_are_not_kept() -> None:
    """A member of a kilobyte is not remembered."""
    matcher = LanguageMatcher(OFFERED)

    assert matcher.best_match("x" * 1000 + ", de") == "de"
    assert {*matcher._found} == {"de"}


def test_refusals_are_not_remembered() -> None:
    """What a wish gets beside a refusal is not what it gets without."""
    matcher = LanguageMatcher(["pt_BR", "pt_PT"])

    answers = [
        matcher.best_match(header) for header in ("pt-BR;q=0, pt, x-a", "pt, x-b", "pt-BR;q=0, pt")
    ]

    assert answers == ["pt_PT", "pt_BR", "pt_PT"]


def test_threads() -> None:
    """Threads that share a matcher all get the right answers."""
    matcher = LanguageMatcher(OFFERED)
    locales = [OFFERED[number % len(OFFERED)] for number in range(2_000)]

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            matcher.best_match, [f"x-{n}, {locale}" for n, locale in enumerate(locales)]
        )

    assert list(answers) == locales
