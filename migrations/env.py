"""Alembic's entry: works on the connection that `bot.store.schema` hands over."""

from alembic import context

from bot.store.columns import Moment, Words
from bot.store.tables import metadata

_PLAIN = {Moment: "sa.DateTime(timezone=True)", Words: "sa.JSON()"}


def _render(kind, value, _context):
    """A migration names no type of ours: it must still run when ours has changed."""
    return _PLAIN.get(type(value), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    transactional_ddl=True,  # BEGIN IMMEDIATE makes SQLite's DDL atomic
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
