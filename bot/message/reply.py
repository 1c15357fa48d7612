"""What is said below a post when its story moves on: one line, and the headline that changed."""

from typing import Final

from bot.i18n import Lang, Text
from bot.message.flash import readable
from bot.message.nodes import Writer
from bot.model import Mark, Message, StoredEntry, Story

LONGEST_TITLE: Final = 300
MOST_OUTLETS: Final = 8

URGENT: Final = Text(en="⚡ Now breaking news", fr="⚡ Devient une alerte urgente")
CORRECTED: Final = Text(en="✎ Headline corrected", fr="✎ Titre corrigé")
FURTHER: Final = Text(en="↪ The story goes on", fr="↪ La suite")
BEFORE: Final = Text(en="Before: ", fr="Avant : ")
NOW: Final = Text(en="Now: ", fr="Désormais : ")


def compose_reply(story: Story, kind: str, lang: Lang, *, silent: bool) -> Message:
    """The reply about a development of this `kind` (see `bot.pipeline.development`)."""
    writer = Writer()
    with writer.marked(Mark.BOLD):
        writer.text(_heading(story, kind).into(lang))
    if kind == "outlets":
        writer.lines(1)
        writer.text(_named(story))
    if kind == "title":
        _both(writer, story, lang)
    if kind == "further" and story.latest:
        _next(writer, story.latest)
    return Message(
        html=writer.html,
        plain=writer.plain,
        styles=tuple(writer.styles),
        preview_url=readable(story.latest.entry.url) if kind == "further" and story.latest else "",
        silent=silent,
    )


def _heading(story: Story, kind: str) -> Text:
    if kind == "outlets":
        number = story.independent
        return Text(
            en=f"↗ {number} outlets now report it in their own words",
            fr=f"↗ {number} rédactions la rapportent désormais avec leurs propres mots",
        )
    if kind == "retracted":
        source = story.lead.source[:LONGEST_TITLE]
        return Text(en=f"⛔ {source} takes the article back", fr=f"⛔ {source} retire l'article")
    return {"urgent": URGENT, "further": FURTHER}.get(kind, CORRECTED)


def _next(writer: Writer, latest: StoredEntry) -> None:
    entry = latest.entry
    writer.lines(1)
    writer.link(entry.title[:LONGEST_TITLE], entry.url)
    writer.text(f" · {latest.source[:LONGEST_TITLE]}")


def _named(story: Story) -> str:
    named = ", ".join(name[:60] for name in story.outlets[:MOST_OUTLETS])
    return f"{named}…" if len(story.outlets) > MOST_OUTLETS else named


def _both(writer: Writer, story: Story, lang: Lang) -> None:
    for label, title in ((BEFORE, story.former_title), (NOW, story.lead.entry.title)):
        writer.lines(1)
        writer.text(label.into(lang))
        with writer.marked(Mark.ITALIC):
            writer.text(title[:LONGEST_TITLE])
