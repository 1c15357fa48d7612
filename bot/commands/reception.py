"""Who asks for what: presses and messages are answered, chats that come and go taken note of."""

from typing import Final

from bot.app import App
from bot.commands.chat import Standing, Wish, respond
from bot.commands.press import NOTHING, press
from bot.commands.turns import Turns
from bot.i18n import Text
from bot.log import logger
from bot.message.newcomer import Newcomer, compose_newcomers
from bot.model.incoming import Answer, Callback, Desk, Event, Membership, Moved, Place, Reply, Said
from bot.ports import Clock

PRESSES: Final = (3, 1.0)
"""Of one person that are looked up, and in how many seconds."""
CHATTER: Final = (1, 60.0)
"""Answers to what is no command, likewise."""
NEWCOMERS: Final = (1, 86_400.0)
"""Notices of a chat that feeds.yaml does not name, likewise."""

_log = logger("reception")


def desk(app: App, clock: Clock) -> Desk:
    """What answers for a running Vigie."""
    reception = Reception(app, clock)
    return Desk(reception.on_press, reception.on_event)


class Reception:
    """Decides on what comes back from Telegram. What it remembers may be lost."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._presses = Turns(*PRESSES)
        self._chatter = Turns(*CHATTER)
        self._newcomers = Turns(*NEWCOMERS)

    async def on_press(self, callback: Callback) -> Answer:
        """The answer to a press; to one of very many by one person, nothing."""
        if not self._presses.take(callback.person.id, self._clock.monotonic()):
            return NOTHING
        return await press(self._app, callback)

    async def on_event(self, event: Event) -> tuple[Reply, ...]:
        """Do what follows, and give what is to be said about it.

        Raises:
            StoreError: The database is in trouble.
        """
        match event:
            case Said():
                return await self._hear(event)
            case Moved():
                names = self._at(event.place)
                await self._app.moved(names, event.to)
                # That the bot was thrown out of the former group may have been told before.
                await self._app.reach.regained(names)
                return ()
            case Membership():
                return await self._admit(event)

    def _at(self, place: Place) -> frozenset[str]:
        """The names of the destinations that are in this chat."""
        return frozenset(each.name for each in self._app.places if place.is_at(each.telegram))

    def _listens(self, place: Place) -> None:
        if operators := self._app.bulletins:
            operators.listens(place)

    # ── a person writes ──────────────────────────────────────────────────────────────────────

    async def _hear(self, said: Said) -> tuple[Reply, ...]:
        names = self._at(said.place)
        self._listens(said.place)
        response = respond(said, await self._standing(names))
        now = self._clock.monotonic()
        if response.is_chatter and not self._chatter.take(said.place.id, now):
            return ()
        if response.wish is Wish.RESUME:
            await self._app.reach.regained(names)
        elif response.wish is Wish.PAUSE:
            await self._app.reach.lost(names, _LEFT, for_good=True)
        return (Reply(said.place.id, response.text),)

    async def _standing(self, names: frozenset[str]) -> Standing:
        rules = self._app.rules
        return Standing(
            is_subscribed=bool(names),
            rules=tuple(rule.name for rule in rules if rule.enabled and names & set(rule.to)),
            taken=self._names(),
            invitation="" if names else await self._app.invitation(),
        )

    def _names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self._app.places)

    # ── the bot comes and goes ───────────────────────────────────────────────────────────────

    async def _admit(self, change: Membership) -> tuple[Reply, ...]:
        names = self._at(change.place)
        if change.obstacle is None:
            self._listens(change.place)
            await self._app.reach.regained(names)
        else:
            await self._app.reach.lost(names, change.obstacle)
        operators = self._app.bulletins
        is_ours = names or (operators and operators.is_at(change.place))
        return () if is_ours or change.place.is_private else self._introduce(change)

    def _introduce(self, change: Membership) -> tuple[Reply, ...]:
        """Tell of a chat that feeds.yaml does not name: once, as the bot comes there."""
        place = change.place
        if not change.is_in or not self._newcomers.take(place.id, self._clock.monotonic()):
            return ()
        found = Newcomer(place.id, place.title, self._names(), change.person.lang, change.obstacle)
        _log.warning(
            "added to a chat that feeds.yaml does not name", chat=place.id, put=found.line.strip()
        )
        if operators := self._app.bulletins:
            operators.introduce(found)
            if operators.is_at(Place(change.person.id)):
                return ()  # told there, in a moment
        text = compose_newcomers([found], change.person.lang).plain
        return (Reply(change.person.id, text, is_held=True),)


_LEFT: Final = Text(en="the person has written /stop", fr="la personne a écrit /stop")
