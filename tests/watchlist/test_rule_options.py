"""The options of a rule, and `match` spelt out."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errors import WatchlistError
from bot.expression import And, Not, Or, Word
from bot.model import QuietHours, Rule
from bot.watchlist.language import parse
from bot.watchlist.load import loads
from bot.watchlist.moments import quiet_hours, until
from bot.watchlist.naming import name_of

HEAD = """sources: [{name: A, url: "https://a.example/feed"}]
channels: {veille: {telegram: "@veille"}}
rules:
  - {name: R, to: veille, """


def rule(options: str, match: str = "x") -> Rule:
    """A rule with these options."""
    return loads(f"{HEAD}match: {match}, {options}}}".encode(), "f").watchlist.rules[0]


def test_every_option_is_read() -> None:
    """Each option reaches the rule, in the words of either language."""
    found = rule(
        "languages: [fr, EN], expires: 2026-12-31, muted_until: 2026-12-31 18:00+02:00, "
        "dry_run_until: 2026-12-31T18:00Z, cap: 5, quiet: 22:00-07:00, digest: oui, "
        "story_window: 3j, story_quiet: 12h, owner: Ana, note: 'why: #1'"
    )
    assert found.languages == {"fr", "en"}
    assert found.expires_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert found.muted_until == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert found.dry_run_until == datetime(2026, 12, 31, 18, tzinfo=UTC)
    assert (found.cap_per_hour, found.digest) == (5, True)
    assert found.quiet_hours == QuietHours(time(22), time(7))
    assert found.story_window == timedelta(days=3)
    assert found.story_quiet == timedelta(hours=12)
    assert (found.owner, found.note) == ("Ana", "why: #1")


@pytest.mark.parametrize(
    "option",
    [
        "languages: [français]",
        "expires: 2026-02-30",
        "expires: tomorrow",
        "muted_until: 2026-12-31 25:00",
        "dry_run_until: 2026-12-31 18:00+99:00",
        "expires: 9999-12-31",
        "cap: 0",
        "cap: many",
        "quiet: 22:00",
        "quiet: 07:00-07:00",
        "digest: maybe",
        "story_window: 31d",
        "owner: []",
        f"note: {'x' * 2001}",
    ],
)
def test_wrong_values_are_refused(option: str) -> None:
    """Each is refused once, at its place, with what was expected."""
    with pytest.raises(WatchlistError) as error:
        rule(option)
    (problem,) = error.value.problems
    assert problem.line == 4
    assert problem.column > HEAD.rindex("name") - HEAD.rindex("\n")


def test_an_expired_rule_is_told() -> None:
    """A rule whose end has passed gets a warning, where somebody says what time it is."""
    content = f"{HEAD}match: x, expires: 2026-11-22}}".encode()
    day = datetime(2026, 11, 23, tzinfo=UTC)
    (warning,) = loads(content, "f", day).warnings
    assert "expired" in warning.text.en
    assert loads(content, "f", day - timedelta(seconds=1)).warnings == ()
    assert loads(content, "f").warnings == ()


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-07:00", (time(22), time(7))),
        ("22h-7h", (time(22), time(7))),
        ("22h30 à 7h05", (time(22, 30), time(7, 5))),
        ("9:15 – 17:00", (time(9, 15), time(17))),
        ("9:15–17:00", (time(9, 15), time(17))),
        ("24:00-07:00", None),
        ("22-7", None),
    ],
)
def test_quiet_hours(text: str, hours: tuple[time, time] | None) -> None:
    """Hours as people write them."""
    assert quiet_hours(text) == (QuietHours(*hours) if hours else None)


def test_moments() -> None:
    """A day lasts to its end; a moment is in UTC unless it has a zone."""
    assert until("2024-02-29") == datetime(2024, 3, 1, tzinfo=UTC)
    assert until("2026-12-31 18h30") == datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
    assert until("2026-12-31 00:30 -01:00") == datetime(2026, 12, 31, 1, 30, tzinfo=UTC)
    assert [until(text) for text in ("31/12/2026", "2026-13-01", "0001-01-01", "")] == [None] * 4


def test_a_rule_spelt_out() -> None:
    """`all`, `any` and `none` are the same tree as one line; its text is the canonical one."""
    found = rule("cap: 1", "{all: [drones, lang:fr], any: [Chine, 'Russie | Iran'], none: jouet}")
    french = rule("cap: 1", "{tous: [drones, lang:fr], un: [Chine, 'Russie | Iran'], aucun: jouet}")
    line = parse("drones + lang:fr + (Chine | Russie | Iran) -jouet")
    assert found.expression == french.expression == line
    assert parse(found.text) == line
    assert isinstance(found.expression, And)
    word = found.expression.children[0]
    assert found.text[slice(*word.span)] == "drones"
    assert rule("cap: 1", "{any: [a, b]}").expression == Or((Word("a"), Word("b")))
    assert rule("cap: 1", "{all: a, none: [b c]}").expression == And(
        (Word("a"), Not(And((Word("b"), Word("c")))))
    )


@pytest.mark.parametrize(
    ("match", "column"),
    [
        ("{none: [a]}", 2),
        ("{any: [a, lang:fr]}", 2),
        ("{all: ['a) | (b']}", 10),
        ("{all: [a, 'b +']}", 14),
        ("{all: []}", 7),
        ("{most: [a]}", 2),
        ("{all: {a: b}}", 7),
    ],
)
def test_a_rule_spelt_out_wrong(match: str, column: int) -> None:
    """What would match the world, or cannot be read, is refused at its clause."""
    with pytest.raises(WatchlistError) as error:
        rule("cap: 1", match)
    before = len(HEAD) - HEAD.rindex("\n") - 1 + len("match: ")
    assert error.value.problems[0].column - before == column


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chine + drones -jouet", "Chine drones"),
        ('("mer Rouge" | Ormuz) + navire', "mer Rouge navire"),
        ("2026 + 14", "Alerte 2026 14"),
        ("=OTAN", "OTAN 2"),
    ],
)
def test_names_are_made(text: str, name: str) -> None:
    """A name is made of what the rule looks for, and is never one that is taken."""
    assert name_of(parse(text), {"otan"}) == name
