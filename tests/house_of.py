"""A Vigie in a directory of its own, to be run as often as a test likes."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, Listeners
from bot.demo.botapi import StandIn
from bot.model import PollReport
from bot.opening import open_app
from bot.settings import Settings, read_settings
from bot.watchlist.load import load
from tests.feed_server import FeedServer


@dataclass
class House:
    """Where everything is, and what was reported."""

    directory: Path
    standin: StandIn
    feeds: FeedServer
    chat_id: int
    """Of @veille."""
    reports: list[PollReport] = field(default_factory=list)

    def watch(self, rules: dict[str, str], slugs: Sequence[str] = ("phare",)) -> None:
        """Write feeds.yaml: rules by name, each to @veille, on the feeds of these slugs."""
        sources = [{"name": slug, "url": self.feeds.at(slug), "lang": "fr"} for slug in slugs]
        watched = [
            {"name": name, "match": match, "to": ["veille"]} for name, match in rules.items()
        ]
        channels = {"veille": {"telegram": "@veille", "lang": "fr"}}
        # JSON is YAML; a file made by a program needs no more.
        document = {"sources": sources, "channels": channels, "rules": watched}
        self.watchlist.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")

    @property
    def watchlist(self) -> Path:
        """feeds.yaml."""
        return self.directory / "feeds.yaml"

    def environment(self, **more: str) -> dict[str, str]:
        """What the operator sets."""
        return {
            "TELEGRAM_BOT_TOKEN": self.standin.token,
            "TELEGRAM_API_URL": self.standin.url,
            "VIGIE_DATA_DIR": str(self.directory / "data"),
            "VIGIE_WATCHLIST": str(self.watchlist),
            "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
            "VIGIE_FULL_TEXT": "no",
            "VIGIE_BACKLOG": "all",
            "VIGIE_FETCH_TIMEOUT": "2s",
            **more,
        }

    @property
    def settings(self) -> Settings:
        """The same, read."""
        return read_settings(self.environment(), env_file=None)

    def open(self) -> AbstractAsyncContextManager[App]:
        """Start Vigie here."""
        listeners = Listeners(polled=self.reports.append)
        return open_app(self.settings, load(self.watchlist), listeners, dry_run=False)

    async def once(self) -> None:
        """One whole round: start, poll what is due, deliver, stop."""
        async with self.open() as app:
            await app.once()

    def posts(self) -> list[str]:
        """The texts in @veille, the oldest first."""
        return self.standin.texts(self.chat_id)

    def make_due(self) -> None:
        """Let every feed be due now, as if its time had come."""
        file = self.directory / "data" / "vigie.db"
        with closing(sqlite3.connect(file)) as connection, connection:
            moment = f"{datetime.now(UTC) - timedelta(seconds=1):%Y-%m-%d %H:%M:%S.%f}"
            connection.execute("UPDATE feeds SET next_poll_at = ?", (moment,))
