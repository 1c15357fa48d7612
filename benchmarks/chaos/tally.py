"""What came of posts, counted per kind of chat. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.chaos.office import Post
from bot.i18n import Text
from bot.model import DeliveryState


@dataclass(frozen=True, slots=True)
class Counts:
    """One line of the table."""

    posts: int
    hits: int
    """Sends that a kill cut off."""
    lost: int
    """Owed, and neither in the chat nor before a person."""
    twice: int
    """In the chat more often than promised: once; where a post may be sent again, two times."""
    resent: int
    """In the chat two times, where that is promised."""
    held: int
    """Before a person, who decides."""
    foreign: int
    """Messages of others that were there at the end."""
    touched: int
    """Of these, changed or gone."""

    @classmethod
    def of(
        cls,
        posts: Iterable[Post],
        chats: Mapping[str, "Content"],
        hits: int,
        most_copies: int,
    ) -> "Counts":
        """Count the posts to the chats of a kind."""
        posts = list(posts)
        copies = [chats[post.place].posts.get(post.text, 0) for post in posts]
        return cls(
            posts=len(posts),
            hits=hits,
            lost=sum(map(_is_lost, posts, copies)),
            twice=sum(number > most_copies for number in copies),
            resent=sum(1 < number <= most_copies for number in copies),
            held=sum(post.state is DeliveryState.HELD for post in posts),
            foreign=sum(chat.foreign for chat in chats.values()),
            touched=sum(chat.touched for chat in chats.values()),
        )


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a chat."""

    posts: Mapping[str, int]
    """The bot's, with how often each is there."""
    foreign: int
    touched: int


def _is_lost(post: Post, copies: int) -> bool:
    return post.state is not DeliveryState.HELD and copies == 0


HEADINGS: Final = (
    Text(en="posts", fr="messages"),
    Text(en="hit", fr="touchés"),
    Text(en="lost", fr="perdus"),
    Text(en="twice", fr="en double"),
    Text(en="resent", fr="renvoyés"),
    Text(en="held", fr="retenus"),
    Text(en="foreign", fr="d'autrui"),
    Text(en="touched", fr="altérés"),
)
"""Of the columns, in the order of the fields of `Counts`."""
