"""Who publishes an article."""

import pytest

from bot.model import Family
from bot.story.families import BY_HOST, FAMILIES, outlet, with_own


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.estrepublicain.fr/a/1", "EBRA"),
        ("https://c.leprogres.fr/rss", "EBRA"),
        ("https://edition.cnn.com/2026/03/02/x", "CNN"),
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("https://rmc.bfmtv.com/x", "BFM"),
        ("https://www.lemonde.fr/x", "lemonde.fr"),
        ("https://feeds.elpais.com/x", "elpais.com"),
        ("https://news.example.co.uk/x", "example.co.uk"),
        ("https://www.interieur.gouv.fr/x", "interieur.gouv.fr"),
        ("https://ville.blogspot.com/x", "ville.blogspot.com"),
        ("https://ETAT.example./x", "etat.example"),
        ("http://127.0.0.1:8000/x", "Le fil"),
        ("https://news.google.com/rss/articles/x", "Le fil"),
        ("https://t.me/chaine/4", "Le fil"),
        ("", "Le fil"),
        ("https://[::1/x", "Le fil"),
        ("nonsense", "Le fil"),
    ],
)
def test_outlet(url: str, publisher: str) -> None:
    """The family, else the domain, else the name of the source."""
    assert outlet(url, "Le fil") == publisher


def test_an_end_of_a_name_is_no_family() -> None:
    """`notcnn.com` is not CNN's."""
    assert outlet("https://notcnn.com/x", "") == "notcnn.com"
    assert outlet("https://cnn.com.example.org/x", "") == "example.org"


def test_an_operator_adds_families() -> None:
    """Their own go first, and the reviewed ones stay."""
    table = with_own([Family("Nos titres", ("www.Phare.example", "leprogres.fr"))])
    assert outlet("https://www.phare.example/a", "", table) == "Nos titres"
    assert outlet("https://www.leprogres.fr/a", "", table) == "Nos titres"
    assert outlet("https://www.dna.fr/a", "", table) == "EBRA"


def test_the_table_is_sound() -> None:
    """Every host stands in one family, in small letters, without www."""
    hosts = [host for listed in FAMILIES.values() for host in listed]
    assert len(hosts) == len(set(hosts)) == len(BY_HOST)
    assert [host for host in hosts if host != host.lower() or host.startswith("www.")] == []
    assert [host for host in hosts if "." not in host or "/" in host] == []
    assert len(FAMILIES) >= 40
