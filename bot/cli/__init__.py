"""The command line: one file per command, in the reader's language."""

from bot.cli.entry import main

__all__ = ["main"]
"""What the console script calls."""
