"""From what was found to its story: full texts, likeness, weights, and crashes in between."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.i18n import Text
from bot.model import Article, Asked, Entry, Level, Missing, NoArticle, Unwritten
from bot.pipeline.summarising import Retelling
from bot.store import articles, findings, sketches, stories, term_counts
from bot.store.articles import FullText
from tests.newsroom import Newsroom
from tests.samples import OTHER_SOURCE, SOURCE, entry, own_words, rule, watchlist

TEASER = "Trois drones ont survolé le port…"
WHOLE = (
    "Trois drones ont survolé le port dans la nuit de dimanche à lundi, selon la préfecture. "
    "La capitainerie a fermé les quais jusqu'au matin, et une enquête est ouverte. "
    "Les pêcheurs ont vu les appareils repartir vers le large peu avant l'aube."
)
NONE = NoArticle(Missing.SLOW, Text(en="Too slow.", fr="Trop lent."))


@dataclass
class Library:
    """`bot.ports.ArticleReader` with the pages that a test writes."""

    pages: dict[str, Article | NoArticle] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def read(self, entry: Entry, deadline: timedelta) -> Article | NoArticle:
        """The page, or none."""
        assert deadline > timedelta(0)
        self.asked.append(entry.url)
        return self.pages.get(entry.url, NONE)


@pytest.fixture
def library(newsroom: Newsroom) -> Library:
    """A newsroom that reads pages, and has one rule."""
    pages = Library()
    newsroom.teller._articles = pages
    newsroom.watch(watchlist(rule()))
    return pages


def page(text: str, url: str = "https://phare.example/a") -> Article:
    """What an article's page says."""
    return Article("Des drones au port", text, url, "fr")


def levels(newsroom: Newsroom) -> list[str]:
    """How the entries were placed, in their order."""
    return [str(row[3]) for row in newsroom.everything()["placements"]]


# ── full texts ───────────────────────────────────────────────────────────────────────────────


async def test_the_post_is_made_of_the_article(newsroom: Newsroom, library: Library) -> None:
    """The feed has a teaser; the summary and its highlights come from the page."""
    library.pages["https://phare.example/a"] = page(WHOLE)
    await newsroom.read(entry("a", text=TEASER))
    (post,) = newsroom.deliveries()
    assert "selon la préfecture" in post.message.plain
    assert "<u>drones</u> ont survolé le port dans la nuit de dimanche" in post.message.html
    with newsroom.database.reading() as tx:
        kept = articles.load(tx, 1)
    assert isinstance(kept, FullText)
    assert kept.text.startswith("Trois drones")


async def test_without_a_page_the_feed_serves(newsroom: Newsroom, library: Library) -> None:
    """The alert goes out all the same; why there is no page is kept."""
    await newsroom.read(entry("a", text=TEASER))
    assert len(newsroom.deliveries()) == 1
    with newsroom.database.reading() as tx:
        assert articles.load(tx, 1) == NONE


async def test_pages_are_asked_for_alerts_only(newsroom: Newsroom, library: Library) -> None:
    """Not for what no rule hits, nor for what is too old to be told, nor for whole texts."""
    newsroom.watch(watchlist(rule(max_age=timedelta(hours=24))))
    old = entry("old", published_at=newsroom.clock.now() - timedelta(days=3))
    whole = entry("whole", text=f"Des drones. {WHOLE * 8}")
    await newsroom.read(entry("none", title="Marché", text="Rien."), old, whole)
    assert library.asked == []
    await newsroom.read(entry("b", text=TEASER))
    assert library.asked == ["https://phare.example/b"]


async def test_a_source_may_keep_its_pages(newsroom: Newsroom, library: Library) -> None:
    """`full_text: no` in feeds.yaml."""
    newsroom.watch(watchlist(rule(), sources=(replace(SOURCE, full_text=False), OTHER_SOURCE)))
    await newsroom.read(entry("a", text=TEASER))
    assert library.asked == []


