"""Feeds over HTTP, politely and safely: bytes, "not modified", or a failure in words."""

from bot.fetch.client import HttpFetcher, Manners
from bot.fetch.decoding import body_hash

__all__ = ["HttpFetcher", "Manners", "body_hash"]
"""What the other rooms may use."""
