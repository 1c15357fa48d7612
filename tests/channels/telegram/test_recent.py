"""A memory that is never full."""

from bot.channels.telegram.recent import Recent


def test_only_the_last_are_remembered() -> None:
    """The oldest goes when one more comes; what is forgotten is new again."""
    recent: Recent[int] = Recent(2)
    assert [recent.add(each) for each in (1, 1, 2, 3)] == [True, False, True, True]
    assert [each in recent for each in (1, 2, 3)] == [False, True, True]
    recent.forget(3)
    recent.forget(99)
    assert recent.add(3)
