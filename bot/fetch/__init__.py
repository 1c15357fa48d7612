"""Feeds over HTTP, politely and safely: bytes, "not modified", or a failure in words."""

from bot.fetch.client import HttpFetcher
from bot.fetch.manners import Manners, manners_of

__all__ = ["HttpFetcher", "Manners", "manners_of"]
"""What the other rooms may use."""
