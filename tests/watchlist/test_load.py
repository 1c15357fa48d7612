"""Loading feeds.yaml: what a valid file gives, and files that are none."""

import random
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import Problem, WatchlistError
from bot.i18n import LANGS
from bot.model import Destination, Priority, Rule, Source, Watchlist
from bot.watchlist.language import parse
from bot.watchlist.load import LARGEST, LONGEST_LINE, Loaded, load, loads, read
from bot.watchlist.report import render_problems
from bot.watchlist.schema import CHANNEL_KEYS, RULE_KEYS, SECTIONS, SOURCE_KEYS

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "feeds.yaml"

FULL = """\
%(bom)ssources:
  - {name: Le Phare, url: "https://phare.example/rss", lang: FR, tags: [Monde, port], every: 10m}
  - name: No
    url: https://no.example/feed?a=b&c=d#e
channels:
  veille: {telegram: "https://t.me/ma_chaine", lang: fr, summary: 200}
  12:30: {telegram: -1001234567890}
rules:
  - {name: Drones Chine–Russie, match: Chine + drones + Russie, to: [veille, 12:30, veille]}
  - name: Le port
    match: '"port de l''Est" | grue*'
    to: veille
    hashtag: "#port"
    priority: breaking
    sources: Le Phare
    tags: [MONDE]
    max_age: 6h
    enabled: non
"""
SOURCES = (
    Source(
        "Le Phare",
        "https://phare.example/rss",
        "fr",
        frozenset({"monde", "port"}),
        timedelta(minutes=10),
    ),
    Source("No", "https://no.example/feed?a=b&c=d#e"),
)
DESTINATIONS = (
    Destination("veille", "@ma_chaine", "fr", 200),
    Destination("12:30", "-1001234567890"),
)
RULES = (
    Rule(
        name="Drones Chine–Russie",
        text="Chine + drones + Russie",
        expression=parse("Chine + drones + Russie"),
        to=("veille", "12:30"),
        hashtag="#DronesChineRussie",
    ),
    Rule(
        name="Le port",
        text='"port de l\'Est" | grue*',
        expression=parse('"port de l\'Est" | grue*'),
        to=("veille",),
        hashtag="#port",
        priority=Priority.BREAKING,
        sources=frozenset({"Le Phare"}),
        tags=frozenset({"monde"}),
        max_age=timedelta(hours=6),
        enabled=False,
    ),
)


def watchlist(text: str) -> Watchlist:
    """The watchlist of a text."""
    return loads(text.encode(), "feeds.yaml").watchlist


def problems(content: bytes | str) -> tuple[Problem, ...]:
    """What is wrong with a file."""
    with pytest.raises(WatchlistError) as caught:
        loads(content.encode() if isinstance(content, str) else content, "feeds.yaml")
    return caught.value.problems


def with_rule(**keys: str) -> str:
    """A valid file but for what `keys` say of its one rule."""
    rule = {"name": "Drones", "match": "drones", "to": "veille"} | keys
    return "\n".join(
        [
            'sources: [{name: Le Phare, url: "https://phare.example/rss"}]',
            'channels: {veille: {telegram: "@ma_chaine"}}',
            "rules:",
            *(
                f"  {'-' if not index else ' '} {key}: {value}"
                for index, (key, value) in enumerate(rule.items())
            ),
        ]
    )


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_everything_that_can_be_said(bom: str, newline: str) -> None:
    """Each key arrives typed; texts stay what was typed, so that no is a name."""
    content = (FULL % {"bom": bom}).replace("\n", newline).encode()
    assert loads(content, "feeds.yaml") == Loaded(
        Watchlist(
            path="feeds.yaml",
            sources=SOURCES,
            destinations=DESTINATIONS,
            rules=RULES,
            digest=sha256(content).hexdigest(),
        ),
        (),
    )


def test_the_shipped_file_is_valid_and_leaves_nothing_to_say() -> None:
    """feeds.yaml works as it comes: no problem, no warning, a rich list of sources."""
    loaded = read(SHIPPED)
    assert loaded.warnings == ()
    assert len(loaded.watchlist.sources) >= 60
    assert {source.lang for source in loaded.watchlist.sources} >= {"fr", "en", "de", "es", "zh"}
    assert loaded.watchlist.rules[0].text == "Chine + drones + Russie"
    assert load(SHIPPED) == loaded.watchlist


