"""The stage of the demo: outlets, a Telegram and a watchlist, all on this machine."""

import html
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.demo.botapi import StandIn
from bot.demo.botapi.cards import Card
from bot.demo.outlets import press, serve
from bot.i18n import Lang
from bot.ports import Clock

CHANNELS: Final = {
    "veille_asie_defense": "Veille Asie–Défense",
    "newsroom_alerts": "Newsroom alerts",
}
"""The chats that the demo's feeds.yaml names, with their titles."""
_TAG: Final = re.compile(r"<[^<>]*>")
_DESCRIPTION: Final = 160
"""Characters under the title of a link's preview."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is set up, and how to lead Vigie to it."""

    standin: StandIn
    watchlist: Path
    environment: Mapping[str, str]
    """Settings, as the operator would write them."""
    chats: Mapping[str, int]
    """Ids by name."""

    def page(self, chat: str, lang: str) -> str:
        """Where a browser sees the chat of that name."""
        return f"{self.standin.url}/?lang={lang}#{self.chats[chat]}"


@asynccontextmanager
async def stage(
    directory: Path, clock: Clock, port: int = 0, lang: Lang = "en"
) -> AsyncIterator[Stage]:
    """Set the stage; `directory` takes feeds.yaml and the data, `port` is the page's.

    Telegram speaks `lang` to the person in front of it.

    Raises:
        OSError: The port is taken.
    """
    async with serve(clock) as outlets, StandIn.serve(port) as standin:
        standin.viewer = replace(standin.viewer, language_code=lang)
        standin.world.add_user(standin.viewer)
        chats = {name: standin.add_channel(title, name) for name, title in CHANNELS.items()}
        for url, card in _cards(outlets.url):
            standin.add_card(url, card)
        watchlist = directory / "feeds.yaml"
        watchlist.write_text(outlets.watchlist, "utf-8")
        environment = {
            "TELEGRAM_BOT_TOKEN": standin.token,
            "TELEGRAM_API_URL": standin.url,
            "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
            "VIGIE_BACKLOG": "all",
            "VIGIE_DATA_DIR": str(directory),
            "VIGIE_FETCH_MAX_BYTES": "1MB",
            "VIGIE_FETCH_TIMEOUT": "3s",
            "VIGIE_WATCHLIST": str(watchlist),
        }
        yield Stage(standin, watchlist, environment, chats)


def _cards(url: str) -> Iterator[tuple[str, Card]]:
    """The link preview of every article, under the address that each outlet gives it."""
    for outlet in press():
        query = f"?{outlet.tracking}" if outlet.tracking else ""
        for item in outlet.items:
            first = next(block for block in item.blocks if block.startswith("<p>"))
            text = html.unescape(_TAG.sub("", first))
            short = text if len(text) <= _DESCRIPTION else f"{text[:_DESCRIPTION]}…"
            yield f"{url}/articles/{item.page}{query}", Card(outlet.name, item.title, short)
