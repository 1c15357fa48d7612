"""`sources:` of feeds.yaml."""

from typing import Final, NamedTuple

from bot.expression import Span
from bot.i18n import Text
from bot.model import Source
from bot.notation import read_yes_no
from bot.text.urls import canonical_url, is_this_machine
from bot.watchlist import values
from bot.watchlist.concepts import shipped
from bot.watchlist.entries import Unique, forms, read_name, read_tags
from bot.watchlist.form import Form
from bot.watchlist.page import Notes
from bot.watchlist.schema import SOURCE_KEYS
from bot.watchlist.yaml_nodes import Node

_COUNTRY_EXPECTED: Final = Text(
    en="Where it is published: the name of a country, or its two letters, such as FR.",
    fr="Là où elle est publiée : le nom d'un pays, ou ses deux lettres, comme FR.",
)


class PlacedSource(NamedTuple):
    """A source and where it is written."""

    source: Source
    span: Span


def read_sources(notes: Notes, node: Node) -> tuple[PlacedSource, ...]:
    """Every source; where something was wrong with one, it is noted and stands for nothing."""
    names = Unique(notes, Text(en="A source of this name", fr="Une source de ce nom"))
    addresses = Unique(notes, Text(en="This address", fr="Cette adresse"))
    return tuple(
        PlacedSource(_source(form, names, addresses), form.place)
        for form in forms(notes, "sources", node, SOURCE_KEYS)
    )


def _source(form: Form, names: Unique, addresses: Unique) -> Source:
    name, url = read_name(form, names), _address(form, addresses)
    read_every = values.every_here if is_this_machine(url) else values.every
    return Source(
        name=name,
        url=url,
        lang=form.value("lang", values.lang, values.LANG_EXPECTED, None),
        country=form.value("country", shipped().country_code, _COUNTRY_EXPECTED, None),
        tags=frozenset(read_tags(form)),
        every=form.value("every", read_every, values.EVERY_EXPECTED, None),
        paused=form.value("paused", read_yes_no, values.YES_NO_EXPECTED, default=False),
        full_text=form.value("full_text", read_yes_no, values.YES_NO_EXPECTED, default=True),
    )


def _address(form: Form, addresses: Unique) -> str:
    node = form.required("url")
    url = form.value("url", values.url, values.URL_EXPECTED, "") if node else ""
    if node and url:
        addresses.add(node, canonical_url(url) or url)
    return url
