"""Sketches: what is kept of placed articles for a week, to recognise the next that is like them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, union_all

from bot.model import Sketch, StoredEntry
from bot.store.tables import sketch_keys, sketches

NEAR: Final = 0
TOPIC: Final = 1
"""Kinds of keys."""
KEPT: Final = timedelta(days=8)
"""Longer than two articles can be the same, whatever the clocks say."""
SHARED: Final = 3
"""Keys that two articles have in common before they are compared."""
PER_KEY: Final = 50
"""Articles that are looked at for each key, the newest: what all articles share tells nothing."""
MOST_FOUND: Final = 50
"""Articles that are compared, those with most keys in common."""
_SLOTS: Final = {NEAR: 32, TOPIC: 24}


def alike(
    tx: Connection, kind: int, keys: Sequence[int], now: datetime, window: timedelta
) -> tuple[int, ...]:
    """Ids of entries within `window` that share three of these keys at least."""
    if len(keys) < SHARED:
        return ()
    slots = _SLOTS[kind]
    given: dict[str, Any] = {f"key{n}": None for n in range(slots)}
    given |= {f"key{n}": key for n, key in enumerate(keys[:slots])}
    span = {"since": _second(now - window), "until": _second(now + window)}
    return tuple(tx.execute(_LOOK_UPS[kind], given | span).scalars())


def keep(tx: Connection, stored: StoredEntry, sketch: Sketch, now: datetime) -> None:
    """Keep the sketch of an article; a former one gives way."""
    forget(tx, stored.id)
    told = {
        "canonical_url": stored.entry.canonical_url,
        "content_hash": stored.entry.content_hash,
    }
    row = told | {"entry_id": stored.id, "packed": sketch.packed, "at": now}
    tx.execute(insert(sketches).values(**row))
    rows = [
        {"key": key, "kind": kind, "second": _second(now), "entry_id": stored.id}
        for kind, keys in ((NEAR, sketch.near), (TOPIC, sketch.topics))
        for key in dict.fromkeys(keys)
    ]
    if rows:
        tx.execute(insert(sketch_keys), rows)


def forget(tx: Connection, entry_id: int) -> None:
    """Recognise nothing by this article any more."""
    tx.execute(delete(sketch_keys).where(sketch_keys.c.entry_id == entry_id))
    tx.execute(delete(sketches).where(sketches.c.entry_id == entry_id))


def forget_before(tx: Connection, before: datetime, limit: int) -> int:
    """Forget up to `limit` articles that are older; says how many it was."""
    query = select(sketches.c.entry_id).where(sketches.c.at < before).limit(limit)
    old = tuple(tx.execute(query).scalars())
    tx.execute(delete(sketch_keys).where(sketch_keys.c.entry_id.in_(old)))
    return tx.execute(delete(sketches).where(sketches.c.entry_id.in_(old))).rowcount


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _look_up(kind: int) -> Select[Any]:
    """One short stretch of the table for each key, added up."""
    stretches = [
        select(sketch_keys.c.entry_id)
        .where(
            sketch_keys.c.key == bindparam(f"key{number}"),
            sketch_keys.c.kind == kind,
            sketch_keys.c.second.between(bindparam("since"), bindparam("until")),
        )
        .order_by(sketch_keys.c.second.desc())
        .limit(PER_KEY)
        .subquery()
        for number in range(_SLOTS[kind])
    ]
    found = union_all(*(select(stretch.c.entry_id) for stretch in stretches)).subquery()
    shared = func.count()
    return (
        select(found.c.entry_id)
        .group_by(found.c.entry_id)
        .having(shared >= SHARED)
        .order_by(shared.desc(), found.c.entry_id)
        .limit(MOST_FOUND)
    )


_LOOK_UPS: Final = {kind: _look_up(kind) for kind in (NEAR, TOPIC)}
