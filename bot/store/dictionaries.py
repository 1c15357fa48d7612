"""Dictionaries, as the analysis of texts made them: kept, because making one takes a second.

What is kept may be of no use to another version: who reads it looks, and makes a new one.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from bot.store.tables import dictionaries
from bot.store.upsert import insert_into


def keep(tx: Connection, made: Mapping[str, bytes]) -> None:
    """Keep dictionaries by language, each instead of the one before."""
    for lang, content in made.items():
        statement = insert_into(tx, dictionaries).values(lang=lang, content=content)
        known = {"content": content}
        tx.execute(statement.on_conflict_do_update(index_elements=["lang"], set_=known))


def kept(tx: Connection, langs: Iterable[str]) -> Mapping[str, bytes]:
    """What is kept for these languages."""
    query = select(dictionaries).where(dictionaries.c.lang.in_(list(langs)))
    return {row["lang"]: row["content"] for row in tx.execute(query).mappings()}
