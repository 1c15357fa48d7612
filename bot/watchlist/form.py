"""One entry of feeds.yaml, read key by key; what is wrong is noted and the reading goes on."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.expression import Span
from bot.i18n import Text, did_you_mean
from bot.watchlist.page import Notes
from bot.watchlist.yaml_nodes import BrokenNode, ListNode, MapNode, Node, TextNode

T = TypeVar("T")

LONGEST_TEXT: Final = 20_000
"""Characters of one value."""
_SHOWN: Final = 40
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cc, but for tabs and line feeds, and Cs."""


@dataclass(frozen=True, slots=True)
class Form:
    """The keys and values of one entry."""

    notes: Notes
    node: MapNode
    keys: tuple[str, ...]
    """Those that there are."""

    @property
    def place(self) -> Span:
        """Where to say something about the whole entry: its name, else its beginning."""
        name = self.get("name")
        first = (key.span for key, _ in self.node.pairs)
        return name.span if isinstance(name, TextNode) else next(first, self.node.span)

    def refuse_unknown_keys(self) -> None:
        """Note every key that means nothing, and those that were perhaps meant."""
        for key, value in self.node.pairs:
            if key.text not in self.keys:
                word = shown(key.text)
                text = Text(en=f"No such key: “{word}”.", fr=f"Clé inconnue : « {word} ».")
                self.notes.error(key.span, text, self._meant(key, value))

    def _meant(self, key: TextNode, value: Node) -> Text:
        if value.span.start == key.span.end:  # not even a colon, which only braces allow
            return COMMAS
        names = ", ".join(self.keys)
        known = Text(en=f"The keys here are: {names}.", fr=f"Les clés sont ici : {names}.")
        return self.notes.suggestion(key.text, self.keys) or known

    def get(self, key: str) -> Node | None:
        """The value of a key; None where it is not given."""
        return next((value for name, value in self.node.pairs if name.text == key), None)

    def key(self, key: str) -> Span:
        """Where a key is written, which must be there."""
        return next(name.span for name, _ in self.node.pairs if name.text == key)

    def text(self, key: str) -> TextNode | None:
        """A value that is one text and not empty."""
        node = self.get(key)
        return None if node is None else one_text(self.notes, key, node)

    def required(self, key: str) -> TextNode | None:
        """The same, of a key that must be there."""
        if self.get(key) is None:
            self.refuse_missing(key)
        return self.text(key)

    def refuse_missing(self, key: str) -> None:
        """Note that a key must be given, unless it is there with a slip that is noted already."""
        if did_you_mean(
            key, (name.text for name, _ in self.node.pairs if name.text not in self.keys)
        ):
            return
        self.notes.error(
            self.place, Text(en=f"“{key}” is missing here.", fr=f"Il manque « {key} » ici.")
        )

    def value(self, key: str, read: Callable[[str], T | None], expected: Text, default: T) -> T:
        """A value that `read` understands; `default` where it is not given."""
        node = self.text(key)
        if node is None:
            return default
        if (found := read(node.text.strip())) is None:
            self.notes.error(node.span, not_understood(key, node.text), expected)
            return default
        return found

    def texts(self, key: str) -> tuple[TextNode, ...]:
        """A list of texts; a single one may be written without brackets."""
        node = self.get(key)
        items = node.items if isinstance(node, ListNode) else () if node is None else (node,)
        found = (one_text(self.notes, key, item) for item in items)
        return tuple(text for text in found if text is not None)


def shown(text: str) -> str:
    """`text`, cut where it is too long to be repeated in a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def not_understood(key: str, text: str) -> Text:
    """The value of a key is not one of those it may have."""
    return Text(
        en=f"“{key}” cannot be “{shown(text)}”.",
        fr=f"« {key} » ne peut pas être « {shown(text)} ».",
    )


def one_text(notes: Notes, key: str, node: Node) -> TextNode | None:
    """`node` when it is a text that is neither empty nor full of oddities; else a note."""
    if isinstance(node, BrokenNode):
        return None
    if not isinstance(node, TextNode):
        notes.error(node.span, _several(key), SINGLE_QUOTES)
        return None
    if not node.text.strip():
        notes.error(node.span, Text(en=f"“{key}” is empty.", fr=f"« {key} » est vide."), EMPTY)
        return None
    if odd := _oddity(node.text):
        notes.error(node.span, odd)
        return None
    return node


def _several(key: str) -> Text:
    return Text(en=f"“{key}” wants one text.", fr=f"« {key} » attend un seul texte.")


SINGLE_QUOTES: Final = Text(
    en="If it contains braces, brackets or colons, put it between single quotes.",
    fr="S'il contient des accolades, des crochets ou des deux-points, mettez-le entre guillemets "
    "simples.",
)
COMMAS: Final = Text(
    en="Between braces a comma begins the next key: put a value that contains one between single "
    "quotes.",
    fr="Entre accolades, une virgule commence la clé suivante : mettez une valeur qui en contient "
    "entre guillemets simples.",
)
EMPTY: Final = Text(
    en="Fill it in or remove the key. What follows “#” is a comment: between single quotes it is "
    "not.",
    fr="Remplissez ou retirez la clé. Ce qui suit « # » est un commentaire, sauf entre guillemets "
    "simples.",
)


def _oddity(text: str) -> Text | None:
    if len(text) > LONGEST_TEXT:
        return Text(
            en=f"Longer than {LONGEST_TEXT:,} characters.",
            fr=f"Plus de {LONGEST_TEXT // 1000} 000 caractères.",
        )
    if _CONTROL.search(text):
        return Text(
            en="It contains an invisible control character.",
            fr="Il contient un caractère de contrôle invisible.",
        )
    return None
