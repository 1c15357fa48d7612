"""Editing feeds.yaml: what is touched, and that nothing else is."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import EditRefused, RuleError, WatchlistError
from bot.watchlist.edit import (
    Draft,
    changed,
    place_of,
    replaced,
    restored,
    rule_text,
    with_rule,
    without,
)
from bot.watchlist.language import parse
from bot.watchlist.load import loads
from tests.house.source import ROOT

SHIPPED = (ROOT / "feeds.yaml").read_bytes()
HEAD = """sources: [{name: A, url: "https://a.example/feed"}]
channels: {veille: {telegram: "@veille"}, press: {telegram: "@press"}}
"""
BLOCK = (
    HEAD
    + """rules:   # what to look for
# at the margin
- name: One   # the first
  match: |   # in lines
    drones
    + Chine
  to:   # whom
    - veille
    - press   # both
  # inside
# between

-
  # before its keys
  match: 'l''Inde'
  name: Two
  to: veille

# after all
"""
)
INDENTED = HEAD + "rules:\n    -   name: One\n        match: a\n        to: veille"
FLOW = HEAD + 'rules: [{name: One, match: "a", to: veille}, {name: Two, match: b, to: [press]}]\n'
OPEN_FLOW = (
    HEAD
    + """rules: [
  {name: One, match: a,   # first
   to: veille},   # and so on
  {name: Two, match: b, to: veille},   # last
]
"""
)
MIXED = (
    HEAD + "rules:\n  - {name: One, match: a, to: veille} # x\n  - {name: Two, match: b, to: press}"
)

LAYOUTS = {
    "shipped": SHIPPED,
    **{
        name: text.encode()
        for name, text in {
            "block": BLOCK,
            "indented": INDENTED,
            "flow": FLOW,
            "open flow": OPEN_FLOW,
            "mixed": MIXED,
        }.items()
    },
}
LAYOUTS |= {f"{name}, crlf": text.replace(b"\n", b"\r\n") for name, text in LAYOUTS.items()}
LAYOUTS |= {"bom": codecs.BOM_UTF8 + SHIPPED, "bom, block": codecs.BOM_UTF8 + BLOCK.encode()}
EVERY_LAYOUT = pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
DRAFT = Draft("New: « é » #1", "Chine + \"drone armé\" -'x'", ("veille",), {"cap": "5"})


def names(content: bytes) -> list[str]:
    """The rules, in their order."""
    return [rule.name for rule in loads(content, "feeds.yaml").watchlist.rules]


@EVERY_LAYOUT
def test_added_then_removed(content: bytes) -> None:
    """A rule comes at the end, as it was meant; without it the file is what it was."""
    added = with_rule(content, DRAFT)
    assert names(added.content) == [*names(content), DRAFT.name]
    assert added.rule
    assert (added.rule.text, added.rule.cap_per_hour) == (DRAFT.match, 5)
    assert without(added.content, DRAFT.name).content == content


@EVERY_LAYOUT
def test_removed_then_restored(content: bytes) -> None:
    """A removed rule comes back where it was, and the file is what it was."""
    for name in names(content)[: 3 if len(names(content)) > 1 else 0]:
        text, place = rule_text(content, name), place_of(content, name)
        less = without(content, name).content
        assert name not in names(less)
        back = restored(less, text, place)
        assert sorted(names(back.content)) == sorted(names(content))
        if b"rules: [" not in content and b"inside" not in content:
            assert back.content == content


@EVERY_LAYOUT
def test_an_option_comes_and_goes(content: bytes) -> None:
    """A key is added to a rule and taken out again, and the file is what it was."""
    for name in names(content)[:2]:
        more = changed(content, name, {"cap": "7", "note": "why: not #1"})
        assert more.rule
        assert (more.rule.cap_per_hour, more.rule.note) == (7, "why: not #1")
        assert changed(more.content, name, {"cap": None, "note": None}).content == content


@EVERY_LAYOUT
def test_each_value_is_changed(content: bytes) -> None:
    """Name, expression and channels are changed; every comment outside the value stays."""
    name = names(content)[-1]
    values = {"match": '"a b" | chin*', "to": "veille", "name": "Other [one]"}
    result = changed(content, name, values)
    assert result.rule
    assert (result.rule.name, result.rule.text) == ("Other [one]", '"a b" | chin*')
    assert result.content.count(b"#") == content.count(b"#")
    assert result.content.count(b"\r\n") == result.content.count(b"\n") * (b"\r" in content)


@EVERY_LAYOUT
def test_replaced_by_itself(content: bytes) -> None:
    """A rule's own text in its place leaves the rule as it is."""
    for name in names(content)[:2]:
        text = rule_text(content, name)
        assert "\r" not in text
        again = replaced(content, name, text).content
        assert loads(again, "f").watchlist.rules == loads(content, "f").watchlist.rules
        assert rule_text(again, name) == text