def test_the_shipped_file_explains_every_key() -> None:
    """Whoever edits feeds.yaml finds each key in its comments, in French and in English."""
    text = SHIPPED.read_text(encoding="utf-8")
    for keys in (SOURCE_KEYS, RULE_KEYS, CHANNEL_KEYS):
        for key in keys:
            assert len(re.findall(rf"^#   {key} ", text, re.MULTILINE)) >= 2, key
    for section in SECTIONS:
        assert f"\n{section}:\n" in text


def test_the_sources_that_wait_in_comments_are_valid() -> None:
    """Taking the # away from a source is all there is to do."""
    text = SHIPPED.read_text(encoding="utf-8")
    more = re.sub(r"^  # - \{", "  - {", text, flags=re.MULTILINE)
    assert len(watchlist(more).sources) == len(watchlist(text).sources) + more.count("via Google")


@pytest.mark.parametrize(
    ("name", "hashtag"),
    [
        ("Drones Chine–Russie", "#DronesChineRussie"),
        ("l'été à Paris", "#LÉtéÀParis"),
        ("OTAN / NATO", "#OTANNATO"),
        ("G7 2026", "#G72026"),
        ("中国 无人机", "#中国无人机"),
        ("veille_mer", "#Veille_mer"),
        ("e\u0301te\u0301", "#Été"),
        ("mot " * 25, "#" + "Mot" * 21 + "M"),
    ],
)
def test_a_hashtag_is_made_of_the_name(name: str, hashtag: str) -> None:
    """Only what Telegram takes for a hashtag: letters, digits, underscores."""
    assert watchlist(with_rule(name=f'"{name.strip()}"')).rules[0].hashtag == hashtag


@pytest.mark.parametrize("hashtag", ["123", "a-b", "a b", "_", "#", "a" * 65, "a#b", "½"])
def test_a_hashtag_that_telegram_would_not_take_is_refused(hashtag: str) -> None:
    """It would be dead text in the post."""
    (problem,) = problems(with_rule(hashtag=f'"{hashtag}"'))
    assert problem.text.en.startswith("“hashtag” cannot be")


@pytest.mark.parametrize("name", ["2026", "'!!!'", "'_ 1'"])
def test_a_name_that_gives_no_hashtag_asks_for_one(name: str) -> None:
    """The person is told which key to add; with it the name is fine."""
    (problem,) = problems(with_rule(name=name))
    assert "add the key “hashtag”" in problem.text.en
    assert watchlist(with_rule(name=name, hashtag="Mer")).rules[0].hashtag == "#Mer"


@pytest.mark.parametrize(
    ("value", "column"),
    [
        ("Chine + + drones", len("    match: Chine + ") + 1),
        ("'Chine + + drones'", len("    match: 'Chine + ") + 1),
        ("'  Chine + + drones '", len("    match: '  Chine + ") + 1),
        ("'\"l''Iran\" + + drones'", len("    match: '\"l''Iran\" + ") + 1),
        (
            r'"\"\xe9t\u00e9\" + \U00000041bc + + x"',
            len(r'    match: "\"\xe9t\u00e9\" + \U00000041bc + ') + 1,
        ),
        ("|\n      Chine + + drones", len("    match: ") + 1),
        ("'Chine +\n      + drones'", len("    match: ") + 1),
        ("Chine +\n      + drones", len("    match: ") + 1),
    ],
)
def test_an_error_in_a_rule_is_shown_at_its_character(value: str, column: int) -> None:
    """However the rule is quoted; at its beginning when it goes over several lines."""
    (problem,) = problems(with_rule(match=value))
    assert (problem.line, problem.column) == (5, column)


def test_spans_count_in_the_text_of_the_rule() -> None:
    """Blanks around a quoted rule are dropped from both."""
    (rule,) = watchlist(with_rule(match="' Chine + drones '")).rules
    assert rule.text == "Chine + drones"
    assert rule.expression == parse(rule.text)
    assert rule.expression.span == parse(rule.text).span


def test_a_hint_of_the_language_is_a_warning() -> None:
    """A word that looks like an operator is pointed at, and the file is used."""
    content = with_rule(match="or + drones").encode()
    (warning,) = loads(content, "feeds.yaml").warnings
    assert (warning.warning, warning.line, warning.column, warning.width) == (True, 5, 12, 2)


def test_problems_come_in_the_order_of_the_file() -> None:
    """Whatever the order in which the sections are written and checked."""
    text = "rules: [{name: R, match: a, to: x, z: 1}]\nchannels: {x: {lang: de}}\nsources: 1\n"
    places = [(problem.line, problem.column) for problem in problems(text)]
    assert places == sorted(places)
    assert [line for line, _ in places] == [1, 2, 2, 3]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_do(newline: str) -> None:
    """Unix, Windows, and old Macintosh."""
    text = with_rule(match="(").replace("\n", newline)
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.excerpt) == (5, 12, "    match: (")


