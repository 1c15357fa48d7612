"""WebSub subscriptions: which hubs have promised to push which feeds."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, delete, select, update

from bot.model import Subscription, SubscriptionState
from bot.store.tables import feeds, subscriptions
from bot.store.upsert import insert_into


def every(tx: Connection) -> dict[int, Subscription]:
    """All of them, by feed."""
    rows = tx.execute(select(subscriptions)).mappings()
    return {row["feed_id"]: _subscription(row) for row in rows}


def by_token(tx: Connection, token: str) -> Subscription | None:
    """The one that has this callback; None when it is none of ours."""
    query = select(subscriptions).where(subscriptions.c.token == token)
    row = tx.execute(query).mappings().first()
    return _subscription(row) if row else None


def wanted(tx: Connection) -> dict[int, tuple[str, str]]:
    """Hub and topic of every active feed that advertises both, by feed."""
    query = select(feeds.c.id, feeds.c.hub, feeds.c.topic).where(
        feeds.c.active, feeds.c.hub.is_not(None), feeds.c.topic.is_not(None)
    )
    return {row.id: (row.hub, row.topic) for row in tx.execute(query)}


def keep(tx: Connection, changed: Iterable[Subscription]) -> None:
    """Write subscriptions, each instead of the one that its feed had."""
    for subscription in changed:
        row = asdict(subscription)
        statement = insert_into(tx, subscriptions).values(**row)
        tx.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=row))
        promised = subscription.state is SubscriptionState.VERIFIED
        until = subscription.lease_until if promised else None
        by_id = update(feeds).where(feeds.c.id == subscription.feed_id)
        tx.execute(by_id.values(pushed_until=until))


def forget(tx: Connection, feed_ids: Iterable[int]) -> None:
    """Delete subscriptions that are over."""
    tx.execute(delete(subscriptions).where(subscriptions.c.feed_id.in_(tuple(feed_ids))))


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(**{**row, "state": SubscriptionState(row["state"])})
