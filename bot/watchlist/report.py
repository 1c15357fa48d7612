"""Problems of feeds.yaml as `vigie check` prints them."""

from collections.abc import Iterable

from bot.errors import Problem, RuleError
from bot.i18n import Lang, Text
from bot.watchlist.caret import caret

_WARNING = Text(en="warning: ", fr="avertissement : ")


def render_problems(path: str, problems: Iterable[Problem], lang: Lang) -> str:
    """Each problem as ``file:line:column: what``, its line with a caret, and what to do."""
    return "\n\n".join(_rendered(path, problem, lang) for problem in problems)


def _rendered(path: str, problem: Problem, lang: Lang) -> str:
    label = _WARNING.into(lang) if problem.warning else ""
    place = f"{path}:{problem.line}:{problem.column}"
    lines = [f"{place}: {label}{problem.text.into(lang)}"]
    if problem.excerpt:
        lines += [f"  {line}" for line in _drawn(problem, lang)]
    if problem.hint:
        lines.append(f"  {problem.hint.into(lang)}")
    return "\n".join(lines)


def _drawn(problem: Problem, lang: Lang) -> list[str]:
    """The line and its caret, drawn the way mistakes in a rule are."""
    start = problem.column - 1
    error = RuleError(problem.excerpt, (start, start + problem.width), problem.text)
    return caret(error, lang).split("\n")[:2]
