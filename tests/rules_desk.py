"""A working directory with a feeds.yaml and a past, for the commands about rules."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model import Entry
from bot.pipeline.watch import Watch
from bot.store.database import Database
from bot.watchlist.load import load
from tests.migrated import migrate
from tests.past import happened, matched
from tests.samples import entry

FEEDS = """sources:
  - {name: Le Phare, url: "https://phare.example/rss", lang: fr, tags: [mer]}
  - {name: Harbour Post, url: "https://harbour.example/feed", lang: en}
channels: {veille: {telegram: "@veille", lang: fr}}
rules:
  - {name: Drones, match: "drones | ballons", to: veille}
"""


class Desk:
    """A place to try the commands; moments are told from now, as the commands see them."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "feeds.yaml"
        self._url = f"sqlite:///{directory}/data/vigie-dry-run.db"
        self.now = datetime.now(UTC)
        self.write(FEEDS)

    def write(self, feeds: str) -> None:
        """Another feeds.yaml."""
        self._file.write_text(feeds)

    def open(self) -> None:
        """Let Vigie have run once."""
        with Database(self._url) as database:
            migrate(database)

    def read(self, days_ago: float, *fresh: Entry) -> None:
        """Let these entries of the first source have come, asked about or not."""
        watch = Watch.of(load(self._file))
        source = watch.watchlist.sources[0]
        with Database(self._url) as database:
            migrate(database)
            for each in fresh:
                when = self.now - timedelta(days=days_ago)
                if watch.matcher.match(each, source):
                    matched(database, when, each, watch, source)
                else:
                    happened(database, when, each, source=source)


def article(name: str, title: str, text: str = "") -> Entry:
    """An entry without a date."""
    return entry(name, title=title, text=text, published_at=None)
