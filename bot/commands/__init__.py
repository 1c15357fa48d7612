"""What people can ask for, by a button or in the bot's private chat: one file each.

reception  who asks, whether it is their turn, and what follows from it
press      a button under a post: `why`, `sources`
chat       a command in the private chat: `start`, `stop`, and what else somebody writes

The others say what to tell and never send.
"""

from bot.commands.reception import desk

__all__ = ["desk"]
"""What the command line may use."""
