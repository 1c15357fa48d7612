"""Everything a person reads, in French and in English, side by side.

A text is written once, in both languages, where it is needed. A missing translation is then a
type error instead of a gap somebody discovers in production.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, get_args

Lang = Literal["en", "fr"]
"""A language that Vigie speaks to people; articles may be in any language."""

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """One message in every language of Vigie."""

    en: str
    fr: str

    def into(self, lang: Lang) -> str:
        """The message in `lang`."""
        return self.fr if lang == "fr" else self.en

    def __str__(self) -> str:
        return self.en


def lang_from(locale: str | None) -> Lang:
    """The language of a POSIX locale name such as ``fr_CA.UTF-8``; English when it is another."""
    return "fr" if (locale or "").lower().startswith("fr") else "en"


def counted(number: int, one: str, many: str, lang: Lang) -> str:
    """`number` with its noun: French uses the singular for 0 and 1, English only for 1."""
    singular = number in (0, 1) if lang == "fr" else number == 1
    return f"{number} {one if singular else many}"


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The question to ask about a misspelt `word`, when one of the `known` ones is close."""
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word[:80].casefold(), by_folded, n=1)
    if not close:
        return None
    name = by_folded[close[0]]
    return Text(en=f"Did you mean “{name}”?", fr=f"Vouliez-vous dire « {name} » ?")
