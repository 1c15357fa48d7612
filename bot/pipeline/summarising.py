"""How a summary is made: of the article's own sentences, or of a model's words when they hold."""

from datetime import datetime, timedelta
from typing import Final

from bot.log import logger
from bot.model import Story, Summary
from bot.ports import Clock, Writer
from bot.summary import asked, retold, source, summarise, unfaithful

REST: Final = timedelta(minutes=1)
"""For a model that did not answer: alerts do not wait for it again and again."""

_log = logger("summary")


class Extractive:
    """The article's own sentences. Implements `bot.ports.Summariser`."""

    async def summarise(
        self,
        story: Story,
        budget: int,
        deadline: timedelta,  # noqa: ARG002 - the port's; it takes milliseconds
    ) -> Summary:
        """What `bot.summary.summarise` gives."""
        return summarise(story, budget)


class Retelling:
    """A model's words where they are faithful, else the article's own sentences.

    Implements `bot.ports.Summariser`.
    """

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._rests_until: datetime | None = None

    async def summarise(self, story: Story, budget: int, deadline: timedelta) -> Summary:
        """Never without a summary, and never later than `deadline`."""
        words = await self._words(story, budget, deadline)
        return summarise(story, budget) if words is None else retold(story, words)

    async def _words(self, story: Story, budget: int, deadline: timedelta) -> str | None:
        entry = story.lead.entry
        rests = self._rests_until is not None and self._clock.now() < self._rests_until
        if rests or not entry.text.strip():
            return None
        words = await self._writer.write(asked(story, budget), deadline)
        if not isinstance(words, str):
            self._rests_until = self._clock.now() + REST
            _log.warning("model gave no summary", story=story.id, reason=str(words.reason))
            return None
        wrong = unfaithful(words, source(story), budget, entry.lang)
        if wrong:
            _log.info("model's summary refused", story=story.id, reason=str(wrong))
            return None
        return words
