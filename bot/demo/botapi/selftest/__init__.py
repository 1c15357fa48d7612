"""The same assertions against the stand-in and against the real Bot API: where do they differ?"""

from bot.demo.botapi.selftest.run import MEANT, run
from bot.demo.botapi.selftest.talk import Talk, Unusable, place_from

__all__ = ["MEANT", "Talk", "Unusable", "place_from", "run"]
