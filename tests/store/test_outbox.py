"""The outbox: one post per story and destination, through every state."""

from sqlalchemy import Connection

from bot.model import EDIT, DeliveryState, Priority, Receipt
from bot.store import destinations, entries, outbox, stories
from bot.store.outbox import Owed, Settlement
from tests.fixed_clock import NOON
from tests.samples import ANYTHING, DESTINATION, entry, later, message, new_story


def story(tx: Connection, identity: str = "a") -> int:
    """A story of one entry."""
    (item,) = entries.remember(tx, 1, "Le Phare", [entry(identity)], NOON)
    return stories.attach(tx, item.stored, new_story(), NOON)


def owe(
    tx: Connection, story_id: int, text: str = "x", priority: Priority = Priority.NORMAL
) -> bool:
    """Owe a post to « veille »."""
    return outbox.put(tx, Owed(story_id, "veille", priority, message(text)), NOON)


def test_story_is_owed_once_per_destination(tx: Connection) -> None:
    """A second rule or copy does not make a second post; the waiting one is rendered anew."""
    number = story(tx)
    assert owe(tx, number, "one rule")
    assert not owe(tx, number, "two rules")
    (delivery,) = outbox.due(tx, NOON, ["veille"], 10)
    assert delivery.message == message("two rules")


def test_what_went_out_stays_as_it_went(tx: Connection) -> None:
    """A post whose request has started is never rendered anew: the look compares to the letter."""
    number = story(tx)
    owe(tx, number, "as sent")
    (delivery,) = outbox.due(tx, NOON, ["veille"], 10)
    outbox.start(tx, delivery.id, NOON, floor_message_id=7)
    owe(tx, number, "later")
    current = outbox.current(tx, delivery.id)
    assert current is not None
    assert (current.message, current.attempt, current.floor_message_id) == (
        message("as sent"),
        1,
        7,
    )


def test_urgent_posts_come_first(tx: Connection) -> None:
    """Breaking before normal before silent, whatever the order of arrival."""
    for priority in (Priority.SILENT, Priority.NORMAL, Priority.BREAKING):
        owe(tx, story(tx, priority), priority, priority)
    order = [delivery.priority for delivery in outbox.due(tx, NOON, ["veille"], 10)]
    assert order == [Priority.BREAKING, Priority.NORMAL, Priority.SILENT]


def test_crash_while_sending_leaves_uncertainty(tx: Connection) -> None:
    """What was being sent when the process died is neither lost nor sent again blindly."""
    owe(tx, story(tx))
    (delivery,) = outbox.due(tx, NOON, ["veille"], 10)
    outbox.start(tx, delivery.id, NOON, 0)
    assert outbox.recover(tx, later(seconds=45)) == 1
    assert outbox.due(tx, later(hours=1), ["veille"], 10) == ()
    assert outbox.uncertain(tx, later(seconds=44), ["veille"]) == ()
    (uncertain,) = outbox.uncertain(tx, later(seconds=45), ["veille"])
    assert uncertain.id == delivery.id


def test_looks_in_one_chat_keep_no_other_waiting(tx: Connection) -> None:
    """However many posts of a destination are uncertain, the oldest of each is looked for."""
    for number, name in enumerate([*["veille"] * 30, "salle"]):
        post = Owed(story(tx, str(number)), name, Priority.NORMAL, message())
        outbox.put(tx, post, NOON)
    for delivery in outbox.due(tx, NOON, ["veille", "salle"], 40):
        outbox.start(tx, delivery.id, later(seconds=delivery.id), 0)
    outbox.recover(tx, later(seconds=45))
    found = outbox.uncertain(tx, later(minutes=1), ["veille", "salle", "none"])
    assert [(each.id, each.destination) for each in found] == [(1, "veille"), (31, "salle")]


def test_receipt_ends_a_delivery(tx: Connection) -> None:
    """A sent post is due no more."""
    owe(tx, story(tx))
    (delivery,) = outbox.due(tx, NOON, ["veille"], 10)
    receipt = Receipt(chat_id=-1001234567890, message_id=5, sent_at=NOON)
    outbox.settle(tx, Settlement(delivery.id, DeliveryState.SENT, NOON, ANYTHING, receipt))
    assert outbox.due(tx, later(days=1), ["veille"], 10) == ()
    assert outbox.count(tx) == {DeliveryState.SENT: 1}


def test_other_destinations_wait(tx: Connection) -> None:
    """Posts for a destination that is not asked for are left out."""
    owe(tx, story(tx))
    assert outbox.due(tx, NOON, ["elsewhere"], 10) == ()


def test_a_long_queue_hides_no_other_destination(tx: Connection) -> None:
    """Each destination shows its most urgent posts, however many another has waiting."""
    for number in range(30):
        owe(tx, story(tx, f"n{number}"), "x", Priority.BREAKING)
    outbox.put(tx, Owed(story(tx, "z"), "other", Priority.SILENT, message()), NOON)
    found = [delivery.destination for delivery in outbox.due(tx, NOON, ["veille", "other"], 20)]
    assert found == ["veille"] * 20 + ["other"]


def test_what_begins_knows_its_own_post(tx: Connection) -> None:
    """An edit goes to the post of its story, whichever other posts there are."""
    for number, identity in enumerate("ab", 1):
        owe(tx, story(tx, identity), identity)
        outbox.start(tx, number, NOON, 0)
        receipt = Receipt(-100, 10 + number, NOON)
        outbox.settle(tx, Settlement(number, DeliveryState.SENT, NOON, None, receipt))
    owed = Owed(2, "veille", Priority.SILENT, message("b, +1"))
    assert outbox.put_part(tx, owed, EDIT, NOON)
    edit = outbox.start(tx, 3, NOON, 0)
    assert edit is not None
    assert (edit.message, edit.target, edit.attempt) == (message("b, +1"), 12, 0)


def test_what_is_not_due_or_cannot_arrive_is_not_begun(tx: Connection) -> None:
    """Put off, parked, or begun already: nothing goes out."""
    owe(tx, story(tx))
    assert outbox.start(tx, 1, later(seconds=-1), 0) is None
    destinations.sync(tx, [DESTINATION])
    destinations.park(tx, "veille", NOON, later(minutes=5), ANYTHING)
    assert outbox.start(tx, 1, later(minutes=4), 0) is None
    assert outbox.start(tx, 1, later(minutes=5), 0) is not None
    assert outbox.start(tx, 1, later(minutes=5), 0) is None
