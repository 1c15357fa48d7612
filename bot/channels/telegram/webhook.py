"""Updates are sent to us: what comes back from Telegram, for a bot with an address.

core.telegram.org/bots/api, "setWebhook". Telegram sends an update again until it is answered with
200, and it is not before it was acted on: so a crash loses none.
"""

import asyncio
import hmac
import json
import secrets
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Final

from telegram import Bot, Update, WebhookInfo
from telegram.error import TelegramError

from bot.channels.telegram.heeding import Heeding
from bot.channels.telegram.incoming import ALLOWED
from bot.channels.telegram.outcomes import of_reading
from bot.channels.telegram.sender import TelegramChannel
from bot.errors import StoreError, TokenRejected
from bot.i18n import Text
from bot.log import logger
from bot.model import SendFailure, SendProblem
from bot.model.incoming import Desk
from bot.ports import Clock

PATH: Final = "/telegram"
"""Where they are sent. No secret is in it: proxies log addresses."""
CONNECTIONS: Final = 8
"""That Telegram may have open at once."""
MOST_WAITING: Final = 64
"""Updates that are taken in; of more, Telegram is asked to come again."""
LOOK: Final = timedelta(minutes=5)
"""Between two looks whether the webhook is still there."""
LONGEST_BACKOFF: Final = timedelta(seconds=60)
_MALFORMED: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What reading of what is no update may raise: PTB checks nothing before it takes it apart."""

_log = logger("webhook")


class Webhook:
    """Has updates sent to us, and has them heeded."""

    def __init__(self, channel: TelegramChannel, clock: Clock, public: str) -> None:
        """Nothing is requested yet.

        `public` is the address under which Telegram reaches this Vigie, without a slash at the end.
        """
        self._channel = channel
        self._clock = clock
        self._url = f"{public}{PATH}"
        # Of this run: what was on its way to a former one comes again with the new one.
        self._secret = secrets.token_urlsafe(32)
        self._heeding: Heeding | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._complaint = ""
        self.conflict: SendFailure | None = None
        """Why updates do not come here while another program has them."""

    def use(self, desk: Desk) -> None:
        """Let `desk` say what to do about what comes; before that, nothing is taken in."""
        self._heeding = Heeding(self._channel, self._clock, desk)

    # ── the webhook ──────────────────────────────────────────────────────────────────────────

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the webhook set until `stop`; afterwards Telegram keeps the updates for a day.

        Raises:
            TokenRejected: Telegram does not know the token (any more).
        """
        stopping = asyncio.ensure_future(stop.wait())
        keeping = asyncio.ensure_future(self._keep())
        try:
            await asyncio.wait({stopping, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if keeping.done():
                keeping.result()
        finally:
            stopping.cancel()
            keeping.cancel()
            with suppress(asyncio.CancelledError, TokenRejected):
                await keeping

    async def _keep(self) -> None:
        failures = 0
        is_first = True
        while True:
            try:
                await self._look(is_first=is_first)
            except TelegramError as error:
                failures += 1
                wait = _pause(error, failures)
                _log.debug("webhook cannot be set", failures=failures, waiting=str(wait))
            else:
                failures, is_first, wait = 0, False, LOOK
            await self._clock.sleep(wait.total_seconds())

    async def _look(self, *, is_first: bool) -> None:
        """Set it at first, as its secret is new; later, when somebody has changed it."""
        bot = self._channel.bot
        if not is_first:
            found = await bot.get_webhook_info()
            if found.url == self._url:
                self._well(found)
                return
            self._taken(found)
        await bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=ALLOWED,
            max_connections=CONNECTIONS,
        )
        _log.info("updates are sent to us", url=self._url)

    def _taken(self, found: WebhookInfo) -> None:
        """Told once; then set again and again, so that the buttons work when the other has gone."""
        if self.conflict is None:
            _log.error(
                "the webhook was changed elsewhere: sending goes on, buttons are not answered",
                hint=_RIVAL_HINT.en,
                has_another=bool(found.url),
            )
        self.conflict = SendFailure(SendProblem.NOT_SENT, _RIVAL, _RIVAL_HINT)

    def _well(self, found: WebhookInfo) -> None:
        if self.conflict:
            _log.info("updates are sent to us again")
        self.conflict = None
        complaint = (found.last_error_message or "") if found.pending_update_count else ""
        if complaint and complaint != self._complaint:
            _log.warning(
                "Telegram cannot hand updates over",
                reason=complaint,
                waiting=found.pending_update_count,
                url=self._url,
            )
        self._complaint = complaint

    # ── what is sent ─────────────────────────────────────────────────────────────────────────

    def is_from_telegram(self, secret: str) -> bool:
        """Whether a request bears what only Telegram was told."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def take(self, body: bytes) -> int:
        """Act on an update; the HTTP status to answer with. Call `afterwards` after that."""
        heeding = self._heeding
        if heeding is None or self._waiting >= MOST_WAITING:
            return 503
        update = _update(body, self._channel.bot)
        if update is None:
            return 400
        self._waiting += 1
        try:
            # In the order in which they came; but no press need wait for another's answer.
            async with nullcontext() if update.callback_query else self._turn:
                await heeding.heed(update)
        except StoreError as error:
            _log.error("an update waits for the database", reason=str(error))
            return 503
        finally:
            self._waiting -= 1
        return 200

    async def afterwards(self) -> None:
        """Say what is to be said, now that Telegram was answered."""
        if self._heeding:
            await self._heeding.replies.say()


def _update(body: bytes, bot: Bot) -> Update | None:
    try:
        content = json.loads(body)
        if not isinstance(content, dict) or not isinstance(content["update_id"], int):
            return None
        return Update.de_json(content, bot)
    except _MALFORMED:
        return None


def _pause(error: TelegramError, failures: int) -> timedelta:
    failure = of_reading(error, "")
    if failure and failure.problem is SendProblem.TOKEN:
        raise TokenRejected(failure.text, failure.hint) from None
    if failure and failure.problem is SendProblem.REFUSED and failures == 1:
        # Most likely the address: Telegram wants HTTPS on port 443, 80, 88 or 8443.
        _log.error("Telegram refuses the webhook", reason=str(failure.text))
    asked = failure.retry_after if failure else None
    return asked or min(timedelta(seconds=2 ** min(failures, 16)), LONGEST_BACKOFF)


_RIVAL: Final = Text(
    en="Another program has changed this bot's webhook.",
    fr="Un autre programme a changé le webhook de ce bot.",
)
_RIVAL_HINT: Final = Text(
    en="Stop the other one, or give it a bot of its own from @BotFather.",
    fr="Arrêtez l'autre, ou donnez-lui son propre bot avec @BotFather.",
)
