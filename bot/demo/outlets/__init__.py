"""Sample outlets: invented papers with real feeds, and feeds that fail in every usual way.

The texts are in `press/` (an outlet a file) and `stories/` (an article that several outlets carry
a file), to be read and edited; `press.py` reads them, `feeds.py` writes them as RSS, Atom or RDF,
`site.py` serves them and the pages of the articles, `broken.py` is everything that goes wrong.
`watchlist.yaml` is the feeds.yaml of the demo.
"""

from bot.demo.outlets.press import press
from bot.demo.outlets.server import Served, serve
from bot.demo.outlets.site import app
from bot.demo.outlets.watchlist import watchlist

__all__ = ["Served", "app", "press", "serve", "watchlist"]
