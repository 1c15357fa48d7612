"""`channels:` of feeds.yaml."""

from typing import Final, NamedTuple

from bot.expression import Span
from bot.i18n import Text
from bot.model import Destination
from bot.notation import read_chat
from bot.watchlist import values
from bot.watchlist.entries import form_of
from bot.watchlist.form import Form, one_text
from bot.watchlist.page import Notes
from bot.watchlist.schema import CHANNEL_KEYS
from bot.watchlist.yaml_nodes import BrokenNode, MapNode, Node, TextNode


class PlacedDestination(NamedTuple):
    """A destination and where it is written."""

    destination: Destination
    span: Span


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
    )


_SHAPE = Text(
    en="“channels” gives each channel a name.", fr="« channels » donne un nom à chaque canal."
)
_EXAMPLE = Text(
    en='Such as: veille: {telegram: "@my_channel", lang: en}',
    fr='Par exemple : veille: {telegram: "@mon_canal", lang: fr}',
)
