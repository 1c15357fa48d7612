"""YAML as a tree of texts with their places; strict, and nothing is guessed.

Built from ruamel's events instead of its values: ``no`` and ``12:30`` stay what was typed, and
what a list of feeds has no use for (aliases, anchors, tags, several documents) is refused before
it can do harm, as are two equal keys, of which YAML readers silently drop one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.expression import Span
from bot.watchlist.page import Notes, Page
from bot.watchlist.yaml_lines import Scalar, Shortened, pairs_in, shortened
from bot.watchlist.yaml_words import (
    DIRECTIVE,
    KEY_NOT_A_WORD,
    NO_CHARACTER,
    SECOND_DOCUMENT,
    TOO_DEEP,
    explained,
    indirection,
    quoting,
    written_twice,
)

DEEPEST: Final = 10
"""feeds.yaml is four levels deep; a parser that recurses must stop somewhere."""


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar: always text, as it was typed, without its quotation marks."""

    span: Span
    text: str
    style: str = ""
    """``'``, ``"``, ``|``, ``>``, or nothing for a plain one."""


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    span: Span
    items: "tuple[Node, ...]"
    flow: Span | None = None
    """From bracket to bracket, when it is written between brackets."""


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping: keys are texts and unique."""

    span: Span
    pairs: "tuple[tuple[TextNode, Node], ...]"
    flow: Span | None = None
    """From brace to brace, when it is written between braces."""


@dataclass(frozen=True, slots=True)
class BrokenNode:
    """Something that was refused: there is nothing more to say about it."""

    span: Span


Node = TextNode | ListNode | MapNode | BrokenNode


class _TooDeepError(Exception):
    """Nested more than `DEEPEST` levels, at `span`."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


def compose(notes: Notes) -> Node | None:
    """The tree of a page; None when it is empty or not YAML, which is then noted."""
    return _quickly(notes.page) or _slowly(notes)


def _quickly(page: Page) -> Node | None:
    """The tree of a page with which all is well; None where it has to be looked at as a whole."""
    text, notes = shortened(page.text), Notes(page)
    if not text.braces:
        return None
    composer = _Composer(notes, _events(text.text), text)
    try:
        root = composer.document()
    except (YAMLError, _TooDeepError, ValueError, OverflowError):
        return None
    return root if composer.met == len(text.braces) and not notes.errors else None


def _events(text: str) -> Iterator[Any]:
    return iter(YAML(typ="safe", pure=True).parse(text))


def _slowly(notes: Notes) -> Node | None:
    try:
        return _Composer(notes, _events(notes.page.text)).document()
    except YAMLError as error:
        problem = explained(error, notes.page)
        if problem.line not in {known.line for known in notes.errors}:  # one mistake, told once
            notes.errors.append(problem)
    except _TooDeepError as error:
        notes.error(error.span, TOO_DEEP)
    except (ValueError, OverflowError):  # chr() of an escape beyond Unicode, in ruamel's scanner
        notes.error(Span(0, 1), NO_CHARACTER)
    return None


class _Composer:
    """Builds nodes from events; each method consumes exactly the events of its node."""

    def __init__(self, notes: Notes, events: Iterator[Any], short: Shortened | None = None) -> None:
        self._notes = notes
        self._events = events
        self._short = short
        self.met = 0
        """Shortened lines that were found again."""

    def document(self) -> Node | None:
        """The only document of the stream."""
        root: Node | None = None
        for event in self._events:
            match event:
                case DocumentStartEvent() if root is not None:
                    self._notes.error(self._span(event), SECOND_DOCUMENT)
                    return None
                case DocumentStartEvent():
                    self._refuse_directives(event)
                    root = self._node(next(self._events), 0)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        span = self._span(event)
        if depth > DEEPEST:
            raise _TooDeepError(span)
        node: Node
        match event:
            case ScalarEvent():
                node = TextNode(span, event.value, event.style or "")
            case SequenceStartEvent():
                node = self._sequence(span, depth)
            case MappingStartEvent():
                node = self._mapping(span, depth)
            case AliasEvent() | _:
                node = BrokenNode(span)
        return BrokenNode(span) if self._refuse_indirection(event) else node

    def _span(self, event: Any) -> Span:
        begin, end = event.start_mark.index, event.end_mark.index
        if self._short is None:
            return Span(begin, end)
        return Span(self._short.place(begin), self._short.place(end))

    def _flow(self, span: Span, end: Any) -> Span | None:
        """From the first bracket to the last; a block ends without any."""
        begin, stop = self._span(end)
        return Span(span.start, stop) if stop > begin else None

    def _shortened(self, span: Span, depth: int) -> MapNode | None:
        """What stands in the braces of a line that was shortened; it is two levels deep."""
        if self._short is None or depth + 2 > DEEPEST or span.start not in self._short.braces:
            return None
        node = _read(self._notes.page.text, span.start, self._short.braces[span.start])
        keys = {key.text for key, _ in node.pairs}
        self.met += len(keys) == len(node.pairs)  # a key that comes twice has to be told
        next(self._events)  # the closing brace
        return node

    def _sequence(self, span: Span, depth: int) -> ListNode:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return ListNode(span, tuple(items), self._flow(span, event))

    def _mapping(self, span: Span, depth: int) -> MapNode:
        if node := self._shortened(span, depth):
            return node
        pairs: dict[str, tuple[TextNode, Node]] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(key, BrokenNode):
                continue
            if not isinstance(key, TextNode):
                self._notes.error(key.span, KEY_NOT_A_WORD)
            elif key.text in pairs:
                self._refuse_twice(key, pairs[key.text][0])
            else:
                pairs[key.text] = (key, value)
        return MapNode(span, tuple(pairs.values()), self._flow(span, event))

    def _refuse_directives(self, event: Any) -> None:
        if event.version or event.tags:
            self._notes.error(self._span(event), DIRECTIVE)

    def _refuse_indirection(self, event: Any) -> bool:
        """Whether the node uses a sign of YAML that is not allowed here; says so."""
        sign = _sign(event)
        if sign:
            plain = isinstance(event, AliasEvent | ScalarEvent)
            advice = quoting(self._notes.page, event.start_mark.index) if plain else None
            self._notes.error(self._span(event), indirection(sign), advice)
        return bool(sign)

    def _refuse_twice(self, key: TextNode, first: TextNode) -> None:
        line = self._notes.page.line_of(first.span.start)
        self._notes.error(key.span, written_twice(key.text, line))


def _sign(event: Any) -> str:
    if isinstance(event, AliasEvent):
        return "*"
    if event.anchor:
        return "&"
    # A lone "!" says "this is text", which everything is here; ruamel gives tags as objects.
    return "!" if event.tag and str(event.tag) != "!" else ""


def _read(text: str, begin: int, end: int) -> MapNode:
    """A shortened line."""
    pairs = tuple(
        (TextNode(*key), _value(place, value)) for key, place, value in pairs_in(text, begin, end)
    )
    return MapNode(Span(begin, begin + 1), pairs, Span(begin, end))


def _value(place: Span, value: list[Scalar] | Scalar) -> Node:
    if isinstance(value, list):
        items = tuple(TextNode(*each) for each in value)
        return ListNode(Span(place.start, place.start + 1), items, place)
    return TextNode(*value)
