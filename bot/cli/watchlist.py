"""What a command knows of feeds.yaml when it can do without."""

from pathlib import Path
from typing import Final

from rich.text import Text as Line

from bot.cli.terminal import ERR
from bot.errors import WatchlistError
from bot.i18n import Lang, Text
from bot.model import Watchlist
from bot.watchlist.language import hints
from bot.watchlist.load import load

_NOTHING_KNOWN: Final = Text(
    en="feeds.yaml is not valid (see `vigie check`): the names and concepts in it are not known "
    "here.",
    fr="feeds.yaml n'est pas valable (voir `vigie check`) : les noms et les concepts qu'il "
    "contient ne sont pas connus ici.",
)


def valid_watchlist(file: Path, lang: Lang) -> Watchlist | None:
    """The watchlist of a file; None where there is none, or an invalid one, which is told."""
    if not file.is_file():
        return None
    try:
        return load(file)
    except WatchlistError:
        ERR.print(Line(_NOTHING_KNOWN.into(lang), style="yellow"))
        return None


def show_hints(text: str, lang: Lang) -> None:
    """What an expression that can be read may have been meant to be."""
    for _, hint in hints(text):
        ERR.print(Line(hint.into(lang), style="yellow"))
