"""Write the next migration from the difference between the migrations and `bot.store.tables`.

    python migrations/new.py "what changes"

Read what it wrote before you commit it: alembic guesses renames as drop and create.
"""

import sys
import tempfile

from alembic import command

from bot.store.database import Database
from bot.store.schema import alembic_config, migrate

NAMED_BY_TIME = "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"

with (
    tempfile.TemporaryDirectory() as directory,
    Database(f"sqlite:///{directory}/scratch.db") as database,
):
    migrate(database)
    with database.begin() as tx:
        config = alembic_config(tx)
        config.set_main_option("file_template", NAMED_BY_TIME)
        command.revision(config, sys.argv[1], autogenerate=True)
