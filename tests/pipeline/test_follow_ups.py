"""One post per story: what comes later edits it, or is told below it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.expression import Word
from bot.model import (
    EDIT,
    POST,
    REPLY,
    Delivery,
    DeliveryState,
    Destination,
    Entry,
    Priority,
    Receipt,
    Source,
)
from bot.store import outbox
from bot.store.follow_ups import APART
from bot.store.outbox import Settlement
from tests.newsroom import Newsroom
from tests.samples import DESTINATION, OTHER_SOURCE, SOURCE, entry, rule, watchlist
from tests.story.articles import DISPATCH, RETITLED, RETOLD, TITLE

PORT = rule("Port", text="port", expression=Word("port"), priority=Priority.BREAKING)


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """A story whose post has gone out."""
    newsroom.watch(watchlist(rule()))
    return newsroom


async def posted(newsroom: Newsroom) -> Delivery:
    """Let an entry be told, and its post go out."""
    await newsroom.read(entry("a", content_hash="same"))
    (post,) = newsroom.deliveries()
    _send(newsroom, post, 11)
    return post


def _send(newsroom: Newsroom, delivery: Delivery, message_id: int) -> None:
    now = newsroom.clock.now()
    receipt = Receipt(-100, message_id, now)
    with newsroom.database.begin() as tx:
        outbox.start(tx, delivery.id, now, 0)
        settlement = Settlement(delivery.id, DeliveryState.SENT, now, None, receipt)
        outbox.settle(tx, settlement, delivery.version)


def due(newsroom: Newsroom) -> tuple[Delivery, ...]:
    """What can go out now."""
    with newsroom.database.reading() as tx:
        return outbox.due(tx, newsroom.clock.now(), [DESTINATION.name], 20)


def parts(newsroom: Newsroom) -> list[str]:
    """What there is of all stories."""
    return [delivery.part for delivery in newsroom.deliveries()]


async def another(newsroom: Newsroom, name: str) -> None:
    """Let another outlet have the same text."""
    await newsroom.read(copied(name, "harbour"), source=OTHER_SOURCE)


def copied(name: str, outlet: str) -> Entry:
    """The same article, at another outlet."""
    url = f"https://{outlet}.example/{name}"
    return entry(name, url=url, canonical_url=url, text=entry().text, content_hash="same")


async def test_another_outlet_edits_the_post_after_a_while(told: Newsroom) -> None:
    """No second post: the first says « +1 », and lists its sources behind a button."""
    await posted(told)
    await another(told, "b")
    assert parts(told) == [POST, EDIT]
    assert due(told) == ()
    told.clock.advance(APART.total_seconds())
    (edit,) = due(told)
    assert (edit.part, edit.target) == (EDIT, 11)
    assert f"{SOURCE.name} +1" in edit.message.plain
    assert [button.data for button in edit.message.buttons][1:] == ["sources:1", "why:1"]


async def test_a_dossier_is_edited_too(newsroom: Newsroom) -> None:
    """The other outlet joins its list of sources, with its article; a reply may follow."""
    place = replace(DESTINATION, layout="dossier")
    newsroom.watch(watchlist(rule(), destinations=(place,)))
    post = await posted(newsroom)
    assert "Sources" not in post.message.plain
    await another(newsroom, "b")
    newsroom.clock.advance(APART.total_seconds())
    (edit,) = due(newsroom)
    assert f"• {SOURCE.name}\n• {OTHER_SOURCE.name}\n" in edit.message.plain
    links = [style.url for style in edit.message.styles if style.url]
    assert links == ["https://phare.example/a", "https://harbour.example/b"]


async def test_edits_are_coalesced(told: Newsroom) -> None:
    """The newest wins, and those that keep coming put nothing off."""
    sources = tuple(Source(f"S{n}", f"https://s{n}.example/rss") for n in range(5))
    told.watch(watchlist(rule(), sources=(SOURCE, *sources)))
    await posted(told)
    for number, source in enumerate(sources):
        await told.read(copied("n", f"s{number}"), source=source)
        told.clock.advance(APART.total_seconds() / 5)
    (edit,) = due(told)
    assert f"{SOURCE.name} +5" in edit.message.plain


async def test_a_change_while_an_edit_is_made_makes_another(told: Newsroom) -> None:
    """What the request had is done; what came meanwhile is due later."""
    await posted(told)
    await another(told, "b")
    told.clock.advance(APART.total_seconds())
    (edit,) = due(told)
    with told.database.begin() as tx:
        outbox.start(tx, edit.id, told.clock.now(), 0)
    await another(told, "c")
    third = Source("Le Quai", "https://quai.example/rss")
    told.watch(watchlist(rule(), sources=(SOURCE, OTHER_SOURCE, third)))
    await told.read(copied("d", "quai"), source=third)
    with told.database.begin() as tx:
        done = Settlement(edit.id, DeliveryState.SENT, told.clock.now(), None)
        outbox.settle(tx, done, edit.version)
    told.clock.advance(APART.total_seconds())
    (again,) = due(told)
    assert (again.id, again.version) == (edit.id, edit.version + 1)
    assert f"{SOURCE.name} +2" in again.message.plain


async def test_what_shows_nothing_new_edits_nothing(told: Newsroom) -> None:
    """The same outlet again, or the same article once more."""
    await posted(told)
    await told.read(entry("b", content_hash="same"))
    await told.read(entry("b", content_hash="same", author="somebody"))
    assert parts(told) == [POST]


async def test_an_edit_waits_for_its_post(told: Newsroom) -> None:
    """While nobody knows whether the post arrived there is nothing to edit."""
    await told.read(entry("a", content_hash="same"))
    (post,) = told.deliveries()
    with told.database.begin() as tx:
        outbox.start(tx, post.id, told.clock.now(), 0)
    await another(told, "b")
    told.clock.advance(APART.total_seconds())
    assert due(told) == ()
    _send(told, post, 12)
    assert [edit.target for edit in due(told)] == [12]


async def test_a_crash_makes_an_edit_again(told: Newsroom) -> None:
    """It is not looked for: made twice it changes nothing."""
    await posted(told)
    await another(told, "b")
    told.clock.advance(APART.total_seconds())
    (edit,) = due(told)
    with told.database.begin() as tx:
        outbox.start(tx, edit.id, told.clock.now(), 0)
        assert outbox.recover(tx, told.clock.now() + timedelta(hours=1)) == 0
    assert [each.part for each in due(told)] == [EDIT]


async def test_a_corrected_headline_is_edited_and_told_below(told: Newsroom) -> None:
    """Before and after, silently."""
    await posted(told)
    told.clock.advance(1)
    await told.read(entry("a", title="Un ballon et non des drones au-dessus des quais"))
    (reply,) = due(told)
    assert reply.part.startswith(REPLY)
    assert (reply.message.silent, reply.target) == (True, 11)
    assert "Avant : Des drones au port" in reply.message.plain
    assert "Désormais : Un ballon et non des drones" in reply.message.plain
    told.clock.advance(APART.total_seconds())
    (edit,) = [each for each in due(told) if each.part == EDIT]
    assert edit.message.plain.startswith("Un ballon et non des drones")
    assert "Titre corrigé. Avant : Des drones au port" in edit.message.plain


async def test_a_headline_that_changed_before_the_post_is_no_correction(told: Newsroom) -> None:
    """Nobody has seen the former one."""
    await told.read(entry("a", title="Quelque chose au-dessus des quais", text="On ne sait pas."))
    told.clock.advance(60)
    await told.read(entry("a", content_hash="same"))
    (post,) = told.deliveries()
    assert "corrigé" not in post.message.plain


async def test_a_retraction_is_told_though_no_rule_hits_it(told: Newsroom) -> None:
    """The withdrawn text says nothing of drones any more."""
    await posted(told)
    report = await told.read(entry("a", title="Article retiré", text="Cet article est retiré."))
    assert report.matches == 0
    replies = [each.message.plain for each in told.deliveries() if each.part.startswith(REPLY)]
    assert any(f"{SOURCE.name} retire l'article" in text for text in replies)


async def test_a_more_urgent_rule_is_heard_below_the_post(told: Newsroom) -> None:
    """A breaking rule hits a story that was posted as any other."""
    await posted(told)
    told.watch(watchlist(rule(), PORT))
    await another(told, "b")
    (reply,) = due(told)
    assert (reply.priority, reply.message.silent) == (Priority.BREAKING, False)
    assert "urgente" in reply.message.plain


async def test_a_rule_with_another_place_posts_there(told: Newsroom) -> None:
    """The story is new to that channel, and known to the first."""
    await posted(told)
    room = Destination("salle", "@salle", lang="en")
    told.watch(
        watchlist(
            rule(),
            rule("Port", text="port", expression=Word("port"), to=(room.name,)),
            destinations=(DESTINATION, room),
        )
    )
    await another(told, "b")
    found = {(each.destination, each.part) for each in told.deliveries()}
    assert found == {("veille", POST), ("veille", EDIT), ("salle", POST)}


DAY = timedelta(hours=25).total_seconds()


async def first_of(newsroom: Newsroom, *, urgent: bool = False) -> None:
    """A story whose post went out a day ago, and the feeds have been read since."""
    newsroom.watch(watchlist(rule(priority=Priority.BREAKING if urgent else Priority.NORMAL)))
    await newsroom.read(source=OTHER_SOURCE)
    await newsroom.read(entry("first", title=TITLE, text=DISPATCH))
    (post,) = newsroom.deliveries()
    _send(newsroom, post, 11)
    newsroom.clock.advance(DAY)
    await newsroom.read(source=OTHER_SOURCE)


def following(newsroom: Newsroom, name: str = "next", title: str = RETITLED) -> Entry:
    """Another telling of it, in other words."""
    url = f"https://harbour.example/{name}"
    when = newsroom.clock.now()
    return entry(name, title=title, text=RETOLD, published_at=when, url=url, canonical_url=url)


@pytest.mark.parametrize("urgent", [False, True])
async def test_the_next_day_of_a_story_is_told_below_it(urgent: bool, newsroom: Newsroom) -> None:
    """With its headline and a link; only a breaking rule makes it heard."""
    await first_of(newsroom, urgent=urgent)
    await newsroom.read(following(newsroom), source=OTHER_SOURCE)
    assert parts(newsroom) == [POST, EDIT, f"{REPLY}further-1"]
    (reply,) = (delivery for delivery in due(newsroom) if delivery.part.startswith(REPLY))
    assert reply.message.plain == f"↪ La suite\n{RETITLED} · {OTHER_SOURCE.name}"
    assert reply.message.preview_url.endswith("/next")
    assert (reply.target, reply.message.silent) == (11, not urgent)


async def test_it_is_told_once_a_day(newsroom: Newsroom) -> None:
    """A further telling of the same day is a matter of an edit."""
    await first_of(newsroom)
    await newsroom.read(following(newsroom), source=OTHER_SOURCE)
    third = replace(
        following(newsroom, "third", "Drone de Lorient : le constructeur envoie des ingénieurs"),
        text="Aérovigie, qui construit le drone de reconnaissance tombé sur la halle aux poissons "
        "de Lorient, y a envoyé deux ingénieurs. La marine maintient l'arrêt de ses vols, le temps "
        "de l'enquête du parquet pour mise en danger d'autrui. La frégate croise devant Groix.",
    )
    newsroom.clock.advance(3600)
    await newsroom.read(third, source=OTHER_SOURCE)
    levels = [row[3] for row in newsroom.everything()["placements"]]
    assert levels == ["new", "same-story", "same-story"]
    assert [part for part in parts(newsroom) if part.startswith(REPLY)] == [f"{REPLY}further-1"]


async def test_the_headline_of_the_day_before_is_no_news(newsroom: Newsroom) -> None:
    """Another outlet that is a day late has nothing to add."""
    await first_of(newsroom)
    title = "Lorient : un drone de la marine s'écrase sur la halle aux poissons"
    await newsroom.read(following(newsroom, "late", title), source=OTHER_SOURCE)
    assert parts(newsroom) == [POST, EDIT]


async def test_the_same_day_is_a_matter_of_an_edit(newsroom: Newsroom) -> None:
    """Outlets take a story up within hours: that is the same news."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(source=OTHER_SOURCE)
    await newsroom.read(entry("first", title=TITLE, text=DISPATCH))
    (post,) = newsroom.deliveries()
    _send(newsroom, post, 11)
    newsroom.clock.advance(3600)
    await newsroom.read(following(newsroom), source=OTHER_SOURCE)
    assert parts(newsroom) == [POST, EDIT]
