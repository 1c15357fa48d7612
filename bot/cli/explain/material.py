"""What is to be explained: a text that was handed in, a web page, or an article that was read."""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text as Line

from bot.cli.explain.request import NotTextError, Request
from bot.cli.terminal import ERR, tame
from bot.i18n import Lang, Text, did_you_mean
from bot.model import Entry, Source, StoredEntry, Watchlist
from bot.parse.entry import LONGEST_TEXT

if TYPE_CHECKING:  # a text that is handed in needs no database
    from bot.store.fates import Fate

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}([-_]\w+)?")

NOT_TEXT = Text(
    en="This is not text. Save the article as text in UTF-8, or paste it.",
    fr="Ce n'est pas du texte. Enregistrez l'article en texte UTF-8, ou collez-le.",
)
TOO_LONG = Text(
    en=f"Only the first {LONGEST_TEXT:,} characters are read, as of any article.",
    fr=f"Seuls les {LONGEST_TEXT // 1000} 000 premiers caractères sont lus, comme de tout article.",
)
PASTE = Text(
    en="Paste the text, then press Ctrl-D on an empty line.",
    fr="Collez le texte, puis faites Ctrl-D sur une ligne vide.",
)


@dataclass(frozen=True, slots=True)
class Material:
    """An article, and what is known about it."""

    entry: Entry
    source: Source | None = None
    """Where it comes from, as far as that is known."""
    stored: StoredEntry | None = None
    """As the database has it, if it does."""
    fate: Fate | None = None
    """What became of that."""


def gather(request: Request, watchlist: Watchlist | None) -> Material:
    """The article that is meant.

    Raises:
        NothingToReadError: there is none.
        OSError: the file cannot be read.
    """
    known = watchlist.sources if watchlist else ()
    source = _source(request.source, known, request.lang) if request.source else None
    lang = _language(request.text_lang, request.lang) if request.text_lang else None
    material = _material(request, known)
    entry = _tamed(material.entry)
    return replace(
        material,
        entry=replace(entry, lang=lang or entry.lang or (source.lang if source else None)),
        source=source or material.source,
    )


def _tamed(entry: Entry) -> Entry:
    texts = (entry.title, entry.text, entry.url, entry.author)
    title, text, url, author = map(tame, texts)
    return replace(entry, title=title, text=text, url=url, author=author)


def _material(request: Request, known: tuple[Source, ...]) -> Material:
    if request.entry is None and not _ADDRESS.match(request.text or ""):
        return Material(_written(request.text, request.lang))
    from bot.cli.explain import stored, web  # noqa: PLC0415 - they load the database, the network

    found = stored.find(request, known)
    return found or Material(web.fetch(request))


def _source(name: str, known: tuple[Source, ...], lang: Lang) -> Source:
    named = {source.name.casefold(): source for source in known}
    source = named.get(name.casefold())
    if source:
        return source
    said = Text(en=f"No source is called “{name}”.", fr=f"Aucune source ne s'appelle « {name} ».")
    hint = did_you_mean(name, [each.name for each in known])
    raise click.BadParameter(" ".join(part.into(lang) for part in (said, hint) if part))


def _language(code: str, lang: Lang) -> str:
    if not _LANGUAGE.fullmatch(code):
        said = Text(
            en=f"“{code}” is no language code, such as fr or zh.",
            fr=f"« {code} » n'est pas un code de langue, comme fr ou zh.",
        )
        raise click.BadParameter(said.into(lang))
    return code.replace("_", "-").lower()


# ── a text that was handed in ────────────────────────────────────────────────────────────────


def _written(file: str | None, lang: Lang) -> Entry:
    text = decoded(_content(file, lang))
    if text is None:
        raise NotTextError(NOT_TEXT)
    if len(text) > LONGEST_TEXT:
        ERR.print(Line(TOO_LONG.into(lang), style="yellow"))
    return article(text[:LONGEST_TEXT])


def _content(file: str | None, lang: Lang) -> bytes:
    """What was handed in; only as much of it as can matter, at four bytes a character."""
    most = 4 * (LONGEST_TEXT + 1)
    if file is not None and file != "-":
        with Path(file).open("rb") as stream:
            return stream.read(most)
    if sys.stdin.isatty():
        click.echo(PASTE.into(lang), err=True)
    return sys.stdin.buffer.read(most)


def decoded(content: bytes) -> str | None:
    """The text in UTF-8, else in the encoding of Windows; None when it is no text."""
    if b"\0" in content:
        return None
    try:  # incrementally: the end may be cut inside a character
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def article(text: str) -> Entry:
    """An entry made of a bare text: its first line is the title when a blank line follows."""
    clean = tame(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    first, blank, rest = clean.partition("\n\n")
    has_title = bool(blank) and "\n" not in first
    title, body = (first.strip(), rest) if has_title else ("", clean)
    return Entry("", "", "", title, body, content_hash="")
