"""Which rules an entry fulfils, where it shows, and why a rule did not match. Pure functions.

rules → patterns → lexicon, index ┐
                                  ├→ candidates → places → verdict → evidence
              entry → chunks → keys ┘
"""

from bot.match.explain import explain
from bot.match.matcher import Matcher

__all__ = ["Matcher", "explain"]
