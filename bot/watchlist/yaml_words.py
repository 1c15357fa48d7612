"""What is wrong with a piece of YAML, in the words of somebody who did not know it was YAML."""

import re
from typing import Any, Final

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from bot.errors import Problem
from bot.expression import Span
from bot.i18n import Text
from bot.watchlist.page import Page

TOO_DEEP: Final = Text(
    en="Too many levels inside one another.", fr="Trop de niveaux les uns dans les autres."
)
NO_CHARACTER: Final = Text(
    en="Somewhere between double quotes, a backslash escape stands for no character.",
    fr="Quelque part entre guillemets doubles, une barre oblique inverse ne désigne aucun "
    "caractère.",
)
SECOND_DOCUMENT: Final = Text(
    en="A line of three dashes begins a second document; there may be only one.",
    fr="Une ligne de trois tirets commence un second document ; il n'en faut qu'un.",
)
DIRECTIVE: Final = Text(
    en="Lines that begin with “%” are of no use here; remove them.",
    fr="Les lignes qui commencent par « % » ne servent pas ici ; retirez-les.",
)
KEY_NOT_A_WORD: Final = Text(en="A key must be a word.", fr="Une clé doit être un mot.")
QUOTE: Final = Text(
    en="Put the whole value between single quotes.",
    fr="Mettez toute la valeur entre guillemets simples ('…').",
)
DOUBLE_QUOTE: Final = Text(
    en="The apostrophe closes the quotes; use double ones.",
    fr="L'apostrophe referme les guillemets simples ; utilisez des doubles.",
)
ALIGN: Final = Text(
    en="Keys of the same entry begin in the same column; indent with spaces.",
    fr="Les clés d'une même entrée commencent à la même colonne ; décalez avec des espaces.",
)

_KEY: Final = re.compile(r"(?:^[ \t]*(?:-[ \t]+)*|[{,][ \t]*)([\w-]{1,40}):[ \t]+")
"""A key at the start of a line, or inside braces; its value comes after."""
_NO_SPACE: Final = re.compile(r"[ \t]*(?:-[ \t]+)*[\w-]{1,40}(:)[^\s/]")
"""A key whose colon is not followed by a space, so that YAML takes it for text."""
_END_OF_FLOW_VALUE: Final = re.compile(r",[ \t]*[\w-]{1,40}:[ \t]|[ \t]*\}")
_MOST_QUOTED: Final = 200
"""Longer values are not shown corrected."""


def indirection(sign: str) -> Text:
    """A value begins with a sign by which YAML refers to other values."""
    return Text(
        en=f"A value that begins with “{sign}” has a meaning of its own in YAML, which is not "
        "allowed here.",
        fr=f"Une valeur qui commence par « {sign} » a un sens particulier en YAML, qui n'est pas "
        "permis ici.",
    )


def written_twice(key: str, line: int) -> Text:
    """A key comes a second time; YAML readers would drop one of the two without a word."""
    return Text(
        en=f"“{key}” is written twice: already on line {line}.",
        fr=f"« {key} » est écrit deux fois : déjà à la ligne {line}.",
    )


def quoting(page: Page, index: int) -> Text | None:
    """How to write the value around `index` so that YAML leaves it alone; None: no value there."""
    line, column = page.line_at(index), index - page.line_start(index)
    before = [found for found in _KEY.finditer(line) if found.end() <= column]
    if not before:
        return None
    key = before[-1]
    value = _value(line, key)
    if not value or len(value) > _MOST_QUOTED:
        return QUOTE
    if len(value) > 1 and value[0] == value[-1] == "'" and not {'"', "\\"} & set(value):
        # 'l'Iran': the outer ones were meant as quotes, the inner one is an apostrophe.
        corrected, advice = f'"{value[1:-1]}"', DOUBLE_QUOTE
    else:
        # An apostrophe between single quotes is doubled (YAML 1.2, section 7.3.2).
        corrected, advice = "'" + value.replace("'", "''") + "'", QUOTE
    return Text(
        en=f"{advice.en[:-1]}: {key[1]}: {corrected}",
        fr=f"{advice.fr[:-1]} : {key[1]}: {corrected}",
    )


def _value(line: str, key: "re.Match[str]") -> str:
    in_braces = "{" in line[: key.start(1)]
    end = _END_OF_FLOW_VALUE.search(line, key.end()) if in_braces else None
    return line[key.end() : end.start() if end else len(line)].strip()


def explained(error: YAMLError, page: Page) -> Problem:
    """What a syntax error of ruamel means here, and what to do about it."""
    if isinstance(error, ReaderError):
        return page.problem(Span(error.position, error.position + 1), _INVISIBLE, None)
    assert isinstance(error, MarkedYAMLError)
    at = _index(error.problem_mark, len(page.text))
    opened = _index(error.context_mark, at)
    problem = error.problem or ""
    for sign, explain in _EXPLAIN.items():
        if sign in problem:
            return explain(page, at, opened)
    return page.problem(Span(at, at + 1), _UNREADABLE, quoting(page, at) or QUOTE)


def _index(mark: Any, default: int) -> int:
    return mark.index if mark else default


