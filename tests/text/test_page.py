"""The article in a web page."""

import json

import pytest

from bot.text.html import MOST_TAGS
from bot.text.page import read_page

BODY = "Trois drones ont survolé le port. " * 10
AROUND = "<nav>Machine</nav>{}<aside>Lire aussi : ballons</aside><footer>Contact</footer>"


def page(body: str, head: str = "", attributes: str = "") -> str:
    """A page of HTML."""
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "holder",
    [
        "<article>{}</article>",
        "<main>{}</main>",
        '<div role="main">{}</div>',
        '<div class="teasers"><p>Ballons</p></div><div class="c">{}</div>',
    ],
)
def test_the_furniture_is_left_out(holder: str) -> None:
    """Of a page, what is read is the article: no menu, no other articles, no footer."""
    read = read_page(page(AROUND.format(holder.format(f"<p>{BODY}</p><p>La fin.</p>"))))
    assert read.text == f"{BODY.strip()}\n\nLa fin."


def test_the_longest_article_is_meant() -> None:
    """Teasers are articles too."""
    teaser = "<article><p>Des ballons.</p></article>"
    assert read_page(page(f"{teaser}<article><p>{BODY}</p></article>{teaser}")).text == BODY.strip()


def test_a_short_page_is_read_whole() -> None:
    """Where no element holds enough, all that is not furniture counts."""
    assert read_page(page(AROUND.format("<p>Des drones.</p>"))).text == "Des drones."


def test_what_is_offered_to_search_engines() -> None:
    """A page that is written by a program often has its text in its data."""
    data = {"@graph": [{"@type": "NewsArticle", "articleBody": BODY}]}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert read_page(page("<div id=app></div>", script)).text == BODY.strip()


@pytest.mark.parametrize(
    "data", ["", "{", "[" * 5000, '{"articleBody": 7}', '"articleBody"', "null"]
)
def test_data_that_is_of_no_use(data: str) -> None:
    """Whatever stands there, the page itself is read."""
    script = f'<script type="application/ld+json">{data}</script>'
    assert read_page(page(f"<p>{BODY}</p>", script)).text == BODY.strip()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Des drones - Le Phare</title>", "Au port"),
        ('<meta property="og:title" content="Des drones &amp; le port">', "Des drones & le port"),
        ('<meta name="twitter:title" content="Des drones">', "Des drones"),
    ],
)
def test_the_title(head: str, title: str) -> None:
    """What the page calls its article, rather than itself."""
    assert read_page(page(f"<h1>Au port</h1><p>{BODY}</p>", head)).title == title


def test_the_title_for_want_of_another() -> None:
    """A page without a heading has a title all the same."""
    assert read_page(page("<p>Bonjour</p>", "<title>Des drones</title>")).title == "Des drones"


def test_the_title_is_not_repeated() -> None:
    """A heading above the text is the title, not a first sentence."""
    read = read_page(page(f"<article><h1>Au port</h1><p>{BODY}</p></article>"))
    assert (read.title, read.text) == ("Au port", BODY.strip())


@pytest.mark.parametrize(
    ("said", "lang"), [("fr-FR", "fr"), ("ZH_hant", "zh"), ("", ""), ("français", ""), ("x", "")]
)
def test_the_language(said: str, lang: str) -> None:
    """What the page says of its language, without the country."""
    assert read_page(page("", attributes=f'lang="{said}"')).lang == lang


def test_the_author() -> None:
    """A name; many pages put the address of a profile there."""
    profile = '<meta property="article:author" content="https://example.org/anne">'
    name = '<meta name="author" content="Anne Martin">'
    assert read_page(page("", profile)).author == ""
    assert read_page(page("", profile + name)).author == "Anne Martin"


@pytest.mark.parametrize(
    "markup",
    ["", "<", "\ud800", "<html", "<p>" * 5000, "<article>" * 9000, "<b>x</b>" * (MOST_TAGS + 1)],
)
def test_every_page_is_read(markup: str) -> None:
    """No page, however broken, is more than a page without an article."""
    assert isinstance(read_page(markup).text, str)
