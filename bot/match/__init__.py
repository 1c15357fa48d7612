"""Which rules an entry fulfils, where it shows, and why a rule did not match. Pure functions.

rules → patterns → vocabulary ┐
                              ├→ article (places of the words that rules use) → verdict
               entry → words  ┘
"""

from bot.match.explain import explain
from bot.match.matcher import Matcher

__all__ = ["Matcher", "explain"]
