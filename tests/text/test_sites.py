"""Which addresses belong to one site."""

import pytest

from bot.text.sites import domain_of, site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.phare.example/a", "phare.example"),
        ("https://phare.example", "phare.example"),
        ("https://amp.news.phare.example:8443/", "phare.example"),
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("https://www.meduse.asso.fr", "meduse.asso.fr"),
        ("https://co.fr/", "co.fr"),
        ("https://www.bmi.gv.at/", "bmi.gv.at"),
        ("http://127.0.0.1:8080/a", "127.0.0.1"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("http://localhost/", "localhost"),
        ("https://PHARE.Example./", "phare.example"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_site(url: str, site: str) -> None:
    """The registered name, and for addresses in numbers the whole."""
    assert site_of(url) == site


@pytest.mark.parametrize("host", ["127.0.0.1", "2001:db8::1", "localhost", ""])
def test_nobody_registers_these(host: str) -> None:
    """They are hosts, but no domains."""
    assert domain_of(host) == ""
