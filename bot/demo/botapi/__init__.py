"""A stand-in for Telegram's Bot API: a local server that bots talk to as to the real one.

It answers on the loopback interface only, keeps everything in memory, makes the same checks in
the same order with the same words, and fails on demand. Its page shows every chat as Telegram
would. The tests drive it from Python; `python -m bot.demo.botapi` starts it by itself.

From the outside in: `standin` (what a test or the demo holds in its hands), `server` and `page`
(HTTP), `service` (one call, from request to answer), `methods` (what each does), `world` (state).
"""

from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.standin import StandIn

__all__ = ["Failing", "Fault", "Limits", "Refusal", "StandIn"]
