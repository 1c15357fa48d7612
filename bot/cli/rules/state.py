"""Whether a rule is awake, and how much it hears."""

from datetime import datetime, timedelta
from typing import Final

from bot.cli.rules.past import opened
from bot.i18n import Text, counted
from bot.model import Rule
from bot.pipeline.silence import rest
from bot.settings import Settings
from bot.store import matches

LATELY: Final = timedelta(days=7)
AWAKE: Final = Text(en="enabled", fr="activée")


def state(rule: Rule, now: datetime) -> Text:
    """Enabled, or why it is at rest."""
    return rest(rule, now) or AWAKE


def heard_lately(settings: Settings, now: datetime) -> dict[str, int]:
    """Matches per rule in the last seven days; empty where Vigie has never run."""
    with opened(settings, dry_run=False) as database:
        if database is None:
            return {}
        with database.reading() as tx:
            return matches.count(tx, now - LATELY)


def in_words(hits: int) -> Text:
    """What `heard_lately` tells of a rule."""
    return Text(
        en=counted(hits, "match", "matches", "en") + " in 7 days",
        fr=counted(hits, "correspondance", "correspondances", "fr") + " en 7 jours",
    )
