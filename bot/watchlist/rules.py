"""`rules:` of feeds.yaml."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.expression import Word
from bot.i18n import Text
from bot.model import Rule
from bot.notation import read_yes_no
from bot.watchlist import moments, values
from bot.watchlist.clauses import read_match
from bot.watchlist.entries import Unique, forms, read_name, read_tags
from bot.watchlist.form import Form, not_understood, shown
from bot.watchlist.grammar import ConceptBook
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
    concepts: ConceptBook | None = None
    """What ``@name`` stands for."""
    now: datetime | None = None
    """When this is read, for what has passed; None: it does not matter."""


def read_rules(notes: Notes, node: Node, names: Names) -> tuple[Rule, ...]:
    """Every rule; where something is wrong with one, it is noted and a default stands for it."""
    taken = Unique(notes, Text(en="A rule of this name", fr="Une règle de ce nom"))
    return tuple(_rule(form, taken, names) for form in forms(notes, "rules", node, RULE_KEYS))


def _rule(form: Form, taken: Unique, names: Names) -> Rule:
    name = read_name(form, taken)
    text, expression = read_match(form, names.concepts)
    return replace(
        _timed(form, names.now),
        name=name,
        text=text,
        expression=expression,
        to=_destinations(form, names.destinations),
        hashtag=_hashtag(form, name),
        priority=form.value(
            "priority", values.priority, values.PRIORITY_EXPECTED, _DEFAULT.priority
        ),
        sources=_known(form.notes, _by_text(form, "sources"), names.sources, _SOURCE),
        tags=_known(form.notes, read_tags(form), names.tags, _TAG),
        languages=_languages(form),
        cap_per_hour=form.value("cap", values.cap, values.CAP_EXPECTED, None),
        digest=form.value("digest", read_yes_no, values.YES_NO_EXPECTED, _DEFAULT.digest),
        enabled=form.value("enabled", read_yes_no, values.YES_NO_EXPECTED, _DEFAULT.enabled),
        owner=form.value("owner", values.name, values.NAME_EXPECTED, _DEFAULT.owner),
        note=form.value("note", values.note, values.NOTE_EXPECTED, _DEFAULT.note),
    )


def _timed(form: Form, now: datetime | None) -> Rule:
    """A rule with nothing but the options about time."""
    rule = Rule(
        name="",
        text="",
        expression=_DEFAULT.expression,
        to=(),
        hashtag="",
        max_age=form.value("max_age", values.max_age, values.MAX_AGE_EXPECTED, _DEFAULT.max_age),
        expires_at=_until(form, "expires"),
        muted_until=_until(form, "muted_until"),
        dry_run_until=_until(form, "dry_run_until"),
        quiet_hours=form.value("quiet", moments.quiet_hours, moments.QUIET_EXPECTED, None),
        story_window=form.value(
            "story_window", values.story_window, values.STORY_WINDOW_EXPECTED, None
        ),
        story_quiet=form.value(
            "story_quiet", values.story_window, values.STORY_WINDOW_EXPECTED, None
        ),
    )
    if now and rule.expires_at and rule.expires_at <= now:
        form.notes.warning(form.key("expires"), _EXPIRED, _EXPIRED_HINT)
    return rule


def _until(form: Form, key: str) -> datetime | None:
    return form.value(key, moments.until, moments.UNTIL_EXPECTED, None)


def _languages(form: Form) -> frozenset[str]:
    nodes = form.texts("languages")
    for node in nodes:
        if values.lang(node.text.strip()) is None:
            text = not_understood("languages", node.text)
            form.notes.error(node.span, text, values.LANG_EXPECTED)
    return frozenset(node.text.strip().lower() for node in nodes)


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
            notes.error(node.span, text, notes.names(name, known))
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
_EXPIRED: Final = Text(
    en="This rule has expired: it raises no alert.",
    fr="Cette règle a expiré : elle ne donne plus d'alerte.",
)
_EXPIRED_HINT: Final = Text(
    en="Put the date off, or remove the rule.", fr="Repoussez la date, ou retirez la règle."
)
