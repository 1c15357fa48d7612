"""Topics of a supergroup."""

from typing import Final

from bot.demo.botapi.access import chat_for
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, Topic
from bot.demo.botapi.composing import thread_from
from bot.demo.botapi.happenings import delete_topic, open_topic, turn_topic
from bot.demo.botapi.refusal import bad_request

MOST_NAME: Final = 128
"""Characters of a topic's name (documentation of `createForumTopic`)."""
COLOURS: Final = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})
"""Of a topic's icon (documentation of `createForumTopic`)."""


def create_forum_topic(call: Call) -> Action:
    """`createForumTopic`."""
    name, colour = call.text("name").strip(), call.integer("icon_color", 7322096)
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if colour not in COLOURS:
        raise bad_request("invalid icon color specified")
    chat = _forum(call)

    def create() -> Json:
        topic = Topic(name[:MOST_NAME], colour)
        thread = open_topic(call.world, chat, topic, call.account.user)
        return {"message_thread_id": thread, "name": topic.name, "icon_color": colour}

    return Action(create, chat)


def close_forum_topic(call: Call) -> Action:
    """`closeForumTopic`."""
    return _turn(call, closed=True)


def reopen_forum_topic(call: Call) -> Action:
    """`reopenForumTopic`."""
    return _turn(call, closed=False)


def _turn(call: Call, *, closed: bool) -> Action:
    chat, thread = _topic(call)
    topic = (chat.topics or {})[thread]
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")

    def turn() -> bool:
        turn_topic(call.world, chat, thread, call.account.user, closed=closed)
        return True

    return Action(turn)


def delete_forum_topic(call: Call) -> Action:
    """`deleteForumTopic`, with every message in it."""
    chat, thread = _topic(call)

    def delete() -> bool:
        delete_topic(call.world, chat, thread)
        return True

    return Action(delete)


def _topic(call: Call) -> tuple[Chat, int]:
    chat = _forum(call)
    thread = thread_from(call, chat)
    if not thread:
        raise bad_request("message thread not found")
    return chat, thread


def _forum(call: Call) -> Chat:
    """The supergroup, when the bot may manage its topics.

    Raises:
        Refusal: It has none, or the bot may not.
    """
    chat = chat_for(call, "write")
    if chat.topics is None:
        raise bad_request("the chat is not a forum")
    if not chat.member(call.account.user.id).may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    return chat
