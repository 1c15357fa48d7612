"""Links that bring the bot somewhere: start, startgroup, startchannel."""

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberMember
from telegram.error import BadRequest

from bot.demo.botapi import StandIn
from bot.demo.botapi.invitations import Invitation, read_invitation
from tests.talking_bot import refused

ME = "https://t.me/vigie_bot"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (ME, Invitation("vigie_bot", "start")),
        (f"{ME}?start=abc-1_2", Invitation("vigie_bot", "start", "abc-1_2")),
        (f"{ME}?start={'x' * 65}", Invitation("vigie_bot", "start")),
        ("tg://resolve?domain=vigie_bot&start=a", Invitation("vigie_bot", "start", "a")),
        (f"{ME}?startgroup=a", Invitation("vigie_bot", "startgroup", "a")),
        (
            f"{ME}?startchannel&admin=post_messages+edit_messages+fly",
            Invitation(
                "vigie_bot",
                "startchannel",
                rights=frozenset({"can_post_messages", "can_edit_messages"}),
            ),
        ),
        ("https://t.me/a/5", None),
        ("https://example.org/vigie_bot?start=a", None),
        ("tg://user?id=5", None),
    ],
)
def test_what_a_link_asks_for(link: str, found: Invitation | None) -> None:
    """Rights that do not exist and payloads that are not allowed are left out."""
    assert read_invitation(link) == found


async def test_one_tap_makes_the_bot_an_administrator_with_one_right(
    bot: Bot, standin: StandIn
) -> None:
    """The owner never pressed Start; `my_chat_member` says who they are."""
    channel = standin.add_channel("Vigie")
    standin.remove(channel)
    standin.account.updates.clear()
    standin.follow(f"{ME}?startchannel&admin=post_messages", chat_id=channel)
    (update,) = await bot.get_updates(timeout=0)
    assert update.my_chat_member is not None
    assert update.my_chat_member.from_user.id == standin.viewer.id
    new = update.my_chat_member.new_chat_member
    assert isinstance(new, ChatMemberAdministrator)
    assert (new.can_post_messages, new.can_edit_messages) == (True, False)
    assert (await bot.send_message(channel, "Bonjour")).chat_id == channel


async def test_a_group_gets_a_member_and_a_command(bot: Bot, standin: StandIn) -> None:
    """With `admin=` an administrator."""
    group = standin.add_group("Veille")
    standin.remove(group)
    standin.account.updates.clear()
    standin.follow(f"{ME}?startgroup=abc", chat_id=group)
    joined, command = await bot.get_updates(timeout=0)
    assert joined.my_chat_member is not None
    assert isinstance(joined.my_chat_member.new_chat_member, ChatMemberMember)
    assert command.message is not None
    assert command.message.text == "/start@vigie_bot abc"
    standin.follow(f"{ME}?startgroup&admin=pin_messages", chat_id=group)
    assert await bot.pin_chat_message(group, command.message.message_id)


async def test_start_opens_the_private_chat_with_its_payload(bot: Bot, standin: StandIn) -> None:
    """Of whoever follows the link."""
    dominique = standin.add_user("Dominique")
    assert standin.follow(f"{ME}?start=canal", dominique) == dominique.id
    (update,) = await bot.get_updates(timeout=0)
    assert update.message is not None
    assert (update.message.text, update.message.chat_id) == ("/start canal", dominique.id)


async def test_not_everybody_adds_bots_everywhere(bot: Bot, standin: StandIn) -> None:
    """Only to a chat of the right kind that one rules; nowhere with a link of something else."""
    channel, group = standin.add_channel("Vigie"), standin.add_group("Veille")
    standin.remove(channel)
    dominique = standin.add_user("Dominique")
    for link, user, chat, error in [
        (f"{ME}?startchannel", dominique, channel, "Dominique may not add bots to Vigie"),
        (f"{ME}?startchannel", None, group, "choose a chat: channel"),
        (f"{ME}?startgroup", None, None, "choose a chat: group or supergroup"),
        ("https://t.me/other_bot?start", None, None, "no bot @other_bot"),
        ("https://example.org/", None, None, "invites no bot"),
    ]:
        with pytest.raises(LookupError, match=error):
            standin.follow(link, user, chat)
    with refused(BadRequest, "chat not found"):
        await bot.send_message(dominique.id + 7, "x")
