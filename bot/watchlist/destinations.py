"""`channels:` of feeds.yaml."""

from datetime import time
from typing import Final, NamedTuple

from bot.expression import Span
from bot.i18n import Text
from bot.model import Destination
from bot.notation import read_chat
from bot.watchlist import moments, values
from bot.watchlist.entries import form_of
from bot.watchlist.form import Form, not_understood, one_text
from bot.watchlist.moments import DIGEST_EXPECTED
from bot.watchlist.page import Notes
from bot.watchlist.schema import CHANNEL_KEYS
from bot.watchlist.yaml_nodes import BrokenNode, MapNode, Node, TextNode


class PlacedDestination(NamedTuple):
    """A destination and where it is written."""

    destination: Destination
    span: Span


MOST_DIGESTS: Final = 12
"""A day."""
_DEFAULT: Final = Destination("", "")


def read_destinations(notes: Notes, node: Node) -> tuple[PlacedDestination, ...]:
    """Every channel; where something was wrong with one, it is noted."""
    if not isinstance(node, MapNode):
        if not isinstance(node, BrokenNode):
            notes.error(node.span, _SHAPE, _EXAMPLE)
        return ()
    found = (_destination(notes, name, value) for name, value in node.pairs)
    return tuple(placed for placed in found if placed)


def _destination(notes: Notes, name: TextNode, node: Node) -> PlacedDestination | None:
    if one_text(notes, "channels", name) and values.name(name.text) is None:
        notes.error(name.span, values.NAME_EXPECTED)
    form = form_of(notes, node, CHANNEL_KEYS)
    return PlacedDestination(_made(form, name.text), name.span) if form else None


def _made(form: Form, name: str) -> Destination:
    telegram = form.required("telegram")
    return Destination(
        name=name,
        telegram=form.value("telegram", read_chat, values.TELEGRAM_EXPECTED, "")
        if telegram
        else "",
        lang=form.value("lang", values.our_lang, values.OUR_LANG_EXPECTED, _DEFAULT.lang),
        summary_length=form.value(
            "summary", values.summary, values.SUMMARY_EXPECTED, _DEFAULT.summary_length
        ),
        timezone=form.value("timezone", moments.zone, moments.ZONE_EXPECTED, _DEFAULT.timezone),
        quiet_hours=form.value("quiet", moments.quiet_hours, moments.QUIET_EXPECTED, None),
        digest_at=_digest_at(form),
        layout=form.value("style", values.layout, values.LAYOUT_EXPECTED, _DEFAULT.layout),
        preview=form.value("preview", values.preview, values.PREVIEW_EXPECTED, _DEFAULT.preview),
        topic=form.value("topic", values.topic, values.TOPIC_EXPECTED, None),
    )


def _digest_at(form: Form) -> tuple[time, ...]:
    nodes = form.texts("digest")
    read = [(node, moments.time_of_day(node.text.strip())) for node in nodes]
    for node, at in read:
        if at is None:
            form.notes.error(node.span, not_understood("digest", node.text), DIGEST_EXPECTED)
    if len(nodes) > MOST_DIGESTS:
        form.notes.error(nodes[MOST_DIGESTS].span, DIGEST_EXPECTED)
    times = sorted({at for _, at in read if at is not None})
    return tuple(times) or _DEFAULT.digest_at


_SHAPE = Text(
    en="“channels” gives each channel a name.", fr="« channels » donne un nom à chaque canal."
)
_EXAMPLE = Text(
    en='Such as: veille: {telegram: "@my_channel", lang: en}',
    fr='Par exemple : veille: {telegram: "@mon_canal", lang: fr}',
)
