"""From markup to plain text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.html import MOST_TAGS, clean, page_text, plain_text, plain_title

MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<br>", "<div>", "</div>", "<script>", "</script>", "<b>", "<", ">", "<!--",
         "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "&#xD800;", "&lt;", "&nbsp;", "&#146;",
         "\ud800", "\x00", "\x01", "\x85", "\x9f", "\u2028", "\u00ad", "e\u0301", "é", "mot", " ",
         "\n\n"]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Un.</p><p>Deux.</p>", "Un.\n\nDeux."),
        ("Un.<br>Deux.", "Un. Deux."),
        ("Un.<br/><br />Deux.", "Un.\n\nDeux."),
        ("Un.<br>\n &nbsp;<br>Deux.", "Un.\n\nDeux."),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<h1>Titre</h1>Texte", "Titre\n\nTexte"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<blockquote>a</blockquote><hr>b<figure>c<figcaption>d</figcaption></figure>",
         "a\n\nb\n\nc\n\nd"),
        ("mot<b>gras</b> <i>pen</i>ché", "motgras penché"),
        ("<a href='x'>lien</a>, <span>suite</span>", "lien, suite"),
        ("a<script>b()</script>c<style>d{}</style><noscript>e</noscript>f", "acf"),
        ("a<!-- b -->c", "ac"),
        ("a<iframe>b</iframe><svg><text>c</text></svg><form>d</form><button>e</button>f", "af"),
        ("<p>Un <p>Deux", "Un\n\nDeux"),
        ("</div></p>Un</b>", "Un"),
        ("R&amp;D &eacute;t&#233; &#x20AC; &lt;b&gt;", "R&D été € <b>"),
        ("&#146;", "’"),
        ("a  b\n\tc", "a b c"),
        ("a\n\nb", "a\n\nb"),
        ("a\n \n\nb\nc", "a\n\nb c"),
        ("a\xa0b", "a\xa0b"),
        ("a\x0bb\x0cc\u2028d\u2029e\x85f", "a b c d e f"),
        ("a\u00adb\u200bc\ufeffd\x00e\x7ff\x9bg", "abcdefg"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301te\u0301", "été"),
        ("a\ud800b", "ab"),
        ("<p>a\ud800b</p>", "ab"),
        ("3 < 5 et 7 > 2", "3 < 5 et 7 > 2"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)  # fmt: skip
def test_plain_text(markup: str, text: str) -> None:
    """Blocks become paragraphs, the rest runs on; what nobody sees is gone."""
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Drones &amp;amp; chars", "Drones & chars"),
        ("l&amp;#8217;été", "l’été"),
        ("&lt;b&gt;Drones&lt;/b&gt;", "Drones"),
        ("&amp;lt;b&amp;gt;Drones&amp;lt;/b&amp;gt;", "Drones"),
        ("<p>Un</p><p>Deux</p>", "Un Deux"),
        ("Un\n\nDeux\n Trois", "Un Deux Trois"),
        ("3 < 5", "3 < 5"),
        ("AT&T, Q&A", "AT&T, Q&A"),
        ("  ", ""),
    ],
)
def test_plain_title(markup: str, title: str) -> None:
    """One line; entities are read twice, as feeds escape titles once too often."""
    assert plain_title(markup) == title


@given(MARKUP)
def test_text_is_clean(markup: str) -> None:
    """Whatever comes in: no control characters, NFC, paragraphs separated by one blank line."""
    text = plain_text(markup)
    assert unicodedata.is_normalized("NFC", text)
    assert {unicodedata.category(c) for c in text.replace("\n", "")}.isdisjoint({"Cc", "Cs"})
    assert all(paragraph == clean(paragraph) != "" for paragraph in text.split("\n\n") if text)


@given(MARKUP)
def test_title_is_clean(markup: str) -> None:
    """A title is one clean line."""
    title = plain_title(markup)
    assert title == clean(title)


@given(MARKUP)
def test_plain_is_final(markup: str) -> None:
    """A text without markup stays as it is."""
    text = plain_text(markup)
    if not re.search("[<&]", text):
        assert plain_text(text) == text


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 190_000 + "fond", "<b>" * 9_999 + "fond", "<" * 300_000 + "fond",
     "<p" * 200_000 + ">fond", "<p>a</p>" * 100_000 + "fond", "<a " + "x=1 " * 200_000 + ">fond",
     "&" * 400_000 + "<p>fond", "fond" + "&lt;" * 200_000],
    ids=["deep", "deep within the limit", "brackets", "open tags", "paragraphs", "attributes",
         "ampersands", "entities"],
)  # fmt: skip
def test_hostile(markup: str) -> None:
    """Markup that would take a parser minutes is read in another way, and its words are kept."""
    assert "fond" in plain_text(markup)


def test_tags_beyond_the_limit() -> None:
    """Beyond ten thousand tags each is a blank, and entities are still read."""
    assert plain_text("<i>a</i>" * MOST_TAGS + "&eacute;").endswith("a a é")


def test_page_text() -> None:
    """What stands around the text of a page is left out, also where no element holds that."""
    markup = "<nav>Menu</nav><p>Des drones.</p><figure>Photo</figure><footer>Contact</footer>"
    assert page_text(markup) == "Des drones."
    assert page_text("Des drones.") == "Des drones."
