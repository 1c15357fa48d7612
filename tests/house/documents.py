"""The parts of the documents that the program itself knows best.

    python -m tests.house.documents

writes them anew; a test says when they are out of date.
"""

from collections.abc import Callable, Iterator

import click

from bot.cli.entry import COMMANDS, root
from bot.cli.words import speak
from bot.i18n import LANGS, Lang
from bot.settings import setting_docs
from tests.house.source import ROOT

OPERATING = ROOT / "docs" / "operating.md"

HEADS = {
    "en": ("setting", "what it is", "what may be written", "default"),
    "fr": ("réglage", "ce que c'est", "ce qu'on peut écrire", "défaut"),
}


def commands(lang: Lang) -> Iterator[str]:
    """Each command's own help."""
    speak(lang)
    yield "```"
    group = root(lang)
    assert isinstance(group, click.Group)
    context = click.Context(click.Group(), info_name="vigie", max_content_width=96)
    for name in COMMANDS:
        yield from helps(group, name, context)
    yield "```"
    speak("en")


def helps(group: click.Group, name: str, parent: click.Context) -> Iterator[str]:
    """The help of a command of `group`, and of the commands that are in it."""
    command = group.get_command(parent, name)
    assert command
    with click.Context(command, parent=parent, info_name=name) as inner:
        inner.terminal_width = 96
        yield command.get_help(inner) + "\n"
        if isinstance(command, click.Group):
            for each in command.list_commands(inner):
                yield from helps(command, each, inner)


def settings(lang: Lang) -> Iterator[str]:
    """The table of settings."""
    yield f"| {' | '.join(HEADS[lang])} |"
    yield "|---|---|---|---|"
    for row in setting_docs():
        texts = (row.what, row.expected, row.default)
        cells = (text.into(lang).replace("|", "\\|") for text in texts)
        yield f"| `{row.name}` | {' | '.join(cells)} |"


PARTS: dict[str, Callable[[Lang], Iterator[str]]] = {"commands": commands, "settings": settings}


def renewed(document: str) -> str:
    """The document with its generated parts as they should be."""
    for name, lines in PARTS.items():
        english, french = ("\n".join(lines(lang)) for lang in LANGS)
        parts = (english, "<details><summary>En français</summary>", french, "</details>")
        begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, _, rest = document.partition(begin)
        _, found, after = rest.partition(end.lstrip())
        assert found, f"no place for the {name} in {OPERATING.name}"
        document = before + begin + "\n\n".join(parts) + end + after
    return document


if __name__ == "__main__":
    OPERATING.write_text(renewed(OPERATING.read_text()))
