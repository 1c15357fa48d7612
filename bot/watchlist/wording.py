"""A rule told back: in its own language, and in the reader's words."""

import re
from typing import Final

from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    Gap,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Scope,
    Times,
    Word,
)
from bot.i18n import Lang, Text

_FIELDS: Final[dict[Scope, Text]] = {
    "title": Text(en="title", fr="titre"),
    "lead": Text(en="lead", fr="début"),
    "body": Text(en="body", fr="corps"),
    "author": Text(en="author", fr="auteur"),
    "source": Text(en="source", fr="source"),
    "url": Text(en="url", fr="url"),
    "tag": Text(en="tag", fr="tag"),
    "lang": Text(en="lang", fr="lang"),
    "country": Text(en="country", fr="pays"),
}
_NEAR: Final = Text(en="NEAR", fr="PROCHE")
_ONEAR: Final = Text(en="ONEAR", fr="PUIS")
_AT_LEAST: Final = Text(en="ATLEAST", fr="AUMOINS")
_TIMES: Final = Text(en="TIMES", fr="FOIS")
_BARE_NAME: Final = re.compile(r"\w(?:[\w’'.-]*\w)?")


# ── In the rule language ─────────────────────────────────────────────────────────────────────


def format_rule(expression: Expression, lang: Lang = "en") -> str:
    """The canonical way to write `expression`: parsing it gives the same tree.

    Signs stand for « and », « or » and « not »; the other keywords are those of `lang`.
    """
    if isinstance(expression, And | Or | Near):
        return _format_group(expression, lang)
    if isinstance(expression, Not):
        return f"-{_grouped(expression.child, lang)}"
    if isinstance(expression, In):
        field = _FIELDS[expression.scope].into(lang)
        return f"{field}:{_grouped(expression.child, lang)}"
    if isinstance(expression, AtLeast):
        listed = ", ".join(format_rule(child, lang) for child in expression.children)
        return f"{_AT_LEAST.into(lang)}/{expression.count}({listed})"
    if isinstance(expression, Times):
        return f"{_TIMES.into(lang)}/{expression.count}({format_rule(expression.child, lang)})"
    return format_term(expression)


def _format_group(group: And | Or | Near, lang: Lang) -> str:
    parts = [_grouped(child, lang) for child in group.children]
    if isinstance(group, Or):
        return " | ".join(parts)
    if isinstance(group, Near):
        links = [f" {_format_gap(gap, lang)} " for gap in group.gaps]
    else:
        links = [" " if isinstance(child, Not) else " + " for child in group.children[1:]]
    return parts[0] + "".join(link + part for link, part in zip(links, parts[1:], strict=True))


def _format_gap(gap: Gap, lang: Lang) -> str:
    name = (_ONEAR if gap.ordered else _NEAR).into(lang)
    return f"{name}/{'s' if gap.words is None else gap.words}"


def format_term(term: Word | Prefix | Phrase | Concept) -> str:
    """A term as a rule writes it."""
    if isinstance(term, Concept):
        return format_concept(term.name)
    if isinstance(term, Prefix):
        return f"{term.text}*"
    exact = "=" if term.exact else ""
    if isinstance(term, Word):
        return exact + term.text
    return f'{exact}"{term.text}"' + (f"~{term.slop}" if term.slop else "")


def format_concept(name: str) -> str:
    """The concept of that name as a rule writes it: in quotation marks where it has a blank."""
    return f"@{name}" if _BARE_NAME.fullmatch(name) else f'@"{name}"'


def _grouped(child: Expression, lang: Lang) -> str:
    text = format_rule(child, lang)
    return f"({text})" if isinstance(child, And | Or | Near) else text


# ── In the reader's words ────────────────────────────────────────────────────────────────────

_AND: Final = Text(en=" AND ", fr=" ET ")
_OR: Final = Text(en=" OR ", fr=" OU ")
_THEN: Final = Text(en=" THEN ", fr=" PUIS ")
_CLOSE_TO: Final = Text(en=" NEAR ", fr=" PRÈS DE ")
_EXCEPT: Final = Text(en="except ", fr="sauf ")
_PLACES: Final[dict[Scope, Text]] = {
    "title": Text(en=" in the title", fr=" dans le titre"),
    "lead": Text(
        en=" in the title or the first lines", fr=" dans le titre ou les premières lignes"
    ),
    "body": Text(en=" in the text below the title", fr=" dans le texte sous le titre"),
}
_ORIGINS: Final[dict[Scope, Text]] = {
    "author": Text(en="by the author {}", fr="de l'auteur {}"),
    "source": Text(en="from the source {}", fr="de la source {}"),
    "url": Text(en="with {} in the address", fr="avec {} dans l'adresse"),
    "tag": Text(en="from a source tagged {}", fr="d'une source étiquetée {}"),
    "lang": Text(en="in the language {}", fr="en langue {}"),
    "country": Text(en="from the country {}", fr="du pays {}"),
}
_SHOWN_NAMES: Final = 3


def wording(expression: Expression, lang: Lang) -> str:
    """What a rule looks for, in words: « Cherche : Chine ET drones, sauf forum »."""
    looks_for = Text(en="Looks for: ", fr="Cherche : ")
    return looks_for.into(lang) + _worded(expression, lang)