def test_a_block_of_lines_is_replaced_whole() -> None:
    """Values that go over lines give way to one line; the comments beside their keys stay."""
    result = changed(BLOCK.encode(), "One", {"match": "title: y", "to": ("press", "veille")})
    text = result.content.decode()
    assert "  match: 'title: y'\n  to: [press, veille]   # whom   # both\n  # inside\n" in text


def test_the_text_of_a_rule() -> None:
    """It begins at the margin, with the comments inside the rule."""
    assert rule_text(BLOCK.encode(), "Two") == "match: 'l''Inde'\nname: Two\nto: veille"
    assert rule_text(BLOCK.encode(), "One").endswith("- press   # both\n# inside")


def test_the_first_key_is_removed() -> None:
    """The key beside the dash goes, the next one takes its place."""
    content = (HEAD + "rules:\n- cap: 3\n  name: R\n  match: a\n  to: veille\n").encode()
    text = changed(content, "R", {"cap": None}).content.decode()
    assert text == HEAD + "rules:\n- name: R\n  match: a\n  to: veille\n"


def test_what_cannot_be_done() -> None:
    """An unknown rule gets a suggestion; the last rule stays; nothing invalid is made."""
    content = MIXED.encode()
    with pytest.raises(EditRefused) as error:
        without(content, "one")
    assert "One" in error.value.told("en")
    with pytest.raises(EditRefused, match="only rule"):
        without(INDENTED.encode(), "One")
    with pytest.raises(WatchlistError):
        with_rule(content, Draft("One", "x", ("veille",)))
    with pytest.raises(WatchlistError):
        changed(content, "One", {"to": "nobody"})
    with pytest.raises(WatchlistError):
        with_rule(content + b"\n\tx", DRAFT)


@pytest.mark.parametrize(
    "text",
    [
        "name: One\nmatch: a\nto: veille\n- name: Three\n  match: c\n  to: veille",
        "name: One\nmatch: a\nto: veille\nchannels: []",
        "",
        "}",
        "# nothing",
    ],
)
def test_a_text_that_is_not_one_rule(text: str) -> None:
    """What is more, or less, than one rule is refused."""
    with pytest.raises((EditRefused, WatchlistError)):
        replaced(BLOCK.encode(), "One", text)


CHARACTERS = st.characters(exclude_categories=["Cs"])
ODD = st.sampled_from("#:'\"«»“”‘’[]{}&*!|>%@`,?-\\ \n\t\u00a0\u2028\u0085é中😀+().")


@settings(max_examples=150, deadline=None)
@given(
    name=st.text(st.one_of(CHARACTERS, ODD), min_size=1, max_size=20),
    match=st.text(st.one_of(CHARACTERS, ODD), min_size=1, max_size=40),
    layout=st.sampled_from(["block", "flow", "open flow, crlf", "mixed", "indented"]),
)
def test_any_name_and_expression(name: str, match: str, layout: str) -> None:
    """Whatever is typed, a rule is written that reads back the same, or nothing is written."""
    content = LAYOUTS[layout]
    draft = Draft(f"N{name}", f"chine + {match}", ("veille",))
    try:
        parse(draft.match.strip())
        added = with_rule(content, draft)
    except (RuleError, WatchlistError):
        return
    assert added.rule
    assert (added.rule.name, added.rule.text) == (draft.name.strip(), draft.match.strip())
    assert without(added.content, added.rule.name).content == content


@pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
def test_a_line_separator_inside_a_value_is_no_end_of_a_line(sign: str) -> None:
    """A text pasted from the web may hold one: putting a rule back keeps it."""
    content = f'{HEAD}rules:\n- name: One\n  note: "a{sign}b"\n  match: a\n  to: veille\n'.encode()
    content += b"- name: Two\n  match: b\n  to: veille\n"
    text, place = rule_text(content, "One"), place_of(content, "One")
    assert replaced(content, "One", text).content == content
    assert restored(without(content, "One").content, text, place).content == content
