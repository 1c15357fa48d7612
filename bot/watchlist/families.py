"""`families:` of feeds.yaml: outlets of one newsroom, which count once in a story.

An entry is a name and the hosts of its pages, ``Le Phare: [lephare.example, sport-phare.example]``.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.i18n import Text
from bot.model import Family
from bot.text.sites import domain_of, host_of
from bot.watchlist import values
from bot.watchlist.entries import Unique
from bot.watchlist.form import Form
from bot.watchlist.page import Notes
from bot.watchlist.yaml_nodes import BrokenNode, ListNode, MapNode, Node, TextNode

MOST_FAMILIES: Final = 500
MOST_HOSTS: Final = 200
"""Of one family."""


def read_families(notes: Notes, node: Node) -> tuple[Family, ...]:
    """Every family; what is wrong with one is noted, and it stands for what is left."""
    if not isinstance(node, MapNode) or not node.pairs:
        if not isinstance(node, BrokenNode):
            notes.error(node.span, _NO_NAMES, _EXAMPLE)
        return ()
    if len(node.pairs) > MOST_FAMILIES:
        notes.error(node.pairs[MOST_FAMILIES][0].span, _TOO_MANY)
        return ()
    form = Form(notes, node, ())
    taken = Unique(notes, Text(en="This host", fr="Cet hôte"))
    return tuple(_family(form, key, taken) for key, _ in node.pairs)


def _family(form: Form, key: TextNode, taken: Unique) -> Family:
    if values.name(key.text.strip()) is None:
        form.notes.error(key.span, _NOT_A_NAME, values.NAME_EXPECTED)
    node = form.get(key.text)
    if isinstance(node, ListNode) and not node.items:
        form.notes.error(node.span, _NO_HOSTS, _EXAMPLE)
    nodes = form.texts(key.text)
    if len(nodes) > MOST_HOSTS:
        form.notes.error(key.span, _TOO_LONG)
    return Family(key.text.strip(), tuple(_hosts(form.notes, nodes[:MOST_HOSTS], taken)))


def _hosts(notes: Notes, nodes: tuple[TextNode, ...], taken: Unique) -> Iterator[str]:
    for node in nodes:
        written = node.text.strip()
        host = host_of(written if "://" in written else f"https://{written}")
        if not domain_of(host) or not _HOST.fullmatch(host):
            notes.error(node.span, _NOT_A_HOST, _EXAMPLE)
            continue
        taken.add(node, host)
        yield host


_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+")
_EXAMPLE: Final = Text(
    en="For instance: Le Phare: [lephare.example, sport-phare.example]",
    fr="Par exemple : Le Phare: [lephare.example, sport-phare.example]",
)
_NO_NAMES: Final = Text(
    en="“families” wants names, each with the hosts of its pages.",
    fr="« families » attend des noms, chacun avec les hôtes de ses pages.",
)
_NO_HOSTS: Final = Text(en="This family has no host.", fr="Cette famille n'a aucun hôte.")
_NOT_A_NAME: Final = Text(en="This is no name.", fr="Ce n'est pas un nom.")
_NOT_A_HOST: Final = Text(
    en="This is no host of web pages.", fr="Ce n'est pas un hôte de pages web."
)
_TOO_MANY: Final = Text(
    en=f"More than {MOST_FAMILIES} families.", fr=f"Plus de {MOST_FAMILIES} familles."
)
_TOO_LONG: Final = Text(
    en=f"More than {MOST_HOSTS} hosts in one family.",
    fr=f"Plus de {MOST_HOSTS} hôtes dans une famille.",
)
