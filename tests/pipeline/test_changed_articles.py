"""An article that changes after it was told: what is shown of it is what it says now."""

from datetime import timedelta

import pytest

from bot.model import EDIT, REPLY, Delivery, Missing
from bot.parse.article_missing import missing
from bot.store.follow_ups import APART
from tests.newsroom import Newsroom
from tests.pipeline.test_follow_ups import _send, posted, told
from tests.pipeline.test_telling import TEASER, WHOLE, Library, library, page
from tests.samples import entry

__all__ = ["library", "told"]
"""Fixtures."""
URL = "https://phare.example/a"


def edit(newsroom: Newsroom) -> Delivery:
    """What the post is to be changed to."""
    (found,) = [each for each in newsroom.deliveries() if each.part == EDIT]
    return found


async def test_words_that_are_no_longer_there_highlight_nothing(told: Newsroom) -> None:
    """The places of the former headline mean nothing in the new one."""
    await posted(told)
    await told.read(entry("a", title="Article retiré", text="Cet article est retiré."))
    assert "<u>" not in edit(told).message.html


@pytest.mark.usefixtures("library")
async def test_a_page_that_is_not_to_be_had_again_takes_no_text_away(
    told: Newsroom, library: Library
) -> None:
    """The site is busy when a comma changes: the post keeps its sentences."""
    library.pages[URL] = page(WHOLE)
    await told.read(entry("a", text=TEASER))
    (post,) = told.deliveries()
    assert "selon la préfecture" in post.message.plain
    library.pages[URL] = missing(Missing.BUSY)
    told.clock.advance(60)
    await told.read(entry("a", text=f"{TEASER} (12 commentaires)"))
    (post,) = told.deliveries()
    assert "selon la préfecture" in post.message.plain
    assert "<u>drones</u> ont survolé le port dans la nuit" in post.message.html


@pytest.mark.parametrize(
    ("title", "text"),
    [("Article retiré", "Cet article est retiré."), ("Au port", "Article retiré.")],
)
async def test_a_retraction_is_heard_over_the_former_page(
    told: Newsroom, library: Library, title: str, text: str
) -> None:
    """No rule hits it any more and so no page is read: what was read before is not the article."""
    library.pages[URL] = page(WHOLE)
    await told.read(entry("a", text=TEASER))
    (post,) = told.deliveries()
    _send(told, post, 11)
    told.clock.advance(timedelta(hours=1).total_seconds())
    await told.read(entry("a", title=title, text=text))
    replies = [each for each in told.deliveries() if each.part.startswith(REPLY)]
    assert any("retire l'article" in each.message.plain for each in replies)
    told.clock.advance(APART.total_seconds())
    assert "survolé" not in edit(told).message.plain