def _worded(expression: Expression, lang: Lang) -> str:
    if isinstance(expression, Or):
        return _OR.into(lang).join(_enclosed(child, lang) for child in expression.children)
    if isinstance(expression, And | Not):
        return _conjunction(
            expression.children if isinstance(expression, And) else (expression,), lang
        )
    if isinstance(expression, Near):
        return _nearness(expression, lang)
    if isinstance(expression, AtLeast | Times):
        return _count(expression, lang)
    if isinstance(expression, In):
        return _field(expression, lang)
    return _term(expression, lang)


def _conjunction(children: tuple[Expression, ...], lang: Lang) -> str:
    """What is looked for, then where it has to come from, then what must not be there."""
    wanted = [child for child in children if not isinstance(child, Not) and not _is_origin(child)]
    origins = [_origin(child, lang) for child in children if _is_origin(child)]
    unwanted = [_unwanted(child.child, lang) for child in children if isinstance(child, Not)]
    told = [_AND.into(lang).join(_enclosed(child, lang) for child in wanted)] if wanted else []
    if origins and not wanted:
        told, origins = [_any_article(origins[0], lang)], origins[1:]
    if unwanted:
        unwanted = [_EXCEPT.into(lang) + _OR.into(lang).join(unwanted)]
    return ", ".join(told + origins + unwanted)


def _is_origin(expression: Expression) -> bool:
    return isinstance(expression, In) and expression.scope in _ORIGINS


def _origin(expression: Expression, lang: Lang) -> str:
    assert isinstance(expression, In), "see _is_origin"
    return _ORIGINS[expression.scope].into(lang).format(_enclosed(expression.child, lang))


def _any_article(origin: str, lang: Lang) -> str:
    return Text(en=f"any article {origin}", fr=f"tout article {origin}").into(lang)


def _unwanted(child: Expression, lang: Lang) -> str:
    return _origin(child, lang) if _is_origin(child) else _enclosed(child, lang)


def _field(field: In, lang: Lang) -> str:
    if field.scope in _ORIGINS:
        return _any_article(_origin(field, lang), lang)
    return _enclosed(field.child, lang) + _PLACES[field.scope].into(lang)


def _nearness(near: Near, lang: Lang) -> str:
    parts = [_enclosed(child, lang) for child in near.children]
    if len(parts) == 2:
        link = _THEN if near.gaps[0].ordered else _AND
        return link.into(lang).join(parts) + _distance(near.gaps[0]).into(lang)
    told = parts[0]
    for part, gap in zip(parts[1:], near.gaps, strict=True):
        link = _THEN if gap.ordered else _CLOSE_TO
        told += f"{link.into(lang)}{part} ({_distance(gap).into(lang).strip()})"
    return told


def _distance(gap: Gap) -> Text:
    if gap.words is None:
        return Text(en=" in the same sentence", fr=" dans la même phrase")
    if gap.words == 0:
        return Text(en=" side by side", fr=" côte à côte")
    plural = "s" if gap.words > 1 else ""
    return Text(
        en=f" with at most {gap.words} word{plural} between",
        fr=f" avec {gap.words} mot{plural} au plus entre eux",
    )


def _count(counted: AtLeast | Times, lang: Lang) -> str:
    number = counted.count
    if isinstance(counted, AtLeast):
        listed = ", ".join(_enclosed(child, lang) for child in counted.children)
        return Text(
            en=f"at least {number} of ({listed})", fr=f"au moins {number} parmi ({listed})"
        ).into(lang)
    times = Text(en=f"{number} times", fr=f"{number} fois")
    if number == 1:
        times = Text(en="once", fr="une fois")
    often = Text(en=f"at least {times.en}", fr=f"au moins {times.fr}")
    return f"{_enclosed(counted.child, lang)} {often.into(lang)}"


def _enclosed(child: Expression, lang: Lang) -> str:
    # a single clause needs no parentheses, unless the comma of « sauf » would cut it in two
    several = isinstance(child, And | Or | Near) or (isinstance(child, Phrase) and child.slop > 0)
    text = _worded(child, lang)
    return f"({text})" if several else text


def _term(term: Word | Prefix | Phrase | Concept, lang: Lang) -> str:
    if isinstance(term, Concept):
        return _concept(term, lang)
    quoted = Text(en=f"“{term.text}”", fr=f"« {term.text} »").into(lang)
    if isinstance(term, Prefix):
        starting = Text(en="a word that starts with ", fr="un mot qui commence par ")
        return starting.into(lang) + quoted
    if term.exact:
        return Text(en="exactly ", fr="exactement ").into(lang) + quoted
    if isinstance(term, Word):
        return term.text
    return (_window(quoted, term.slop) if term.slop else Text(quoted, quoted)).into(lang)


def _window(quoted: str, slop: int) -> Text:
    return Text(
        en=f"the words of {quoted} together, with at most {slop} other{'s' * (slop > 1)} between",
        fr=f"les mots de {quoted} ensemble, avec {slop} autre{'s' * (slop > 1)} au plus entre eux",
    )


def _concept(concept: Concept, lang: Lang) -> str:
    """A concept with the first of its names: « @Chine (Chine, China, Китай… 42 noms) »."""
    written = format_concept(concept.name)
    names = list(dict.fromkeys(_bare(term) for term in concept.terms))
    shown = ", ".join(names[:_SHOWN_NAMES])
    if not names:
        return written
    if len(names) <= _SHOWN_NAMES:
        return f"{written} ({shown})"
    total = Text(en=f"{len(names)} names", fr=f"{len(names)} noms").into(lang)
    return f"{written} ({shown}… {total})"


def _bare(term: Word | Prefix | Phrase) -> str:
    return f"{term.text}*" if isinstance(term, Prefix) else term.text
