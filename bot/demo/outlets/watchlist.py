"""The feeds.yaml of the demo."""

from importlib.resources import files
from string import Template


def watchlist(url: str, silent_url: str) -> str:
    """Its text, for outlets that answer at `url`; nobody answers at `silent_url`."""
    text = files(__package__).joinpath("watchlist.yaml").read_text("utf-8")
    return Template(text).substitute(outlets=url, silent=silent_url)
