"""What Vigie answers over HTTP: WebSub hubs, and whether it is alive."""

from bot.web.routes import routes
from bot.web.server import EVERYWHERE, LOOPBACK, listen, serving

__all__ = ["EVERYWHERE", "LOOPBACK", "listen", "routes", "serving"]
"""What the command line may use."""
