"""What was decided, a line each, or in sum when there are many."""

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Line

from bot.cli.outbox.chosen import EX_UNCHANGED
from bot.cli.terminal import ERR, tame
from bot.i18n import Lang
from bot.pipeline.verdict import Decided

MOST: Final = 20
"""Posts that are named; of more, the rest is counted."""


def tell(decided: Sequence[Decided], lang: Lang) -> int:
    """Say what was done and what was not; returns the exit code: 1 when one stays as it was."""
    for each in decided[:MOST]:
        sign, style = ("✓", "green") if each.is_done else ("✗", "yellow")
        head = f"{sign} {each.post.id} · {tame(each.post.destination)} · "
        ERR.print(Line(f"{head}{each.said.into(lang)}.", style=style))
    if len(decided) > MOST:
        ERR.print(Line(f"… + {len(decided) - MOST}", style="dim"))
    return 0 if all(each.is_done for each in decided) else EX_UNCHANGED
