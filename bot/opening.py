"""The composition root: settings and a watchlist in, an open `App` out.

The only place that makes network adapters.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from random import Random

from bot.app import App, Listeners, Parts
from bot.channels.console import ConsoleChannel
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.webhook import Webhook
from bot.clock import SystemClock
from bot.fetch import HttpFetcher, manners_of
from bot.llm import Access, ModelClient
from bot.model import Watchlist
from bot.parse.worker import ParserPool
from bot.pipeline.articles import Articles
from bot.pipeline.bulletins import Bulletins
from bot.pipeline.deliver import Deliverer
from bot.pipeline.poll import Poller
from bot.pipeline.polling import Polling
from bot.pipeline.summarising import Retelling
from bot.pipeline.telling import Teller
from bot.pipeline.watch import compiled
from bot.pipeline.websub import WebSub
from bot.ports import Clock
from bot.settings import Settings
from bot.store import feeds, findings, outbox
from bot.store.database import Database, Transaction
from bot.store.location import database_url
from bot.store.lock import sole_instance
from bot.store.revision import bring_up_to_date


@asynccontextmanager
async def open_app(
    settings: Settings, watchlist: Watchlist, listeners: Listeners, *, dry_run: bool
) -> AsyncIterator[App]:
    """Everything that Vigie needs, opened in order and closed in reverse.

    A dry run shows its posts on the terminal and works on a database of its own: what it shows
    is still owed by the real one.

    Raises:
        AlreadyRunning: another instance works on this database.
        DatabaseUnusable: the database cannot be opened or migrated.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = stack.enter_context(Database(database_url(settings, dry_run=dry_run)))
        stack.enter_context(sole_instance(database.file))
        bring_up_to_date(database)
        fetcher = await stack.enter_async_context(_fetcher(settings, clock))
        parser = await stack.enter_async_context(ParserPool(settings.parse_workers))
        telegram = None if dry_run else await _telegram(settings, database, clock)
        channel: TelegramChannel | ConsoleChannel = telegram or ConsoleChannel(clock)
        await stack.enter_async_context(channel)
        chance = Random()  # noqa: S311 - jitter, not a secret
        poller = Poller(database, fetcher, parser, clock, chance, settings.backlog)
        parts = Parts(
            database=database,
            polling=Polling(database, poller, clock),
            polls_per_day=settings.polls_per_day,
            keep_articles=settings.keep_articles,
            teller=Teller(
                database,
                clock,
                Articles(fetcher, parser) if settings.full_text else None,
                await _retelling(settings, stack, clock),
            ),
            deliverer=Deliverer(database, channel, Dispatcher(), clock, settings.on_uncertain),
            telegram=telegram,
            bulletins=await _bulletins(settings, telegram, clock, database),
            websub=_websub(settings, database, fetcher, parser, clock),
            webhook=_webhook(settings, telegram, clock),
            clock=clock,
            listeners=listeners,
        )
        watch = await compiled(database, watchlist)
        app = App(parts, watch)
        await database.write(partial(_release, now=clock.now()))
        await database.write(partial(watch.weighing.begin, now=clock.now()))
        await app.adopt(watch)
        yield app


def _release(tx: Transaction, now: datetime) -> None:
    feeds.release(tx)
    feeds.forget_future(tx, now)
    findings.release(tx, now)


async def _bulletins(
    settings: Settings, telegram: TelegramChannel | None, clock: Clock, database: Database
) -> Bulletins | None:
    if telegram is None or settings.operations_chat is None:
        return None
    bulletins = Bulletins(telegram, settings.operations_chat, settings.lang, clock, database)
    await bulletins.begin()
    return bulletins


def _websub(
    settings: Settings, database: Database, fetcher: HttpFetcher, parser: ParserPool, clock: Clock
) -> WebSub | None:
    if settings.public_url is None:
        return None
    return WebSub(database, fetcher, parser, clock, settings.public_url)


def _webhook(settings: Settings, telegram: TelegramChannel | None, clock: Clock) -> Webhook | None:
    if telegram is None or settings.public_url is None or settings.telegram_updates == "poll":
        return None
    return Webhook(telegram, clock, settings.public_url)


async def _retelling(settings: Settings, stack: AsyncExitStack, clock: Clock) -> Retelling | None:
    """A model's summaries, when somebody has set one up."""
    key = settings.openai_api_key
    if settings.summary_model is None or key is None:
        return None
    access = Access(settings.openai_base_url, key.get_secret_value(), settings.summary_model)
    return Retelling(await stack.enter_async_context(ModelClient(access)), clock)


def _fetcher(settings: Settings, clock: Clock) -> HttpFetcher:
    return HttpFetcher(manners_of(settings), clock, concurrency=settings.concurrency)


async def _telegram(settings: Settings, database: Database, clock: Clock) -> TelegramChannel | None:
    if settings.telegram_bot_token is None:
        return None
    return TelegramChannel(
        settings.telegram_bot_token.get_secret_value(),
        clock,
        await database.read(outbox.latest_posts),
        settings.telegram_api_url,
        settings.operations_chat,
    )
