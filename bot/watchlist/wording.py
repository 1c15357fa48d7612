"""A rule told back: in its own language, and in the reader's words."""

from typing import Final

from bot.i18n import Lang, Text
from bot.model import And, Expression, Not, Or, Phrase, Prefix, Word

_AND: Final = Text(en=" AND ", fr=" ET ")
_OR: Final = Text(en=" OR ", fr=" OU ")
_EXCEPT: Final = Text(en=", except ", fr=", sauf ")


def format_rule(expression: Expression) -> str:
    """The canonical way to write `expression`: parsing it gives the same tree."""
    if isinstance(expression, Or):
        return " | ".join(_grouped(child) for child in expression.children)
    if isinstance(expression, And):
        first, *others = expression.children
        signs = ("" if isinstance(other, Not) else "+ " for other in others)
        parts = (f"{sign}{_grouped(other)}" for sign, other in zip(signs, others, strict=True))
        return " ".join((_grouped(first), *parts))
    if isinstance(expression, Not):
        return f"-{_grouped(expression.child)}"
    return format_term(expression)


def format_term(term: Word | Prefix | Phrase) -> str:
    """A term as a rule writes it."""
    if isinstance(term, Phrase):
        return f'"{term.text}"'
    return f"{term.text}*" if isinstance(term, Prefix) else term.text


def _grouped(child: Expression) -> str:
    text = format_rule(child)
    return f"({text})" if isinstance(child, And | Or) else text


def wording(expression: Expression, lang: Lang) -> str:
    """What a rule looks for, in words: « Cherche : Chine ET drones, sauf forum »."""
    looks_for = Text(en="Looks for: ", fr="Cherche : ")
    return looks_for.into(lang) + _worded(expression, lang)


def _worded(expression: Expression, lang: Lang) -> str:
    if isinstance(expression, Or):
        return _OR.into(lang).join(_enclosed(child, lang) for child in expression.children)
    if isinstance(expression, And):
        return _conjunction(expression, lang)
    if isinstance(expression, Not):
        return _EXCEPT.into(lang).removeprefix(", ") + _enclosed(expression.child, lang)
    return _term(expression, lang)


def _conjunction(expression: And, lang: Lang) -> str:
    wanted = [child for child in expression.children if not isinstance(child, Not)]
    unwanted = [child.child for child in expression.children if isinstance(child, Not)]
    # a single clause needs no parentheses, unless the comma of « sauf » would cut it in two
    told = _AND.into(lang).join(_enclosed(child, lang) for child in wanted)
    if not unwanted:
        return told
    return told + _EXCEPT.into(lang) + _OR.into(lang).join(_enclosed(c, lang) for c in unwanted)


def _enclosed(child: Expression, lang: Lang) -> str:
    text = _worded(child, lang)
    return f"({text})" if isinstance(child, And | Or) else text


def _term(term: Word | Prefix | Phrase, lang: Lang) -> str:
    quoted = Text(en=f"“{term.text}”", fr=f"« {term.text} »").into(lang)
    if isinstance(term, Phrase):
        return quoted
    if isinstance(term, Prefix):
        starting = Text(en="a word that starts with ", fr="un mot qui commence par ")
        return starting.into(lang) + quoted
    return term.text
