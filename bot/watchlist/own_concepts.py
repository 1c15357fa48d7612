"""`concepts:` of feeds.yaml: names of one's own, and what is added to the shipped ones.

An entry is a name and a list of terms, ``Drones navals: ["drone naval", USV, "=Magura"]``; a plus
before the name of a shipped one adds to it, ``+Chine: [Zhongnanhai]``.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bot.errors import RuleError
from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Span,
    Term,
    Times,
    Word,
)
from bot.i18n import Text
from bot.model import OwnConcept, Rule
from bot.watchlist import values
from bot.watchlist.concepts import key_of, shipped
from bot.watchlist.entries import Unique
from bot.watchlist.form import Form
from bot.watchlist.inside import inside
from bot.watchlist.language import parse
from bot.watchlist.lexer import lex
from bot.watchlist.page import Notes
from bot.watchlist.wording import format_concept
from bot.watchlist.yaml_nodes import BrokenNode, ListNode, MapNode, Node, TextNode

MOST_TERMS: Final = 500
"""Of one concept."""
MOST_CONCEPTS: Final = 500


class PlacedConcept(NamedTuple):
    """A concept and where its name is written."""

    concept: OwnConcept
    span: Span


def read_concepts(notes: Notes, node: Node) -> tuple[PlacedConcept, ...]:
    """Every concept; what is wrong with one is noted, and it stands for what is left."""
    if not isinstance(node, MapNode) or not node.pairs:
        if not isinstance(node, BrokenNode):
            notes.error(node.span, _NO_NAMES, _EXAMPLE)
        return ()
    if len(node.pairs) > MOST_CONCEPTS:
        notes.error(node.pairs[MOST_CONCEPTS][0].span, _TOO_MANY)
        return ()
    form = Form(notes, node, ())
    taken = Unique(notes, Text(en="This concept", fr="Ce concept"))
    return tuple(
        PlacedConcept(_concept(form, key, taken), key.span)
        for key, _ in node.pairs
        if _is_name(notes, key)
    )


def unused(concepts: Iterable[PlacedConcept], rules: Iterable[Rule]) -> Iterator[PlacedConcept]:
    """Those that no rule looks for, under any of their names."""
    used = {_identity(name) for rule in rules for name in _names(rule.expression)}
    return (placed for placed in concepts if _identity(placed.concept.name) not in used)


def _concept(form: Form, key: TextNode, taken: Unique) -> OwnConcept:
    written = key.text.strip()
    adds, name = written.startswith("+"), written.removeprefix("+").strip()
    taken.add(key, _identity(name))
    if adds and shipped().find(name) is None:
        form.notes.error(key.span, *_nothing_to_add_to(name))
    terms = [term for node in _items(form, key) for term in _terms(form.notes, node)]
    if len(terms) > MOST_TERMS:
        form.notes.error(key.span, _TOO_LONG)
    return OwnConcept(name, tuple(dict.fromkeys(terms)), adds)


def _items(form: Form, key: TextNode) -> tuple[TextNode, ...]:
    node = form.get(key.text)
    if isinstance(node, ListNode) and not node.items:
        form.notes.error(node.span, _NO_TERMS, _EXAMPLE)
    return form.texts(key.text)


def _is_name(notes: Notes, key: TextNode) -> bool:
    """Whether a rule can write this name after an ``@``; it is noted when not."""
    name = key.text.strip().removeprefix("+").strip()
    try:
        lexemes = lex(format_concept(name))
    except RuleError:
        lexemes = []
    usable = bool(key_of(name)) and [lexeme.text for lexeme in lexemes] == [name, ""]
    if not usable or values.name(name) is None:
        notes.error(key.span, _NOT_A_NAME, values.NAME_EXPECTED)
        return False
    return True


def _identity(name: str) -> str:
    """The same for every name of one thing."""
    return key_of(next(iter(shipped().aliases(name)), name))


def _terms(notes: Notes, node: TextNode) -> tuple[Term, ...]:
    """What one item looks for; what is no term is noted and looks for nothing."""
    text, blanks = node.text.strip(), len(node.text) - len(node.text.lstrip())
    try:
        expression = parse(text)
    except RuleError as error:
        place = Span(error.start + blanks, error.end + blanks)
        notes.error(inside(notes.page, node, place), error.text, error.hint)
        return ()
    return _alternatives(notes, node, expression)


def _alternatives(notes: Notes, node: TextNode, expression: Expression) -> tuple[Term, ...]:
    match expression:
        case Word() | Prefix() | Phrase():
            return (expression,)
        case Or(children=children):
            found = (_alternatives(notes, node, child) for child in children)
            return tuple(term for terms in found for term in terms)
        case And(children=children) if " ".join(map(_plain, children)) == _spaced(node):
            return (Phrase(_spaced(node)),)  # YAML has taken the quotation marks away
    notes.error(inside(notes.page, node, expression.span), _NOT_A_TERM, _TERMS)
    return ()


def _plain(part: Expression) -> str:
    return part.text if isinstance(part, Word) and not part.exact else "\n"


def _spaced(node: TextNode) -> str:
    return " ".join(node.text.split())


def _names(expression: Expression) -> Iterator[str]:
    """The concepts in a rule."""
    match expression:
        case Concept(name=name):
            yield name
        case In(child=child) | Not(child=child) | Times(child=child):
            yield from _names(child)
        case And() | Or() | Near() | AtLeast():
            for child in expression.children:
                yield from _names(child)
        case _:
            return


def _nothing_to_add_to(name: str) -> tuple[Text, Text]:
    close = shipped().like(name)
    text = Text(
        en=f"There is no concept “{name}” to add to.",
        fr=f"Il n'y a pas de concept « {name} » auquel ajouter.",
    )
    if close:
        return text, Text(
            en=f"Did you mean “+{close[0]}”?", fr=f"Vouliez-vous dire « +{close[0]} » ?"
        )
    return text, Text(
        en="Take the + away: then it is a concept of your own.",
        fr="Retirez le + : ce sera un concept à vous.",
    )


_EXAMPLE: Final = Text(
    en='Such as: Naval drones: ["naval drone", USV, "=Magura", kamikaz*]',
    fr='Par exemple : Drones navals: ["drone naval", USV, "=Magura", kamikaz*]',
)
_NO_NAMES: Final = Text(
    en="“concepts” gives a list of terms for each name.",
    fr="« concepts » donne une liste de termes pour chaque nom.",
)
_NO_TERMS: Final = Text(
    en="This concept has nothing to look for.", fr="Ce concept n'a rien à chercher."
)
_NOT_A_NAME: Final = Text(
    en="A rule cannot write this name after an @.",
    fr="Une règle ne peut pas écrire ce nom après un @.",
)
_NOT_A_TERM: Final = Text(
    en="A concept is a list of terms: this is more than one.",
    fr="Un concept est une liste de termes : ceci est plus qu'un terme.",
)
_TERMS: Final = Text(
    en="A word, a word*, an =Exact word or a phrase, as in a rule; operators and fields go into "
    "the rule.",
    fr="Un mot, un mot*, un mot =Exact ou une expression, comme dans une règle ; opérateurs et "
    "champs vont dans la règle.",
)
_TOO_LONG: Final = Text(
    en=f"A concept has at most {MOST_TERMS} terms.",
    fr=f"Un concept a au plus {MOST_TERMS} termes.",
)
_TOO_MANY: Final = Text(
    en=f"At most {MOST_CONCEPTS} concepts.", fr=f"{MOST_CONCEPTS} concepts au plus."
)