async def test_a_rule_that_the_whole_text_breaks_still_alerts(
    newsroom: Newsroom, library: Library
) -> None:
    """What a feed brings decides; a page adds words, it takes no alert away."""
    library.pages["https://phare.example/a"] = page(WHOLE.replace("drones", "appareils"))
    await newsroom.read(entry("a", text=TEASER))
    assert len(newsroom.deliveries()) == 1


# ── a model's words ──────────────────────────────────────────────────────────────────────────


@dataclass
class Model:
    """`bot.ports.Writer` that always says the same."""

    words: str
    asked: int = 0

    async def write(self, asked: Asked, deadline: timedelta) -> str | Unwritten:
        """Its words."""
        self.asked += 1
        return self.words


async def test_a_model_retells_the_article_that_leads(newsroom: Newsroom) -> None:
    """Its words are shown, and kept for edits; a version of the article is not retold."""
    words = "Trois drones ont survolé le port, la capitainerie a fermé les quais."
    model = Model(words)
    newsroom.teller._retelling = Retelling(model, newsroom.clock)
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", text=WHOLE))
    await newsroom.read(entry("b", title="Nuit agitée", text=WHOLE), source=OTHER_SOURCE)
    (post,) = newsroom.deliveries()
    assert words in post.message.plain
    assert "<u>drones</u>" in post.message.html
    assert model.asked == 1


async def test_what_a_model_invents_is_not_shown(newsroom: Newsroom) -> None:
    """The article's own sentences are, at once."""
    newsroom.teller._retelling = Retelling(Model("Neuf drones à Toulon."), newsroom.clock)
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", text=WHOLE))
    (post,) = newsroom.deliveries()
    assert "Toulon" not in post.message.plain
    assert "selon la préfecture" in post.message.plain


# ── likeness ─────────────────────────────────────────────────────────────────────────────────


async def test_a_rewritten_dispatch_is_no_second_post(newsroom: Newsroom) -> None:
    """Most of the sentences are the same; the title and the address are not."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", text=WHOLE))
    version = entry("b", title="Nuit agitée : des drones sur les quais", text=f"{WHOLE} (AFP)")
    await newsroom.read(version, source=OTHER_SOURCE)
    assert levels(newsroom) == [Level.NEW, Level.NEAR_DUPLICATE]
    assert len({delivery.story_id for delivery in newsroom.deliveries()}) == 1


async def test_what_resembles_nothing_is_a_story_of_its_own(newsroom: Newsroom) -> None:
    """That both hold the rule's word is no likeness."""
    newsroom.watch(watchlist(rule()))
    for name in ("b", "c", "d"):
        title = f"Drones {own_words(name, 4)}"
        await newsroom.read(entry(name, title=title))
    assert levels(newsroom) == [Level.NEW] * 3


async def test_four_tellings_at_once_make_one_story(newsroom: Newsroom) -> None:
    """Each is written whole before the next looks: no two are the first."""
    newsroom.watch(watchlist(rule()))
    copies = [entry(f"n{n}", title=f"Drones, {n}", text=WHOLE, content_hash="") for n in range(4)]
    await newsroom.read(*copies)
    assert len(newsroom.everything()["stories"]) == 1


# ── what is kept ─────────────────────────────────────────────────────────────────────────────


async def test_weights_survive_a_restart(newsroom: Newsroom) -> None:
    """What was counted of all entries, hit or not, is written and read again."""
    newsroom.watch(watchlist(rule()))
    quiet = [entry(f"q{n}", title="Marché", text=f"Le marché ouvre. {n}") for n in range(7)]
    await newsroom.read(*quiet)
    before = newsroom.watched.weighing.of(quiet[0])
    with newsroom.database.begin() as tx:
        newsroom.watched.weighing.save(tx)
    newsroom.watch(watchlist(rule()))
    with newsroom.database.begin() as tx:
        newsroom.watched.weighing.begin(tx, newsroom.clock.now())
    assert newsroom.watched.weighing.of(quiet[0]).documents == before.documents == 7


