"""From the bytes of a web page to an article."""

import pytest

from bot.model import Entry, Fetched
from bot.parse.page import read_article
from tests.fixed_clock import NOON

URL = "https://www.phare.example/port?utm_source=x"
PAGE = '<html lang="fr"><title>Été au port</title><p>Trois drones à Pékin.</p></html>'


def fetched(body: bytes, content_type: str = "text/html") -> Fetched:
    """What a server answered."""
    return Fetched(URL, 200, {"content-type": content_type}, body, NOON)


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
