"""Updates as values: what the bot is told, in whatever form Telegram tells it."""

from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.incoming import event_of, seen_in
from bot.demo.botapi.chats import Json
from bot.demo.botapi.people import Member, member_json
from bot.demo.botapi.people import User as Bot
from bot.model.incoming import Membership, Moved, Place, Said

ADA: Json = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "fr-CA"}
CHANNEL: Json = {"id": -1001, "type": "channel", "title": "Veille", "username": "Veille"}
GROUP: Json = {"id": -5, "type": "group", "title": "Rédaction"}
PRIVATE: Json = {"id": 7, "type": "private", "first_name": "Ada", "username": "ada"}
VIGIE = Bot(1, "Vigie", is_bot=True)
LEFT, KICKED, MEMBER = (
    member_json(VIGIE, Member(status), "group") for status in ("left", "kicked", "member")
)


def admin(*, posts: bool) -> Json:
    """An administrator of a channel."""
    rights = frozenset({"can_post_messages"} if posts else {"can_edit_messages"})
    return member_json(VIGIE, Member("administrator", rights), "channel")


def restricted(*, writes: bool, is_member: bool = True) -> Json:
    """A member of a group with limits."""
    held = member_json(VIGIE, Member("restricted"), "group")
    return {**held, "is_member": is_member, "can_send_messages": writes}


def update(**content: Any) -> Update:
    """An update of Telegram's."""
    return Update.de_json({"update_id": 1, **content}, None)


def changed(chat: Json, now: Json) -> Update:
    """The bot is this in the chat by now."""
    change = {"chat": chat, "from": ADA, "date": 1, "old_chat_member": MEMBER}
    return update(my_chat_member={**change, "new_chat_member": now})


def message(chat: Json, **content: Any) -> Update:
    """Somebody writes there."""
    return update(message={"message_id": 3, "date": 1, "chat": chat, "from": ADA, **content})


@pytest.mark.parametrize(
    ("chat", "now", "obstacle", "is_in"),
    [
        (CHANNEL, admin(posts=True), None, True),
        (CHANNEL, admin(posts=False), "may not post in @Veille", True),
        (CHANNEL, MEMBER, "may not post in @Veille", True),
        (CHANNEL, LEFT, "is not in @Veille", False),
        (CHANNEL, KICKED, "removed from @Veille", False),
        (GROUP, MEMBER, None, True),
        (GROUP, restricted(writes=True), None, True),
        (GROUP, restricted(writes=False), "may not post in -5", True),
        (GROUP, restricted(writes=True, is_member=False), "may not post in -5", False),
        (PRIVATE, MEMBER, None, True),
        (PRIVATE, KICKED, "7 has blocked the bot", False),
    ],
)
def test_what_the_bot_is_in_a_chat(
    chat: Json, now: Json, obstacle: str | None, is_in: bool
) -> None:
    """Whether it can post, and why not, in the words of a post that met it."""
    event = event_of(changed(chat, now))
    assert isinstance(event, Membership)
    assert event.is_in is is_in
    assert (event.obstacle is None) is (obstacle is None)
    assert (obstacle or "") in str(event.obstacle or "")
    assert event.person.lang == "fr"


def test_what_is_said_in_private() -> None:
    """Text or not; the person's @name is no address of theirs."""
    said = event_of(message(PRIVATE, text="/start"))
    assert isinstance(said, Said)
    assert (said.text, said.place) == ("/start", Place(7, "", "Ada", is_private=True))
    picture = event_of(message(PRIVATE, photo=[]))
    assert isinstance(picture, Said)
    assert picture.text == ""


@pytest.mark.parametrize(
    "ignored",
    [
        message(GROUP, text="/start"),
        message(CHANNEL, text="/start"),
        message({**PRIVATE, "id": 9}, text="/start", **{"from": {**ADA, "is_bot": True}}),
        update(channel_post={"message_id": 3, "date": 1, "chat": CHANNEL, "text": "/stop"}),
        update(poll_of_tomorrow={}),
    ],
)
def test_what_nobody_says_to_the_bot(ignored: Update) -> None:
    """Only a person in their private chat is answered."""
    assert event_of(ignored) is None


def test_a_group_that_moves() -> None:
    """It says so itself, before anything is sent in vain."""
    event = event_of(message(GROUP, migrate_to_chat_id=-1009))
    assert event == Moved(Place(-5, "", "Rédaction"), -1009)


def test_posts_of_others_are_seen() -> None:
    """In channels and groups, for a look that need not begin before them."""
    post = {"message_id": 3, "date": 1, "chat": CHANNEL, "text": "a"}
    assert seen_in(update(channel_post=post)) == (-1001, 3)
    assert seen_in(message(GROUP, text="a")) == (-5, 3)
    assert seen_in(message(PRIVATE, text="a")) is None
    assert seen_in(changed(GROUP, MEMBER)) is None


def test_a_chat_knows_its_addresses() -> None:
    """Names are blind to case; a chat without a name is known by its id."""
    named = Place(-100123, "@Veille")
    assert named.is_at("@veille")
    assert named.is_at("-100123")
    assert not named.is_at("@other")
    assert not Place(-100123).is_at("@veille")
    assert not Place(-100123).is_at("")
