"""A trouble of a channel from its beginning to its end, as operators live through it."""

import pytest

from bot.app import Listeners
from bot.cli import main
from bot.opening import open_app
from bot.settings import read_settings
from bot.watchlist.load import load
from tests.feed_server import Item, rss
from tests.house_of import House

ITEM = Item("Des drones au port", "Trois drones ont survolé le port dans la nuit.", guid="a")


async def test_a_bot_that_was_removed_is_told_let_in_again_and_the_post_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each round is a process of its own: one message of the trouble, one of its end."""
    operations = house.standin.add_channel("Salle des opérateurs", "ops")
    environment = house.environment(VIGIE_OPERATIONS_CHAT=str(operations), VIGIE_LANG="en")
    for name, value in {**environment, "LANGUAGE": "en"}.items():
        monkeypatch.setenv(name, value)

    async def once() -> None:
        settings = read_settings(environment, env_file=None)
        async with open_app(settings, load(house.watchlist), Listeners(), dry_run=False) as app:
            await app.once()

    house.feeds.documents["phare"] = rss([ITEM])
    house.watch({"Drones": "drones"})
    house.standin.kick(house.chat_id)
    await once()
    await once()
    (told,) = house.standin.texts(operations)
    assert told.splitlines() == [
        "Channels that cannot be reached: their posts wait",
        "✗ veille · The bot was removed from @veille.",
        "→ vigie outbox list --state parked",
    ]
    house.standin.promote(house.chat_id, "can_post_messages")
    assert main(["outbox", "retry", "--channel", "veille"]) == 0
    await once()
    assert len(house.posts()) == 1
    assert house.standin.texts(operations)[1:] == ["Well again\n✓ veille · can be reached"]
    assert main(["outbox", "list"]) == 0
    assert "There is none." in capsys.readouterr().err
