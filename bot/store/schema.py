"""Bring the database's tables to this version's shape, with alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import DatabaseUnusable
from bot.i18n import Text
from bot.store.database import Database


def migrations_directory() -> Path:
    """Where the migrations lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, working on `connection` when there is one."""
    config = Config()
    config.set_main_option("script_location", str(migrations_directory()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision(tx: Connection) -> str | None:
    """The revision of the database; None when it has no tables yet."""
    return MigrationContext.configure(tx).get_current_revision()


def newest_revision() -> str | None:
    """The revision that this version of Vigie wants."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(database: Database) -> tuple[str | None, str | None]:
    """Upgrade to the newest revision in one transaction; a kill half-way rolls back.

    Returns:
        The revisions before and after.

    Raises:
        DatabaseUnusable: the database was made by a newer version of Vigie.
    """
    with database.begin() as tx:
        before = revision(tx)
        _refuse_newer(before)
        command.upgrade(alembic_config(tx), "head")
        return before, revision(tx)


def _refuse_newer(current: str | None) -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseUnusable(
            Text(
                en=f"The database was made by a newer Vigie (revision {current}).",
                fr=f"La base de données vient d'une version plus récente de Vigie ({current}).",
            ),
            Text(
                en="Install that version again, or restore a backup from before.",
                fr="Réinstallez cette version, ou restaurez une sauvegarde antérieure.",
            ),
        )
