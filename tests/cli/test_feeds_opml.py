"""`vigie feeds import` and `export`."""

from pathlib import Path

import pytest

from bot.i18n import Lang
from bot.watchlist.load import load
from tests.command_line import Vigie
from tests.house.source import ROOT

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
FILE = Path("feeds.yaml")
REST = """channels: {veille: {telegram: "@veille"}}
rules: [{name: Drones, match: drones, to: veille}]
"""
ONE = f"""sources:
  - {{name: A, url: "https://a.example/feed"}}
{REST}"""
LIST = """<opml version="1.1"><body><outline text="Presse">
<outline text="A bis" xmlUrl="http://www.a.example/feed/"/>
<outline text="B" xmlUrl="https://b.example/feed"/>
<outline text="B" xmlUrl="https://b.example/feed"/>
</outline></body></opml>"""


@pytest.fixture(autouse=True)
def _feeds(_alone: None) -> None:
    FILE.write_text(ONE)
    Path("subs.opml").write_text(LIST)


@BOTH
def test_import_tells_before_it_writes(vigie: Vigie, lang: Lang) -> None:
    """What is new, what is there already and twice; only --yes writes where nobody is asked."""
    for words, code in ((["--dry-run"], 0), ([], 73)):
        said = vigie("feeds", "import", "subs.opml", "--lang", lang, *words)
        assert said.code == code
        assert "+ B  https://b.example/feed · presse" in said.out
        assert {"en": "“A”", "fr": "« A »"}[lang] in said.out
        assert {"en": "“B”", "fr": "« B »"}[lang] in said.out
        assert FILE.read_text() == ONE
    assert vigie("feeds", "import", "subs.opml", "--yes", "--lang", lang).code == 0
    assert [source.name for source in load(FILE).sources] == ["A", "B"]
    again = vigie("feeds", "import", "subs.opml", "--yes", "--lang", lang)
    assert again.code == 0
    assert {"en": "nothing to add", "fr": "rien à ajouter"}[lang] in again.err


def test_what_is_exported_is_imported_the_same(vigie: Vigie) -> None:
    """The sources that come with Vigie go out and come back, but for those that are there."""
    shipped = (ROOT / "feeds.yaml").read_text()
    FILE.write_text(shipped)
    document = vigie("feeds", "export").out
    Path("all.opml").write_text(document)
    FILE.write_text(ONE)
    assert vigie("feeds", "import", "all.opml", "--yes").code == 0
    first, *others = load(FILE).sources
    FILE.write_text(shipped)
    assert (first.name, tuple(others)) == ("A", load(FILE).sources)


def test_export_of_a_tag(vigie: Vigie) -> None:
    """Only sources with one of the tags go out."""
    FILE.write_text((ROOT / "feeds.yaml").read_text())
    document = vigie("feeds", "export", "--tag", "France").out
    assert "lemonde.fr/rss/une.xml" in document
    assert "bbci.co.uk" not in document


@BOTH
def test_a_broken_list_is_told_with_its_line(vigie: Vigie, lang: Lang) -> None:
    """What can be read is offered; where nothing can, the exit code says so."""
    Path("subs.opml").write_text(LIST.replace("B bis", "").replace("</outline>", "&oops;"))
    said = vigie("feeds", "import", "subs.opml", "--dry-run", "--lang", lang)
    assert said.code == 0
    assert "subs.opml:5:" in said.err
    assert "https://b.example/feed" in said.out
    Path("subs.opml").write_text("bonjour")
    said = vigie("feeds", "import", "subs.opml", "--lang", lang)
    assert said.code == 65
    assert "subs.opml:1:" in said.err
    assert vigie("feeds", "import", "none.opml", "--lang", lang).code == 66


@BOTH
def test_the_tally_comes_first(vigie: Vigie, lang: Lang) -> None:
    """How many would be added and how many are left out, above the lists."""
    said = vigie("feeds", "import", "subs.opml", "--dry-run", "--lang", lang)
    first = {"en": "1 source to add, 2 left out.", "fr": "1 source à ajouter, 2 laissées de côté."}
    assert said.out.splitlines()[0] == first[lang]


@BOTH
def test_an_address_is_no_file(vigie: Vigie, lang: Lang) -> None:
    """Whoever gives an address instead is told how to come by the file."""
    said = vigie("feeds", "import", "https://a.example/subs.opml", "--lang", lang)
    assert said.code == 66
    assert {"en": "save the list", "fr": "enregistrez la liste"}[lang] in said.err


@BOTH
def test_an_empty_list_is_told(vigie: Vigie, lang: Lang) -> None:
    """A misspelt tag gives a list without feeds: beside it, not in it, that is said."""
    said = vigie("feeds", "export", "--tag", "nowhere", "--lang", lang)
    assert said.code == 0
    assert said.out.startswith("<?xml")
    assert {"en": "The list is empty", "fr": "La liste est vide"}[lang] in said.err
    assert vigie("feeds", "export", "--lang", lang).err == ""
