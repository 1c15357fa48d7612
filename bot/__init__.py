"""Vigie watches news feeds and posts one clear Telegram alert per story.

The packages of this directory read as the pipeline, in the order of the data:

    feeds.yaml → fetch → parse → (remember) → match → story
               → summary → message → (outbox) → channels

Start with `bot.model`, the dictionary of the house; `docs/architecture.md` draws the rooms.
"""

__version__ = "0.1.0"
