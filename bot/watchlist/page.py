"""The text of feeds.yaml with its places, and the notes taken while reading it."""

from bisect import bisect_right
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Final

from bot.errors import Problem
from bot.expression import Span
from bot.i18n import Text, did_you_mean

MOST_PROBLEMS: Final = 1_000
"""Of each kind are kept: more is another kind of file, and nobody reads on."""
FEW: Final = 8
"""Names that fit in a line."""
MOST_SUGGESTIONS: Final = 20
"""Each compares a word with every known one: a big broken file must not take minutes."""


class Page:
    """A text and its lines, as an editor counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Lines end with \n, \r\n or \r; each keeps its characters, so indices stay those of `text`.
        self._starts = [0]
        for index, char in enumerate(text):
            if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
                self._starts.append(index + 1)

    def line_of(self, index: int) -> int:
        """The number of the line that holds the character at `index`, from 1."""
        return bisect_right(self._starts, index)

    def line_start(self, index: int) -> int:
        """The index of the first character of that line."""
        return self._starts[self.line_of(index) - 1]

    def line_at(self, index: int) -> str:
        """That line, without its end."""
        number = self.line_of(index)
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def problem(
        self, span: Span, text: Text, hint: Text | None = None, *, warning: bool = False
    ) -> Problem:
        """Something to say about `span`; the caret stays on its first line."""
        start = min(span.start, len(self.text))
        line, column = self.line_at(start), start - self.line_start(start)
        return Problem(
            line=self.line_of(start),
            column=column + 1,
            text=text,
            hint=hint,
            excerpt=line,
            width=max(1, min(span.end - start, len(line) - column)),
            warning=warning,
        )


@dataclass(slots=True)
class Notes:
    """Every problem found on a page so far."""

    page: Page
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _suggestions_left: int = MOST_SUGGESTIONS

    def error(self, span: Span, text: Text, hint: Text | None = None) -> None:
        """The file cannot be used as it is."""
        if len(self.errors) < MOST_PROBLEMS:
            self.errors.append(self.page.problem(span, text, hint))

    def warning(self, span: Span, text: Text, hint: Text | None = None) -> None:
        """The file can be used, but it may not say what was meant."""
        if len(self.warnings) < MOST_PROBLEMS:
            self.warnings.append(self.page.problem(span, text, hint, warning=True))

    def suggestion(self, word: str, known: Iterable[str]) -> Text | None:
        """The question whether a known word was meant; none for the many-th mistake."""
        if self._suggestions_left == 0:
            return None
        self._suggestions_left -= 1
        return did_you_mean(word, known)

    def names(self, word: str, known: Set[str]) -> Text | None:
        """The name that was meant, else all that there are where these are few; as seldom."""
        if self._suggestions_left == 0:
            return None
        return self.suggestion(word, known) or _all_of(known)


def _all_of(known: Set[str]) -> Text | None:
    if not 0 < len(known) <= FEW:
        return None
    names = ", ".join(sorted(known))
    return Text(en=f"One of: {names}.", fr=f"Au choix : {names}.")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As they come in the file."""
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
