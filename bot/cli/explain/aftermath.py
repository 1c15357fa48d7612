"""What became of an article, as a person reads it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.explain.asking import Verdict
from bot.cli.explain.material import Material
from bot.cli.rules import dates
from bot.cli.terminal import OUT, STATES, tame
from bot.i18n import Lang, Text
from bot.model import DeliveryState, StoredEntry, Watchlist
from bot.pipeline.fate import no_posts, unrecorded
from bot.store.fates import Fate, Placed, Post
from bot.store.missed import Kept

HEAD = Text(en="What happened", fr="Ce qui s'est passé")
NONE_MATCHED = Text(
    en="When it came, no rule matched: no post.",
    fr="À son arrivée, aucune règle ne correspondait : pas de message.",
)
LONGEST_TITLE = 80


def print_fate(
    material: Material, verdicts: Sequence[Verdict], watchlist: Watchlist | None, lang: Lang
) -> None:
    """Which rules matched when it came, its story, and every post or why there is none."""
    OUT.print(Line("\n" + HEAD.into(lang), style="bold"))
    for line in lines(material, verdicts, watchlist):
        print_to(OUT, Line("  • " + line.into(lang)))


def lines(
    material: Material, verdicts: Sequence[Verdict], watchlist: Watchlist | None
) -> Iterator[Text]:
    """The same, a sentence each."""
    fate, stored = material.fate, material.stored
    if fate is None or stored is None:
        return
    rules = {rule.name: rule for rule in (watchlist.rules if watchlist else ())}
    yield _matched(fate)
    if fate.placed:
        yield _story(fate.placed, stored)
    for post in fate.posts:
        yield _post(post, stored)
    for kept in fate.kept:
        yield _kept(kept)
    for name, destination, reason in no_posts(fate, rules, stored.entry):
        yield Text(
            en=f"No post to {destination} for “{name}”: {reason.en}.",
            fr=f"Pas de message vers {destination} pour « {name} » : {reason.fr}.",
        )
    yield from _gone(fate, set(rules))
    hits = [verdict.asked.rule for verdict in verdicts if verdict.holds]
    for rule, why in unrecorded((rule for rule in hits if rule), fate):
        yield Text(en=f"“{rule.name}”: {why.en}.", fr=f"« {rule.name} » : {why.fr}.")


def _matched(fate: Fate) -> Text:
    if not fate.matched:
        return NONE_MATCHED
    names_en = ", ".join(f"“{name}”" for name in fate.matched)
    names_fr = ", ".join(f"« {name} »" for name in fate.matched)
    return Text(
        en=f"When it came, it matched: {names_en}.",
        fr=f"À son arrivée, il correspondait à : {names_fr}.",
    )


def _kept(kept: Kept) -> Text:
    if kept.due_at is None or kept.reason is None:
        return Text(
            en=f"To {kept.destination} it is told with what else was missed, once that is read.",
            fr=f"Vers {kept.destination}, il sera dit avec le reste de ce qui a été manqué, une "
            "fois tout lu.",
        )
    due, why = kept.due_at, kept.reason
    return Text(
        en=f"To {kept.destination} it is told with others on {dates.moment(due, 'en')} UTC: "
        f"{why.en}.",
        fr=f"Vers {kept.destination}, il sera dit avec d'autres le {dates.moment(due, 'fr')} UTC : "
        f"{why.fr}.",
    )


def _gone(fate: Fate, known: set[str]) -> Iterator[Text]:
    for name in fate.matched:
        if name not in known:
            yield Text(
                en=f"“{name}” is no longer in feeds.yaml.",
                fr=f"« {name} » n'est plus dans feeds.yaml.",
            )


def _story(placed: Placed, stored: StoredEntry) -> Text:
    if placed.original is None or placed.original.id == stored.id:
        return Text(
            en=f"A new story, number {placed.story_id}: {placed.reason.en}",
            fr=f"Un nouveau sujet, le numéro {placed.story_id} : {placed.reason.fr}",
        )
    other = placed.original
    title = _shortened(tame(other.entry.title))
    return Text(
        en=f"Repeats article {other.id}, “{title}” ({other.source}), of story {placed.story_id}: "
        f"{placed.reason.en}",
        fr=f"Répète l'article {other.id}, « {title} » ({other.source}), du sujet "
        f"{placed.story_id} : {placed.reason.fr}",
    )


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _post(post: Post, stored: StoredEntry) -> Text:
    state = STATES[post.state]
    when, why = _moment(post), post.reason
    earlier = post.created_at < stored.first_seen_at
    of = Text(
        en=", about the article that it repeats" if earlier else "",
        fr=", au sujet de l'article qu'il répète" if earlier else "",
    )
    return Text(
        en=f"Post to {post.destination}: {state.en}{when.en}{of.en}"
        + (f". {why.en}" if why else "."),
        fr=f"Message vers {post.destination} : {state.fr}{when.fr}{of.fr}"
        + (f". {why.fr}" if why else "."),
    )


def _moment(post: Post) -> Text:
    if post.state is DeliveryState.SENT and post.sent_at:
        return _on(post.sent_at)
    if post.state is DeliveryState.PENDING:
        due = post.due_at
        return Text(
            en=f", due on {dates.moment(due, 'en')} UTC",
            fr=f", dû le {dates.moment(due, 'fr')} UTC",
        )
    return Text(en="", fr="")


def _on(when: datetime) -> Text:
    return Text(en=f" on {dates.moment(when, 'en')} UTC", fr=f" le {dates.moment(when, 'fr')} UTC")
