"""`vigie outbox`: what is not sent, why, and what a person decides."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.i18n import Text
from bot.model import DIGEST, EDIT, DeliveryState, Priority
from bot.pipeline.reach import FOR_GOOD
from bot.store import destinations, missed, outbox, unsent
from bot.store.missed import Kept
from bot.store.outbox import Owed
from bot.store.tables import deliveries
from bot.store.unsent import Unsent
from tests.command_line import Vigie
from tests.fixed_clock import NOON
from tests.post_office import OTHER, PLACES, PostOffice
from tests.samples import DESTINATION, message

MINUTE = timedelta(minutes=1)
REFUSED = Text(en="The bot may not post there.", fr="Le bot n'a pas le droit d'y publier.")
WATCHLIST = """
sources: [{name: Le Phare, url: https://phare.example/rss}]
channels: {veille: {telegram: "@veille"}, salle: {telegram: "@salle"}}
rules: [{name: Drones, match: drones, to: [veille, salle]}]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """Where `vigie` looks for it; numbers follow the order in which posts are owed."""
    monkeypatch.setattr("bot.clock.SystemClock.now", lambda _: NOON)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:" + "A" * 35)
    (tmp_path / "feeds.yaml").write_text(WATCHLIST)
    (tmp_path / "data").mkdir()
    opened = PostOffice(tmp_path / "data")
    yield opened
    opened.database.close()


def stand(office: PostOffice, number: int, state: DeliveryState, **values: object) -> None:
    """Let a post stand so."""
    with office.database.begin() as tx:
        row = {"state": state, **values}
        tx.execute(update(deliveries).where(deliveries.c.id == number).values(**row))


def post(office: PostOffice, number: int) -> Unsent:
    """A post as it stands."""
    with office.database.reading() as tx:
        return unsent.by_id(tx, [number])[number]


def listed(vigie: Vigie, *words: str) -> list[dict[str, object]]:
    """What the list has for programs."""
    said = vigie("outbox", "list", "--json", *words)
    assert said.code == 0
    found: list[dict[str, object]] = json.loads(said.out)
    return found


def test_everything_unsent_says_why(office: PostOffice, vigie: Vigie) -> None:
    """What waits for a person comes first; what is sent is not shown; in both languages."""
    for name in ("sent", "waits", "looked for", "held", "dead", "later"):
        office.owe(name)
    stand(office, 1, DeliveryState.SENT)
    stand(office, 3, DeliveryState.UNCERTAIN, due_at=NOON + MINUTE / 2)
    stand(office, 4, DeliveryState.HELD, started_at=NOON, attempt=1)
    stand(office, 5, DeliveryState.DEAD, reason=REFUSED)
    stand(office, 6, DeliveryState.PENDING, due_at=NOON + 5 * MINUTE, reason=REFUSED, attempt=3)
    said = vigie("outbox", "list")
    numbers = [line.split()[0] for line in said.out.splitlines() if line[:7].strip()]
    assert numbers == ["4", "5", "3", "2", "6"]
    assert "nothing can tell whether it arrived. Look in the channel" in said.out
    assert "vigie outbox retry 4" in said.out
    assert f"{REFUSED.en} Once that is mended: vigie outbox retry 5" in said.out
    assert "perhaps arrived: Vigie looks in 30 s (2 Mar 12:00 UTC)" in said.out
    assert "goes out as soon as its turn comes, if Vigie runs." in said.out
    assert f"tried again in 5 min (2 Mar 12:05 UTC): {REFUSED.en}" in said.out
    french = vigie("outbox", "list", "--lang", "fr").out
    assert "retenu, à vous de décider" in french
    assert f"nouvel essai dans 5 min (2 mars 12:05 UTC) : {REFUSED.fr}" in french


def test_a_parked_channel_says_since_when_and_until_when(office: PostOffice, vigie: Vigie) -> None:
    """With the reason; `--state parked` shows what waits for it, and nothing else."""
    office.owe("a")
    office.owe("elsewhere", OTHER)
    with office.database.begin() as tx:
        destinations.park(tx, DESTINATION.name, NOON - MINUTE, NOON + 4 * MINUTE, REFUSED)
    out = vigie("outbox", "list", "--state", "parked").out
    assert "has been out of reach since 2 Mar 11:59 UTC, and is tried again in 4 min" in out
    assert REFUSED.en in out
    assert "waiting for a channel that cannot be reached" in out
    assert "elsewhere" not in out
    assert [each["parked"] for each in listed(vigie)] == [True, False]


def test_who_has_stopped_is_not_tried_again(office: PostOffice, vigie: Vigie) -> None:
    """No moment is told: it is for the person to come back."""
    office.owe("a")
    with office.database.begin() as tx:
        destinations.park(tx, DESTINATION.name, NOON, NOON + FOR_GOOD, REFUSED)
    out = vigie("outbox", "list", "--state", "parked").out
    assert f"nothing goes there since 2 Mar 12:00 UTC: {REFUSED.en}" in " ".join(out.split())
    assert "tried again" not in out


def test_what_is_kept_for_a_digest_is_in_the_list(office: PostOffice, vigie: Vigie) -> None:
    """With its story, its moment and its reason, or that nobody had looked."""
    held = office.owe("a")
    reason = Text(en="quiet hours", fr="heures calmes")
    with office.database.begin() as tx:
        missed.add(tx, Kept(held, OTHER.name, NOON + 60 * MINUTE, reason))
        missed.add(tx, Kept(held, DESTINATION.name, None, None))
    out = vigie("outbox", "list", "--state", "kept", "--lang", "fr").out
    assert "dit avec d'autres dans 1 h (2 mars 13:00 UTC) : heures calmes" in out
    assert "pendant que personne ne regardait" in out
    kept = [each for each in listed(vigie) if each["state"] == "kept"]
    assert [(each["channel"], each["due_at"] is None) for each in kept] == [
        (OTHER.name, False),
        (DESTINATION.name, True),
    ]
    assert len(listed(vigie, "--channel", "salle")) == 1


def test_follow_ups_and_lost_channels_are_explained(office: PostOffice, vigie: Vigie) -> None:
    """An edit waits for its post, or for more to change; a channel that left keeps its posts."""
    told, untold = office.owe("told"), office.owe("untold")
    stand(office, 1, DeliveryState.SENT, message_id=7)
    with office.database.begin() as tx:
        for story in (told, untold):
            edit = Owed(story, DESTINATION.name, Priority.SILENT, message("anew"))
            outbox.put_part(tx, edit, EDIT, NOON + MINUTE)
    by_story = {each["story"]: each["why"] for each in listed(vigie) if each["part"] == EDIT}
    assert "are made together: in 1 min" in str(by_story[told])
    assert "follows up on a post that is not there" in str(by_story[untold])
    Path("feeds.yaml").write_text(WATCHLIST.replace("veille", "autre"))
    assert "feeds.yaml has no channel of this name" in vigie("outbox", "list").out
    Path("feeds.yaml").write_text("rules: ]")
    assert vigie("outbox", "list").code == 0  # a wrong file hides nothing


def test_the_list_is_bounded_and_says_how_much_more(office: PostOffice, vigie: Vigie) -> None:
    """By 50, or `--limit`; programs get all."""
    for number in range(60):
        office.owe(f"p{number}")
    said = vigie("outbox", "list")
    assert (said.out.count("waiting ·"), "… and 10 more" in said.err) == (50, True)
    assert "58 more" in vigie("outbox", "list", "--limit", "2").err
    assert len(listed(vigie)) == 60
    assert len(listed(vigie, "--limit", "3")) == 3


def test_one_post_in_full(office: PostOffice, vigie: Vigie) -> None:
    """To the letter, tame on a terminal; with the attempt."""
    office.owe("Un titre\n\nUn \x1btexte")
    stand(office, 1, DeliveryState.HELD, started_at=NOON, attempt=2)
    said = vigie("outbox", "show", "1", "--lang", "fr")
    assert said.code == 0
    assert "Un titre\n\nUn \N{REPLACEMENT CHARACTER}texte" in said.out
    assert "Tentative 2 le 2 mars 12:00 UTC" in said.out
    assert "vigie stories 1" in said.out


def test_numbers_and_channels_that_do_not_exist(office: PostOffice, vigie: Vigie) -> None:
    """An error, with what may be meant; the others are left alone too."""
    office.owe("a")
    stand(office, 1, DeliveryState.HELD)
    said = vigie("outbox", "retry", "1", "9")
    assert (said.code, "There is no post 9: nothing was changed." in said.err) == (64, True)
    assert post(office, 1).state is DeliveryState.HELD
    said = vigie("outbox", "list", "--channel", "veile")
    assert (said.code, "Did you mean “veille”?" in said.err) == (64, True)
    assert vigie("outbox", "retry").code == 64
    assert vigie("outbox", "retry", "1", "--channel", "veille").code == 64


async def test_a_held_post_goes_out_on_request(office: PostOffice, vigie: Vigie) -> None:
    """While Vigie runs; it is said that it may come twice."""
    office.owe("a")
    stand(office, 1, DeliveryState.HELD, started_at=NOON, attempt=1)
    said = vigie("outbox", "retry", "1")
    assert (said.code, "may come twice" in said.err) == (0, True)
    await office.work(2)
    assert office.channel.texts() == ["a"]
    again = vigie("outbox", "retry", "1", "--lang", "fr")
    assert (again.code, "est déjà envoyé" in again.err) == (1, True)


async def test_a_refused_post_goes_out_and_does_not_come_twice(
    office: PostOffice, vigie: Vigie
) -> None:
    """It was surely not sent: nothing is said of twice, also after it was dropped."""
    office.owe("a")
    stand(office, 1, DeliveryState.DEAD, started_at=NOON, attempt=1, reason=REFUSED)
    assert vigie("outbox", "drop", "1", "--yes").code == 0
    said = vigie("outbox", "retry", "1")
    assert (said.code, "twice" in said.err) == (0, False)
    await office.work(2)
    assert office.channel.texts() == ["a"]


async def test_a_drop_asks_and_can_be_undone(office: PostOffice, vigie: Vigie) -> None:
    """Nobody at the terminal is no yes; what is dropped stays, with its reason, and may go out."""
    office.owe("a")
    stand(office, 1, DeliveryState.HELD, started_at=NOON, attempt=1, reason=REFUSED)
    assert vigie("outbox", "drop", "1").code == 73
    assert post(office, 1).state is DeliveryState.HELD
    assert vigie("outbox", "drop", "1", "--yes").code == 0
    office.reopen()  # a start looks for what was held, not for this
    await office.deliverer.recover()
    await office.work(120)
    assert (office.channel.attempts, office.channel.looked) == ([], [])
    (shown,) = listed(vigie, "--state", "dropped")
    assert "dropped by hand on 2026-03-02 12:00 UTC; before: The bot may not" in str(shown["why"])
    assert listed(vigie) == []
    assert "may come twice" in vigie("outbox", "retry", "1").err
    await office.work(2)
    assert office.channel.texts() == ["a"]


async def test_all_of_a_channel_and_nothing_of_another(office: PostOffice, vigie: Vigie) -> None:
    """What is held, refused or waiting; a parked channel is tried at once."""
    await office.work()  # it runs: what is held is looked for again at a start
    for name in ("a", "b", "c"):
        office.owe(name)
    office.owe("elsewhere", OTHER)
    stand(office, 1, DeliveryState.HELD)
    stand(office, 2, DeliveryState.DEAD)
    stand(office, 3, DeliveryState.PENDING, due_at=NOON + 60 * MINUTE)
    stand(office, 4, DeliveryState.HELD)
    with office.database.begin() as tx:
        destinations.park(tx, DESTINATION.name, NOON, NOON + 60 * MINUTE, REFUSED)
    assert vigie("outbox", "retry", "--channel", "VEILLE").code == 0
    await office.work(5)
    assert sorted(office.channel.texts()) == ["a", "b", "c"]
    assert office.channel.texts(OTHER) == []
    assert vigie("outbox", "drop", "--channel", "salle", "--yes").code == 0
    assert post(office, 4).state is DeliveryState.DROPPED
    nothing = vigie("outbox", "drop", "--channel", "veille", "--yes")
    assert (nothing.code, "There is none." in nothing.err) == (0, True)


@pytest.mark.parametrize(
    "state", [DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.GROUPED]
)
@pytest.mark.parametrize("command", ["retry", "drop"])
def test_what_settles_itself_is_left_alone(
    command: str, state: DeliveryState, office: PostOffice, vigie: Vigie
) -> None:
    """With the reason, and exit code 1."""
    office.owe("a")
    stand(office, 1, state)
    words = ("--yes",) if command == "drop" else ()
    said = vigie("outbox", command, "1", *words)
    assert (said.code, said.err.startswith("✗ 1 · veille · ")) == (1, True)
    assert post(office, 1).state is state


def test_a_reply_never_goes_before_its_post(office: PostOffice, vigie: Vigie) -> None:
    """It cannot be sent by hand; a digest can."""
    story = office.owe("a")
    stand(office, 1, DeliveryState.HELD)
    with office.database.begin() as tx:
        for part in ("reply:x", DIGEST):
            owed = Owed(story, DESTINATION.name, Priority.SILENT, message(part))
            outbox.put_part(tx, owed, part, NOON, DeliveryState.DEAD)
    said = vigie("outbox", "retry", "2")
    assert (said.code, "goes out by itself after that post" in said.err) == (1, True)
    assert vigie("outbox", "retry", "3").code == 0


def test_what_moves_on_meanwhile_is_not_overwritten(office: PostOffice) -> None:
    """A decision on a post that was sent in the same moment changes nothing."""
    office.owe("a")
    before = post(office, 1)
    stand(office, 1, DeliveryState.SENT)
    with office.database.begin() as tx:
        assert not unsent.decide(tx, before, DeliveryState.DROPPED, REFUSED, NOON)
    assert post(office, 1).state is DeliveryState.SENT


def test_many_are_counted_and_not_all_named(office: PostOffice, vigie: Vigie) -> None:
    """Twenty lines are enough."""
    for number in range(25):
        office.owe(f"p{number}", PLACES[number % 2])
    said = vigie("outbox", "retry", *(str(number) for number in range(1, 26)))
    assert (said.err.count("✓"), "… + 5" in said.err) == (20, True)


def test_the_status_says_where_to_look(office: PostOffice, vigie: Vigie) -> None:
    """When something waits for a person, and only then."""
    office.owe("a")
    assert "vigie outbox" not in vigie("status").out
    stand(office, 1, DeliveryState.DEAD)
    assert "Why, and what to do: vigie outbox list" in vigie("status").out


def test_before_the_first_run(vigie: Vigie) -> None:
    """Nothing to list, nothing to decide on."""
    said = vigie("outbox", "list")
    assert (said.code, said.out, "has not run here yet" in said.err) == (0, "", True)
    assert vigie("outbox", "list", "--json").out == "[]\n"
    assert vigie("outbox", "retry", "1").code == 74
