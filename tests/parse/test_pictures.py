"""The picture that goes with an article."""

import time
from html import escape

import pytest

from bot.parse.pictures import picture
from tests.raw_feed import atom, item, only

BASE = "https://phare.example/7"
SPACES = (
    "xmlns:media='http://search.yahoo.com/mrss/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
)


def _of(more: str) -> str:
    body = f"<rss version='2.0' {SPACES}><channel>{item('a', BASE, more=more)}</channel></rss>"
    return only(body.encode()).image_url


def _media(url: str, **attributes: str) -> str:
    said = " ".join(f"{name}='{value}'" for name, value in attributes.items())
    return f"<media:content url='{url}' {said}/>"


@pytest.mark.parametrize(
    ("more", "picture"),
    [
        (_media("https://c.example/a", medium="image"), "https://c.example/a"),
        (_media("https://c.example/a", type="image/webp"), "https://c.example/a"),
        (_media("https://c.example/a.jpg?w=9"), "https://c.example/a.jpg?w=9"),
        (_media("//c.example/a.png"), "https://c.example/a.png"),
        (_media("/a.png"), "https://phare.example/a.png"),
        (_media("https://c.example/a.mp4", type="video/mp4"), ""),
        (_media("https://c.example/a.jpg", medium="video"), ""),
        (_media("https://c.example/film"), ""),
        (_media("data:image/png;base64,AA", medium="image"), ""),
        (_media("", medium="image"), ""),
        (_media("/s.jpg", width="90") + _media("/l.jpg", width="900px"),
         "https://phare.example/l.jpg"),
        (f"<media:group>{_media('/a.jpg')}</media:group>", "https://phare.example/a.jpg"),
        ("<media:thumbnail url='/t'/>", "https://phare.example/t"),
        ("<media:thumbnail url='/t'/>" + _media("/a.jpg"), "https://phare.example/a.jpg"),
        ("<enclosure url='/e' type='image/jpeg'/>", "https://phare.example/e"),
        ("<enclosure url='/e.mp3' type='audio/mpeg'/>", ""),
        ("<itunes:image href='/i'/>", "https://phare.example/i"),
        ("", ""),
    ],
)  # fmt: skip
def test_named(more: str, picture: str) -> None:
    """What the feed names: Media RSS, an enclosure or iTunes; images only, the widest."""
    assert _of(more) == picture


def test_atom_enclosure() -> None:
    """Atom has enclosures as links."""
    entry = only(
        atom(
            "<entry><title>a</title><link rel='enclosure' type='image/png' href='/e.png'/></entry>"
        )
    )
    assert entry.image_url == "https://phare.example/e.png"


@pytest.mark.parametrize(
    ("html", "picture"),
    [
        ("<p>Un <img src='https://c.example/a.jpg'></p>", "https://c.example/a.jpg"),
        ('<IMG alt="a > b" class=x SRC="/a.jpg?x=1&amp;y=2" />', "https://phare.example/a.jpg?x=1&y=2"),
        ("<img data-src='/lazy.jpg' src='/a.jpg'>", "https://phare.example/a.jpg"),
        ("<img src=/a.jpg width=600 height='400px'>", "https://phare.example/a.jpg"),
        ("<img src='/a.jpg' width='100%'>", "https://phare.example/a.jpg"),
        ("<img src='/p.gif' width='1' height='1'><img src='/a.jpg'>", "https://phare.example/a.jpg"),
        ("<img src='/p.gif' width=0>", ""),
        ("<img src='/p.gif' style='width:1px'>", ""),
        ("<img src='/p.gif' style='display: none'>", ""),
        ("<img src='/a.jpg' style='max-width:1px'>", "https://phare.example/a.jpg"),
        ("<img src='/b.png' height='16'>", ""),
        ("<img src='https://feeds.feedburner.com/~r/phare/~4/x'>", ""),
        ("<img src='https://pixel.wp.com/b.gif?x=1'>", ""),
        ("<img src='https://logs1.xiti.com/hit.xiti'>", ""),
        ("<img src='https://counter.example/count.gif'>", ""),
        ("<img src='https://c.example/wp-includes/images/smilies/mrgreen.png'>", ""),
        ("<img src='data:image/gif;base64,R0lGOD'>", ""),
        ("<img src='javascript:x'>", ""),
        ("<img src=''><img>", ""),
        ("<img alt='src=/a.jpg'>", ""),
        ("&lt;img src='/a.jpg'&gt;", ""),
        ("<img src='/never-ends.jpg", ""),
    ],
)  # fmt: skip
def test_shown(html: str, picture: str) -> None:
    """Else the first image of the text that is neither small nor a counter."""
    assert _of(f"<description>{escape(html)}</description>") == picture


def test_only_the_first_images() -> None:
    """After ten images that are none, no picture is expected."""
    pixel, image = "<img src='/p.gif' width='1'>", "<img src='/a.jpg'>"
    assert picture({}, [pixel * 9 + image], BASE)
    assert not picture({}, [pixel * 10 + image], BASE)


@pytest.mark.parametrize(
    "text", ["<img ", "<img '", "<img \"'", "<img src=", "<img src='/p.gif' width=1 ", '<img a="']
)
def test_hostile(text: str) -> None:
    """No text takes longer than its length asks for."""
    before = time.process_time()
    assert picture({}, [text * 1_000_000], BASE) == ""
    assert time.process_time() - before < 1
