"""From a story and its summary to a message: escaped by construction, never too long.

nodes     a builder that writes Telegram's HTML and the plain text side by side
flash     the everyday layout: title, source and time, two or three sentences, hashtags
digest    several stories that were missed, a line each
reply     what is said below a post when its story moves on
"""

from bot.message.digest import compose_digest
from bot.message.flash import compose
from bot.message.reply import compose_reply

__all__ = ["compose", "compose_digest", "compose_reply"]
"""What the other rooms may use."""
