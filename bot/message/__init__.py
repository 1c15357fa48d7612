"""From a story and its summary to a message: escaped by construction, never too long.

nodes     a builder that writes Telegram's HTML and the plain text side by side
flash     the everyday layout: title, source and time, two or three sentences, hashtags
"""

from bot.message.flash import compose

__all__ = ["compose"]
"""What the other rooms may use."""
