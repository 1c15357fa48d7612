"""Lines that are read without the YAML library: the same tree, sooner."""

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.watchlist.page import Notes, Page
from bot.watchlist.yaml_lines import shortened
from bot.watchlist.yaml_nodes import _quickly, _slowly
from tests.house.source import ROOT

SHIPPED = (ROOT / "feeds.yaml").read_text()
ODD = st.text("abÉz9 .:#'\"\\,-_/()[]{}*&!|>%@`?~=+–’\t\u2028", max_size=4)
PLAIN = st.from_regex(r"[a9É](?:[bé0 .()/–’_+-]{0,5}[cÎ8.)])?", fullmatch=True)
TEXTS = st.one_of(PLAIN, PLAIN, ODD)
FORMS = ["{}", "'{}'", '"{}"', "[{}]", "[{}, b]", "['{}', \"c d\"]", "[[{}]]", "{}: {}"]
VALUES = st.builds(str.format, st.sampled_from(FORMS), TEXTS, TEXTS)
PAIRS = st.builds("{}{}{}".format, st.sampled_from(["name", "url", "c_d", "b c"]),
                  st.sampled_from([": ", ": ", ": ", ":"]), VALUES)  # fmt: skip
LINES = st.builds(
    "{}{{{}}}{}".format,
    st.sampled_from(["- ", "- ", "- ", "  - ", "-   "]),
    st.lists(PAIRS, min_size=1, max_size=3).map(", ".join),
    st.sampled_from(["", "", "   # why", " #", "#", " x", "\r"]),
)
BEFORE = st.sampled_from(["a:\n", "a:\n", "", "a: |\n", 'a: "\n', "a: [\n", "- - - - -\n"])
AFTER = st.sampled_from(["", "\n", "\nb: 1\n", '"\n', "]\n", "\n  c: d\n"])
FILES = st.builds(
    "{}{}{}".format, BEFORE, st.lists(LINES, min_size=1, max_size=3).map("\n".join), AFTER
)


@settings(max_examples=600, deadline=None)
@given(FILES)
@example(SHIPPED)
@example(SHIPPED.replace("\n", "\r\n"))
@example("a:\n- {n: b, u: 'c', t: [d, \"e\"]}\n- {n: é (f), u: g}  # h\nb: c\n")
@example("a: |\n  - {n: b}\n")
@example("a:\n  - {n: b, n: c}\n")
@example("a:\n  - {n: b - c, u: d –}\n")
def test_the_tree_is_the_same(text: str) -> None:
    """Whatever is read quickly, ruamel reads the same way, places and all, without a complaint."""
    quick = _quickly(Page(text))
    if quick is not None:
        notes = Notes(Page(text))
        assert quick == _slowly(notes)
        assert notes.errors == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (SHIPPED, 60),
        ("a:\n  - {name: Le Monde – une, url: \"https://a.example/?b=1&c\", tags: [d, é]}  # e", 1),
        ("a:\n  - {name: it's, url: b}\n  - {name: 'it''s'}\n  - {name: a: b}\n  # - {name: c}", 0),
    ],
)  # fmt: skip
def test_usual_lines_are_read_quickly(text: str, lines: int) -> None:
    """The lines of an ordinary feeds.yaml are, those with a sign of YAML in them are not."""
    assert len(shortened(text).braces) >= lines
    assert bool(lines) == bool(shortened(text).braces)
    assert (_quickly(Page(text)) is not None) == bool(lines)


def test_thousands_of_sources_take_no_time() -> None:
    """Several times as fast as ruamel alone, in the same run."""
    line = '  - {{name: Source {0}, url: "https://h{0}.example/feed", lang: fr, tags: [monde]}}\n'
    page = Page("sources:\n" + "".join(line.format(number) for number in range(1_500)))
    taken = []
    for _ in range(3):  # what else the machine does is no matter
        began = process_time()
        quick = _quickly(page)
        taken.append(process_time() - began)
    began = process_time()
    assert quick == _slowly(Notes(page))
    assert (process_time() - began) > 2 * min(taken)


@pytest.mark.parametrize("piece", ["- {a: ", "- {a: b, ", "- {a: 'b", "- {a: [b, ", "- {a: b c d"])
def test_hostile_lines_take_no_time(piece: str) -> None:
    """A line made to be slow is given up as fast as another."""
    begin = process_time()
    assert shortened(piece * (500_000 // len(piece))).braces == {}
    assert process_time() - begin < 2