_INVISIBLE: Final = Text(
    en="An invisible control character; delete it.",
    fr="Un caractère de contrôle invisible ; supprimez-le.",
)
_UNREADABLE: Final = Text(en="This cannot be read as YAML.", fr="Ceci n'est pas lisible en YAML.")


def _cannot_start(page: Page, at: int, _opened: int) -> Problem:
    char = page.text[at : at + 1]
    if char == "\t":
        return page.problem(
            Span(at, at + 1),
            Text(en="A tab character.", fr="Un caractère de tabulation."),
            Text(en="Indent with spaces.", fr="Décalez avec des espaces."),
        )
    return page.problem(
        Span(at, at + 1),
        Text(
            en=f"A value cannot begin with “{char}” unless it stands between quotes.",
            fr=f"Une valeur ne peut pas commencer par « {char} » sans être entre guillemets.",
        ),
        quoting(page, at) or QUOTE,
    )


def _colon(page: Page, at: int, _opened: int) -> Problem:
    advice = quoting(page, at)
    if advice is None:
        return _glued(page, at) or _misaligned(page, at, at)
    return page.problem(
        Span(at, at + 1),
        Text(
            en="A colon followed by a space cannot stand in a value without quotes.",
            fr="Deux-points suivi d'un espace ne peut pas figurer dans une valeur sans guillemets.",
        ),
        advice,
    )


def _glued(page: Page, at: int) -> Problem | None:
    """The line above has a colon without its space, which makes text of both lines."""
    above = page.line_start(max(page.line_start(at) - 1, 0))
    found = _NO_SPACE.match(page.line_at(above))
    if found is None:
        return None
    return page.problem(
        Span(above + found.start(1), above + found.end(1)),
        Text(
            en="A space is missing after this colon.",
            fr="Il manque un espace après ces deux-points.",
        ),
    )


def _misaligned(page: Page, at: int, _opened: int) -> Problem:
    return page.problem(
        Span(at, at + 1),
        Text(
            en="This line does not line up with those above it.",
            fr="Cette ligne n'est pas alignée avec celles qui précèdent.",
        ),
        ALIGN,
    )


def _after_value(page: Page, at: int, opened: int) -> Problem:
    """Something follows where an entry should have ended."""
    advice = quoting(page, at)
    if advice is None:
        return _misaligned(page, at, opened)
    return page.problem(
        Span(at, at + 1),
        Text(
            en="There is more text after a value that has already ended.",
            fr="Il reste du texte après une valeur déjà terminée.",
        ),
        advice,
    )


def _unclosed_quote(page: Page, _at: int, opened: int) -> Problem:
    return page.problem(
        Span(opened, opened + 1),
        Text(en="This quotation mark is never closed.", fr="Ce guillemet n'est jamais refermé."),
        Text(
            en="Close it on the same line; an apostrophe between single quotes is written twice.",
            fr="Refermez-le sur la même ligne ; une apostrophe entre guillemets simples s'écrit "
            "deux fois.",
        ),
    )


def _unclosed_bracket(page: Page, at: int, opened: int) -> Problem:
    if page.line_of(at) == page.line_of(opened) and at < len(page.text):
        return _after_value(page, at, opened)
    char = page.text[opened : opened + 1]
    return page.problem(
        Span(opened, opened + 1),
        Text(en=f"This “{char}” is never closed.", fr=f"Ce « {char} » n'est jamais refermé."),
        Text(
            en="Close it at the end of the entry, and put commas between the keys.",
            fr="Refermez-le à la fin de l'entrée, et mettez des virgules entre les clés.",
        ),
    )


def _no_colon(page: Page, _at: int, opened: int) -> Problem:
    line = page.line_at(opened)
    start = page.line_start(opened) + len(line) - len(line.lstrip())
    return page.problem(
        Span(start, start + len(line.strip())),
        Text(
            en="This line has no “key: value”.",
            fr="Cette ligne n'a pas la forme « clé: valeur ».",
        ),
        Text(
            en="A colon and a space go between a key and its value; a long value between quotes.",
            fr="Deux-points et un espace séparent la clé de sa valeur ; une longue valeur se met "
            "entre guillemets.",
        ),
    )


def _dash(page: Page, at: int, _opened: int) -> Problem:
    return page.problem(
        Span(at, at + 1),
        Text(
            en="A dash followed by a space begins an item of a list, and cannot stand here.",
            fr="Un tiret suivi d'un espace commence un élément de liste, et ne peut pas figurer "
            "ici.",
        ),
        quoting(page, at) or ALIGN,
    )


def _backslash(page: Page, at: int, _opened: int) -> Problem:
    return page.problem(
        Span(at, at + 1),
        Text(
            en="Between double quotes a backslash has a meaning of its own.",
            fr="Entre guillemets doubles, la barre oblique inverse a un sens particulier.",
        ),
        QUOTE,
    )


_EXPLAIN: Final = {
    "that cannot start any token": _cannot_start,
    "mapping values are not allowed here": _colon,
    "sequence entries are not allowed here": _dash,
    "expected <block end>": _after_value,
    "expected ',' or '}'": _unclosed_bracket,
    "expected ',' or ']'": _unclosed_bracket,
    "found unexpected end of stream": _unclosed_quote,
    "could not find expected ':'": _no_colon,
    "unknown escape character": _backslash,
}
"""By ruamel's English words, which are those of PyYAML and have not changed since 2006."""
