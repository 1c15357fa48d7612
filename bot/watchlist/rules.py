"""`rules:` of feeds.yaml."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from bot.errors import RuleError
from bot.i18n import Text
from bot.model import Expression, Rule, Span, Word
from bot.notation import read_yes_no
from bot.watchlist import values
from bot.watchlist.entries import Unique, forms, read_name, read_tags
from bot.watchlist.form import Form, shown
from bot.watchlist.inside import inside
from bot.watchlist.language import hints, parse
from bot.watchlist.page import Notes
from bot.watchlist.schema import RULE_KEYS
from bot.watchlist.yaml_nodes import ListNode, Node, TextNode

_DEFAULT: Final = Rule("", "", Word(""), (), "")


@dataclass(frozen=True, slots=True)
class Names:
    """What a rule may refer to; None: not known, because that section could not be read."""

    sources: Set[str] | None
    tags: Set[str] | None
    destinations: Set[str] | None


def read_rules(notes: Notes, node: Node, names: Names) -> tuple[Rule, ...]:
    """Every rule; where something is wrong with one, it is noted and a default stands for it."""
    taken = Unique(notes, Text(en="A rule of this name", fr="Une règle de ce nom"))
    return tuple(_rule(form, taken, names) for form in forms(notes, "rules", node, RULE_KEYS))


def _rule(form: Form, taken: Unique, names: Names) -> Rule:
    name = read_name(form, taken)
    match = form.required("match")
    return Rule(
        name=name,
        text=match.text.strip() if match else "",
        expression=_expression(form.notes, match) if match else _DEFAULT.expression,
        to=_destinations(form, names.destinations),
        hashtag=_hashtag(form, name),
        priority=form.value(
            "priority", values.priority, values.PRIORITY_EXPECTED, _DEFAULT.priority
        ),
        sources=_known(form.notes, _by_text(form, "sources"), names.sources, _SOURCE),
        tags=_known(form.notes, read_tags(form), names.tags, _TAG),
        max_age=form.value("max_age", values.max_age, values.MAX_AGE_EXPECTED, _DEFAULT.max_age),
        enabled=form.value("enabled", read_yes_no, values.YES_NO_EXPECTED, _DEFAULT.enabled),
    )


def _expression(notes: Notes, node: TextNode) -> Expression:
    text = node.text.strip()
    blanks = node.text.index(text)

    def place(span: Span) -> Span:
        return inside(notes.page, node, Span(span.start + blanks, span.end + blanks))

    try:
        expression = parse(text)
    except RuleError as error:
        notes.error(place(Span(error.start, error.end)), error.text, error.hint)
        return _DEFAULT.expression
    for span, hint in hints(text):
        notes.warning(place(span), hint)
    return expression


def _by_text(form: Form, key: str) -> dict[str, TextNode]:
    return {node.text.strip(): node for node in form.texts(key)}


def _destinations(form: Form, known: Set[str] | None) -> tuple[str, ...]:
    node = form.get("to")
    if node is None:
        form.refuse_missing("to")
    elif isinstance(node, ListNode) and not node.items:
        form.notes.error(node.span, _TO_NOBODY)
    nodes = _by_text(form, "to")
    found = _known(form.notes, nodes, known, _CHANNEL)
    return tuple(name for name in nodes if name in found)


def _known(
    notes: Notes, nodes: Mapping[str, TextNode], known: Set[str] | None, what: Text
) -> frozenset[str]:
    """The names, those that do not exist being noted."""
    for name, node in nodes.items():
        if known is not None and name not in known:
            text = Text(en=f"No {what.en} “{shown(name)}”.", fr=f"{what.fr} « {shown(name)} ».")
            notes.error(node.span, text, notes.suggestion(name, known))
    return frozenset(nodes)


def _hashtag(form: Form, name: str) -> str:
    if form.get("hashtag") is not None or not name:
        return form.value("hashtag", values.hashtag, values.HASHTAG_EXPECTED, "")
    made = values.hashtag_of(name)
    if made is None:
        form.notes.error(form.place, _NO_HASHTAG, values.HASHTAG_EXPECTED)
    return made or ""


_SOURCE: Final = Text(en="source is called", fr="Aucune source ne s'appelle")
_TAG: Final = Text(en="source has the tag", fr="Aucune source ne porte l'étiquette")
_CHANNEL: Final = Text(en="channel is called", fr="Aucun canal ne s'appelle")
_TO_NOBODY: Final = Text(
    en="This rule goes to no channel: name one after “to”.",
    fr="Cette règle ne va vers aucun canal : nommez-en un après « to ».",
)
_NO_HASHTAG: Final = Text(
    en="No hashtag can be made of this name: add the key “hashtag”.",
    fr="Aucun mot-dièse ne peut être tiré de ce nom : ajoutez la clé « hashtag ».",
)
