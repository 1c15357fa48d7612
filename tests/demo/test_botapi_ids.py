"""Ids of messages: one counter for each channel and group, one for all of a bot's private chats."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.botapi import StandIn
from tests.fixed_clock import FixedClock

PLACES = ("channel", "other channel", "supergroup", "group", "person", "other person")
DEEDS = st.sampled_from(["say", "pin", "erase", "skip", "edit", "react"])
STORY = st.lists(st.tuples(st.sampled_from(PLACES), DEEDS), max_size=40)


def made(standin: StandIn) -> dict[str, int]:
    """A chat of each kind, and two private ones."""
    return {
        "channel": standin.add_channel("Un"),
        "other channel": standin.add_channel("Deux"),
        "supergroup": standin.add_supergroup("Trois"),
        "group": standin.add_group("Quatre"),
        "person": standin.world.open_private(standin.account, standin.viewer).id,
        "other person": standin.world.open_private(standin.account, standin.add_user("D")).id,
    }


def happen(standin: StandIn, chat: int, deed: str) -> int:
    """Let something happen; gives how many ids it takes. What needs a message may find none."""
    newest = max(standin.chat(chat).messages, default=0)
    if deed == "say":
        standin.say(chat, "x")
        return 1
    if deed == "skip":
        standin.skip_ids(chat, 3)
        return 3
    if not newest:
        return 0
    if deed == "edit":
        standin.edit(chat, newest, "y")
    elif deed == "erase":
        standin.erase(chat, newest)
    elif deed == "react":
        standin.react(chat, newest, "👍")
    else:
        standin.pin(chat, newest)
        return 1
    return 0


@given(story=STORY)
@settings(max_examples=80, deadline=None, database=None)
def test_ids_grow_by_one_and_are_never_used_again(story: list[tuple[str, str]]) -> None:
    """Whatever happens: edits and deletions take none, service messages and gaps do."""
    standin = StandIn(FixedClock())
    chats = made(standin)
    counters: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for place, deed in story:
        counter = "private" if "person" in place else place
        before = set(standin.chat(chats[place]).messages)
        first = counters[counter] + 1
        counters[counter] += happen(standin, chats[place], deed)
        new = set(standin.chat(chats[place]).messages) - before
        assert new == ({first} if deed in ("say", "pin") and counters[counter] >= first else set())
        assert not {(counter, each) for each in new} & seen
        seen |= {(counter, each) for each in new}


@given(story=STORY)
@settings(max_examples=50, deadline=None, database=None)
def test_two_bots_count_apart_with_the_same_people(story: list[tuple[str, str]]) -> None:
    """What happens to one bot in private does not move the ids of the other."""
    standin = StandIn(FixedClock())
    chats = made(standin)
    other = standin.add_bot("Autre", "autre_bot")
    private = standin.world.open_private(other, standin.viewer)
    standin.say(private, "x")
    for place, deed in story:
        happen(standin, chats[place], deed)
    standin.say(private, "y")
    assert list(private.messages) == [1, 2]
