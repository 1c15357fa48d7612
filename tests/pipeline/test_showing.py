"""Who may see a story: those in the chats where it was posted."""

from pathlib import Path

import pytest

from bot.model import DeliveryState, Destination, SendProblem
from bot.model.incoming import Place
from bot.pipeline.showing import posted_to
from bot.store import presence
from bot.store.presence import Seen
from bot.store.unsent import by_id, decide
from tests.post_office import OTHER, UNANSWERED, PostOffice, failing
from tests.samples import ANYTHING, DESTINATION

HERE = Place(-100, DESTINATION.telegram)
PLACES = (DESTINATION, OTHER)


@pytest.mark.parametrize(
    ("posts", "chat", "found"),
    [
        ([Seen("veille", -100)], HERE, DESTINATION),
        ([Seen("veille", -100)], Place(-100), DESTINATION),
        ([Seen("veille", -200)], HERE, None),
        ([Seen("salle", -200)], HERE, None),
        ([Seen("salle", -100)], HERE, OTHER),
        ([Seen("veille", None)], HERE, DESTINATION),
        ([Seen("veille", None)], Place(-100, "@ailleurs"), None),
        ([Seen("gone", -100)], HERE, None),
        ([Seen("salle", -200), Seen("veille", -100)], HERE, DESTINATION),
        ([], HERE, None),
    ],
)
def test_point_19_only_the_very_chat_counts(
    posts: list[Seen], chat: Place, found: Destination | None
) -> None:
    """Point 19. By the id where the post is; while that is on its way, by the address."""
    assert posted_to(posts, chat, PLACES) == found


async def test_a_post_is_seen_as_soon_as_it_may_be_there(tmp_path: Path) -> None:
    """Somebody may be quicker than the receipt; what surely is not there is not seen."""
    office = PostOffice(tmp_path)
    office.channel.tells = False
    office.channel.expect("unsure", UNANSWERED)
    office.channel.expect("refused", failing(SendProblem.REFUSED))
    stories = {post: office.owe(post) for post in ("sent", "unsure", "refused")}
    await office.work(90)
    stories["waits"] = office.owe("waits")
    with office.database.reading() as tx:
        seen = {post: presence.posts_of(tx, story) for post, story in stories.items()}
        assert presence.posts_of(tx, 99) == ()
    assert office.state("unsure") is DeliveryState.HELD
    assert seen == {
        "sent": (Seen("veille", -100),),
        "unsure": (Seen("veille", None),),
        "refused": (),
        "waits": (),
    }
    with office.database.begin() as tx:
        held, waiting = by_id(tx, [2, 4]).values()
        for each in (held, waiting):
            decide(tx, each, DeliveryState.DROPPED, ANYTHING, office.clock.now())
        assert presence.posts_of(tx, stories["unsure"]) == (Seen("veille", None),)
        assert presence.posts_of(tx, stories["waits"]) == ()
    office.database.close()
