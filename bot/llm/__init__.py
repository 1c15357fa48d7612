"""A language model behind any endpoint that speaks as OpenAI's does; asked only when set up."""

from bot.llm.client import Access, ModelClient

__all__ = ["Access", "ModelClient"]
"""What the other rooms may use."""
