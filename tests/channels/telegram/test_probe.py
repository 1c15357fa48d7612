"""Finding out whether an uncertain post arrived: never twice, never lost, others unhurt."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from bot.channels.telegram.chats import Marks
from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.standin import POSTING
from bot.model import (
    Button,
    Delivery,
    Message,
    Receipt,
    SendFailure,
    SendProblem,
)
from tests.fixed_clock import FixedClock
from tests.telegram_posts import Begun, channel_to, delivery, none_settled, place

Outcome = Receipt | SendFailure | None
POST = Message(
    "<b>Drones</b> au port",
    "Drones au port",
    buttons=(Button("Pourquoi ?", data="why:1"),),
    preview_url="https://phare.example/a",
)
EDITING = (*POSTING, "can_edit_messages")


@pytest.fixture(params=["forwarding", "editing"])
async def looking(
    request: pytest.FixtureRequest, standin: StandIn, clock: FixedClock
) -> AsyncIterator[TelegramChannel]:
    """A channel that looks in one of the two ways."""
    operations = {"operations_chat": str(standin.start())} if request.param == "forwarding" else {}
    async with channel_to(standin, clock, **operations) as channel:
        yield channel


async def interrupted(
    standin: StandIn, channel: TelegramChannel, chat: int, *, arrives: bool
) -> Delivery:
    """A post whose answer was lost."""
    failing = Failing.HANDLE_THEN_DROP if arrives else Failing.DROP
    standin.plan(Fault(failing, "sendMessage", chat_id=chat))
    begun = Begun(delivery(post=POST))
    outcome = await channel.send(place(chat), begun)
    assert problem(outcome) is SendProblem.UNCERTAIN
    return delivery(post=POST, floor_message_id=begun.floors[0])


def problem(outcome: Outcome) -> SendProblem:
    """The problem of a failure."""
    assert isinstance(outcome, SendFailure)
    return outcome.problem


async def post(channel: TelegramChannel, chat: int, number: int = 9) -> Receipt:
    """A post of ours that arrives as it should."""
    receipt = await channel.send(place(chat), Begun(delivery(number)))
    assert isinstance(receipt, Receipt)
    return receipt


# ── both ways ────────────────────────────────────────────────────────────────────────────────


async def test_a_post_that_arrived_is_found(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """With its id, and a notice."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=True)
    found = await looking.find(lost, place(chat), none_settled)
    assert isinstance(found, Receipt)
    assert found.message_id == standin.transcript(chat)[-1]["message_id"]
    assert found.notice is not None


