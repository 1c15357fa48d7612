"""OPML, the subscription lists that feed readers exchange: read leniently, written strictly.

listparser reads what many programs write, well-formed or not. What it does not look at (where the
document is broken, addresses that come twice, the keys that only Vigie has) expat tells.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import listparser

from bot.errors import OpmlError, Problem
from bot.expression import Span
from bot.i18n import Text
from bot.model import Source
from bot.notation import read_yes_no, write_duration
from bot.watchlist import values
from bot.watchlist.concepts import shipped
from bot.watchlist.newcomers import Subscription
from bot.watchlist.page import Page

LARGEST: Final = 8 * 1024**2
"""Bytes of a list; five thousand feeds take less than one megabyte."""
MOST: Final = 20_000
"""Beginnings and ends of outlines; feeds.yaml holds some 8,000 sources."""
DEEPEST: Final = 64
"""Groups within groups; each feed gets the names of all that it is in."""
LONGEST_EXCERPT: Final = 300
"""Characters of a line that is shown with a caret; some lists are one line."""
OURS: Final = "urn:vigie:source"
"""The namespace of the attributes that only Vigie writes (OPML 2.0, "Extending OPML")."""
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{1,40})", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TAG: Final = re.compile(r"<(/?)outline\b(?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"']++)*+>", re.IGNORECASE)
"""Of a group or a feed; never slower than its text is long."""


class Subscriptions(NamedTuple):
    """What a list holds, in its order; an address that comes again is there again."""

    feeds: tuple[Subscription, ...]
    warnings: tuple[Problem, ...]
    """Where the document is broken, and was read all the same."""


def read_opml(content: bytes, file: str) -> Subscriptions:
    """The feeds of a subscription list.

    Raises:
        OpmlError: it is no such list, or nothing can be read in it; with the place.
    """
    if len(content) > LARGEST:
        raise OpmlError(file, (Problem(1, 1, _TOO_LARGE),))
    text = _decoded(content)
    strict = _strictly(text)
    if strict.problem and strict.problem.text == _ENTITIES:
        raise OpmlError(file, (replace(strict.problem, hint=None, warning=False),))
    _refuse_excess(text, file)
    found = _leniently(_tags_of(text) if strict.problem else text)
    if not found:
        problem = strict.problem or Problem(1, 1, _NOTHING)
        raise OpmlError(file, (replace(problem, hint=_EXPECTED, warning=False),))
    if strict.problem or not strict.outlines:
        return Subscriptions(tuple(found.values()), (strict.problem,) if strict.problem else ())
    return Subscriptions(tuple(_joined(found, strict.outlines)), ())


def _decoded(content: bytes) -> str:
    """As it says, else UTF-8, else as old Windows programs write."""
    said = _ENCODING.match(content)
    for name in (*((said[1].decode("ascii"),) if said else ()), "utf-8-sig", "utf-16"):
        if name == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode("utf-8-sig" if name.lower() in {"utf-8", "utf8"} else name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


# ── leniently ────────────────────────────────────────────────────────────────────────────────


def _leniently(text: str) -> dict[str, Subscription]:
    """By address. Whatever the text, listparser's trouble with it is no reason to give up."""
    try:
        # As bytes: a text that looks like an address would be fetched.
        found: Any = listparser.parse(text.encode("utf-8", "replace"))
    except (IndexError, KeyError, ValueError, AssertionError):  # of its stacks and of html.parser
        return {}
    return {feed["url"]: _subscription(feed) for feed in found["feeds"]}


def _tags_of(text: str) -> str:
    """The outlines of a broken document, and nothing else.

    On much that is not well-formed html.parser, which listparser uses, takes quadratic time.
    """
    before, *comments = text.split("<!--")
    visible = [before, *(each.partition("-->")[2] or each for each in comments)]
    tags, depth = [], 0
    for found in (found for part in visible for found in _TAG.finditer(part)):
        deeper = _deeper(found)
        if depth + deeper >= 0:  # else it closes what was never open
            tags.append(found[0])
            depth += deeper
    return f"<opml><body>{''.join(tags)}</body></opml>"


def _deeper(tag: re.Match[str]) -> int:
    if tag[0].endswith("/>"):
        return 0
    return -1 if tag[1] else 1


def _subscription(feed: Mapping[str, Any]) -> Subscription:
    words = (word for path in feed.get("categories", ()) for word in path)
    tags = frozenset(tag for word in words if (tag := _one_line(word).casefold()))
    return Subscription(_one_line(feed["title"]), feed["url"], tags)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _refuse_excess(text: str, file: str) -> None:
    depth = 0
    for number, found in enumerate(_TAG.finditer(text)):
        depth = max(0, depth + _deeper(found))
        if depth > DEEPEST or number >= MOST:
            what = _TOO_DEEP if depth > DEEPEST else _TOO_MANY
            place = Page(text[: found.end()]).problem(Span(found.start(), found.end()), what)
            raise OpmlError(file, (place,))


