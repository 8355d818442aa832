"""What holds for any Accept-Language header and any languages on offer."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.negotiation import LanguageMatcher, best_match_language


def pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


# What may be on offer, with the tag that it stands for.
LOCALES = pairs(
    "en=en en_US=en-US en_US.UTF-8=en-US en_GB=en-GB EN_gb=en-GB en_Latn_AU=en-Latn-AU fr=fr "
    "fr_CA=fr-CA de=de de_AT=de-AT pt=pt pt_BR=pt-BR pt-BR=pt-BR pt_PT=pt-PT iw=he he=he "
    "zh=zh zh_CN=zh-CN zh_TW=zh-TW zh_Hant=zh-Hant zh_HK=zh-HK zh_Hant_TW=zh-Hant-TW "
    "zh_Hans=zh-Hans sr=sr sr@latin=sr-Latn sr_Latn_RS=sr-Latn-RS sh=sh hr=hr bs=bs no=no "
    "nb=nb nn=nn da=da ca=ca ca@valencia=ca-valencia es=es es_419=es-419 es_MX=es-MX tl=fil "
    "fil=fil x-bork=x-bork i-klingon=tlh gsw=gsw und=und "
    "und_TW=und-TW en_XA=en-XA ar_XB=ar-XB"
)
# The scripts that go without saying where others are asked for.
WRITTEN = pairs(
    "en=en-Latn en-US=en-Latn-US en-GB=en-Latn-GB sr=sr-Cyrl zh=zh-Hans zh-CN=zh-Hans-CN "
    "zh-TW=zh-Hant-TW zh-HK=zh-Hant-HK"
)
# What is one language to its readers.
ALIKE = {"no": "nb", "sh": "sr-Latn"}
NO_LOCALES = ["C", "POSIX", "", "README.txt", "x", "en us", "*"]
# What may be asked for, with the tag that it stands for.
ASKED = pairs(
    "en=en en-US=en-US en-UK=en-GB en-au=en-AU en-Latn-AU=en-Latn-AU fr=fr fr-CA=fr-CA "
    "fr-BE=fr-BE de=de de-AT=de-AT de_CH=de-CH pt=pt pt-BR=pt-BR pt-PT=pt-PT iw=he "
    "he-IL=he-IL zh=zh zh-CN=zh-CN zh-TW=zh-TW zh-HK=zh-HK cmn-TW=zh-TW zh-SG=zh-SG "
    "zh-Hant-TW=zh-Hant-TW sr=sr sr-Latn=sr-Latn sr-ME=sr-ME sh=sh hr=hr bs=bs no=no "
    "nb-NO=nb-NO nn=nn da=da ca=ca ca-valencia=ca-valencia es=es es-419=es-419 es-AR=es-AR "
    "tl=fil x-bork=x-bork tlh=tlh gsw=gsw und=und "
    "und-TW=und-TW en-XA=en-XA ar-psbidi=ar-XB it=it ja=ja *=*"
)
UNREADABLE = [
    "*-CA",
    "de;q=high",
    "f",
    "frfr",
    "fr--CA",
    "fr fr;q=0.3",
    "é",
    "en-;q=0",
    "",
    " ;q=0",
]
WEIGHTS = [
    "",
    ";q=1",
    ";q=0.9",
    ";q=0.5",
    "; q=0.50",
    ";q=0.1",
    ";q=.1",
    ";q=0.001",
    ";q=0",
    ";q=0.0",
]

AVAILABLE = st.lists(st.sampled_from([*LOCALES, *NO_LOCALES]), max_size=12)
MEMBER = st.tuples(st.sampled_from([*ASKED]), st.sampled_from(WEIGHTS)).map("".join)
MEMBERS = st.lists(MEMBER, max_size=8)
UNREAD = st.sampled_from(UNREADABLE)
GARBAGE = st.text(st.characters(), max_size=60) | st.text(
    'adefhnrstz-_@.*,;q=01 \t"\\', max_size=60
)
HEADERS = MEMBERS.map(", ".join) | GARBAGE | st.tuples(MEMBERS.map(",".join), GARBAGE).map(",".join)

thorough = settings(deadline=None, database=None, max_examples=300)


def weight_in(member: str) -> float:
    _name, _equals, weight = member.partition("q=")
    return float(weight or 1)


def covers(wish: str, tag: str) -> bool:
    """Extended filtering (RFC 4647, section 3.3.2): de-AT covers de-Latn-AT."""
    language, *subtags = wish.split("-")
    own_language, *own = tag.split("-")
    return language == own_language and [each for each in own if each in subtags] == subtags


def language_in(tag: str) -> str:
    return ALIKE.get(tag, tag).partition("-")[0]


def is_refused(tag: str, wishes: list[tuple[str, float]]) -> bool:
    """Whether the most specific of the members that cover a tag refuses it."""
    written = WRITTEN.get(tag, ALIKE.get(tag, tag))
    meant = [(ALIKE.get(wish, wish), weight) for wish, weight in wishes]
    covering = [(wish.count("-"), weight) for wish, weight in meant if covers(wish, written)]
    if covering:
        most = max(covering)[0]
        return any(weight == 0 for size, weight in covering if size == most)
    asked_for = {language_in(wish) for wish, weight in wishes if weight}
    return ("*", 0.0) in wishes and language_in(tag) not in asked_for


@thorough
@given(HEADERS, AVAILABLE)
def test_answer(header: str, available: list[str]) -> None:
    """The answer is one of what is on offer, or None."""
    assert best_match_language(header, available) in (*available, None)


@thorough
@given(MEMBERS, AVAILABLE)
def test_never_refused(members: list[str], available: list[str]) -> None:
    """What a member refuses is never answered, unless a more specific one accepts it."""
    wishes = [(ASKED[member.partition(";")[0]], weight_in(member)) for member in members]

    answer = best_match_language(", ".join(members), available)

    assert answer is None or not is_refused(LOCALES[answer], wishes)


@thorough
@given(MEMBERS, AVAILABLE, st.sampled_from([locale for locale in LOCALES if locale[0] != "x"]))
def test_refused_with_anything(members: list[str], available: list[str], locale: str) -> None:
    """What is refused as a whole is not answered, whatever else is asked for."""
    language = language_in(LOCALES[locale])
    asked = [(member, ASKED[member.partition(";")[0]]) for member in members]
    others = [member for member, tag in asked if language_in(tag) != language]

    answer = best_match_language(", ".join([*others, f"{language};q=0"]), [*available, locale])

    assert answer is None or language_in(LOCALES[answer]) != language


@thorough
@given(
    HEADERS,
    AVAILABLE.flatmap(lambda locales: st.tuples(st.just(locales), st.permutations(locales))),
)
def test_order_of_offer(header: str, orders: tuple[list[str], list[str]]) -> None:
    """The answer does not depend on the order of what is on offer."""
    one, other = (LanguageMatcher(available).best_match(header) for available in orders)

    assert one == other


@thorough
@given(HEADERS, AVAILABLE)
def test_doubles(header: str, available: list[str]) -> None:
    """The answer does not depend on how often something is on offer."""
    doubled, once = (
        LanguageMatcher(each).best_match(header) for each in (available * 2, available)
    )

    assert doubled == once


@thorough
@given(HEADERS, AVAILABLE, st.sampled_from(NO_LOCALES))
def test_no_tag_on_offer(header: str, available: list[str], name: str) -> None:
    """What is no tag changes nothing on offer."""
    assert best_match_language(header, [*available, name]) == best_match_language(header, available)


@thorough
@given(MEMBERS, AVAILABLE, st.randoms(use_true_random=False))
def test_spelling(members: list[str], available: list[str], random: Random) -> None:
    """The answer does not depend on the case, the separators and the blanks of a header."""
    spelled = []
    for member in members:
        tag, semicolon, weight = member.partition(";")
        tag = "".join(random.choice([each.lower(), each.upper()]) for each in tag)
        tag = tag.replace("-", "_") if random.random() < 0.5 else tag
        blanks = [random.choice(["", " ", "\t"]) for _place in range(4)]
        spelled.append(f"{blanks[0]}{tag}{blanks[1]}{semicolon}{blanks[2]}{weight}{blanks[3]}")

    answers = [best_match_language(",".join(each), available) for each in (members, spelled)]

    assert answers[0] == answers[1]


@thorough
@given(
    st.lists(st.sampled_from([*ASKED]), max_size=14).flatmap(
        lambda tags: st.permutations(
            [f"{tag};q={number / 15:.3f}" for number, tag in enumerate(tags, 1)]
        )
    ),
    AVAILABLE,
)
def test_order_of_members(members: list[str], available: list[str]) -> None:
    """The order of members of different weights says nothing."""
    heaviest_first = sorted(members, key=weight_in, reverse=True)

    answers = [best_match_language(",".join(each), available) for each in (members, heaviest_first)]

    assert answers[0] == answers[1]


@thorough
@given(MEMBERS, AVAILABLE)
def test_weights_are_an_order(members: list[str], available: list[str]) -> None:
    """Nothing but the order of the weights matters, and what is zero."""
    order = sorted({weight_in(member) for member in members} | {0.0})
    scaled = [
        f"{member.partition(';')[0]};q=0.00{order.index(weight_in(member))}" for member in members
    ]

    answers = [best_match_language(",".join(each), available) for each in (members, scaled)]

    assert answers[0] == answers[1]


@thorough
@given(HEADERS, AVAILABLE)
def test_own_answer(header: str, available: list[str]) -> None:
    """Who asks for what was answered gets it."""
    answer = best_match_language(header, available)

    assert answer is None or best_match_language(answer, available) == answer


@thorough
@given(st.lists(HEADERS, max_size=8), AVAILABLE)
def test_bound(headers: list[str], available: list[str]) -> None:
    """A matcher answers as the function does, what it was asked before or not."""
    matcher = LanguageMatcher(available)

    first = [matcher.best_match(header) for header in headers]

    assert first == [best_match_language(header, available) for header in headers]
    assert first == [matcher.best_match(header) for header in headers]
    assert first == [LanguageMatcher(available).best_match(header) for header in headers]


@thorough
@given(HEADERS, AVAILABLE)
def test_explained(header: str, available: list[str]) -> None:
    """What is explained is what is answered."""
    matcher = LanguageMatcher(available)

    assert matcher.explain(header).choice == matcher.best_match(header)


@thorough
@given(MEMBERS, AVAILABLE, st.lists(st.tuples(st.integers(0, 14), UNREAD), max_size=8))
def test_unreadable_members(
    members: list[str], available: list[str], unread: list[tuple[int, str]]
) -> None:
    """A member that can't be read changes nothing, wherever it stands."""
    answer = best_match_language(", ".join(members), available)
    for place, member in unread:
        members.insert(place, member)

    assert best_match_language(", ".join(members), available) == answer


@thorough
@given(HEADERS, AVAILABLE, st.sampled_from([*LOCALES]))
def test_first_wish_on_offer(header: str, available: list[str], locale: str) -> None:
    """Who asks first of all for what is on offer, and refuses nothing, gets that tag."""
    tag = LOCALES[locale]
    wishes = [member for member in header.split(",") if "0" not in member]

    answer = best_match_language(",".join([tag, *wishes]), [*available, locale])

    assert answer is not None
    assert LOCALES[answer] == tag


@thorough
@given(st.lists(st.sampled_from(["it", "ja;q=0.5", "fi;q=0.1", *UNREADABLE])), AVAILABLE)
def test_star_finds_something(members: list[str], available: list[str]) -> None:
    """Who takes anything, and names nothing that is there, gets something where there is something."""
    answer = best_match_language(", ".join(["*", *members]), available)

    assert (answer is None) == ({*available} <= {*NO_LOCALES})
