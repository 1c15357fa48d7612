"""`vigie concepts [NAME]`: what a rule may call by one name, and what that stands for."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, Final

import click
from rich.cells import cell_len
from rich.text import Text as Line

from bot.cli.entry import COMMANDS
from bot.cli.options import json_option
from bot.cli.terminal import OUT, tame
from bot.cli.watchlist import valid_watchlist
from bot.expression import Term
from bot.i18n import LANGS, Lang, Text, counted
from bot.settings import read_settings
from bot.text.folding import plain
from bot.watchlist.concepts import Concepts, Entry, key_of, known_in, shipped
from bot.watchlist.wording import format_concept, format_term

WIDEST: Final = 100
"""Columns: longer lines are hard to read."""
_INDENT: Final = 2

HELP = Text(
    en="Alone, it lists them: those of feeds.yaml, then the countries and the organisations that "
    "come with Vigie. With a NAME, in any language, it shows the names that a rule may use, and "
    "everything that is looked for.\n\n"
    "Exits with 64 when there is no such concept, with the names that may be meant.\n\n"
    "Examples:\n\n\b\n"
    "  vigie concepts\n"
    "  vigie concepts China\n"
    "  vigie concepts South Korea",
    fr="Seule, elle les liste : ceux de feeds.yaml, puis les pays et les organisations livrés avec "
    "Vigie. Avec un NOM, dans n'importe quelle langue, elle montre les noms qu'une règle peut "
    "employer, et tout ce qui est cherché.\n\n"
    "Rend 64 quand il n'y a pas de tel concept, avec les noms qui ont pu être voulus.\n\n"
    "Exemples :\n\n\b\n"
    "  vigie concepts\n"
    "  vigie concepts Chine\n"
    "  vigie concepts Corée du Sud",
)
_OWN: Final = Text(en="Yours, in {file}", fr="À vous, dans {file}")
_COUNTRIES: Final = Text(en="Countries and territories", fr="Pays et territoires")
_ORGANISATIONS: Final = Text(en="Organisations and groups", fr="Organisations et groupes")
_ASK: Final = Text(
    en="In a rule: @China, or with a blank in it @“South Korea”. "
    "What one stands for: vigie concepts NAME",
    fr="Dans une règle : @Chine, ou avec une espace @« Corée du Sud ». "
    "Ce que l'un représente : vigie concepts NOM",
)
_CALLED: Final = Text(
    en="A rule may use these, or any of the names below.",
    fr="Une règle peut employer ceux-ci, ou tout nom ci-dessous.",
)
_NAMES: Final = Text(en="Its names", fr="Ses noms")
_SIGNS: Final = Text(en="What else tells of it", fr="Ce qui en parle aussi")
_SOUGHT: Final = Text(en="What is looked for", fr="Ce qui est cherché")
_ADDED: Final = Text(en="Added by {file}", fr="Ajouté par {file}")
_REPLACED: Final = Text(
    en="Instead of what comes with Vigie, by {file}",
    fr="Au lieu de ce qui est livré avec Vigie, par {file}",
)
_SCRIPTS: Final = {
    "LATIN": Text(en="Latin letters", fr="Lettres latines"),
    "CYRILLIC": Text(en="Cyrillic", fr="Cyrillique"),
    "GREEK": Text(en="Greek", fr="Grec"),
    "ARABIC": Text(en="Arabic and Persian", fr="Arabe et persan"),
    "HEBREW": Text(en="Hebrew", fr="Hébreu"),
    "CJK": Text(en="Chinese and Japanese", fr="Chinois et japonais"),
}
_JAPANESE: Final = frozenset({"KATAKANA", "HIRAGANA", "KATAKANA-HIRAGANA"})
_OTHER: Final = Text(en="Other letters", fr="Autres lettres")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "concepts",
        params=[
            click.Argument(["name"], metavar=Text(en="[NAME]", fr="[NOM]").into(lang), nargs=-1),
            json_option(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{COMMANDS['concepts'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, name: tuple[str, ...], *, as_json: bool) -> int:
    file = read_settings().watchlist
    watchlist = valid_watchlist(file, lang)
    concepts = known_in(watchlist) if watchlist else shipped()
    entries = [_asked(" ".join(name), concepts, lang)] if name else [*concepts.every()]
    if as_json:
        rows = [_data(each, in_full=bool(name)) for each in entries]
        click.echo(json.dumps(rows[0] if name else rows, ensure_ascii=False, indent=2))
    elif name:
        _show_one(entries[0], file.name, lang)
    elif OUT.is_terminal:
        _show_all(entries, file.name, lang)
    else:
        for entry in chain.from_iterable(_groups(entries, lang)):
            OUT.print(Line(tame(entry.called.into(lang))))
    return 0


def _asked(written: str, concepts: Concepts, lang: Lang) -> Entry:
    """The concept of this name, which may be written as in a rule.

    Raises:
        click.BadParameter: there is none; with those that may be meant.
    """
    name = written.strip().removeprefix("@").strip(' "“”«»\u00a0\u202f')
    entry = concepts.entry(name)
    if entry:
        return entry
    said = Text(en=f"No concept is called “{name}”.", fr=f"Aucun concept ne s'appelle « {name} ».")
    close = ", ".join(map(format_concept, concepts.like(name)))
    hint = Text(en=f"Did you mean {close}?", fr=f"Vouliez-vous dire {close} ?") if close else None
    raise click.BadParameter(" ".join(part.into(lang) for part in (said, hint or _ALL)))


_ALL: Final = Text(
    en="`vigie concepts` lists them all; one of your own goes under “concepts:” in feeds.yaml.",
    fr="`vigie concepts` les liste tous ; les vôtres vont sous « concepts: » dans feeds.yaml.",
)


# ── all of them ──────────────────────────────────────────────────────────────────────────────


def _groups(entries: Iterable[Entry], lang: Lang) -> tuple[list[Entry], ...]:
    """Own ones, countries, organisations; each by their names, and each only once."""
    own: list[Entry] = []
    countries: list[Entry] = []
    organisations: list[Entry] = []
    for entry in sorted(entries, key=lambda each: key_of(each.called.into(lang))):
        if entry.own:
            own.append(entry)
        else:
            (countries if entry.code else organisations).append(entry)
    return own, countries, organisations


def _show_all(entries: Iterable[Entry], file: str, lang: Lang) -> None:
    headings = (_OWN.into(lang).format(file=file), _COUNTRIES.into(lang), _ORGANISATIONS.into(lang))
    for heading, group in zip(headings, _groups(entries, lang), strict=True):
        _show_group(heading, [_listed(entry, lang) for entry in group])
    OUT.print(Line(_ASK.into(lang), style="dim"))


def _listed(entry: Entry, lang: Lang) -> str:
    """Its name, as feeds.yaml has it: with a plus where it adds to what is shipped."""
    plus = "+" if entry.own and entry.is_shipped and not entry.replaced else ""
    return plus + tame(entry.called.into(lang))


def _show_group(heading: str, names: list[str]) -> None:
    """As a dictionary has it: a paragraph for each letter."""
    if not names:
        return
    OUT.print(Line(f"{heading} ({len(names)})", style="bold"))
    if len(names) < _WORTH_LETTERS:
        _show_flow(names)
    else:
        for _, same in groupby(names, key=lambda name: plain(name)[:1]):
            _show_flow([*same])
    OUT.print()


_WORTH_LETTERS: Final = 100


def _show_flow(items: Iterable[str], indent: int = _INDENT) -> None:
    for line in flowed(items, min(OUT.width, WIDEST) - indent):
        OUT.print(Line(" " * indent + line))


def flowed(items: Iterable[str], width: int) -> Iterator[str]:
    """Lines of `items` with commas between, none broken, at most `width` columns where possible."""
    line = ""
    for item in items:
        longer = f"{line}, {item}" if line else item
        if line and cell_len(longer) >= width:  # room for the comma
            yield f"{line},"
            longer = item
        line = longer
    if line:
        yield line


# ── one of them ──────────────────────────────────────────────────────────────────────────────


def _show_one(entry: Entry, file: str, lang: Lang) -> None:
    number = len(entry.terms)
    terms = Text(
        en=counted(number, "term", "terms", "en"), fr=counted(number, "terme", "termes", "fr")
    )
    name = tame(entry.called.into(lang))
    OUT.print(Line(name, style="bold") + Line(f" · {terms.into(lang)}", style="dim"))
    called = dict.fromkeys((entry.called.into(lang), *entry.aliases))
    _show_flow(tame(format_concept(alias)) for alias in called)
    if entry.names:
        OUT.print(Line(_CALLED.into(lang), style="dim"))
    _show_terms(_NAMES.into(lang), entry.names, lang)
    _show_terms((_SIGNS if entry.names else _SOUGHT).into(lang), entry.signs, lang)
    _show_terms(_origin(entry, lang).format(file=file), entry.own, lang)


def _origin(entry: Entry, lang: Lang) -> str:
    """Where the own terms of a concept come from."""
    if not entry.is_shipped:
        return _OWN.into(lang)
    return (_REPLACED if entry.replaced else _ADDED).into(lang)


def _show_terms(heading: str, terms: tuple[Term, ...], lang: Lang) -> None:
    """The terms as a rule writes them, those of a script together."""
    if not terms:
        return
    OUT.print()
    OUT.print(Line(heading, style="bold"))
    by_script: dict[Text, list[str]] = {}
    for term in terms:
        by_script.setdefault(_script(term.text), []).append(tame(format_term(term)))
    for script, written in by_script.items():
        if len(by_script) > 1:
            OUT.print(Line(f"  {script.into(lang)}", style="dim"))
        _show_flow(written, 2 * _INDENT if len(by_script) > 1 else _INDENT)


def _script(text: str) -> Text:
    """The script of the first letter."""
    letter = next(filter(str.isalpha, text), "A")
    name = unicodedata.name(letter, "").partition(" ")[0]
    return _SCRIPTS.get("CJK" if name in _JAPANESE else name, _OTHER)


# ── for programs ─────────────────────────────────────────────────────────────────────────────


def _data(entry: Entry, *, in_full: bool) -> dict[str, Any]:
    terms = {"names": entry.names, "signs": entry.signs, "own": entry.own}
    written = {key: [format_term(term) for term in found] for key, found in terms.items()}
    return {
        "name": {lang: entry.called.into(lang) for lang in LANGS},
        "aliases": [*dict.fromkeys(entry.aliases)],
        "country": entry.code,
        "shipped": entry.is_shipped,
        "replaced": entry.is_shipped and entry.replaced,
        **(written if in_full else {"terms": len(entry.terms)}),
    }
