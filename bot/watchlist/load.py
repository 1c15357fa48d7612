"""Loading feeds.yaml: bytes in, a valid `Watchlist` out, or every problem at once."""

import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from bot.errors import Problem, WatchlistError
from bot.expression import Span
from bot.i18n import Text
from bot.model import Family, Rule, Watchlist
from bot.watchlist.concepts import shipped
from bot.watchlist.destinations import PlacedDestination, read_destinations
from bot.watchlist.families import read_families
from bot.watchlist.form import Form
from bot.watchlist.own_concepts import PlacedConcept, read_concepts, unused
from bot.watchlist.page import Notes, Page, in_order
from bot.watchlist.rules import Names, read_rules
from bot.watchlist.schema import SECTIONS
from bot.watchlist.sources import PlacedSource, read_sources
from bot.watchlist.yaml_nodes import ListNode, MapNode, Node, TextNode, compose

LARGEST: Final = 1024 * 1024
"""Bytes of feeds.yaml: some 8,000 sources. YAML in pure Python is slow."""
LONGEST_LINE: Final = 25_000
"""Characters: a rule has 20,000 at most, and ruamel takes quadratic time for some long lines."""
_ENDLESS_LINE: Final = re.compile(rf"[^\r\n]{{{LONGEST_LINE + 1}}}")


class Loaded(NamedTuple):
    """A valid watchlist, and what may not be meant in it, in the order of the file."""

    watchlist: Watchlist
    warnings: tuple[Problem, ...]


def load(path: Path) -> Watchlist:
    """The watchlist of a file.

    Raises:
        WatchlistError: the file cannot be read or is invalid, with every problem.
    """
    return read(path).watchlist


def read(path: Path, now: datetime | None = None) -> Loaded:
    """The watchlist of a file, with its warnings; those about what has passed need `now`.

    Raises:
        WatchlistError: the file cannot be read or is invalid, with every problem.
    """
    return loads(content_of(path), str(path), now)


def loads(content: bytes, name: str, now: datetime | None = None) -> Loaded:
    """The watchlist in the bytes of a file called `name`.

    Raises:
        WatchlistError: whatever the bytes, and nothing else; with every problem.
    """
    notes = Notes(Page(_decoded(content, name)))
    root = None if _has_endless_line(notes) else compose(notes)
    found = _sections(notes, root, now)
    if notes.errors:
        raise WatchlistError(name, in_order(notes.errors))
    _warn_of_the_unused(notes, found)
    watchlist = Watchlist(
        path=name,
        sources=tuple(placed.source for placed in found.sources),
        destinations=tuple(placed.destination for placed in found.destinations),
        rules=found.rules,
        digest=sha256(content).hexdigest(),
        concepts=tuple(placed.concept for placed in found.concepts),
        families=found.families,
    )
    return Loaded(watchlist, in_order(notes.warnings))


# ── bytes ────────────────────────────────────────────────────────────────────────────────────


def content_of(path: Path) -> bytes:
    """What is in the file, up to a byte more than may be.

    Raises:
        WatchlistError: it cannot be read.
    """
    try:
        if not path.is_file():
            raise _refused(str(path), _IS_A_FOLDER if path.is_dir() else _MISSING, _WHERE)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or str(error)
        text = Text(en=f"The file cannot be read: {why}.", fr=f"Le fichier est illisible : {why}.")
        raise _refused(str(path), text, _WHERE) from error


