"""Feeds over HTTP, politely and safely: bytes, "not modified", or a failure in words."""

from bot.fetch.client import HttpFetcher, Manners

__all__ = ["HttpFetcher", "Manners"]
"""What the other rooms may use."""
