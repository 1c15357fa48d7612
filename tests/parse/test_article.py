"""From the bytes of a page to the article behind an entry, or the reason why there is none."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Article, Entry, Fetched, Missing, NoArticle
from bot.parse.article import AHEAD, extract
from tests.fixed_clock import NOON
from tests.samples import entry

URL = "https://phare.example/a"
LEAD = "Trois drones ont survolé le port dans la nuit de lundi à mardi, selon la préfecture."
MORE = (
    "Les agents de la capitainerie ont donné l'alerte peu après deux heures du matin. "
    "Aucun des appareils n'a été retrouvé, et le trafic a repris à l'aube sans autre incident."
)
TEXT = f"{LEAD}\n\n{MORE}"
BODY = f"<article><h1>Des drones au port</h1><p>{LEAD}</p><p>{MORE}</p></article>"


def page(
    body: str = BODY, head: str = "", url: str = URL, lang: str = "fr", **headers: str
) -> Fetched:
    """A page of HTML that came."""
    markup = f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    return raw(markup.encode(), url, **headers)


def raw(body: bytes, url: str = URL, **headers: str) -> Fetched:
    """Any bytes that came; an underscore in a header's name stands for a hyphen."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetched(url, 200, {"content-type": "text/html; charset=utf-8"} | said, body, NOON)


def data(**said: Any) -> str:
    """What the page says of its article to search engines."""
    node = json.dumps({"@type": "NewsArticle", **said})
    return f'<script type="application/ld+json">{node}</script>'


def found(fetched: Fetched, of: Entry | None = None) -> Article:
    """The article, which is there."""
    article = extract(fetched, of or entry())
    assert isinstance(article, Article), article
    return article


def missing(fetched: Fetched, of: Entry | None = None) -> Missing:
    """Why there is none."""
    answer = extract(fetched, of or entry())
    assert isinstance(answer, NoArticle), answer
    return answer.why


def test_article() -> None:
    """All that a page says, in the forms of an entry."""
    head = (
        '<link rel="canonical" href="https://www.phare.example/a?utm_source=rss">'
        '<meta property="og:image" content="/drones.jpg?a=1&amp;amp;b=2">'
    ) + data(
        headline="Des drones au-dessus du port",
        datePublished="2026-03-02T11:00:00+01:00",
        dateModified="2026-03-02T11:30:00Z",
        author={"name": "Ada Martin"},
    )
    assert found(page(head=head)) == Article(
        title="Des drones au-dessus du port",
        text=TEXT,
        canonical_url="https://phare.example/a",
        lang="fr",
        author="Ada Martin",
        published_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
        modified_at=datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
        image_url="https://phare.example/drones.jpg?a=1&b=2",
    )


def test_a_page_that_says_nothing_of_itself() -> None:
    """The text is enough."""
    assert found(page()) == Article("Des drones au port", TEXT, URL, lang="fr")


# ── what is no article ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["application/pdf", "application/json", "video/mp4", "TEXT/PLAIN"])
def test_another_type(kind: str) -> None:
    """What says that it is no page is none, whatever it looks like."""
    assert missing(page(content_type=kind)) is Missing.NOT_HTML


@pytest.mark.parametrize(
    "body", [b'{"title": "Des drones"}', b"%PDF-1.7\n", b"\0\0\0\x18ftypmp42<", b"plain words"]
)
def test_another_type_in_disguise(body: bytes) -> None:
    """Nor is what only says that it is one."""
    assert missing(raw(body)) is Missing.NOT_HTML


@pytest.mark.parametrize("body", ["", "<p>Des drones au port.</p>", "<div id=app></div>"])
def test_hardly_any_text(body: str) -> None:
    """A page that a program fills is empty without it."""
    assert missing(page(body)) is Missing.SHORT


def test_nothing_at_all() -> None:
    """An answer without a body is a page without text."""
    assert missing(raw(b"")) is Missing.SHORT
    assert missing(raw(b" \n")) is Missing.SHORT


@pytest.mark.parametrize(
    "front",
    ["https://phare.example", "https://phare.example/index.html", "https://phare.example/fr/"],
)
def test_front_page(front: str) -> None:
    """Articles that are gone lead there, and the newest one there may well be about drones."""
    assert missing(page(url=front)) is Missing.HOME


