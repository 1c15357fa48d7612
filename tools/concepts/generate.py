"""Writes bot/watchlist/concepts.txt: CLDR's country names and what our lists add to them.

    python -m tools.concepts.generate

Needs Babel, which carries CLDR (Unicode licence v3) and is a developer's tool only: what ships is
the text file. Correct `countries.toml` and `organisations.toml` beside this file, never the
result. Everything questionable stops the writing: a name that two concepts claim, a name in `drop`
or `exact` that CLDR does not have, a term that the rule language would not read.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel import Locale

from bot.expression import Phrase, Prefix, Term, Word
from bot.text.folding import fold, plain
from bot.text.words import read
from bot.watchlist.concepts import key_of, terms_in
from bot.watchlist.wording import format_term

HERE: Final = Path(__file__).parent
RESULT: Final = HERE.parents[1] / "bot" / "watchlist" / "concepts.txt"
LANGS: Final = "fr en de es it pt nl pl ru uk tr ar fa he zh zh_Hant ja".split()  # noqa: SIM905 - reads better
NO_COUNTRIES: Final = frozenset("AC CP CQ DG EA EU EZ IC QO TA UM UN XA XB ZZ".split())  # noqa: SIM905 - reads better
"""Territories of CLDR that are none: groups, private codes, and bits of other countries."""
_LONGEST_ACRONYM: Final = 3
"""Letters: « UN » in a headline in capitals may be the French article."""
HEAD: Final = """\
# The shipped concepts: what @Chine, @NATO or @日本 stand for. Written by tools/concepts/generate.py
# from the country names of CLDR (© Unicode, Inc., see LICENSE.unicode beside this file) and from
# the lists in tools/concepts: correct those.
# French name / English name, other names = names in any language ; what else gives it away
"""


@dataclass(frozen=True)
class Draft:
    """One line of the result."""

    french: str
    english: str
    aliases: tuple[str, ...]
    names: tuple[Term, ...]
    others: tuple[Term, ...]

    @property
    def called(self) -> tuple[str, ...]:
        """Every name before the equals sign."""
        return tuple(dict.fromkeys((self.french, self.english, *self.aliases)))

    def __str__(self) -> str:
        first = self.french + (f" / {self.english}" if self.english != self.french else "")
        left = ", ".join((first, *self.aliases))
        return f"{left} = {_written(self.names)} ; {_written(self.others)}".rstrip(" ;")


def text() -> str:
    """The whole file.

    Raises:
        ValueError: Something in the lists needs a person's decision.
    """
    drafts = [*_countries(_toml("countries")), *_organisations(_toml("organisations"))]
    problems = [*_shared_names(drafts), *_shared_terms(drafts)]
    if problems:
        raise ValueError("\n".join(problems))
    return HEAD + "".join(f"{draft}\n" for draft in drafts)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def _countries(lists: dict[str, Any]) -> Iterator[Draft]:
    exact = {_bare(term) for term in terms_in(lists.pop("exact"))}
    drop = {_bare(term) for term in terms_in(lists.pop("drop"))}
    locales = [Locale.parse(lang) for lang in LANGS]
    territories = {str(code) for code in locales[0].territories}
    codes = {code for code in territories if len(code) == 2 and code.isalpha()} - NO_COUNTRIES
    seen: set[str] = set()
    drafts = []
    for code in sorted(codes):
        names = [str(locale.territories[code]) for locale in locales]
        seen.update(names)
        drafts.append(_country(code, names, lists.pop(code, {}), (exact, drop)))
    unknown = sorted((exact | drop) - seen)
    if lists or unknown:
        raise ValueError(f"not in CLDR: {[*lists, *unknown]}")
    yield from sorted(drafts, key=lambda draft: key_of(draft.french))


def _country(
    code: str, cldr: list[str], own: dict[str, Any], marked: tuple[set[str], set[str]]
) -> Draft:
    exact, drop = marked
    french, english = own.get("fr", cldr[0]), own.get("en", cldr[1])
    names = [] if own.get("only") else [name for name in cldr if name not in drop]
    spellings = dict.fromkeys(spelling for name in names for spelling in _spellings(name))
    terms = [_term(spelling, exact=spelling in exact) for spelling in spellings]
    own_names = [code, *_listed(own.get("aka", ""))]
    aliases = [name for name in own_names if name not in {french, english}]
    return _draft((french, english, *aliases), terms, own.get("terms", ""))


def _organisations(lists: dict[str, Any]) -> Iterator[Draft]:
    for key, own in lists.items():
        french = own.get("fr", key)
        called = (french, own.get("en", french), *_listed(own.get("aka", "")))
        yield _draft(called, [], own["terms"])


def _draft(called: tuple[str, ...], names: Iterable[Term], others: str) -> Draft:
    french, english, *rest = called
    aliases = {key_of(name): name for name in rest}
    for known in (french, english):
        aliases.pop(key_of(known), None)
    named = _lean(names)
    kept = _lean([*named, *terms_in(others)])
    added = [term for term in kept if term not in set(named)]
    capitals = _in_capitals([*named, *added])
    return Draft(french, english, tuple(aliases.values()), named, (*added, *capitals))


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _spellings(name: str) -> Iterator[str]:
    """How a name of CLDR is written in a newspaper: without brackets and abbreviations."""
    if "(" in name or "（" in name:
        return
    name = name.replace("о-ва", "острова").replace("о-в ", "остров ")
    yield name
    if " & " in name or name.startswith("St. "):
        yield name.replace(" & ", " and ").replace("St. ", "Saint ")


def _term(name: str, *, exact: bool) -> Term:
    if any(char.isspace() for char in name):
        return Phrase(" ".join(name.split()), exact=exact)
    return Word(name, exact=exact)


def _bare(term: Term) -> str:
    return term.text


def _in_capitals(terms: Iterable[Term]) -> Iterator[Term]:
    """A headline may be in capitals throughout, which an exact form would not find."""
    exact = {term.text for term in terms if not isinstance(term, Prefix) and term.exact}
    names = sorted(text for text in exact if not text[0].islower())
    for text in dict.fromkeys(name.upper() for name in names):
        if text not in exact and len(text) > _LONGEST_ACRONYM:
            yield _term(text, exact=True)


def _lean(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms in their order, without those that another one finds already."""
    unique = list(dict.fromkeys(terms))
    words = {fold(term.text): term for term in unique if isinstance(term, Word) and not term.exact}
    stems = tuple({plain(term.text) for term in unique if isinstance(term, Prefix)})
    return tuple(term for term in unique if not _found_already(term, words, stems))


def _found_already(term: Term, words: dict[str, Word], stems: tuple[str, ...]) -> bool:
    texts = read(term.text).texts
    if isinstance(term, Prefix):
        key = plain(term.text)
        return any(key != stem and key.startswith(stem) for stem in stems)
    if any(plain(text).startswith(stems) for text in texts):
        return True
    return any(words.get(fold(text)) not in {None, term} for text in texts)


def _shared_names(drafts: list[Draft]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for draft in drafts:
        for key in {key_of(name) for name in draft.called}:
            owner = owners.setdefault(key, draft.french)
            if owner != draft.french:
                yield f"@{key}: {owner} and {draft.french}"


def _shared_terms(drafts: list[Draft]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for draft in drafts:
        keys = (fold(t.text) for t in (*draft.names, *draft.others) if not isinstance(t, Prefix))
        for key in dict.fromkeys(keys):
            owner = owners.setdefault(key, draft.french)
            if owner != draft.french:
                yield f"{key}: {owner} and {draft.french}"


def _written(terms: Iterable[Term]) -> str:
    return " ".join(format_term(term) for term in terms)


if __name__ == "__main__":
    RESULT.write_text(text(), "utf-8")
