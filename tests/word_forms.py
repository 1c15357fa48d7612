"""The analyser of the tests: its dictionaries take seconds, and are loaded once."""

from typing import Final

from bot.text.analysis import Analyser

ANALYSER: Final = Analyser(("fr", "en"))