def test_a_front_page_that_the_feed_gives() -> None:
    """All of its items would have the same text: that of the menu and of every title."""
    answer = missing(page(url="https://phare.example/"), entry(url="https://phare.example/"))
    assert answer is Missing.HOME
    assert found(page(url="https://phare.example/?p=17")).text  # an article's number


OTHER = (
    "<article><h1>La recette du gâteau aux pommes</h1><p>Épluchez six pommes reinettes, coupez "
    "chacune en quartiers fins et réservez avec un jus de citron. Mélangez la farine, les œufs et "
    "le sucre, puis laissez reposer la pâte une heure avant de garnir le moule et de cuire.</p>"
    "</article>"
)


def test_another_article() -> None:
    """A page without the entry's words is not its article, under its own address or another."""
    assert missing(page(OTHER)) is Missing.OTHER
    assert missing(page(OTHER, url="https://phare.example/b")) is Missing.OTHER


def test_a_new_title() -> None:
    """Under the entry's own address an editor may have written everything anew but the matter."""
    rewritten = entry(title="Drones au port : les questions restent ouvertes", text="")
    assert found(page(), rewritten).text == TEXT
    elsewhere = page(url="https://phare.example/b")
    assert missing(elsewhere, rewritten) is Missing.OTHER


def test_an_entry_without_words() -> None:
    """What says nothing cannot be contradicted."""
    assert found(page(), entry(title="", text="")).text == TEXT


def test_in_chinese() -> None:
    """Words of a single letter count where there are no others."""
    text = "无人机在夜间飞越港口，港务人员在凌晨两点后发出警报。" * 12
    fetched = page(f"<article><p>{text}</p></article>")
    assert found(fetched, entry(title="无人机飞越港口", text="")).lang == "zh"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Des drones au port.</p><p>Cet article est réservé aux abonnés.</p>",
        f"<p>{LEAD}</p><p>Il vous reste 82.3% de cet article à lire.</p>",
        f"<p>{LEAD}</p><p>Already a subscriber? Log in</p>",
    ],
)
def test_a_stub_for_subscribers(body: str) -> None:
    """The first sentence is what the feed has already."""
    assert missing(page(f"<article>{body}</article>")) is Missing.PAYWALL


def test_for_subscribers_in_the_data() -> None:
    """The page's data says so, whatever stands on it."""
    head = data(isAccessibleForFree=False)
    assert missing(page(f"<p>{LEAD}</p>", head)) is Missing.PAYWALL
    assert found(page(head=head)).is_paywalled


def test_the_free_part_of_an_article() -> None:
    """A few paragraphs are worth having; the call to pay is not among them."""
    cut = BODY.replace("</article>", "<p>La suite est réservée aux abonnés.</p></article>")
    article = found(page(cut))
    assert article.is_paywalled
    assert article.text == TEXT


def test_an_article_about_subscriptions() -> None:
    """Who writes of subscribers does not ask for a subscription."""
    sentence = (
        "Le nouveau service du port, jusqu'ici réservé aux abonnés de la capitainerie, sera ouvert "
        "à tous les plaisanciers dès le printemps prochain, a promis le président de la région."
    )
    article = found(page(BODY.replace("</article>", f"<p>{sentence}</p></article>")))
    assert not article.is_paywalled
    assert article.text.endswith(sentence)


@pytest.mark.parametrize(
    "fetched",
    [
        page(head='<meta name="robots" content="nosnippet">'),
        page(x_robots_tag="noarchive, NoSnippet"),
    ],
)
def test_reserved(fetched: Fetched) -> None:
    """A page that asks for its text to be shown nowhere else is heeded."""
    assert missing(fetched) is Missing.RESERVED


# ── addresses ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("named", "canonical"),
    [
        ("/a-bis", "https://phare.example/a-bis"),
        ("//amp.phare.example/a-bis", "https://phare.example/a-bis"),
        ("/", URL),
        ("/fr", URL),
        ("https://phare.example/monde", "https://phare.example/monde"),
        ("https://autre.example/", URL),
        ("https://autre.example/une-tout-autre-chose", URL),
        ("https://agence.example/drones-port", URL),
        (
            "https://agence.example/2026/des-drones-survolent-un-port",
            "https://agence.example/2026/des-drones-survolent-un-port",
        ),
        ("javascript:void(0)", URL),
        ("http://[", URL),
        ("", URL),
    ],
)
def test_canonical(named: str, canonical: str) -> None:
    """A page may name its address on its site; another site's only with its title's words in it."""
    title = "Des drones inconnus survolent le port"
    head = f'<link rel="canonical" href="{named}"><meta property="og:title" content="{title}">'
    assert found(page(head=head), entry(title=title)).canonical_url == canonical


