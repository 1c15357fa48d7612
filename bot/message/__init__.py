"""From a story and its summary to a message: escaped by construction, never too long.

nodes     a builder that writes Telegram's HTML and the plain text side by side
parts     what all layouts have: title, source and time, corrections, hashtags, buttons
flash     the everyday layout: title, source and time, two or three sentences, hashtags
dossier   a longer extract to unfold, the sources with their articles, the rules and their words
post      a post about a story in the layout of its channel
found     the words of an article that made a rule match
digest    several stories that were missed, a line each
reply     what is said below a post when its story moves on
"""

from bot.message.digest import compose_digest
from bot.message.found import words_found
from bot.message.post import compose, room
from bot.message.reply import compose_reply

__all__ = ["compose", "compose_digest", "compose_reply", "room", "words_found"]
"""What the other rooms may use."""
