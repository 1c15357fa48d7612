"""A summary in a model's words, when they hold; else the article's own sentences are shown."""

from datetime import datetime, timedelta
from typing import Final

from bot.log import logger
from bot.model import Story
from bot.ports import Clock, Writer
from bot.summary import asked, source, unfaithful

REST: Final = timedelta(minutes=1)
"""For a model that did not answer: alerts do not wait for it again and again."""

_log = logger("summary")


class Retelling:
    """A model's words about an article, where they are faithful to it."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._rests_until: datetime | None = None

    async def words(self, story: Story, budget: int, deadline: timedelta) -> str | None:
        """A checked summary; None when the article's own sentences serve. Within `deadline`."""
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
