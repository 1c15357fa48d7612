"""Parts of a rule that no article can ever fulfil. Pure."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.expression import (
    And,
    AtLeast,
    Expression,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Scope,
    Span,
    Times,
    Word,
)
from bot.i18n import Text
from bot.watchlist.implication import TEXT_SCOPES, Implication, scoped
from bot.watchlist.wording import format_rule

CanBe = Callable[[In], bool]
"""Whether an article that the rule listens to may have this in what is said about it."""


class Dead(NamedTuple):
    """A part that no article fulfils, and why."""

    expression: Expression
    span: Span
    """Where the reason shows."""
    why: Text
    advice: Text


class Possibility:
    """Looks for parts that exclude themselves."""

    def __init__(self, implication: Implication, can_be: CanBe) -> None:
        self._implies = implication.implies
        self._can_be = can_be

    def dead_parts(self, expression: Expression) -> Iterator[Dead]:
        """The largest parts that can never hold."""
        yield from self._dead(expression, ())

    def _dead(self, part: Expression, given: tuple[Expression, ...]) -> list[Dead]:
        """The dead parts of `part` where all `given` (scoped) hold; itself alone if it is one."""
        if isinstance(part, And):
            return self._conjunction(part, given)
        if isinstance(part, Or | AtLeast):
            return self._choice(part, given)
        if isinstance(part, Near):
            return self._near(part, given)
        if isinstance(part, Times):
            return self._wrapped(part, part.child, given)
        if isinstance(part, In):
            return self._field(part, given)
        return []

    def _conjunction(self, part: And, given: tuple[Expression, ...]) -> list[Dead]:
        wanted = tuple(scoped(child) for child in part.children if not isinstance(child, Not))
        every = (*given, *wanted)
        for child in part.children:
            contradiction = self._contradiction(child, every)
            if contradiction:
                return [contradiction._replace(expression=part)]
        found: list[Dead] = []
        for child in part.children:
            if isinstance(child, Not):
                continue
            inside = self._dead(child, every)
            if any(dead.expression is child for dead in inside):
                return [dead._replace(expression=part) for dead in inside]
            found += inside
        return found

    def _contradiction(self, child: Expression, given: Sequence[Expression]) -> Dead | None:
        if isinstance(child, Not):
            unwanted = scoped(child.child)
            for each in given:
                if self._implies(each, unwanted):
                    return _excluded(child, each)
            return None
        if isinstance(child, In) and child.scope == "lang":
            mine = _language(child)
            others = (each for each in given if isinstance(each, In) and each.scope == "lang")
            if mine and any(_language(each) not in {mine, ""} for each in others):
                return Dead(child, child.span, _TWO_LANGUAGES, _TWO_LANGUAGES_ADVICE)
        return None

    def _choice(self, part: Or | AtLeast, given: tuple[Expression, ...]) -> list[Dead]:
        found = [(child, self._dead(child, given)) for child in part.children]
        dead = [child for child, inside in found if any(one.expression is child for one in inside)]
        needed = part.count if isinstance(part, AtLeast) else 1
        inside = [one for _, inner in found for one in inner]
        if len(part.children) - len(dead) < needed and inside:
            return [inside[0]._replace(expression=part)]
        return inside

    def _near(self, part: Near, given: tuple[Expression, ...]) -> list[Dead]:
        fields = [_fields(child) for child in part.children]
        if not frozenset.intersection(*fields):
            return [Dead(part, part.span, _TWO_FIELDS, _TWO_FIELDS_ADVICE)]
        found: list[Dead] = []
        for child in part.children:
            inside = self._dead(child, given)
            if any(dead.expression is child for dead in inside):
                return [inside[0]._replace(expression=part)]
            found += inside
        return found

    def _wrapped(
        self, part: Expression, child: Expression, given: tuple[Expression, ...]
    ) -> list[Dead]:
        inside = self._dead(child, given)
        if any(dead.expression is child for dead in inside):
            return [inside[0]._replace(expression=part)]
        return inside

    def _field(self, part: In, given: tuple[Expression, ...]) -> list[Dead]:
        if part.scope in TEXT_SCOPES or part.scope in {"author", "url"}:
            return self._wrapped(part, part.child, given)
        if self._can_be(part):
            return []
        return [Dead(part, part.span, _UNHEARD_OF[part.scope], _UNHEARD_OF_ADVICE[part.scope])]


def _excluded(child: Not, required: Expression) -> Dead:
    wanted, unwanted = quoted(required), quoted(child.child)
    why = Text(
        en=f"{wanted.en} is required, and {unwanted.en} excludes every article with it.",
        fr=f"{wanted.fr} est exigé, et {unwanted.fr} exclut tout article qui l'a.",
    )
    return Dead(child, child.span, why, _EXCLUDED_ADVICE)


def quoted(part: Expression) -> Text:
    """A part as a rule writes it, between quotation marks unless it has its own."""
    english, french = format_rule(part, "en"), format_rule(part, "fr")
    if isinstance(part, Phrase):
        return Text(english, french)
    return Text(en=f"“{english}”", fr=f"« {french} »")


def _language(part: In) -> str:
    """The language that is asked for, without its region; empty when it is not one word."""
    return part.child.text.casefold().partition("-")[0] if isinstance(part.child, Word) else ""


def _fields(part: Expression) -> frozenset[str]:
    """Where the places of a part of a NEAR may be."""
    if isinstance(part, In):
        own = {"title": {"title"}, "body": {"text"}}.get(part.scope, {"title", "text"})
        return frozenset(own)
    if isinstance(part, Or):
        return frozenset().union(*map(_fields, part.children))
    return frozenset({"title", "text"})


_EXCLUDED_ADVICE: Final = Text(
    en="Take the exclusion away, or exclude something narrower.",
    fr="Retirez l'exclusion, ou excluez quelque chose de plus étroit.",
)
_TWO_LANGUAGES: Final = Text(
    en="An article has one language, and two are required.",
    fr="Un article a une seule langue, et deux sont exigées.",
)
_TWO_LANGUAGES_ADVICE: Final = Text(
    en="Write one language, or “|” between them.",
    fr="Écrivez une seule langue, ou « | » entre elles.",
)
_TWO_FIELDS: Final = Text(
    en="Words of different fields are never near each other.",
    fr="Des mots de champs différents ne sont jamais proches l'un de l'autre.",
)
_TWO_FIELDS_ADVICE: Final = Text(
    en="Look for them in the same field, or write “+” between them.",
    fr="Cherchez-les dans le même champ, ou écrivez « + » entre eux.",
)
_UNHEARD_OF: Final[dict[Scope, Text]] = {
    "lang": Text(
        en="The rule does not listen to articles in this language.",
        fr="La règle n'écoute pas les articles dans cette langue.",
    ),
    "source": Text(
        en="No source that the rule listens to has this name.",
        fr="Aucune source que la règle écoute ne porte ce nom.",
    ),
    "tag": Text(
        en="No source that the rule listens to has this tag.",
        fr="Aucune source que la règle écoute ne porte cette étiquette.",
    ),
    "country": Text(
        en="No source that the rule listens to is of this country.",
        fr="Aucune source que la règle écoute n'est de ce pays.",
    ),
}
_UNHEARD_OF_ADVICE: Final[dict[Scope, Text]] = {
    "lang": Text(
        en="Correct the language, here or in “languages”.",
        fr="Corrigez la langue, ici ou dans « languages ».",
    ),
    "source": Text(
        en="Correct the name, or let the rule listen to that source.",
        fr="Corrigez le nom, ou faites écouter cette source à la règle.",
    ),
    "tag": Text(
        en="Correct the tag, or give it to a source in feeds.yaml.",
        fr="Corrigez l'étiquette, ou donnez-la à une source dans feeds.yaml.",
    ),
    "country": Text(
        en="Write two letters, as in country:FR, and say the country of the sources.",
        fr="Écrivez deux lettres, comme dans pays:FR, et dites le pays des sources.",
    ),
}
