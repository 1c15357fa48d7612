"""What happens in a chat besides talk: pins, reactions, topics, upgrades, comings and goings."""

from dataclasses import replace

from bot.demo.botapi.chats import Chat, Json, Topic, message_json, timestamp
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.people import Member, User
from bot.demo.botapi.world import Change, World


def serve(world: World, chat: Chat, by: User, body: Json, thread: int = 0) -> int:
    """Post a service message; gives its id."""
    message = world.compose(chat, by, Formatted(""), service=body, thread=thread)
    return world.post(chat, message).id


def pin(world: World, chat: Chat, message_id: int, by: User) -> None:
    """Pin a message, which says so in the chat."""
    chat.pinned = message_id
    pinned = message_json(chat, chat.messages[message_id], nested=True)
    serve(world, chat, by, {"pinned_message": pinned}, chat.messages[message_id].thread)
    world.tell(Change("chat", chat))


def react(world: World, chat: Chat, message_id: int, by: User, emoji: list[str]) -> None:
    """Replace somebody's reactions to a message; bots that run the chat hear of it."""
    message = chat.messages[message_id]
    before = [each for user, each in message.reactions if user == by.id]
    others = [(user, each) for user, each in message.reactions if user != by.id]
    changed = replace(message, reactions=(*others, *((by.id, each) for each in emoji)))
    chat.messages[message_id] = changed
    world.tell(Change("message", chat, changed))
    body = {
        "chat": chat.to_json(),
        "message_id": message_id,
        "user": by.to_json(),
        "date": timestamp(world.now()),
        "old_reaction": [{"type": "emoji", "emoji": each} for each in before],
        "new_reaction": [{"type": "emoji", "emoji": each} for each in emoji],
    }
    for account in world.accounts.values():
        listens = chat.type == "private" or chat.member(account.user.id).is_admin
        if not by.is_bot and listens and world.chat_of(account, chat.id) is chat:
            world.send_update(account, "message_reaction", body)


def open_topic(world: World, chat: Chat, topic: Topic, by: User) -> int:
    """Open a topic; its id is that of the message that says so."""
    thread = chat.last_id + 1
    chat.topics = (chat.topics or {}) | {thread: topic}
    body = {"forum_topic_created": {"name": topic.name, "icon_color": topic.colour}}
    return serve(world, chat, by, body, thread)


def turn_topic(world: World, chat: Chat, thread: int, by: User, *, closed: bool) -> None:
    """Close a topic or open it again."""
    (chat.topics or {})[thread].closed = closed
    body: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    serve(world, chat, by, body, thread)


def delete_topic(world: World, chat: Chat, thread: int) -> None:
    """Take a topic away with all that is in it."""
    (chat.topics or {}).pop(thread)
    for message in list(chat.messages.values()):
        if message.thread == thread:
            world.delete(chat, message.id)


def migrate(world: World, old: Chat, by: User) -> Chat:
    """Turn a group into a supergroup; the old one stays, to be read only."""
    new = world.add_chat("supergroup", old.title)
    new.members = dict(old.members)
    serve(world, old, by, {"migrate_to_chat_id": new.id})
    serve(world, new, by, {"migrate_from_chat_id": old.id})
    old.migrated_to = new.id
    world.tell(Change("chat", old))
    return new


def block(world: World, chat: Chat, bot: User, *, on: bool) -> None:
    """The person of a private chat blocks the bot, or lets it write again."""
    chat.blocked = on
    world.set_member(chat, bot, Member("kicked" if on else "member"), world.users[chat.id])


def owner_of(world: World, chat: Chat) -> User:
    """Who decides in a chat: its creator, or the person of a private chat."""
    creators = (each for each, member in chat.members.items() if member.status == "creator")
    return world.users[chat.id if chat.type == "private" else next(creators)]