async def test_a_day_is_counted_apart_and_counts_for_thirty(newsroom: Newsroom) -> None:
    """Words of a month ago tell nothing of what is rare today."""
    for _ in range(3):
        await newsroom.read(entry(f"{newsroom.clock.now():%d}", title="Marché", text="Rien."))
        newsroom.clock.advance(timedelta(days=20).total_seconds())
    last = entry("last", title="Marché", text="Rien.")
    await newsroom.read(last)
    assert newsroom.watched.weighing.of(last).documents == 2


async def test_thirty_days_and_this_one_are_kept(newsroom: Newsroom) -> None:
    """What is older is deleted as days come."""
    for number in range(34):
        await newsroom.read(entry(f"e{number}", title="Marché", text="Rien."))
        newsroom.clock.advance(timedelta(days=1).total_seconds())
    with newsroom.database.begin() as tx:
        newsroom.watched.weighing.save(tx)
        (days,) = term_counts.since(tx, newsroom.clock.now().date() - timedelta(days=365)).values()
    assert len(days) == 32


async def test_a_clock_that_was_ahead_for_a_moment_forgets_no_words(newsroom: Newsroom) -> None:
    """A year, as machines without a battery have it: what was counted before counts after."""
    first = entry("first", title="Marché", text="Rien.")
    await newsroom.read(first)
    newsroom.clock.advance(timedelta(days=365).total_seconds())
    await newsroom.read(entry("ahead", title="Marché", text="Rien."))
    newsroom.clock.advance(-timedelta(days=365).total_seconds())
    await newsroom.read(entry("back", title="Marché", text="Rien."))
    assert newsroom.watched.weighing.of(first).documents == 3


async def test_sketches_are_forgotten(newsroom: Newsroom) -> None:
    """After a week nothing is recognised by its text any more."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", text=WHOLE))
    with newsroom.database.begin() as tx:
        later = newsroom.clock.now() + timedelta(seconds=1)
        assert sketches.forget_before(tx, later, 10) == 1
    kept = newsroom.everything()
    assert (kept["sketches"], kept["sketch_keys"]) == ([], [])


# ── crashes ──────────────────────────────────────────────────────────────────────────────────

WRITES = [
    (articles, "keep"),
    (stories, "candidates"),
    (stories, "attach"),
    (sketches, "keep"),
    (stories, "load"),
    (findings, "done"),
]


@pytest.mark.parametrize(
    ("room", "function"), WRITES, ids=[f"{m.__name__.split('.')[-1]}.{f}" for m, f in WRITES]
)
async def test_a_telling_that_breaks_off_is_told_again(
    room: object, function: str, newsroom: Newsroom, library: Library, mocker: MockerFixture
) -> None:
    """Wherever it dies there is no story and no post by halves, and the finding stays."""
    patch = mocker.patch.object(room, function, side_effect=ZeroDivisionError)
    await newsroom.read(entry("a", text=TEASER))
    kept = newsroom.everything()
    assert (kept["stories"], kept["deliveries"], len(kept["findings"])) == ([], [], 1)
    mocker.stop(patch)
    newsroom.clock.advance(findings.FIRST_LEASE.total_seconds())
    await newsroom.tell()
    assert len(newsroom.deliveries()) == 1
    assert newsroom.everything()["findings"] == []


async def test_what_cannot_be_told_keeps_nobody_waiting(
    newsroom: Newsroom, mocker: MockerFixture
) -> None:
    """It is tried again, ever less often; the others are told."""
    newsroom.watch(watchlist(rule()))
    real = stories.attach

    def attach(*given: object) -> object:
        if "poison" in repr(given[1]):
            raise ZeroDivisionError
        return real(*given)  # type: ignore[arg-type]  # as it came

    mocker.patch.object(stories, "attach", side_effect=attach)
    await newsroom.read(entry("poison"), entry("good"))
    assert len(newsroom.deliveries()) == 1
    (waiting,) = newsroom.everything()["findings"]
    newsroom.clock.advance(findings.FIRST_LEASE.total_seconds())
    await newsroom.tell()
    (later,) = newsroom.everything()["findings"]
    assert str(later[3]) > str(waiting[3])
    assert later[4] == 2
