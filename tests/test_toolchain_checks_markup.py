"""Tags, entities, and what runs in a browser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.toolchain.checks import markup
from tests.linting import catalog, codes, entry, lint

READ = "Read <b>this</b>."
LINK = 'Read <a href="/help" class="more">this</a>.'


def found(text: str) -> list[str]:
    """The codes of what is wrong with markup, without repeats."""
    ours = {rule.code for rule in markup.RULES}
    return sorted({*codes(lint(text))} & ours)


def of(msgid: str, msgstr: str) -> list[str]:
    """What is wrong with one translation."""
    return found(catalog(entry(msgid, msgstr)))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        (READ, "Lisez <b>ceci.", "E540"),
        (READ, "Lisez ceci</b>.", "E540"),
        (READ, "Lisez ceci.", "E540"),
        (READ, "Lisez <b>ceci<b>.", "E540"),
        (READ, "Lisez < b>ceci</b>.", "E540"),
        (READ, "Lisez <b>ceci</ b>.", "E540"),
        (READ, "Lisez <b>ceci<\\b>.", "E540"),
        (READ, "Lisez ＜b＞ceci＜/b＞.", "E540"),
        (READ, "Lisez <gras>ceci</gras>.", "E540"),
        (READ, "Lisez &lt;b&gt;ceci&lt;/b&gt;.", "E540"),
        (READ, "Lisez <b ceci</b>.", "E540"),
        ("<p>One.</p><p>Two.</p>", "<p>Un. Deux.</p>", "E540"),
        ("<q>A</q>", "<q>A", "E540"),
        ("A", "A<sup>B", "E541"),
        ("Press <0>here</0>.", "Appuyez ici.", "E540"),
        ("<link>More</link>", "Plus</link>", "E540"),
        (LINK, "Lisez ceci.", "E540"),
        (LINK, 'Lisez <a href="/help" class="more>ceci</a>.', "E540"),
        (LINK, 'Lisez <a href="/help" class=“more”>ceci</a>.', "E544"),
        ('<a href="//a.org/x">x</a>', "<a href=“//a.org/x”>x</a>", "E544"),
        (LINK, 'Lisez <a href=\\"/help\\" class=\\"more\\">ceci</a>.', "E540"),
        ("A <img src='x.png'> B", "A B", "E540"),
        ("Read this.", "Lisez <b>ceci</b>.", "E541"),
        ("Read this.", "Lisez <b>ceci.", "E541"),
        ("Read this.", '<a href="/x">Lisez</a> ceci.', "E541"),
        ("Read this.", '<img src="x.png">Lisez', "E541"),
        (READ, "<i>Lisez</i> <b>ceci</b>.", "E541"),
        (READ, "Lisez <b>ceci</b></b>.", "E541"),
        (READ, "Lisez <b>ceci</b>.</text_to_translate>", "E541"),
        ("Type &lt;b&gt;.", "Tapez <b>.", "E541"),
        (READ, "Lisez </b>ceci<b>.", "E542"),
        ("<b><i>A</i></b>", "<b><i>A</b></i>", "E542"),
        ("<ul><li>A</li></ul>", "<ul><li>A</ul></li>", "E542"),
        ("Read this.", "Lisez ceci.<script>alert(1)</script>", "E543"),
        ("Read this.", "Lisez ceci.<ScRiPt src=//evil.example/x.js>", "E543"),
        ("Read this.", "Lisez ceci.<script src=x", "E543"),
        ("Read this.", "Lisez ceci.< script >", "E543"),
        ("Read this.", '<iframe src="https://evil.example">', "E543"),
        ("Read this.", "<img src=x onerror=alert(1)>", "E543"),
        ("Read this.", "<img/src=x/onerror=alert(1)>", "E543"),
        ("Read this.", "<svg/onload=alert(1)>", "E543"),
        ("Read this.", "<object data=x>", "E543"),
        ("Read this.", "<meta http-equiv=refresh content=0>", "E543"),
        ("Read this.", "<form action=/x><input></form>", "E543"),
        (READ, 'Lisez <b onclick="x()">ceci</b>.', "E543"),
        (LINK, 'Lisez <a href="javascript:x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="java&#x73;cript:x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="&#106;avascript:x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href=" JavaScript:x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="java\tscript:x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="javascript&colon;x()" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="vbscript:x" class="more">ceci</a>.', "E543"),
        (LINK, 'Lisez <a href="data:text/html,x" class="more">ceci</a>.', "E543"),
        ("Read [this](/help).", "Lisez [ceci](javascript:x).", "E543"),
        (LINK, 'Lisez <a href="/help" class="plus">ceci</a>.', "E544"),
        (LINK, 'Lisez <a class="more">ceci</a>.', "E544"),
        (LINK, 'Lisez <a href="/help">ceci</a>.', "E544"),
        (LINK, 'Lisez <a href="/aide" class="more">ceci</a>.', "E544"),
        (LINK, "Lisez <a href=“/help” class=“more”>ceci</a>.", "E544"),
        (LINK, "Lisez <a>ceci</a>.", "E544"),
        ('<input type="text" name="q">', '<input type="texte" name="q">', "E544"),
        (READ, 'Lisez <b style="position:fixed">ceci</b>.', "E544"),
        ("Read this.", "Lisez <!-- ceci.", "E543"),
        ("Read this.", "Lisez {{ config }} ceci.", "E552"),
        ("Read this.", "Lisez {% include 'x' %} ceci.", "E552"),
        ("Read this.", "Lisez <%= x %> ceci.", "E552"),
        ("10&nbsp;MB", "10&nbsp Mo", "E545"),
        ("10&nbsp;MB", "10& nbsp;Mo", "E545"),
        ("10&nbsp;MB", "10&nbsp ;Mo", "E545"),
        ("10&nbsp;MB", "10&nbps;Mo", "E545"),
        ("10&nbsp;MB", "10＆nbsp；Mo", "E545"),
        ("10&nbsp;MB", "10&nbsp；Mo", "E545"),
        ("10&#160;MB", "10&#160 Mo", "E545"),
        ("A &amp; B", "A & amp; B", "E545"),
        ("A &amp; B", "A &amp B", "E545"),
        ("10 MB", "10&espace;Mo", "E545"),
        ("One.<br>Two.", "Un. Deux.", "W550"),
        ("One.<br>Two.", "Un.<br><br>Deux.", "W550"),
        ("<q>A</q>", "«\u00a0A\u00a0»", "W550"),
        ("1st", "1<sup>er</sup>", "W550"),
    ],
)
def test_mistake(msgid: str, msgstr: str, expected: str) -> None:
    """Each mistake is found, and told as what it is."""
    assert expected in of(msgid, msgstr)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        (READ, "<b>Ceci</b> est à lire."),
        (READ, "Lisez <B>ceci</B>."),
        ("A<br>B", "A<br/>B"),
        ("A<br />B", "A<br>B"),
        ("<b>One</b> <i>two</i>", "<i>Deux</i> <b>un</b>"),
        ("<b>One <i>two</i></b>", "<b><i>Deux</i> un</b>"),
        ("<p>One<p>Two", "<p>Un<p>Deux"),
        ("<b>A", "<b>B"),
        ("A</b> B", "C</b> D"),
        (LINK, 'Lisez <a class="more" href="/help">ceci</a>.'),
        (LINK, "Lisez <a href='/help' class='more'>ceci</a>."),
        (LINK, 'Lisez <a href="/help" class="more" title="Aide">ceci</a>.'),
        (LINK, 'Lisez <a href="/help" class="more" lang="en" hreflang="en">ceci</a>.'),
        ('<a href="/h" title="Help">A</a>', '<a href="/h" title="Aide">B</a>'),
        ('<img src="x.png" alt="Book">', '<img src="x.png" alt="Livre">'),
        ('<input placeholder="Name" type="text">', '<input placeholder="Nom" type="text">'),
        ('<i aria-label="Close">x</i>', '<i aria-label="Fermer">x</i>'),
        ('<a href="%(url)s">A</a>', '<a href="%(url)s">B</a>'),
        (
            '<a href="/a">A</a> and <a href="/b">B</a>',
            '<a href="/b">B</a> et <a href="/a">A</a>',
        ),
        ("Press <0>here</0>", "Appuyez <0>ici</0>"),
        ("Use <name>.", "Utilisez <nom>."),
        ("Use <file> or <host>.", "Utilisez <fichier> ou <hôte>."),
        ("usage: run <time> <title>", "usage : run <durée> <titre>"),
        ("Write to <help@example.org>", "Écrivez à <help@example.org>"),
        ("a < b and c > d", "a < b et c > d"),
        ("if a <b and c> d", "si a <b et c> d"),
        ("x <y", "x <z"),
        ("-> next <-", "→ suivant ←"),
        ("List<String>", "List<String>"),
        ("I <3 you", "Je t'<3"),
        ("<script>alert(1)</script> is refused", "<script>alert(1)</script> est refusé"),
        ("Tags such as <script> are refused", "Les balises <script> sont refusées"),
        ("Use a <meta> tag", "Utilisez une balise <meta>"),
        ("Requires JavaScript: enable it", "Nécessite JavaScript : activez-le"),
        ("Requires JavaScript.", "JavaScript: à activer"),
        ("onclick = yes", "onclick = oui"),
        ("10&nbsp;MB", "10\u00a0Mo"),
        ("10 MB", "10&nbsp;Mo"),
        ("“A”", "&laquo;A&raquo;"),
        ("A &amp; B", "A et B"),
        ("AT&T", "AT&T"),
        ("Terms & Conditions", "Conditions & règles"),
        ("Questions & answers", "Q&R"),
        ("/x?a=1&copy=2", "/x?a=1&copy=2&reg=3"),
        ("Copy & paste; then save", "Copier & coller; puis enregistrer"),
        ("&copy; 2026", "© 2026"),
        ("&#8230;", "…"),
        ("&File", "&Fichier"),
        ("{% if a < b %}", "{% if a < b %}"),
        ("data: none", "data: aucune"),
    ],
)
def test_look_alike(msgid: str, msgstr: str) -> None:
    """What is no mistake is not told."""
    assert of(msgid, msgstr) == []


def test_plural_fits_one_of_the_texts() -> None:
    """A form may have the tags of either text."""
    text = entry("<b>One</b> book", "<b>Un</b> livre", "%(n)d livres", plural="%(n)d books")

    assert found(catalog(text)) == []


def test_place() -> None:
    """A finding says where it is."""
    text = catalog(entry("Read this.", "Lisez ceci.<script>x</script>"))
    finding = next(one for one in lint(text) if one.rule.code == "E543")

    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("<script>")


def test_rules_have_examples() -> None:
    """The wrong example of each rule breaks it, and the right one does not."""
    for rule in markup.RULES:
        assert rule.code in found(catalog(rule.wrong + "\n"))
        assert rule.code not in found(catalog(rule.right + "\n"))


SOME = st.text(st.sampled_from("<>/ab=\"'& #;1:%.\nscript"))


@settings(deadline=None)
@given(st.text() | SOME, st.text() | SOME)
def test_arbitrary_text(msgid: str, msgstr: str) -> None:
    """Nothing is raised."""
    of(msgid, msgstr)


@pytest.mark.parametrize("piece", ["<a ", '<a x="', "&", "<", "= ", "<a on", "[x](", "&amp", "</"])
def test_long_text(piece: str) -> None:
    """A long text takes no longer than its length."""
    of("x", piece * 20_000)


@pytest.mark.parametrize("tag", ["<b>", '<a href="/x">', "<b></b>"])
@pytest.mark.parametrize("msgid", ["<b></i>", '<b><a href="/x" class="y">', ""])
def test_many_tags(tag: str, msgid: str) -> None:
    """Many tags take no longer than their length, whichever of them the msgid has."""
    of("x" + (tag + "y") * 20_000 + msgid, "x" + (tag + "z") * 20_000)


def test_many_scripts() -> None:
    """Many scripts that the msgid has too take no longer than their length."""
    of("x " * 200_000 + "<script>", "< script >" * 20_000)


def test_many_names_of_tags() -> None:
    """Many tags that are lost take no longer than their length."""
    tags = "".join(f"<t{n}></t{n}>" for n in range(10_000))

    of(tags, tags.replace("<", "< "))
