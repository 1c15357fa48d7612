"""Feeds over HTTP, politely and safely: bytes, "not modified", or a failure in words."""

from bot.fetch.client import HttpFetcher
from bot.fetch.decoding import body_hash

__all__ = ["HttpFetcher", "body_hash"]
"""What the other rooms may use."""
