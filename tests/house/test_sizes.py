"""The sizes that keep the house liveable, and habits that no other tool looks at.

Ruff sees to complexity, parameters, `global` and local imports; mypy to annotations. Where a limit
hurts, raise it here for that place, with the reason.
"""

import ast
import re
from statistics import median

import pytest

from tests.house.source import ROOT, Source, sources

FUNCTION_LINES = 40
FILE_LINES = 300
MEDIAN_FUNCTION_LINES = 7

LONGER: dict[str, tuple[int, str]] = {
    "tests/scenarios/test_polite_poller.py": (400, "29 promises, to be read as one list"),
}
"""`file` or `file:function` → its own limit, and why it is better long."""

VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

PROGRAM = sources("bot", "dev")
EVERYTHING = [*PROGRAM, *sources("benchmarks", "migrations/env.py", "migrations/new.py", "tests")]


def _limit(place: str, usual: int) -> int:
    return LONGER.get(place, (usual, ""))[0]


def test_functions_fit_a_screen() -> None:
    """No function is longer than 40 lines of code."""
    too_long = [
        f"{source.name}:{function.lineno} {function.name} has {source.length(function)} lines"
        for source in EVERYTHING
        for function in source.functions()
        if source.length(function) > _limit(f"{source.name}:{function.name}", FUNCTION_LINES)
    ]
    assert too_long == []


def test_files_fit_a_head() -> None:
    """No file is longer than 300 lines of code."""
    too_long = [
        f"{source.name} has {len(source.code_lines)} lines of code"
        for source in EVERYTHING
        if len(source.code_lines) > _limit(source.name, FILE_LINES)
    ]
    assert too_long == []


def test_functions_are_mostly_small() -> None:
    """Half of the program's functions have 7 lines or fewer; Protocols' stubs do not count."""
    lengths = [
        source.length(function)
        for source in PROGRAM
        if source.name != "bot/ports.py"
        for function in source.functions()
    ]
    assert median(lengths) <= MEDIAN_FUNCTION_LINES


def test_exceptions_are_still_needed() -> None:
    """A raised limit goes away with the place that needed it."""
    lengths = {source.name: len(source.code_lines) for source in EVERYTHING}
    for source in EVERYTHING:
        for function in source.functions():
            lengths[f"{source.name}:{function.name}"] = source.length(function)
    usual = {name: FUNCTION_LINES if ":" in name else FILE_LINES for name in LONGER}
    assert [name for name in LONGER if lengths.get(name, 0) <= usual[name]] == []


def test_names_say_something() -> None:
    """No file is named after nothing in particular."""
    named = [path for source in EVERYTHING for path in [source.path.relative_to(ROOT)]]
    assert [str(path) for path in named if VAGUE & {*path.parts[:-1], path.stem}] == []


def _broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {name.id for name in caught if isinstance(name, ast.Name)}
    return handler.type is None or bool(names & {"Exception", "BaseException"})


def _has_comment(source: Source, line: int) -> bool:
    """Whether line `line`, or the one before or after it, says something in a comment."""
    return any("# " in text for text in source.lines[max(line - 2, 0) : line + 1])


def test_broad_excepts_say_why() -> None:
    """Whoever catches everything stands at the boundary of a job, and says so."""
    silent = [
        f"{source.name}:{node.lineno}"
        for source in PROGRAM
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _broad(node)
        if not _has_comment(source, node.lineno)
    ]
    assert silent == []


@pytest.mark.parametrize("mark", ["noqa", "type: ignore"])
def test_silenced_tools_have_a_reason(mark: str) -> None:
    """A `noqa` or `type: ignore` names its rule and its reason on the same line."""
    reasoned = re.compile(rf"# {mark}(: |\[)[\w, -]+\]? +[#-] *\w")
    bare = [
        f"{source.name}:{number}: {line.strip()}"
        for source in EVERYTHING
        for number, line in enumerate(source.lines, 1)
        if re.search(rf"# {mark}\b", line) and not reasoned.search(line)
    ]
    assert bare == []


def test_only_the_clock_tells_the_time() -> None:
    """`now` is an argument everywhere else, so that any moment can be tested."""
    asking = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")
    found = [
        f"{source.name}:{number}"
        for source in sources("bot")
        if source.name != "bot/clock.py"
        for number, line in enumerate(source.lines, 1)
        if asking.search(line)
    ]
    assert found == []
