"""What somebody in a chat may see of a story: all of it where it was posted, else nothing."""

from collections.abc import Collection, Iterable

from bot.model import Destination, Story
from bot.model.incoming import Place
from bot.pipeline.standing import standing
from bot.pipeline.watch import Watch
from bot.store import presence
from bot.store.database import Transaction
from bot.store.presence import Seen


def shown(
    tx: Transaction, story_id: int, chat: Place, places: Collection[Destination], watch: Watch
) -> tuple[Story | None, Destination | None]:
    """The story, and the destination that it was posted to.

    Without a story it was not posted there, or is forgotten; without a destination the chat is
    none of ours.
    """
    place = posted_to(presence.posts_of(tx, story_id), chat, places)
    if place is None:
        return None, next((each for each in places if chat.is_at(each.telegram)), None)
    return standing(tx, story_id, watch), place


def posted_to(
    posts: Iterable[Seen], chat: Place, places: Collection[Destination]
) -> Destination | None:
    """The destination that has a post in this very chat. Pure.

    A group that became a supergroup has another id now; its posts of before keep theirs.
    """
    by_name = {place.name: place for place in places}
    for post in posts:
        place = by_name.get(post.destination)
        if place is None:
            continue
        # While the receipt is on its way, the post can only be where its destination is.
        is_here = chat.is_at(place.telegram) if post.chat_id is None else post.chat_id == chat.id
        if is_here:
            return place
    return None
