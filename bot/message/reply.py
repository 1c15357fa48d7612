"""What is said below a post when its story moves on: one line, and the headline that changed."""

from typing import Final

from bot.i18n import Lang, Text
from bot.message.nodes import Writer
from bot.message.parts import LONGEST_SOURCE, preview_of, shortened, shown_title
from bot.model import Destination, Mark, Message, Passage, StoredEntry, Story

MOST_OUTLETS: Final = 8
LONGEST_NAME: Final = 60

URGENT: Final = Text(en="⚡ Now breaking news", fr="⚡ Devient une alerte urgente")
CORRECTED: Final = Text(en="✎ Headline corrected", fr="✎ Titre corrigé")
FURTHER: Final = Text(en="↪ The story goes on", fr="↪ La suite")
TAKEN_BACK: Final = Text(en=" takes the article back", fr=" retire l'article")
BEFORE: Final = Text(en="Before: ", fr="Avant : ")
NOW: Final = Text(en="Now: ", fr="Désormais : ")


def compose_reply(story: Story, kind: str, destination: Destination, *, silent: bool) -> Message:
    """The reply about a development of this `kind` (see `bot.pipeline.development`)."""
    writer, lang = Writer(), destination.lang
    latest = story.latest if kind == "further" else None
    with writer.marked(Mark.BOLD):
        _heading(writer, story, kind, lang)
    if kind == "outlets":
        _outlets(writer, story)
    if kind == "title":
        _both(writer, story, lang)
    if latest:
        _next(writer, latest, lang)
    url = preview_of(latest.entry, destination) if latest else ""
    return writer.message(preview_url=url, silent=silent)


def _heading(writer: Writer, story: Story, kind: str, lang: Lang) -> None:
    if kind == "outlets":
        writer.text(_counted(story.independent).into(lang))
    elif kind == "retracted":
        writer.text("⛔ ")
        writer.passage(Passage(shortened(story.lead.source, LONGEST_SOURCE)))
        writer.text(TAKEN_BACK.into(lang))
    else:
        writer.text({"urgent": URGENT, "further": FURTHER}.get(kind, CORRECTED).into(lang))


def _counted(number: int) -> Text:
    return Text(
        en=f"↗ {number} outlets now report it in their own words",
        fr=f"↗ {number} rédactions en parlent désormais avec leurs propres mots",
    )


def _next(writer: Writer, latest: StoredEntry, lang: Lang) -> None:
    writer.lines(1)
    writer.link(shown_title(Passage(latest.entry.title), lang).text, latest.entry.url)
    writer.text(" · ")
    writer.passage(Passage(shortened(latest.source, LONGEST_SOURCE)))


def _outlets(writer: Writer, story: Story) -> None:
    writer.lines(1)
    for index, name in enumerate(story.outlets[:MOST_OUTLETS]):
        writer.text(", " if index else "")
        writer.passage(Passage(shortened(name, LONGEST_NAME)))
    writer.text("…" if len(story.outlets) > MOST_OUTLETS else "")


def _both(writer: Writer, story: Story, lang: Lang) -> None:
    for label, title in ((BEFORE, story.former_title), (NOW, story.lead.entry.title)):
        writer.lines(1)
        writer.text(label.into(lang))
        with writer.marked(Mark.ITALIC):
            writer.passage(shown_title(Passage(title), lang))
