"""The outbox of a Vigie that is killed, as seen from outside."""

from collections import Counter
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from bot.i18n import Text
from bot.model import (
    Button,
    DeliveryState,
    Destination,
    Entry,
    Level,
    Message,
    Placement,
    Priority,
    Source,
)
from bot.ports import Clock
from bot.store import destinations, entries, feeds, outbox, stories
from bot.store.database import Database, Transaction
from bot.store.outbox import Owed
from bot.store.schema import migrate
from bot.store.tables import deliveries

SOURCE = Source("Le Phare", "https://phare.example/rss")
NEW = Placement(Level.NEW, None, None, 0.0, Text(en="new", fr="neuf"))
WORDS = "Trois drones ont survolé le port & la digue, selon deux témoins. " * 4
BREAKING = 7
"""Every so many posts, one is urgent."""


class Post(NamedTuple):
    """A post that was owed, and how it stands."""

    place: str
    text: str
    state: DeliveryState
    attempt: int


class Office:
    """Owes posts to the chats of a Vigie and looks how they stand."""

    def __init__(self, file: Path, chats: Mapping[str, int], clock: Clock) -> None:
        """Migrate the database, when it is not there yet.

        Args:
            file: The database.
            chats: Where Vigie posts, by name.
            clock: Hers.
        """
        self.places = {name: Destination(name, str(chat)) for name, chat in chats.items()}
        self._clock = clock
        self._numbers = count(1)
        self._database = Database(f"sqlite:///{file}")
        migrate(self._database)
        with self._database.begin() as tx:
            feeds.sync(tx, [SOURCE], clock.now())
            destinations.sync(tx, self.places.values())

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def fill(self, each: int) -> None:
        """Owe posts until so many wait for each chat."""
        with self._database.begin() as tx:
            query = select(deliveries.c.destination)
            query = query.where(deliveries.c.state == DeliveryState.PENDING)
            waiting = Counter(tx.execute(query).scalars())
            for place in self.places:
                for _ in range(each - waiting[place]):
                    self._owe(tx, place)

    def _owe(self, tx: Transaction, place: str) -> None:
        number, now = next(self._numbers), self._clock.now()
        url = f"https://phare.example/{number}"
        entry = Entry(str(number), url, url, str(number), "", "", "fr")
        (item,) = entries.remember(tx, 1, SOURCE.name, [entry], now)
        story = stories.attach(tx, item.stored, NEW, now)
        priority = Priority.NORMAL if number % BREAKING else Priority.BREAKING
        outbox.put(tx, Owed(story, place, priority, _message(number, url)), now)

    def in_flight(self) -> Counter[str]:
        """Posts that were being sent when the process died, by the name of their chat."""
        query = select(deliveries.c.destination)
        with self._database.reading() as tx:
            found = tx.execute(query.where(deliveries.c.state == DeliveryState.SENDING))
            return Counter(found.scalars())

    def open(self) -> int:
        """Posts that are still owed, and not for a person to decide about."""
        with self._database.reading() as tx:
            counts = outbox.count(tx)
        return sum(counts.get(state, 0) for state in outbox.OPEN)

    def posts(self) -> list[Post]:
        """Everything that was owed."""
        columns = (deliveries.c.destination, deliveries.c.message, deliveries.c.state)
        with self._database.reading() as tx:
            return [
                Post(row.destination, row.message["plain"], DeliveryState(row.state), row.attempt)
                for row in tx.execute(select(*columns, deliveries.c.attempt))
            ]


def _message(number: int, url: str) -> Message:
    """A post with what a real one has: markup, an escaped sign, a button, a preview."""
    html = f"<b>Dépêche {number}</b>\n{WORDS.replace('&', '&amp;')}".strip()
    plain = f"Dépêche {number}\n{WORDS}".strip()
    return Message(html=html, plain=plain, buttons=(Button("Lire", url),), preview_url=url)
