"""Changes of rules on the screen."""

from difflib import unified_diff

import click
from rich.text import Text as Line

from bot.cli.rules import dates
from bot.cli.terminal import OUT
from bot.i18n import Lang, Text, did_you_mean
from bot.store import rule_changes
from bot.store.database import Database
from bot.store.rule_changes import ChangeKind, RuleChange, WrittenRule

KINDS = {
    ChangeKind.ADD: Text(en="added", fr="ajoutée"),
    ChangeKind.EDIT: Text(en="changed", fr="modifiée"),
    ChangeKind.MUTE: Text(en="muted", fr="sourdine"),
    ChangeKind.REMOVE: Text(en="removed", fr="retirée"),
    ChangeKind.UNDO: Text(en="undone", fr="annulation"),
}
STYLES = {"+": "green", "-": "red"}


def print_change(change: RuleChange, lang: Lang) -> None:
    """When, who, what, and the lines that differ."""
    names = dict.fromkeys(rule.name for rule in (change.old, change.new) if rule)
    head = f"{dates.moment(change.at, lang)} UTC · {change.who} · {KINDS[change.kind].into(lang)}"
    OUT.print(Line(f"{head} · {' → '.join(names)}", style="bold"))
    for line in difference(change.old, change.new):
        OUT.print(Line(f"  {line}", style=STYLES.get(line[0], "")))


def difference(old: WrittenRule | None, new: WrittenRule | None) -> list[str]:
    """The lines of a rule that go (-), come (+) or stay."""
    before, after = (rule.text.split("\n") if rule else [] for rule in (old, new))
    lines = unified_diff(before, after, n=100, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def require_changed(database: Database, name: str | None, lang: Lang) -> None:
    """Refuse a name of which no change is recorded, with the one that may be meant."""
    if name is None:
        return
    with database.reading() as tx:
        known = rule_changes.names(tx)
    if name in known:
        return
    said = Text(
        en=f"No change is recorded of a rule called “{name}”.",
        fr=f"Aucun changement n'est noté d'une règle appelée « {name} ».",
    )
    parts = (said, did_you_mean(name, known))
    raise click.BadParameter(" ".join(part.into(lang) for part in parts if part))
