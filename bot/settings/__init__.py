"""The settings: the one reader of the environment and of `.env`."""

from bot.settings.model import Settings
from bot.settings.read import read_settings
from bot.settings.table import SettingDoc, setting_docs

__all__ = ["SettingDoc", "Settings", "read_settings", "setting_docs"]