def _decoded(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise _refused(name, _TOO_LARGE)
    try:
        return content.decode("utf-8-sig")  # Windows' Notepad writes a mark before the text
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        page = Page(before + "\ufffd")
        raise WatchlistError(
            name, (page.problem(Span(len(before), len(before) + 1), _NOT_UTF8, _SAVE_AS_UTF8),)
        ) from None


def _has_endless_line(notes: Notes) -> bool:
    """Whether a line is too long, which is noted."""
    found = _ENDLESS_LINE.search(notes.page.text)
    if found:
        notes.error(Span(found.start(), found.start() + 1), _LINE_TOO_LONG)
    return bool(found)


def _refused(name: str, text: Text, hint: Text | None = None) -> WatchlistError:
    return WatchlistError(name, (Problem(1, 1, text, hint),))


# ── sections ─────────────────────────────────────────────────────────────────────────────────


class _Found(NamedTuple):
    sources: tuple[PlacedSource, ...] = ()
    destinations: tuple[PlacedDestination, ...] = ()
    rules: tuple[Rule, ...] = ()
    concepts: tuple[PlacedConcept, ...] = ()
    families: tuple[Family, ...] = ()


def _sections(notes: Notes, root: Node | None, now: datetime | None) -> _Found:
    if not isinstance(root, MapNode):
        if not notes.errors:
            notes.error(root.span if root else Span(0, 1), _NO_SECTIONS, _SECTIONS)
        return _Found()
    form = Form(notes, root, SECTIONS)
    form.refuse_unknown_keys()
    sources = read_sources(notes, node) if (node := _section(form, "sources")) else ()
    destinations = read_destinations(notes, node) if (node := _section(form, "channels")) else ()
    concepts = read_concepts(notes, node) if (node := form.get("concepts")) else ()
    book = shipped().extended(placed.concept for placed in concepts) if concepts else None
    names = replace(_names(sources, destinations), concepts=book, now=now)
    rules = read_rules(notes, node, names) if (node := _section(form, "rules")) else ()
    families = read_families(notes, node) if (node := form.get("families")) else ()
    return _Found(sources, destinations, rules, concepts, families)


def _section(form: Form, key: str) -> Node | None:
    """A section that has entries; its absence is noted."""
    node = form.get(key)
    match node:
        case None:
            form.refuse_missing(key)
        case TextNode(text="") | ListNode(items=()) | MapNode(pairs=()):
            form.notes.error(
                form.key(key),
                Text(en=f"“{key}” has no entry.", fr=f"« {key} » n'a aucune entrée."),
            )
        case _:
            return node
    return None


def _names(sources: tuple[PlacedSource, ...], destinations: tuple[PlacedDestination, ...]) -> Names:
    known = [placed.source for placed in sources]
    return Names(
        sources=frozenset(source.name for source in known) if known else None,
        tags=frozenset(tag for source in known for tag in source.tags) if known else None,
        destinations=frozenset(placed.destination.name for placed in destinations) or None,
    )


def _warn_of_the_unused(notes: Notes, found: _Found) -> None:
    sources = frozenset(name for rule in found.rules for name in rule.sources)
    tags = frozenset(tag for rule in found.rules for tag in rule.tags)
    if all(rule.sources or rule.tags for rule in found.rules):
        for source, span in found.sources:
            if source.name not in sources and tags.isdisjoint(source.tags):
                notes.warning(span, _UNHEARD)
    used = frozenset(name for rule in found.rules for name in rule.to)
    for destination, span in found.destinations:
        if destination.name not in used:
            notes.warning(span, _UNUSED)
    for _, span in unused(found.concepts, found.rules):
        notes.warning(span, _NO_RULE_USES)


_MISSING: Final = Text(en="There is no such file.", fr="Ce fichier n'existe pas.")
_IS_A_FOLDER: Final = Text(
    en="This is a folder, not a file.", fr="C'est un dossier, pas un fichier."
)
_WHERE: Final = Text(
    en="Say where your feeds.yaml is with VIGIE_WATCHLIST, or start where it is.",
    fr="Dites où est votre feeds.yaml avec VIGIE_WATCHLIST, ou démarrez là où il se trouve.",
)
_TOO_LARGE: Final = Text(en="The file is larger than 1 MB.", fr="Le fichier dépasse 1 Mo.")
_LINE_TOO_LONG: Final = Text(
    en=f"This line has more than {LONGEST_LINE:,} characters.",
    fr=f"Cette ligne compte plus de {LONGEST_LINE // 1000} 000 caractères.",
)
_NOT_UTF8: Final = Text(
    en="The file is not text in UTF-8.", fr="Le fichier n'est pas du texte en UTF-8."
)
_SAVE_AS_UTF8: Final = Text(
    en="In your editor, choose “Save as” and the encoding UTF-8.",
    fr="Dans votre éditeur, choisissez « Enregistrer sous » et l'encodage UTF-8.",
)
_NO_SECTIONS: Final = Text(
    en="There is no list of sources, channels and rules here.",
    fr="Il n'y a pas ici de liste de sources, de canaux et de règles.",
)
_SECTIONS: Final = Text(
    en="The file has three sections, each at the start of a line: “sources:”, “channels:”, "
    "“rules:”.",
    fr="Le fichier a trois sections, chacune en début de ligne : « sources: », « channels: », "
    "« rules: ».",
)
_UNHEARD: Final = Text(
    en="No rule listens to this source.", fr="Aucune règle n'écoute cette source."
)
_UNUSED: Final = Text(
    en="No rule sends anything to this channel.", fr="Aucune règle n'envoie rien à ce canal."
)
_NO_RULE_USES: Final = Text(
    en="No rule looks for this concept.", fr="Aucune règle ne cherche ce concept."
)
