"""Whether the feed's text is the article, and which of two texts serves."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.model import Article, Missing
from bot.parse.article_choice import LONG, best_text, is_full
from bot.parse.article_missing import missing
from bot.parse.entry import LONGEST_TEXT
from bot.text.content import content_hash
from tests.fixed_clock import NOON
from tests.samples import entry

SENTENCE = "Trois drones ont survolé le port dans la nuit de lundi à mardi. "
LONG_TEXT = (SENTENCE * 40)[: LONG + 200].rpartition(". ")[0] + "."
ARTICLE = Article("Drones", LONG_TEXT, "https://phare.example/b", lang="fr")


def test_a_long_text_is_the_article() -> None:
    """A text of many sentences is no teaser."""
    assert is_full(entry(text=LONG_TEXT))
    assert not is_full(entry(text=LONG_TEXT[: LONG - 1]))
    assert not is_full(entry(text=""))


@pytest.mark.parametrize(
    "end",
    ["…", " ...", " […]", " [...]", " [ ]", "\n\nLire la suite", "\n\nLire la suite »",
     " Lire l’article", "\n\nContinue reading Drones over the port →", " Read more",
     "\n\nRead the full story here.", "\n\nEn savoir plus", "\n\nVoir plus >"],
)  # fmt: skip
def test_broken_off(end: str) -> None:
    """However long, what ends so is not the whole."""
    assert not is_full(entry(text=LONG_TEXT.rstrip(".") + end))


@pytest.mark.parametrize(
    "end",
    [
        "\n\nThe post Drones over the port appeared first on Le Phare.",
        "\n\nL’article Des drones au port est apparu en premier sur Le Phare.",
    ],
)
def test_what_wordpress_adds(end: str) -> None:
    """It stands under whole articles as well as under teasers."""
    assert is_full(entry(text=LONG_TEXT + end))
    assert not is_full(entry(text=LONG_TEXT.rstrip(".") + " […]" + end))


def test_without_an_article() -> None:
    """The feed's text serves."""
    of_feed = entry()
    assert best_text(of_feed, missing(Missing.WALL)) is of_feed


def test_the_longer_text_serves() -> None:
    """The page's, with a hash of its own; the title stays."""
    of_feed = entry(text=SENTENCE.strip())
    best = best_text(of_feed, ARTICLE)
    assert best.text == LONG_TEXT
    assert best.content_hash == content_hash(of_feed.title, LONG_TEXT) != ""
    assert (best.title, best.url, best.identity) == (of_feed.title, of_feed.url, of_feed.identity)
    assert best.canonical_url == "https://phare.example/b"


def test_a_longer_feed() -> None:
    """A page with less than the feed only adds what it knows besides."""
    of_feed = entry(text=LONG_TEXT + " Et plus.", lang=None)
    best = best_text(of_feed, ARTICLE)
    assert best == replace(of_feed, canonical_url="https://phare.example/b", lang="fr")


def test_what_the_feed_says_comes_first() -> None:
    """The page fills the gaps; only the language is better known by its longer text."""
    article = replace(
        ARTICLE, author="Ada", published_at=NOON, image_url="https://b.example/x.jpg", lang="en"
    )
    said = entry(author="Bo", image_url="https://a.example/x.jpg")
    best = best_text(said, article)
    assert (best.author, best.published_at) == ("Bo", said.published_at)
    assert (best.image_url, best.lang) == ("https://a.example/x.jpg", "en")
    silent = best_text(entry(author="", published_at=None), article)
    assert (silent.author, silent.published_at) == ("Ada", NOON)
    assert silent.image_url == "https://b.example/x.jpg"


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("Des inconnus visent la marine, disent les pêcheurs de Brest.", "{}\n\n"),
        ("Des inconnus visent la marine, disent les pêcheurs […]", "{}\n\n"),
        ("Inconnus", "{}\n\n"),
        ("Trois drones ont survolé le port dans la nuit […]", ""),
        ("TROIS DRONES ont survolé le port, dans la nuit de lundi… Lire la suite", ""),
        ("Drones", ""),
        ("", ""),
    ],
)
def test_a_lead_of_its_own(said: str, lead: str) -> None:
    """What has matched a rule in the feed is not lost, and nothing is said twice."""
    expected = lead.format(said.removesuffix(" […]")) + LONG_TEXT
    assert best_text(entry(text=said), ARTICLE).text == expected


def test_no_text_is_too_long() -> None:
    """A lead does not lift the limit."""
    article = replace(ARTICLE, text="drone " * (LONGEST_TEXT // 6))
    assert len(best_text(entry(text="Des inconnus visent."), article).text) == LONGEST_TEXT


@pytest.mark.parametrize("piece", [".", "…", "...]", "[", "lire la suite ", "the post ", " "])
def test_takes_linear_time(piece: str) -> None:
    """Only the end of a text is looked at."""
    long = entry(text=piece * 40_000)
    began = time.process_time()
    is_full(long)
    best_text(long, replace(ARTICLE, text="drone " * 50_000))
    assert time.process_time() - began < 2


def test_a_page_where_each_character_is_a_word_takes_bounded_time() -> None:
    """The bot's event loop waits for it: little is done besides what identifies the text."""
    long, page = entry(text="中国" * 30_000), replace(ARTICLE, text="中国人" * 60_000)
    hashing = _quickest(lambda: content_hash("", page.text))
    assert _quickest(lambda: best_text(long, page)) < 4 * hashing


def _quickest(work: Callable[[], object]) -> float:
    """Seconds of the best of three: what else the machine does is no matter."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)
