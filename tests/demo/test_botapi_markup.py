"""Telegram's HTML, strictly: text, entities in UTF-16 units, and the server's words for errors."""

import time
from contextlib import suppress
from dataclasses import dataclass
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.botapi.entities import Entity, Formatted, utf16_length
from bot.demo.botapi.links import checked_link
from bot.demo.botapi.markup import MarkupError, parse_html
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.tidy import tidied


def kinds(formatted: Formatted) -> list[tuple[str, int, int]]:
    """The entities in short."""
    return [(entity.type, entity.offset, entity.length) for entity in formatted.entities]


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("", "", []),
        ("1 &lt; 2 &amp;&gt; &quot;3&quot;", '1 < 2 &> "3"', []),
        ("AT&T &eacute; &nbsp;", "AT&T &eacute; &nbsp;", []),
        ("&lt &#233;&#xe9 &#x1f681;", "< éé 🚁", []),
        ("&#0; &#12345678; &#; &#x;", "&#0; &#12345678; &#; &#x;", []),
        ("<b>Été</b>", "Été", [("bold", 0, 3)]),
        ("🚁<STRONG >🚁</Strong>", "🚁🚁", [("bold", 2, 2)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        (
            "<s>a</s><del>b</del><strike>c</strike>",
            "abc",
            [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
        ),
        (
            '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
            "ab",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("<b>a<i>b</></>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable cite=''>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ("<pre><code>a</code></pre>", "a", [("pre", 0, 1), ("code", 0, 1)]),
        ("<b color=red data = 'x>y'>a</b>", "a", [("bold", 0, 1)]),
        ("<a>no address</a>", "no address", []),
        ("<a href='nowhere'>a</a>", "a", []),
    ],
)
def test_markup_becomes_text_and_entities(
    html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    """Every tag, and the leniency that the server has."""
    parsed = parse_html(html)
    assert (parsed.text, kinds(parsed)) == (text, entities)


def test_tags_carry_their_arguments() -> None:
    """Links, languages of code, emoji and dates."""
    parsed = parse_html(
        '<a href="https://A.org/?x=1&amp;y=&lt;2">l</a>'
        "<a>b.org</a>"
        '<a href="tg://user?id=42">u</a>'
        '<pre><code class="language-python">p</code></pre>'
        '<code class="language-c"><pre>c</pre></code>'
        '<code class="language-c">x</code>'
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'
        '<tg-time unix="1772452800" format="wDT">lundi</tg-time>'
    )
    assert parsed.entities == (
        Entity("text_link", 0, 1, url="https://a.org/?x=1&y=<2"),
        Entity("text_link", 1, 5, url="http://b.org/"),
        Entity("text_mention", 6, 1, user_id=42),
        Entity("pre", 7, 1, language="python"),
        Entity("pre", 8, 1, language="c"),
        Entity("code", 9, 1),
        Entity("custom_emoji", 10, 2, custom_emoji_id="5368324170671202286"),
        Entity("date_time", 12, 5, unix_time=1772452800, date_time_format="wDT"),
    )


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("a<br>", 'Unsupported start tag "br" at byte offset 1'),
        ("é🚁<P x>", 'Unsupported start tag "p" at byte offset 6'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b x", 'Unclosed start tag "b" at byte offset 0'),
        ("<b x=", 'Unclosed start tag "b" at byte offset 0'),
        ("<b x='y", "Unclosed start tag at byte offset 0"),
        ("<b =x>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<a href=a/b>", "Unexpected end of name token at byte offset 8"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>a</b></b>", "Unexpected end tag at byte offset 8"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b>a<i>b</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time>a</tg-time>", "Invalid Unix time specified"),
        ('<tg-time unix="1" format="x">a</tg-time>', "Invalid date-time format specified"),
        (
            "&#xd83d;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_markup_that_cannot_be_read_is_refused_in_the_servers_words(html: str, error: str) -> None:
    """With the place, in bytes of UTF-8."""
    with pytest.raises(MarkupError) as caught:
        parse_html(html)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        (" \n<b>a</b> b \n", "a b", [("bold", 0, 1)]),
        ("<b> a </b>", " a", [("bold", 0, 2)]),
        ("a\r\nb\tc\u202ed", "a\nb cd", []),
        ("\u202e<b>x</b>", "x", [("bold", 0, 1)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", [("blockquote", 0, 2)]),
    ],
)
def test_the_server_tidies_up(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Blanks at the ends, control characters, neighbours of one style, wrong nesting."""
    kept = tidied(parse_html(html))
    assert (kept.text, kinds(kept)) == (text, entities)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("#Défense_2 et #Chine, #42 ##non", [("hashtag", 0, 10), ("hashtag", 14, 6)]),
        ("🚁 #drones", [("hashtag", 3, 7)]),
        ("Voir https://a.org/x?y=#z. Fin", [("url", 5, 20)]),
        ("(lemonde.fr/idees) x.pdf", [("url", 1, 16)]),
        ("@vigie_bot, a@b.org", [("mention", 0, 10), ("email", 12, 7)]),
        ("/aide ou /why@vigie_bot, 1/2", [("bot_command", 0, 5), ("bot_command", 9, 14)]),
    ],
)
def test_links_and_tags_are_found_in_plain_text(
    text: str, entities: list[tuple[str, int, int]]
) -> None:
    """As Telegram does by itself."""
    assert kinds(tidied(Formatted(text))) == entities


def test_nothing_is_found_inside_code_or_links() -> None:
    """A hashtag there is just text."""
    kept = tidied(parse_html('<code>#a</code> <a href="https://a.org">#b</a> <b>#c</b>'))
    assert kinds(kept) == [
        ("code", 0, 2),
        ("text_link", 3, 2),
        ("bold", 6, 2),
        ("hashtag", 6, 2),
    ]


def test_entities_beyond_the_hundredth_are_dropped() -> None:
    """In silence, as the server does."""
    kept = tidied(parse_html("<b>a</b> " * 150))
    assert len(kept.entities) == 100
    assert len(kept.text) == 299


@pytest.mark.parametrize(
    ("link", "checked"),
    [
        ("example.org", "http://example.org/"),
        ("HTTPS://Example.org?a=b", "https://example.org/?a=b"),
        ("http://127.0.0.1:8080/a b", ""),
        ("http://127.0.0.1:8080/é", "http://127.0.0.1:8080/é"),
        ("http://localhost/", ""),
        ("javascript:alert(1)", ""),
        ("ftp://a.org/", ""),
        ("tg://resolve?domain=vigie_bot", "tg://resolve?domain=vigie_bot"),
        ("..", ""),
        ("", ""),
    ],
)
def test_links_are_checked_as_telegram_does(link: str, checked: str) -> None:
    """Http and https with a dot in the host; anything else is no link."""
    assert checked_link(link) == checked


PIECES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            [
                "<", ">", "</", "/>", "<b>", "</b>", "<i>", "</>", "<a href=", '"', "'", "=", "&",
                "&#", "&amp;", "&#xd800;", "&#65;", "<pre>", "<code class='language-x'>", "\0",
                "<tg-time unix=1>", "<span class=tg-spoiler>", "🚁", "<blockquote expandable>",
                "#é", "http://a.org", " ", "\n", "\r", "\u202e",
            ]
        ),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(html=PIECES)
@settings(max_examples=100, deadline=None, database=None)
def test_any_text_is_read_or_refused(html: str) -> None:
    """Never a crash; entities lie in the text, in order, none empty."""
    try:
        kept = tidied(parse_html(html))
    except (MarkupError, Refusal):
        return
    units = utf16_length(kept.text)
    assert all(0 <= each.offset < each.end <= units for each in kept.entities)
    assert [each.offset for each in kept.entities] == sorted(each.offset for each in kept.entities)
    kept.text.encode()


@dataclass(frozen=True)
class Node:
    """A piece of text, or a tag around pieces."""

    tag: str
    inner: "tuple[Node, ...] | str"

    def html(self) -> str:
        """As it is written."""
        if isinstance(self.inner, str):
            return escape(self.inner)
        name = self.tag.split()[0]
        return f"<{self.tag}>{''.join(each.html() for each in self.inner)}</{name}>"

    def text(self) -> str:
        """As it is read."""
        if isinstance(self.inner, str):
            return self.inner
        return "".join(each.text() for each in self.inner)

    def marked(self, offset: int) -> list[tuple[str, int, int]]:
        """The entities that it stands for, when it begins at `offset`."""
        if isinstance(self.inner, str):
            return []
        found = [(MEANT[self.tag], offset, utf16_length(self.text()))] if self.text() else []
        for each in self.inner:
            found += each.marked(offset)
            offset += utf16_length(each.text())
        return found


MEANT = {
    "b": "bold", "em": "italic", "u": "underline", "del": "strikethrough",
    "tg-spoiler": "spoiler", "blockquote expandable": "expandable_blockquote", "code": "code",
    'a href="https://a.org/?b=1&amp;c=&quot;"': "text_link", "tg-time unix=1 format=r": "date_time",
}  # fmt: skip
LEAVES = st.text(st.sampled_from("aé<>&\"' \n🚁😀\u05d0\u0301"), max_size=6).map(
    lambda text: Node("", text)
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Node, st.sampled_from(sorted(MEANT)), st.lists(inner, max_size=4).map(tuple)
    ),
    max_leaves=15,
)


@given(trees=st.lists(TREES, max_size=4))
@settings(max_examples=100, deadline=None, database=None)
def test_what_is_written_is_what_is_read(trees: list[Node]) -> None:
    """Any nesting of tags around any text: the text comes back, with every entity in its place."""
    parsed = parse_html("".join(tree.html() for tree in trees))
    assert parsed.text == "".join(tree.text() for tree in trees)
    expected, offset = [], 0
    for tree in trees:
        expected += tree.marked(offset)
        offset += utf16_length(tree.text())
    assert sorted(kinds(parsed)) == sorted(expected)


def test_the_worst_text_takes_little_time() -> None:
    """Markup that is all tags, or all references, up to the limit of bytes."""
    began = time.process_time()
    for piece in ("<b>a</b>", "<a href=a.b>a</a>", "&#65;", "&", "<i>", "#a ", "a.b."):
        html = (piece * 32_768)[: 32_768 // len(piece) * len(piece)]
        with suppress(MarkupError, Refusal):
            tidied(parse_html(html))
    assert time.process_time() - began < 5
