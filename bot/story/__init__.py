"""Which story an entry belongs to: a pure decision, always with its reason.

level 0   entry identity     the store ignores what it knows
level 1   same address       after canonicalisation
level 2   same text          title and text equal after folding, 48 words at least
"""

from bot.story.place import place

__all__ = ["place"]
"""What the other rooms may use."""