def test_canonical_of_a_section() -> None:
    """What lies above the article is no article."""
    fetched = page(head='<link rel=canonical href="/monde/">', url="https://phare.example/monde/a")
    of = entry(url="https://phare.example/monde/a")
    assert found(fetched, of).canonical_url == "https://phare.example/monde/a"


def test_open_graph_is_the_second_choice() -> None:
    """When the link leads to the front page."""
    head = '<link rel=canonical href="/"><meta property="og:url" content="/a-bis">'
    assert found(page(head=head)).canonical_url == "https://phare.example/a-bis"


# ── language, dates, pictures, titles ────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["en", "xx", "", "fr-CA"])
def test_language_is_that_of_the_text(said: str) -> None:
    """Templates say what they like."""
    assert found(page(lang=said)).lang == "fr"


def test_another_language_than_the_feed_says() -> None:
    """The page's own counts."""
    lead = "Three drones flew over the port during the night from Monday to Tuesday. "
    fetched = page(f"<article><h1>Drones over the port</h1><p>{lead * 5}</p></article>")
    assert found(fetched, entry(title="Drones over the port", text="", lang="fr")).lang == "en"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-03-02T09:00:00Z", NOON - timedelta(hours=3)),
        ("2026-03-02T09:00:00.000000+00:00", NOON - timedelta(hours=3)),
        ("2026-03-02 10:00+0100", NOON - timedelta(hours=3)),
        ((NOON + AHEAD).isoformat(), NOON + AHEAD),
        ((NOON + 2 * AHEAD).isoformat(), None),
        ("2026-03-02T09:00:00", None),
        ("2026-03-02", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2 mars 2026", None),
        ("", None),
    ],
)  # fmt: skip
def test_dates(said: str, moment: datetime | None) -> None:
    """Only those that say the time and the zone, and can be."""
    assert found(page(head=data(datePublished=said))).published_at == moment


@pytest.mark.parametrize(
    ("said", "picture"),
    [
        ("https://cdn.example/drones.jpg", "https://cdn.example/drones.jpg"),
        ("https://cdn.example/x.jpg?overlay=default", "https://cdn.example/x.jpg?overlay=default"),
        ("/img/logo-phare.png", ""),
        ("/img/default_social.png", ""),
        ("/drones.svg", ""),
        ("data:image/png;base64,AAAA", ""),
        ("", ""),
    ],
)
def test_picture(said: str, picture: str) -> None:
    """What stands for the whole site is no picture of the article."""
    head = f'<meta property="og:image" content="{said}">'
    assert found(page(head=head)).image_url == picture


def test_title() -> None:
    """Of all that the page says, what the feed says too: some name the site everywhere."""
    head = '<meta property="og:title" content="Le Phare, premier sur le port">'
    assert found(page(head=head)).title == "Des drones au port"


# ── charsets ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("charset", "header", "meta"),
    [
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("cp1252", "text/html", '<meta charset="windows-1252">'),
        ("cp1252", "text/html; charset=utf-8", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_charset(charset: str, header: str, meta: str) -> None:
    """Publishers mean another one than they say."""
    body = f"<html><head>{meta}</head><body>{BODY}</body></html>".encode(charset)
    assert found(raw(body, content_type=header)).text == TEXT


# ── hostile pages, as far as they are read in place: see test_article_worker ─────────────────


@pytest.mark.parametrize(
    "more",
    [
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        data(headline="\ud800", datePublished="\ud800", author="\udfff", url=7),
        "<meta name='robots'><meta content='x'><link rel=canonical>",
        "\0<p>&#0;&#xd800;</p>",
        "<?xml version='1.0' encoding='latin-1'?>",
        "<!--" * 1000,
    ],
)
def test_odd_pages(more: str) -> None:
    """What stands beside the article does it no harm, and never raises."""
    answer = extract(page(BODY + more), entry())
    assert isinstance(answer, Article | NoArticle)
    assert isinstance(answer, NoArticle) or answer.text.startswith(LEAD)
