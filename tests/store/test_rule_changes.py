"""The history of rules."""

from sqlalchemy import Connection

from bot.store import rule_changes
from bot.store.rule_changes import ChangeKind, RuleChange, WrittenRule
from tests.fixed_clock import NOON

A, B = WrittenRule("A", "name: A"), WrittenRule("B", "name: B\nnote: «é»")


def change(old: WrittenRule | None, new: WrittenRule | None, line: int = 0) -> RuleChange:
    """A change of Ana's."""
    return RuleChange(0, NOON, "Ana", ChangeKind.EDIT, old, new, line)


def test_changes_come_back_newest_first(tx: Connection) -> None:
    """What was stored comes back as it was; a rule is found by its old name and its new one."""
    for each in (change(None, A), change(A, B), change(B, None, 7)):
        rule_changes.add(tx, each)
    found = rule_changes.latest(tx, 10)
    assert [(each.id, each.old, each.new, each.line) for each in found] == [
        (3, B, None, 7),
        (2, A, B, 0),
        (1, None, A, 0),
    ]
    assert (found[0].who, found[0].at, found[0].kind) == ("Ana", NOON, ChangeKind.EDIT)
    assert [each.id for each in rule_changes.latest(tx, 10, "A")] == [2, 1]
    assert [each.id for each in rule_changes.latest(tx, 1)] == [3]
    assert rule_changes.names(tx) == {"A", "B"}