# ── strictly ─────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Strict:
    """What expat tells: every outline that is a feed, or where the document is broken."""

    outlines: list[Mapping[str, str]] = field(default_factory=list)
    problem: Problem | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of an element."""
        if name.lower() == "outline":
            self.outlines.append({key.lower(): value for key, value in attributes.items()})


def _strictly(text: str) -> _Strict:
    found = _Strict()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = found.begin
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset
        why = expat.ErrorString(error.code)
        found.problem = _at(text, line, column, _broken(why))
    except _EntitiesError:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        found.problem = _at(text, line, column, _ENTITIES)
    return found


class _EntitiesError(Exception):
    """The document declares entities, by which a few bytes can stand for gigabytes."""


def _refuse_entities(*_: object) -> None:
    raise _EntitiesError


def _at(document: str, line: int, column: int, what: Text) -> Problem:
    """Where expat says it is: it counts bytes."""
    lines = _LINE_END.split(document)
    whole = lines[line - 1] if 0 < line <= len(lines) else ""
    before = whole.encode("utf-8", "replace")[:column].decode("utf-8", "ignore")
    excerpt = whole if len(whole) <= LONGEST_EXCERPT else ""
    return Problem(line, len(before) + 1, what, _SAVED, excerpt, warning=True)


_OWN: Final = ("country", "every", "paused", "full_text")
"""What OPML has no word for."""


def _joined(
    found: Mapping[str, Subscription], outlines: Sequence[Mapping[str, str]]
) -> Iterable[Subscription]:
    """In the order of the document, with what only Vigie writes."""
    for outline in outlines:
        known = found.get(outline.get("xmlurl", "").strip())
        if known:
            own = {key: outline.get(f"{OURS} {key}", "") for key in _OWN}
            yield known._replace(
                title=_one_line(outline.get("text") or outline.get("title") or "") or known.title,
                lang=_language(outline.get("language", "")),
                country=shipped().country_code(own["country"]) if own["country"] else None,
                every=own["every"],
                paused=bool(read_yes_no(own["paused"])),
                full_text=read_yes_no(own["full_text"]) is not False,
            )


def _language(code: str) -> str | None:
    """Of a tag such as ``fr-CA``, the language alone."""
    return values.lang(re.split("[-_]", code.strip())[0])


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def write_opml(sources: Iterable[Source], now: datetime) -> str:
    """A document of OPML 2.0 with these sources; their tags are its categories."""
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<opml version="2.0" xmlns:vigie="{OURS}">',
            "  <head>",
            f"    <title>{escape('Vigie')}</title>",
            f"    <dateCreated>{format_datetime(now, usegmt=True)}</dateCreated>",
            "  </head>",
            "  <body>",
            *map(_outline, sources),
            "  </body>",
            "</opml>",
        )
    )


def _outline(source: Source) -> str:
    attributes = {
        "type": "rss",
        "text": source.name,
        "title": source.name,
        "xmlUrl": source.url,
        "language": source.lang,
        "category": ",".join(sorted(source.tags)),
        "vigie:country": source.country,
        "vigie:every": write_duration(source.every) if source.every else None,
        "vigie:paused": "yes" if source.paused else None,
        "vigie:full_text": None if source.full_text else "no",
    }
    said = (f"{key}={quoteattr(value)}" for key, value in attributes.items() if value)
    return f"    <outline {' '.join(said)}/>"


def _broken(why: str) -> Text:
    told = _WHY.get(why, Text(en=why, fr=why))
    return Text(
        en=f"This is not well-formed XML: {told.en}.",
        fr=f"Ce n'est pas du XML bien formé : {told.fr}.",
    )


_WHY: Final = {
    "no element found": Text(en="its end is missing", fr="la fin manque"),
    "not well-formed (invalid token)": Text(en="an unexpected sign", fr="un signe inattendu"),
    "unclosed token": Text(en="something is not closed", fr="un élément n'est pas refermé"),
    "mismatched tag": Text(
        en="this tag does not close the one that is open",
        fr="cette balise ne ferme pas celle qui est ouverte",
    ),
    "duplicate attribute": Text(
        en="an attribute is written twice", fr="un attribut est écrit deux fois"
    ),
    "undefined entity": Text(en="an entity that nobody knows", fr="une entité inconnue"),
    "syntax error": Text(en="it begins otherwise", fr="il commence autrement"),
    "junk after document element": Text(
        en="text follows after its end", fr="du texte suit après la fin"
    ),
    "unbound prefix": Text(en="a prefix that nobody declared", fr="un préfixe non déclaré"),
}
"""Of expat's words, those that a broken list gives."""
_SAVED: Final = Text(en="What can be read in it is read.", fr="Ce qui y est lisible est lu.")
_TOO_LARGE: Final = Text(en="The list is larger than 8 MB.", fr="La liste dépasse 8 Mo.")
_TOO_DEEP: Final = Text(
    en=f"More than {DEEPEST} groups within each other.",
    fr=f"Plus de {DEEPEST} groupes les uns dans les autres.",
)
_TOO_MANY: Final = Text(
    en="More feeds than feeds.yaml can hold: divide the list.",
    fr="Plus de flux que feeds.yaml ne peut en contenir : divisez la liste.",
)
_ENTITIES: Final = Text(
    en="The document declares entities of its own, which no list needs: it is not read.",
    fr="Le document déclare ses propres entités, inutiles à une liste : il n'est pas lu.",
)
_NOTHING: Final = Text(en="There is no feed in this file.", fr="Il n'y a aucun flux ici.")
_EXPECTED: Final = Text(
    en='An OPML list is expected, with lines such as <outline text="…" xmlUrl="https://…"/>; feed '
    "readers write one with “Export”.",
    fr='Une liste OPML est attendue, avec des lignes comme <outline text="…" xmlUrl="https://…"/> '
    "; les lecteurs de flux en écrivent une avec « Exporter ».",
)
