"""What Vigie answers over HTTP: WebSub hubs, Telegram, and whether it is alive."""

from bot.web.routes import routes
from bot.web.server import serving

__all__ = ["routes", "serving"]
"""What the command line may use."""
