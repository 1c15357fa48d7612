"""How often one person is heard."""

from bot.commands.turns import MOST_KNOWN, Turns


def test_so_many_in_so_many_seconds() -> None:
    """Each person has their own; what is refused takes no turn."""
    turns = Turns(2, 10.0)
    assert [turns.take(1, now) for now in (0.0, 1.0, 2.0, 9.9)] == [True, True, False, False]
    assert turns.take(2, 9.9)
    assert [turns.take(1, now) for now in (10.0, 10.5, 11.0)] == [True, False, True]


def test_very_many_people_take_no_memory() -> None:
    """They begin anew, all of them."""
    turns = Turns(1, 60.0)
    assert all(turns.take(person, 0.0) for person in range(MOST_KNOWN + 1))
    assert turns.take(0, 0.0)
    assert not turns.take(MOST_KNOWN, 0.0)
