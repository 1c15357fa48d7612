"""An article that Vigie has read, out of the database."""

from bot.cli.explain.material import Material
from bot.cli.explain.request import NothingToReadError, Request
from bot.cli.rules.past import opened
from bot.errors import DatabaseUnusable
from bot.i18n import Text
from bot.model import Source
from bot.store import fates
from bot.store.database import Transaction
from bot.store.history import Past
from bot.text.urls import canonical_url

LISTED = Text(
    en="`vigie explain --recent` lists the articles read last.",
    fr="`vigie explain --recent` liste les derniers articles lus.",
)
FETCHED = Text(
    en="Without --entry, the page is fetched: vigie explain RULE URL",
    fr="Sans --entry, la page est demandée : vigie explain RÈGLE URL",
)


def find(request: Request, known: tuple[Source, ...]) -> Material | None:
    """The article of that number or address; None for a page that was never read.

    Raises:
        NothingToReadError: it was asked for with --entry and is not stored.
        DatabaseUnusable: so was it, and the database cannot be read.
    """
    wanted = request.entry or request.text or ""
    try:
        with opened(request.settings, dry_run=request.dry_run) as database:
            if database is not None:
                with database.reading() as tx:
                    past = _past(tx, wanted)
                    if past:
                        return _material(tx, past, known)
    except DatabaseUnusable:
        if request.entry is not None:
            raise
    if request.entry is not None:
        raise NothingToReadError(
            Text(
                en=f"Vigie has not read the article {wanted}.",
                fr=f"Vigie n'a pas lu l'article {wanted}.",
            ),
            LISTED if wanted.isdigit() else FETCHED,
        )
    return None


def _past(tx: Transaction, wanted: str) -> Past | None:
    number = wanted.removeprefix("#")
    if number.isascii() and number.isdigit():
        return fates.by_id(tx, int(number[:20]))
    return fates.by_url(tx, wanted, canonical_url(wanted))


def _material(tx: Transaction, past: Past, known: tuple[Source, ...]) -> Material:
    stored = past.stored
    here = (source for source in known if source.url == past.feed_url)
    source = next(here, Source(stored.source, past.feed_url))
    return Material(stored.entry, source, stored, fates.fate(tx, stored.id))