async def test_a_post_that_did_not_arrive_is_found_missing(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """So that it can be sent again."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=False)
    assert await looking.find(lost, place(chat), none_settled) is None


@pytest.mark.parametrize("arrives", [True, False])
async def test_posts_of_others_and_gaps_are_passed_over_and_left_alone(
    standin: StandIn, looking: TelegramChannel, chat: int, *, arrives: bool
) -> None:
    """Another administrator posts and pins, something is deleted, before and after."""
    await post(looking, chat)
    standin.pin(chat, standin.say(chat, "Un mot de la rédaction"))
    standin.skip_ids(chat, 2)
    lost = await interrupted(standin, looking, chat, arrives=arrives)
    standin.erase(chat, standin.say(chat, "à supprimer"))
    standin.say(chat, "Encore un mot")
    before = standin.transcript(chat)
    found = await looking.find(lost, place(chat), none_settled)
    assert standin.transcript(chat) == before
    assert isinstance(found, Receipt) == arrives


@pytest.mark.parametrize("arrives", [True, False])
async def test_later_posts_of_ours_are_left_alone(
    standin: StandIn, looking: TelegramChannel, chat: int, *, arrives: bool
) -> None:
    """An edit would overwrite them."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=arrives)
    for number in (10, 11):
        await post(looking, chat, number)
    before = standin.transcript(chat)
    found = await looking.find(lost, place(chat), none_settled)
    assert standin.transcript(chat) == before
    assert isinstance(found, Receipt) == arrives


async def test_a_gap_does_not_end_the_chat_before_its_highest_known_id(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """Three deleted posts in a row are no proof while later ones are known."""
    await post(looking, chat)
    first = [standin.say(chat, text) for text in "abcd"]
    lost = await interrupted(standin, looking, chat, arrives=True)
    for message in first:
        standin.erase(chat, message)
    await post(looking, chat, 10)
    assert isinstance(await looking.find(lost, place(chat), none_settled), Receipt)


async def test_too_many_posts_of_others_leave_it_undecided(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """The search is bounded: fifty ids, then a person decides."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=False)
    for number in range(60):
        standin.say(chat, f"Commentaire {number}")
    calls = len(standin.calls)
    assert problem(await looking.find(lost, place(chat), none_settled)) is SendProblem.UNCERTAIN
    assert len(standin.calls) - calls < 220


async def test_an_unknown_beginning_can_prove_presence_but_not_absence(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """Where the chat ended before the first post ever is not known; then nothing is edited."""
    lost = await interrupted(standin, looking, chat, arrives=False)
    assert lost.floor_message_id == 0
    assert problem(await looking.find(lost, place(chat), none_settled)) is SendProblem.UNCERTAIN
    lost = await interrupted(standin, looking, chat, arrives=True)
    found = await looking.find(lost, place(chat), none_settled)
    forwards = "forwardMessage" in {call.method for call in standin.calls}
    assert isinstance(found, Receipt) == forwards
    assert "editMessageText" not in {call.method for call in standin.calls}


@pytest.mark.parametrize("arrives", [True, False])
async def test_posts_that_memory_has_forgotten_are_passed_over(
    standin: StandIn, looking: TelegramChannel, chat: int, *, arrives: bool
) -> None:
    """What the tables know is neither taken for the post nor written over, nor counted as looks."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=False)
    sent = [(await post(looking, chat, number)).message_id for number in range(10, 70)]
    if arrives:
        await interrupted(standin, looking, chat, arrives=True)
    texts = standin.texts(chat)
    looking.marks = Marks()

    async def settled(chat_id: int, ids: range) -> list[int]:
        assert chat_id == chat
        return [each for each in sent if each in ids]

    assert isinstance(await looking.find(lost, place(chat), settled), Receipt) == arrives
    assert standin.texts(chat) == texts


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_supergroup_can_be_looked_into(
    standin: StandIn, looking: TelegramChannel, *, arrives: bool
) -> None:
    """Its ids grow by one, as in a channel."""
    chat = standin.add_supergroup("Rédaction")
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=arrives)
    standin.say(chat, "Bonjour")
    assert isinstance(await looking.find(lost, place(chat), none_settled), Receipt) == arrives


@pytest.mark.parametrize("kind", ["private", "group"])
async def test_other_chats_cannot_be_looked_into(
    standin: StandIn, looking: TelegramChannel, kind: str
) -> None:
    """Their ids share a counter: nothing can tell, and a person decides."""
    chat = standin.start() if kind == "private" else standin.add_group("Rédaction")
    lost = await interrupted(standin, looking, chat, arrives=True)
    outcome = await looking.find(lost, place(chat), none_settled)
    assert problem(outcome) is SendProblem.UNCERTAIN
    assert isinstance(outcome, SendFailure)
    assert outcome.hint is not None


METHODS = ["forwardMessage", "editMessageText"]


async def test_a_flood_is_waited_for(
    standin: StandIn, looking: TelegramChannel, clock: FixedClock, chat: int
) -> None:
    """Within reason, and the look goes on where it was."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=True)
    refusal = Refusal(429, "Too Many Requests: retry after 17", {"retry_after": 17})
    for method in METHODS:
        standin.plan(Fault(Failing.REFUSE, method, refusal=refusal))
    before = clock.monotonic()
    assert isinstance(await looking.find(lost, place(chat), none_settled), Receipt)
    assert clock.monotonic() - before >= 17


async def test_a_long_flood_puts_the_look_off(
    standin: StandIn, looking: TelegramChannel, chat: int
) -> None:
    """The one who sends comes back later."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=True)
    refusal = Refusal(429, "Too Many Requests: retry after 900", {"retry_after": 900})
    for method in METHODS:
        standin.plan(Fault(Failing.REFUSE, method, refusal=refusal))
    assert problem(await looking.find(lost, place(chat), none_settled)) is SendProblem.FLOOD


@pytest.mark.parametrize("failing", [Failing.DROP, Failing.HANDLE_THEN_DROP, Failing.BAD_GATEWAY])
async def test_a_look_that_fails_proves_nothing(
    standin: StandIn, looking: TelegramChannel, chat: int, failing: Failing
) -> None:
    """Neither presence nor absence: it is made again, and then it tells."""
    await post(looking, chat)
    lost = await interrupted(standin, looking, chat, arrives=True)
    for method in METHODS:
        standin.plan(Fault(failing, method))
    assert problem(await looking.find(lost, place(chat), none_settled)) is SendProblem.NOT_SENT
    assert isinstance(await looking.find(lost, place(chat), none_settled), Receipt)
    assert len(standin.texts(chat)) == 2


# ── forwarding ───────────────────────────────────────────────────────────────────────────────


async def test_copies_are_silent_and_deleted(
    standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """The operations chat stays readable."""
    operations = standin.start()
    texts = standin.texts(operations)
    async with channel_to(standin, clock, operations_chat=str(operations)) as channel:
        await post(channel, chat)
        lost = await interrupted(standin, channel, chat, arrives=True)
        await channel.find(lost, place(chat), none_settled)
    assert standin.texts(operations) == texts
    [forward] = [call for call in standin.calls if call.method == "forwardMessage"]
    assert forward.given["disable_notification"] in ("true", "True", True)


async def test_forwarding_needs_no_limit_on_the_right_to_edit(
    standin: StandIn, clock: FixedClock
) -> None:
    """It changes nothing in the chat."""
    chat = standin.add_channel("Veille", rights=EDITING)
    async with channel_to(standin, clock, operations_chat=str(standin.start())) as channel:
        await post(channel, chat)
        lost = await interrupted(standin, channel, chat, arrives=False)
        assert await channel.find(lost, place(chat), none_settled) is None


async def test_a_protected_chat_is_looked_into_by_editing(
    standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """Nothing can be forwarded from it."""
    standin.protect(chat)
    async with channel_to(standin, clock, operations_chat=str(standin.start())) as channel:
        await post(channel, chat)
        lost = await interrupted(standin, channel, chat, arrives=True)
        assert isinstance(await channel.find(lost, place(chat), none_settled), Receipt)


async def test_a_lost_operations_chat_is_no_obstacle(
    standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """Editing tells as well, where it may be used."""
    async with channel_to(standin, clock, operations_chat="@ops_nowhere") as channel:
        await post(channel, chat)
        lost = await interrupted(standin, channel, chat, arrives=True)
        assert isinstance(await channel.find(lost, place(chat), none_settled), Receipt)
        standin.promote(chat, *EDITING)
        assert problem(await channel.find(lost, place(chat), none_settled)) is SendProblem.UNCERTAIN


# ── editing ──────────────────────────────────────────────────────────────────────────────────


async def test_nothing_is_edited_where_posts_of_others_could_be(
    standin: StandIn, channel: TelegramChannel
) -> None:
    """A bot with the right to edit would overwrite what people wrote."""
    chat = standin.add_channel("Veille", rights=EDITING)
    await post(channel, chat)
    lost = await interrupted(standin, channel, chat, arrives=True)
    standin.say(chat, "Un mot de la rédaction")
    assert problem(await channel.find(lost, place(chat), none_settled)) is SendProblem.UNCERTAIN
    assert "editMessageText" not in {call.method for call in standin.calls}


async def test_a_post_that_went_out_in_plain_text_is_found(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """The refused form is given up in a look as in a send."""
    await post(channel, chat)
    broken = Message("<p>Drones & co", "Drones & co")
    standin.plan(Fault(Failing.HANDLE_THEN_DROP, "sendMessage", after=1))
    begun = Begun(delivery(post=broken))
    outcome = await channel.send(place(chat), begun)
    assert problem(outcome) is SendProblem.UNCERTAIN
    lost = delivery(post=broken, floor_message_id=begun.floors[0])
    found = await channel.find(lost, place(chat), none_settled)
    assert isinstance(found, Receipt)
    assert standin.texts(chat) == ["Dépêche 9", "Drones & co"]


# ── many accidents ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(3))
async def test_many_accidents_lose_nothing_and_double_nothing(
    standin: StandIn, clock: FixedClock, chat: int, seed: int
) -> None:
    """Posts, lost answers, lost requests, restarts and strangers, in any order."""
    random = Random(seed)
    operations = str(standin.start()) if seed else None
    settled: list[tuple[int, int]] = []
    for number in range(25):
        if random.random() < 0.3:
            standin.say(chat, f"Rédaction {number}")
        if random.random() < 0.2:
            standin.skip_ids(chat, random.randint(1, 2))
        async with channel_to(
            standin, clock, posts=settled[-1:], operations_chat=operations
        ) as channel:
            settled.append(await _deliver(standin, channel, chat, number, random))
    ours = [text for text in standin.texts(chat) if text.startswith("Dépêche")]
    assert ours == [f"Dépêche {number}" for number in range(25)]
    strangers = {text for text in standin.texts(chat) if not text.startswith("Dépêche")}
    assert all(text.startswith("Rédaction") for text in strangers if text)


async def _deliver(
    standin: StandIn, channel: TelegramChannel, chat: int, number: int, random: Random
) -> tuple[int, int]:
    """Send until it is settled, as the pipeline does."""
    outcome: Outcome = None
    while outcome is None:
        if number and random.random() < 0.5:
            failing = random.choice([Failing.DROP, Failing.HANDLE_THEN_DROP])
            standin.plan(Fault(failing, "sendMessage"))
        begun = Begun(delivery(number))
        outcome = await channel.send(place(chat), begun)
        if isinstance(outcome, SendFailure):
            lost = delivery(number, floor_message_id=begun.floors[0])
            outcome = await channel.find(lost, place(chat), none_settled)
    assert isinstance(outcome, Receipt)
    return outcome.chat_id, outcome.message_id
