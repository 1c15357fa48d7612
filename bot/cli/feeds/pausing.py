"""What `pause` and `resume` share: a source that is polled or not."""

from bot.cli.feeds.desk import meant
from bot.cli.rules.desk import opened, say
from bot.i18n import Lang, Text
from bot.pipeline import sources
from bot.settings import read_settings
from bot.watchlist.source_edit import YES


def set_paused(name: str, lang: Lang, done: Text, *, paused: bool) -> int:
    """Write it into feeds.yaml, unless it is so already."""
    _, source = meant(name, lang)
    if source.paused != paused:
        with opened(read_settings(), None) as desk:
            sources.change(desk, source.name, {"paused": YES if paused else None})
    say(Text(en=f"“{source.name}” {done.en}", fr=f"« {source.name} » {done.fr}"), lang)
    return 0
