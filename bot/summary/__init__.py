"""What a reader sees of an article: its title, and the two or three sentences that tell why.

    sentences → clean? → rank (rule, title, centre, position) → choose (MMR) → reading order

The filter matters more than the ranking: a broken sentence in an alert costs more trust than a
second-best one.
"""

from bot.summary.faithful import unfaithful
from bot.summary.retold import asked, retold, source
from bot.summary.summarise import summarise

__all__ = ["asked", "retold", "source", "summarise", "unfaithful"]
"""What the other rooms may use."""