def test_columns_count_characters() -> None:
    """Not bytes: accents and ideograms before the mistake do not move it."""
    (problem,) = problems(with_rule(match="'été 中国 + +'"))
    assert problem.excerpt[problem.column - 1] == "+"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no list of sources"),
        (b"\xef\xbb\xbf", "no list of sources"),
        (b"# only comments\n", "no list of sources"),
        (b"just words", "no list of sources"),
        (b"name: caf\xe9\n", "not text in UTF-8"),
        ("sources:\n".encode("utf-16"), "not text in UTF-8"),
        (b"sources: a\x07b\n", "invisible control character"),
        (b'sources: [{name: "a\\u0007b", url: "http://a.example"}]', "invisible control character"),
        (b'sources: [{name: "a\\ud800b", url: "http://a.example"}]', "invisible control character"),
        (b'sources: "\\U00110000"\n', "stands for no character"),
        (b"a" * (LARGEST + 1), "larger than 1 MB"),
        (b"#" * (LONGEST_LINE + 1), "more than 25,000 characters"),
        (b"[" * 1000, "Too many levels"),
        (b"%YAML 1.1\n---\nsources: []\n", "begin with “%”"),
        (b"a: &a [*a, *a]\n", "begins with “&”"),
    ],
)
def test_what_is_no_watchlist_is_told_in_words(content: bytes, said: str) -> None:
    """Each kind of unusable file has its own answer."""
    assert said in "\n".join(problem.text.en for problem in problems(content))


def test_the_place_of_a_byte_that_is_no_text() -> None:
    """The editor finds the accent that was saved in another encoding."""
    (problem,) = problems(b"sources:\n  - name: caf\xe9\n")
    assert (problem.line, problem.column) == (2, 14)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are told apart, with what to do."""
    for path, said in ((tmp_path / "no.yaml", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(WatchlistError) as caught:
            read(path)
        (problem,) = caught.value.problems
        assert said in problem.text.en
        assert problem.hint
        assert "VIGIE_WATCHLIST" in problem.hint.fr
    with pytest.raises(WatchlistError, match="problem"):
        read(Path("a\0b"))


def test_many_problems_are_bounded() -> None:
    """A big broken file gives a thousand problems, and few costly suggestions."""
    rules = "".join(f"  - {{name: R{n}, match: drones, to: veile}}\n" for n in range(2000))
    found = problems(
        'sources: [{name: S, url: "https://s.example"}]\n'
        'channels: {veille: {telegram: "@veille"}}\n'
        "rules:\n" + rules
    )
    assert len(found) == 1000
    assert sum(problem.hint is not None for problem in found) == 20


def mutated(content: bytes, chance: random.Random) -> bytes:
    """`content` with a few cuts, copies, and bytes that mean something to YAML."""
    odd = [b"\t", b"'", b'"', b"{", b"}", b"[", b"]", b":", b": ", b" #", b"&a ", b"*a ", b"!t ",
           b"|", b">", b"- ", b"? ", b"%", b"@", b"`", b"\n", b"\r", b"\\", b'"\\U00110000"',
           b"\0", b"\xff", b"\xe2\x80\xa8", b"---\n", b"...\n", b"<<: ", b"\xef\xbb\xbf", b"|9",
           b'"\\x', b"!<", b"%YAML 9.9\n---\n", b"\xf0\x9f\x99\x82"]  # fmt: skip
    for _ in range(chance.randrange(1, 5)):
        here, there = chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)
        length = chance.randrange(40)
        piece = chance.choice([b"", chance.choice(odd), content[there : there + length]])
        content = content[:here] + piece + content[here + chance.choice([0, 0, 1, length]) :]
    return content


def answer(content: bytes) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing when it is valid."""
    try:
        loads(content, "feeds.yaml")
    except WatchlistError as error:
        return error.problems
    return ()


def test_mutated_files_get_an_answer() -> None:
    """Two thousand damaged files: each is loaded or refused with problems that can be printed."""
    chance = random.Random(7)
    whole = (FULL % {"bom": ""}).encode()
    refusals = [found for _ in range(2000) if (found := answer(mutated(whole, chance)))]
    assert 1000 < len(refusals) < 2000
    for found in refusals:
        for lang in LANGS:
            assert "feeds.yaml:" in render_problems("feeds.yaml", found, lang)
