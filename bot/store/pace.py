"""How much a rule has posted of late."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.model import POST, DeliveryState
from bot.store.tables import deliveries, matches, placements


def posts(tx: Connection, rule: str, destination: str, since: datetime) -> int:
    """Posts that the rule has brought to a destination since then, sent or owed.

    Those that were told in a digest do not count.
    """
    query = (
        select(func.count(deliveries.c.id.distinct()))
        .select_from(matches)
        .join(placements, placements.c.entry_id == matches.c.entry_id)
        .join(deliveries, deliveries.c.story_id == placements.c.story_id)
        .where(
            matches.c.rule == rule,
            matches.c.matched_at >= since,
            deliveries.c.destination == destination,
            deliveries.c.part == POST,
            deliveries.c.state != DeliveryState.GROUPED,
            deliveries.c.created_at >= since,
        )
    )
    return tx.execute(query).scalar_one()
