"""Which story an entry belongs to: a pure decision, always with its reason.

level 0   entry identity     the store ignores what it knows
level 1   same address       after canonicalisation
level 2   same text          title and text equal after folding, 48 words at least
level 3   near duplicate     most of one text stands in the other; within seven days
level 4   same story         the same subject, weighed by how rare its words are; within three days

What may be alike is found by keys (`Sketch.near`, `Sketch.topics`: three in common), what is alike
is decided by `place` on what the sketches keep.
"""

from bot.story.boilerplate import Boilerplate
from bot.story.families import outlet, with_own
from bot.story.independence import Telling, independent
from bot.story.own import own_terms
from bot.story.place import Comparison, place
from bot.story.sketch import sketch, weighed
from bot.story.weights import DayCounts, Weights

__all__ = [
    "Boilerplate",
    "Comparison",
    "DayCounts",
    "Telling",
    "Weights",
    "independent",
    "outlet",
    "own_terms",
    "place",
    "sketch",
    "weighed",
    "with_own",
]
"""What the other rooms may use."""
