"""From the bytes of a web page to an article."""

import json

import pytest

from bot.model import Entry, Fetched, FetchFailure
from bot.parse.page import read_article
from tests.fixed_clock import NOON

URL = "https://www.phare.example/port?utm_source=x"
PAGE = '<html lang="fr"><title>Été au port</title><p>Trois drones à Pékin.</p></html>'
BODY = "Trois drones ont survolé le port. " * 10
AROUND = "<nav>Machine</nav>{}<aside>Lire aussi : ballons</aside><footer>Contact</footer>"


def fetched(body: bytes, content_type: str = "text/html") -> Fetched:
    """What a server answered."""
    return Fetched(URL, 200, {"content-type": content_type}, body, NOON)


def read(body: str, head: str = "") -> Entry:
    """What is read of a page of HTML."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    entry = read_article(fetched(page.encode()))
    assert isinstance(entry, Entry)
    return entry


def test_an_article() -> None:
    """Title, text, language and both addresses."""
    entry = read_article(fetched(PAGE.encode()))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.text) == ("Été au port", "Trois drones à Pékin.")
    assert (entry.lang, entry.url) == ("fr", URL)
    assert entry.canonical_url == "https://phare.example/port"


@pytest.mark.parametrize(
    ("charset", "content_type", "meta"),
    [
        ("utf-8", "text/html", ""),
        ("cp1252", "text/html; charset=iso-8859-1", ""),
        ("iso8859-15", "text/html", '<meta charset="iso-8859-15">'),
        ("cp1251", "text/html", '<meta http-equiv="content-type" content="x; charset=cp1251">'),
        ("cp1252", "text/html", '<meta charset="no-such-charset">'),
    ],
)
def test_charsets(charset: str, content_type: str, meta: str) -> None:
    """A page is read in the charset that the server names, else the page itself."""
    word = "Китай" if charset == "cp1251" else "Pékin"
    body = f"<html><head>{meta}</head><p>{word}</p></html>".encode(charset)
    entry = read_article(fetched(body, content_type))
    assert isinstance(entry, Entry)
    assert entry.text == word


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"%PDF-1.7 \0\0\0", "application/pdf", "This is no web page."),
        (b"\x89PNG\r\n\0\0\0\rIHDR", "text/html", "This is no web page."),
        (b"{}", "application/json", "This is no web page."),
        (b"<?xml version='1.0'?>\n<rss></rss>", "text/html", "This is a feed, not an article."),
        (b"<!-- x --><feed xmlns='x'>", "application/xml", "This is a feed, not an article."),
        (b"<html><script>go()</script></html>", "text/html", "There is no text in this page."),
        (b"", "", "There is no text in this page."),
    ],
)
def test_what_is_no_article(body: bytes, content_type: str, why: str) -> None:
    """What cannot be read says so, and what to do."""
    answer = read_article(fetched(body, content_type))
    assert not isinstance(answer, Entry)
    assert str(answer.text) == why
    assert answer.hint is not None


@pytest.mark.parametrize(
    "holder", ["<article>{}</article>", "<main>{}</main>", '<div role="main">{}</div>']
)
def test_the_furniture_is_left_out(holder: str) -> None:
    """Of a page, what is read is the article: no menu, no other articles, no footer."""
    entry = read(AROUND.format(holder.format(f"<p>{BODY}</p><p>La fin.</p>")))
    assert entry.text == f"{BODY.strip()}\n\nLa fin."


def test_a_short_page_is_read_whole() -> None:
    """Where no element holds enough, all that is not furniture counts, but the title."""
    entry = read(AROUND.format("<h1>Au port</h1><p>Des drones.</p><p>Ou pas.</p>"))
    assert (entry.title, entry.text) == ("Au port", "Des drones.\n\nOu pas.")


def test_what_is_offered_to_search_engines() -> None:
    """A page that is written by a program often has its text in its data."""
    data = {"@graph": [{"@type": "NewsArticle", "articleBody": BODY}]}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert read("<div id=app></div>", script).text == BODY.strip()


@pytest.mark.parametrize("data", ["", "{", "[" * 5000, '{"articleBody": 7}', "null"])
def test_data_that_is_of_no_use(data: str) -> None:
    """Whatever stands there, the page itself is read."""
    script = f'<script type="application/ld+json">{data}</script>'
    assert read(f"<p>{BODY}</p>", script).text == BODY.strip()


def test_the_title_is_not_repeated() -> None:
    """A heading above the text is the title, not a first sentence."""
    entry = read(f"<article><h1>Au port</h1><p>{BODY}</p></article>")
    assert (entry.title, entry.text) == ("Au port", BODY.strip())


@pytest.mark.parametrize(
    "markup", ["<", "<html", "<p>" * 5000, "<article>" * 9000, "<b>x</b>" * 20_000]
)
def test_every_page_is_read(markup: str) -> None:
    """No page, however broken, is more than a page without an article."""
    assert isinstance(read_article(fetched(markup.encode())), Entry | FetchFailure)
