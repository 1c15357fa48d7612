"""The demo's stage: what is set up fits together."""

from pathlib import Path

from bot.demo.stage import stage
from bot.settings import read_settings
from bot.watchlist.load import load
from tests.fixed_clock import FixedClock


async def test_the_stage_is_set(tmp_path: Path) -> None:
    """The watchlist is valid, its channels exist, and each article has a link preview."""
    async with stage(tmp_path, FixedClock()) as scene:
        names = {place.telegram.removeprefix("@") for place in load(scene.watchlist).destinations}
        assert names == set(scene.chats)
        assert len(scene.standin.cards) >= 100


async def test_the_settings_lead_to_the_stage(tmp_path: Path) -> None:
    """They are read without complaint, and point at the stand-in and at the directory given."""
    async with stage(tmp_path, FixedClock()) as scene:
        settings = read_settings(scene.environment, env_file=None)
        assert settings.watchlist == scene.watchlist
        assert settings.telegram_api_url == scene.standin.url
        assert settings.data_dir == tmp_path
