"""`match:` of a rule: its text, or the same spelt out as `all`, `any` and `none`."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.errors import RuleError
from bot.expression import Expression, Span, Word
from bot.i18n import Text
from bot.watchlist.form import Form, one_text
from bot.watchlist.grammar import ConceptBook
from bot.watchlist.inside import inside
from bot.watchlist.language import hints, parse
from bot.watchlist.lexer import lex
from bot.watchlist.page import Notes
from bot.watchlist.schema import RULE_PARTS
from bot.watchlist.wording import format_rule
from bot.watchlist.yaml_nodes import BrokenNode, ListNode, MapNode, Node, TextNode

NOTHING: Final = ("", Word(""))
"""Stands for what cannot be read."""

_MOST_CLAUSES: Final = 500


def read_match(form: Form, concepts: ConceptBook | None) -> tuple[str, Expression]:
    """The text and the tree of a rule; what is wrong is noted and nothing stands for it."""
    node = form.get("match")
    if isinstance(node, MapNode):
        return _spelt_out(form.notes, node, concepts)
    text = form.required("match")
    return _written(form.notes, text, concepts) if text else NOTHING


def _written(notes: Notes, node: TextNode, concepts: ConceptBook | None) -> tuple[str, Expression]:
    text = node.text.strip()
    expression = _parsed(notes, node, concepts)
    return (text, expression) if expression else NOTHING


def _parsed(notes: Notes, node: TextNode, concepts: ConceptBook | None) -> Expression | None:
    try:
        expression = parse(node.text.strip(), concepts)
    except RuleError as error:
        notes.error(_place(notes, node, Span(error.start, error.end)), error.text, error.hint)
        return None
    _hint(notes, node)
    return expression


def _hint(notes: Notes, node: TextNode) -> None:
    for span, hint in hints(node.text.strip()):
        notes.warning(_place(notes, node, span), hint)


def _place(notes: Notes, node: TextNode, span: Span) -> Span:
    """A place of the text without the blanks around it, in the file."""
    blanks = len(node.text) - len(node.text.lstrip())
    return inside(notes.page, node, Span(span.start + blanks, span.end + blanks))


# ── all, any, none ───────────────────────────────────────────────────────────────────────────


class _Clause(NamedTuple):
    node: TextNode
    before: str
    """What joins it to the clauses before it."""
    after: str = ""

    @property
    def text(self) -> str:
        """In parentheses of its own, which a tree does not keep."""
        return f"{self.before}({self.node.text.strip()}){self.after}"


def _spelt_out(notes: Notes, node: MapNode, concepts: ConceptBook | None) -> tuple[str, Expression]:
    """As one rule, in its canonical form: the same tree, whose places lie in that text."""
    problems = len(notes.errors)
    clauses = tuple(_clauses(Form(notes, node, tuple(RULE_PARTS))))
    for clause in clauses:
        _check(notes, clause, concepts)
    if len(notes.errors) > problems:
        return NOTHING
    if not clauses:
        notes.error(node.span, _EMPTY, _EXAMPLE)
        return NOTHING
    whole = "".join(clause.text for clause in clauses).removeprefix(" + ")
    try:
        text = format_rule(parse(whole, concepts))
        return text, parse(text, concepts)
    except RuleError as error:
        notes.error(node.pairs[0][0].span, error.text, error.hint)
        return NOTHING


def _clauses(form: Form) -> Iterator[_Clause]:
    form.refuse_unknown_keys()
    lists: dict[str, list[TextNode]] = {"all": [], "any": [], "none": []}
    for key, value in form.node.pairs:
        if key.text in RULE_PARTS:
            lists[RULE_PARTS[key.text]] += _texts(form.notes, key.text, value)
    if sum(map(len, lists.values())) > _MOST_CLAUSES:
        form.notes.error(form.place, _TOO_MANY)
        return
    yield from (_Clause(node, " + ") for node in lists["all"])
    yield from _either(lists["any"])
    yield from (_Clause(node, " -") for node in lists["none"])


def _either(nodes: list[TextNode]) -> Iterator[_Clause]:
    last = len(nodes) - 1
    for number, node in enumerate(nodes):
        before = " | " if number else " + ("
        yield _Clause(node, before, ")" if number == last else "")


def _texts(notes: Notes, key: str, node: Node) -> Iterator[TextNode]:
    if isinstance(node, ListNode) and not node.items:
        notes.error(node.span, Text(en=f"“{key}” is empty.", fr=f"« {key} » est vide."))
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, BrokenNode):
            continue
        if text := one_text(notes, key, item):
            yield text


def _check(notes: Notes, clause: _Clause, concepts: ConceptBook | None) -> None:
    """Note what is wrong in one clause by itself.

    What must not stand alone, such as ``lang:fr``, may stand beside others.
    """
    text = clause.node.text.strip()
    try:
        parse(text, concepts)
    except RuleError as error:
        if not _fits_beside_others(text, concepts):
            place = _place(notes, clause.node, Span(error.start, error.end))
            notes.error(place, error.text, error.hint)
            return
    _hint(notes, clause.node)


def _fits_beside_others(text: str, concepts: ConceptBook | None) -> bool:
    try:
        depths = list(_depths(text))
        parse(f"x + ({text})", concepts)
    except RuleError:
        return False
    return min(depths, default=0) >= 0


def _depths(text: str) -> Iterator[int]:
    """How many parentheses are open after each part; below 0 where one closes what is outside."""
    depth = 0
    for lexeme in lex(text):
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        yield depth


_EMPTY: Final = Text(en="“match” has nothing to look for.", fr="« match » n'a rien à chercher.")
_EXAMPLE: Final = Text(
    en="Such as: {all: [drones], any: [Chine, Russie], none: [jouet]}",
    fr="Par exemple : {tous: [drones], un: [Chine, Russie], aucun: [jouet]}",
)
_TOO_MANY: Final = Text(
    en=f"A rule has at most {_MOST_CLAUSES} clauses.",
    fr=f"Une règle a au plus {_MOST_CLAUSES} clauses.",
)
