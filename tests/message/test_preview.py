"""What stands under a post: the article's page, the feed's picture, nothing."""

from dataclasses import replace

import pytest

from bot.message import compose, compose_reply
from bot.model import Match, Passage, Preview, Story, Summary
from tests.samples import DESTINATION, rule, stored

PAGE, PICTURE = "https://phare.example/a", "https://phare.example/a.jpg"


@pytest.mark.parametrize(
    ("preview", "picture", "shown"),
    [
        ("page", PICTURE, PAGE),
        ("picture", PICTURE, PICTURE),
        ("picture", "", PAGE),
        ("picture", "javascript:alert(1)", PAGE),
        ("none", PICTURE, ""),
    ],
)
def test_what_is_shown(preview: Preview, picture: str, shown: str) -> None:
    """The channel says; a picture that is none is no loss. Replies do as the posts do."""
    there = replace(DESTINATION, preview=preview)
    lead = stored(url=PAGE, image_url=picture)
    story = Story(1, lead, (lead.source,), (Match(rule(), ()),), latest=lead)
    summary = Summary(Passage(lead.entry.title), ())
    assert compose(story, summary, there, silent=False).preview_url == shown
    assert compose_reply(story, "further", there, silent=False).preview_url == shown
    assert compose_reply(story, "outlets", there, silent=False).preview_url == ""
